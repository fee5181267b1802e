"""Rooms and equipment are booked for meetings, and nothing twice at a time."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from factories.appraisal.office import Office
from factories.partnership import a_room, some_equipment
from factories.training import ZONE, a_course, an_event
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from training.actions.test_partnered import opening
from training.conftest import TODAY, As, Refused

from jenjang.core.errors import NotFound, Stale
from jenjang.partnership.actions.facilities import (
    EquipmentChange,
    RoomChange,
    change_equipment,
    change_room,
)
from jenjang.partnership.models.facilities import Equipment, Room
from jenjang.partnership.rules.bookings import EquipmentPromised, NoPieces, RoomPromised
from jenjang.partnership.terms import EquipmentKind
from jenjang.training.actions.booking import (
    Book,
    BookingEnded,
    EquipmentTaken,
    NamedTwice,
    Need,
    Pieces,
    RoomClosed,
    RoomTaken,
    RoomTooSmall,
    book,
)
from jenjang.training.actions.events import (
    EventCancel,
    EventChange,
    cancel_event,
    change_event,
    open_event,
)
from jenjang.training.models.bookings import TrainingEquipmentBooking, TrainingEquipmentNeed
from jenjang.training.models.catalogue import TrainingCourse
from jenjang.training.models.events import TrainingEvent, TrainingMeeting

AUGUST = date(2026, 8, 3)


@pytest.fixture
async def course(session: AsyncSession) -> TrainingCourse:
    """A course that anybody may hold."""
    return await a_course(session, hours=2)


@pytest.fixture
async def room(session: AsyncSession, office: Office) -> Room:
    """A room for forty."""
    return await a_room(session, office.units["dinas"])


@pytest.fixture
async def projectors(session: AsyncSession, office: Office) -> Equipment:
    """Three projectors."""
    return await some_equipment(session, office.units["dinas"])


async def meeting_of(session: AsyncSession, event: TrainingEvent) -> TrainingMeeting:
    """An event's first meeting."""
    of = TrainingMeeting
    rows = select(of).where(of.event_id == event.id).order_by(of.begins_at).limit(1)
    return (await session.scalars(rows)).one()


async def an_hour(
    session: AsyncSession, course: TrainingCourse, hour: int, title: str, **more: object
) -> UUID:
    """The meeting, of two hours from that one on, of an event that takes one day; its key."""
    event = await an_event(session, course, AUGUST, meetings=1, hour=hour, title=title, **more)
    return (await meeting_of(session, event)).id


async def test_a_room_is_booked_for_one_meeting_at_a_time(
    session: AsyncSession, as_: As, refused: Refused, course: TrainingCourse, room: Room
) -> None:
    eight, nine, ten = [await an_hour(session, course, hour, f"Pukul {hour}") for hour in (8, 9, 10)]
    booked, of = Book(meeting_id=eight, room_id=room.id, expected_version=1), room.id
    assert (await book(as_("admin"), booked)).version == 2
    async with refused(RoomTaken, "roomId", room="Aula", title="Pukul 8"):
        await book(as_("admin"), Book(meeting_id=nine, room_id=of, expected_version=1))
    await book(as_("admin"), Book(meeting_id=ten, room_id=of, expected_version=1))
    async with refused(Stale, "expectedVersion", current=2):
        await book(as_("admin"), booked)
    await book(as_("admin"), Book(meeting_id=eight, room_id=of, expected_version=2))
    await book(as_("admin"), Book(meeting_id=eight, expected_version=3))
    await book(as_("admin"), Book(meeting_id=ten, expected_version=2))
    assert (await book(as_("admin"), Book(meeting_id=nine, room_id=of, expected_version=1))).version == 2


async def test_the_database_itself_refuses_a_room_booked_twice(
    session: AsyncSession, course: TrainingCourse, room: Room
) -> None:
    for hour in (8, 9):
        meeting = await session.get_one(
            TrainingMeeting, ("surakarta", await an_hour(session, course, hour, "Sama"))
        )
        meeting.room_id = room.id
    with pytest.raises(IntegrityError, match="ex_training_meetings_one_in_a_room"):
        await session.flush()


async def test_a_cancelled_event_frees_its_rooms_and_equipment(
    session: AsyncSession, as_: As, course: TrainingCourse, room: Room, projectors: Equipment
) -> None:
    first, second = [await an_hour(session, course, 8, title) for title in ("Satu", "Dua")]
    lent = (Pieces(equipment_id=projectors.id, count=3),)
    made = await book(
        as_("admin"), Book(meeting_id=first, room_id=room.id, equipment=lent, expected_version=1)
    )
    await cancel_event(as_("admin"), EventCancel(event_id=made.id, expected_version=2, reason="Batal"))
    whole = Book(meeting_id=second, room_id=room.id, equipment=lent, expected_version=1)
    assert (await book(as_("admin"), whole)).version == 2
    (left,) = await session.scalars(select(TrainingEquipmentBooking))
    assert (left.meeting_id, left.count) == (second, 3)


