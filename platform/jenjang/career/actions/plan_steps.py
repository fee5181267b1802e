"""Steps of the own career plan: added, changed, removed while it is made; finished once it is approved."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from jenjang.career.actions.law import plans_on
from jenjang.career.actions.plans import let_go, own_plan, plan_in_the_making, service_ends
from jenjang.career.models import CareerGoal, CareerPlan, CareerStep
from jenjang.career.rules.plans import (
    NothingMore,
    NotYourWord,
    StepDone,
    StepTwice,
    TakenUpBefore,
    check_done_on,
    check_due,
    check_room_for_step,
    check_says,
    check_within,
)
from jenjang.career.terms import OPEN, OWN_WORD, PlanState, StepKind
from jenjang.competence.actions.subjects import subject
from jenjang.competence.rules.levels import check_level
from jenjang.core.context import Context
from jenjang.core.errors import NotFound
from jenjang.core.texts import check_text
from jenjang.events.telling import Event, tell
from jenjang.organisation.actions.history import one_at_a_time
from jenjang.organisation.actions.versions import changed
from jenjang.organisation.windows import course_levels, improvement, improvements_intended

TAKEN_UP = "career.improvement_taken_up"
"""What other domains are told: an improvement that somebody made a step stands in a plan."""


WAITED_FOR = {
    "course_id": "courseId",
    "competency": "competency",
    "technical_competency_id": "technicalCompetencyId",
    "level": "level",
}
"""What a step waits for, by column, and where it is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a step is, and by when it is done: a course, a competency's level, or words."""

    kind: StepKind
    what: str
    due: date
    course_id: UUID | None = None
    competency: str | None = None
    technical_competency_id: UUID | None = None
    level: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddStep(Said):
    """A step towards a goal; it may take up an improvement of an appraisal."""

    goal_id: UUID
    step_intention_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeStep(Said):
    """A step said anew."""

    step_id: UUID
    expected_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveStep:
    """Which step one gives up."""

    step_id: UUID
    expected_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishStep:
    """Which step is done, and since when."""

    step_id: UUID
    on: date


async def add_step(context: Context, asked: AddStep) -> CareerStep:
    """Add a step to a goal; it is due by it. An improvement is taken up by one plan, once.

    Raises NotAPerson, NotFound, NotBeingMade, NoText, TextTooLong, DueInThePast, DueTooFar, DueAfterService,
    StepAfterGoal, GoalFull, NamesACourse, NamesALevel, NameOneCompetency, CompetencyOutOfUse, NoSuchLevel,
    StepTwice, TakenUpBefore, NoRuleInForce.
    """
    seen = await context.get(CareerGoal, asked.goal_id, field="goalId")
    plan = await plan_in_the_making(context, seen.plan_id, "goalId")
    goal = await context.get(CareerGoal, asked.goal_id, lock=True, field="goalId")
    says = await _checked(context, asked, plan, goal)
    await _check_once(context, plan, says)
    counted = select(func.count()).where(CareerStep.goal_id == goal.id)
    rule = await plans_on(context, context.today)
    check_room_for_step(rule, await context.session.scalar(counted) or 0)
    if asked.step_intention_id:
        await _check_intended(context, asked.step_intention_id, plan.employee_id)
    changed(plan, None)
    of = {"goal_id": goal.id, "plan_id": plan.id, "employee_id": plan.employee_id}
    made = CareerStep(intention_id=asked.step_intention_id, **of, **says)
    context.session.add(made)
    await context.session.flush()
    if asked.step_intention_id:
        await tell(context, Event(name=TAKEN_UP, about=("StepIntention", asked.step_intention_id)))
    return made


async def change_step(context: Context, asked: ChangeStep) -> CareerStep:
    """Say a step anew. Raises what `add_step` raises of what is said, and Stale."""
    step, plan = await _step(context, asked.step_id)
    changed(plan, asked.expected_version)
    goal = await context.get(CareerGoal, step.goal_id)
    says = await _checked(context, asked, plan, goal)
    await _check_once(context, plan, says, but=step.id)
    if any(getattr(step, name) != value for name, value in says.items() if name != "due"):
        step.copied_from_step_id = None
    for name, value in says.items():
        setattr(step, name, value)
    await context.session.flush()
    return step


