"""Governments that tell their domains something, and handlers of the tests' own that write it down."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from jenjang.core.context import Context
from jenjang.core.sealing import Vault
from jenjang.database.engine import engine
from jenjang.events.handling import Handlers, Letter, gathered, on
from jenjang.events.models import OutboxEvent
from jenjang.events.telling import Event, facts, tell
from jenjang.handlers import HANDLERS as ALL
from jenjang.operations.delivering import deliver_events
from jenjang.operations.house import as_house

PATIENCE = 60.0
"""Seconds after which a test gives up."""
HAPPENED = "training.completed"
TAKEN = """
    CREATE TABLE taken (place bigint GENERATED ALWAYS AS IDENTITY, about_id uuid NOT NULL,
                        tenant_id text NOT NULL DEFAULT current_setting('app.tenant_id'));
    GRANT SELECT, INSERT ON taken TO jenjang_worker
"""
"""What handlers write: if a letter is taken up twice, it stands there twice."""
TAKE = text("INSERT INTO taken (about_id) VALUES (:about)")
LISTENERS = "FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'"


async def take(context: Context, letters: Sequence[Letter]) -> None:
    """Write down what every letter is about."""
    for letter in letters:
        await context.session.execute(TAKE, {"about": letter.about[1]})


TAKING: Handlers = gathered([on(HAPPENED, deed="coursesTake")(take)])


def event(number: int, name: str = HAPPENED) -> Event:
    return Event(name=name, about=("Course", UUID(int=number)))


@dataclass
class Post:
    """What the worker does, in a test's own transactions: each letter is handed over once, in its order."""

    done: set[UUID] = field(default_factory=set)

    async def hand_over(self, context: Context) -> None:
        """Let every domain take up what was told since."""
        await context.session.flush()
        events = (await context.session.scalars(select(OutboxEvent).order_by(OutboxEvent.id))).all()
        for one in [one for one in events if one.id not in self.done]:
            self.done.add(one.id)
            of = {"name": one.name, "about": (one.about_type, one.about_id), "payload": facts(one.payload)}
            letter = Letter(id=one.id, made_at=one.made_at, **of)
            for handler in ALL.get(one.name, ()):
                await handler.handle(context, [letter])


@dataclass
class Office:
    """A database of governments, with the app that tells and the table that handlers write."""

    urls: Any  # Any: a test's database.
    vault: Vault
    app: AsyncEngine
    worker: AsyncEngine
    watch: asyncpg.Connection
    """As a superuser, who sees all governments' rows."""

    async def tell(self, tenant: str, *numbers: int, name: str = HAPPENED) -> None:
        """A deed of that government tells something of each number."""
        async with as_house(self.app, tenant, self.vault) as context:
            assert context
            await tell(context, *(event(one, name) for one in numbers))

    async def taken(self, tenant: str) -> list[int]:
        """What a government's letters were about that were taken up, in that order."""
        rows = await self.watch.fetch(
            "SELECT about_id FROM taken WHERE tenant_id = $1 ORDER BY place", tenant
        )
        return [row["about_id"].int for row in rows]

    async def events(self, what: str = "about_id", where: str = "true") -> list[Any]:  # Any: a column.
        """A column of all governments' events."""
        rows = await self.watch.fetch(f"SELECT {what} AS it FROM events WHERE {where} ORDER BY tenant_id, id")
        return [row["it"] for row in rows]

    async def until(self, condition: str) -> None:
        """Wait until it is so in the database."""
        async with asyncio.timeout(PATIENCE):
            while not await self.watch.fetchval(f"SELECT {condition}"):
                pass

    async def all_done(self) -> None:
        await self.until("NOT EXISTS (SELECT FROM events WHERE done_at IS NULL)")

    async def heard(self, listeners: int = 1) -> None:
        """Wait until workers listen."""
        await self.until(f"(SELECT count(pid) >= {listeners} {LISTENERS})")

    async def at_once(self) -> None:
        """Let every pause be over."""
        await self.watch.execute("UPDATE events SET due_at = NULL")

    @asynccontextmanager
    async def delivering(self, *tenants: str, handlers: Handlers = TAKING) -> AsyncIterator[None]:
        """A worker that delivers these governments' events, until the block ends."""
        stop, database = asyncio.Event(), engine(self.urls.worker_url, 1)
        task = asyncio.create_task(
            deliver_events(stop, self.urls.worker_url, database, tenants, self.vault, handlers)
        )
        try:
            yield
        finally:
            stop.set()
            await asyncio.wait_for(task, PATIENCE)
            await database.dispose()


@asynccontextmanager
async def office_in(database: Any, vault: Vault) -> AsyncIterator[Office]:  # Any: a test's database.
    """An office in a database, its table of what was taken up made."""
    app, worker = engine(database.app_url, 2), engine(database.worker_url, 2)
    watch = await asyncpg.connect(database.superuser_url)
    await watch.execute(TAKEN)
    yield Office(database, vault, app, worker, watch)
    await watch.close()
    for one in (app, worker):
        await one.dispose()
