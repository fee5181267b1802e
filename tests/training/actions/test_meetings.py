"""Meetings are moved, added and cancelled before they are held; nobody and nothing is in two places by it."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from factories.appraisal.office import Office, an_office
from factories.partnership import a_contribution, a_partner, a_room, a_trainer, an_agreement, some_equipment
from factories.racing import Race
from factories.training import ZONE, a_course, an_enrolment, an_event
from sqlalchemy import inspect, select
from sqlalchemy.ext.asyncio import AsyncSession
from training.actions.test_booking import meeting_of
from training.conftest import TODAY, As, Refused

from jenjang.core.context import Context
from jenjang.core.errors import NotFound, Stale
from jenjang.organisation.models import Notice
from jenjang.organisation.rules.years import NoSuchYear
from jenjang.partnership.rules.agreements import AgreementNotValid, ContributionExceeded
from jenjang.training.actions.booking import Book, EquipmentTaken, Pieces, RoomTaken, book
from jenjang.training.actions.enrolling import ElsewhereThen, Enrol, enrol
from jenjang.training.actions.events import (
    CourseNotOpen,
    EventEnded,
    MeetingAt,
    TrainerBusy,
    TrainsElsewhere,
)
from jenjang.training.actions.meetings import (
    AnotherYear,
    LastMeeting,
    MeetingHeld,
    MeetingInThePast,
    MeetingMove,
    MeetingNamedTwice,
    MeetingsChange,
    NoMeetingChanged,
    PeopleElsewhere,
    change_meetings,
)
from jenjang.training.actions.partnered import PartnerTrainerBusy
from jenjang.training.models.bookings import TrainingEquipmentBooking
from jenjang.training.models.catalogue import TrainingCourse
from jenjang.training.models.events import TrainingEvent, TrainingMeeting
from jenjang.training.rules.meetings import MeetingsOverlap, MeetingsTooShort, MeetingWithoutTime
from jenjang.training.terms import EnrolmentState as State

AUGUST = date(2026, 8, 3)


def at(day: int, hour: int, month: int = 8, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=ZONE)


def key(row: TrainingEvent | TrainingMeeting) -> UUID:
    """Also of a row that a refused deed touched, which isn't read anew here."""
    _, found = inspect(row).identity
    return found  # type: ignore[no-any-return]  # keys are


def change(event: TrainingEvent, version: int = 1, **more: object) -> MeetingsChange:
    return MeetingsChange(event_id=key(event), expected_version=version, **more)  # type: ignore[arg-type]  # a table's values


def move(meeting: TrainingMeeting, begins: datetime | None = None, **more: object) -> MeetingMove:
    return MeetingMove(meeting_id=key(meeting), begins_at=begins, **more)  # type: ignore[arg-type]  # as above


def added(begins: datetime, hours: int = 2) -> MeetingAt:
    return MeetingAt(topic="Ujian", begins_at=begins, ends_at=begins + timedelta(hours=hours))


async def meetings_of(session: AsyncSession, event: TrainingEvent) -> list[TrainingMeeting]:
    of = TrainingMeeting
    return list(await session.scalars(select(of).where(of.event_id == event.id).order_by(of.begins_at)))


async def told(session: AsyncSession) -> set[tuple[UUID, str]]:
    rows = await session.execute(
        select(Notice.employee_id, Notice.about_type).where(Notice.kind == "TRAINING_MOVED")
    )
    return {(person, about) for person, about in rows}


@pytest.fixture
async def course(session: AsyncSession) -> TrainingCourse:
    """A course of two lessons."""
    return await a_course(session, hours=2)


@pytest.fixture
async def event(session: AsyncSession, office: Office, course: TrainingCourse) -> TrainingEvent:
    """On 3 and 4 August, from eight to ten."""
    return await an_event(session, course, AUGUST)


