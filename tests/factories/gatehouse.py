"""A house with two governments, their issuers' real keys, and a clock that the test moves."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from asyncpg import Record
from factories.identity import Time
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from jenjang.core.settings import Settings
from jenjang.database.engine import bound
from jenjang.database.pool import Shelf
from jenjang.identity.accounts import Accounts
from jenjang.identity.arrivals import Arrivals
from jenjang.identity.gate import Gate
from jenjang.identity.issue import issue_token
from jenjang.identity.issuers import Issuers, audience, embedded_url
from jenjang.identity.keys import KeyRing, key_ring
from jenjang.organisation.actions.leading import LED_UNITS, UNITS_BELOW
from jenjang.organisation.actions.superiors import NAMED
from jenjang.tenancy.catalogue import Government

PUBLIC = "https://jenjang.example"


class NotingShelf(Shelf):
    """A shelf that notes what it was asked."""

    def __init__(self, url: str) -> None:
        super().__init__(url, 4, 5000)
        self.asked: list[str] = []

    async def fetchrow(self, sql: str, *args: object) -> Record | None:
        self.asked.append(sql)
        return await super().fetchrow(sql, *args)


@dataclass
class House:
    """Everything around a gate."""

    settings: Settings
    governments: dict[str, Government]
    issuers: Issuers
    engine: AsyncEngine
    shelf: NotingShelf
    time: Time = field(default_factory=Time)

    @property
    def accounts(self) -> Accounts:
        return Accounts(self.shelf, LED_UNITS, UNITS_BELOW, NAMED)

    def gate(self) -> Gate:
        zones = {code: government.time_zone for code, government in self.governments.items()}
        return Gate(
            self.issuers,
            self.accounts,
            zones,
            Arrivals(self.engine, self.time.ticking),
            now=self.time.now,
            ticking=self.time.ticking,
        )

    def ring(self, tenant: str = "surakarta") -> KeyRing:
        return key_ring(self.settings.keys, tenant)

    def issuer(self, tenant: str = "surakarta") -> str:
        return embedded_url(PUBLIC, tenant)

    @property
    def audience(self) -> str:
        return audience(PUBLIC)

    def token(
        self,
        subject: str,
        tenant: str = "surakarta",
        scopes: tuple[str, ...] = (),
        client: str = "app",
        lifetime: timedelta = timedelta(minutes=5),
        grant: UUID | None = None,
    ) -> str:
        return issue_token(
            self.ring(tenant),
            self.issuer(tenant),
            self.audience,
            subject,
            client,
            scopes,
            lifetime,
            grant=grant,
            now=self.time.now(),
        )

    def bearer(self, *args: str, **more: object) -> list[str]:
        return [f"Bearer {self.token(*args, **more)}"]

    def of(self, tenant: str = "surakarta") -> AbstractAsyncContextManager[AsyncSession]:
        """A transaction of a government, committed at its end."""
        return bound(self.engine, tenant)
