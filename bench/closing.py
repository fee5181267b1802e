"""How long a month and a year take to be opened and closed for everybody: 80,000 people of one government.

`python -m bench.closing` makes the government on engines of its own that wait for the disk, opens a cycle
as the deed does, evaluates and rates everybody by SQL, and lets a `jenjang worker` close it, asking how far
it is. All of them hold functional positions, so that the year gives each of them credit.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import psutil
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.appraised import evaluate, lead
from bench.measure import say
from bench.seed import World, seed
from bench.servers import postgres_time, processor_time
from jenjang.appraisal.actions.closing import CloseCycle, close_cycle
from jenjang.appraisal.actions.cycles import OpenCycle, open_cycle
from jenjang.appraisal.actions.reminding import remind
from jenjang.appraisal.models.cycle import AppraisalCycle
from jenjang.appraisal.terms import CycleKind, CycleState
from jenjang.core import clock
from jenjang.core.sealing import Vault
from jenjang.database.engine import bound, engine
from jenjang.database.roles import as_role
from jenjang.demo.engines import embedded
from jenjang.operations.house import as_house

TENANT = "t1"


async def opened(database: AsyncEngine, vault: Vault, asked: OpenCycle) -> UUID:
    """The cycle, opened for everybody."""
    begun = time.perf_counter()
    async with as_house(database, TENANT, vault) as context:
        assert context
        cycle = await open_cycle(context, asked)
    told("opened for everybody", begun)
    return cycle.id


async def reminded(database: AsyncEngine, vault: Vault) -> None:
    """A round of reminders over everybody, the first and then one that has nothing new to say."""
    for title in ("reminded, escalated", "reminded again"):
        begun = time.perf_counter()
        async with as_house(database, TENANT, vault) as context:
            assert context
            count = await remind(context)
        told(f"{title}: {count:,} notices", begun)


async def closed(database: AsyncEngine, vault: Vault, cycle_id: UUID) -> None:
    """Ask for it, and see how far it is until it is done."""
    begun = time.perf_counter()
    async with as_house(database, TENANT, vault) as context:
        assert context
        version = (await context.get(AppraisalCycle, cycle_id)).version
        await close_cycle(context, CloseCycle(cycle_id=cycle_id, missed=0, expected_version=version))
    told("asked to be closed", begun)
    shown = 0.0
    while True:
        await asyncio.sleep(0.25)
        async with bound(database, TENANT) as session:
            cycle = await session.get_one(AppraisalCycle, (TENANT, cycle_id))
        done = cycle.state == CycleState.CLOSED
        if done or time.perf_counter() - shown > 5:
            shown = time.perf_counter()
            told(f"{cycle.closed_so_far:,} of {cycle.to_close:,} published", begun)
        if done:
            return


@contextmanager
def worker(world: World) -> Iterator[psutil.Process]:
    """The background work, as an operator runs it."""
    url = as_role(world.superuser_url, "jenjang_worker", world.name)
    told_so = {**os.environ, **world.environment(), "JENJANG_WORKER_URL": url}
    log = (world.folder / "worker.log").open("wb")
    with (
        log,
        subprocess.Popen([sys.executable, "-m", "jenjang", "worker"], env=told_so, stdout=log) as process,
    ):
        try:
            yield psutil.Process(process.pid)
        finally:
            process.terminate()


def told(what: str, begun: float) -> None:
    print(f"{time.perf_counter() - begun:7.1f} s  {what}", flush=True)


def periods(today: date) -> Mapping[CycleKind, OpenCycle]:
    """What is closed: the month that is three months ago, and the year before this one."""
    month = date(today.year - (today.month <= 2), (today.month - 3) % 12 + 1, 1)
    monthly = OpenCycle(kind=CycleKind.MONTHLY, year=month.year, number=month.month)
    return {
        CycleKind.MONTHLY: monthly,
        CycleKind.ANNUAL: OpenCycle(kind=CycleKind.ANNUAL, year=today.year - 1, number=1),
    }


async def measure(world: World, kinds: Sequence[CycleKind]) -> None:
    await seed(world)
    database, vault = engine(world.settings.database_url, connections=2), Vault(world.settings.keys)
    try:
        await lead(database)
        for kind in kinds:
            say(f"{kind.capitalize()}, load average {os.getloadavg()[0]:.1f}")
            asked = periods(clock.today("Asia/Jakarta"))[kind]
            cycle_id = await opened(database, vault, asked)
            await reminded(database, vault)
            await evaluate(world, cycle_id, kind, asked.year)
            with worker(world) as process:
                before = postgres_time(world)
                await closed(database, vault, cycle_id)
                used = process.memory_info().rss / 2**20
                print(
                    f"The worker used {processor_time(process):.1f} s of processor, {used:.0f} MB;"
                    f" PostgreSQL {postgres_time(world) - before:.1f} s meanwhile."
                )
    finally:
        await database.dispose()


def run(people: int, kinds: Sequence[CycleKind], folder: Path) -> None:
    with embedded(folder) as engines:
        asyncio.run(measure(World(folder, engines.superuser_url, engines.redis_url, 1, people), kinds))


def main() -> None:
    parser = argparse.ArgumentParser("python -m bench.closing", description=__doc__)
    parser.add_argument("--people", type=int, default=80_000, help="people of the government (80000)")
    parser.add_argument(
        "--kind", choices=["MONTHLY", "ANNUAL"], help="the kind of cycle that is closed (one after the other)"
    )
    asked = parser.parse_args()
    kinds = [CycleKind(asked.kind)] if asked.kind else [CycleKind.MONTHLY, CycleKind.ANNUAL]
    with TemporaryDirectory() as folder:
        say(f"A government of {asked.people:,} people is made first.")
        run(asked.people, kinds, Path(folder))


if __name__ == "__main__":
    main()
