"""The worker closes cycles: a batch for one government, then for the next, as soon as it is asked."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID

import asyncpg
import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from jenjang.appraisal.actions.closing import CHANNEL, Progress, close_batch
from jenjang.core.errors import Refusal
from jenjang.core.sealing import Vault
from jenjang.operations.house import as_house, told

log = structlog.get_logger(__name__)

LOOK = 3600.0
"""Seconds after which every government is looked at, though nobody asked."""
AGAIN = 10.0
"""Seconds after which is tried again what failed: a batch, or listening."""


@dataclass
class Bell:
    """Which governments have asked, and somebody who waits for the next."""

    tenants: frozenset[str]
    waiting: set[str] = field(default_factory=set)
    rung: asyncio.Event = field(default_factory=asyncio.Event)

    def ring(self, tenant: str) -> None:
        """Note who asked; whoever isn't served here is another worker's."""
        self.waiting |= self.tenants & {tenant}
        self.rung.set()

    async def heard(self, stop: asyncio.Event, seconds: float) -> bool:
        """Wait until somebody asks, for so long at most, not at all once told to stop; whether one did."""
        waits = [asyncio.create_task(one.wait()) for one in (stop, self.rung)]
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for one in waits:
            one.cancel()
        rung = self.rung.is_set()
        self.rung.clear()
        return rung


async def close_cycles(
    stop: asyncio.Event, url: str, database: AsyncEngine, tenants: Iterable[str], vault: Vault
) -> None:
    """Close what is asked for, in every government in turn, until told to stop; the running batch ends.

    What was asked for while nobody listened is found by looking, at the start and once an hour.
    """
    bell = Bell(frozenset(tenants))
    while not stop.is_set():
        try:
            async with listening(url, CHANNEL, bell) as line:
                await _answer(stop, line, database, vault, bell)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            log.warning("listening failed", **told(error))
            await bell.heard(stop, AGAIN)


async def close_next(
    database: AsyncEngine, tenant: str, vault: Vault, cycle_id: UUID | None = None
) -> Progress | None:
    """One batch for a government, committed; None: there is nothing to close."""
    async with as_house(database, tenant, vault) as context:
        return await close_batch(context, cycle_id) if context else None


@asynccontextmanager
async def listening(url: str, channel: str, bell: Bell) -> AsyncIterator[asyncpg.Connection]:
    """A connection on which PostgreSQL rings the bell; also when it breaks."""
    line = await asyncpg.connect(url, server_settings={"application_name": "jenjang"})
    try:
        line.add_termination_listener(lambda _line: bell.rung.set())
        await line.add_listener(channel, lambda _line, _process, _channel, tenant: bell.ring(tenant))
        yield line
    finally:
        await line.close()


async def _answer(
    stop: asyncio.Event, line: asyncpg.Connection, database: AsyncEngine, vault: Vault, bell: Bell
) -> None:
    """Close whatever is asked for, as long as the line holds."""
    bell.waiting |= bell.tenants
    while not (stop.is_set() or line.is_closed()):
        failed = await _close_all(stop, database, vault, bell)
        rung = await bell.heard(stop, AGAIN if failed else LOOK)
        bell.waiting |= failed if rung else bell.tenants


async def _close_all(stop: asyncio.Event, database: AsyncEngine, vault: Vault, bell: Bell) -> set[str]:
    """A batch for each government that waits, and again until none does; tell those where it failed."""
    failed: set[str] = set()
    while bell.waiting and not stop.is_set():
        for tenant in sorted(bell.waiting):
            # Forgotten before the look, not after: who asks meanwhile is not overheard.
            bell.waiting.discard(tenant)
            try:
                if await close_next(database, tenant, vault):
                    bell.waiting.add(tenant)
            except (SQLAlchemyError, OSError, Refusal) as error:
                log.warning("closing failed", tenant=tenant, **told(error))
                failed.add(tenant)
            if stop.is_set():
                break
    return failed
