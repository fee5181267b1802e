"""Goals of the own career plan, while it is being made."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from jenjang.career.actions.law import plans_on
from jenjang.career.actions.plans import BeginPlan, begin, let_go, plan_in_the_making, service_ends
from jenjang.career.models import CareerGoal, CareerPlan, CareerStep
from jenjang.career.rules.plans import check_due, check_room_for_goal, check_within
from jenjang.core.context import Context
from jenjang.core.texts import check_text
from jenjang.organisation.actions.versions import changed


@dataclass(frozen=True, slots=True, kw_only=True)
class AddGoal:
    """What one wants to reach, and by when."""

    plan_id: UUID
    title: str
    due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeGoal:
    """The same in other words, or by another day."""

    goal_id: UUID
    expected_version: int
    title: str
    due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveGoal:
    """Which goal one gives up."""

    goal_id: UUID
    expected_version: int


async def begin_with(context: Context, asked: BeginPlan) -> CareerPlan:
    """Begin a plan with its first goals. Raises what `begin` and `add_goal` raise."""
    plan = await begin(context)
    for number, goal in enumerate(asked.goals):
        add = AddGoal(plan_id=plan.id, title=goal.title, due=goal.due)
        await add_goal(context, add, ("goals", str(number)))
    return plan


async def add_goal(context: Context, asked: AddGoal, at: tuple[str, ...] = ()) -> CareerGoal:
    """Add a goal; whether it is near or far is seen from today, and anew when the plan is submitted.

    Raises NotAPerson, NotFound, NotBeingMade, NoText, TextTooLong, DueInThePast, DueTooFar, DueAfterService,
    PlanFull, NoRuleInForce.
    """
    plan = await plan_in_the_making(context, asked.plan_id, "planId")
    rule = await plans_on(context, context.today)
    check_due(rule, asked.due, context.today, await service_ends(context, plan), (*at, "due"))
    counted = select(func.count()).where(CareerGoal.plan_id == plan.id)
    check_room_for_goal(rule, await context.session.scalar(counted) or 0, at or "planId")
    made = CareerGoal(
        plan_id=plan.id,
        employee_id=plan.employee_id,
        title=check_text(asked.title, (*at, "title")),
        due=asked.due,
        horizon=rule.horizon(asked.due, context.today),
    )
    context.session.add(changed(plan, None))
    context.session.add(made)
    await context.session.flush()
    return made


async def change_goal(context: Context, asked: ChangeGoal) -> CareerGoal:
    """Say a goal anew; its steps stay, and are due by it still.

    Raises what `add_goal` raises, and Stale, StepAfterGoal.
    """
    goal, plan = await _goal(context, asked.goal_id)
    changed(plan, asked.expected_version)
    rule = await plans_on(context, context.today)
    check_due(rule, asked.due, context.today, await service_ends(context, plan))
    last = await context.session.scalar(select(func.max(CareerStep.due)).where(CareerStep.goal_id == goal.id))
    if last:
        check_within(asked.due, last)
    goal.title, goal.due = check_text(asked.title, "title"), asked.due
    goal.horizon = rule.horizon(asked.due, context.today)
    return goal


async def remove_goal(context: Context, asked: RemoveGoal) -> CareerPlan:
    """Remove a goal with its steps. Raises NotAPerson, NotFound, NotBeingMade, Stale."""
    goal, plan = await _goal(context, asked.goal_id)
    changed(plan, asked.expected_version)
    steps = (await context.session.scalars(select(CareerStep).where(CareerStep.goal_id == goal.id))).all()
    await let_go(context, steps)
    for step in steps:
        await context.session.delete(step)
    await context.session.flush()
    await context.session.delete(goal)
    await context.session.flush()
    return plan


async def _goal(context: Context, goal_id: UUID) -> tuple[CareerGoal, CareerPlan]:
    """A goal of a plan of one's own that is being made. Raises NotAPerson, NotFound, NotBeingMade."""
    goal = await context.get(CareerGoal, goal_id, field="goalId")
    plan = await plan_in_the_making(context, goal.plan_id, "goalId")
    return await context.get(CareerGoal, goal_id, lock=True, field="goalId"), plan
