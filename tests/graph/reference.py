"""The reference: the same declarations, resolved field by field from plain rows, slowly and obviously.

It shares nothing with the reader but the declarations. graphql-core executes; every relation is a search
through all rows in Python; what is refused is worked out beforehand, as it doesn't depend on rows.
"""

import base64
import json
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, partial
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from graph.reader import twins
from graph.reader.filtering import fits
from graph.reader.twins import Row, Rows, decoded, encoded, holds, twin
from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLArgument,
    GraphQLError,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    execute_sync,
    get_argument_values,
    get_named_type,
    get_variable_values,
)
from graphql.execution.collect_fields import FragmentDetails, collect_fields, collect_subfields

from jenjang.core.permission import Reach, Viewer
from jenjang.graph.declare import SPEC, Leaf, Many, Nodes, Page, Relation, Source

Failure = tuple[str, str | None, tuple[str, ...] | None]
"""Code, coordinate, path."""
MOST, COUNTED, DEEPEST = 100, 10_000, 3


class BadInput(Exception):
    """The whole operation is refused for what was given to it."""


@dataclass
class Thing:
    """An object of the graph: its type, its row (if its type has rows), the date asked for."""

    kind: str
    row: Row | None
    at: date


@dataclass
class Told:
    """A part of a page: its type, and what its fields give."""

    kind: str
    fields: dict[str, Any]  # Any: whatever a field may give.