async def remove_step(context: Context, asked: RemoveStep) -> CareerPlan:
    """Remove a step; an improvement that it took up may be taken up again.

    Raises NotAPerson, NotFound, NotBeingMade, Stale.
    """
    step, plan = await _step(context, asked.step_id)
    changed(plan, asked.expected_version)
    await let_go(context, [step])
    await context.session.delete(step)
    await context.session.flush()
    return plan


async def finish_step(context: Context, asked: FinishStep) -> CareerStep:
    """Say that a step of the own approved plan is done, where nothing else here would tell.

    Raises NotAPerson, NotFound, NothingMore, NotYourWord, StepDone, NotDoneOn.
    """
    seen = await context.get(CareerStep, asked.step_id, field="stepId")
    plan = await own_plan(context, seen.plan_id, "stepId")
    step = await context.get(CareerStep, asked.step_id, lock=True, field="stepId")
    if plan.state != PlanState.APPROVED:
        raise NothingMore("stepId", state=PlanState(plan.state))
    if step.kind not in OWN_WORD:
        raise NotYourWord("stepId")
    if step.done_on:
        raise StepDone("stepId", on=step.done_on)
    check_done_on(asked.on, plan.begins_on, context.today)
    step.done_on = asked.on
    return step


async def _checked(context: Context, said: Said, plan: CareerPlan, goal: CareerGoal) -> dict[str, object]:
    """The columns of what is said."""
    rule = await plans_on(context, context.today)
    check_due(rule, said.due, context.today, await service_ends(context, plan))
    check_within(goal.due, said.due)
    check_says(said.kind, [field for name, field in WAITED_FOR.items() if getattr(said, name) is not None])
    says: dict[str, object] = {"kind": said.kind, "what": check_text(said.what, "what"), "due": said.due}
    says |= {"course_id": said.course_id, "competency": None, "technical_competency_id": None, "level": None}
    if said.course_id:
        await _check_course(context, said.course_id)
    if said.kind is StepKind.COMPETENCY:
        named_by = (said.competency, said.technical_competency_id)
        says |= (await subject(context, *named_by, on=context.today)).columns
        says["level"] = check_level(said.level or 0, "level")
    return says


async def _check_once(
    context: Context, plan: CareerPlan, says: dict[str, object], but: UUID | None = None
) -> None:
    """Refuse a course, or a level in a competency, that another open step waits for. Raises StepTwice."""
    if says["kind"] not in (StepKind.TRAINING, StepKind.COMPETENCY):
        return
    one = CareerStep
    same = [getattr(one, name).is_not_distinct_from(says[name]) for name in WAITED_FOR]
    open_ones = (one.plan_id == plan.id, one.done_on.is_(None), one.id.is_distinct_from(but))
    of = select(one.what, one.due).where(*open_ones, *same).order_by(one.due, one.id).limit(1)
    if first := (await context.session.execute(of)).first():
        field = next(field for name, field in WAITED_FOR.items() if says[name] is not None)
        raise StepTwice(field, what=first.what, due=first.due)


async def _check_course(context: Context, course_id: UUID) -> None:
    known = select(exists().where(course_levels.c.course_id == course_id))
    if not await context.session.scalar(known):
        raise NotFound("courseId")


async def _check_intended(context: Context, intention_id: UUID, person: UUID) -> None:
    """Refuse what isn't an own improvement to be taken up. Raises NotFound, TakenUpBefore."""
    # Who drops it at the same time waits, and sees that a plan holds it.
    await one_at_a_time(context, improvement(intention_id))
    window = improvements_intended
    of = select(exists().where(window.c.id == intention_id, window.c.employee_id == person))
    if not await context.session.scalar(of):
        raise NotFound("stepIntentionId")
    plan = aliased(CareerPlan)
    taken = (
        select(CareerStep.id)
        .join(plan, (plan.tenant_id == CareerStep.tenant_id) & (plan.id == CareerStep.plan_id))
        .where(CareerStep.intention_id == intention_id, plan.state.in_((*OPEN, PlanState.APPROVED)))
    )
    if await context.session.scalar(taken.limit(1)):
        raise TakenUpBefore("stepIntentionId")


async def _step(context: Context, step_id: UUID) -> tuple[CareerStep, CareerPlan]:
    """A step of a plan of one's own that is being made. Raises NotAPerson, NotFound, NotBeingMade."""
    seen = await context.get(CareerStep, step_id, field="stepId")
    plan = await plan_in_the_making(context, seen.plan_id, "stepId")
    return await context.get(CareerStep, step_id, lock=True, field="stepId"), plan
