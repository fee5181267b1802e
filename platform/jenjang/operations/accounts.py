"""`jenjang account`: who may come in to a government, as what, from when to when."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, TypeVar

import typer
from rich.table import Table
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core import clock
from jenjang.core.errors import Refusal
from jenjang.core.permission import Role
from jenjang.core.settings import Settings
from jenjang.core.terminal import show
from jenjang.database.engine import bound, engine
from jenjang.database.reach import reached
from jenjang.identity import keeping
from jenjang.identity.issuers import embedded_url
from jenjang.identity.models import Account, RoleGrant
from jenjang.operations.tenants import named
from jenjang.organisation.models import Employee
from jenjang.tenancy.catalogue import Government, GovernmentKind, catalogue
from jenjang.tenancy.provisioning import TenantNotProvisioned, enrolled

T = TypeVar("T")
app = typer.Typer()
account = typer.Typer(help="Accounts: add, list, grant, end, disable, enable.", no_args_is_help=True)
app.add_typer(account, name="account")

Tenant = Annotated[str, typer.Option("--tenant", help="The government's code, as `jenjang tenant list`.")]
Subject = Annotated[str, typer.Argument(help="What the issuer calls it: the `sub` of its tokens.")]
IssuerUrl = Annotated[
    str | None, typer.Option("--issuer", help="Who vouches for it; without, this installation's issuer.")
]
GrantedRole = Annotated[
    Role, typer.Argument(case_sensitive=False, help="MENTOR, REGIONAL_ADMIN, INTEGRATION_CLIENT, …")
]
Day = Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="Without: today.")]


class IssuerUnknown(Refusal):
    """{tenant} believes no issuer {issuer}: its file names {known}."""


class NobodyHasTheNumber(Refusal):
    """{tenant} has no employee with the NIP {number}: bring the people in first (`jenjang import people`)."""


class RoleOfAProvince(Refusal):
    """PROVINCIAL_ADMIN is a role in a province, and {tenant} is none: choose REGIONAL_ADMIN."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A government's accounts, in one transaction."""

    government: Government
    session: AsyncSession
    issuer: str

    @property
    def today(self) -> date:
        return clock.today(self.government.time_zone)

    async def account(self, subject: str) -> Account:
        return await keeping.account_of(self.session, self.government.code, self.issuer, subject)


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
        await keeping.add_account(desk.session, desk.issuer, subject, employee_id, client)

    _at(tenant, issuer, added)
    typer.echo(f"{subject} may come in to {tenant}.")


@account.command("list")
def list_all(tenant: Tenant) -> None:
    """Show every account of a government, whose it is, and the roles it holds or held."""
    table = Table("subject", "issuer", "NIP", "client", "roles", "disabled")
    for row in _at(tenant, None, _rows):
        table.add_row(*row)
    show(table, whole=True)


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
    issuer: IssuerUrl = None,
) -> None:
    """Give an account a role. Who serves is staff, and who leads a unit a leader, without being given it."""

    async def granted(desk: Desk) -> date:
        if role is Role.PROVINCIAL_ADMIN and desk.government.kind is not GovernmentKind.PROVINCE:
            raise RoleOfAProvince(tenant=tenant)
        since = begins.date() if begins else desk.today
        until = ends.date() if ends else None
        holder = await desk.account(subject)
        await keeping.grant_role(desk.session, holder, role, since, until, by, reason)
        return since

    since = _at(tenant, issuer, granted)
    typer.echo(f"{subject} is {role} of {tenant} from {since}{f' to {ends:%Y-%m-%d}' if ends else ''}.")


@account.command()
def end(
    subject: Subject, role: GrantedRole, tenant: Tenant, on: Day = None, issuer: IssuerUrl = None
) -> None:
    """End a role on a day; what was given stays to be read."""

    async def ended(desk: Desk) -> date:
        day = on.date() if on else desk.today
        await keeping.end_role(desk.session, await desk.account(subject), role, day)
        return day

    typer.echo(f"{subject} is {role} of {tenant} until {_at(tenant, issuer, ended)}.")


@account.command()
def disable(subject: Subject, tenant: Tenant, issuer: IssuerUrl = None) -> None:
    """Let an account in no more: within seconds its tokens are refused."""

    async def disabled(desk: Desk) -> None:
        keeping.disable(await desk.account(subject), clock.now())

    _at(tenant, issuer, disabled)
    typer.echo(f"{subject} may no longer come in to {tenant}.")


@account.command()
def enable(subject: Subject, tenant: Tenant, issuer: IssuerUrl = None) -> None:
    """Let a disabled account in again, with the roles that it holds."""

    async def enabled(desk: Desk) -> None:
        keeping.enable(await desk.account(subject))

    _at(tenant, issuer, enabled)
    typer.echo(f"{subject} may come in to {tenant}.")


def _at(tenant: str, issuer: str | None, deed: Callable[[Desk], Awaitable[T]]) -> T:
    """Do it in one transaction of the government. Raises TenantNotListed, IssuerUnknown, DatabaseAway."""
    settings = Settings()
    government = named(settings, catalogue(settings.tenants), tenant)
    with reached():
        return asyncio.run(_within(settings, government, _issuer(settings, government, issuer), deed))


def _issuer(settings: Settings, government: Government, asked: str | None) -> str:
    """The issuer meant: ours, or one that the government's file names. Raises IssuerUnknown."""
    ours = embedded_url(settings.public_url, government.code)
    believed = [ours if one.own else str(one.url) for one in government.issuers]
    wanted = asked or (ours if ours in believed else believed[0])
    if wanted not in believed:
        raise IssuerUnknown(tenant=government.code, issuer=wanted, known=", ".join(believed))
    return wanted


async def _within(
    settings: Settings, government: Government, issuer: str, deed: Callable[[Desk], Awaitable[T]]
) -> T:
    database = engine(settings.database_url, connections=1)
    try:
        async with bound(database, government.code) as session:
            if await enrolled(session, government.code) is None:
                raise TenantNotProvisioned(code=government.code)
            return await deed(Desk(government, session, issuer))
    finally:
        await database.dispose()


async def _employee(desk: Desk, number: str) -> Employee:
    """Whoever has that NIP. Raises NobodyHasTheNumber."""
    digits = number.replace(" ", "")
    found = await desk.session.scalar(select(Employee).where(Employee.number == digits))
    if found is None:
        raise NobodyHasTheNumber(tenant=desk.government.code, number=digits)
    return found


async def _rows(desk: Desk) -> list[tuple[str, ...]]:
    """The accounts in the order of their subjects, each with its roles."""
    grants = list(await desk.session.scalars(select(RoleGrant).order_by(RoleGrant.valid_from)))
    behind = select(Account, Employee.number).outerjoin(Employee, Employee.id == Account.employee_id)
    return [
        (
            one.subject,
            one.issuer,
            number or "",
            one.client or "",
            ", ".join(_said(grant) for grant in grants if grant.account_id == one.id),
            f"{one.disabled_at:%Y-%m-%d}" if one.disabled_at else "",
        )
        for one, number in await desk.session.execute(behind.order_by(Account.subject, Account.issuer))
    ]


def _said(grant: RoleGrant) -> str:
    return f"{grant.role} from {grant.valid_from}{f' to {grant.valid_to}' if grant.valid_to else ''}"