@dataclass
class Reference:
    """Answers operations of one viewer."""

    schema: GraphQLSchema
    rows: Rows
    viewer: Viewer
    today: date
    refused: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def answer(self, node: DocumentNode, variables: Mapping[str, Any]) -> tuple[Any, set[Failure]]:
        """Data and failures. Any: JSON, in and out."""
        self.refused = {}
        try:
            self.check(node, variables)
        except (BadInput, GraphQLError):
            return None, {("BAD_USER_INPUT", None, None)}
        root = Thing("Query", None, self.today)
        result = execute_sync(
            mirrored(self.schema), node, root, context_value=self, variable_values=dict(variables)
        )
        # What was given to a field that is refused anyway has been passed over by the walk.
        broken = [error for error in result.errors or () if error.original_error]
        if broken:
            raise AssertionError(broken) from broken[0].original_error
        return result.data, {("FORBIDDEN", where, path) for where, path in self.refused.items()}

    # What is refused, row or no row.

    def check(self, node: DocumentNode, variables: Mapping[str, Any]) -> None:  # Any: JSON.
        """Walk all that is selected. Raises BadInput."""
        operation = next(one for one in node.definitions if isinstance(one, OperationDefinitionNode))
        coerced = get_variable_values(self.schema, operation.variable_definitions or (), dict(variables))
        assert not isinstance(coerced, list), coerced
        fragments = {
            one.name.value: FragmentDetails(one)
            for one in node.definitions
            if isinstance(one, FragmentDefinitionNode)
        }
        root = self.schema.query_type
        walk = Walk(self, fragments, coerced, operation)
        assert root
        chosen = collect_fields(self.schema, fragments, coerced, root, operation).grouped_field_set
        walk.fields(root, chosen, (), listed=False)

    def may_follow(self, spec: Relation, target: GraphQLObjectType) -> bool:
        source = source_of(target)
        needed = [spec.needs, source.needs if source else None]
        return all(self.viewer.reach(needs) for needs in needed if needs)

    # Who may see what.

    def covered(self, source: Source, row: Row, needs: str) -> bool:
        """Whether the permission reaches this row."""
        reaches = self.viewer.reach(needs)
        if Reach.TENANT in reaches:
            return True
        if not source.about:
            return False
        whom = row[source.about.column]
        people = twins.people(source.about.subject)
        return any(whom in people(self.rows, self.viewer, reach, self.today) for reach in reaches)

    def visible(self, kind: str, source: Source, row: Row) -> bool:
        if source.needs and not self.covered(source, row, source.needs):
            return False
        return all(
            twin(twins.GUARDS, (kind, needs))(row) or self.covered(source, row, needs)
            for needs in source.guards
        )

    # What fields give.

    def resolve(
        self, kind: str, name: str, given: Any, arguments: Mapping[str, Any]
    ) -> Any:  # Any: GraphQL's.
        """The value of a field."""
        if isinstance(given, Told):
            return given.fields[name]
        spec = spec_of(self.schema.type_map[kind].fields[name])  # type: ignore[attr-defined]  # an object type
        at = arguments.get("asOf") or given.at
        where = f"{kind}.{name}"
        if isinstance(spec, Leaf):
            return self.leaf(spec, given, where, self.definition(kind, name))
        if isinstance(spec, Nodes):
            return self.named(arguments, at)
        if name == "id":
            return encoded(kind, given.row[self.source(kind).key])
        assert isinstance(spec, Relation)
        target = self.target(spec, kind, name)
        if not self.may_follow(spec, target):
            return None
        if isinstance(spec, Page):
            return self.page(spec, where, target, given, arguments, at)
        source = source_of(target)
        if not source:
            return Thing(target.name, None, at)
        found = self.found(spec, where, target, given, arguments, at)
        things = [Thing(target.name, row, at) for row in found]
        if isinstance(spec, Many):
            return things[:MOST]
        assert len(things) <= 1, f"{where} gives {len(things)}"
        return things[0] if things else None

    def definition(self, kind: str, name: str) -> GraphQLField:
        found: GraphQLField = self.schema.type_map[kind].fields[name]  # type: ignore[attr-defined]  # as above
        return found

    def source(self, kind: str) -> Source:
        source = source_of(self.schema.type_map[kind])
        assert source
        return source

    def target(self, spec: Relation, kind: str, name: str) -> GraphQLObjectType:
        target = get_named_type(self.definition(kind, name).type)
        if isinstance(spec, Page):
            target = get_named_type(target.fields["nodes"].type)  # type: ignore[union-attr]  # a connection
        assert isinstance(target, GraphQLObjectType)
        return target

    def leaf(self, spec: Leaf, thing: Thing, where: str, definition: GraphQLField) -> Any:  # Any: a value.
        if spec.told:
            return spec.told(SimpleNamespace(viewer=self.viewer, today=self.today))
        assert thing.row is not None
        if spec.needs and not self.covered(self.source(thing.kind), thing.row, spec.needs):
            return None
        if spec.sql:
            return twin(twins.LEAVES, where)(self.rows, thing.row, thing.at)
        return thing.row[spec.column or definition.extensions["strawberry-definition"].python_name]

    def named(self, arguments: Mapping[str, Any], at: date) -> Any:  # Any: GraphQL's.
        if "id" in arguments:
            return self.node(arguments["id"], at)
        return [self.node(text, at) for text in arguments["ids"]]

    def node(self, text: str, at: date) -> Thing | None:
        """What a global id names, if it names anything for this viewer."""
        kind, key = decoded(text)
        target = self.schema.type_map.get(kind or "")
        source = source_of(target)
        if not source or "Node" not in {one.name for one in target.interfaces}:  # type: ignore[union-attr]  # has rows
            return None
        for row in self.rows.where(source.table.name, source.key, key):
            if (not source.dated or holds(row, at)) and self.visible(kind or "", source, row):
                return Thing(kind or "", row, at)
        return None

    def found(
        self,
        spec: Relation,
        where: str,
        target: GraphQLObjectType,
        thing: Thing,
        arguments: Mapping[str, Any],  # Any: GraphQL's.
        at: date,
    ) -> list[Row]:
        """The rows of a relation that the viewer may see, in the declared order."""
        source = self.source(target.name)
        rows = self.related(spec, source, thing, at)
        for name, value in arguments.items():
            if name in spec.lookups and value is not None:
                named = self.looked_up(spec, source, where, name, value)
                rows = [row for row in rows if any(row is one for one in named)]
        if source.dated or spec.current:
            rows = [row for row in rows if holds(row, at)]
        if spec.where:
            rows = [row for row in rows if twin(twins.WHERES, where)(row, at)]
        if spec.me:
            return [row for row in rows if row[source.key] == self.viewer.employee_id]
        rows = [row for row in rows if self.visible(target.name, source, row)]
        order = [*ORDER.findall(spec.order), (source.key, "")] if isinstance(spec.order, str) else []
        return ordered(rows, [(column, bool(down)) for column, down in order])

    def related(self, spec: Relation, source: Source, thing: Thing, at: date) -> list[Row]:
        table = source.table.name
        if thing.row is None:
            return self.rows.all(table)
        ours = self.source(thing.kind)
        if spec.through:
            link = spec.through
            links = self.rows.where(link.table.name, link.mine, thing.row[ours.key])
            links = [one for one in links if "valid_from" not in one or holds(one, at)]
            return [row for one in links for row in self.rows.where(table, source.key, one[link.theirs])]
        if spec.by:
            return self.rows.where(table, source.key, thing.row[spec.by])
        assert spec.of
        return self.rows.where(table, spec.of, thing.row[ours.key])

    def looked_up(self, spec: Relation, source: Source, where: str, name: str, value: str) -> list[Row]:
        if match := re.fullmatch(r"\{row\}\.(\w+) = \{key:(\w+)\}", spec.lookups[name]):
            kind, key = decoded(value)
            return self.rows.where(source.table.name, match[1], key) if kind == match[2] else []
        found: list[Row] = twin(twins.LOOKUPS, (where, name))(self.rows, value)
        return found

    def page(
        self,
        spec: Page,
        where: str,
        target: GraphQLObjectType,
        thing: Thing,
        arguments: Mapping[str, Any],  # Any: GraphQL's.
        at: date,
    ) -> Told:
        """Load all, filter, sort, cut."""
        source = self.source(target.name)
        definition = self.definition(*where.split("."))
        rows = self.found(spec, where, target, thing, {}, at)
        if wanted := arguments.get("filter"):
            kind = get_named_type(definition.args["filter"].type)
            rows = [row for row in rows if fits(kind, wanted, self.rows, row, at) is True]
        keys = order_of(spec, source, definition.args["orderBy"], arguments)
        rows = ordered(rows, keys)
        total = len(rows)
        if arguments.get("after") is not None:
            place = self.place(arguments["after"], source, keys)
            rows = [row for row in rows if later([row[column] for column, _ in keys], place, keys)]
        cut = rows[: arguments["first"]]
        cursors = [cursor_of(source, row, keys) for row in cut]
        name = str(get_named_type(definition.type))
        things = [Thing(target.name, row, at) for row in cut]
        edge = name.replace("Connection", "Edge")
        info = {
            "hasNextPage": len(rows) > len(cut),
            "hasPreviousPage": arguments.get("after") is not None,
            "startCursor": cursors[0] if cursors else None,
            "endCursor": cursors[-1] if cursors else None,
        }
        return Told(
            name,
            {
                "nodes": things,
                "edges": [
                    Told(edge, {"cursor": cursor, "node": one})
                    for cursor, one in zip(cursors, things, strict=True)
                ],
                "pageInfo": Told("PageInfo", info),
                "totalCount": min(total, COUNTED),
                "totalCountExact": total <= COUNTED,
            },
        )

    def place(self, cursor: str, source: Source, keys: list[tuple[str, bool]]) -> list[Any]:
        """Where a page begins. Any: columns' values."""
        try:
            return cursor_values(cursor, source, keys)
        except BadInput:  # Only counts are asked, else the walk had refused it; they don't depend on it.
            return []


