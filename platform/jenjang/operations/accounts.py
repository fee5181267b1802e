"""`jenjang account`: who may come in to a government, as what, from when to when."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import typer
from rich.table import Table
from sqlalchemy import select

from jenjang.core import clock
from jenjang.core.errors import Refusal
from jenjang.core.permission import Role
from jenjang.core.terminal import show
from jenjang.graph.scalars import key_of
from jenjang.identity import keeping
from jenjang.identity.models import Account, RoleGrant
from jenjang.identity.server import factor_rows, logins, opaque, passwords
from jenjang.operations.desk import Desk, IssuerUrl, Tenant, at
from jenjang.organisation.actions.history import runs_on
from jenjang.organisation.actions.roles import FOR_ALL_ONLY, NotInAUnit
from jenjang.organisation.models import Employee, Unit, UnitVersion

app = typer.Typer()
account = typer.Typer(help="Accounts: add, list, admit, grant, end, disable, enable.", no_args_is_help=True)
app.add_typer(account, name="account")

Subject = Annotated[str, typer.Argument(help="What the issuer calls it: the `sub` of its tokens.")]
GrantedRole = Annotated[
    Role, typer.Argument(case_sensitive=False, help="MENTOR, REGIONAL_ADMIN, INTEGRATION_CLIENT, …")
]
Day = Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="Without: today.")]


class NobodyHasTheNumber(Refusal):
    """{tenant} has no employee with the NIP {number}: bring the people in first (`jenjang import people`)."""


class NobodyBehind(Refusal):
    """{subject} is no person's account, so nobody can sign in as it: `jenjang account add --nip`."""


class NoSecondFactor(Refusal):
    """{subject} has no second factor: there is nothing to reset."""


class NoSuchUnit(Refusal):
    """{tenant} has no unit {unit}: name it by the id that the API tells, or by SIASN's."""


class DelegatedByLeaders(Refusal):
    """Only a unit's leader lets somebody act as ACTING_LEADER: the deed roleDelegate."""


@account.command()
def add(
    subject: Subject,
    tenant: Tenant,
    issuer: IssuerUrl = None,
    nip: Annotated[str | None, typer.Option(help="The employee behind it, by NIP or NI PPPK.")] = None,
    client: Annotated[str | None, typer.Option(help="The only application that may ask with it.")] = None,
) -> None:
    """Let somebody (or some program) that an issuer vouches for come in."""

    async def added(desk: Desk) -> None:
        employee = await _employee(desk, nip) if nip else None
        employee_id = employee.id if employee else None
        made = await keeping.add_account(desk.session, desk.issuer, subject, employee_id, client)
        await desk.note("account add", ("Account", made.id))

    at(tenant, issuer, added)
    typer.echo(f"{subject} may come in to {tenant}.")


@account.command("list")
def list_all(tenant: Tenant) -> None:
    """Show every account of a government, whose it is, and the roles it holds or held."""
    table = Table("subject", "issuer", "NIP", "client", "roles", "disabled", "waits as")
    for row in at(tenant, None, _rows):
        table.add_row(*row)
    show(table, whole=True)


@account.command()
def admit(
    subject: Subject,
    tenant: Tenant,
    issuer: IssuerUrl = None,
    nip: Annotated[str | None, typer.Option(help="Whose it is, where that isn't known yet.")] = None,
) -> None:
    """Let an account in that came by itself from a provider whose newcomers wait."""

    async def admitted(desk: Desk) -> None:
        employee = await _employee(desk, nip) if nip else None
        waiting = await desk.account(subject)
        await keeping.admit(desk.session, waiting, clock.now(), employee.id if employee else None)
        await desk.note("account admit", ("Account", waiting.id))

    at(tenant, issuer, admitted)
    typer.echo(f"{subject} may come in to {tenant}.")


@account.command()
def grant(
    subject: Subject,
    role: GrantedRole,
    tenant: Tenant,
    by: Annotated[str, typer.Option(help="Who gives it: a name or an office.")],
    reason: Annotated[str, typer.Option(help="Why: the decree's number, the task.")],
    begins: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="Its first day; without: today.")
    ] = None,
    ends: Annotated[
        datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="The first day without it.")
    ] = None,
    unit: Annotated[
        str | None,
        typer.Option(help="The unit, with all below it, for which it holds: its id in the API or in SIASN."),
    ] = None,
    approve_only: Annotated[
        bool, typer.Option("--approve-only", help="It reads, says yes or no, and changes nothing.")
    ] = False,
    issuer: IssuerUrl = None,
) -> None:
    """Give an account a role. Who serves is staff, and who leads a unit a leader, without being given it."""

    async def granted(desk: Desk) -> date:
        since = begins.date() if begins else desk.today
        until = ends.date() if ends else None
        if role is Role.ACTING_LEADER:
            raise DelegatedByLeaders
        gift = keeping.Gift(
            role=role,
            begins=since,
            ends=until,
            unit_id=await _unit(desk, role, unit) if unit else None,
            approve_only=approve_only,
            given_by=by,
            reason=reason,
        )
        holder = await desk.account(subject)
        made = await keeping.grant_role(desk.session, holder, gift)
        await desk.note("account grant", ("RoleGrant", made.id), ("Account", holder.id), reason=reason)
        return since

    since = at(tenant, issuer, granted)
    typer.echo(f"{subject} is {role} of {tenant} from {since}{f' to {ends:%Y-%m-%d}' if ends else ''}.")


