"""Delegating: an official is named to evaluate somebody instead of the direct superior."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from jenjang.appraisal.actions.cycles import MANAGE, open_cycle_of
from jenjang.appraisal.actions.evaluators import evaluator_of
from jenjang.appraisal.actions.reach import check_reaches_placed
from jenjang.appraisal.models.cycle import Appraisal, AppraisalCycle
from jenjang.appraisal.rules.texts import check_text
from jenjang.appraisal.terms import AppraisalState, CycleState
from jenjang.core.context import Context
from jenjang.core.errors import BadUserInput, Conflict, Forbidden
from jenjang.organisation.actions.history import end, ending, one_at_a_time
from jenjang.organisation.actions.superiors import standing_of, superiors_to_the_top
from jenjang.organisation.models import Employee, EvaluatorDelegation
from jenjang.organisation.rules.span import span


class OwnEvaluator(BadUserInput):
    """Nobody evaluates themselves: name somebody else."""


class NamesThemselves(Forbidden):
    """Nobody names themselves as an evaluator: somebody else who manages appraisals does."""


class OwnDelegation(Forbidden):
    """Nobody chooses who evaluates them: somebody else who manages appraisals does."""


class EvaluatesInACircle(Conflict):
    """This person stands above who is to evaluate them: name somebody whom they don't lead."""


class NotPlacedToday(Conflict):
    """This person isn't placed in a unit today: who evaluates, and who is evaluated, holds an office."""


class DelegationOver(Conflict):
    """This delegation ended on {ended}: there is nothing to take back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegateEvaluator:
    """Who evaluates whom from today on, until when (none: until it is taken back), and why."""

    employee_id: UUID
    evaluator_employee_id: UUID
    until: date | None = None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawDelegation:
    """Which delegation is taken back, and why."""

    delegation_id: UUID
    reason: str


async def delegate_evaluator(context: Context, asked: DelegateEvaluator) -> EvaluatorDelegation:
    """Let an official stand in the place of somebody's direct superior from today on (PP 30/2019 Ps. 1).

    Whoever was named before is named no more. What waits to be evaluated waits for this one now;
    what is published stays as it is. Raises OwnEvaluator, NamesThemselves, OwnDelegation, NotPlacedToday,
    EvaluatesInACircle, EndsBeforeItBegins, NoText, TextTooLong, NotFound.
    """
    if asked.evaluator_employee_id == asked.employee_id:
        raise OwnEvaluator("evaluatorEmployeeId")
    if asked.evaluator_employee_id == context.viewer.employee_id:
        raise NamesThemselves("evaluatorEmployeeId")
    await context.get(Employee, asked.employee_id, field="employeeId")
    await _check_managed(context, asked.employee_id, "employeeId")
    time = span(context.today, asked.until)
    reason = check_text(asked.reason, "reason")
    await one_at_a_time(context, "evaluators named")  # Two at once could close the circle that neither sees.
    await _check_officials(context, asked)
    of_person = EvaluatorDelegation.employee_id == asked.employee_id
    await end(context, await ending(context, EvaluatorDelegation, context.today, of_person), context.today)
    named = EvaluatorDelegation(
        employee_id=asked.employee_id,
        evaluator_employee_id=asked.evaluator_employee_id,
        reason=reason,
        valid_from=time.begins,
        valid_to=time.ends,
    )
    context.session.add(named)
    await _refresh(context, asked.employee_id)
    return named


async def withdraw_delegation(context: Context, asked: WithdrawDelegation) -> UUID:
    """Take a delegation back from today on: the direct superior evaluates again; of whom, is given.

    One that was named today never was. Raises DelegationOver, OwnDelegation, NoText, TextTooLong, NotFound.
    """
    check_text(asked.reason, "reason")
    named = await context.get(EvaluatorDelegation, asked.delegation_id, lock=True, field="delegationId")
    employee_id = named.employee_id
    await _check_managed(context, employee_id, "delegationId")
    if named.valid_to and named.valid_to <= context.today:
        raise DelegationOver("delegationId", ended=named.valid_to)
    await end(context, [named], context.today)
    await _refresh(context, employee_id)
    return employee_id


async def _check_managed(context: Context, employee_id: UUID, field: str) -> None:
    """Refuse who doesn't manage that person's appraisals; of who is placed nowhere, everybody's.

    Raises NotFound, OwnDelegation.
    """
    standing = await standing_of(context, employee_id, context.today)
    check_reaches_placed(context, MANAGE, employee_id, standing.unit_id if standing else None, field)
    if employee_id == context.viewer.employee_id:
        raise OwnDelegation(field)


async def _check_officials(context: Context, asked: DelegateEvaluator) -> None:
    """Refuse who holds no office, and a circle; not of whom nobody leads, for everybody stands below.

    Raises NotFound, NotPlacedToday, EvaluatesInACircle.
    """
    standing = await standing_of(context, asked.employee_id, context.today)
    if standing is None:
        raise NotPlacedToday("employeeId")
    await context.get(Employee, asked.evaluator_employee_id, field="evaluatorEmployeeId")
    if await standing_of(context, asked.evaluator_employee_id, context.today) is None:
        raise NotPlacedToday("evaluatorEmployeeId")
    above = await superiors_to_the_top(context, asked.evaluator_employee_id, context.today)
    if standing.leader_employee_id and asked.employee_id in above:
        raise EvaluatesInACircle("evaluatorEmployeeId")


async def _refresh(context: Context, employee_id: UUID) -> None:
    """Let what waits to be evaluated of somebody wait for whoever evaluates from now on.

    What went to a superior, being late, comes back: the next round finds who is above that one.
    """
    standing = await standing_of(context, employee_id, context.today)
    waiting = (
        select(Appraisal.id, Appraisal.cycle_id)
        .join(
            AppraisalCycle,
            (AppraisalCycle.tenant_id == Appraisal.tenant_id) & (AppraisalCycle.id == Appraisal.cycle_id),
        )
        .where(
            Appraisal.employee_id == employee_id,
            Appraisal.state.in_((AppraisalState.OPEN, AppraisalState.EVALUATED)),
            AppraisalCycle.state == CycleState.OPEN,
        )
        .order_by(Appraisal.cycle_id)
    )
    for row in (await context.session.execute(waiting)).all():
        # The cycle before the appraisal, as whoever closes it does: nobody waits in a circle.
        await open_cycle_of(context, row.cycle_id)
        appraisal = await context.get(Appraisal, row.id, lock=True)
        appraisal.escalated_to_employee_id = appraisal.escalated_at = None
        if appraisal.state == AppraisalState.OPEN:
            appraisal.evaluator_employee_id = evaluator_of(appraisal, standing)
    await context.session.flush()
