"""Real PostgreSQL and Valkey for the whole run, and a database of its own for each test module.

Under pytest-xdist the first worker in need starts the servers; it ends them when the last one let go.
"""

import asyncio
import fcntl
import itertools
import json
import os
import shutil
import tempfile
from collections import UserDict
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest
from factories.racing import Race
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core import clock
from jenjang.core.context import Context
from jenjang.core.permission import EVERYWHERE, Role, Viewer, Within
from jenjang.core.sealing import Vault
from jenjang.core.settings import HOUSE
from jenjang.database.engine import bind, engine
from jenjang.database.migrate import migrate
from jenjang.database.roles import as_role, create_roles_and_database
from jenjang.demo.engines import Engines, embedded
from jenjang.operations.installation import load_national_data, provision
from jenjang.tenancy.catalogue import catalogue

TEMPLATE = "jenjang"
NAMES = itertools.count(1)


@dataclass(frozen=True)
class Database:
    """A migrated database with all tenants, its reference data and rules; reached in three roles."""

    name: str
    superuser_url: str

    @property
    def owner_url(self) -> str:
        return as_role(self.superuser_url, "jenjang_owner", self.name)

    @property
    def app_url(self) -> str:
        return as_role(self.superuser_url, "jenjang_app", self.name)

    @property
    def worker_url(self) -> str:
        return as_role(self.superuser_url, "jenjang_worker", self.name)


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def engines() -> Iterator[Engines]:
    """The servers of this run, with the template database made."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    folder = Path(tempfile.gettempdir()) / f"jenjang-{run[:12]}"
    folder.mkdir(exist_ok=True)
    with (folder / "users").open("w") as users, ExitStack() as stack:
        with locked(folder / "starting"):
            shared = folder / "engines.json"
            if shared.exists():
                found = Engines(**json.loads(shared.read_text()))
            else:
                stack.callback(shutil.rmtree, folder)
                found = stack.enter_context(embedded(folder, durable=False))
                make_template(found)
                shared.write_text(json.dumps(asdict(found)))
                # Whoever started the servers leaves last: this waits for the others' shared locks.
                stack.callback(fcntl.flock, users, fcntl.LOCK_EX)
            fcntl.flock(users, fcntl.LOCK_SH)
        yield found


@contextmanager
def locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def make_template(engines: Engines) -> None:
    owner_url = as_role(engines.superuser_url, "jenjang_owner", TEMPLATE)
    asyncio.run(create_roles_and_database(engines.superuser_url, TEMPLATE))
    migrate(owner_url)
    asyncio.run(load_national_data(owner_url))
    asyncio.run(provision(owner_url, catalogue(HOUSE / "tenants").values()))


@pytest.fixture(scope="session")
def clone(engines: Engines) -> Callable[[], Database]:
    """Makes a new database, as the template is: about 60 ms."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")

    def make() -> Database:
        name = f"test_{worker}_{next(NAMES)}"
        statement = f"CREATE DATABASE {name} OWNER jenjang_owner TEMPLATE {TEMPLATE} STRATEGY FILE_COPY"
        asyncio.run(execute(engines.superuser_url, statement))
        return Database(name, engines.superuser_url.replace("/postgres?", f"/{name}?"))

    return make


async def execute(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture(scope="module")
def database(clone: Callable[[], Database]) -> Database:
    """A database of this test module's own: what its tests commit, no other module sees."""
    return clone()


@pytest.fixture
def fresh_database(clone: Callable[[], Database]) -> Database:
    """A database of this test's own."""
    return clone()


@pytest.fixture
def redis_url(engines: Engines) -> str:
    return engines.redis_url


@pytest.fixture
async def session(database: Database) -> AsyncIterator[AsyncSession]:
    """The app's transaction, bound to Surakarta; undone after the test."""
    app = engine(database.app_url)
    async with AsyncSession(app, expire_on_commit=False) as session:
        await bind(session, "surakarta")
        yield session
        await session.rollback()
    await app.dispose()


class Everything(UserDict[str, frozenset[Within]]):
    """Grants of somebody who may do all there is in the whole government."""

    def __missing__(self, permission: str) -> frozenset[Within]:
        return EVERYWHERE

    def __contains__(self, permission: object) -> bool:
        return True


@pytest.fixture(scope="session")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Vault:
    """Data keys of this run."""
    return Vault(tmp_path_factory.mktemp("data-keys"))


@pytest.fixture
def context(session: AsyncSession, vault: Vault) -> Context:
    """A deed's context: a regional admin of Surakarta who may do everything there."""
    now = clock.now()
    viewer = Viewer("surakarta", UUID(int=1), (Role.REGIONAL_ADMIN,), Everything())
    return Context(viewer, session, now, clock.today("Asia/Jakarta", now), vault.of("surakarta"))


@pytest.fixture
async def race(fresh_database: Database, context: Context) -> AsyncIterator[Race]:
    """Two deeds at once, each in a transaction of its own."""
    app = engine(fresh_database.app_url, 4)
    yield Race(context, app)
    await app.dispose()
