"""The own career plan: begun, submitted, taken back, discarded, and renewed once it was approved."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from jenjang.career.actions.law import plans_on
from jenjang.career.models import CareerGoal, CareerPlan, CareerStep
from jenjang.career.rules.plans import CHANGED_IN, Planned, check_complete, check_follows
from jenjang.career.terms import OPEN, SERVING, Horizon, PlanState
from jenjang.core.context import Context
from jenjang.core.errors import Conflict, NotFound
from jenjang.events.telling import Event, tell
from jenjang.graph.perform import Ref
from jenjang.organisation.actions.history import one_at_a_time
from jenjang.organisation.actions.notices import tell_again
from jenjang.organisation.actions.superiors import standing_of
from jenjang.organisation.actions.versions import changed, own_person
from jenjang.organisation.models import Employee
from jenjang.organisation.rules.life import NotInService
from jenjang.organisation.terms import NoticeKind

LET_GO = "career.improvement_let_go"
"""What other domains are told: a plan holds an improvement no more, or doesn't become one that stands."""
COPIED = ("kind", "what", "due", "course_id", "competency", "technical_competency_id", "level")


class PlanUnderWay(Conflict):
    """You are making a plan already ({state}): finish that one, or discard it."""


class PlanStands(Conflict):
    """You have an approved plan: renew it, and change what is to be changed."""


class NotBeingMade(Conflict):
    """The plan is {state}: goals and steps are changed while it is a draft, or was returned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGoal:
    """What one wants to reach, and by when."""

    title: str
    due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginPlan:
    """The goals that a plan begins with."""

    goals: tuple[NewGoal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPlan:
    """Which plan of one's own, as it was seen."""

    plan_id: UUID
    expected_version: int


async def begin(context: Context) -> CareerPlan:
    """Begin a plan: a draft that nobody else sees.

    Raises NotAPerson, NotInService, PlanUnderWay, PlanStands.
    """
    person = await _who_makes_one(context)
    if await _of_state(context, person, PlanState.APPROVED):
        raise PlanStands
    return await _drafted(context, person, None)


async def renew(context: Context, asked: OwnPlan) -> CareerPlan:
    """Begin the plan that follows an approved one, with the goals and steps of that which aren't done.

    What is due no more by now stays behind. Raises NotAPerson, NotInService, NotFound, Stale, PlanUnderWay,
    PlanIsElsewhere, NoRuleInForce.
    """
    old = await own_plan(context, asked.plan_id)
    person = await _who_makes_one(context)
    changed(old, asked.expected_version)
    check_follows(PlanState(old.state), PlanState.RENEWED)
    made = await _drafted(context, person, old.id)
    await _carry_over(context, old, made)
    return made


async def submit(context: Context, asked: OwnPlan) -> CareerPlan:
    """Submit the own plan: the leader sees it and is told. How far off its goals are is seen from that day.

    Raises NotAPerson, NotFound, Stale, PlanIsElsewhere, NoGoalOfHorizon, GoalWithoutStep, DueAfterService,
    NoRuleInForce.
    """
    plan = await own_plan(context, asked.plan_id)
    moved(plan, PlanState.SUBMITTED, asked.expected_version)
    rule = await plans_on(context, context.today)
    for goal in await _goals(context, plan):
        goal.horizon = rule.horizon(goal.due, context.today)
    await check_whole(context, plan)
    await context.session.flush()
    standing = await standing_of(context, plan.employee_id, context.today)
    if standing and standing.superior_employee_id:
        about = Ref("CareerPlan", plan.id)
        await tell_again(context, NoticeKind.PLAN_SUBMITTED, about, standing.superior_employee_id)
    return plan


async def take_back(context: Context, asked: OwnPlan) -> CareerPlan:
    """Take the own plan back before it is decided: a draft again.

    Raises NotAPerson, NotFound, Stale, PlanIsElsewhere.
    """
    plan = await own_plan(context, asked.plan_id)
    return moved(plan, PlanState.DRAFT, asked.expected_version)


async def discard(context: Context, asked: OwnPlan) -> CareerPlan:
    """Give up a plan that is being made; an approved one that it was to renew stands as it stood.

    Raises NotAPerson, NotFound, Stale, PlanIsElsewhere.
    """
    plan = await own_plan(context, asked.plan_id)
    moved(plan, PlanState.DISCARDED, asked.expected_version)
    await let_go(context, await _steps(context, plan))
    return plan


async def let_go(context: Context, steps: Iterable[CareerStep]) -> None:
    """Tell that these steps hold no more what they took up; another plan may hold it still."""
    taken = sorted({one.intention_id for one in steps if one.intention_id})
    await tell(context, *(Event(name=LET_GO, about=("StepIntention", one)) for one in taken))


