"""What every statement of the reader has: it is one, holds no value, and asks each table for one tenant."""

import random
from collections.abc import Iterator
from typing import Any

import pglast
import pytest
from graph.reader.both import SCHEMA, Both
from graph.reader.corpus import Writer
from graph.reader.samples import Samples
from graph.reader.viewers import VIEWERS
from pglast import ast

from jenjang.database.model import Model
from jenjang.graph.documents import Planned

OWNED = {table.name for table in Model.metadata.tables.values() if "tenant_id" in table.c}
BOUND = "ctx.tenant"
SAMPLES = Samples(SCHEMA)


def scopes(node: Any, known: frozenset[frozenset[str]] = frozenset()) -> Iterator[tuple[ast.SelectStmt, set]]:
    """Every SELECT with what it and those around it say is equal. Any: pglast's tree."""
    if isinstance(node, ast.SelectStmt) and node.op.name == "SETOP_NONE":
        known = known | frozenset(equalities(node))
        yield node, set(known)
    if isinstance(node, ast.Node):
        for name in node:
            yield from scopes(getattr(node, name), known)
    elif isinstance(node, tuple):
        for one in node:
            yield from scopes(one, known)


def equalities(select: ast.SelectStmt) -> Iterator[frozenset[str]]:
    """Pairs of columns that a SELECT's own conditions make equal."""
    conditions = [select.whereClause]
    for table in select.fromClause or ():
        conditions += joined_on(table)
    while conditions:
        one = conditions.pop()
        if isinstance(one, ast.BoolExpr) and one.boolop.name == "AND_EXPR":
            conditions += one.args
        elif isinstance(one, ast.A_Expr) and one.kind.name == "AEXPR_OP" and one.name[0].sval == "=":
            sides = [side for side in (one.lexpr, one.rexpr) if isinstance(side, ast.ColumnRef)]
            if len(sides) == 2:
                yield frozenset(map(column, sides))


def joined_on(table: Any) -> list[Any]:  # Any: pglast's tree.
    if isinstance(table, ast.JoinExpr):
        return [table.quals, *joined_on(table.larg), *joined_on(table.rarg)]
    return []


def tables(table: Any) -> Iterator[ast.RangeVar]:  # Any: pglast's tree.
    if isinstance(table, ast.JoinExpr):
        yield from tables(table.larg)
        yield from tables(table.rarg)
    elif isinstance(table, ast.RangeVar):
        yield table


def column(node: ast.ColumnRef) -> str:
    return ".".join(part.sval for part in node.fields)


def loose(sql: str) -> list[str]:
    """Tables that a statement asks for rows of any government."""
    found = []
    for select, equal in scopes(pglast.parse_sql(sql)[0].stmt):
        same, grown = {BOUND}, True
        while grown:
            grown = False
            for pair in equal:
                if pair & same and not pair <= same:
                    same |= pair
                    grown = True
        for one in (one for table in select.fromClause or () for one in tables(table)):
            alias = one.alias.aliasname if one.alias else one.relname
            if one.relname in OWNED and f"{alias}.tenant_id" not in same:
                found.append(f"{one.relname} {alias}")
    return found


def test_a_table_without_its_tenant_is_found() -> None:
    bound = (
        "SELECT (SELECT name FROM units t1 WHERE t1.tenant_id = ctx.tenant) FROM (SELECT 'x' AS tenant) ctx"
    )
    assert loose(bound) == []
    assert loose(bound.replace("t1.tenant_id = ctx.tenant", "true")) == ["units t1"]
    assert loose(bound.replace("= ctx.tenant", "= ctx.tenant OR true")) == ["units t1"]
    joined = "units t1 LEFT JOIN placements p ON p.tenant_id = t1.tenant_id"
    assert loose(bound.replace("units t1", joined)) == []
    assert loose(bound.replace("units t1", joined.replace("p.tenant_id = t1.tenant_id", "true"))) == [
        "placements p"
    ]


async def planned(asked: Both, who: str, count: int) -> list[Planned]:
    """The plans of some documents that this viewer can ask."""
    found: list[Planned] = []
    for seed in range(count):
        question = Writer(random.Random(f"{who}{seed}"), SCHEMA, SAMPLES).question()  # noqa: S311  # Documents, no secrets.
        body = await asked.body(VIEWERS[who], question.source, question.variables)
        if body.get("data"):
            found += [one for one in asked.plans(question.source) if one.plan]
    return found


@pytest.mark.parametrize("who", ["staff", "leader", "admin", "client"])
async def test_every_statement_asks_each_table_for_one_government_only(asked: Both, who: str) -> None:
    plans = await planned(asked, who, 60)
    assert len(plans) > 30
    for one in plans:
        assert one.plan
        assert loose(one.plan.sql) == []


async def test_an_operation_is_one_statement_that_only_reads(asked: Both) -> None:
    for one in await planned(asked, "admin", 20):
        assert one.plan
        (statement,) = pglast.parse_sql(one.plan.sql)
        assert isinstance(statement.stmt, ast.SelectStmt)
        (bound,) = statement.stmt.fromClause
        assert bound.alias.aliasname == "ctx"


CANARY = "kenari'\"\\$1::text{row}"
EVERYTHING: list[tuple[str, str, Any]] = [
    ("$it: String", "employees(filter: {name: {eq: $it}})", CANARY),
    ("$it: String", "employees(filter: {name: {contains: $it}})", CANARY),
    ("$it: String", "employees(filter: {rank: {startsWith: $it}})", CANARY),
    ("$it: [String!]", "employees(filter: {nip: {in: $it}})", [CANARY, "x"]),
    ("$it: EmployeeFilter", "employees(filter: $it)", {"not": {"nip": {"eq": CANARY}}}),
    ("$it: Date", "employees(filter: {retiresOn: {lt: $it}})", "1987-06-05"),
    ("$it: ID", "units(filter: {within: {eq: $it}})", CANARY),
    ("$it: Int", "positions(filter: {vacancies: {gt: $it}})", 987654321),
    ("$it: Date", 'units(asOf: $it, filter: {name: {in: ["kenari", "burung"]}})', "1987-06-05"),
    ("$it: String", "unit(siasnId: $it)", CANARY),
    ("$it: ID!", "node(id: $it)", CANARY),
    ("$it: [ID!]!", "nodes(ids: $it)", [CANARY]),
]


@pytest.mark.parametrize(("declared", "field", "value"), EVERYTHING)
async def test_no_value_ever_stands_in_a_statement(
    asked: Both,
    declared: str,
    field: str,
    value: Any,  # Any: JSON.
) -> None:
    source = f"query({declared}) {{ {field} {{ __typename }} }}"
    data, _ = await asked.read(VIEWERS["admin"], source, {"it": value})
    assert data is not None
    sql = asked.sql(source)
    for word in ("kenari", "burung", "987654321", "1987", "surakarta"):
        assert word not in sql
