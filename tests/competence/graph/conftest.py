"""The whole application, with a small government, as it is on the day that it really is."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from factories.appraisal.office import an_office
from factories.served import OURS, PUBLIC, Served, governments_in, opened, settings_of

from jenjang.core import clock
from jenjang.database.engine import bound, engine
from jenjang.identity.issuers import embedded_url


@pytest.fixture
async def served(fresh_database, tmp_path: Path) -> AsyncIterator[Served]:
    """Ask as any of the office: `await served.data(document, variables, subject="staff")`."""
    app = engine(fresh_database.app_url, connections=1)
    async with bound(app, OURS) as session:
        office = await an_office(session, clock.today("Asia/Jakarta"), embedded_url(PUBLIC, OURS))
    await app.dispose()
    settings = settings_of(fresh_database, governments_in(tmp_path, OURS))
    async with opened(settings, {OURS: office.settled}) as found:
        yield found
