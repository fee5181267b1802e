"""The workforce forecast as the database counts it, held against one that is counted in Python."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from uuid import UUID

import pytest
from factories.appraisal.office import Office
from factories.organisation import a_placement, a_position, an_employee
from factories.statements import statements
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.career.actions.forecasting import YearsOutOfRange, forecast
from jenjang.career.terms import ForecastBy
from jenjang.core.context import Context
from jenjang.core.errors import NotFound
from jenjang.organisation.models import Employee, Placement, Position, Unit, UnitAncestry
from jenjang.organisation.rules.span import Span
from jenjang.reference.models import PositionLevel

YEARS = 5
LEVELS = ("PELAKSANA", "PENGAWAS", "AHLI_MUDA", "AHLI_MADYA")


async def settle(session: AsyncSession, office: Office, on: date, seed: int) -> None:
    """Positions of all sorts: full, empty, overfilled, closed, to be opened or closed; and their holders."""
    some = Random(seed)  # noqa: S311  # Nothing is secret here.
    units = [await session.get_one(Unit, ("surakarta", office.units[name])) for name in ("bidang", "badan")]

    def near() -> date:
        return on + timedelta(days=some.randint(-900, 2600))

    for place in range(25):
        begins, ends = sorted((near(), near() + timedelta(days=1)))
        position = await a_position(
            session,
            some.choice(units),
            f"Jabatan {place % 6}",
            level=some.choice(LEVELS),
            echelon=None,
            seats=some.randint(1, 3),
            since=some.choice((date(2020, 1, 1), begins)),
            until=some.choice((None, None, ends)) if ends > begins else None,
        )
        for _ in range(some.randint(0, 3)):
            who = await an_employee(session)
            who.retires_on = some.choice((None, near(), near(), date(on.year + 1, 1, 1)))
            until = some.choice((None, None, None, on + timedelta(days=some.randint(-5, 5))))
            await a_placement(session, who, position, until=until)
    await session.flush()


async def counted(
    session: AsyncSession, unit_id: UUID, on: date, by: ForecastBy
) -> tuple[Mapping[str, int], Mapping[tuple[str, int], tuple[int, int, int]]]:
    """Of each group who holds it; by group and year the seats, who retires and who is left."""
    lines = await session.scalars(select(UnitAncestry).where(UnitAncestry.ancestor_id == unit_id))
    below = {one.unit_id for one in lines if on in Span(one.valid_from, one.valid_to)}
    kinds = {one.code: one.kind for one in await session.scalars(select(PositionLevel))}
    positions = [one for one in await session.scalars(select(Position)) if one.unit_id in below]
    people = {one.id: one for one in await session.scalars(select(Employee))}
    placed = [
        one for one in await session.scalars(select(Placement)) if on in Span(one.valid_from, one.valid_to)
    ]
    held: Counter[str] = Counter()
    told: dict[tuple[str, int], tuple[int, int, int]] = {}
    for one in positions:
        if one.valid_to and one.valid_to <= on:
            continue
        group = {"KIND": kinds[one.level], "LEVEL": one.level, "POSITION": one.name}[by]
        days = [people[of.employee_id].retires_on for of in placed if of.position_id == one.id]
        held[group] += len(days)
        for year in range(on.year, on.year + YEARS):
            ends = date(year, 12, 31)
            since = date.min if year == on.year else date(year, 1, 1)
            mine = (
                one.seats if ends in Span(one.valid_from, one.valid_to) else 0,
                sum(day is not None and since <= day <= ends for day in days),
                sum(day is None or day > ends for day in days),
            )
            before = told.get((group, year), (0, 0, 0))
            told[group, year] = (before[0] + mine[0], before[1] + mine[1], before[2] + mine[2])
    return held, told


@pytest.mark.parametrize("by", ForecastBy)
@pytest.mark.parametrize("seed", range(4))
async def test_it_is_what_python_counts(
    session: AsyncSession, context: Context, office: Office, seed: int, by: ForecastBy
) -> None:
    await settle(session, office, context.today, seed)
    for unit in ("dinas", "government"):
        found = await forecast(office.as_(context, "admin"), office.units[unit], YEARS, by)
        held, told = await counted(session, office.units[unit], context.today, by)
        assert {one.group: one.held for one in found.groups} == dict(held)
        years = {(one.group, of.year): of for one in found.groups for of in one.years}
        assert {at: (of.required, of.retiring, of.available) for at, of in years.items()} == told
        assert found.together.held == sum(held.values())
        assert [one.gap for one in found.groups] == sorted((one.gap for one in found.groups), reverse=True)


async def test_one_statement_counts_however_many_positions_there_are(
    session: AsyncSession, context: Context, office: Office
) -> None:
    admin, unit = office.as_(context, "admin"), office.units["government"]
    with statements(session) as few:
        await forecast(admin, unit, YEARS, ForecastBy.POSITION)
    await settle(session, office, context.today, 1)
    with statements(session) as many:
        await forecast(admin, unit, YEARS, ForecastBy.POSITION)
    assert len(many) <= len(few)


async def test_a_leader_has_it_of_the_own_units_only_and_staff_of_none(
    context: Context, office: Office
) -> None:
    chief = office.as_(context, "chief")
    assert (await forecast(chief, office.units["bidang"], 1, ForecastBy.LEVEL)).together.held == 4
    for who, unit in (("chief", "dinas"), ("staff", "bidang"), ("stranger", "bidang")):
        with pytest.raises(NotFound):
            await forecast(office.as_(context, who), office.units[unit], 1, ForecastBy.LEVEL)


@pytest.mark.parametrize("years", [0, 11])
async def test_it_looks_one_to_ten_years_ahead(context: Context, office: Office, years: int) -> None:
    with pytest.raises(YearsOutOfRange):
        await forecast(office.as_(context, "admin"), office.units["dinas"], years, ForecastBy.LEVEL)