ORDER = re.compile(r"\{row\}\.(\w+)( DESC)?")


@dataclass
class Walk:
    """Goes through all that is selected, and notes what the viewer's roles never give."""

    reference: Reference
    fragments: dict[str, FragmentDetails]
    variables: Any  # Any: graphql-core's own.
    operation: OperationDefinitionNode

    def fields(self, kind: GraphQLObjectType, chosen: Any, path: tuple[str, ...], *, listed: bool) -> None:
        """Any: graphql-core's own groups of fields."""
        for key, details in chosen.items():
            name = details[0].node.name.value
            if name != "__typename":
                self.field(kind, kind.fields[name], name, details, path if listed else (*path, key), listed)

    def field(
        self,
        kind: GraphQLObjectType,
        definition: GraphQLField,
        name: str,
        details: Any,  # Any: graphql-core's own.
        path: tuple[str, ...],
        listed: bool,
    ) -> None:
        reference, spec = self.reference, spec_of(definition)
        where = f"{kind.name}.{name}"
        if isinstance(spec, Leaf) and spec.needs and not reference.viewer.reach(spec.needs):
            reference.refused.setdefault(where, path)
        elif isinstance(spec, Nodes):
            self.nodes(definition, details, path)
        elif isinstance(spec, Relation):
            target = reference.target(spec, kind.name, name)
            if not reference.may_follow(spec, target):
                reference.refused.setdefault(where, path)
                return
            arguments = get_argument_values(definition, details[0].node, self.variables)
            if spec.lookups and not any(arguments.get(name) is not None for name in spec.lookups):
                raise BadInput
            if isinstance(spec, Page):
                self.page(spec, target, definition, details, arguments, path, listed)
            else:
                self.below(target, details, path, listed=listed or isinstance(spec, Many))
        elif isinstance(get_named_type(definition.type), GraphQLObjectType):
            self.below(get_named_type(definition.type), details, path, listed=listed)

    def below(
        self, kind: Any, details: Any, path: tuple[str, ...], *, listed: bool
    ) -> None:  # Any: GraphQL's.
        self.fields(kind, self.chosen(kind, details), path, listed=listed)

    def chosen(self, kind: Any, details: Any) -> Any:  # Any: graphql-core's own.
        schema = self.reference.schema
        return collect_subfields(
            schema, self.fragments, self.variables, self.operation, kind, details
        ).grouped_field_set

    def nodes(self, definition: GraphQLField, details: Any, path: tuple[str, ...]) -> None:  # Any: as above.
        arguments = get_argument_values(definition, details[0].node, self.variables)
        if len(arguments.get("ids", ())) > MOST:
            raise BadInput
        for text in arguments["ids"] if "ids" in arguments else [arguments["id"]]:
            target = self.reference.schema.type_map.get(decoded(text)[0] or "")
            source = source_of(target)
            if not source or "Node" not in {one.name for one in target.interfaces}:  # type: ignore[union-attr]  # has rows
                continue
            if not source.needs or self.reference.viewer.reach(source.needs):
                self.below(target, details, path, listed="ids" in arguments)

    def page(
        self,
        spec: Page,
        target: GraphQLObjectType,
        definition: GraphQLField,
        details: Any,  # Any: graphql-core's own.
        arguments: Mapping[str, Any],  # Any: GraphQL's.
        path: tuple[str, ...],
        listed: bool,
    ) -> None:
        if not 1 <= arguments["first"] <= MOST or too_much(arguments.get("filter") or {}):
            raise BadInput
        source = self.reference.source(target.name)
        connection = get_named_type(definition.type)
        chosen = self.chosen(connection, details)
        asked = {some[0].node.name.value for some in chosen.values()}
        if arguments.get("after") is not None and asked & {"nodes", "edges", "pageInfo"}:
            keys = order_of(spec, source, definition.args["orderBy"], arguments)
            cursor_values(arguments["after"], source, keys)
        for key, some in chosen.items():
            inside = path if listed else (*path, key)
            name = some[0].node.name.value
            if name == "nodes":
                self.below(target, some, inside, listed=True)
            elif name == "edges":
                edge = get_named_type(connection.fields["edges"].type)  # type: ignore[union-attr]  # a connection
                for parts in self.chosen(edge, some).values():
                    if parts[0].node.name.value == "node":
                        self.below(target, parts, inside, listed=True)


