"""An improvement becomes a step of a career plan: once, and from then on it is the plan's."""

from datetime import date
from uuid import UUID

import pytest
from factories.appraisal.judging import Month
from factories.career import a_goal, a_plan, a_step
from factories.events import Post
from sqlalchemy import Table, select, text

from jenjang.appraisal.actions.publishing import publish
from jenjang.appraisal.actions.results import MakeStep, drop_step, make_step
from jenjang.appraisal.models.evaluation import EvaluationPoint, StepIntention
from jenjang.appraisal.rules.transitions import IllegalStep
from jenjang.appraisal.terms import IntentionState
from jenjang.career.actions.plan_decisions import ApprovePlan, approve
from jenjang.career.actions.plan_goals import RemoveGoal, remove_goal
from jenjang.career.actions.plan_steps import TAKEN_UP, AddStep, RemoveStep, add_step, remove_step
from jenjang.career.actions.plans import OwnPlan, discard
from jenjang.career.models import CareerGoal
from jenjang.career.rules.plans import TakenUpBefore
from jenjang.career.terms import PlanState, StepKind
from jenjang.core.errors import NotFound
from jenjang.events.telling import Event, tell
from jenjang.organisation.windows import improvements_intended, improvements_planned

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
    """Hand over whatever was told, twice."""
    for _ in range(2):
        await Post().hand_over(june.as_("admin"))


async def test_a_plan_takes_an_improvement_up_once_and_it_is_dropped_no_more(
    june: Month, intention: StepIntention
) -> None:
    session = june.context.session
    goal = await goal_of(june, "staff")
    made = await add_step(june.as_("staff"), step(goal, intention.id))
    with pytest.raises(TakenUpBefore):
        await add_step(june.as_("staff"), step(goal, intention.id))
    with pytest.raises(IllegalStep):
        await drop_step(june.as_("staff"), intention.id)
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
    made = await add_step(june.as_("staff"), step(await goal_of(june, "staff"), intention.id))
    await remove_step(june.as_("staff"), RemoveStep(step_id=made.id, expected_version=2))
    await drop_step(june.as_("staff"), intention.id)
    await june.context.session.flush()
    await delivered(june)
    await june.context.session.refresh(intention)
    assert intention.state == IntentionState.DROPPED


async def state_of(june: Month, intention: StepIntention) -> str:
    await delivered(june)
    await june.context.session.refresh(intention)
    return intention.state


@pytest.mark.parametrize("how", ["step", "goal", "plan"])
async def test_an_improvement_that_a_plan_lets_go_is_its_persons_again(
    june: Month, intention: StepIntention, how: str
) -> None:
    staff, goal = june.as_("staff"), await goal_of(june, "staff")
    made = await add_step(staff, step(goal, intention.id))
    assert await state_of(june, intention) == IntentionState.TAKEN_UP
    if how == "step":
        await remove_step(staff, RemoveStep(step_id=made.id, expected_version=2))
    elif how == "goal":
        await remove_goal(staff, RemoveGoal(goal_id=goal.id, expected_version=2))
    else:
        await discard(staff, OwnPlan(plan_id=goal.plan_id, expected_version=2))
    assert await state_of(june, intention) == IntentionState.WANTED
    assert (await drop_step(staff, intention.id)).state == IntentionState.DROPPED


@pytest.mark.parametrize(("done", "state"), [(False, "WANTED"), (True, "TAKEN_UP")])
async def test_what_a_renewal_leaves_behind_is_let_go_unless_it_is_done(
    june: Month, intention: StepIntention, done: bool, state: str
) -> None:
    session, context = june.context.session, june.as_("staff")
    person, today = context.viewer.employee_id, context.today
    assert person
    old = await a_goal(session, await a_plan(session, person, today), FAR)
    await a_step(session, old, intention_id=intention.id, done_on=today if done else None)
    plan = await a_plan(session, person, today, PlanState.SUBMITTED, renews_plan_id=old.plan_id)
    for due in (FAR, date(2029, 1, 1)):
        await a_step(session, await a_goal(session, plan, due))
    await tell(context, Event(name=TAKEN_UP, about=("StepIntention", intention.id)))
    assert await state_of(june, intention) == IntentionState.TAKEN_UP
    await approve(june.as_("chief"), ApprovePlan(plan_id=plan.id, expected_version=1))
    assert await state_of(june, intention) == state


@pytest.mark.parametrize("window", [improvements_intended, improvements_planned], ids=lambda one: one.name)
async def test_a_window_has_its_columns_and_shows_the_bound_government_only(
    june: Month, intention: StepIntention, window: Table
) -> None:
    session = june.context.session
    await add_step(june.as_("staff"), step(await goal_of(june, "staff"), intention.id))
    (row,) = (await session.execute(select(window))).all()
    assert (row.tenant_id, row.employee_id, row.id) == ("surakarta", intention.employee_id, intention.id)
    for other in ("plaju", ""):
        await session.execute(text("SELECT set_config('app.tenant_id', :other, true)"), {"other": other})
        assert (await session.execute(select(window))).all() == []