async def test_a_meeting_is_moved_another_added_and_one_cancelled_and_who_goes_is_told_once(
    session: AsyncSession, office: Office, as_: As, course: TrainingCourse
) -> None:
    event = await an_event(session, course, AUGUST, trainer_employee_id=office.people["chief"])
    await an_enrolment(session, event, office.people["staff"])
    await an_enrolment(session, event, office.people["clerk"], State.WAITING)
    await an_enrolment(session, event, office.people["leader"], State.WITHDRAWN)
    first, second = await meetings_of(session, event)
    moved = move(first, at(10, 13), topic=" Praktik ")
    made = await change_meetings(
        as_("admin"), change(event, move=(moved,), cancel=(key(second),), add=(added(at(12, 8)),))
    )
    assert (made.version, made.begins_on, made.ends_on) == (2, date(2026, 8, 10), date(2026, 8, 12))
    assert [(one.topic, one.begins_at, one.ends_at) for one in await meetings_of(session, made)] == [
        ("Praktik", at(10, 13), at(10, 15)),
        ("Ujian", at(12, 8), at(12, 10)),
    ]
    people = office.people
    assert await told(session) == {
        (people["staff"], "TrainingEnrolment"),
        (people["clerk"], "TrainingEnrolment"),
        (people["chief"], "TrainingEvent"),
    }


async def test_enrolment_ends_with_the_day_of_the_first_meeting(
    session: AsyncSession, as_: As, event: TrainingEvent
) -> None:
    first, _ = await meetings_of(session, event)
    made = await change_meetings(as_("admin"), change(event, move=(move(first, at(2, 8)),)))
    assert (made.begins_on, made.enrol_until) == (date(2026, 8, 2), date(2026, 8, 2))
    made = await change_meetings(as_("admin"), change(event, 2, move=(move(first, at(4, 10)),)))
    assert (made.begins_on, made.enrol_until) == (date(2026, 8, 4), date(2026, 8, 2))


async def test_what_isnt_to_be_held_so_is_refused(
    session: AsyncSession, as_: As, refused: Refused, event: TrainingEvent, course: TrainingCourse
) -> None:
    first, second = await meetings_of(session, event)
    others = await meeting_of(session, await an_event(session, course, AUGUST))
    course.valid_to = date(2026, 12, 1)
    ends_first = move(first, ends_at=at(3, 8))
    cases: list[tuple[MeetingsChange, type, str]] = [
        (change(event), NoMeetingChanged, "move"),
        (change(event, 2, cancel=(key(first),)), Stale, "expectedVersion"),
        (change(event, move=(move(others, at(5, 8)),)), NotFound, "move.0.meetingId"),
        (change(event, cancel=(key(others),)), NotFound, "cancel.0"),
        (change(event, move=(move(first, at(5, 8)),), cancel=(key(first),)), MeetingNamedTwice, "cancel.0"),
        (change(event, cancel=(key(first), key(second))), LastMeeting, "cancel"),
        (change(event, add=(added(at(1, 8, 7)),)), MeetingInThePast, "add.0"),
        (change(event, move=(move(first, at(1, 11, 7)),)), MeetingInThePast, "move.0"),
        (change(event, add=(added(at(1, 8, year=9999)),)), NoSuchYear, "add.0"),
        (change(event, move=(move(first, at(31, 23, 12, 9999)),)), NoSuchYear, "move.0"),
        (change(event, move=(ends_first,)), MeetingWithoutTime, "move.0"),
        (change(event, move=(move(first, at(4, 9)),)), MeetingsOverlap, "move.0"),
        (change(event, add=(added(at(3, 9)),)), MeetingsOverlap, "add.0"),
        (
            change(event, move=(move(first, at(1, 8, 12)), move(second, at(2, 8, 12)))),
            CourseNotOpen,
            "eventId",
        ),
    ]
    for asked, error, field in cases:
        async with refused(error, field):
            await change_meetings(as_("admin"), asked)


