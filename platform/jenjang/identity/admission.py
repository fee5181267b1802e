"""Who may come in, as deeds of an admin: each is recorded with who did it and why."""

from uuid import UUID

from jenjang.core.context import Context
from jenjang.core.errors import Conflict
from jenjang.identity import keeping
from jenjang.identity.giving import check_may_open
from jenjang.identity.models import Account


class NotYourself(Conflict):
    """This would be about yourself: ask a colleague who holds the same role."""


class NotWaiting(Conflict):
    """This account doesn't wait: it was let in on {on}. To let it in no more, disable it."""


async def turn_away(context: Context, account_id: UUID, reason: str) -> Account:
    """Let in no more an account that waits. Raises NotWaiting, NotFound."""
    account = await context.get(Account, account_id, lock=True, field="accountId")
    if account.admitted_at:
        raise NotWaiting("accountId", on=account.admitted_at.date())
    await keeping.disable(context.session, account, context.now, by=context.viewer.account_id, why=reason)
    return account


async def disable_account(context: Context, account_id: UUID, reason: str) -> Account:
    """Let an account in no more. Raises NotFound, and NotYourself: nobody locks themselves out."""
    account = await context.get(Account, account_id, lock=True, field="accountId")
    check_not_own(context, account, "accountId")
    await keeping.disable(context.session, account, context.now, by=context.viewer.account_id, why=reason)
    return account


async def enable_account(context: Context, account_id: UUID, reason: str) -> Account:
    """Let a disabled account in again. Raises GivesMoreThanHeld."""
    account = await context.get(Account, account_id, lock=True, field="accountId")
    await check_may_open(context, account, "accountId")
    await keeping.enable(context.session, account, by=context.viewer.account_id, why=reason)
    return account


def check_not_own(context: Context, account: Account, field: str) -> None:
    """Raises NotYourself where the account is the viewer's, or another of the viewer's person."""
    viewer = context.viewer
    own = account.employee_id is not None and account.employee_id == viewer.employee_id
    if own or account.id == viewer.account_id:
        raise NotYourself(field)
