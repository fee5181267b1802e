"""A server outlives its database: it says that it is away, and goes on when it is back."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx2
import psutil
import pytest
from factories.api import PUBLIC, Api, beside, peopled, served

from jenjang.core.settings import HOUSE, Settings
from jenjang.database.migrate import migrate
from jenjang.database.roles import as_role, create_roles_and_database
from jenjang.demo.engines import postgres
from jenjang.operations.installation import load_national_data, provision
from jenjang.tenancy.catalogue import catalogue

PEOPLE = "{ employees(first: 2) { nodes { name } } }"
CLOSE = 'mutation { unitClose(input: {unitId: "x", on: "2026-01-01"}) { userErrors { code } } }'
SOON = 2.0
"""Seconds in which it must be known that the database is away."""
LATEST = 5.0
"""Seconds that a request may wait for a database that hangs: its own statement, and connecting anew."""


class Power:
    """A PostgreSQL of this module's own, to be switched off and on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.stack = ExitStack()
        self.url = ""

    def on(self) -> str:
        return self.stack.enter_context(postgres(self.folder, durable=False))

    def off(self) -> None:
        self.stack.close()

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """None of its processes runs, none is gone."""
        server = psutil.Process(int((self.folder / "postgres.pid").read_text()))
        processes = [server, *server.children()]
        for process in processes:
            os.kill(process.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for process in processes:
                os.kill(process.pid, signal.SIGCONT)


@pytest.fixture(scope="module")
def power(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Power]:
    power = Power(tmp_path_factory.mktemp("p"))
    superuser = power.on()
    owner = as_role(superuser, "jenjang_owner", "jenjang")
    asyncio.run(create_roles_and_database(superuser, "jenjang"))
    migrate(owner)
    asyncio.run(load_national_data(owner))
    asyncio.run(provision(owner, catalogue(HOUSE / "tenants").values()))
    power.url = as_role(superuser, "jenjang_app", "jenjang")
    yield power
    power.off()


@pytest.fixture(scope="module")
async def api(power: Power, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Api]:
    settings = Settings(
        database_url=power.url,
        keys=tmp_path_factory.mktemp("keys"),
        public_url=PUBLIC,
        statement_timeout=1000,
    )
    async with served(settings, await peopled(settings)) as api:
        yield api


async def timed(api: Api, document: str, who: str = "admin") -> tuple[httpx2.Response, float]:
    begun = time.monotonic()
    return await api.send(document, who=who), time.monotonic() - begun


async def is_well(api: Api) -> None:
    assert (await api.http.get("/ready")).json()["ready"] is True
    assert len((await api.ask(PEOPLE))["data"]["employees"]["nodes"]) == 2
    (error,) = (await api.ask(CLOSE))["data"]["unitClose"]["userErrors"]
    assert error == {"code": "NOT_FOUND"}


async def is_away(api: Api) -> None:
    for document, who in ((PEOPLE, "admin"), (CLOSE, "admin"), (PEOPLE, "plaju/mentor")):
        answer, took = await timed(api, document, who)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
        (error,) = answer.json()["errors"]
        assert (error["extensions"]["code"], error["extensions"]["reason"]) == ("TIMEOUT", "UNAVAILABLE")
        assert took < LATEST
    begun = time.monotonic()
    ready = await api.http.get("/ready")
    assert time.monotonic() - begun < SOON
    assert (ready.status_code, ready.json()["ready"]) == (503, False)
    assert (await api.http.get("/live")).status_code == 200


async def test_a_database_that_is_off_is_told_and_found_again(api: Api, power: Power) -> None:
    await is_well(api)
    power.off()
    await is_away(api)
    power.on()
    await is_well(api)


async def test_a_server_ends_though_its_database_hangs(api: Api, power: Power) -> None:
    async with beside(api) as other:
        await is_well(other)
        with power.frozen():
            async with asyncio.timeout(LATEST):
                await other.app.state.house.close()
    await is_well(api)


async def test_a_database_that_hangs_is_told_and_found_again(api: Api, power: Power) -> None:
    await is_well(api)
    with power.frozen():
        await is_away(api)
    await is_well(api)
