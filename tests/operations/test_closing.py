"""The worker closes cycles: as soon as it is asked, in turn, and each result once, whatever happens to it."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from factories.appraisal.months import Months, months_in
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from structlog.testing import capture_logs

from jenjang.appraisal.actions import closing as batches
from jenjang.core.sealing import Vault
from jenjang.core.settings import HOUSE
from jenjang.database.engine import engine
from jenjang.operations import bell, closing
from jenjang.operations.closing import close_cycles, close_next

OURS, THEIRS = "surakarta", "plaju"
LISTENERS = "FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'"
PATIENCE = 60.0
"""Seconds after which a test gives up."""


@pytest.fixture
async def months(fresh_database: Any, vault: Vault) -> AsyncIterator[Months]:
    async with months_in(fresh_database.app_url, vault) as found:
        yield found


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "BATCH", 2)


@asynccontextmanager
async def working(url: str, vault: Vault, *tenants: str) -> AsyncIterator[asyncio.Task[None]]:
    """A worker that closes cycles of these governments, until the block ends."""
    stop, database = asyncio.Event(), engine(url, 1)
    task = asyncio.create_task(close_cycles(stop, url, database, tenants, vault))
    try:
        yield task
    finally:
        stop.set()
        await asyncio.wait_for(task, PATIENCE)
        await database.dispose()


async def closed(months: Months, tenant: str, cycle_id: Any) -> None:
    """Wait until a cycle is closed."""
    async with asyncio.timeout(PATIENCE):
        while (await months.cycle(tenant, cycle_id)).state != "CLOSED":
            pass


async def listening(superuser_url: str) -> None:
    """Wait until a worker listens."""
    watch = await asyncpg.connect(superuser_url)
    async with asyncio.timeout(PATIENCE):
        while not await watch.fetchval(f"SELECT count(pid) {LISTENERS}"):
            pass
    await watch.close()


async def test_it_closes_what_is_asked_for_while_it_listens(
    fresh_database: Any, vault: Vault, months: Months
) -> None:
    cycle = await months.month(OURS, people=5, waiting=2)
    async with working(fresh_database.worker_url, vault, OURS, THEIRS):
        await listening(fresh_database.superuser_url)
        await months.asked_to_close(OURS, cycle)
        await closed(months, OURS, cycle)
    found = await months.cycle(OURS, cycle)
    assert (found.to_close, found.closed_so_far) == (5, 5)
    assert await months.published(OURS) == (5, 5, 5)


async def test_it_closes_what_was_asked_for_before_it_ran(
    fresh_database: Any, vault: Vault, months: Months
) -> None:
    cycle = await months.month(OURS, people=3)
    await months.asked_to_close(OURS, cycle)
    async with working(fresh_database.worker_url, vault, OURS):
        await closed(months, OURS, cycle)
    assert await months.published(OURS) == (3, 3, 3)


async def test_a_deed_that_is_undone_asks_for_nothing(
    fresh_database: Any, vault: Vault, months: Months
) -> None:
    cycle = await months.month(OURS, people=1)
    heard: list[str] = []
    line = await asyncpg.connect(fresh_database.worker_url)
    await line.add_listener(batches.CHANNEL, lambda *told: heard.append(str(told[3])))
    async with months.at(OURS) as context:
        await batches.close_cycle(context, batches.CloseCycle(cycle_id=cycle, missed=100, expected_version=1))
        await context.session.rollback()
    await line.execute("SELECT 1")
    assert heard == []
    await months.asked_to_close(OURS, cycle)
    await line.execute("SELECT 1")
    assert heard == [OURS]
    await line.close()


async def test_governments_take_turns(fresh_database: Any, vault: Vault, months: Months) -> None:
    cycles = {OURS: await months.month(OURS, people=6), THEIRS: await months.month(THEIRS, people=2)}
    for tenant, cycle in cycles.items():
        await months.asked_to_close(tenant, cycle)
    done: list[str] = []

    async def noted(database: Any, tenant: str, vault: Vault) -> object:
        progress = await close_next(database, tenant, vault)
        done.append(tenant)
        return progress

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(closing, "close_next", noted)
        async with working(fresh_database.worker_url, vault, OURS, THEIRS):
            for tenant, cycle in cycles.items():
                await closed(months, tenant, cycle)
    assert done[:4] == [THEIRS, OURS, THEIRS, OURS]


async def test_two_workers_do_nothing_twice(fresh_database: Any, vault: Vault, months: Months) -> None:
    cycle = await months.month(OURS, people=7)
    await months.asked_to_close(OURS, cycle)
    async with (
        working(fresh_database.worker_url, vault, OURS),
        working(fresh_database.worker_url, vault, OURS),
    ):
        await closed(months, OURS, cycle)
    assert (await months.cycle(OURS, cycle)).closed_so_far == 7
    assert await months.published(OURS) == (7, 7, 7)


async def test_a_batch_that_is_torn_is_done_anew(fresh_database: Any, vault: Vault, months: Months) -> None:
    """The connection is cut within a batch: nothing of it stays, and the next one does it."""
    cycle = await months.month(OURS, people=3)
    await months.asked_to_close(OURS, cycle)
    watch = await asyncpg.connect(fresh_database.superuser_url)

    async def torn() -> None:
        async with months.at(OURS) as context:
            await batches.close_batch(context)
            own = await context.session.scalar(select(func.pg_backend_pid()))
            await watch.fetchval("SELECT pg_terminate_backend($1, 5000)", own)

    with pytest.raises((SQLAlchemyError, asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
        await torn()
    await watch.close()
    assert await months.published(OURS) == (0, 0, 0)
    async with working(fresh_database.worker_url, vault, OURS):
        await closed(months, OURS, cycle)
    assert await months.published(OURS) == (3, 3, 3)


async def test_it_listens_again_when_its_line_was_cut(
    fresh_database: Any, vault: Vault, months: Months, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bell, "AGAIN", 0.01)
    cycle = await months.month(OURS, people=1)
    watch = await asyncpg.connect(fresh_database.superuser_url)
    async with working(fresh_database.worker_url, vault, OURS):
        await listening(fresh_database.superuser_url)
        await watch.execute(f"SELECT pg_terminate_backend(pid) {LISTENERS}")
        await listening(fresh_database.superuser_url)
        await months.asked_to_close(OURS, cycle)
        await closed(months, OURS, cycle)
    await watch.close()


async def test_one_governments_trouble_leaves_the_others_undisturbed(
    fresh_database: Any, vault: Vault, months: Months
) -> None:
    cycle = await months.month(THEIRS, people=2)
    await months.asked_to_close(THEIRS, cycle)
    with capture_logs() as lines:
        async with working(fresh_database.worker_url, vault, "bad\x00name", THEIRS):
            await closed(months, THEIRS, cycle)
    (line,) = [one for one in lines if one["event"] == "closing failed"]
    assert (line["tenant"], set(line)) == (
        "bad\x00name",
        {"event", "log_level", "tenant", "kind", "sqlstate"},
    )


@contextmanager
def process(database: Any, keys: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`jenjang worker`, as an operator runs it."""
    environment = {
        **os.environ,
        "JENJANG_WORKER_URL": database.worker_url,
        "JENJANG_KEYS": str(keys),
    }
    command = [sys.executable, "-m", "jenjang", "worker"]
    with subprocess.Popen(command, env=environment, cwd=HOUSE, stdout=subprocess.DEVNULL) as worker:
        try:
            yield worker
        finally:
            worker.send_signal(signal.SIGTERM)


async def test_a_worker_that_is_killed_leaves_nothing_half_done(
    fresh_database: Any, vault: Vault, months: Months, tmp_path: Path
) -> None:
    cycle = await months.month(OURS, people=4)
    await months.asked_to_close(OURS, cycle)
    with process(fresh_database, tmp_path / "keys") as worker:
        await listening(fresh_database.superuser_url)
        worker.kill()
    published, shown, told = await months.published(OURS)
    assert published == shown == told == (await months.cycle(OURS, cycle)).closed_so_far
    with process(fresh_database, tmp_path / "keys"):
        await closed(months, OURS, cycle)
    assert await months.published(OURS) == (4, 4, 4)
