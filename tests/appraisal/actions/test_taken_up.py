"""An improvement becomes a step of a career plan: once, and from then on it is the plan's."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from factories.appraisal.judging import Month
from factories.career import a_goal, a_plan
from sqlalchemy import select

from jenjang.appraisal.actions.publishing import publish
from jenjang.appraisal.actions.results import MakeStep, drop_step, make_step
from jenjang.appraisal.models.evaluation import EvaluationPoint, StepIntention
from jenjang.appraisal.rules.transitions import IllegalStep
from jenjang.appraisal.terms import IntentionState
from jenjang.career.actions.plan_steps import TAKEN_UP, AddStep, RemoveStep, add_step, remove_step
from jenjang.career.models import CareerGoal
from jenjang.career.rules.plans import TakenUpBefore
from jenjang.career.terms import PlanState, StepKind
from jenjang.core.errors import NotFound
from jenjang.events.handling import Letter
from jenjang.events.models import OutboxEvent
from jenjang.handlers import HANDLERS

DAY, FAR = date(2026, 10, 1), date(2027, 6, 1)


@pytest.fixture
async def intention(june: Month) -> StepIntention:
    """The staff's result is published, and its improvement is to become a step."""
    await june.evaluated("staff")
    await publish(june.as_("admin"), [june.appraisals["staff"]])
    point = select(EvaluationPoint.id).where(
        EvaluationPoint.appraisal_id == june.appraisals["staff"], EvaluationPoint.kind == "IMPROVEMENT"
    )
    found = await june.context.session.scalar(point)
    assert found
    return await make_step(june.as_("staff"), MakeStep(point_id=found, step="Menyimak", wanted_by=DAY))


async def goal_of(june: Month, name: str) -> CareerGoal:
    session, context = june.context.session, june.as_(name)
    person = context.viewer.employee_id
    assert person
    return await a_goal(session, await a_plan(session, person, context.today, PlanState.DRAFT), FAR)


def step(goal: CareerGoal, intention_id: UUID) -> AddStep:
    of = {"goal_id": goal.id, "step_intention_id": intention_id}
    return AddStep(kind=StepKind.OTHER, what="Menyimak lebih lama", due=DAY, **of)


async def delivered(june: Month) -> None:
    """Hand over whatever the plan told, twice."""
    session = june.context.session
    told = await session.scalars(select(OutboxEvent.about_id).where(OutboxEvent.name == TAKEN_UP))
    made = datetime(2026, 7, 1, tzinfo=UTC)
    letters = [Letter(id=uuid4(), made_at=made, name=TAKEN_UP, about=("StepIntention", one)) for one in told]
    assert letters
    (take_up,) = HANDLERS[TAKEN_UP]
    for _ in range(2):
        await take_up.handle(june.as_("admin"), letters)


async def test_a_plan_takes_an_improvement_up_once_and_it_is_dropped_no_more(
    june: Month, intention: StepIntention
) -> None:
    session = june.context.session
    goal = await goal_of(june, "staff")
    made = await add_step(june.as_("staff"), step(goal, intention.id))
    with pytest.raises(TakenUpBefore):
        await add_step(june.as_("staff"), step(goal, intention.id))
    await delivered(june)
    await session.refresh(intention)
    assert intention.state == IntentionState.TAKEN_UP
    with pytest.raises(IllegalStep):
        await drop_step(june.as_("staff"), intention.id)
    await remove_step(june.as_("staff"), RemoveStep(step_id=made.id, expected_version=2))
    again = await add_step(june.as_("staff"), step(goal, intention.id))
    assert again.intention_id == intention.id


async def test_what_was_dropped_and_what_is_anothers_is_taken_up_by_nobody(
    june: Month, intention: StepIntention
) -> None:
    theirs = await goal_of(june, "colleague")
    with pytest.raises(NotFound) as caught:
        await add_step(june.as_("colleague"), step(theirs, intention.id))
    assert caught.value.field == ("stepIntentionId",)
    await drop_step(june.as_("staff"), intention.id)
    await june.context.session.flush()
    goal = await goal_of(june, "staff")
    with pytest.raises(NotFound):
        await add_step(june.as_("staff"), step(goal, intention.id))


async def test_a_letter_that_comes_after_it_was_dropped_changes_nothing(
    june: Month, intention: StepIntention
) -> None:
    await add_step(june.as_("staff"), step(await goal_of(june, "staff"), intention.id))
    await drop_step(june.as_("staff"), intention.id)
    await june.context.session.flush()
    await delivered(june)
    await june.context.session.refresh(intention)
    assert intention.state == IntentionState.DROPPED
