"""From a selection to SQL: objects and their fields, each with its permission."""

from collections.abc import Callable, Iterable

import orjson
from graphql import (
    FieldNode,
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    SelectionSetNode,
    Undefined,
    get_named_type,
    is_non_null_type,
)

from jenjang.core.permission import Reach
from jenjang.graph.declare import (
    SPEC,
    About,
    Leaf,
    Many,
    Nodes,
    Page,
    Relation,
    Source,
    object_type,
    source_of,
)
from jenjang.graph.reader import nodes, page, relation
from jenjang.graph.reader.asking import Asking, Given, Slots, Take, given, told
from jenjang.graph.reader.row import TENANT, Path, Row
from jenjang.graph.reader.selection import Fragments, collect
from jenjang.graph.reader.text import NULL, Json, global_id, leaf, literal

Member = Callable[[str, list[FieldNode]], str]
"""What one member of an object is: SQL, from its response key and the fields selected there."""


class Compiler:
    """Compiles the fields of one operation for one kind of viewer."""

    def __init__(self, schema: GraphQLSchema, fragments: Fragments, asking: Asking) -> None:
        self.schema = schema
        self.fragments = fragments
        self.asking = asking
        self.slots = Slots()
        self.slots.shared("tenant", lambda asking: asking.viewer.tenant, "text")
        self.refused: dict[str, Path] = {}
        self.aliases = 0

    def alias(self) -> str:
        self.aliases += 1
        return f"t{self.aliases}"

    def today(self) -> str:
        return told("today", self.slots)

    def root(self, kind: GraphQLObjectType, key: str, nodes: list[FieldNode]) -> str:
        """The value of one root field as SQL."""
        if nodes[0].name.value == "__typename":
            return literal(f'"{kind.name}"')
        return self.field(kind, key, nodes, Row("", None, self.today(), ()))

    def object(self, kind: GraphQLObjectType, nodes: Iterable[FieldNode], row: Row) -> str:
        """An object with what `nodes` select of it, as SQL that yields JSON text."""
        return self.members(kind, nodes, lambda key, selected: self.field(kind, key, selected, row))

    def members(self, kind: GraphQLObjectType, nodes: Iterable[FieldNode], member: Member) -> str:
        """A JSON object of the members selected, each as `member` says; all types know their name."""
        sets: list[SelectionSetNode | None] = [node.selection_set for node in nodes]
        json = Json().say("{")
        comma = ""
        for key, selected in collect(sets, kind, self.fragments, self.asking).items():
            named = selected[0].name.value == "__typename"
            value = literal(f'"{kind.name}"') if named else member(key, selected)
            json.say(f'{comma}"{key}":').put(value)
            comma = ","
        return json.say("}").sql()

    def field(self, kind: GraphQLObjectType, key: str, nodes_: list[FieldNode], row: Row) -> str:
        name = nodes_[0].name.value
        definition = kind.fields[name]
        spec = definition.extensions["strawberry-definition"].metadata.get(SPEC)
        coordinate = f"{kind.name}.{name}"
        row = row.below(key)
        if isinstance(spec, Leaf):
            return self.leaf(spec, definition, coordinate, row)
        if isinstance(spec, Nodes):
            return nodes.compile_nodes(self, name, nodes_, definition, row)
        if isinstance(spec, Relation):
            return self.relation(spec, nodes_, definition, coordinate, row)
        if name == "id" and row.source:
            return global_id(kind.name, row.key)
        raise TypeError(f"{coordinate} is declared nowhere: use field(), one(), many() or page()")

    def relation(
        self, spec: Relation, nodes_: list[FieldNode], definition: GraphQLField, coordinate: str, row: Row
    ) -> str:
        target = object_type(definition)
        if isinstance(spec, Page):
            target = object_type(target.fields["nodes"])
        source = source_of(target)
        for needs in (spec.needs, source.needs if source else None):
            if needs and not self.asking.viewer.may(needs):
                return self.refuse(coordinate, row)
        if isinstance(spec, Page):
            return page.compile_page(self, spec, target, nodes_, definition, row)
        if isinstance(spec, Many):
            return relation.compile_many(self, spec, target, nodes_, row)
        return relation.compile_one(self, spec, target, nodes_, definition, row)

    def leaf(self, spec: Leaf, definition: GraphQLField, coordinate: str, row: Row) -> str:
        reaches = self.asking.viewer.reach(spec.needs) if spec.needs else None
        if spec.needs and not reaches:
            return self.refuse(coordinate, row)
        if spec.told:
            return self.slots.put(_as_json(spec.told), "text")
        facts = {"row": row.alias, "tenant": TENANT, "at": row.at, "today": self.today()}
        facts["language"] = told("language", self.slots)
        sql = spec.sql.format(**facts) if spec.sql else ""
        column = spec.column or definition.extensions["strawberry-definition"].python_name
        value = leaf(
            f"({sql})" if sql else row.column(column),
            get_named_type(definition.type).name,
            nullable=not is_non_null_type(definition.type),
        )
        mask = self.mask(spec.needs, row) if spec.needs else None
        return f"CASE WHEN {mask} THEN {value} ELSE {NULL} END" if mask else value

    def mask(self, needs: str, row: Row) -> str | None:
        """The condition under which this row's field shows, or None where every visible row's does."""
        source = row.source
        reaches = self.asking.viewer.reach(needs)
        if not source or (source.needs and reaches >= self.asking.viewer.reach(source.needs)):
            return None
        return self.covered(source.about, reaches, row.alias)

    def visible(self, source: Source, row: Row) -> list[str]:
        """The conditions under which the viewer may see this row at all."""
        viewer = self.asking.viewer
        found = [self.guarded(source, needs, exempt, row) for needs, exempt in source.guards.items()]
        if source.needs and not self.is_proven(source, row):
            found.append(self.covered(source.about, viewer.reach(source.needs), row.alias))
        return [condition for condition in found if condition]

    def is_proven(self, source: Source, row: Row) -> bool:
        if not source.needs or not source.about:
            return False
        return (source.needs, row.column(source.about.column)) in row.proven

    def guarded(self, source: Source, needs: str, exempt: str, row: Row) -> str | None:
        """Rows of a sensitive sort show only within the reach of their own permission."""
        covered = self.covered(source.about, self.asking.viewer.reach(needs), row.alias)
        return covered and f"({exempt.format(row=row.alias)} OR {covered})"

    def covered(self, about: About | None, reaches: frozenset[Reach], alias: str) -> str | None:
        """The row is about somebody (or something) within one of the reaches; None: all are."""
        if Reach.TENANT in reaches:
            return None
        sets = [
            about.subject.sets[reach] for reach in sorted(reaches) if about and reach in about.subject.sets
        ]
        if not about or not sets:
            return "false"
        facts = {name: told(name, self.slots) for name in ("me", "led", "today")}
        inside = " UNION ALL ".join(one.format(tenant=TENANT, **facts) for one in sets)
        return f"{alias}.{about.column} IN ({inside})"

    def argument(self, nodes_: list[FieldNode], definition: GraphQLField, name: str) -> Given | None:
        """An argument's value, its default included; None where it is left out and has none."""
        argument = definition.args.get(name)
        if argument is None:
            return None
        for node in nodes_[0].arguments or ():
            if node.name.value == name:
                found = given(node.value, argument.type, self.asking)
                if found:
                    return found
        default = argument.default_value
        return Given(default, lambda _: default) if default not in (None, Undefined) else None

    def refuse(self, coordinate: str, row: Row) -> str:
        """A null in the answer, and one error for the coordinate, at the path of the nearest list."""
        self.refused.setdefault(coordinate, row.path)
        return NULL


def _as_json(told: Take) -> Take:
    """A fact of the request as JSON text."""
    return lambda asking: orjson.dumps(told(asking)).decode()
