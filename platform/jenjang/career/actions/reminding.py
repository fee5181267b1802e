"""Plans stand for a year: who wrote one, and who leads that one, is reminded some weeks before it is over."""

from datetime import timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from jenjang.career.actions.law import plans_on
from jenjang.career.models import CareerPlan
from jenjang.career.terms import OPEN, SERVING, PlanState
from jenjang.core.context import Context
from jenjang.graph.perform import Ref
from jenjang.organisation.actions.notices import tell_all
from jenjang.organisation.actions.superiors import superiors_of_all
from jenjang.organisation.models import Employee, Notice
from jenjang.organisation.terms import NoticeKind


async def remind_planners(context: Context) -> int:
    """Tell, once, of plans that are to be renewed soon and aren't being renewed; how many plans those are.

    Who serves no more plans no more. Raises NoRuleInForce.
    """
    rule = await plans_on(context, context.today)
    of, next_one = CareerPlan, aliased(CareerPlan)
    renewing = exists().where(next_one.employee_id == of.employee_id, next_one.state.in_(OPEN))
    told = exists().where(
        Notice.employee_id == of.employee_id,
        Notice.kind == NoticeKind.PLAN_TO_RENEW,
        Notice.about_id == of.id,
    )
    soon = (
        select(of.employee_id, of.id)
        .join(Employee, Employee.id == of.employee_id)
        .where(
            of.state == PlanState.APPROVED,
            of.stands_until > context.today,
            of.stands_until <= context.today + timedelta(days=rule.remind_days),
            Employee.state.in_(SERVING),
            ~renewing,
            ~told,
        )
    )
    plans = {row.employee_id: Ref("CareerPlan", row.id) for row in await context.session.execute(soon)}
    above = await superiors_of_all(context, plans, context.today)
    leaders = [(leader, plans[who]) for who, leader in above.items() if leader and who in plans]
    await tell_all(context, NoticeKind.PLAN_TO_RENEW, [*plans.items(), *leaders])
    return len(plans)