def too_much(wanted: Mapping[str, Any], depth: int = 0) -> bool:  # Any: GraphQL's.
    """Whether a filter nests too deeply or lists too many values."""
    if depth > DEEPEST:
        return True
    for name, part in wanted.items():
        if part is None:
            continue
        if name in ("and", "or", "not"):
            inner = part if isinstance(part, list) else [part]
            if any(too_much(one, depth + 1) for one in inner):
                return True
        elif len(part.get("in") or ()) > MOST:
            return True
    return False


def source_of(kind: Any) -> Source | None:  # Any: a GraphQL type or None.
    definition = kind.extensions.get("strawberry-definition") if kind else None
    return getattr(getattr(definition, "origin", None), "__source__", None)


def spec_of(definition: GraphQLField) -> object:
    return definition.extensions["strawberry-definition"].metadata.get(SPEC)


def order_of(
    spec: Page, source: Source, argument: GraphQLArgument, arguments: Mapping[str, Any]
) -> list[tuple[str, bool]]:
    """Columns and whether they go down; the key last, in the direction of the one before."""
    columns = get_named_type(argument.type).extensions["strawberry-definition"].origin.__columns__
    wanted = [(one["field"].value, one["direction"].value) for one in arguments.get("orderBy") or ()]
    keys = [(columns[name], way == "DESC") for name, way in wanted or spec.order or ()]
    return [*keys, (source.key, keys[-1][1] if keys else False)]


def ordered(rows: list[Row], keys: list[tuple[str, bool]]) -> list[Row]:
    for column, down in reversed(keys):
        rows = sorted(rows, key=lambda row: row[column], reverse=down)
    return rows


