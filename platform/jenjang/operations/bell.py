"""The bell of the background work: PostgreSQL rings for a government, and each that rang gets its turn."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import Enum, auto

import asyncpg
import structlog
from sqlalchemy.exc import SQLAlchemyError

from jenjang.core.errors import Refusal
from jenjang.operations.house import told

log = structlog.get_logger(__name__)

LOOK = 3600.0
"""Seconds after which every government is looked at, though nobody asked."""
AGAIN = 10.0
"""Seconds after which is tried again what failed: a government's turn, or listening."""


class Turn(Enum):
    """How a government's turn ended."""

    DONE = auto()
    """There is nothing left to do."""
    MORE = auto()
    """There may be more: it gets another turn after the others had theirs."""
    LATER = auto()
    """There is more to do, but not now."""


Take = Callable[[str], Awaitable[Turn]]
"""Takes a government's turn: some of its work, committed."""


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


async def answering(
    stop: asyncio.Event,
    url: str,
    channel: str,
    bell: Bell,
    answer: Callable[[asyncpg.Connection], Awaitable[None]],
) -> None:
    """Answer the bell until told to stop: on one line after the other, as lines break."""
    while not stop.is_set():
        try:
            async with listening(url, channel, bell) as line:
                await answer(line)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            log.warning("listening failed", **told(error))
            await bell.heard(stop, AGAIN)


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


async def in_turn(
    stop: asyncio.Event, url: str, channel: str, tenants: Iterable[str], what: str, take: Take
) -> None:
    """Let each government that rings have turns until it needs none, until told to stop; a turn ends first.

    What was asked for while nobody listened is found by looking, at the start and once an hour. `what`: as
    the log calls it where a turn fails, which leaves the others undisturbed.
    """
    bell = Bell(frozenset(tenants))
    await answering(stop, url, channel, bell, lambda line: _answer(stop, line, bell, what, take))


async def _answer(stop: asyncio.Event, line: asyncpg.Connection, bell: Bell, what: str, take: Take) -> None:
    """Do whatever is asked for, as long as the line holds."""
    due = time.monotonic()
    while not (stop.is_set() or line.is_closed()):
        if time.monotonic() >= due:
            bell.waiting |= bell.tenants
            due = time.monotonic() + LOOK
        later = await _take_all(stop, bell, what, take)
        left = due - time.monotonic()
        await bell.heard(stop, min(AGAIN, left) if later else left)
        bell.waiting |= later


async def _take_all(stop: asyncio.Event, bell: Bell, what: str, take: Take) -> set[str]:
    """A turn for each government that waits, and again until none does; tell those that need one later."""
    later: set[str] = set()
    while bell.waiting and not stop.is_set():
        for tenant in sorted(bell.waiting):
            # Forgotten before the look, not after: who asks meanwhile is not overheard.
            bell.waiting.discard(tenant)
            try:
                turn = await take(tenant)
            except (SQLAlchemyError, OSError, Refusal) as error:
                log.warning(f"{what} failed", tenant=tenant, **told(error))
                turn = Turn.LATER
            if turn is Turn.MORE:
                bell.waiting.add(tenant)
            if turn is Turn.LATER:
                later.add(tenant)
            if stop.is_set():
                break
    return later
