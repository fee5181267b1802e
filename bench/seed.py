"""Governments with people: made once in a folder, used by every run."""

import asyncio
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from bench import careers, shape
from jenjang.core.sealing import Seals, Vault
from jenjang.core.settings import Settings
from jenjang.database.engine import engine
from jenjang.database.migrate import migrate
from jenjang.database.roles import as_role, create_roles_and_database
from jenjang.demo.personas import settle
from jenjang.identity.personas import issue_to
from jenjang.operations.installation import load_national_data, provision
from jenjang.tenancy.catalogue import Government, catalogue

PUBLIC_URL = "http://bench.example"
ASKING = {"staff": 100, "leader": 1, "mentor": 2, "admin": 3, "superior": 4}
"""Which of a government's people its personas are."""
TOML = """name = "Pemerintah Kota {code}"
kind = "DISTRICT"
region_code = "{place}"
time_zone = "Asia/Jakarta"
[rate_limit]
cost_per_minute = 1000000000
burst = 1000000000
"""


@dataclass(frozen=True)
class World:
    """So many governments with so many people in all, in a database of their own."""

    folder: Path
    superuser_url: str
    redis_url: str
    tenants: int
    people: int

    @property
    def name(self) -> str:
        return f"bench_{self.tenants}_{self.people}"

    def __str__(self) -> str:
        return f"{self.tenants} governments, {self.people:,} people"

    @property
    def settings(self) -> Settings:
        """What a server of this world is told."""
        return Settings(
            database_url=as_role(self.superuser_url, "jenjang_app", self.name),
            owner_url=as_role(self.superuser_url, "jenjang_owner", self.name),
            superuser_url=self.superuser_url,
            redis_url=self.redis_url,
            public_url=PUBLIC_URL,
            tenants=self.folder / self.name,
            keys=self.folder / "keys",
        )

    def environment(self) -> Mapping[str, str]:
        """The same as JENJANG_… variables."""
        told = self.settings.model_dump(exclude={"superuser_url"})
        return {f"JENJANG_{name.upper()}": str(value) for name, value in told.items()}

    def tokens(self, persona: str, number: int) -> list[str]:
        """Tokens of that persona, government after government and round again until there are enough."""
        governments = list(catalogue(self.settings.tenants).values())
        return [issue_to(self.settings, governments[i % len(governments)], persona) for i in range(number)]


async def seed(world: World) -> None:
    """Make the world, unless it is there."""
    governments = listed(world)
    server = await asyncpg.connect(world.superuser_url)
    said = await server.fetchval(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = $1", world.name
    )
    if said != "seeded":
        await server.execute(f"DROP DATABASE IF EXISTS {world.name}")
        await create_roles_and_database(world.superuser_url, world.name)
        await asyncio.to_thread(migrate, world.settings.owner_url)
        await load_national_data(world.settings.owner_url)
        await provision(world.settings.owner_url, governments)
        shares = iter(list(shared(world.people, governments)))
        await asyncio.gather(*(fill(world, shares) for _ in range(2)))
        await vacuumed(world)
        await server.execute(f"COMMENT ON DATABASE {world.name} IS 'seeded'")
    await server.close()


def place_of(number: int) -> str:
    """A district of its own for each government: no two may be of one place."""
    return f"33.{number // 99 + 1:02}.{number % 99 + 1:02}"


def listed(world: World) -> list[Government]:
    """The governments' files, written, and read as the product reads them."""
    folder = world.settings.tenants
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(1, world.tenants + 1):
        (folder / f"t{number}.toml").write_text(TOML.format(code=f"T{number}", place=place_of(number)))
    return list(catalogue(folder).values())


def shared(people: int, governments: list[Government]) -> Iterator[tuple[int, Government, int]]:
    """How many people each government has, so that all are given out."""
    for place, government in enumerate(governments, 1):
        yield place, government, people * place // len(governments) - people * (place - 1) // len(governments)


async def fill(world: World, shares: Iterator[tuple[int, Government, int]]) -> None:
    """Fill governments, as the role that owns the tables, each in a transaction bound to it."""
    owner = await asyncpg.connect(world.settings.owner_url)
    await owner.execute(shape.TEMPORARY)
    database = engine(world.settings.owner_url, connections=1)
    vault = Vault(world.settings.keys)
    for place, government, people in shares:
        async with owner.transaction():
            await owner.execute("SELECT set_config('app.tenant_id', $1, true)", government.code)
            await owner.execute(shape.UNITS)
            await owner.execute(shape.PEOPLE, people)
            await owner.execute(shape.HISTORIES)
            await owner.execute(careers.CAREERS)
            await seal(owner, vault.of(government.code))
            numbers = await owner.fetch(
                "SELECT i, number FROM person JOIN employees USING (id) WHERE i = ANY($1)", [*ASKING.values()]
            )
        found = dict(map(tuple, numbers))
        nips = {persona: found[number] for persona, number in ASKING.items()}
        await settle(database, government, nips, PUBLIC_URL)
        print(f"\r{world.name}: {place} of {world.tenants} governments filled ", end="", file=sys.stderr)
    await database.dispose()
    await owner.close()


async def seal(owner: asyncpg.Connection, seals: Seals) -> None:
    """Give everybody of the bound government private values."""
    people = await owner.fetch("SELECT i, id FROM person")
    columns: list[list[bytes]] = [[] for _ in shape.private(0)]
    for number, person in people:
        for column, (name, text) in zip(columns, shape.private(number).items(), strict=True):
            column.append(seals.seal("employees", name, person, text))
    await owner.execute(shape.PRIVATE, [person for _, person in people], *columns)


async def vacuumed(world: World) -> None:
    print(f"\r{world.name}: vacuuming{' ' * 30}", file=sys.stderr)
    owner = await asyncpg.connect(as_role(world.superuser_url, "postgres", world.name))
    await owner.execute("VACUUM ANALYZE")
    await owner.close()
