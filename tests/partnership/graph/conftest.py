"""The whole application, with a small government that has a partner, a room and a course."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from factories.appraisal.office import an_office
from factories.partnership import a_contribution, a_partner, a_room, an_agreement
from factories.served import OURS, PUBLIC, Served, governments_in, opened, settings_of
from factories.training import a_course

from jenjang.core import clock
from jenjang.core.months import months_later
from jenjang.database.engine import bound, engine
from jenjang.identity.issuers import embedded_url


@pytest.fixture
async def served(fresh_database, tmp_path: Path) -> AsyncIterator[Served]:
    """Ask as any of the office; the agreement ended yesterday."""
    app = engine(fresh_database.app_url, connections=1)
    today = clock.today("Asia/Jakarta")
    async with bound(app, OURS) as session:
        office = await an_office(session, today, embedded_url(PUBLIC, OURS))
        times = {"signed_on": months_later(today, -12), "valid_from": months_later(today, -12)}
        over = await an_agreement(session, await a_partner(session), valid_to=today, **times)
        await a_contribution(session, over)
        await a_room(session, office.units["dinas"])
        await a_course(session, hours=2)
    await app.dispose()
    settings = settings_of(fresh_database, governments_in(tmp_path, OURS))
    async with opened(settings, {OURS: office.settled}) as found:
        yield found
