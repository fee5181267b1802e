"""Other types' rows: one, or a short list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jenjang.core.errors import BadUserInput
from jenjang.core.permission import Reach
from jenjang.graph.declare import Relation, source_of
from jenjang.graph.reader.asking import told
from jenjang.graph.reader.row import TENANT, Frame, Proof, Row
from jenjang.graph.reader.text import Json, only_if, or_null
from jenjang.graph.scalars import key_of

if TYPE_CHECKING:
    from graphql import FieldNode, GraphQLObjectType

    from jenjang.core.permission import Within
    from jenjang.graph.declare import Link, Many, Source
    from jenjang.graph.reader.asking import Given
    from jenjang.graph.reader.compiler import Compiler
    from jenjang.graph.reader.selection import Chosen


class NothingNamed(BadUserInput):
    """Name one of: {names}."""


MOST = 100
"""A list that is not a page holds at most this many rows."""


@dataclass
class Found:
    """Rows of another type: the tables they are in, each with its conditions, and the row itself."""

    tables: list[tuple[str, list[str]]]
    row: Row

    @property
    def conditions(self) -> list[str]:
        """The conditions of the row itself, to add to."""
        return self.tables[-1][1]

    def rows(self) -> str:
        """FROM and WHERE, before anything is joined to the rows."""
        conditions = [one for _, some in self.tables for one in some]
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        return ", ".join(table for table, _ in self.tables) + where

    def one(self, value: Json) -> Json:
        """A value of the one row, or null where there is none."""
        conditions = [one for _, some in self.tables for one in some]
        tables = ", ".join(table for table, _ in self.tables) + "".join(self.row.frame.joins)
        found = f"SELECT {value.sql()} FROM {tables} WHERE {' AND '.join(conditions) or 'true'} LIMIT 1"
        return or_null(f"({found})")

    def some(self, values: str, order: str, limit: int) -> str:
        """SELECT of values of some rows. They are cut to size before anything is joined to them."""
        rows = f"{self.rows()} ORDER BY {order} LIMIT {limit}"
        if not self.row.frame.joins:
            return f"SELECT {values} FROM {rows}"
        alias = self.row.alias
        joins = "".join(self.row.frame.joins)
        return f"SELECT {values} FROM (SELECT {alias}.* FROM {rows}) {alias}{joins} ORDER BY {order}"


def compile_one(
    compiler: Compiler, spec: Relation, target: GraphQLObjectType, chosen: Chosen, row: Row
) -> Json:
    """At most one row: its JSON or null."""
    source = source_of(target)
    if not source:
        return compiler.object(target, chosen.nodes, row)
    row = as_of(compiler, chosen, row)
    if row.source:
        return join_one(compiler, spec, source, target, chosen.nodes, row)
    found = find(compiler, spec, source, row)
    found.conditions.extend(looked_up(compiler, spec, chosen, found.row))
    if spec.me:
        found.conditions.append(f"{found.row.key} = {told('me', compiler.slots)}")
        held = compiler.asking.viewer.within(source.needs or "")
        inside = proven(source, found.row, frozenset(one for one in held if one.reach is Reach.OWN))
    else:
        inside = shown(compiler, source, found)
    return found.one(compiler.object(target, chosen.nodes, inside))


def named_one(
    compiler: Compiler, target: GraphQLObjectType, nodes: list[FieldNode], row: Row, key: str
) -> Json:
    """The row that has the key."""
    source = source_of(target)
    assert source  # noqa: S101  # Only types with rows have keys.
    found = find(compiler, Relation(), source, row)
    found.conditions.append(f"{found.row.key} = {key}")
    return found.one(compiler.object(target, nodes, shown(compiler, source, found)))


def join_one(
    compiler: Compiler,
    spec: Relation,
    source: Source,
    target: GraphQLObjectType,
    nodes: list[FieldNode],
    row: Row,
) -> Json:
    """The one row that belongs to this one, joined to it: a relation never multiplies rows."""
    found = find(compiler, spec, source, row, frame=row.frame)
    inside = shown(compiler, source, found)
    for table, conditions in found.tables:
        row.frame.joins.append(f" LEFT JOIN {table} ON {' AND '.join(conditions)}")
    return only_if(f"{inside.key} IS NOT NULL", compiler.object(target, nodes, inside))


def compile_many(
    compiler: Compiler, spec: Many, target: GraphQLObjectType, nodes: list[FieldNode], row: Row
) -> Json:
    """A short list, whole."""
    source = source_of(target)
    assert source  # noqa: S101  # A list of a type without rows is declared nowhere.
    found = find(compiler, spec, source, row)
    found.row = replace(found.row, listed=True)
    where(compiler, spec, found)
    value = compiler.object(target, nodes, shown(compiler, source, found))
    order = f"{spec.order}, {{row}}.{source.key}".format(row=found.row.alias)
    inner = found.some(f"{value.sql()} AS j", order, MOST)
    return Json("[", f"coalesce((SELECT string_agg(q.j, ',') FROM ({inner}) q), '')", "]")


def where(compiler: Compiler, spec: Relation, found: Found) -> None:
    """The declaration's own condition on the rows of a list."""
    if spec.where:
        found.conditions.append(compiler.expression(spec.where, found.row))