@account.command()
def end(
    subject: Subject, role: GrantedRole, tenant: Tenant, on: Day = None, issuer: IssuerUrl = None
) -> None:
    """End a role on a day; what was given stays to be read."""

    async def ended(desk: Desk) -> date:
        day = on.date() if on else desk.today
        holder = await desk.account(subject)
        await keeping.end_role(desk.session, holder, role, day)
        await desk.note(f"account end {role}", ("Account", holder.id))
        return day

    typer.echo(f"{subject} is {role} of {tenant} until {at(tenant, issuer, ended)}.")


@account.command()
def password(subject: Subject, tenant: Tenant) -> None:
    """Give an account of our own issuer a password for the first time: at sign-in it must be changed."""

    first = opaque.new_secret()[:16]

    async def given(desk: Desk) -> None:
        holder = await desk.account(subject)
        if holder.employee_id is None:
            raise NobodyBehind(subject=subject)
        await logins.give_password(desk.session, holder.id, await passwords.hashed(first))
        await desk.note("account password", ("Account", holder.id))

    at(tenant, None, given)
    days = logins.FIRST_HOLDS.days
    typer.echo(f"{subject} signs in within {days} days by NIP or work e-mail with  {first}")


@account.command("second-factor-reset")
def second_factor_reset(subject: Subject, tenant: Tenant) -> None:
    """Take the second factor away from an account whose owner lost it; first make sure who is asking."""

    async def taken(desk: Desk) -> None:
        holder = await desk.account(subject)
        if not await factor_rows.reset(desk.session, holder.id):
            raise NoSecondFactor(subject=subject)
        await desk.note("account second-factor-reset", ("Account", holder.id))

    at(tenant, None, taken)
    typer.echo(f"{subject} has no second factor any more, and is signed out everywhere.")


@account.command()
def disable(subject: Subject, tenant: Tenant, issuer: IssuerUrl = None) -> None:
    """Let an account in no more: within seconds its tokens are refused."""

    async def disabled(desk: Desk) -> None:
        holder = await desk.account(subject)
        await keeping.disable(desk.session, holder, clock.now())
        await desk.note("account disable", ("Account", holder.id))

    at(tenant, issuer, disabled)
    typer.echo(f"{subject} may no longer come in to {tenant}.")


@account.command()
def enable(subject: Subject, tenant: Tenant, issuer: IssuerUrl = None) -> None:
    """Let a disabled account in again, with the roles that it holds."""

    async def enabled(desk: Desk) -> None:
        holder = await desk.account(subject)
        await keeping.enable(desk.session, holder)
        await desk.note("account enable", ("Account", holder.id))

    at(tenant, issuer, enabled)
    typer.echo(f"{subject} may come in to {tenant}.")


async def _employee(desk: Desk, number: str) -> Employee:
    """Whoever has that NIP. Raises NobodyHasTheNumber."""
    digits = number.replace(" ", "")
    found = await desk.session.scalar(select(Employee).where(Employee.number == digits))
    if found is None:
        raise NobodyHasTheNumber(tenant=desk.government.code, number=digits)
    return found


async def _unit(desk: Desk, role: Role, named: str) -> UUID:
    """The unit that a role is given for. Raises NotInAUnit, NoSuchUnit."""
    if role in FOR_ALL_ONLY:
        raise NotInAUnit(role=role)
    key = key_of("Unit", named)
    meant = Unit.id == key if key else Unit.siasn_id == named
    found = await desk.session.scalar(select(Unit.id).where(meant))
    if found is None:
        raise NoSuchUnit(tenant=desk.government.code, unit=named)
    return found


async def _rows(desk: Desk) -> list[tuple[str, ...]]:
    """The accounts in the order of their subjects, each with its roles."""
    grants = list(await desk.session.scalars(select(RoleGrant).order_by(RoleGrant.valid_from)))
    named = select(UnitVersion.unit_id, UnitVersion.name).where(runs_on(UnitVersion, desk.today))
    units = {row.unit_id: row.name for row in await desk.session.execute(named)}
    behind = select(Account, Employee.number).outerjoin(Employee, Employee.id == Account.employee_id)
    return [
        (
            one.subject,
            one.issuer,
            number or "",
            one.client or "",
            ", ".join(_said(grant, units) for grant in grants if grant.account_id == one.id),
            f"{one.disabled_at:%Y-%m-%d}" if one.disabled_at else "",
            "" if one.admitted_at else one.claimed or "(says nothing)",
        )
        for one, number in await desk.session.execute(behind.order_by(Account.subject, Account.issuer))
    ]


def _said(grant: RoleGrant, units: Mapping[UUID, str]) -> str:
    """A grant in words; `units` tells what each unit is called today."""
    where = f" in {units.get(grant.unit_id, 'a closed unit')}" if grant.unit_id else ""
    return f"{grant.role}{where} from {grant.valid_from}{f' to {grant.valid_to}' if grant.valid_to else ''}"
