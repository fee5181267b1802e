"""On connections of their own: nobody makes two plans, a plan is decided once, the worker ends steps."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from factories.appraisal.office import Office, an_office, at_noon
from factories.career import a_goal, a_plan, a_step
from factories.events import Post
from factories.racing import Race
from sqlalchemy import select

from jenjang.career.actions.plan_decisions import ApprovePlan, approve
from jenjang.career.actions.plan_steps import FinishStep, finish_step
from jenjang.career.actions.plans import OwnPlan, PlanUnderWay, begin, take_back
from jenjang.career.actions.settling import settle
from jenjang.career.models import CareerPlan, CareerStep
from jenjang.career.terms import PlanState, StepKind
from jenjang.competence.actions.assessing import Assess, assess
from jenjang.competence.terms import AssessmentSource
from jenjang.core.context import Context
from jenjang.core.errors import Stale
from jenjang.database.engine import bound, engine

TODAY, BEGAN = date(2026, 7, 1), date(2026, 6, 1)


def learned(person: UUID) -> Assess:
    """The second level of a competency, from a training."""
    training = {"source": AssessmentSource.TRAINING, "evidence": "Sertifikat"}
    return Assess(employee_id=person, level=2, assessed_on=TODAY, competency="M.05", **training)


async def settled(race: Race) -> tuple[Office, UUID]:
    """An office, and a submitted plan of the colleague."""

    async def make(context: Context) -> tuple[Office, UUID]:
        office = await an_office(context.session, TODAY)
        plan = await a_plan(context.session, office.people["colleague"], TODAY, PlanState.SUBMITTED)
        for due in (date(2027, 1, 1), date(2029, 1, 1)):
            await a_step(context.session, await a_goal(context.session, plan, due))
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


async def test_what_is_recorded_while_a_plan_is_approved_ends_its_step(race: Race) -> None:
    """The level's letter comes while the plan is submitted still; the approval saw no level."""
    post, (office, plan) = Post(), await settled(race)
    person = office.people["colleague"]

    async def step(context: Context) -> UUID:
        goal = await a_goal(context.session, await context.get(CareerPlan, plan), date(2027, 1, 1))
        return (await a_step(context.session, goal, StepKind.COMPETENCY, competency="M.05", level=2)).id

    async def decide(context: Context) -> None:
        await approve(office.as_(context, "chief", TODAY), ApprovePlan(plan_id=plan, expected_version=1))

    async def record(context: Context) -> None:
        chief = office.as_(context, "chief", TODAY)
        await assess(chief, learned(person))
        await post.hand_over(chief)

    async def done(context: Context) -> object:
        return await context.session.scalar(select(CareerStep.done_on).where(CareerStep.id == made))

    made = await race.alone(step)
    assert await race.second_of(decide, record) is None
    assert await race.alone(done) is None

    async def deliver(context: Context) -> None:
        await post.hand_over(office.as_(context, "program", TODAY))

    await race.alone(deliver)
    assert await race.alone(done) == TODAY


@pytest.mark.parametrize("first", ["finish", "settle"])
async def test_a_step_that_is_finished_while_others_end_keeps_its_day(race: Race, first: str) -> None:
    async def make(context: Context) -> tuple[Office, UUID, UUID]:
        office = await an_office(context.session, TODAY)
        goal = await a_goal(
            context.session, await a_plan(context.session, office.people["staff"], BEGAN), date(2027, 1, 1)
        )
        await assess(office.as_(context, "chief", TODAY), learned(office.people["staff"]))
        level = await a_step(context.session, goal, StepKind.COMPETENCY, competency="M.05", level=2)
        return office, (await a_step(context.session, goal)).id, level.id

    office, own, level = await race.alone(make)

    async def finish(context: Context) -> None:
        await finish_step(office.as_(context, "staff", TODAY), FinishStep(step_id=own, on=BEGAN))

    async def end(context: Context) -> None:
        await settle(office.as_(context, "program", TODAY), [office.people["staff"]])

    async def days(context: Context) -> dict[UUID, object]:
        rows = await context.session.execute(select(CareerStep.id, CareerStep.done_on))
        return {row.id: row.done_on for row in rows}

    order = (finish, end) if first == "finish" else (end, finish)
    assert await race.second_of(*order) is None
    assert await race.alone(days) == {own: BEGAN, level: TODAY}


async def test_the_worker_may_end_steps(race: Race, fresh_database) -> None:
    async def make(context: Context) -> tuple[UUID, UUID]:
        office = await an_office(context.session, TODAY)
        plan = await a_plan(context.session, office.people["staff"], TODAY)
        goal = await a_goal(context.session, plan, date(2027, 1, 1))
        step = await a_step(context.session, goal, StepKind.COMPETENCY, competency="M.05", level=2)
        await assess(office.as_(context, "chief", TODAY), learned(office.people["staff"]))
        return office.people["staff"], step.id

    person, step = await race.alone(make)
    worker = engine(fresh_database.worker_url, connections=1)
    async with bound(worker, "surakarta") as session:
        await settle(at_noon(replace(race.context, session=session), TODAY), [person])
        done = await session.scalar(select(CareerStep.done_on).where(CareerStep.id == step))
    await worker.dispose()
    assert done == TODAY