async def test_meetings_stay_long_enough_for_the_course(
    session: AsyncSession, as_: As, refused: Refused
) -> None:
    event = await an_event(session, await a_course(session, hours=5), AUGUST)
    first, second = await meetings_of(session, event)
    async with refused(MeetingsTooShort, "eventId", given=2, lessons=5):
        await change_meetings(as_("admin"), change(event, cancel=(key(second),)))
    async with refused(MeetingsTooShort, "eventId", given=4, lessons=5):
        await change_meetings(as_("admin"), change(event, move=(move(first, ends_at=at(3, 9)),)))


async def test_what_began_stays_and_what_is_to_come_changes(
    session: AsyncSession, office: Office, as_: As, refused: Refused, course: TrainingCourse
) -> None:
    """It is noon: the first meeting was at eight."""
    event = await an_event(session, course, TODAY)
    first, second = await meetings_of(session, event)
    for asked, field in (
        (change(event, move=(move(first, at(5, 8)),)), "move.0.meetingId"),
        (change(event, cancel=(key(first),)), "cancel.0"),
    ):
        async with refused(MeetingHeld, field):
            await change_meetings(as_("admin"), asked)
    made = await change_meetings(as_("admin"), change(event, move=(move(second, at(9, 8, 7)),)))
    assert (made.begins_on, made.ends_on) == (TODAY, date(2026, 7, 9))


@pytest.mark.parametrize("more", [{"state": "COMPLETED"}, {"state": "CANCELLED", "cancel_reason": "Banjir"}])
async def test_what_ended_isnt_changed(
    session: AsyncSession,
    office: Office,
    as_: As,
    refused: Refused,
    course: TrainingCourse,
    more: dict[str, str],
) -> None:
    event = await an_event(session, course, AUGUST, **more)  # type: ignore[arg-type]  # a table's values
    async with refused(EventEnded, "eventId"):
        await change_meetings(as_("admin"), change(event, add=(added(at(9, 8)),)))


async def test_budgets_and_hours_of_who_is_enrolled_stay_in_their_years(
    session: AsyncSession, office: Office, as_: As, refused: Refused, event: TrainingEvent
) -> None:
    asked = change(event, add=(added(at(4, 8, 1, 2027)),))
    enrolled = await an_enrolment(session, event, office.people["staff"], State.WAITING)
    async with refused(AnotherYear, "add.0", first=2026, last=2026):
        await change_meetings(as_("admin"), asked)
    turn = await an_event(session, await a_course(session, "TAHUN", hours=2), date(2026, 12, 31))
    await an_enrolment(session, turn, office.people["staff"], State.WAITING)
    last = await meetings_of(session, turn)
    async with refused(AnotherYear, "cancel", first=2026, last=2027):
        await change_meetings(as_("admin"), change(turn, cancel=(last[-1].id,)))
    enrolled.state = State.WITHDRAWN
    assert (await change_meetings(as_("admin"), asked)).ends_on == date(2027, 1, 4)


async def test_nobody_who_has_a_seat_is_at_two_places_by_it(
    session: AsyncSession,
    office: Office,
    as_: As,
    refused: Refused,
    event: TrainingEvent,
    course: TrainingCourse,
) -> None:
    there = await an_event(session, course, date(2026, 8, 20), title="Lain")
    for person, state in (("staff", State.SEATED), ("chief", State.SEATED), ("clerk", State.WAITING)):
        await an_enrolment(session, event, office.people[person], state)
        await an_enrolment(session, there, office.people[person])
    async with refused(PeopleElsewhere, "eventId", count=2):
        await change_meetings(as_("admin"), change(event, add=(added(at(20, 9)),)))
    made = await change_meetings(as_("admin"), change(event, add=(added(at(20, 10)),)))
    assert made.ends_on == date(2026, 8, 20)


