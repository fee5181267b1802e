"""Roles as deeds: give one, for a unit or for all; let a colleague act for a leader; end what was given."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from jenjang.core.context import Context
from jenjang.core.errors import BadUserInput, Conflict, Forbidden, NotFound
from jenjang.core.permission import Role
from jenjang.identity.admission import check_not_own
from jenjang.identity.giving import check_may_give, name_of_giver
from jenjang.identity.keeping import Gift, end_grant, grant_role
from jenjang.identity.models import Account, RoleGrant
from jenjang.identity.permissions import Holding
from jenjang.organisation.actions.employees import check_may_lead
from jenjang.organisation.actions.history import facts, runs_on
from jenjang.organisation.models import Employee, Placement, Unit, UnitAncestry

FOR_ALL_ONLY = frozenset({Role.MENTOR, Role.INTEGRATION_CLIENT, Role.PROVINCIAL_ADMIN})
"""Roles that no unit bounds: a mentor has matches, and a program or a province the whole government."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantRole:
    """Which role an account gets, for which unit (or for all), from when to when, and why."""

    account_id: UUID
    role: Role
    unit_id: UUID | None = None
    approve_only: bool = False
    on: date
    until: date | None = None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegate:
    """Who acts for a leader in a unit and all below it, from when to when, and why."""

    employee_id: UUID
    unit_id: UUID
    on: date
    until: date
    reason: str


class GivenByItsLeader(BadUserInput):
    """Only a unit's leader lets somebody act as leader; a Plt. or Plh. is appointed."""


class NotInAUnit(BadUserInput):
    """The role {role} is given for the whole government: leave the unit out."""


class NotYourUnit(Forbidden):
    """You don't lead this unit today, so nobody can act there for you: choose one that you lead."""


class NoAccount(Conflict):
    """This person has no account to come in with: ask the personnel office for one."""


async def grant(context: Context, asked: GrantRole) -> RoleGrant:
    """Give a role. Raises GivenByItsLeader, NotInAUnit, NotYourself, GivesMoreThanHeld, NotFound.

    And what `keeping.grant_role` raises.
    """
    account = await context.get(Account, asked.account_id, lock=True, field="accountId")
    units = await _below(context, asked.unit_id) if asked.unit_id else ()
    if asked.role is Role.ACTING_LEADER:
        raise GivenByItsLeader("role")
    if asked.unit_id and asked.role in FOR_ALL_ONLY:
        raise NotInAUnit("unitId", role=asked.role)
    check_not_own(context, account, "accountId")
    holding = Holding(asked.role, asked.unit_id is not None, asked.approve_only)
    check_may_give(context.viewer, holding, units)
    return await _give(context, account, asked, asked.role, approve_only=asked.approve_only)


async def delegate(context: Context, asked: Delegate) -> RoleGrant:
    """Let somebody of the led units act there, while who gave it leads the unit.

    Raises NotYourUnit, NoAccount, NotYourself, GivesMoreThanHeld, NotFound, and what `check_may_lead` and
    `keeping.grant_role` raise.
    """
    units = await _below(context, asked.unit_id)
    if asked.unit_id not in context.viewer.units_of("role:delegate"):
        raise NotYourUnit("unitId")
    await _check_in_reach(context, asked.employee_id)
    await check_may_lead(context, asked.employee_id, asked.on)
    account = await _account_of(context, asked.employee_id)
    check_not_own(context, account, "employeeId")
    check_may_give(context.viewer, Holding(Role.ACTING_LEADER, in_units=True), units)
    return await _give(context, account, asked, Role.ACTING_LEADER)


async def end(context: Context, grant_id: UUID, on: date) -> RoleGrant:
    """End what was given, on a day. Raises RoleOver, GivesMoreThanHeld, NotFound."""
    given = await context.get(RoleGrant, grant_id, lock=True, field="roleGrantId")
    units = await _below(context, given.unit_id) if given.unit_id else ()
    holding = Holding(Role(given.role), given.unit_id is not None, given.approve_only)
    check_may_give(context.viewer, holding, units)
    await end_grant(context.session, given, on, context.viewer.account_id)
    return given


async def end_delegation(context: Context, grant_id: UUID, on: date) -> RoleGrant:
    """End somebody's acting in a unit that one leads, whoever gave it. Raises RoleOver, NotFound."""
    given = await context.get(RoleGrant, grant_id, lock=True, field="roleGrantId")
    mine = context.viewer.units_of("role:delegate")
    if given.role != Role.ACTING_LEADER or given.unit_id not in mine:
        raise NotFound("roleGrantId")
    await end_grant(context.session, given, on, context.viewer.account_id)
    return given


async def _give(
    context: Context, account: Account, asked: GrantRole | Delegate, role: Role, *, approve_only: bool = False
) -> RoleGrant:
    gift = Gift(
        role=role,
        begins=asked.on,
        ends=asked.until,
        unit_id=asked.unit_id,
        approve_only=approve_only,
        given_by=await name_of_giver(context),
        giver=context.viewer.account_id,
        reason=asked.reason,
    )
    return await grant_role(context.session, account, gift)


async def _below(context: Context, unit_id: UUID) -> tuple[UUID, ...]:
    """The unit and all below it today. Raises NotFound."""
    await context.get(Unit, unit_id, field="unitId")
    below = select(UnitAncestry.unit_id).where(
        UnitAncestry.ancestor_id == unit_id, runs_on(UnitAncestry, context.today)
    )
    return tuple(await context.session.scalars(below))


async def _check_in_reach(context: Context, employee_id: UUID) -> None:
    """Whoever isn't placed in the led units is unknown to their leader. Raises NotFound."""
    placed = await facts(
        context.session, Placement, Placement.employee_id == employee_id, runs_on(Placement, context.today)
    )
    if not {one.unit_id for one in placed} & set(context.viewer.units_of("role:delegate")):
        raise NotFound("employeeId")


async def _account_of(context: Context, employee_id: UUID) -> Account:
    """The person's oldest account that is let in, locked. Raises NoAccount."""
    await context.get(Employee, employee_id, field="employeeId")
    let_in = (Account.admitted_at.is_not(None), Account.disabled_at.is_(None))
    of_person = (Account.employee_id == employee_id, *let_in)
    oldest = select(Account).where(*of_person).order_by(Account.created_at, Account.id).limit(1)
    account = await context.session.scalar(oldest.with_for_update())
    if account is None:
        raise NoAccount("employeeId")
    return account
