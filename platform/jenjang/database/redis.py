"""Redis or Valkey: what processes share and may lose. It is never waited for, and let rest when it fails."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import TypeVar

import structlog
from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

T = TypeVar("T")
log = structlog.get_logger(__name__)

PATIENCE = 0.05
"""Seconds that one question may take, its connection included."""
REST = 1.0
"""Seconds that Redis is left alone after a failure."""
CONNECTIONS = 8
"""More would only make opening them all at once the slow part."""
FAILURES = (RedisError, OSError, TimeoutError)


class Away(Exception):
    """Redis doesn't answer, or is being left alone: do without."""


def client(url: str) -> Redis:
    """A client that gives up after 50 ms and never tries again by itself."""
    pool = BlockingConnectionPool.from_url(
        url,
        max_connections=CONNECTIONS,
        timeout=PATIENCE,
        socket_timeout=PATIENCE,
        socket_connect_timeout=PATIENCE,
        retry=Retry(NoBackoff(), 0),
    )
    return Redis.from_pool(pool)


class SharedMemory:
    """Redis behind a breaker: a failure costs one question 50 ms, those that follow nothing.

    While it rests, a knock in the background finds out whether it is back: no request waits for that.
    """

    def __init__(self, url: str, ticking: Callable[[], float] = monotonic) -> None:
        self.client = client(url)
        self._ticking = ticking
        self._away = False
        self._rests_until = 0.0
        self._knocking: asyncio.Task[None] | None = None

    @property
    def away(self) -> bool:
        return self._away

    async def ask(self, question: Callable[[Redis], Awaitable[T]]) -> T:
        """The answer to a question; raises Away at once, or after 50 ms at most."""
        if self._away:
            self._knock_later()
            raise Away
        try:
            async with asyncio.timeout(PATIENCE):
                return await question(self.client)
        except FAILURES as failure:
            self._rest(failure)
            raise Away from failure

    async def aclose(self) -> None:
        if self._knocking:
            self._knocking.cancel()
        await self.client.aclose()

    def _rest(self, failure: Exception) -> None:
        if not self._away:
            log.warning("redis away", failure=repr(failure))
        self._away = True
        self._rests_until = self._ticking() + REST

    def _knock_later(self) -> None:
        if self._knocking is None and self._ticking() >= self._rests_until:
            self._knocking = asyncio.create_task(self._knock())

    async def _knock(self) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                await self.client.ping()
        except FAILURES as failure:
            self._rest(failure)
        else:
            log.info("redis back")
            self._away = False
        finally:
            self._knocking = None


def key(tenant: str, *parts: str) -> str:
    """A key (or channel) of one government: `t:{tenant}:…`, all that our Redis user may touch."""
    return ":".join(("t", tenant, *parts))
