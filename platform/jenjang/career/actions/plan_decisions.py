"""What a leader decides on a career plan: approved, or returned with a comment."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, text

from jenjang.career.actions.law import PLANS
from jenjang.career.actions.plans import check_whole, let_go, moved
from jenjang.career.actions.settling import PLAN_APPROVED, settle
from jenjang.career.models import CareerPlan, CareerStep
from jenjang.career.rules.plans import check_follows, plan_rule
from jenjang.career.terms import PlanState
from jenjang.core.context import Context
from jenjang.core.errors import Forbidden, NotFound
from jenjang.core.months import months_later
from jenjang.core.texts import check_text
from jenjang.events.telling import Event, tell
from jenjang.graph.perform import Ref
from jenjang.organisation.actions.law import cite, in_force
from jenjang.organisation.actions.notices import tell_again
from jenjang.organisation.actions.reach import check_reaches
from jenjang.organisation.actions.versions import check_version
from jenjang.organisation.terms import NoticeKind

APPROVE = "career:approve"
DONE_MEANWHILE = text("""
    UPDATE career_steps s SET done_on = c.done_on FROM career_steps c
     WHERE s.tenant_id = :tenant AND s.plan_id = :plan AND s.done_on IS NULL
       AND c.tenant_id = :tenant AND c.id = s.copied_from_step_id AND c.done_on IS NOT NULL
""")
"""What was done of the plan that stood, while this one was made."""
UNSEEN = frozenset({PlanState.DRAFT, PlanState.DISCARDED})
"""States in which a plan is nobody else's to see."""


class NotOnesOwnPlan(Forbidden):
    """Nobody approves or returns the own plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovePlan:
    """Which plan one approves."""

    plan_id: UUID
    expected_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnPlan:
    """Which plan is to be worked on, and in what."""

    plan_id: UUID
    expected_version: int
    comment: str


async def approve(context: Context, asked: ApprovePlan) -> CareerPlan:
    """Approve a plan: it stands for a time, the one that it renews no more, and what is done already ends.

    What was done meanwhile of the plan that it renews is done in it too. Raises NotFound, NotOnesOwnPlan,
    Stale, PlanIsElsewhere, NoGoalOfHorizon, GoalWithoutStep, DueAfterService, NoRuleInForce.
    """
    plan = await _to_decide(context, asked.plan_id)
    check_version(plan, asked.expected_version)
    check_follows(PlanState(plan.state), PlanState.APPROVED)
    await check_whole(context, plan)
    await _retire(context, plan)
    law = await in_force(context, PLANS, context.today)
    months = law.read_by(plan_rule).renewed_after_months
    moved(plan, PlanState.APPROVED, asked.expected_version)
    plan.approved_on, plan.rule, plan.comment = context.today, cite(law), None
    plan.stands_until = months_later(context.today, months)
    plan.decided_by_employee_id = context.viewer.employee_id
    await context.session.flush()
    await tell_again(context, NoticeKind.PLAN_APPROVED, Ref("CareerPlan", plan.id), plan.employee_id)
    await settle(context, [plan.employee_id])
    # What is being recorded meanwhile wasn't seen, and its letter may come while the plan isn't approved yet.
    of = {"employee_id": plan.employee_id}
    await tell(context, Event(name=PLAN_APPROVED, about=("CareerPlan", plan.id), payload=of))
    return plan


async def give_back(context: Context, asked: ReturnPlan) -> CareerPlan:
    """Return a plan with a comment, to be worked on and submitted again.

    Raises NotFound, NotOnesOwnPlan, Stale, PlanIsElsewhere, NoText, TextTooLong.
    """
    comment = check_text(asked.comment, "comment")
    plan = await _to_decide(context, asked.plan_id)
    moved(plan, PlanState.RETURNED, asked.expected_version)
    plan.comment, plan.decided_by_employee_id = comment, context.viewer.employee_id
    await context.session.flush()
    await tell_again(context, NoticeKind.PLAN_RETURNED, Ref("CareerPlan", plan.id), plan.employee_id)
    return plan


async def _to_decide(context: Context, plan_id: UUID) -> CareerPlan:
    """A plan of somebody in reach that isn't a draft, locked. Raises NotFound, NotOnesOwnPlan."""
    plan = await context.get(CareerPlan, plan_id, lock=True, field="planId")
    if plan.employee_id == context.viewer.employee_id:
        raise NotOnesOwnPlan("planId")
    await check_reaches(context, APPROVE, plan.employee_id, "planId")
    if plan.state in UNSEEN:
        raise NotFound("planId")
    return plan


async def _retire(context: Context, plan: CareerPlan) -> None:
    """Let the plan that stood so far stand no more, first: the database lets nobody have two."""
    same = (CareerPlan.employee_id == plan.employee_id, CareerPlan.state == PlanState.APPROVED)
    old = await context.session.scalar(select(CareerPlan).where(*same).with_for_update())
    if old:
        old.state = PlanState.RENEWED
        old.version += 1
        await context.session.flush()
        given = {"tenant": context.tenant, "plan": plan.id}
        await context.session.execute(DONE_MEANWHILE, given)
        left = select(CareerStep).where(CareerStep.plan_id == old.id, CareerStep.done_on.is_(None))
        await let_go(context, await context.session.scalars(left))
