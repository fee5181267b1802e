"""Turns: deeds of one government wait in a queue of this process, before they take a connection."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from jenjang.core.errors import Conflict

AT_ONCE = 2
"""Deeds of one government that a process does at once: one in Python while another waits for PostgreSQL."""


class NoTurn(Conflict):
    """Very many are changing something right now, and it wasn't your turn yet; ask again in a moment."""


@dataclass
class Turns:
    """The queues of a process, one a government: who comes first is done first.

    `patience`: seconds that a deed waits for its turn, before it is told to come again.
    """

    patience: float
    _queues: dict[str, asyncio.Semaphore] = field(default_factory=dict)

    @asynccontextmanager
    async def of(self, tenant: str) -> AsyncIterator[None]:
        """A turn among the deeds of a government, until the block ends. Raises NoTurn."""
        queue = self._queues.setdefault(tenant, asyncio.Semaphore(AT_ONCE))
        try:
            async with asyncio.timeout(self.patience):
                await queue.acquire()
        except TimeoutError:
            raise NoTurn(seconds=1) from None
        try:
            yield
        finally:
            queue.release()
