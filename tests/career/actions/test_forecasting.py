"""The workforce forecast as the database counts it, held against one that is counted in Python."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from uuid import UUID

import pytest
from factories.appraisal.office import Office
from factories.competence import a_standard, an_assessment
from factories.organisation import a_placement, a_position, an_employee
from factories.statements import statements
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.career.actions.forecasting import YearsOutOfRange, forecast
from jenjang.career.terms import ForecastBy
from jenjang.competence.models import CompetencyLevel, CompetencyStandard
from jenjang.core.context import Context
from jenjang.core.errors import Forbidden, NotFound
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


@pytest.mark.parametrize("by", [ForecastBy.KIND, ForecastBy.LEVEL, ForecastBy.POSITION])
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


async def of_competency(
    session: AsyncSession, unit_id: UUID, on: date
) -> Mapping[tuple[str, int], tuple[int, int]]:
    """By competency and year, the seats that ask for it, and who of the holders can do it and is left."""
    lines = await session.scalars(select(UnitAncestry).where(UnitAncestry.ancestor_id == unit_id))
    below = {one.unit_id for one in lines if on in Span(one.valid_from, one.valid_to)}
    people = {one.id: one for one in await session.scalars(select(Employee))}
    placed = [
        one for one in await session.scalars(select(Placement)) if on in Span(one.valid_from, one.valid_to)
    ]
    standards = [
        one
        for one in await session.scalars(select(CompetencyStandard))
        if on in Span(one.valid_from, one.valid_to)
    ]
    levels = {
        (one.employee_id, one.subject): one.level
        for one in await session.scalars(select(CompetencyLevel))
        if on in Span(one.valid_from, one.valid_to)
    }
    told: dict[tuple[str, int], tuple[int, int]] = {}
    for one in await session.scalars(select(Position)):
        if one.unit_id not in below or (one.valid_to and one.valid_to <= on):
            continue
        for asked in (of for of in standards if of.position_id == one.id):
            able = [
                people[of.employee_id].retires_on
                for of in placed
                if of.position_id == one.id and levels.get((of.employee_id, asked.subject), 0) >= asked.level
            ]
            for year in range(on.year, on.year + YEARS):
                ends = date(year, 12, 31)
                seats, left = told.get((asked.subject, year), (0, 0))
                open_then = ends in Span(one.valid_from, one.valid_to)
                staying = sum(day is None or day > ends for day in able)
                told[asked.subject, year] = (seats + one.seats * open_then, left + staying)
    return told


@pytest.mark.parametrize("seed", range(4))
async def test_by_competency_it_is_who_can_do_what_the_seats_ask_for(
    session: AsyncSession, context: Context, office: Office, seed: int
) -> None:
    await settle(session, office, context.today, seed)
    some = Random(seed)  # noqa: S311  # As above.
    codes = ("M.01", "M.02", "M.03")
    for position in list(await session.scalars(select(Position))):
        for code in some.sample(codes, some.randint(0, 3)):
            await a_standard(session, position.id, code, some.randint(1, 4), since=date(2020, 1, 1))
    on = context.today
    for who in set(await session.scalars(select(Placement.employee_id))):
        for code in some.sample(codes, some.randint(0, 3)):
            runs_out = some.choice((on + timedelta(days=900), on, on + timedelta(days=1)))
            await an_assessment(session, who, code, some.randint(1, 4), until=runs_out)
    admin = office.as_(context, "admin")
    for unit in ("dinas", "government"):
        found = await forecast(admin, office.units[unit], YEARS, ForecastBy.COMPETENCY)
        expected = await of_competency(session, office.units[unit], on)
        years = {(one.group, of.year): of for one in found.groups for of in one.years}
        assert {at: (of.required, of.available) for at, of in years.items()} == expected
        assert all(of.retiring >= 0 for of in years.values())
        by_level = await forecast(admin, office.units[unit], YEARS, ForecastBy.LEVEL)
        assert found.together == by_level.together, "no seat counts twice in what is told of all"


async def test_by_competency_it_takes_what_competencies_take(context: Context, office: Office) -> None:
    chief = office.as_(context, "chief")
    without = {name: units for name, units in chief.viewer.grants.items() if name != "competence:read"}
    blind = replace(chief, viewer=replace(chief.viewer, grants=without))
    await forecast(chief, office.units["bidang"], 1, ForecastBy.COMPETENCY)
    await forecast(blind, office.units["bidang"], 1, ForecastBy.LEVEL)
    with pytest.raises(Forbidden) as refused:
        await forecast(blind, office.units["bidang"], 1, ForecastBy.COMPETENCY)
    assert refused.value.facts["permission"] == "competence:read"


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
