"""The whole application, with a small government whose people had good years."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from factories.appraisal.office import an_office
from factories.served import OURS, PUBLIC, Served, governments_in, opened, settings_of
from study.going import performed

from jenjang.core import clock
from jenjang.database.engine import bound, engine
from jenjang.identity.issuers import embedded_url


@pytest.fixture
async def served(fresh_database, tmp_path: Path) -> AsyncIterator[Served]:
    """Ask as any of the office."""
    app = engine(fresh_database.app_url, connections=1)
    today = clock.today("Asia/Jakarta")
    async with bound(app, OURS) as session:
        office = await an_office(session, today, embedded_url(PUBLIC, OURS))
        await performed(session, office.people["staff"])
    await app.dispose()
    settings = settings_of(fresh_database, governments_in(tmp_path, OURS))
    async with opened(settings, {OURS: office.settled}) as found:
        yield found
