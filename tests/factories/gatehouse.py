"""A house with two governments, their issuers' real keys, and a clock that the test moves."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from factories.identity import Time
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from jenjang.core.settings import Settings
from jenjang.database.engine import bound
from jenjang.database.redis import SharedMemory
from jenjang.identity.gate import Gate
from jenjang.identity.issue import issue_token
from jenjang.identity.issuers import Issuers, audience, embedded_url
from jenjang.identity.keys import KeyRing, key_ring
from jenjang.tenancy.catalogue import Government

PUBLIC = "https://jenjang.example"


@dataclass
class House:
    """Everything around a gate, and the people that lead units (as the organisation would say)."""

    settings: Settings
    governments: dict[str, Government]
    issuers: Issuers
    engine: AsyncEngine
    time: Time = field(default_factory=Time)
    leads: dict[UUID, tuple[UUID, ...]] = field(default_factory=dict)

    async def led_units(self, _: AsyncSession, employee: UUID, __: date) -> tuple[UUID, ...]:
        return self.leads.get(employee, ())

    def gate(self, redis: SharedMemory | None = None) -> Gate:
        zones = {code: government.time_zone for code, government in self.governments.items()}
        return Gate(
            self.issuers,
            self.engine,
            self.led_units,
            zones,
            redis,
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
    ) -> str:
        return issue_token(
            self.ring(tenant),
            self.issuer(tenant),
            self.audience,
            subject,
            client,
            scopes,
            lifetime,
            now=self.time.now(),
        )

    def bearer(self, *args: str, **more: object) -> list[str]:
        return [f"Bearer {self.token(*args, **more)}"]

    def of(self, tenant: str = "surakarta") -> AbstractAsyncContextManager[AsyncSession]:
        """A transaction of a government, committed at its end."""
        return bound(self.engine, tenant)
