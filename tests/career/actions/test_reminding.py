"""Who wrote a plan, and who leads, is told once, a month before it is to be renewed."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from career.conftest import TODAY, As
from factories.appraisal.office import Office
from factories.career import a_plan
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.career.actions.reminding import remind_planners
from jenjang.career.models import CareerPlan
from jenjang.career.terms import OPEN, PlanState
from jenjang.organisation.models import Employee, Notice

LAST = TODAY + timedelta(days=365)
"""The first day on which the plan stands no more."""
SOON = LAST - timedelta(days=30)


@pytest.fixture
async def plan(session: AsyncSession, office: Office) -> CareerPlan:
    """The staff's, approved today."""
    return await a_plan(session, office.people["staff"], TODAY)


async def told(session: AsyncSession) -> set[UUID]:
    rows = (
        await session.execute(
            select(Notice.employee_id, Notice.about_id).where(Notice.kind == "PLAN_TO_RENEW")
        )
    ).all()
    assert len(rows) == len({row.employee_id for row in rows})
    return {row.employee_id for row in rows}


@pytest.mark.parametrize(
    ("on", "plans"),
    [(SOON - timedelta(days=1), 0), (SOON, 1), (LAST - timedelta(days=1), 1), (LAST, 0)],
)
async def test_it_is_told_in_the_last_thirty_days(
    session: AsyncSession, office: Office, as_: As, plan: CareerPlan, on: date, plans: int
) -> None:
    assert await remind_planners(as_("program", on=on)) == plans
    both = {office.people["staff"], office.people["chief"]}
    assert await told(session) == (both if plans else set())


async def test_it_is_told_once(session: AsyncSession, as_: As, plan: CareerPlan) -> None:
    assert await remind_planners(as_("program", on=SOON)) == 1
    for later in range(3):
        assert await remind_planners(as_("program", on=SOON + timedelta(days=later))) == 0
    assert len(await told(session)) == 2


@pytest.mark.parametrize("state", sorted(OPEN))
async def test_who_renews_it_already_isnt_told(
    session: AsyncSession, office: Office, as_: As, plan: CareerPlan, state: PlanState
) -> None:
    await a_plan(session, office.people["staff"], SOON, state, renews_plan_id=plan.id)
    assert await remind_planners(as_("program", on=SOON)) == 0


@pytest.mark.parametrize("state", sorted(set(PlanState) - {PlanState.APPROVED}))
async def test_only_an_approved_plan_is_told_of(
    session: AsyncSession, office: Office, as_: As, state: PlanState
) -> None:
    await a_plan(session, office.people["staff"], TODAY, state)
    assert await remind_planners(as_("program", on=SOON)) == 0


async def test_who_serves_no_more_isnt_told(
    session: AsyncSession, office: Office, as_: As, plan: CareerPlan
) -> None:
    (await session.get_one(Employee, ("surakarta", office.people["staff"]))).state = "RETIRED"
    await session.flush()
    assert await remind_planners(as_("program", on=SOON)) == 0
    assert await told(session) == set()


async def test_who_is_led_by_nobody_is_told_alone(session: AsyncSession, office: Office, as_: As) -> None:
    await a_plan(session, office.people["head"], TODAY)
    assert await remind_planners(as_("program", on=SOON)) == 1
    assert await told(session) == {office.people["head"]}
