"""A government's desk: what commands do for one government, in one transaction of it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, TypeVar
from uuid import UUID

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.audit.content import Deed
from jenjang.audit.writing import enter
from jenjang.core import clock
from jenjang.core.errors import Refusal
from jenjang.core.settings import Settings
from jenjang.database.engine import bound, engine
from jenjang.database.reach import reached
from jenjang.graph.scalars import encode_id
from jenjang.identity import keeping
from jenjang.identity.issuers import embedded_url
from jenjang.identity.models import Account
from jenjang.tenancy.catalogue import Government, catalogue
from jenjang.tenancy.listed import named
from jenjang.tenancy.provisioning import TenantNotProvisioned, enrolled

T = TypeVar("T")
Tenant = Annotated[str, typer.Option("--tenant", help="The government's code, as `jenjang tenant list`.")]
IssuerUrl = Annotated[
    str | None, typer.Option("--issuer", help="Who vouches for it; without, this installation's issuer.")
]


class IssuerUnknown(Refusal):
    """{tenant} believes no issuer {issuer}: its file names {known}."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A government's accounts, in one transaction."""

    government: Government
    session: AsyncSession
    issuer: str

    @property
    def today(self) -> date:
        return clock.today(self.government.time_zone)

    async def note(self, deed: str, *about: tuple[str, UUID], reason: str | None = None) -> None:
        """Write what was done, to the things of those types and ids, into the government's chain."""
        things = [encode_id(*thing) for thing in about]
        done = Deed(tenant=self.government.code, at=clock.now(), deed=deed, about=things, reason=reason)
        await enter(self.session, done)

    async def account(self, subject: str) -> Account:
        return await keeping.account_of(self.session, self.government.code, self.issuer, subject)


def at(tenant: str, issuer: str | None, deed: Callable[[Desk], Awaitable[T]]) -> T:
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