async def test_a_room_holds_the_events_seats_and_keeps_holding_them(
    session: AsyncSession, office: Office, as_: As, refused: Refused, course: TrainingCourse
) -> None:
    admin, small = as_("admin"), await a_room(session, office.units["dinas"], "Kelas", 20)
    room, event = small.id, await an_event(session, course, AUGUST, quota=21)
    key, meeting = event.id, (await meeting_of(session, event)).id
    async with refused(RoomTooSmall, "roomId", room="Kelas", capacity=20, seats=21):
        await book(admin, Book(meeting_id=meeting, room_id=room, expected_version=1))
    await change_event(admin, EventChange(event_id=key, expected_version=1, quota=20))
    await book(admin, Book(meeting_id=meeting, room_id=room, expected_version=2))
    async with refused(RoomTooSmall, "quota", seats=21):
        await change_event(admin, EventChange(event_id=key, expected_version=3, quota=21))
    changing = {"room_id": room, "expected_version": 1, "name": "Kelas", "place": "Lantai 1"}
    async with refused(RoomPromised, "capacity", title="Angkatan I", on=AUGUST, seats=20):
        await change_room(admin, RoomChange(capacity=19, **changing))
    async with refused(RoomPromised, "closedOn", title="Angkatan I", on=AUGUST):
        await change_room(admin, RoomChange(capacity=20, closed_on=AUGUST, **changing))
    after = AUGUST + timedelta(days=1)
    assert (await change_room(admin, RoomChange(capacity=20, closed_on=after, **changing))).version == 2
    later = (await meeting_of(session, await an_event(session, course, after, quota=1))).id
    async with refused(RoomClosed, "roomId", room="Kelas", on=after):
        await book(admin, Book(meeting_id=later, room_id=room, expected_version=1))


async def test_pieces_are_never_more_in_use_at_once_than_there_are(
    session: AsyncSession, as_: As, refused: Refused, course: TrainingCourse, projectors: Equipment
) -> None:
    admin, lent = as_("admin"), projectors.id
    eight, nine, ten = [await an_hour(session, course, hour, f"Pukul {hour}") for hour in (8, 9, 10)]
    for meeting, count in ((eight, 2), (ten, 1)):
        pieces = (Pieces(equipment_id=lent, count=count),)
        await book(admin, Book(meeting_id=meeting, equipment=pieces, expected_version=1))
    two = (Pieces(equipment_id=lent, count=2),)
    async with refused(EquipmentTaken, "equipment.0.count", name="Proyektor", left=1, asked=2):
        await book(admin, Book(meeting_id=nine, equipment=two, expected_version=1))
    one = (Pieces(equipment_id=lent, count=1),)
    await book(admin, Book(meeting_id=nine, equipment=one, expected_version=1))
    fewer = {"equipment_id": lent, "expected_version": 1, "name": "Proyektor"}
    async with refused(EquipmentPromised, "count", used=3):
        await change_equipment(admin, EquipmentChange(count=2, **fewer))
    assert (await change_equipment(admin, EquipmentChange(count=3, **fewer))).version == 2


@pytest.mark.parametrize(
    ("count", "times", "error", "field"),
    [
        (0, 1, NoPieces, "equipment.0.count"),
        (1001, 1, NoPieces, "equipment.0.count"),
        (1, 2, NamedTwice, "equipment.0.equipmentId"),
    ],
)
async def test_pieces_that_make_no_sense_are_refused(
    session: AsyncSession,
    as_: As,
    refused: Refused,
    course: TrainingCourse,
    projectors: Equipment,
    count: int,
    times: int,
    error: type[Exception],
    field: str,
) -> None:
    meeting = await an_hour(session, course, 8, "Pagi")
    pieces = (Pieces(equipment_id=projectors.id, count=count),) * times
    async with refused(error, field):
        await book(as_("admin"), Book(meeting_id=meeting, equipment=pieces, expected_version=1))


async def test_nothing_is_booked_for_what_is_over_or_isnt_there(
    session: AsyncSession, as_: As, refused: Refused, course: TrainingCourse, room: Room
) -> None:
    admin, key = as_("admin"), room.id
    past = await an_event(session, course, TODAY - timedelta(days=1), meetings=1)
    off = await an_event(session, course, AUGUST, state="CANCELLED", cancel_reason="Batal")
    for event in (past, off):
        meeting = (await meeting_of(session, event)).id
        async with refused(BookingEnded, "meetingId"):
            await book(admin, Book(meeting_id=meeting, room_id=key, expected_version=1))
    ahead = await an_hour(session, course, 8, "Pagi")
    pieces = (Pieces(equipment_id=key, count=1),)
    async with refused(NotFound, "roomId"):
        await book(admin, Book(meeting_id=ahead, room_id=ahead, expected_version=1))
    async with refused(NotFound, "equipment.0.equipmentId"):
        await book(admin, Book(meeting_id=ahead, equipment=pieces, expected_version=1))
    async with refused(NotFound, "meetingId"):
        await book(admin, Book(meeting_id=key, expected_version=1))


async def test_a_meeting_until_midnight_is_held_before_its_room_closes(
    session: AsyncSession, as_: As, course: TrainingCourse, room: Room
) -> None:
    event = await an_event(session, course, AUGUST, meetings=1, hour=22)
    meeting = await meeting_of(session, event)
    assert meeting.ends_at == datetime(2026, 8, 4, tzinfo=ZONE)
    room.closed_on = date(2026, 8, 4)
    made = await book(as_("admin"), Book(meeting_id=meeting.id, room_id=room.id, expected_version=1))
    assert made.version == 2


async def test_an_event_says_what_it_needs_of_equipment(
    session: AsyncSession, as_: As, refused: Refused, course: TrainingCourse
) -> None:
    needs = (Need(kind=EquipmentKind.PROJECTOR, count=1), Need(kind=EquipmentKind.LAPTOP, count=20))
    await open_event(as_("admin"), opening(course, equipment=needs))
    kept = await session.scalars(select(TrainingEquipmentNeed).order_by(TrainingEquipmentNeed.kind))
    assert [(one.kind, one.count) for one in kept] == [("LAPTOP", 20), ("PROJECTOR", 1)]
    async with refused(NamedTwice, "equipment.1.kind"):
        await open_event(as_("admin"), opening(course, equipment=needs[:1] * 2))
    async with refused(NoPieces, "equipment.0.count"):
        nothing = (Need(kind=EquipmentKind.CAMERA, count=0),)
        await open_event(as_("admin"), opening(course, equipment=nothing))
