"""Withdrawing a delegation: what it had ended the same day runs again, else the direct superior evaluates."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jenjang.appraisal.actions.delegated import hand_over
from jenjang.appraisal.actions.delegating import (
    ONE_NAMED,
    EvaluatesInACircle,
    NotPlacedToday,
    check_managed,
    check_officials,
)
from jenjang.core.context import Context
from jenjang.core.errors import Conflict
from jenjang.core.texts import check_text
from jenjang.organisation.actions.history import end, one_at_a_time
from jenjang.organisation.models import EvaluatorDelegation


class DelegationOver(Conflict):
    """This delegation ended on {ended}: there is nothing to take back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawDelegation:
    """Which delegation is taken back, and why."""

    delegation_id: UUID
    reason: str


async def withdraw_delegation(
    context: Context, asked: WithdrawDelegation
) -> tuple[UUID, EvaluatorDelegation | None]:
    """Take a delegation back from today on; of whom, is given, and the delegation that runs again, if any.

    One that was named today never was: what it had ended runs again, where that could be named today by
    somebody else than whoever it names. Else the direct superior evaluates. All sides are told. Raises
    DelegationOver, OwnDelegation, NoText, TextTooLong, NotFound.
    """
    check_text(asked.reason, "reason")
    await one_at_a_time(context, ONE_NAMED)
    named = await context.get(EvaluatorDelegation, asked.delegation_id, lock=True, field="delegationId")
    employee_id, evaluator_id = named.employee_id, named.evaluator_employee_id
    await check_managed(context, employee_id, "delegationId")
    if named.valid_to and named.valid_to <= context.today:
        raise DelegationOver("delegationId", ended=named.valid_to)
    before = (named.replaced_id, named.replaced_until) if named.valid_from == context.today else (None, None)
    await end(context, [named], context.today)
    restored = await _restored(context, *before)
    await hand_over(context, employee_id, evaluator_id)
    return employee_id, restored


async def _restored(
    context: Context, delegation_id: UUID | None, until: date | None
) -> EvaluatorDelegation | None:
    """The delegation, running again until then; None where there is none, or it may not be named today."""
    if delegation_id is None:
        return None
    before = await context.get(EvaluatorDelegation, delegation_id, lock=True)
    if before.evaluator_employee_id == context.viewer.employee_id:
        return None
    try:
        await check_officials(context, before.employee_id, before.evaluator_employee_id)
    except (NotPlacedToday, EvaluatesInACircle):
        return None
    before.valid_to = until
    context.concern("EvaluatorDelegation", before.id)
    await context.session.flush()
    return before
