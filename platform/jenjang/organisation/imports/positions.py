"""A file of positions (peta jabatan): what each unit's establishment holds, its level, span and seats."""

from collections.abc import Mapping, Sequence
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
    """What a row tells of a position. An empty cell tells nothing: what is known stays.

    A new position spans the ranks that are given, else the national ones of its level or eselon.
    """

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


Key = UUID | tuple[UUID, str]
"""A known position's id; of a new one its unit, and its SIASN id or name."""
Establishment = Mapping[tuple[UUID, str, str], Sequence[Values]]
"""The positions before the file by unit and SIASN id, and by unit and name; the earliest first."""
PNS = EmployeeKind.PNS
COMPARED = (
    "siasn_id",
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


async def plan(context: Context, table: Table[PositionRow]) -> Plan:
    """What the file would make and change; rows that can't be are refused in the table."""
    codes = await codes_on(context, context.today)
    units = await known_units(context.session)
    times = await unit_times(context.session)
    establishment = await _establishment(context)
    first: dict[Key, int] = {}
    result = Plan()
    for line in table.lines:
        trial = Trial(table, line)
        unit = trial.of("unit", unit_of, units, line.value.unit)
        if unit:
            trial.of("begins", check_unit_open, times.get(unit, ()), Span(line.value.begins), "begins")
        kept = _kept(establishment, unit, line.value) if unit else None
        values = _values(trial, line.value, unit, kept, codes)
        if unit and values:
            key = kept["id"] if kept else (unit, line.value.siasn_id or line.value.name.casefold())
            if key in first:
                trial.refuse("name", PositionTwice(first=first[key]))
            first.setdefault(key, line.number)
            _plan_position(result, line.number, values, kept)
    return result


async def _establishment(context: Context) -> Establishment:
    of = Position.__table__.c
    columns = [of[name] for name in ("id", "unit_id", "valid_from", "valid_to", *COMPARED)]
    rows = await context.session.execute(select(*columns).order_by(of.valid_from, of.id))
    found: dict[tuple[UUID, str, str], list[Values]] = {}
    for row in map(dict, rows.mappings()):
        found.setdefault((row["unit_id"], "name", row["name"].casefold()), []).append(row)
        if row["siasn_id"]:
            found.setdefault((row["unit_id"], "siasn_id", row["siasn_id"]), []).append(row)
    return found


def _kept(establishment: Establishment, unit: UUID, row: PositionRow) -> Values | None:
    """The unit's position that the row means: by SIASN id, or by name where one side has no id.

    One that closed by the row's date isn't meant: the row opens another.
    """
    by_id = establishment.get((unit, "siasn_id", row.siasn_id), ()) if row.siasn_id else ()
    by_name = establishment.get((unit, "name", row.name.casefold()), ())
    without_id = (each for each in by_name if not (row.siasn_id and each["siasn_id"]))
    meant = (each for each in (*by_id, *without_id) if not each["valid_to"] or each["valid_to"] > row.begins)
    return next(meant, None)


def _values(
    trial: Trial[PositionRow], row: PositionRow, unit: UUID | None, kept: Values | None, codes: Codes
) -> Values | None:
    """The position's columns; None when the row was refused."""
    level = trial.of("level", codes.level, row.level)
    echelon = trial.of("echelon", codes.echelon, row.echelon, level) if row.echelon and level else None
    if kept and not row.echelon and level == kept["level"]:
        echelon = kept["echelon"]
    lowest, highest = _span(trial, row, level or "", echelon, kept, codes)
    if not trial.sound or level is None:
        return None
    age, rule = codes.retires_at(level, row.name)
    known = kept or {"siasn_id": None, "critical": False, "seats": 1}
    return {
        "unit_id": unit,
        "siasn_id": row.siasn_id or known["siasn_id"],
        "name": row.name,
        "level": level,
        "echelon": echelon,
        "lowest_rank": lowest,
        "highest_rank": highest,
        "retirement_age": age,
        "retirement_rule": rule,
        "critical": known["critical"] if row.critical is None else row.critical,
        "seats": row.seats or known["seats"],
        "valid_from": row.begins,
        "valid_to": None,
    }


def _span(
    trial: Trial[PositionRow],
    row: PositionRow,
    level: str,
    echelon: str | None,
    kept: Values | None,
    codes: Codes,
) -> tuple[str | None, str | None]:
    """The ranks that the position spans: its own where some are given or kept, else the usual ones."""
    given = [
        trial.of(end, codes.rank, said, PNS) if said else None
        for end, said in (("lowest_rank", row.lowest_rank), ("highest_rank", row.highest_rank))
    ]
    usual = standard_span(codes.rank_span.body, level, echelon)
    own = _own_span(kept, codes)
    if given == [None, None]:
        return own or usual
    known = [codes.rank_by_code[code] if code else None for code in own or (None, None)]
    lowest, highest = (end or before for end, before in zip(given, known, strict=True))
    trial.of("highest_rank", check_span, lowest, highest)
    return lowest.code if lowest else None, highest.code if highest else None


def _own_span(kept: Values | None, codes: Codes) -> tuple[str | None, str | None] | None:
    """The span that a known position has of its own, beside the usual one."""
    if kept is None:
        return None
    span = (kept["lowest_rank"], kept["highest_rank"])
    return None if span == standard_span(codes.rank_span.body, kept["level"], kept["echelon"]) else span


def _plan_position(plan: Plan, number: int, values: Values, kept: Values | None) -> None:
    if kept is None:
        plan.made[Position].append(values)
        plan.creating.add(number)
    elif any(kept[name] != values[name] for name in COMPARED):
        plan.changed[Position].append({"id": kept["id"], **{name: values[name] for name in COMPARED}})
        plan.changing.add(number)
