"""What stands behind a simulation: one look-up however much is assumed, and none before it is allowed."""

from collections.abc import Sequence
from datetime import date

import pytest
from factories.appraisal.office import Office
from factories.competence import a_standard, a_technical_competency, an_assessment
from factories.statements import statements
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.career.actions.assumptions import NamedLevel
from jenjang.career.actions.simulating import Assumed, Simulated, simulate
from jenjang.career.rules.requirements import Finding, Lacking
from jenjang.career.terms import Requirement
from jenjang.core.context import Context
from jenjang.core.errors import NotFound
from jenjang.organisation.models import Employee, Placement
from jenjang.organisation.terms import Standing


async def simulated(
    context: Context, office: Office, *levels: NamedLevel, by: str = "admin", months: int = 0
) -> Simulated:
    held = select(Placement.position_id).where(Placement.employee_id == office.people["functional"])
    goal = (await context.session.scalars(held)).one()
    return await simulate(
        office.as_(context, by), office.people["staff"], goal, Assumed(months=months, levels=levels)
    )


def of_competencies(findings: Sequence[Finding]) -> Finding:
    (found,) = (one for one in findings if one.requirement is Requirement.COMPETENCIES)
    return found


async def test_as_many_statements_are_asked_for_twenty_levels_as_for_one(
    session: AsyncSession, context: Context, office: Office
) -> None:
    own = [await a_technical_competency(session, f"T.{place:02}") for place in range(20)]
    levels = [NamedLevel(3, technical_competency_id=one.id) for one in own]
    await simulated(context, office, *levels[:1])  # What is kept of rules and lists is read.
    many = []
    for some in (levels[:1], levels):
        with statements(session) as asked:
            await simulated(context, office, *some)
        many.append(len(asked))
    assert many[0] == many[1]


async def test_nothing_is_looked_up_for_who_may_not_ask(
    session: AsyncSession, context: Context, office: Office
) -> None:
    own = await a_technical_competency(session)
    with statements(session) as asked, pytest.raises(NotFound):
        await simulated(context, office, NamedLevel(3, technical_competency_id=own.id), by="colleague")
    assert not any("technical_competencies" in one for one in asked)


async def test_a_level_of_the_governments_own_is_held_against_the_standard(
    session: AsyncSession, context: Context, office: Office
) -> None:
    own = await a_technical_competency(session)
    goal = select(Placement.position_id).where(Placement.employee_id == office.people["functional"])
    await a_standard(session, (await session.scalars(goal)).one(), own, 3)
    await an_assessment(session, office.people["staff"], own, 2)
    lacking = (Lacking(own.code, own.name, 3, 2),)
    short = Finding(Requirement.COMPETENCIES, Standing.MISSING, "1", "0", lacking)
    told = await simulated(context, office, NamedLevel(3, technical_competency_id=own.id))
    assert of_competencies(told.today) == short
    assert of_competencies(told.then) == Finding(Requirement.COMPETENCIES, Standing.MET, "1", "1")
    assert of_competencies((await simulated(context, office)).then) == short
    lower = await simulated(context, office, NamedLevel(1, technical_competency_id=own.id))
    assert of_competencies(lower.then) == short


async def test_nobody_comes_there_after_the_service(
    session: AsyncSession, context: Context, office: Office
) -> None:
    person = await session.get_one(Employee, ("surakarta", office.people["staff"]))
    person.retires_on = date(2026, 10, 1)
    told = await simulated(context, office, months=3)
    (service,) = (one for one in told.then if one.requirement is Requirement.IN_SERVICE)
    assert service == Finding(Requirement.IN_SERVICE, Standing.MISSING, "ACTIVE/CANDIDATE", "2026-10-01")
    assert told.first_on is None
    assert Requirement.IN_SERVICE in told.in_the_way
