"""Hours of a year: how many a PPPK may have, by which law, and who raises that."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest
from factories.appraisal.office import Office
from factories.training import a_certificate, a_course, an_enrolment, an_event
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from training.conftest import As, Refused

from jenjang.database.engine import engine
from jenjang.organisation.models import Employee
from jenjang.rules import shelf
from jenjang.training.actions.enrolling import Enrol, enrol
from jenjang.training.actions.hours import CapRaise, NotOnesOwnCap, raise_cap
from jenjang.training.rules.hours import CapNotRaised, OverTheCap
from jenjang.training.terms import EnrolmentState as State

AUGUST = date(2026, 8, 3)
FORTY = text("""
    INSERT INTO rule_sets (name, version, source, confidence, body, valid_from)
    SELECT name, '2027', 'uji', 'M', jsonb_set(body, '{kinds,PPPK,most}', '40'), :on
      FROM rule_sets WHERE name = 'training_hours' AND version = '2018'
""")


async def test_a_pppk_has_no_more_hours_than_the_cap_unless_it_is_raised(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    staff = office.people["staff"]
    (await session.get_one(Employee, ("surakarta", staff))).kind = "PPPK"
    course = await a_course(session, hours=16)
    before = await an_enrolment(
        session, await an_event(session, course, date(2026, 5, 4), state="COMPLETED"), staff, State.COMPLETED
    )
    await a_certificate(session, before, course, "1")
    event = await an_event(session, course, AUGUST)
    async with refused(OverTheCap, "eventId", hours=32, year=2026, cap=24):
        await enrol(as_("staff"), Enrol(event_id=event.id))
    more = CapRaise(employee_id=staff, year=2026, hours=32, reason="Sertifikasi")
    made = await raise_cap(as_("admin"), more)
    assert (made.by_employee_id, made.reason) == (office.people["admin"], "Sertifikasi")
    async with refused(CapNotRaised, "hours", cap=32):
        await raise_cap(as_("admin"), more)
    assert (await enrol(as_("staff"), Enrol(event_id=event.id))).state == State.SEATED


async def test_hours_count_in_the_year_of_the_last_meeting(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    staff = office.people["staff"]
    (await session.get_one(Employee, ("surakarta", staff))).kind = "PPPK"
    course = await a_course(session, hours=16)
    over_new_year = await an_event(session, course, date(2026, 12, 31))
    assert (await enrol(as_("staff"), Enrol(event_id=over_new_year.id))).state == State.SEATED
    january = await an_event(session, course, date(2027, 1, 11))
    async with refused(OverTheCap, "eventId", hours=32, year=2027, cap=24):
        await enrol(as_("staff"), Enrol(event_id=january.id))
    autumn = await an_event(session, course, AUGUST)
    assert (await enrol(as_("staff"), Enrol(event_id=autumn.id))).state == State.SEATED


@pytest.fixture
async def forty_from_2027(database: Any) -> AsyncIterator[None]:  # Any: a fixture's.
    """The law lets a PPPK have 40 JP from 2027 on."""
    owner = engine(database.owner_url)
    end = text("UPDATE rule_sets SET valid_to = :on WHERE name = 'training_hours' AND version = '2018'")
    async with AsyncSession(owner) as given, given.begin():
        await given.execute(end, {"on": date(2027, 1, 1)})
        await given.execute(FORTY, {"on": date(2027, 1, 1)})
    shelf.forget()
    yield
    async with AsyncSession(owner) as given, given.begin():
        await given.execute(text("DELETE FROM rule_sets WHERE name = 'training_hours' AND version = '2027'"))
        await given.execute(end, {"on": None})
    shelf.forget()
    await owner.dispose()


@pytest.mark.usefixtures("forty_from_2027")
async def test_the_cap_is_that_of_the_law_on_the_day_of_the_last_meeting(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    staff = office.people["staff"]
    (await session.get_one(Employee, ("surakarta", staff))).kind = "PPPK"
    course = await a_course(session, hours=32)
    now, then = await an_event(session, course, AUGUST), await an_event(session, course, date(2027, 1, 11))
    async with refused(OverTheCap, "eventId", hours=32, year=2026, cap=24):
        await enrol(as_("staff"), Enrol(event_id=now.id))
    assert (await enrol(as_("staff"), Enrol(event_id=then.id))).state == State.SEATED
    with pytest.raises(CapNotRaised):
        await raise_cap(as_("admin"), CapRaise(employee_id=staff, year=2027, hours=40, reason="Perlu"))


async def test_nobody_raises_the_own_cap(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    me = office.people["admin"]
    (await session.get_one(Employee, ("surakarta", me))).kind = "PPPK"
    async with refused(NotOnesOwnCap, "employeeId"):
        await raise_cap(as_("admin"), CapRaise(employee_id=me, year=2026, hours=32, reason="Perlu"))