def moved(plan: CareerPlan, to: PlanState, expected_version: int) -> CareerPlan:
    """A plan in its next state. Raises Stale, PlanIsElsewhere."""
    changed(plan, expected_version)
    check_follows(PlanState(plan.state), to)
    plan.state = to
    return plan


async def own_plan(context: Context, plan_id: UUID, field: str = "planId") -> CareerPlan:
    """The own plan, locked: whatever changes within it waits for its turn. Raises NotAPerson, NotFound."""
    person = own_person(context)
    plan = await context.get(CareerPlan, plan_id, lock=True, field=field)
    if plan.employee_id != person:
        raise NotFound(field)
    return plan


async def plan_in_the_making(context: Context, plan_id: UUID, field: str) -> CareerPlan:
    """The same where its goals and steps may be changed. Raises NotAPerson, NotFound, NotBeingMade."""
    plan = await own_plan(context, plan_id, field)
    if plan.state not in CHANGED_IN:
        raise NotBeingMade(field, state=PlanState(plan.state))
    return plan


async def _who_makes_one(context: Context) -> UUID:
    """The person, who makes no other plan. Raises NotAPerson, NotInService, PlanUnderWay."""
    person = own_person(context)
    employee = await context.get(Employee, person)
    if employee.state not in SERVING:
        raise NotInService(on=context.today)
    await one_at_a_time(context, f"career plans of {person}")
    if under_way := await _of_state(context, person, *OPEN):
        raise PlanUnderWay(state=PlanState(under_way.state))
    return person


async def _of_state(context: Context, person: UUID, *states: PlanState) -> CareerPlan | None:
    of = select(CareerPlan).where(CareerPlan.employee_id == person, CareerPlan.state.in_(states))
    found: CareerPlan | None = await context.session.scalar(of)
    return found


async def _drafted(context: Context, person: UUID, renews: UUID | None) -> CareerPlan:
    of = {"employee_id": person, "renews_plan_id": renews}
    made = CareerPlan(begins_on=context.today, state=PlanState.DRAFT, version=1, **of)
    context.session.add(made)
    await context.session.flush()
    return made


async def _carry_over(context: Context, old: CareerPlan, made: CareerPlan) -> None:
    """Copy the goals that lie ahead, each with the steps that are to be done yet."""
    rule = await plans_on(context, context.today)
    steps = await _steps(context, old)
    for goal in await _goals(context, old, context.today):
        copy = CareerGoal(
            plan_id=made.id,
            employee_id=made.employee_id,
            title=goal.title,
            due=goal.due,
            horizon=rule.horizon(goal.due, context.today),
        )
        context.session.add(copy)
        await context.session.flush()
        left = [
            one for one in steps if one.goal_id == goal.id and not one.done_on and one.due > made.begins_on
        ]
        context.session.add_all(_copy(one, copy) for one in left)
    await context.session.flush()


def _copy(step: CareerStep, to: CareerGoal) -> CareerStep:
    same = {name: getattr(step, name) for name in (*COPIED, "intention_id")}
    of = {"goal_id": to.id, "plan_id": to.plan_id, "employee_id": to.employee_id}
    return CareerStep(copied_from_step_id=step.id, **of, **same)


async def _goals(context: Context, plan: CareerPlan, after: date | None = None) -> Sequence[CareerGoal]:
    of = select(CareerGoal).where(CareerGoal.plan_id == plan.id).order_by(CareerGoal.due, CareerGoal.id)
    found = (await context.session.scalars(of)).all()
    return [one for one in found if after is None or one.due > after]


async def _steps(context: Context, plan: CareerPlan) -> Sequence[CareerStep]:
    of = select(CareerStep).where(CareerStep.plan_id == plan.id).order_by(CareerStep.due, CareerStep.id)
    return (await context.session.scalars(of)).all()


async def service_ends(context: Context, plan: CareerPlan) -> date | None:
    """The first day on which whose plan it is serves no more, as the position held today has it."""
    return (await context.get(Employee, plan.employee_id)).retires_on


async def check_whole(context: Context, plan: CareerPlan) -> None:
    """Refuse a plan without what a plan has.

    Raises NoGoalOfHorizon, GoalWithoutStep, DueAfterService, NoRuleInForce.
    """
    steps = await _steps(context, plan)
    goals = [
        Planned(
            goal.title,
            goal.due,
            Horizon(goal.horizon),
            [one.due for one in steps if one.goal_id == goal.id],
        )
        for goal in await _goals(context, plan)
    ]
    rule, ends = await plans_on(context, context.today), await service_ends(context, plan)
    check_complete(rule, goals, context.today, ends)