async def test_a_trainer_is_at_one_place_by_it(
    session: AsyncSession, office: Office, as_: As, refused: Refused, course: TrainingCourse
) -> None:
    chief = office.people["chief"]
    event = await an_event(session, course, AUGUST, trainer_employee_id=chief)
    await an_event(session, course, date(2026, 8, 20), title="Lain", trainer_employee_id=chief)
    seat = await an_event(session, course, date(2026, 8, 25))
    await an_enrolment(session, seat, chief)
    there = {"title": "Pelayanan Publik, Lain", "on": "2026-08-20", "begins": "08:00", "ends": "10:00"}
    async with refused(TrainsElsewhere, "eventId", **there):
        await change_meetings(as_("admin"), change(event, add=(added(at(20, 9)),)))
    async with refused(TrainerBusy, "eventId"):
        await change_meetings(as_("admin"), change(event, add=(added(at(25, 9)),)))


async def test_who_waited_gets_a_seat_that_the_new_time_leaves_free(
    session: AsyncSession, office: Office, as_: As, event: TrainingEvent, course: TrainingCourse
) -> None:
    """One who had a seat elsewhere at the old time."""
    staff = office.people["staff"]
    await an_enrolment(session, await an_event(session, course, AUGUST, meetings=1), staff)
    waits = await an_enrolment(session, event, staff, State.WAITING)
    first, _ = await meetings_of(session, event)
    await change_meetings(as_("admin"), change(event, move=(move(first, at(5, 8)),)))
    assert waits.state == State.SEATED


async def test_rooms_and_equipment_move_along_if_they_are_free_then(
    session: AsyncSession,
    office: Office,
    as_: As,
    refused: Refused,
    event: TrainingEvent,
    course: TrainingCourse,
) -> None:
    room = await a_room(session, office.units["dinas"])
    lent = await some_equipment(session, office.units["dinas"])
    pieces = (Pieces(equipment_id=lent.id, count=2),)
    first, second = await meetings_of(session, event)
    for version, one in enumerate((first, second), 1):
        asked = Book(meeting_id=one.id, expected_version=version, room_id=room.id, equipment=pieces)
        await book(as_("admin"), asked)
    other = await an_event(session, course, date(2026, 8, 20), title="Lain", meetings=1)
    taken = await meeting_of(session, other)
    await book(as_("admin"), Book(meeting_id=taken.id, expected_version=1, room_id=room.id, equipment=pieces))
    async with refused(RoomTaken, "move.0.roomId", room="Aula", title="Lain"):
        await change_meetings(as_("admin"), change(event, 3, move=(move(first, at(20, 9)),)))
    async with refused(EquipmentTaken, "move.0", left=1, asked=2):
        asked_for = move(first, at(20, 9), without_room=True)
        await change_meetings(as_("admin"), change(event, 3, move=(asked_for,)))
    swapped = (move(first, at(4, 8)), move(second, at(3, 8)))
    await change_meetings(as_("admin"), change(event, 3, move=swapped))
    assert (first.begins_at, first.room_id, second.room_id) == (at(4, 8), room.id, room.id)
    await change_meetings(as_("admin"), change(event, 4, cancel=(key(first),)))
    lends = TrainingEquipmentBooking
    booked = set(await session.scalars(select(lends.meeting_id).where(lends.equipment_id == lent.id)))
    assert booked == {second.id, taken.id}
    small = await a_room(session, office.units["dinas"], name="Ruang rapat")
    change_room = move(second, room_id=small.id)
    await change_meetings(as_("admin"), change(event, 5, move=(change_room,)))
    assert (second.begins_at, second.room_id) == (at(3, 8), small.id)


