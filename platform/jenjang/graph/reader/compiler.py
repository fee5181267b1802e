"""From a selection to SQL: objects and their fields, each with its permission."""

from collections.abc import Callable, Iterable

import orjson
from graphql import (
    FieldNode,
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    Undefined,
    get_named_type,
    get_nullable_type,
    is_list_type,
    is_non_null_type,
)

from jenjang.core.permission import EVERYWHERE, Reach, Within
from jenjang.database.model import sealed_columns
from jenjang.graph.declare import (
    SPEC,
    About,
    Guard,
    Leaf,
    Many,
    May,
    Nodes,
    Page,
    Relation,
    Source,
    object_type,
    source_of,
)
from jenjang.graph.reader.asking import Asking, Given, Slots, Take, constant, given, told, units
from jenjang.graph.reader.nodes import compile_nodes
from jenjang.graph.reader.opening import sealed
from jenjang.graph.reader.page import compile_page
from jenjang.graph.reader.relation import compile_many, compile_one, joined_beside
from jenjang.graph.reader.row import TENANT, Barred, Row
from jenjang.graph.reader.selection import Chosen, Fragments, Selected, collect
from jenjang.graph.reader.text import Json, array, bracketed, computed, global_id, leaf, only_if

Member = Callable[[str, list[FieldNode]], Json]
"""What one member of an object is, from its response key and the fields selected there."""


