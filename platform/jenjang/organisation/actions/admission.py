"""Letting in whoever came by themselves from a government's own provider: as whom, and why."""

from dataclasses import dataclass
from uuid import UUID

from jenjang.core.context import Context
from jenjang.identity import keeping
from jenjang.identity.admission import NotWaiting, check_not_own
from jenjang.identity.models import Account
from jenjang.organisation.actions.employees import check_in_service
from jenjang.organisation.models import Employee


@dataclass(frozen=True, slots=True, kw_only=True)
class Admit:
    """Which account is let in, whose it is where its provider didn't tell, and why."""

    account_id: UUID
    employee_id: UUID | None = None
    reason: str


async def admit(context: Context, asked: Admit) -> Account:
    """Let an account in. Raises NotWaiting, NotYourself, PersonTaken, NotInService."""
    account = await context.get(Account, asked.account_id, lock=True, field="accountId")
    if account.admitted_at:
        raise NotWaiting("accountId", on=account.admitted_at.date())
    if asked.employee_id:
        await context.get(Employee, asked.employee_id, field="employeeId")
        await check_in_service(context, asked.employee_id, context.today)
    await keeping.admit(
        context.session,
        account,
        context.now,
        asked.employee_id,
        by=context.viewer.account_id,
        why=asked.reason,
    )
    check_not_own(context, account, "accountId")
    return account
