"""The whole application, with the small government at work, as it is on the day that it really is."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from factories.appraisal.office import an_office
from factories.databases import Database, cloned
from factories.governments import Settled
from factories.sample import serving
from factories.served import OURS, PUBLIC, Served, governments_in, opened, settings_of

from jenjang.core import clock
from jenjang.database.engine import bound, engine
from jenjang.demo.engines import Engines
from jenjang.identity.issuers import embedded_url


@pytest.fixture(scope="module")
async def shared(settled_database, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    """The application with two governments of every sample, for tests that change nothing."""
    async with serving(settled_database, governments_in(tmp_path_factory.mktemp("served"))) as found:
        yield found


@pytest.fixture(scope="session")
def template(engines: Engines) -> Iterator[tuple[str, Settled]]:
    """The name of a database with the office in it, to be cloned, and whom and what it knows."""

    async def settle(database: Database) -> Settled:
        app = engine(database.app_url, connections=1)
        async with bound(app, OURS) as session:
            office = await an_office(session, clock.today("Asia/Jakarta"), embedded_url(PUBLIC, OURS))
        await app.dispose()
        return office.settled

    with cloned(engines) as database:
        yield database.name, asyncio.run(settle(database))


@pytest.fixture
def office_database(engines: Engines, template: tuple[str, Settled]) -> Iterator[Database]:
    """A database of this test's own, with the office in it."""
    with cloned(engines, template[0]) as found:
        yield found


@pytest.fixture
async def served(
    office_database: Database, template: tuple[str, Settled], tmp_path: Path
) -> AsyncIterator[Served]:
    """Ask as any of the office: `await served.data(document, variables, subject="staff")`."""
    settings = settings_of(office_database, governments_in(tmp_path, OURS))
    async with opened(settings, {OURS: template[1]}) as found:
        yield found
