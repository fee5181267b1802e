"""The report of what meetings lack is of the time asked about, in the government's own days."""

from datetime import date, timedelta

import pytest
from factories.appraisal.office import Office
from factories.partnership import a_room, some_equipment
from factories.training import a_course, an_event
from sqlalchemy.ext.asyncio import AsyncSession
from training.actions.test_booking import meeting_of
from training.conftest import As, Refused

from jenjang.organisation.rules.years import NoSuchYear
from jenjang.partnership.terms import EquipmentKind
from jenjang.training.actions.booking import Book, Need, Pieces, book, need
from jenjang.training.actions.shortage import NoSuchTime, lacking_in
from jenjang.training.rules.shortage import Lack, Month

AUGUST, SEPTEMBER = date(2026, 8, 1), date(2026, 9, 1)


async def test_meetings_lack_what_is_booked_for_others(
    session: AsyncSession, office: Office, as_: As
) -> None:
    admin, course = as_("admin"), await a_course(session)
    room = await a_room(session, office.units["dinas"], capacity=20)
    projectors = await some_equipment(session, office.units["bidang"], count=2)
    booked, crowded, alone, large, off = [
        await an_event(session, course, AUGUST + timedelta(days=day), meetings=1, **more)
        for day, more in (
            (0, {"hour": 6}),
            (0, {"hour": 6}),
            (1, {}),
            (31, {"quota": 21}),
            (1, {"state": "CANCELLED", "cancel_reason": "Batal"}),
        )
    ]
    for event in (booked, crowded, off):
        await need(admin, event, [Need(kind=EquipmentKind.PROJECTOR, count=2)])
    await need(admin, alone, [Need(kind=EquipmentKind.VEHICLE, count=1)])
    lent = (Pieces(equipment_id=projectors.id, count=1),)
    meeting = (await meeting_of(session, booked)).id
    await book(admin, Book(meeting_id=meeting, room_id=room.id, equipment=lent, expected_version=1))
    found = await lacking_in(admin, AUGUST, SEPTEMBER + timedelta(days=1))
    projector, vehicle = Lack(EquipmentKind.PROJECTOR, 1, 1), Lack(EquipmentKind.VEHICLE, 1, 1)
    assert found == [
        Month(AUGUST, 3, without_room=1, unbooked=1, lacks=(projector, vehicle)),
        Month(SEPTEMBER, 1, without_room=1, unbooked=0, lacks=()),
    ]
    assert large.quota > room.capacity
    assert await lacking_in(admin, date(2026, 7, 1), AUGUST) == []
    assert [one.meetings for one in await lacking_in(admin, AUGUST, AUGUST + timedelta(days=1))] == [2]


@pytest.mark.parametrize("days", [0, -1, 367])
async def test_a_time_that_is_none_or_too_long_is_refused(as_: As, refused: Refused, days: int) -> None:
    async with refused(NoSuchTime, "to", most=366):
        await lacking_in(as_("admin"), AUGUST, AUGUST + timedelta(days=days))


@pytest.mark.parametrize("begins", [date(9999, 12, 30), date(1, 1, 1), date(2101, 1, 1), date(1999, 12, 31)])
async def test_a_time_at_the_ends_of_the_calendar_is_refused(as_: As, refused: Refused, begins: date) -> None:
    async with refused(NoSuchYear, "from", first=2000, last=2100):
        await lacking_in(as_("admin"), begins, begins + timedelta(days=1))
    assert await lacking_in(as_("admin"), date(2100, 12, 31), date(2101, 12, 31)) == []
