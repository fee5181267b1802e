"""The whole application, with its governments settled."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from factories.served import Served, governments_in, serving


@pytest.fixture(scope="module")
async def shared(database, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    """Of the whole module: whoever takes it leaves it as it was."""
    async with serving(database, governments_in(tmp_path_factory.mktemp("served"))) as found:
        yield found


@pytest.fixture
async def served(fresh_database, tmp_path: Path) -> AsyncIterator[Served]:
    """Of one test, which changes what others would see."""
    async with serving(fresh_database, governments_in(tmp_path)) as found:
        yield found