def find(compiler: Compiler, spec: Relation, source: Source, row: Row, frame: Frame | None = None) -> Found:
    """Where a relation's rows are, tenant first; in a SELECT of their own unless a frame is given."""
    alias = compiler.alias()
    found = Found([], replace(row, alias=alias, source=source, frame=frame or Frame()))
    conditions = [f"{alias}.tenant_id = {TENANT}"] if source.owned else []
    if source.dated or spec.current:
        conditions.append(holds(alias, row.at))
    if spec.through:
        link = through(compiler, spec.through, row, found, shared=frame is not None)
        conditions.insert(0, f"{found.row.key} = {link}.{spec.through.theirs}")
    elif spec.by:
        conditions.append(f"{found.row.key} = {row.column(spec.by)}")
        found.row = inherit(row.column(spec.by), found.row.key, found.row)
    elif spec.of:
        conditions.append(f"{alias}.{spec.of} = {row.key}")
        found.row = inherit(row.key, f"{alias}.{spec.of}", found.row)
    found.tables.append((f"{source.table.name} {alias}", conditions))
    return found


def through(compiler: Compiler, link: Link, row: Row, found: Found, *, shared: bool) -> str:
    """The alias of the link table; joined once for all fields of a row that go through it."""
    key = (row.alias, link.table.name, link.mine, row.at)
    if shared and key in row.frame.links:
        return row.frame.links[key]
    alias = compiler.alias()
    conditions = [f"{alias}.tenant_id = {TENANT}", f"{alias}.{link.mine} = {row.key}"]
    if "valid_from" in link.table.c:
        conditions.append(holds(alias, row.at))
    found.tables.append((f"{link.table.name} {alias}", conditions))
    if shared:
        row.frame.links[key] = alias
    return alias


def joined_beside(compiler: Compiler, select: str, row: Row) -> str:
    """The alias of what a declaration has asked beside the row; joined once for all that ask the same."""
    key = (row.alias, select, "", row.at)
    if key not in row.frame.links:
        alias = row.frame.links[key] = compiler.alias()
        row.frame.joins.append(f" CROSS JOIN LATERAL ({compiler.expression(select, row)}) {alias}")
    return row.frame.links[key]


def inherit(ours: str, theirs: str, found: Row) -> Row:
    """What we proved of our column holds of theirs, for the statement says that they are equal."""
    proofs = {proof._replace(column=theirs) for proof in found.proven if proof.column == ours}
    return replace(found, proven=found.proven | proofs)


def shown(compiler: Compiler, source: Source, found: Found) -> Row:
    """The row, whose visibility becomes a condition."""
    found.conditions.extend(compiler.visible(source, found.row))
    return proven(source, found.row, compiler.asking.viewer.within(source.needs or ""))


def proven(source: Source, found: Row, held: frozenset[Within]) -> Row:
    """The row after it was made a condition that it is within this reach."""
    if not (source.about and held):
        return found
    proof = Proof(held, source.about.subject, found.column(source.about.thing or source.about.column))
    return replace(found, proven=found.proven | {proof})


def holds(alias: str, at: str) -> str:
    """A dated row holds on the date."""
    return f"{alias}.valid_from <= {at} AND ({alias}.valid_to IS NULL OR {alias}.valid_to > {at})"


def as_of(compiler: Compiler, chosen: Chosen, row: Row) -> Row:
    """The date that an `asOf` argument asks for holds for all below it."""
    asked = compiler.argument(chosen, "asOf")
    if not asked or asked.value is None:
        return row
    return replace(row, at=compiler.slots.put(asked.take, "date"))


def looked_up(compiler: Compiler, spec: Relation, chosen: Chosen, found: Row) -> list[str]:
    """The conditions of a root field's arguments that name one row."""
    conditions = []
    for name, sql in spec.lookups.items():
        asked = compiler.argument(chosen, name)
        if not asked or asked.value is None:
            continue
        if "{key:" in sql:
            type_name, _, rest = sql.partition("{key:")[2].partition("}")
            sql = sql.partition("{key:")[0] + "{value}" + rest
            value = key_slot(compiler, asked, type_name)
        else:
            value = compiler.slots.put(asked.take, "text")
        conditions.append(sql.format(row=found.alias, value=value, tenant=TENANT))
    if spec.lookups and not conditions:
        raise NothingNamed(next(iter(spec.lookups)), names=", ".join(spec.lookups))
    return conditions


def key_slot(compiler: Compiler, asked: Given, type_name: str) -> str:
    """The key inside a global id of that type, as a parameter; another type's id names nothing."""
    return compiler.slots.put(lambda asking: key_of(type_name, asked.take(asking)), "uuid")
