"""A server with two governments that are alike, on this module's own database."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from factories.sample import serving
from factories.served import Served, governments_in


@pytest.fixture(scope="module")
async def served(settled_database, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    """The real application, asked over HTTP, where Surakarta and Plaju have been settled."""
    folder: Path = tmp_path_factory.mktemp("served")
    async with serving(settled_database, governments_in(folder)) as found:
        yield found
