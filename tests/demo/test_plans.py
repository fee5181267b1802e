"""The demo's career plans: of a third of the people, whole, in every state, for gaps that are there."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.career.aspirations import CareerAspiration
from jenjang.career.models import CareerGoal, CareerPath, CareerPlan, CareerStep
from jenjang.career.terms import Consent, MoveKind, PlanState
from jenjang.core import clock
from jenjang.core.sealing import Vault
from jenjang.core.settings import HOUSE
from jenjang.database.engine import bound, engine
from jenjang.demo.competence.filling import furnish
from jenjang.demo.people.arrival import bring_in
from jenjang.demo.people.calendar_days import AS_OF
from jenjang.demo.people.personas import personas
from jenjang.demo.plans.filling import plan
from jenjang.demo.training.filling import train
from jenjang.organisation.models import Employee
from jenjang.tenancy.catalogue import catalogue

PLAJU = catalogue(HOUSE / "tenants")["plaju"]
WITHOUT_GAP = text("""
    SELECT count(*) FROM career_steps s
      JOIN competency_levels l ON l.employee_id = s.employee_id AND l.subject = s.subject
     WHERE s.kind = 'COMPETENCY' AND l.level >= s.level AND l.valid_from <= :today AND l.valid_to > :today
""")

TAUGHT_IN_VAIN = text("""
    SELECT count(*) FROM career_steps s
     WHERE s.kind = 'TRAINING' AND NOT EXISTS (
           SELECT FROM career_steps o JOIN course_levels c ON c.subject = o.subject AND c.level >= o.level
            WHERE o.goal_id = s.goal_id AND c.course_id = s.course_id)
""")


@pytest.fixture(scope="module")
async def planned(database, vault: Vault) -> int:
    """How many of a government's people have a plan."""
    await bring_in(database.app_url, vault, PLAJU, AS_OF)
    await furnish(database.app_url, vault, PLAJU)
    await train(database.app_url, vault, PLAJU)
    return await plan(database.app_url, vault, PLAJU)


@pytest.fixture
async def session(planned: int, database) -> AsyncIterator[AsyncSession]:
    app = engine(database.app_url, connections=1)
    async with bound(app, "plaju") as session:
        yield session
    await app.dispose()


async def test_a_third_of_the_people_have_a_plan_in_every_state(session: AsyncSession, planned: int) -> None:
    people = await session.scalar(text("SELECT count(*) FROM employees WHERE state = 'ACTIVE'")) or 0
    assert 0.28 < planned / people < 0.38
    counted = select(CareerPlan.state, func.count()).group_by(CareerPlan.state)
    states = {row[0]: row[1] for row in await session.execute(counted)}
    assert states.keys() == {"APPROVED", "SUBMITTED", "DRAFT", "RETURNED"}
    assert max(states, key=lambda one: states[one]) == PlanState.APPROVED


async def test_every_goal_has_a_step_and_steps_close_gaps(session: AsyncSession) -> None:
    goals = await session.scalar(select(func.count()).select_from(CareerGoal))
    stepped = await session.scalar(select(func.count(func.distinct(CareerStep.goal_id))))
    assert goals == stepped
    assert goals == 2 * (await session.scalar(select(func.count()).select_from(CareerPlan)) or 0)
    kinds = select(CareerStep.kind, func.count()).group_by(CareerStep.kind)
    counted = {row[0]: row[1] for row in await session.execute(kinds)}
    assert counted["COMPETENCY"] > 100
    assert counted["TRAINING"] > 50
    assert await session.scalar(TAUGHT_IN_VAIN) == 0
    today = max(clock.today(PLAJU.time_zone), AS_OF)
    assert await session.scalar(WITHOUT_GAP, {"today": today}) == 0


async def test_a_fifth_wish_something_and_confide_it_to_nobody_the_leader_or_the_committee(
    session: AsyncSession,
) -> None:
    wishes = (await session.scalars(select(CareerAspiration))).all()
    people = await session.scalar(text("SELECT count(*) FROM employees WHERE state = 'ACTIVE'")) or 0
    assert 0.12 < len(wishes) / people < 0.28
    assert {one.consent for one in wishes} == {*Consent}
    running = [one for one in wishes if one.withdrawn_on is None]
    assert 0 < len(wishes) - len(running) < len(wishes) / 5
    for named in ("position_id", "level", "unit_id", "skill"):
        assert sum(getattr(one, named) is not None for one in running) > 3, named
    staff = select(Employee.id).where(Employee.number == personas("plaju")["staff"])
    assert await session.scalar(staff) not in {one.employee_id for one in wishes}


async def test_nothing_comes_in_twice(database, vault: Vault, planned: int) -> None:
    assert planned
    assert await plan(database.app_url, vault, PLAJU) == 0


async def test_the_governments_own_paths_lead_up_and_across(session: AsyncSession) -> None:
    counted = select(CareerPath.move, func.count()).group_by(CareerPath.move)
    assert {MoveKind(move) for move, _ in await session.execute(counted)} == {
        MoveKind.VERTICAL,
        MoveKind.HORIZONTAL,
    }
    led = text("""
        SELECT count(*) FROM career_paths c JOIN placements p ON p.position_id = c.from_position_id
          JOIN employees e ON e.id = p.employee_id WHERE e.number = :staff AND p.valid_to IS NULL
    """)
    assert await session.scalar(led, {"staff": personas("plaju")["staff"]})
