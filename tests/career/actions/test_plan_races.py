"""On connections of their own: nobody makes two plans, a plan is decided once, the worker ends steps."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from factories.appraisal.office import Office, an_office, at_noon
from factories.career import a_goal, a_plan, a_step
from factories.racing import Race
from sqlalchemy import select

from jenjang.career.actions.plan_decisions import ApprovePlan, approve
from jenjang.career.actions.plans import OwnPlan, PlanUnderWay, begin, take_back
from jenjang.career.actions.settling import settle
from jenjang.career.models import CareerStep
from jenjang.career.terms import PlanState, StepKind
from jenjang.competence.actions.assessing import Assess, assess
from jenjang.competence.terms import AssessmentSource
from jenjang.core.context import Context
from jenjang.core.errors import Stale
from jenjang.database.engine import bound, engine

TODAY = date(2026, 7, 1)


async def settled(race: Race) -> tuple[Office, UUID]:
    """An office, and a submitted plan of the colleague."""

    async def make(context: Context) -> tuple[Office, UUID]:
        office = await an_office(context.session, TODAY)
        plan = await a_plan(context.session, office.people["colleague"], TODAY, PlanState.SUBMITTED)
        return office, plan.id

    found: tuple[Office, UUID] = await race.alone(make)
    return found


async def test_nobody_begins_two_plans_at_once(race: Race) -> None:
    office, _ = await settled(race)

    async def start(context: Context) -> object:
        return await begin(office.as_(context, "staff", TODAY))

    assert isinstance(await race.second_of(start, start), PlanUnderWay)


@pytest.mark.parametrize("first", ["approve", "take_back"])
async def test_what_is_decided_and_taken_back_at_once_is_one_of_them(race: Race, first: str) -> None:
    office, plan = await settled(race)

    async def decide(context: Context) -> object:
        return await approve(
            office.as_(context, "chief", TODAY), ApprovePlan(plan_id=plan, expected_version=1)
        )

    async def undo(context: Context) -> object:
        return await take_back(
            office.as_(context, "colleague", TODAY), OwnPlan(plan_id=plan, expected_version=1)
        )

    order = (decide, undo) if first == "approve" else (undo, decide)
    second = await race.second_of(*order)
    assert type(second).__name__ in ("Stale", "NotFound"), second
    assert isinstance(second, Stale) == (first == "approve")


async def test_the_worker_may_end_steps(race: Race, fresh_database) -> None:
    async def make(context: Context) -> tuple[UUID, UUID]:
        office = await an_office(context.session, TODAY)
        plan = await a_plan(context.session, office.people["staff"], TODAY)
        goal = await a_goal(context.session, plan, date(2027, 1, 1))
        step = await a_step(context.session, goal, StepKind.COMPETENCY, competency="M.05", level=2)
        learned = Assess(
            employee_id=office.people["staff"],
            level=2,
            assessed_on=TODAY,
            source=AssessmentSource.TRAINING,
            competency="M.05",
        )
        await assess(office.as_(context, "chief", TODAY), learned)
        return office.people["staff"], step.id

    person, step = await race.alone(make)
    worker = engine(fresh_database.worker_url, connections=1)
    async with bound(worker, "surakarta") as session:
        await settle(at_noon(replace(race.context, session=session), TODAY), [person])
        done = await session.scalar(select(CareerStep.done_on).where(CareerStep.id == step))
    await worker.dispose()
    assert done == TODAY
