"""Other types' rows: one, or a short list."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jenjang.core.errors import BadUserInput
from jenjang.graph.declare import source_of
from jenjang.graph.reader.text import NULL
from jenjang.graph.scalars import key_of

if TYPE_CHECKING:
    from graphql import FieldNode, GraphQLField, GraphQLObjectType

    from jenjang.graph.declare import Many, Relation, Source
    from jenjang.graph.reader.asking import Given
    from jenjang.graph.reader.compiler import Compiler
    from jenjang.graph.reader.row import Row


class NothingNamed(BadUserInput):
    """Name one of: {names}."""


MOST = 100
"""A list that is not a page holds at most this many rows."""


def compile_one(
    compiler: Compiler,
    spec: Relation,
    target: GraphQLObjectType,
    nodes: list[FieldNode],
    definition: GraphQLField,
    row: Row,
) -> str:
    """At most one row, as SQL that yields its JSON or null."""
    source = source_of(target)
    if not source:
        return compiler.object(target, nodes, row)
    row = as_of(compiler, nodes, definition, row)
    rows, found, conditions = joined(compiler, spec, source, row)
    conditions += looked_up(compiler, spec, nodes, definition, found)
    if spec.me:
        conditions.append(f"{found.key} = {me(compiler)}")
        found = proven(source, found)
    else:
        conditions += compiler.visible(source, found)
    value = compiler.object(target, nodes, proven(source, found))
    return f"coalesce((SELECT {value} FROM {rows}{where(conditions)} LIMIT 1), {NULL})"


def compile_many(
    compiler: Compiler, spec: Many, target: GraphQLObjectType, nodes: list[FieldNode], row: Row
) -> str:
    """A short list, as SQL that yields a JSON array."""
    source = source_of(target)
    assert source  # noqa: S101  # A list of a type without rows is declared nowhere.
    rows, found, conditions = joined(compiler, spec, source, row)
    found = replace(found, listed=True)
    if spec.where:
        conditions.append(spec.where.format(row=found.alias, tenant="ctx.tenant", at=row.at))
    conditions += compiler.visible(source, found)
    value = compiler.object(target, nodes, proven(source, found))
    order = (spec.order or "{row}.id").format(row=found.alias)
    inner = f"SELECT {value} AS j FROM {rows}{where(conditions)} ORDER BY {order} LIMIT {MOST}"
    return f"'[' || coalesce((SELECT string_agg(q.j, ',') FROM ({inner}) q), '') || ']'"


def joined(compiler: Compiler, spec: Relation, source: Source, row: Row) -> tuple[str, Row, list[str]]:
    """FROM and WHERE of a relation: the tables, the row found, its conditions, tenant first."""
    alias = compiler.alias()
    found = replace(row, alias=alias, source=source)
    rows = f"{source.table.name} {alias}"
    conditions = [f"{alias}.tenant_id = ctx.tenant"] if source.owned else []
    if source.dated or spec.current:
        conditions.append(holds(alias, row.at))
    if spec.through:
        link = compiler.alias()
        conditions = [
            f"{link}.tenant_id = ctx.tenant",
            f"{link}.{spec.through.mine} = {row.key}",
            f"{found.key} = {link}.{spec.through.theirs}",
            *conditions,
        ]
        if "valid_from" in spec.through.table.c:
            conditions.append(holds(link, row.at))
        rows = f"{spec.through.table.name} {link}, {rows}"
    elif spec.by:
        conditions.append(f"{found.key} = {row.column(spec.by)}")
        found = inherit(row.column(spec.by), found.key, found)
    elif spec.of:
        conditions.append(f"{alias}.{spec.of} = {row.key}")
        found = inherit(row.key, f"{alias}.{spec.of}", found)
    return rows, found, conditions


def inherit(ours: str, theirs: str, found: Row) -> Row:
    """What we proved of our column holds of theirs, for the statement says that they are equal."""
    proofs = {(needs, theirs) for needs, column in found.proven if column == ours}
    return replace(found, proven=found.proven | proofs)


def proven(source: Source, found: Row) -> Row:
    """The row after its visibility was made a condition."""
    if not (source.needs and source.about):
        return found
    return replace(found, proven=found.proven | {(source.needs, found.column(source.about.column))})


def holds(alias: str, at: str) -> str:
    """A dated row holds on the date."""
    return f"{alias}.valid_from <= {at} AND ({alias}.valid_to IS NULL OR {alias}.valid_to > {at})"


def where(conditions: list[str]) -> str:
    return f" WHERE {' AND '.join(conditions)}" if conditions else ""


def me(compiler: Compiler) -> str:
    return compiler.slots.shared("me", lambda asking: asking.viewer.employee_id, "uuid")


def as_of(compiler: Compiler, nodes: list[FieldNode], definition: GraphQLField, row: Row) -> Row:
    """The date that an `asOf` argument asks for holds for all below it."""
    asked = compiler.argument(nodes, definition, "asOf")
    if not asked or asked.value is None:
        return row
    return replace(row, at=compiler.slots.put(asked.take, "date"))


def looked_up(
    compiler: Compiler, spec: Relation, nodes: list[FieldNode], definition: GraphQLField, found: Row
) -> list[str]:
    """The conditions of a root field's arguments that name one row."""
    conditions = []
    for name, sql in spec.lookups.items():
        asked = compiler.argument(nodes, definition, name)
        if not asked or asked.value is None:
            continue
        if "{key:" in sql:
            type_name, _, rest = sql.partition("{key:")[2].partition("}")
            sql = sql.partition("{key:")[0] + "{value}" + rest
            value = key_slot(compiler, asked, type_name)
        else:
            value = compiler.slots.put(asked.take, "text")
        conditions.append(sql.format(row=found.alias, value=value, tenant="ctx.tenant"))
    if spec.lookups and not conditions:
        raise NothingNamed(next(iter(spec.lookups)), names=", ".join(spec.lookups))
    return conditions


def key_slot(compiler: Compiler, asked: Given, type_name: str) -> str:
    """The key inside a global id of that type, as a parameter; another type's id names nothing."""
    return compiler.slots.put(lambda asking: key_of(type_name, asked.take(asking)), "uuid")
