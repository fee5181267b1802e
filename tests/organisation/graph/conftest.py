"""The whole application, with its governments settled."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from factories.sample import serving
from factories.served import Served, governments_in


@pytest.fixture(scope="module")
async def shared(settled_database, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    """Of the whole module: whoever takes it leaves it as it was."""
    async with serving(settled_database, governments_in(tmp_path_factory.mktemp("served"))) as found:
        yield found


@pytest.fixture
async def served(fresh_settled_database, tmp_path: Path) -> AsyncIterator[Served]:
    """Of one test, which changes what others would see."""
    async with serving(fresh_settled_database, governments_in(tmp_path)) as found:
        yield found
