"""`jenjang serve` for each module of tests."""

import asyncio
from collections.abc import Iterator

import pytest
from factories.api import peopled
from factories.server import Server, free_port, running

from jenjang.core.settings import Settings


@pytest.fixture(scope="module")
def server(database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """`jenjang serve`, on this module's own database."""
    folder = tmp_path_factory.mktemp("server")
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    settings = Settings(database_url=database.app_url, keys=folder / "keys", public_url=url)
    cast = asyncio.run(peopled(settings))
    told = {
        "JENJANG_DATABASE_URL": settings.database_url,
        "JENJANG_KEYS": str(settings.keys),
        "JENJANG_PUBLIC_URL": url,
    }
    with running(["serve", "--port", str(port)], told, port, folder / "server.log"):
        yield Server(url, cast)
