"""What a file is about, held until it is in: no deed changes it between the checking and the writing."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import text
from sqlalchemy.sql.elements import TextClause

from jenjang.core.context import Context
from jenjang.organisation.actions.history import one_at_a_time
from jenjang.organisation.actions.units import TREE
from jenjang.organisation.imports.columns import Table
from jenjang.organisation.imports.writing import TENANT
from jenjang.organisation.terms import ImportKind

NAMED = (
    "SELECT u.id FROM units u WHERE u.tenant_id = t.tenant_id AND u.siasn_id = ANY(CAST(:units AS text[]))"
)


def _held(table: str, which: str) -> TextClause:
    # Always in one order, so that two who hold several never wait for each other.
    return text(f"SELECT FROM {table} t WHERE {TENANT} AND ({which}) ORDER BY t.id FOR NO KEY UPDATE")


PEOPLE = _held(
    "employees",
    # Nothing of `t` within: whom a file names is found once, not again for each of all the people there are.
    "t.id IN (SELECT e.id FROM employees e WHERE e.tenant_id = current_setting('app.tenant_id')"
    " AND e.siasn_id = ANY(CAST(:siasn_ids AS text[])) UNION"
    " SELECT n.employee_id FROM employee_numbers n WHERE n.tenant_id = current_setting('app.tenant_id')"
    " AND n.number = ANY(CAST(:numbers AS text[])))",
)
UNITS = _held("units", "t.siasn_id = ANY(CAST(:units AS text[]))")
LEADERSHIPS = _held("leaderships", f"t.unit_id IN ({NAMED})")
POSITIONS = _held("positions", f"t.unit_id IN ({NAMED})")
HELD = {
    ImportKind.UNITS: (PEOPLE, UNITS, LEADERSHIPS),
    ImportKind.POSITIONS: (UNITS, POSITIONS),
    ImportKind.PEOPLE: (PEOPLE, POSITIONS),
    ImportKind.RANKS: (PEOPLE,),
    ImportKind.PLACEMENTS: (PEOPLE, POSITIONS),
    ImportKind.RESULTS: (PEOPLE,),
    ImportKind.SKPS: (PEOPLE,),
}
"""What each kind of file may change or rests on, in the order in which the deeds lock it."""


async def hold(context: Context, kind: ImportKind, table: Table[Any]) -> None:  # Any: each kind has its row.
    """Lock the people, units and positions that the file names; deeds on them wait until it is in."""
    if kind is ImportKind.UNITS:
        await one_at_a_time(context, TREE)
    rows = [line.value for line in table.lines]
    of_units = kind is ImportKind.UNITS
    named = {
        "numbers": _said(rows, "number"),
        "siasn_ids": _said(rows, "leader" if of_units else "siasn_id"),
        "units": _said(rows, "siasn_id" if of_units else "unit"),
    }
    for statement in HELD[kind]:
        given = {name: named[name] for name in named if f":{name}" in statement.text}
        await context.session.execute(statement, given)


def _said(rows: Iterable[Any], attribute: str) -> list[str]:  # Any: each kind has its own row.
    """What the rows say there, each once."""
    return sorted({said for row in rows if (said := getattr(row, attribute, None))})
