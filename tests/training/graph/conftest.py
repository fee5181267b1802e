"""The whole application, with a small government, as it is on the day that it really is."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from factories.appraisal.office import an_office
from factories.served import OURS, PUBLIC, Served, governments_in, opened, settings_of
from factories.training import a_certificate, a_course, an_enrolment, an_event

from jenjang.core import clock
from jenjang.database.engine import bound, engine
from jenjang.identity.issuers import embedded_url
from jenjang.training.terms import EnrolmentState

CODE = "kode-0001"


@pytest.fixture
async def served(fresh_database, tmp_path: Path) -> AsyncIterator[Served]:
    """Ask as any of the office; a course is held in ten days, and staff and chief completed another one."""
    app = engine(fresh_database.app_url, connections=1)
    today = clock.today("Asia/Jakarta")
    async with bound(app, OURS) as session:
        office = await an_office(session, today, embedded_url(PUBLIC, OURS))
        course = await a_course(session)
        await an_event(session, course, today + timedelta(days=10), quota=1)
        over = await an_event(session, course, today - timedelta(days=10), state="COMPLETED")
        done = await an_enrolment(session, over, office.people["staff"], EnrolmentState.COMPLETED)
        await a_certificate(session, done, course, "0001")
        also = await an_enrolment(session, over, office.people["chief"], EnrolmentState.COMPLETED)
        await a_certificate(session, also, course, "0003", sealed=True)
        leaders = await a_course(session, "PIM-1", teaches="M.01", name="PKA", form="STRUCTURAL")
        for days, title in ((40, "Angkatan II"), (20, "Angkatan I")):
            await an_event(session, leaders, today + timedelta(days=days), title=title, series="PKA")
    await app.dispose()
    settings = settings_of(fresh_database, governments_in(tmp_path, OURS))
    async with opened(settings, {OURS: office.settled}) as found:
        yield found
