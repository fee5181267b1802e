"""The reader and the reference beside it, for each module of tests."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from graph.reader.both import Both, both
from graph.reader.world import TODAY

from jenjang.core import clock


@pytest.fixture(scope="module", autouse=True)
def one_day() -> object:
    """The clock, which is outside of us, stands still: dates in these tests are dates."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: datetime(TODAY.year, TODAY.month, TODAY.day, 3, tzinfo=UTC))
        yield


@pytest.fixture(scope="module")
async def asked(database) -> AsyncIterator[Both]:
    """Both, on this module's own database."""
    async with both(database.app_url) as found:
        yield found