async def test_an_agreement_that_holds_no_more_on_the_new_day_blocks(
    session: AsyncSession, office: Office, as_: As, refused: Refused, course: TrainingCourse
) -> None:
    partner = await a_partner(session)
    agreement = await an_agreement(session, partner)
    await a_contribution(session, agreement, "TRAINER", 2)
    trainer = await a_trainer(session, partner)
    given = {"agreement_id": agreement.id, "partner_trainer_id": trainer.id, "partner_days": 2}
    event = await an_event(session, course, AUGUST, **given)  # type: ignore[arg-type]  # a table's values
    await an_event(session, course, date(2026, 8, 20), title="Lain", **{**given, "partner_days": 0})  # type: ignore[arg-type]  # as above
    _, second = await meetings_of(session, event)
    last = agreement.valid_to - timedelta(days=1)
    after = datetime(last.year, last.month, last.day, 8, tzinfo=ZONE) + timedelta(days=1)
    async with refused(AgreementNotValid, "eventId"):
        await change_meetings(as_("admin"), change(event, move=(move(second, after),)))
    async with refused(PartnerTrainerBusy, "eventId", title="Pelayanan Publik, Lain"):
        await change_meetings(as_("admin"), change(event, move=(move(second, at(20, 9)),)))
    async with refused(ContributionExceeded, "eventId"):
        await change_meetings(as_("admin"), change(event, add=(added(at(6, 8)),)))
    made = await change_meetings(as_("admin"), change(event, move=(move(second, at(3, 13)),)))
    assert made.partner_days == 1


async def test_who_enrols_elsewhere_waits_for_who_moves_a_meeting_there(race: Race) -> None:
    async def make(context: Context) -> tuple[Office, TrainingEvent, TrainingEvent]:
        office = await an_office(context.session, TODAY)
        course = await a_course(context.session, hours=2)
        event = await an_event(context.session, course, AUGUST, title="Pindah")
        await an_enrolment(context.session, event, office.people["staff"])
        return office, event, await an_event(context.session, course, date(2026, 8, 20))

    office, event, there = await race.alone(make)

    async def moves(context: Context) -> object:
        asked = change(event, add=(added(at(20, 9)),))
        return await change_meetings(office.as_(context, "admin", TODAY), asked)

    async def enrols(context: Context) -> object:
        return await enrol(office.as_(context, "staff", TODAY), Enrol(event_id=there.id))

    refusal = await race.second_of(moves, enrols)
    assert isinstance(refusal, ElsewhereThen)
    assert refusal.facts["title"] == "Pelayanan Publik, Pindah"


async def test_who_moves_a_meeting_waits_for_who_enrols_there(race: Race) -> None:
    async def make(context: Context) -> tuple[Office, TrainingEvent, TrainingEvent]:
        office = await an_office(context.session, TODAY)
        course = await a_course(context.session, hours=2)
        event = await an_event(context.session, course, AUGUST)
        await an_enrolment(context.session, event, office.people["staff"])
        return office, event, await an_event(context.session, course, date(2026, 8, 20))

    office, event, there = await race.alone(make)

    async def moves(context: Context) -> object:
        asked = change(event, add=(added(at(20, 9)),))
        return await change_meetings(office.as_(context, "admin", TODAY), asked)

    async def enrols(context: Context) -> object:
        return await enrol(office.as_(context, "staff", TODAY), Enrol(event_id=there.id))

    assert isinstance(await race.second_of(enrols, moves), PeopleElsewhere)


async def test_of_two_who_move_into_a_room_at_once_the_second_is_refused(race: Race) -> None:
    async def make(context: Context) -> tuple[Office, UUID, list[tuple[TrainingEvent, TrainingMeeting]]]:
        office = await an_office(context.session, TODAY)
        course = await a_course(context.session, hours=2)
        room = await a_room(context.session, office.units["dinas"])
        found = [await an_event(context.session, course, date(2026, 8, day)) for day in (3, 10)]
        return office, room.id, [(one, await meeting_of(context.session, one)) for one in found]

    office, room, events = await race.alone(make)

    def moving(event: TrainingEvent, meeting: TrainingMeeting) -> object:
        async def do(context: Context) -> object:
            asked = change(event, move=(move(meeting, at(20, 8), room_id=room),))
            return await change_meetings(office.as_(context, "admin", TODAY), asked)

        return do

    first, second = [moving(*one) for one in events]
    assert isinstance(await race.second_of(first, second), RoomTaken)  # type: ignore[arg-type]  # deeds
