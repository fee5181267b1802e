"""How long a month takes to be opened and closed for everybody: 80,000 people of one government.

`python -m bench.closing` makes the government on engines of its own that wait for the disk, opens the month
as the deed does, evaluates everybody by SQL, and lets a `jenjang worker` close it, asking how far it is.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import psutil
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.measure import say
from bench.seed import World, seed
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
LEADERS = text("""
    INSERT INTO leaderships (unit_id, employee_id, kind, valid_from)
    SELECT DISTINCT ON (p.unit_id) p.unit_id, p.employee_id, 'DEFINITIVE', CAST('2025-01-01' AS date)
      FROM placements p
     WHERE p.valid_to IS NULL AND NOT EXISTS (SELECT FROM leaderships l WHERE l.unit_id = p.unit_id)
     ORDER BY p.unit_id, p.employee_id
""")
ROOT = text("""
    INSERT INTO leaderships (unit_id, employee_id, kind, valid_from)
    SELECT v.unit_id, (SELECT id FROM employees ORDER BY id DESC LIMIT 1), 'DEFINITIVE', '2025-01-01'
      FROM unit_versions v WHERE v.kind = 'GOVERNMENT'
""")
EVALUATE = text("""
    INSERT INTO evaluations (appraisal_id, employee_id, number, stage, results, results_reason, behaviour,
                             behaviour_reason, predicate, rule, derivation_id, derivation_en,
                             by_employee_id, made_at)
    SELECT a.id, a.employee_id, 1, 'EVALUATION', 'AS_EXPECTED', 'Sesuai', 'AS_EXPECTED', 'Sesuai', 'GOOD',
           'performance_predicate 2022', 'karena sesuai', 'because as expected',
           a.evaluator_employee_id, now()
      FROM appraisals a
""")
POINTS = text("""
    INSERT INTO evaluation_points (appraisal_id, employee_id, kind, statement)
    SELECT a.id, a.employee_id, kind, 'Melayani dengan baik'
      FROM appraisals a, unnest(ARRAY['STRENGTH', 'IMPROVEMENT']) kind
""")
STATES = text("UPDATE appraisals SET state = 'EVALUATED', version = version + 1")


async def lead(database: AsyncEngine) -> None:
    """Let every unit have a leader."""
    async with bound(database, TENANT, 60_000) as session:
        await session.execute(LEADERS)
        await session.execute(ROOT)


async def opened(database: AsyncEngine, vault: Vault, month: date) -> UUID:
    """The month, opened for everybody."""
    begun = time.perf_counter()
    async with as_house(database, TENANT, vault) as context:
        assert context
        cycle = await open_cycle(
            context, OpenCycle(kind=CycleKind.MONTHLY, year=month.year, number=month.month)
        )
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


async def evaluated(database: AsyncEngine) -> None:
    """Everybody, in plain SQL: how long that takes is no figure of ours."""
    async with bound(database, TENANT, 600_000) as session:
        for statement in (EVALUATE, POINTS, STATES):
            await session.execute(statement)


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


async def measure(world: World) -> None:
    await seed(world)
    database, vault = engine(world.settings.database_url, connections=2), Vault(world.settings.keys)
    today = clock.today("Asia/Jakarta")
    month = date(today.year - (today.month <= 2), (today.month - 3) % 12 + 1, 1)
    try:
        await lead(database)
        cycle_id = await opened(database, vault, month)
        await reminded(database, vault)
        await evaluated(database)
        with worker(world) as process:
            await closed(database, vault, cycle_id)
            used = process.memory_info().rss / 2**20
            print(f"The worker used {sum(process.cpu_times()[:2]):.1f} s of processor, {used:.0f} MB.")
    finally:
        await database.dispose()


def run(people: int, folder: Path) -> None:
    with embedded(folder) as engines:
        asyncio.run(measure(World(folder, engines.superuser_url, engines.redis_url, 1, people)))


def main() -> None:
    parser = argparse.ArgumentParser("python -m bench.closing", description=__doc__)
    parser.add_argument("--people", type=int, default=80_000, help="people of the government (80000)")
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        say(f"A government of {asked.people:,} people is made first.")
        run(asked.people, Path(folder))


if __name__ == "__main__":
    main()
