"""A file of positions (peta jabatan): what each unit's establishment holds, its level, span and seats."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from jenjang.core.context import Context
from jenjang.core.errors import BadUserInput
from jenjang.organisation.imports import cells
from jenjang.organisation.imports.codes import Codes, codes_on
from jenjang.organisation.imports.columns import Column, Table, Trial
from jenjang.organisation.imports.known import known_units, unit_of, unit_times
from jenjang.organisation.imports.plan import Plan, Values
from jenjang.organisation.models import Position
from jenjang.organisation.rules.placement import standard_span
from jenjang.organisation.rules.rank import check_span
from jenjang.organisation.rules.span import Span
from jenjang.organisation.rules.tree import check_unit_open
from jenjang.organisation.terms import EmployeeKind


class PositionTwice(BadUserInput):
    """This position of this unit is there twice, first in row {first}."""


COLUMNS = (
    Column("JABATAN ID", "siasn_id"),
    Column("UNOR ID", "unit", filled=True, present=True),
    Column("JABATAN NAMA", "name", filled=True, present=True),
    Column("JENJANG", "level", filled=True, present=True, also=("JENJANG JABATAN",)),
    Column("ESELON ID", "echelon", also=("ESELON",)),
    Column("GOLONGAN TERENDAH ID", "lowest_rank", also=("GOLONGAN TERENDAH",)),
    Column("GOLONGAN TERTINGGI ID", "highest_rank", also=("GOLONGAN TERTINGGI",)),
    Column("JUMLAH FORMASI", "seats", cells.seats, also=("FORMASI", "KEBUTUHAN")),
    Column("KRITIS", "critical", cells.answer),
    Column("TMT", "begins", cells.day, filled=True, present=True),
    Column("UNOR NAMA"),
)


@dataclass(frozen=True, slots=True)
class PositionRow:
    """What a row tells of a position; an empty span is the national one of its level or eselon."""

    siasn_id: str | None
    unit: str
    name: str
    level: str
    echelon: str | None
    lowest_rank: str | None
    highest_rank: str | None
    seats: int | None
    critical: bool | None
    begins: date


Key = tuple[UUID, str]
PNS = EmployeeKind.PNS


async def plan(context: Context, table: Table[PositionRow]) -> Plan:
    """What the file would make and change; rows that can't be are refused in the table."""
    codes = await codes_on(context.session, context.today)
    units = await known_units(context.session)
    times = await unit_times(context.session)
    kept = await _kept(context)
    first: dict[Key, int] = {}
    result = Plan()
    for line in table.lines:
        trial = Trial(table, line)
        unit = trial.of("unit", unit_of, units, line.value.unit)
        if unit:
            trial.of("begins", check_unit_open, times.get(unit, ()), Span(line.value.begins), "begins")
        values = _values(trial, line.value, unit, codes)
        if unit and values:
            key = _key(unit, line.value.siasn_id, line.value.name)
            if key in first:
                trial.refuse("name", PositionTwice(first=first[key]))
            first.setdefault(key, line.number)
            _plan_position(result, line.number, values, kept.get(key))
    return result


def _key(unit: UUID, siasn_id: str | None, name: str) -> Key:
    return unit, siasn_id or name.casefold()


COMPARED = (
    "name",
    "level",
    "echelon",
    "lowest_rank",
    "highest_rank",
    "retirement_age",
    "retirement_rule",
    "critical",
    "seats",
)


async def _kept(context: Context) -> dict[Key, Values]:
    columns = [Position.__table__.c[name] for name in ("id", "unit_id", "siasn_id", *COMPARED)]
    rows = (await context.session.execute(select(*columns))).mappings()
    return {_key(row["unit_id"], row["siasn_id"], row["name"]): dict(row) for row in rows}


def _values(trial: Trial[PositionRow], row: PositionRow, unit: UUID | None, codes: Codes) -> Values | None:
    """The position's columns; None when the row was refused."""
    level = trial.of("level", codes.level, row.level)
    echelon = trial.of("echelon", codes.echelon, row.echelon, level) if row.echelon and level else None
    lowest = trial.of("lowest_rank", codes.rank, row.lowest_rank, PNS) if row.lowest_rank else None
    highest = trial.of("highest_rank", codes.rank, row.highest_rank, PNS) if row.highest_rank else None
    trial.of("highest_rank", check_span, lowest, highest)
    if not trial.sound or level is None:
        return None
    usual_lowest, usual_highest = standard_span(codes.rank_span.body, level, echelon)
    age, rule = codes.retires_at(level, row.name)
    return {
        "unit_id": unit,
        "siasn_id": row.siasn_id,
        "name": row.name,
        "level": level,
        "echelon": echelon,
        "lowest_rank": lowest.code if lowest else usual_lowest,
        "highest_rank": highest.code if highest else usual_highest,
        "retirement_age": age,
        "retirement_rule": rule,
        "critical": bool(row.critical),
        "seats": row.seats or 1,
        "valid_from": row.begins,
        "valid_to": None,
    }


def _plan_position(plan: Plan, number: int, values: Values, kept: Values | None) -> None:
    if kept is None:
        plan.made[Position].append(values)
        plan.creating.add(number)
    elif any(kept[name] != values[name] for name in COMPARED):
        plan.changed[Position].append({"id": kept["id"], **{name: values[name] for name in COMPARED}})
        plan.changing.add(number)
