"""Keeping accounts: made, given roles for a time and for a reason, ended, disabled. Nothing is deleted."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core.errors import BadUserInput, Conflict, Refusal
from jenjang.core.permission import Role
from jenjang.identity.accounts import GRANTABLE
from jenjang.identity.models import Account, RoleGrant
from jenjang.identity.server.events import event
from jenjang.identity.server.kinds import EventKind
from jenjang.tenancy.models import Tenant


class AccountThere(Refusal):
    """The account {subject} of {issuer} is there already: see `jenjang account list`."""


class AccountUnknown(Refusal):
    """{tenant} has no account {subject} of the issuer {issuer}.
    Run `jenjang account add {subject} --tenant {tenant}`."""


class RoleNotGiven(BadUserInput):
    """The role {role} is given to nobody: who serves or leads a unit has it by that."""


class RoleForAProgram(Conflict):
    """The role {role} is for a program: for an account that is bound to an application and is no person's."""


class RoleOfAProvince(Conflict):
    """This role is one of a province, and this government is none: choose REGIONAL_ADMIN."""


class RoleHeld(Conflict):
    """The account holds the role {role} from {begins} to {ends}: end that first, or choose other dates."""


class RoleOver(Conflict):
    """This ends on {ends} anyway: name an earlier day."""


class RoleNotHeld(Refusal):
    """{subject} doesn't hold {role} on {on} or later: there is nothing to end."""


class PersonTaken(Conflict):
    """{subject} is somebody else's account already: disable it, and let the person sign in anew."""


class RoleEndsTooSoon(BadUserInput):
    """A role from {begins} can't end on {ends}, the first day without it: name a later day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gift:
    """A role as it is given: from a day up to another (or for good), by whom and why."""

    role: Role
    begins: date
    ends: date | None = None
    unit_id: UUID | None = None
    """For this unit and all below it; None: for the whole government."""
    approve_only: bool = False
    given_by: str
    giver: UUID | None = None
    """The account that gives it; None: an operator does."""
    reason: str


async def add_account(
    session: AsyncSession, issuer: str, subject: str, employee: UUID | None, client: str | None
) -> Account:
    """Whoever the issuer calls so may come in from now on. Raises AccountThere."""
    if await _find(session, issuer, subject):
        raise AccountThere(subject=subject, issuer=issuer)
    account = Account(issuer=issuer, subject=subject, employee_id=employee, client=client)
    session.add(account)
    await session.flush()
    await session.execute(event(EventKind.ACCOUNT_ADDED, account=account.id))
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


async def grant_role(session: AsyncSession, account: Account, gift: Gift) -> RoleGrant:
    """Give a role to an account, whose row is locked: two at once can't give the same.

    Raises RoleNotGiven, RoleForAProgram, RoleOfAProvince, RoleEndsTooSoon, RoleHeld.
    """
    _check_kind(account, gift)
    if gift.role is Role.PROVINCIAL_ADMIN and await session.scalar(select(Tenant.kind)) != "PROVINCE":
        raise RoleOfAProvince("role")
    if gift.ends and gift.ends <= gift.begins:
        raise RoleEndsTooSoon("until", begins=gift.begins, ends=gift.ends)
    same = (
        RoleGrant.unit_id.is_not_distinct_from(gift.unit_id),
        RoleGrant.approve_only.is_(gift.approve_only),
    )
    for held in await session.scalars(select(RoleGrant).where(_held(account, gift.role, gift.begins), *same)):
        if gift.ends is None or held.valid_from < gift.ends:
            ends = held.valid_to or "…"
            raise RoleHeld(role=gift.role, begins=held.valid_from, ends=ends)
    grant = RoleGrant(
        account_id=account.id,
        role=gift.role,
        unit_id=gift.unit_id,
        approve_only=gift.approve_only,
        given_by=gift.given_by,
        given_by_account_id=gift.giver,
        reason=gift.reason,
        valid_from=gift.begins,
        valid_to=gift.ends,
    )
    session.add(grant)
    await session.flush()
    await session.execute(event(EventKind.ROLE_GRANTED, account=account.id, by=gift.giver, detail=gift.role))
    return grant


def _check_kind(account: Account, gift: Gift) -> None:
    """What is given at all, and to whom."""
    if gift.role not in GRANTABLE:
        raise RoleNotGiven("role", role=gift.role)
    if gift.role is Role.INTEGRATION_CLIENT and (account.employee_id or not account.client):
        raise RoleForAProgram("role", role=gift.role)


async def end_role(session: AsyncSession, account: Account, role: Role, on: date) -> None:
    """End a role on a day, wherever the account holds it. Raises RoleNotHeld."""
    held = list(await session.scalars(select(RoleGrant).where(_held(account, role, on))))
    if not held:
        raise RoleNotHeld(subject=account.subject, role=role, on=on)
    for grant in held:
        await end_grant(session, grant, on)


async def end_grant(session: AsyncSession, grant: RoleGrant, on: date, by: UUID | None = None) -> None:
    """End what was given on a day: it stays to be read. What hadn't begun by then never holds.

    Raises RoleOver when it ends earlier by itself.
    """
    if grant.valid_to and grant.valid_to <= on:
        raise RoleOver("on", ends=grant.valid_to)
    grant.valid_to = max(on, grant.valid_from)
    await session.flush()
    await session.execute(event(EventKind.ROLE_ENDED, account=grant.account_id, by=by, detail=grant.role))


def _held(account: Account, role: Role, on: date) -> ColumnElement[bool]:
    """Grants of the role that hold on that day or later."""
    lasting = or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to > on)
    return (RoleGrant.account_id == account.id) & (RoleGrant.role == role) & lasting


async def admit(
    session: AsyncSession,
    account: Account,
    at: datetime,
    employee: UUID | None = None,
    *,
    by: UUID | None = None,
    why: str | None = None,
) -> None:
    """Let an account in that came by itself; repeated, it changes nothing.

    `employee`: whose it is, where its provider's claims did not tell. Raises PersonTaken.
    """
    if employee and account.employee_id not in (None, employee):
        raise PersonTaken("employeeId", subject=account.subject)
    account.employee_id = account.employee_id or employee
    if account.admitted_at is None:
        account.admitted_at = at
        await session.execute(event(EventKind.ACCOUNT_ADMITTED, account=account.id, by=by, detail=why))
    await session.flush()


async def disable(
    session: AsyncSession, account: Account, at: datetime, by: UUID | None = None, why: str | None = None
) -> None:
    """Let an account in no more: its tokens are refused within seconds."""
    account.disabled_at = account.disabled_at or at
    await session.flush()
    await session.execute(event(EventKind.ACCOUNT_DISABLED, account=account.id, by=by, detail=why))


async def enable(
    session: AsyncSession, account: Account, by: UUID | None = None, why: str | None = None
) -> None:
    """Let a disabled account in again, with the roles that it holds."""
    account.disabled_at = None
    await session.flush()
    await session.execute(event(EventKind.ACCOUNT_ENABLED, account=account.id, by=by, detail=why))
