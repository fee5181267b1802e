"""Real PostgreSQL and Valkey for the whole run, and a database of its own for each test module.

Under pytest-xdist the first worker in need starts the servers; it ends them when the last one let go.
"""

import fcntl
import json
import os
import shutil
from collections import UserDict
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import gettempdir
from uuid import UUID

import pytest
from factories.databases import Database, cloned, make_template
from factories.racing import Race
from factories.sample import Sample, make_sample, sampled
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core import clock
from jenjang.core.context import Context
from jenjang.core.permission import EVERYWHERE, Role, Viewer, Within
from jenjang.core.sealing import Vault
from jenjang.database.engine import bind, engine
from jenjang.demo.engines import Engines, embedded


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


MEMORY = Path("/dev/shm")  # noqa: S108  A run makes a folder of its own name in it.
"""Files in memory, on Linux: a database is cloned there in a fifth of the time and less."""
ROOM = 4 << 30
"""Bytes that a run may take there, where all databases of its servers are."""


@pytest.fixture(scope="session")
def folder() -> Path:
    """Where the servers of this run and what its workers share are."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).total >= ROOM and "TMPDIR" not in os.environ
    return (MEMORY if roomy else Path(gettempdir())) / f"jenjang-{run[:12]}"


@pytest.fixture(scope="session")
def engines(folder: Path) -> Iterator[Engines]:
    """The servers of this run, with the template database made."""
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


@pytest.fixture(scope="session")
def sample(engines: Engines, folder: Path) -> Sample:
    """Surakarta and Plaju, settled once for the whole run in a template database of their own."""
    with locked(folder / "settling"):
        kept = folder / "sample.json"
        if not kept.exists():
            kept.write_text(make_sample(engines, folder / "sample-keys").as_json())
        return Sample.from_json(kept.read_text())


@pytest.fixture(scope="module")
def database(engines: Engines) -> Iterator[Database]:
    """A database of this test module's own: what its tests commit, no other module sees."""
    with cloned(engines) as found:
        yield found


@pytest.fixture
def fresh_database(engines: Engines) -> Iterator[Database]:
    """A database of this test's own."""
    with cloned(engines) as found:
        yield found


@pytest.fixture(scope="module")
def settled_database(engines: Engines, sample: Sample) -> Iterator[Sample]:
    """A clone of the sample, of this test module's own."""
    with sampled(engines, sample) as found:
        yield found


@pytest.fixture
def fresh_settled_database(engines: Engines, sample: Sample) -> Iterator[Sample]:
    """A clone of the sample, of this test's own."""
    with sampled(engines, sample) as found:
        yield found


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
