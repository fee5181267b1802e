"""The schema's description of itself: by graphql-core's own resolvers, without its executor's price."""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any

import orjson
from graphql import (
    FieldNode,
    GraphQLField,
    GraphQLList,
    GraphQLObjectType,
    GraphQLSchema,
    SchemaMetaFieldDef,
    SelectionSetNode,
    TypeMetaFieldDef,
    get_named_type,
    get_nullable_type,
    print_ast,
)

from jenjang.graph.errors import CostExceeded
from jenjang.graph.reader.asking import Asking, given
from jenjang.graph.reader.selection import Fragments, collect

META = {"__schema": SchemaMetaFieldDef, "__type": TypeMetaFieldDef}
MOST = 90_000
"""Values in one answer, an object counting for three: GraphiQL's whole description is some 80,000."""
OBJECT = 3
KEPT = 4
"""Answers that are kept: the tools of clients ask for a few, the same each time, of up to a megabyte."""


class Description:
    """The schema, ready to tell of itself. graphql-core's resolvers need no more of `info` than this has."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self.schema = schema
        self.defaults: dict[int, str | None] = {}
        self.kept: OrderedDict[str, tuple[bytes, int]] = OrderedDict()
        """JSON by what was asked for, with how many values it took: the schema doesn't change."""

    def default(self, resolve: Callable[..., Any], item: Any) -> str | None:  # Any: graphql-core's own.
        """The text of a default value, printed once."""
        key = id(item[1])
        if key not in self.defaults:
            self.defaults[key] = resolve(item, self)
        return self.defaults[key]


Picks = tuple[tuple[str, Callable[[Any], Any]], ...]
"""Response keys, and how to get each one's JSON from (Any:) one of graphql-core's own types."""


class Telling:
    """Tells the schema to one request."""

    def __init__(self, description: Description, fragments: Fragments, asking: Asking) -> None:
        self.description = description
        self.fragments = fragments
        self.asking = asking
        self.left = MOST

    def told(self, nodes: list[FieldNode]) -> bytes:
        """The JSON of `__schema` or `__type`; of what was asked without variables it is kept.

        Raises CostExceeded, kept or not.
        """
        if self.asking.variables:
            return orjson.dumps(self.root(nodes))
        kept = self.description.kept
        asked = "".join(map(print_ast, (*nodes, *self.fragments.values())))
        if found := kept.get(asked):
            self.spend(found[1])
        else:
            before = self.left
            told = orjson.dumps(self.root(nodes))
            found = kept[asked] = told, before - self.left
            while len(kept) > KEPT:
                kept.popitem(last=False)
        kept.move_to_end(asked)
        return found[0]

    def root(self, nodes: list[FieldNode]) -> Any:  # Any: JSON.
        """The value of `__schema` or `__type`.

        Raises CostExceeded.
        """
        meta = META[nodes[0].name.value]
        kind = get_named_type(meta.type)
        assert isinstance(kind, GraphQLObjectType)  # noqa: S101  # __Schema or __Type.
        schema = self.description.schema
        name = self.arguments(meta, nodes[0]).get("name")
        found = schema if meta is SchemaMetaFieldDef else schema.get_type(str(name))
        return self.tell(found, self.picks(kind, nodes)) if found else None

    def arguments(self, definition: GraphQLField, node: FieldNode) -> dict[str, Any]:  # Any: coerced values.
        found = {
            one.name.value: given(one.value, definition.args[one.name.value].type, self.asking)
            for one in node.arguments or ()
        }
        return {name: asked.value for name, asked in found.items() if asked}

    def picks(self, kind: GraphQLObjectType, nodes: Iterable[FieldNode]) -> Picks:
        """What the nodes select of that kind of thing, worked out once for all such things."""
        sets: list[SelectionSetNode | None] = [node.selection_set for node in nodes]
        selected = collect(sets, kind, self.fragments, self.asking)
        return tuple((key, self.getter(kind, chosen)) for key, chosen in selected.items())

    def getter(self, kind: GraphQLObjectType, nodes: list[FieldNode]) -> Callable[[Any], Any]:
        name = nodes[0].name.value
        if name == "__typename":
            return lambda _: kind.name
        definition = kind.fields[name]
        resolve: Callable[..., Any] = definition.resolve
        description = self.description
        if name == "defaultValue":
            return lambda item: description.default(resolve, item)
        if name == "kind":
            return lambda thing: resolve(thing, description).name
        if name == "locations":
            return lambda thing: [one.name for one in resolve(thing, description)]
        inner = get_named_type(definition.type)
        if not isinstance(inner, GraphQLObjectType):
            return lambda thing: resolve(thing, description)
        return self.nested(resolve, definition, nodes, self.picks(inner, nodes))

    def nested(
        self, resolve: Callable[..., Any], definition: GraphQLField, nodes: list[FieldNode], inside: Picks
    ) -> Callable[[Any], Any]:
        """Gets objects, or a list of them."""
        description, arguments, tell = self.description, self.arguments(definition, nodes[0]), self.tell
        weight = OBJECT + len(inside)

        told: dict[str, object] = {}

        def one(thing: object) -> object:
            found = resolve(thing, description, **arguments)
            if found is None:
                return None
            key = str(found)  # Types are often referred to, and told once: `String!` is always the same.
            if key not in told:
                told[key] = tell(found, inside)
            return told[key]

        def many(thing: object) -> object:
            found = resolve(thing, description, **arguments)
            if found is None:
                return None
            things = list(found)
            self.spend(len(things) * weight)
            # Here and not by `tell`: it is done some ten thousand times.
            return [{key: get(each) for key, get in inside} for each in things]

        return many if isinstance(get_nullable_type(definition.type), GraphQLList) else one

    def tell(self, thing: object, picks: Picks) -> dict[str, Any]:  # Any: JSON.
        self.spend(OBJECT + len(picks))
        return {key: get(thing) for key, get in picks}

    def spend(self, values: int) -> None:
        """Count values that are told. Raises CostExceeded once they are more than MOST."""
        self.left -= values
        if self.left < 0:
            raise CostExceeded(measure="introspection", found=f"over {MOST}", limit=MOST)
