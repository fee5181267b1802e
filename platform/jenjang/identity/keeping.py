"""Keeping accounts: made, given roles for a time and for a reason, ended, disabled. Nothing is deleted."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core.errors import Refusal
from jenjang.core.permission import Role
from jenjang.identity.accounts import GRANTABLE
from jenjang.identity.models import Account, RoleGrant
from jenjang.identity.server.events import event
from jenjang.identity.server.kinds import EventKind


class AccountThere(Refusal):
    """The account {subject} of {issuer} is there already: see `jenjang account list`."""


class AccountUnknown(Refusal):
    """{tenant} has no account {subject} of the issuer {issuer}.
    Run `jenjang account add {subject} --tenant {tenant}`."""


class RoleNotGiven(Refusal):
    """{role} is given to nobody: whoever serves is STAFF, whoever leads a unit is LEADER."""


class RoleForAProgram(Refusal):
    """{role} is for a program: give it to an account that was added with --client and without --nip."""


class RoleHeld(Refusal):
    """{subject} holds {role} from {begins} to {ends}: end that first, or choose other dates."""


class RoleNotHeld(Refusal):
    """{subject} doesn't hold {role} on {on} or later: there is nothing to end."""


class RoleEndsTooSoon(Refusal):
    """A role from {begins} can't end on {ends}: --to is the first day without it."""


class PersonTaken(Refusal):
    """{subject} is somebody else's account already: disable it, and let the person sign in anew."""


async def add_account(
    session: AsyncSession, issuer: str, subject: str, employee: UUID | None, client: str | None
) -> Account:
    """Whoever the issuer calls so may come in from now on. Raises AccountThere."""
    if await _find(session, issuer, subject):
        raise AccountThere(subject=subject, issuer=issuer)
    account = Account(issuer=issuer, subject=subject, employee_id=employee, client=client)
    session.add(account)
    await session.flush()
    return account


async def account_of(session: AsyncSession, tenant: str, issuer: str, subject: str) -> Account:
    """The bound government's account. Raises AccountUnknown."""
    account = await _find(session, issuer, subject)
    if account is None:
        raise AccountUnknown(tenant=tenant, subject=subject, issuer=issuer)
    return account


async def _find(session: AsyncSession, issuer: str, subject: str) -> Account | None:
    here = select(Account).where(Account.issuer == issuer, Account.subject == subject)
    return await session.scalar(here)


async def grant_role(
    session: AsyncSession,
    account: Account,
    role: Role,
    begins: date,
    ends: date | None,
    given_by: str,
    reason: str,
) -> None:
    """Give a role from a day up to another (or for good), by whom and why."""
    if role not in GRANTABLE:
        raise RoleNotGiven(role=role)
    if role is Role.INTEGRATION_CLIENT and (account.employee_id or not account.client):
        raise RoleForAProgram(role=role)
    if ends and ends <= begins:
        raise RoleEndsTooSoon(begins=begins, ends=ends)
    for held in await session.scalars(select(RoleGrant).where(_held(account, role, begins))):
        if ends is None or held.valid_from < ends:
            raise RoleHeld(
                subject=account.subject, role=role, begins=held.valid_from, ends=held.valid_to or "…"
            )
    given = {"given_by": given_by, "reason": reason, "valid_from": begins, "valid_to": ends}
    session.add(RoleGrant(account_id=account.id, role=role, **given))
    await session.flush()


async def end_role(session: AsyncSession, account: Account, role: Role, on: date) -> None:
    """End a role on a day: what was given stays to be read. Raises RoleNotHeld."""
    held = list(await session.scalars(select(RoleGrant).where(_held(account, role, on))))
    if not held:
        raise RoleNotHeld(subject=account.subject, role=role, on=on)
    for grant in held:
        grant.valid_to = max(on, grant.valid_from)
    await session.flush()


def _held(account: Account, role: Role, on: date) -> ColumnElement[bool]:
    """Grants of the role that hold on that day or later."""
    lasting = or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to > on)
    return (RoleGrant.account_id == account.id) & (RoleGrant.role == role) & lasting


async def admit(session: AsyncSession, account: Account, at: datetime, employee: UUID | None = None) -> None:
    """Let an account in that came by itself; repeated, it changes nothing.

    `employee`: whose it is, where its provider's claims did not tell. Raises PersonTaken.
    """
    if employee and account.employee_id not in (None, employee):
        raise PersonTaken(subject=account.subject)
    account.employee_id = account.employee_id or employee
    if account.admitted_at is None:
        account.admitted_at = at
        await session.execute(event(EventKind.ACCOUNT_ADMITTED, account=account.id))
    await session.flush()


def disable(account: Account, at: datetime) -> None:
    """Let an account in no more: its tokens are refused within seconds."""
    account.disabled_at = account.disabled_at or at


def enable(account: Account) -> None:
    """Let a disabled account in again, with the roles that it holds."""
    account.disabled_at = None