class Compiler:
    """Compiles the fields of one operation for one kind of viewer."""

    def __init__(self, schema: GraphQLSchema, fragments: Fragments, asking: Asking) -> None:
        self.schema = schema
        self.fragments = fragments
        self.asking = asking
        self.slots = Slots()
        self.slots.shared("tenant", lambda asking: asking.viewer.tenant, "text")
        self.refused: dict[str, Barred] = {}
        self.sealed = False
        self.aliases = 0

    def alias(self) -> str:
        self.aliases += 1
        return f"t{self.aliases}"

    def today(self) -> str:
        return told("today", self.slots)

    def root(self, kind: GraphQLObjectType, key: str, nodes: list[FieldNode]) -> Json:
        """The value of one root field."""
        if nodes[0].name.value == "__typename":
            return Json(f'"{kind.name}"')
        return self.field(kind, key, nodes, Row("", None, self.today(), ()))

    def object(self, kind: GraphQLObjectType, nodes: Iterable[FieldNode], row: Row) -> Json:
        """An object with what `nodes` select of it."""
        return self.members(kind, nodes, lambda key, selected: self.field(kind, key, selected, row))

    def members(self, kind: GraphQLObjectType, nodes: Iterable[FieldNode], member: Member) -> Json:
        """An object of the members selected, each as `member` says; all types know their name."""

        def value(key: str, selected: list[FieldNode]) -> Json:
            named = selected[0].name.value == "__typename"
            return Json(f'"{kind.name}"') if named else member(key, selected)

        selected = self.selected(kind, nodes).items()
        return bracketed("{", (Json(f'"{key}":') + value(key, found) for key, found in selected), "}")

    def selected(self, kind: GraphQLObjectType, nodes: Iterable[FieldNode]) -> Selected:
        """What `nodes` select of an object of that type."""
        return collect([node.selection_set for node in nodes], kind, self.fragments, self.asking)

    def field(self, kind: GraphQLObjectType, key: str, nodes: list[FieldNode], row: Row) -> Json:
        chosen = Chosen(nodes, kind.fields[nodes[0].name.value])
        spec = chosen.definition.extensions["strawberry-definition"].metadata.get(SPEC)
        coordinate = f"{kind.name}.{chosen.name}"
        if isinstance(spec, Leaf):
            if spec.needs and not self.asking.viewer.may(spec.needs):
                return self.refuse(coordinate, spec.needs, row.below(key))
            return self.leaf(spec, chosen.definition, row)
        if isinstance(spec, May):
            return self.may(spec, row)
        if isinstance(spec, Nodes):
            return compile_nodes(self, chosen, row.below(key))
        if isinstance(spec, Relation):
            return self.relation(spec, chosen, coordinate, row.below(key))
        if chosen.name == "id" and row.source:
            return global_id(kind.name, row.key)
        raise TypeError(f"{coordinate} is declared nowhere: use field(), one(), many() or page()")

    def relation(self, spec: Relation, chosen: Chosen, coordinate: str, row: Row) -> Json:
        target = chosen.kind
        if isinstance(spec, Page):
            target = object_type(target.fields["nodes"])
        source = source_of(target)
        for needs in (spec.needs, source.needs if source else None):
            if needs and not self.asking.viewer.may(needs):
                return self.refuse(coordinate, needs, row)
        return self.masked(spec, self.rows(spec, target, chosen, row), row)

    def rows(self, spec: Relation, target: GraphQLObjectType, chosen: Chosen, row: Row) -> Json:
        """The rows that a relation leads to: a page, a list, or one."""
        if isinstance(spec, Page):
            return compile_page(self, spec, target, chosen, row)
        if isinstance(spec, Many):
            return compile_many(self, spec, target, chosen.nodes, row)
        return compile_one(self, spec, target, chosen, row)

    def leaf(self, spec: Leaf, definition: GraphQLField, row: Row) -> Json:
        if spec.told:
            return computed(self.slots.put(_as_json(spec.told), "text"))
        nullable = not is_non_null_type(definition.type)
        column = spec.column or definition.extensions["strawberry-definition"].python_name
        if spec.sql:
            beside = joined_beside(self, spec.beside, row) if spec.beside else ""
            sql = f"({self.expression(spec.sql, row, beside)})"
        elif row.source and column in sealed_columns(row.source.table):
            part = self.expression(spec.part, row) if spec.part else "''"
            self.sealed = True
            mark = sealed(row.alias, row.source.table.name, column, part, nullable=nullable)
            return self.masked(spec, mark, row)
        else:
            sql = row.column(column)
        listed = is_list_type(get_nullable_type(definition.type))
        kind = get_named_type(definition.type).name
        value = array(sql) if listed else leaf(sql, kind, nullable=nullable)
        return self.masked(spec, value, row)

    def expression(self, sql: str, row: Row, beside: str = "") -> str:
        """A declaration's expression over a row, and over what is joined beside it."""
        facts = {"at": row.at, "today": self.today()}
        facts |= {name: told(name, self.slots) for name in ("language", "me")}
        return sql.format(row=row.alias, tenant=TENANT, beside=beside, **facts)

    def may(self, spec: May, row: Row) -> Json:
        """Whether the permission reaches the row: known now where it reaches all or none."""
        held = self.asking.viewer.within(spec.permission)
        if spec.when and not held:
            return Json("false")
        if spec.everywhere:
            held = held & EVERYWHERE
        found = self.expression(spec.when, row) if spec.when else None
        if found is None or spec.in_reach:
            covered = self.covered(row.source.about if row.source else None, held, row.alias)
            found = f"({found}) AND {covered}" if found and covered else found or covered
        return computed(f"coalesce({found}, false)::text") if found else Json("true")

    def masked(self, spec: Leaf | Relation, value: Json, row: Row) -> Json:
        """A field's value, or null where its permission, or that of what it tells, doesn't reach it."""
        masks = [self.mask(spec.needs, row)] if spec.needs else []
        if isinstance(spec, Leaf):
            masks += [self.guarded_field(needs, guard, row) for needs, guard in spec.guards]
        conditions = " AND ".join(mask for mask in masks if mask)
        return only_if(conditions, value) if conditions else value

    def guarded_field(self, needs: str, guard: Guard, row: Row) -> str | None:
        """The condition under which what a permission of its own keeps shows in a row that is seen."""
        source = row.source
        if not source or not self.mask(needs, row):
            return None
        return self.guarded(source, needs, guard, row)

    def mask(self, needs: str, row: Row) -> str | None:
        """The condition under which this row's field shows, or None where every visible row's does."""
        source = row.source
        held = self.asking.viewer.within(needs)
        if not source or (source.needs and held >= self.asking.viewer.within(source.needs)):
            return None
        return self.covered(source.about, held, row.alias)

    def visible(self, source: Source, row: Row) -> list[str]:
        """The conditions under which the viewer may see this row at all."""
        viewer = self.asking.viewer
        found = [self.guarded(source, needs, guard, row) for needs, guard in source.guards.items()]
        if source.needs and not self.is_proven(source, row):
            found.append(self.covered(source.about, viewer.within(source.needs), row.alias))
        if source.shown:
            facts = {"me": told("me", self.slots), "today": self.today()}
            found.append(f"({source.shown.format(row=row.alias, tenant=TENANT, **facts)})")
        return [condition for condition in found if condition]

    def is_proven(self, source: Source, row: Row) -> bool:
        """Whether another permission, that goes no further than this one, let the row through before."""
        if not source.needs or not source.about:
            return False
        held, about = self.asking.viewer.within(source.needs), source.about
        column = row.column(about.thing or about.column)
        return any(
            held >= proof.held and (about.subject, column) == (proof.subject, proof.column)
            for proof in row.proven
        )

    def guarded(self, source: Source, needs: str, guard: Guard, row: Row) -> str | None:
        """Rows of a sensitive sort show only within the reach of their own permission."""
        covered = self.covered(guard.about or source.about, self.asking.viewer.within(needs), row.alias)
        return covered and f"({guard.but.format(row=row.alias)} OR {covered})"

    def covered(self, about: About | None, held: frozenset[Within], alias: str) -> str | None:
        """The row is about somebody (or something) within reach; None: all are."""
        reaches = {one.reach for one in held}
        if Reach.TENANT in reaches:
            return None
        sets = [
            about.subject.sets[reach] for reach in sorted(reaches) if about and reach in about.subject.sets
        ]
        if not about or not sets:
            return "false"
        facts = {name: told(name, self.slots) for name in ("me", "today")}
        facts["units"] = units(frozenset(one.area for one in held if one.reach is Reach.UNIT), self.slots)
        people = " UNION ALL ".join(one.format(tenant=TENANT, **facts) for one in sets)
        found = [about.subject.things[one] for one in sorted(reaches) if one in about.subject.things]
        if not about.thing or not found:
            return f"{alias}.{about.column} IN ({people})"
        things = " UNION ALL ".join(one.format(tenant=TENANT, **facts) for one in found)
        return in_part(f"{alias}.{about.column}", f"{alias}.{about.thing}", people, things)

    def argument(self, chosen: Chosen, name: str) -> Given | None:
        """An argument's value, its default included; None where it is left out and has none."""
        argument = chosen.definition.args.get(name)
        if argument is None:
            return None
        for node in chosen.nodes[0].arguments or ():
            if node.name.value == name:
                found = given(node.value, argument.type, self.asking)
                if found:
                    return found
        default = argument.default_value
        return constant(default) if default not in (None, Undefined) else None

    def refuse(self, coordinate: str, needs: str, row: Row) -> Json:
        """A null in the answer, and one error for the coordinate, at the path of the nearest list."""
        self.refused.setdefault(coordinate, Barred(needs, row.path))
        return Json("null")


def in_part(person: str, thing: str, people: str, things: str) -> str:
    """The row is about somebody in reach, or it is of the one thing of somebody else that is.

    Rows are found by their person, as where there are no things; then all are let through at once but those
    of people of whom there is a thing. Only for these is it looked whether they are in reach themselves.
    """
    return (
        f"({person} IN ({people} UNION ALL SELECT x.person FROM ({things}) x)"
        f" AND ({person} NOT IN (SELECT x.person FROM ({things}) x)"
        f" OR {thing} IN (SELECT x.thing FROM ({things}) x)"
        f" OR EXISTS (SELECT FROM ({people}) x (person) WHERE x.person = {person})))"
    )


def _as_json(told: Take) -> Take:
    """A fact of the request as JSON text."""
    return lambda asking: orjson.dumps(told(asking)).decode()
