"""Two deeds at once, on a real database."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from jenjang.core.context import Context
from jenjang.database.engine import bound

Deed = Callable[[Context], Awaitable[object]]
WAITING = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


@dataclass
class Race:
    """Deeds in transactions of their own, that commit, in a database of this test's own."""

    context: Context
    app: AsyncEngine

    async def alone(self, deed: Deed) -> Any:  # Any: whatever the deed gives.
        async with bound(self.app, "surakarta") as session:
            return await deed(replace(self.context, session=session))

    async def second_of(self, first: Deed, second: Deed) -> object:
        """What the second deed gives or raises, asked for before the first one's transaction ended.

        That one ends as soon as the second waits for it, or is through without waiting.
        """
        async with AsyncSession(self.app) as watch, bound(self.app, "surakarta") as session:
            await first(replace(self.context, session=session))
            asked = asyncio.create_task(self.alone(second))
            while not asked.done() and not await watch.scalar(WAITING):
                await watch.rollback()
        return (await asyncio.gather(asked, return_exceptions=True))[0]
