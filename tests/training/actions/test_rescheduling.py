"""Meetings of an event are moved, added and taken off: nothing and nobody is at two places by that."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from factories.appraisal.office import Office, an_office
from factories.partnership import a_contribution, a_partner, a_room, a_trainer, an_agreement, some_equipment
from factories.racing import Race
from factories.training import ZONE, a_course, an_enrolment, an_event
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from training.conftest import TODAY, As, Refused

from jenjang.core.context import Context
from jenjang.core.errors import NotFound, Stale
from jenjang.organisation.models import Notice
from jenjang.partnership.rules.agreements import AgreementNotValid, ContributionExceeded
from jenjang.training.actions.booking import Book, EquipmentTaken, NamedTwice, Pieces, RoomTaken, book
from jenjang.training.actions.enrolling import ElsewhereThen, Enrol, enrol
from jenjang.training.actions.events import CourseNotOpen, EventEnded, MeetingAt, TrainerBusy
from jenjang.training.actions.rescheduling import (
    MeetingBegan,
    MeetingChange,
    NothingRescheduled,
    OtherYear,
    Reschedule,
    SeatedElsewhere,
    reschedule,
)
from jenjang.training.models.bookings import TrainingEquipmentBooking
from jenjang.training.models.events import TrainingEvent, TrainingMeeting
from jenjang.training.rules.meetings import MeetingsOverlap, NoMeeting
from jenjang.training.terms import EnrolmentState as State

AUGUST = date(2026, 8, 3)


def at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZONE)


def moving(meeting: UUID, day: date, hour: int, hours: int = 2) -> MeetingChange:
    begins = at(day, hour)
    return MeetingChange(meeting_id=meeting, begins_at=begins, ends_at=begins + timedelta(hours=hours))


def added(day: date, hour: int) -> MeetingAt:
    return MeetingAt(topic="Tambahan", begins_at=at(day, hour), ends_at=at(day, hour + 2))


async def meetings_of(session: AsyncSession, event: TrainingEvent) -> list[TrainingMeeting]:
    of = TrainingMeeting
    rows = select(of).where(of.event_id == event.id).order_by(of.begins_at)
    return list(await session.scalars(rows.execution_options(populate_existing=True)))


async def an_august_event(session: AsyncSession, code: str = "YAN-1", **more: object) -> TrainingEvent:
    return await an_event(session, await a_course(session, code), AUGUST, **more)  # type: ignore[arg-type]  # a table's values


async def told(session: AsyncSession) -> set[UUID]:
    return set(await session.scalars(select(Notice.employee_id).where(Notice.kind == "TRAINING_MOVED")))


async def test_meetings_are_moved_added_and_taken_off_and_all_are_told(
    session: AsyncSession, office: Office, as_: As
) -> None:
    event = await an_august_event(session, quota=1, trainer_employee_id=office.people["chief"])
    for who, state in (("staff", State.SEATED), ("clerk", State.WAITING), ("leader", State.WITHDRAWN)):
        await an_enrolment(session, event, office.people[who], state)
    first, second = await meetings_of(session, event)
    earlier = AUGUST - timedelta(days=3)
    asked = Reschedule(
        event_id=event.id,
        expected_version=1,
        change=(moving(first.id, AUGUST, 13, hours=3),),
        add=(added(earlier, 8),),
        remove=(second.id,),
    )
    changed = await reschedule(as_("admin"), asked)
    assert (changed.begins_on, changed.ends_on, changed.enrol_until) == (earlier, AUGUST, earlier)
    assert changed.version == 2
    found = [(one.topic, one.begins_at, one.ends_at) for one in await meetings_of(session, event)]
    assert found == [
        ("Tambahan", at(earlier, 8), at(earlier, 10)),
        ("Materi", at(AUGUST, 13), at(AUGUST, 16)),
    ]
    assert await told(session) == {office.people[who] for who in ("staff", "clerk", "chief")}


async def test_a_topic_alone_is_changed(session: AsyncSession, as_: As) -> None:
    event = await an_august_event(session)
    first, _ = await meetings_of(session, event)
    only = MeetingChange(meeting_id=first.id, topic=" Praktik ")
    await reschedule(as_("admin"), Reschedule(event_id=event.id, expected_version=1, change=(only,)))
    again, _ = await meetings_of(session, event)
    assert (again.topic, again.begins_at) == ("Praktik", at(AUGUST, 8))


Asking = Callable[[TrainingEvent, TrainingMeeting, TrainingMeeting], dict[str, object]]


@pytest.mark.parametrize(
    ("asking", "error", "field"),
    [
        (lambda *_: {}, NothingRescheduled, ("change",)),
        (lambda _, one, other: {"remove": (one.id, other.id)}, NoMeeting, ("eventId",)),
        (lambda _, one, __: {"remove": (one.id, one.id)}, NamedTwice, ("remove", "1")),
        (
            lambda _, one, __: {"change": (moving(one.id, AUGUST, 9),), "remove": (one.id,)},
            NamedTwice,
            ("remove", "0"),
        ),
        (lambda *_: {"remove": (UUID(int=1),)}, NotFound, ("remove", "0")),
        (lambda *_: {"change": (moving(UUID(int=1), AUGUST, 9),)}, NotFound, ("change", "0", "meetingId")),
        (lambda _, one, __: {"change": (moving(one.id, TODAY, 9),)}, MeetingBegan, ("change", "0")),
        (lambda *_: {"add": (added(TODAY, 9),)}, MeetingBegan, ("add", "0")),
        (lambda *_: {"add": (added(AUGUST, 9),)}, MeetingsOverlap, ("add", "0")),
        (
            lambda _, one, __: {"change": (moving(one.id, AUGUST + timedelta(days=1), 9),)},
            MeetingsOverlap,
            ("change", "0"),
        ),
        (lambda *_: {"expected_version": 2}, Stale, ("expectedVersion",)),
    ],
)
async def test_what_cant_be_is_refused_at_its_place(
    session: AsyncSession,
    as_: As,
    refused: Refused,
    asking: Asking,
    error: type[Exception],
    field: tuple[str, ...],
) -> None:
    event = await an_august_event(session)
    given = {"event_id": event.id, "expected_version": 1, **asking(event, *await meetings_of(session, event))}
    async with refused(error, *field):
        await reschedule(as_("admin"), Reschedule(**given))  # type: ignore[arg-type]  # as they are made above


async def test_what_began_or_ended_stays(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    """It is noon: of the first day's meeting nothing changes, the second's may."""
    event = await an_event(session, await a_course(session), TODAY)
    first, second = await meetings_of(session, event)
    asked = Reschedule(event_id=event.id, expected_version=1, remove=(first.id,))
    later = Reschedule(event_id=event.id, expected_version=1, change=(moving(second.id, AUGUST, 8),))
    async with refused(MeetingBegan, "remove", "0"):
        await reschedule(as_("admin"), asked)
    assert (await reschedule(as_("admin"), later)).ends_on == AUGUST
    event.state = "COMPLETED"
    await session.flush()
    again = Reschedule(event_id=event.id, expected_version=2, remove=(second.id,))
    async with refused(EventEnded, "eventId"):
        await reschedule(as_("admin"), again)


async def test_nobody_with_a_seat_nor_the_trainer_is_at_two_places(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    event = await an_august_event(session)
    await an_enrolment(session, event, office.people["staff"])
    chief = office.people["chief"]
    other = await an_august_event(session, "LAIN", hour=13, meetings=1, trainer_employee_id=chief)
    await an_enrolment(session, other, office.people["staff"])
    first, _ = await meetings_of(session, event)
    asked = Reschedule(event_id=event.id, expected_version=1, change=(moving(first.id, AUGUST, 14),))
    async with refused(SeatedElsewhere, "eventId", people=1):
        await reschedule(as_("admin"), asked)
    event.trainer_employee_id = chief
    await session.flush()
    async with refused(TrainerBusy, "eventId"):
        await reschedule(as_("admin"), asked)


async def test_who_waits_gets_a_seat_once_the_event_is_at_another_time(
    session: AsyncSession, office: Office, as_: As
) -> None:
    event = await an_august_event(session, meetings=1)
    other = await an_august_event(session, "LAIN", meetings=1)
    await an_enrolment(session, other, office.people["staff"])
    waits = await an_enrolment(session, event, office.people["staff"], State.WAITING)
    (only,) = await meetings_of(session, event)
    asked = Reschedule(event_id=event.id, expected_version=1, change=(moving(only.id, AUGUST, 14),))
    await reschedule(as_("admin"), asked)
    assert waits.state == State.SEATED


async def test_hours_and_money_of_a_year_stay_in_it(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    event = await an_august_event(session, meetings=1)
    (only,) = await meetings_of(session, event)
    next_year = (moving(only.id, date(2027, 1, 4), 8),)
    await an_enrolment(session, event, office.people["staff"], State.WAITING)
    async with refused(OtherYear, "eventId", year=2026):
        await reschedule(as_("admin"), Reschedule(event_id=event.id, expected_version=1, change=next_year))
    empty = await an_event(session, await a_course(session, "TUTUP", valid_to=date(2026, 12, 1)), AUGUST)
    first, second = await meetings_of(session, empty)
    both = (*(moving(one.id, date(2027, 1, day), 8) for one, day in ((first, 4), (second, 5))),)
    async with refused(CourseNotOpen, "eventId", on=date(2027, 1, 4)):
        await reschedule(as_("admin"), Reschedule(event_id=empty.id, expected_version=1, change=both))


async def test_room_and_equipment_stay_booked_at_the_new_time_if_they_are_free_then(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    room = await a_room(session, office.units["dinas"])
    lent = await some_equipment(session, office.units["dinas"])
    event, other = [await an_august_event(session, code, meetings=1) for code in ("A", "B")]
    (mine,), (theirs,) = [await meetings_of(session, one) for one in (event, other)]
    pieces = (Pieces(equipment_id=lent.id, count=lent.count),)
    booked = Book(meeting_id=mine.id, expected_version=1, room_id=room.id, equipment=pieces)
    await book(as_("admin"), booked)
    moved = Reschedule(event_id=event.id, expected_version=2, change=(moving(mine.id, AUGUST, 9),))
    await reschedule(as_("admin"), moved)
    await session.refresh(mine)
    assert mine.room_id == room.id
    assert await session.scalar(select(TrainingEquipmentBooking.count)) == lent.count
    free_then = Reschedule(event_id=other.id, expected_version=1, change=(moving(theirs.id, AUGUST, 14),))
    await reschedule(as_("admin"), free_then)
    await book(as_("admin"), Book(meeting_id=theirs.id, expected_version=2, room_id=room.id))
    back = Reschedule(event_id=other.id, expected_version=3, change=(moving(theirs.id, AUGUST, 10),))
    instead = Book(meeting_id=theirs.id, expected_version=3, equipment=pieces)
    async with refused(RoomTaken, "change", "0", title="Angkatan I"):
        await reschedule(as_("admin"), back)
    await book(as_("admin"), instead)
    async with refused(EquipmentTaken, "change", "0", "0", "count"):
        await reschedule(as_("admin"), replace(back, expected_version=4))


async def test_two_meetings_of_an_event_change_places_in_one_room(
    session: AsyncSession, office: Office, as_: As
) -> None:
    room = await a_room(session, office.units["dinas"])
    event = await an_august_event(session)
    first, second = await meetings_of(session, event)
    for version, one in enumerate((first, second), start=1):
        await book(as_("admin"), Book(meeting_id=one.id, expected_version=version, room_id=room.id))
    times = [(second.id, AUGUST), (first.id, AUGUST + timedelta(days=1))]
    swapped = tuple(moving(one, day, 8) for one, day in times)
    await reschedule(as_("admin"), Reschedule(event_id=event.id, expected_version=3, change=swapped))
    found = [(one.id, one.room_id) for one in await meetings_of(session, event)]
    assert found == [(second.id, room.id), (first.id, room.id)]


async def test_an_agreement_holds_on_the_new_days_and_gives_what_they_take(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    partner = await a_partner(session)
    agreement = await an_agreement(session, partner, valid_to=AUGUST + timedelta(days=20))
    for kind, amount in (("SEATS", 10), ("TRAINER", 2)):
        await a_contribution(session, agreement, kind, Decimal(amount))
    trainer = await a_trainer(session, partner)
    under = {"agreement_id": agreement.id, "partner_trainer_id": trainer.id, "partner_days": 2}
    event = await an_august_event(session, **under)
    first, second = await meetings_of(session, event)
    too_late = moving(second.id, AUGUST + timedelta(days=30), 8)
    asked = Reschedule(event_id=event.id, expected_version=1, change=(too_late,))
    third = replace(asked, change=(), add=(added(AUGUST + timedelta(days=2), 8),))
    one_day = replace(asked, change=(), remove=(first.id,))
    async with refused(AgreementNotValid, "agreementId"):
        await reschedule(as_("admin"), asked)
    async with refused(ContributionExceeded, "partnerTrainerId"):
        await reschedule(as_("admin"), third)
    assert (await reschedule(as_("admin"), one_day)).partner_days == 1


async def test_who_enrols_while_an_event_is_moved_is_at_one_place_only(race: Race) -> None:
    """Two real connections: the move sees the seat, or the enrolment sees the move."""

    async def make(context: Context) -> tuple[Office, UUID, UUID, UUID]:
        office = await an_office(context.session, TODAY)
        event = await an_august_event(context.session, meetings=1)
        other = await an_august_event(context.session, "LAIN", meetings=1, hour=13)
        await an_enrolment(context.session, event, office.people["staff"])
        (only,) = await meetings_of(context.session, event)
        return office, event.id, only.id, other.id

    office, event, meeting, other = await race.alone(make)

    async def move(context: Context) -> object:
        asked = Reschedule(event_id=event, expected_version=1, change=(moving(meeting, AUGUST, 14),))
        return await reschedule(office.as_(context, "admin", TODAY), asked)

    async def go(context: Context) -> object:
        return await enrol(office.as_(context, "staff", TODAY), Enrol(event_id=other))

    assert isinstance(await race.second_of(move, go), ElsewhereThen)
