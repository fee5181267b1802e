"""Cycles, and rows in them as if evaluators had written them."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.appraisal.actions.cycles import OpenCycle, open_cycle
from jenjang.appraisal.actions.evaluators import check_evaluates
from jenjang.appraisal.models.cycle import Appraisal, AppraisalCycle
from jenjang.appraisal.models.evaluation import Evaluation
from jenjang.appraisal.models.policy import AppraisalPolicy
from jenjang.appraisal.terms import AppraisalState, CycleKind, PolicyState, Predicate
from jenjang.core.context import Context
from jenjang.organisation.actions.superiors import standing_of

JUNE = OpenCycle(kind=CycleKind.MONTHLY, year=2026, number=6)


async def a_cycle(context: Context, asked: OpenCycle = JUNE, **more: object) -> AppraisalCycle:
    """A cycle, opened as the deed opens it; June 2026 of all unless said."""
    return await open_cycle(context, replace(asked, **more))  # type: ignore[arg-type]  # Fields by name.


async def appraisal_of(session: AsyncSession, cycle: AppraisalCycle, employee_id: UUID) -> Appraisal:
    """Somebody's appraisal as it stands now."""
    of_both = select(Appraisal).where(Appraisal.cycle_id == cycle.id, Appraisal.employee_id == employee_id)
    return (await session.scalars(of_both.execution_options(populate_existing=True))).one()


async def evaluates(context: Context, appraisal: Appraisal) -> None:
    """Refuse who may not evaluate that appraisal, as its person stands today."""
    await check_evaluates(
        context, appraisal, await standing_of(context, appraisal.employee_id, context.today)
    )


async def evaluated(session: AsyncSession, appraisal: Appraisal, made_at: datetime) -> Evaluation:
    """An appraisal with an evaluation that isn't published."""
    evaluation = Evaluation(
        appraisal_id=appraisal.id,
        employee_id=appraisal.employee_id,
        number=1,
        stage="EVALUATION",
        results="AS_EXPECTED",
        results_reason="Sesuai target",
        behaviour="AS_EXPECTED",
        behaviour_reason="Santun",
        predicate=Predicate.GOOD,
        rule="performance_predicate 2022",
        derivation_id="karena sesuai ekspektasi",
        derivation_en="because as expected",
        by_employee_id=appraisal.evaluator_employee_id,
        made_at=made_at,
    )
    session.add(evaluation)
    appraisal.state = AppraisalState.EVALUATED
    await session.flush()
    return evaluation


async def a_policy(
    session: AsyncSession, proposer: UUID, publisher: UUID, *, valid_from: date, number: int = 1, **days: int
) -> AppraisalPolicy:
    """Published settings: the nation's but for what is said."""
    usual = {
        "delivery_days": 14,
        "answer_days": 14,
        "objection_days": 14,
        "statement_days": 5,
        "decision_days": 14,
        "escalation_days": 5,
        "reminder_days": 3,
        "fewest_raters": 3,
    }
    at = datetime.fromisoformat("2025-12-01T08:00:00Z")
    policy = AppraisalPolicy(
        number=number,
        state=PolicyState.PUBLISHED,
        valid_from=valid_from,
        six_day_week=False,
        reason="Perwali 12/2025",
        proposed_by_account_id=proposer,
        proposed_at=at,
        published_by_account_id=publisher,
        published_at=at,
        **{**usual, **days},
    )
    session.add(policy)
    await session.flush()
    return policy
