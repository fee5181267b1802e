"""How long credit for everybody takes, and the export of a year: 80,000 people of one government.

`python -m bench.exchange` makes the government on engines of its own that wait for the disk, publishes a
year for everybody by SQL, gives credit as publication does (a thousand at a time), and exports the year.
"""

import argparse
import asyncio
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select, text

from bench.appraised import EVALUATE, lead
from bench.closing import TENANT, told
from bench.measure import say
from bench.seed import World, seed
from jenjang.appraisal.actions.credits import give_credit
from jenjang.appraisal.actions.cycles import OpenCycle, open_cycle
from jenjang.appraisal.actions.exporting import Export, payloads
from jenjang.appraisal.models.cycle import Appraisal
from jenjang.appraisal.terms import CycleKind
from jenjang.core import clock
from jenjang.core.sealing import Vault
from jenjang.database.engine import bound, engine
from jenjang.demo.engines import embedded
from jenjang.operations.house import as_house

AT_ONCE = 1000
LEVELS = "UPDATE positions SET level = 'AHLI_PERTAMA' WHERE level = 'PELAKSANA'"
PUBLISH = (
    "UPDATE evaluations SET published_at = now()",
    "UPDATE appraisals SET state = 'PUBLISHED', predicate = 'GOOD', published_at = now(),"
    " level = coalesce(level, 'AHLI_PERTAMA')",
)


async def measure(world: World) -> None:
    await seed(world)
    database, vault = engine(world.settings.database_url, connections=2), Vault(world.settings.keys)
    year = clock.today("Asia/Jakarta").year - 1
    try:
        await lead(database)
        async with bound(database, TENANT, 600_000) as session:
            await session.execute(text(LEVELS))
        async with as_house(database, TENANT, vault) as context:
            assert context
            await open_cycle(context, OpenCycle(kind=CycleKind.ANNUAL, year=year, number=1))
        async with bound(database, TENANT, 600_000) as session:
            await session.execute(EVALUATE)
            for statement in PUBLISH:
                await session.execute(text(statement))
            ids = (await session.scalars(select(Appraisal.id))).all()
        begun = time.perf_counter()
        for start in range(0, len(ids), AT_ONCE):
            async with as_house(database, TENANT, vault) as context:
                assert context
                await give_credit(context, ids[start : start + AT_ONCE])
        told(f"credit for {len(ids):,} results", begun)
        async with as_house(database, TENANT, vault) as context:
            assert context
            counts = [
                await context.session.scalar(text(f"SELECT count(*) FROM {table}"))
                for table in ("credits", "credit_standings", "credit_projections")
            ]
            say(f"{counts[0]:,} credits, {counts[1]:,} standings, {counts[2]:,} projections.")
            begun, count = time.perf_counter(), 0
            async for _ in payloads(context, Export(kind=CycleKind.ANNUAL, year=year)):
                count += 1
            told(f"{count:,} results exported", begun)
    finally:
        await database.dispose()


def run(people: int, folder: Path) -> None:
    with embedded(folder) as engines:
        asyncio.run(measure(World(folder, engines.superuser_url, engines.redis_url, 1, people)))


def main() -> None:
    parser = argparse.ArgumentParser("python -m bench.exchange", description=__doc__)
    parser.add_argument("--people", type=int, default=80_000, help="people of the government (80000)")
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        say(f"A government of {asked.people:,} people is made first.")
        run(asked.people, Path(folder))


if __name__ == "__main__":
    main()
