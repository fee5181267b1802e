"""The reference: the same declarations, resolved field by field from plain rows, slowly and obviously.

It shares nothing with the reader but the declarations. graphql-core executes; every relation is a search
through all rows in Python; what is refused is worked out beforehand, as it doesn't depend on rows.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial
from types import SimpleNamespace
from typing import Any

from graph.reader import twins
from graph.reader.declared import source_of, spec_of
from graph.reader.filtering import fits
from graph.reader.places import BadInput, cursor_of, cursor_values, later, order_of, ordered
from graph.reader.rows import Row, Rows, holds
from graph.reader.twins import decoded, encoded, twin
from graph.reader.walk import Walk
from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    execute_sync,
    get_named_type,
    get_variable_values,
)
from graphql.execution.collect_fields import FragmentDetails, collect_fields

from jenjang.core.permission import Reach, Viewer
from jenjang.graph.declare import About, Leaf, Many, May, Nodes, Page, Relation, Source

Failure = tuple[str, str | None, tuple[str, ...] | None]
"""Code, coordinate, path."""
MOST, COUNTED = 100, 10_000
ORDER = re.compile(r"\{row\}\.(\w+)( DESC)?")


@dataclass
class Thing:
    """An object of the graph: its type, its row (if its type has rows), the date asked for."""

    kind: str
    row: Row | None
    at: date
    of: str = ""
    """Of what is told of a row, and has none of its own: the type of that row."""


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
        causes = [error.original_error for error in result.errors or ()]
        for cause in causes:
            if not isinstance(cause, GraphQLError | None):
                raise cause
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

    def covered(self, about: About | None, row: Row, needs: str) -> bool:
        """Whether the permission reaches a row that is about that one."""
        reaches = self.viewer.reach(needs)
        if Reach.TENANT in reaches:
            return True
        if not about:
            return False
        whom, what = row[about.column], row[about.thing] if about.thing else None
        covered, things = twins.covered_by(about.subject), twins.things_of(about.subject)
        asked, units = (self.rows, self.viewer), self.viewer.units_of(needs)
        return any(
            whom in covered(*asked, reach, units, self.today)
            or (what and what in things(*asked, reach, units, self.today))
            for reach in reaches
        )

    def masked(self, spec: Leaf | Relation, thing: Thing) -> bool:
        """Whether the field's own permission doesn't reach the row that the field is of."""
        if not spec.needs or thing.row is None:
            return False
        return not self.covered(self.source(thing.kind).about, thing.row, spec.needs)

    def kept(self, spec: Leaf, thing: Thing, where: str) -> bool:
        """Whether who may see the row may see all that the field tells of it."""
        assert thing.row is not None
        about = {needs: guard.about or self.source(thing.kind).about for needs, guard in spec.guards}
        return all(
            twin(twins.KEPT, (where, needs))(self.rows, thing.row)
            or self.covered(about[needs], thing.row, needs)
            for needs in about
        )

    def visible(self, kind: str, source: Source, row: Row) -> bool:
        if source.needs and not self.covered(source.about, row, source.needs):
            return False
        if source.shown and not twin(twins.SHOWN, kind)(self.rows, row, self.viewer, self.today):
            return False
        return all(
            twin(twins.GUARDS, (kind, needs))(row) or self.covered(guard.about or source.about, row, needs)
            for needs, guard in source.guards.items()
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
        if isinstance(spec, May):
            return self.may(spec, given, where)
        if isinstance(spec, Nodes):
            return self.named(arguments, at)
        if name == "id":
            return encoded(kind, given.row[self.source(kind).key])
        assert isinstance(spec, Relation)
        target = self.target(spec, kind, name)
        if not self.may_follow(spec, target) or self.masked(spec, given):
            return None
        if isinstance(spec, Page):
            return self.page(spec, where, target, given, arguments, at)
        source = source_of(target)
        if not source:
            return Thing(target.name, given.row, at, given.kind)
        found = self.found(spec, where, target, given, arguments, at)
        things = [Thing(target.name, row, at) for row in found]
        if isinstance(spec, Many):
            return things[:MOST]
        assert len(things) <= 1, f"{where} gives {len(things)}"
        return things[0] if things else None

    def may(self, spec: May, thing: Thing, where: str) -> bool:
        """Whether the viewer holds a permission over the row that the thing tells of."""
        assert thing.row is not None
        if spec.when:
            may = twin(twins.MINE, where)(self.rows, thing.row, self.viewer, self.today)
            held = self.viewer.reach(spec.permission)
            if spec.in_reach:
                held = self.covered(self.source(thing.of).about, thing.row, spec.permission)
            return bool(may and held)
        if spec.everywhere:
            return Reach.TENANT in self.viewer.reach(spec.permission)
        return self.covered(self.source(thing.of).about, thing.row, spec.permission)

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
        if self.masked(spec, thing) or not self.kept(spec, thing, where):
            return None
        if spec.sql or spec.part:
            if where in twins.MINE:
                return twins.MINE[where](self.rows, thing.row, self.viewer, self.today)
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
            rows = [row for row in rows if self.belongs(spec.where, where, row, at)]
        if spec.me:
            return [row for row in rows if row[source.key] == self.viewer.employee_id]
        rows = [row for row in rows if self.visible(target.name, source, row)]
        if where in twins.ORDERS:
            return sorted(ordered(rows, [(source.key, False)]), key=twins.ORDERS[where])
        order = [*ORDER.findall(spec.order), (source.key, "")] if isinstance(spec.order, str) else []
        return ordered(rows, [(column, bool(down)) for column, down in order])

    def belongs(self, sql: str, where: str, row: Row, at: date) -> bool:
        """Whether a row fits the declaration's own condition."""
        if "{me}" in sql:
            return bool(twin(twins.MINE, where)(self.rows, row, self.viewer, self.today))
        return bool(twin(twins.WHERES, where)(self.rows, row, at))

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
