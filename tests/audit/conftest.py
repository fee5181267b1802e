"""A running house for each module of tests."""

from collections.abc import AsyncIterator

import pytest
from factories.api import Api, opened


@pytest.fixture(scope="module")
async def api(database, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Api]:
    """The house on this module's own database, with Surakarta and Plaju peopled."""
    async with opened(database.app_url, tmp_path_factory.mktemp("keys")) as api:
        yield api
