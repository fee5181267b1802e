"""The house around a gate, on this module's own database."""

from collections.abc import AsyncIterator

import pytest
from factories.gatehouse import PUBLIC, House, NotingShelf

from jenjang.core.settings import Settings
from jenjang.database.engine import engine
from jenjang.identity.issuers import issuers_of
from jenjang.tenancy.catalogue import catalogue


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(keys=tmp_path_factory.mktemp("keys") / "private", public_url=PUBLIC)


@pytest.fixture
async def house(database, settings: Settings) -> AsyncIterator[House]:
    every = catalogue(settings.tenants)
    governments = {code: every[code] for code in ("surakarta", "plaju")}
    app = engine(database.app_url)
    shelf = NotingShelf(database.app_url)
    yield House(settings, governments, issuers_of(governments.values(), settings), app, shelf)
    await shelf.close()
    await app.dispose()
