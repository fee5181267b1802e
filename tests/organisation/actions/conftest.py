"""A fixed day, and a way to say that a deed is refused and leaves everything as it was."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from jenjang.core.context import Context
from jenjang.core.errors import Refusal
from jenjang.database.engine import bound, engine
from jenjang.database.model import Model

TABLES = sorted(
    mapper.local_table.name
    for mapper in Model.registry.mappers
    if mapper.class_.__module__ == "jenjang.organisation.models"
)

Refused = Callable[..., AbstractAsyncContextManager[None]]
Deed = Callable[[Context], Awaitable[object]]
WAITING = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


@pytest.fixture
def context(context: Context) -> Context:
    """The admin's context of the house, on a day that stays the same."""
    context.today = date(2026, 7, 1)
    return context


async def everything(session: AsyncSession) -> dict[str, list[dict[str, object]]]:
    """Every row of the organisation that the session sees."""
    await session.flush()
    return {
        table: list(await session.scalars(text(f"SELECT to_jsonb(t) FROM {table} t ORDER BY id")))
        for table in TABLES
    }


@pytest.fixture
def refused(session: AsyncSession) -> Refused:
    """`async with refused(Error, "field", fact=…)`: that very error, at that field, and nothing changed."""

    @asynccontextmanager
    async def expect(error: type[Refusal], field: str = "", **facts: object) -> AsyncIterator[None]:
        before = await everything(session)
        with pytest.raises(error) as caught:
            yield
        assert type(caught.value) is error
        assert caught.value.field == ((field,) if field else ())
        assert {name: caught.value.facts.get(name) for name in facts} == facts
        assert await everything(session) == before

    return expect


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


@pytest.fixture
async def race(fresh_database: Any, context: Context) -> AsyncIterator[Race]:
    app = engine(fresh_database.app_url, 4)
    yield Race(context, app)
    await app.dispose()