def later(values: list[Any], place: list[Any], keys: list[tuple[str, bool]]) -> bool:  # Any: columns' values.
    """Whether a row comes after a place in the order."""
    for value, mark, (_, down) in zip(values, place, keys, strict=False):
        if value != mark:
            return bool(value < mark) if down else bool(value > mark)
    return False


def mark_of(source: Source, keys: list[tuple[str, bool]]) -> str:
    order = " ".join(("-" if down else "") + column for column, down in keys)
    return f"{zlib.crc32(f'{source.table.name} {order}'.encode()):x}"


def cursor_of(source: Source, row: Row, keys: list[tuple[str, bool]]) -> str:
    values = [row[column] for column, _ in keys]
    texts = [value if isinstance(value, int) else written(value) for value in values]
    text = json.dumps([mark_of(source, keys), *texts], ensure_ascii=False)
    return base64.b64encode(text.encode()).decode()


def written(value: object) -> str:
    """A value as PostgreSQL writes it into JSON."""
    if isinstance(value, datetime):
        return re.sub(r"\.?0*(\+|$)", r"\1", value.isoformat(timespec="microseconds"), count=1)
    return str(value)


def cursor_values(cursor: str, source: Source, keys: list[tuple[str, bool]]) -> list[Any]:
    """Where a cursor stands. Any: columns' values. Raises BadInput where it is not of this order."""
    try:
        mark, *texts = json.loads(base64.b64decode(cursor, validate=True).decode())
        if mark != mark_of(source, keys):
            raise BadInput
        kinds = [source.table.c[column].type.python_type for column, _ in keys]
        return [read(kind, text) for kind, text in zip(kinds, texts, strict=True)]
    except (ValueError, TypeError):
        raise BadInput from None


def read(kind: type, text: object) -> object:
    if not isinstance(text, int if kind is int else str):
        raise TypeError
    readers: dict[type, Callable[[Any], object]] = {
        date: date.fromisoformat,
        datetime: datetime.fromisoformat,
        UUID: UUID,
    }
    return readers.get(kind, kind)(text)


def resolved(kind: str, name: str, given: Any, info: Any, **arguments: Any) -> Any:  # Any: GraphQL's.
    return info.context.resolve(kind, name, given, arguments)


@cache
def mirrored(schema: GraphQLSchema) -> GraphQLSchema:
    """The same schema with one resolver for all fields."""
    kinds: dict[str, Any] = {}  # Any: object types and interfaces.

    def turned(kind: Any) -> Any:  # Any: any GraphQL type.
        if isinstance(kind, GraphQLNonNull | GraphQLList):
            return type(kind)(turned(kind.of_type))
        return kinds.get(kind.name, kind)

    def fields(kind: Any) -> dict[str, GraphQLField]:  # Any: an object type or interface.
        return {
            name: GraphQLField(
                turned(definition.type), definition.args, resolve=partial(resolved, kind.name, name)
            )
            for name, definition in kind.fields.items()
        }

    for name, kind in schema.type_map.items():
        if isinstance(kind, GraphQLObjectType) and not name.startswith("__"):
            kinds[name] = GraphQLObjectType(
                name,
                partial(fields, kind),
                interfaces=lambda kind=kind: [turned(one) for one in kind.interfaces],
            )
        elif isinstance(kind, GraphQLInterfaceType):
            kinds[name] = GraphQLInterfaceType(
                name, partial(fields, kind), resolve_type=lambda thing, *_: thing.kind
            )
    return GraphQLSchema(kinds["Query"], types=list(kinds.values()))


def expressions(
    schema: GraphQLSchema,
) -> Iterator[tuple[Any, Any]]:  # Any: a table of twins and a name in it.
    """Every expression of the schema that needs a twin: the table it belongs into, and its name there."""
    for kind in schema.type_map.values():
        if not isinstance(kind, GraphQLObjectType):
            continue
        source = source_of(kind)
        for needs in source.guards if source else ():
            yield twins.GUARDS, (kind.name, needs)
        for name, definition in kind.fields.items():
            if "strawberry-definition" not in definition.extensions or kind.name == "Mutation":
                continue
            spec, where = spec_of(definition), f"{kind.name}.{name}"
            if isinstance(spec, Leaf) and spec.sql:
                yield twins.LEAVES, where
            if isinstance(spec, Relation):
                if spec.where:
                    yield twins.WHERES, where
                for key, sql in spec.lookups.items():
                    if "{key:" not in sql:
                        yield twins.LOOKUPS, (where, key)
