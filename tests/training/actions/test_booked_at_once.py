"""Many at once: a room is booked once, no piece is lent twice, what an agreement gives is given once."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID

from factories.appraisal.office import Office, an_office
from factories.partnership import a_contribution, a_partner, a_room, a_trainer, an_agreement, some_equipment
from factories.racing import Race
from factories.training import a_course, an_event
from sqlalchemy import func, select
from training.actions.test_booking import meeting_of
from training.actions.test_partnered import opening

from jenjang.core.context import Context
from jenjang.partnership.actions.agreements import AgreementEnd, TrainingsUnderIt, end_agreement
from jenjang.partnership.actions.facilities import RoomChange, change_room
from jenjang.partnership.rules.agreements import ContributionExceeded
from jenjang.partnership.rules.bookings import RoomPromised
from jenjang.training.actions.booking import Book, EquipmentTaken, Pieces, RoomTaken, book
from jenjang.training.actions.events import open_event
from jenjang.training.actions.partnered import PartnerTrainerBusy
from jenjang.training.models.bookings import TrainingEquipmentBooking
from jenjang.training.models.catalogue import TrainingCourse
from jenjang.training.models.events import TrainingEvent, TrainingMeeting

TODAY, AUGUST = date(2026, 7, 1), date(2026, 8, 3)
MANY = 4


async def settled(race: Race) -> tuple[Office, UUID, UUID, list[UUID]]:
    """An office with a room and three projectors, and events at one time: their meetings."""

    async def make(context: Context) -> tuple[Office, UUID, UUID, list[UUID]]:
        session = context.session
        office = await an_office(session, TODAY)
        room = await a_room(session, office.units["dinas"])
        lent = await some_equipment(session, office.units["dinas"])
        course = await a_course(session, hours=2)
        held = [await an_event(session, course, AUGUST, meetings=1) for _ in range(MANY)]
        return office, room.id, lent.id, [(await meeting_of(session, one)).id for one in held]

    found: tuple[Office, UUID, UUID, list[UUID]] = await race.alone(make)
    return found


def booking(office: Office, asked: Book) -> Any:
    async def do(context: Context) -> object:
        return await book(office.as_(context, "admin", TODAY), asked)

    return do


async def test_of_two_who_book_a_room_at_once_the_second_is_told_who_has_it(race: Race) -> None:
    office, room, _, meetings = await settled(race)
    first, second = [
        booking(office, Book(meeting_id=one, room_id=room, expected_version=1)) for one in meetings[:2]
    ]
    refusal = await race.second_of(first, second)
    assert isinstance(refusal, RoomTaken)
    assert refusal.facts == {"room": "Aula", "title": "Angkatan I"}


async def test_of_many_who_book_a_room_at_once_one_has_it(race: Race) -> None:
    office, room, _, meetings = await settled(race)
    asked = [Book(meeting_id=one, room_id=room, expected_version=1) for one in meetings]
    ends = await asyncio.gather(*(race.alone(booking(office, one)) for one in asked), return_exceptions=True)
    assert sorted(type(one).__name__ for one in ends) == [*["RoomTaken"] * (MANY - 1), "TrainingEvent"]

    async def count(context: Context) -> int:
        booked = select(func.count()).where(TrainingMeeting.room_id == room)
        return await context.session.scalar(booked) or 0

    assert await race.alone(count) == 1


async def test_of_many_who_borrow_at_once_no_piece_is_lent_twice(race: Race) -> None:
    office, _, lent, meetings = await settled(race)
    asked = [
        Book(meeting_id=one, equipment=(Pieces(equipment_id=lent, count=2),), expected_version=1)
        for one in meetings
    ]
    ends = await asyncio.gather(*(race.alone(booking(office, one)) for one in asked), return_exceptions=True)
    assert sum(isinstance(one, EquipmentTaken) for one in ends) == MANY - 1

    async def count(context: Context) -> int:
        return await context.session.scalar(select(func.sum(TrainingEquipmentBooking.count))) or 0

    assert await race.alone(count) == 2


async def test_who_makes_a_room_smaller_waits_for_who_books_it(race: Race) -> None:
    office, room, _, meetings = await settled(race)
    asked = Book(meeting_id=meetings[0], room_id=room, expected_version=1)

    async def shrink(context: Context) -> object:
        smaller = RoomChange(room_id=room, expected_version=1, name="Aula", place="Lantai 2", capacity=1)
        return await change_room(office.as_(context, "admin", TODAY), smaller)

    assert isinstance(await race.second_of(booking(office, asked), shrink), RoomPromised)


async def agreed(race: Race) -> tuple[Office, dict[str, UUID]]:
    """An office, a course, and an agreement on thirty seats with a trainer."""

    async def make(context: Context) -> tuple[Office, dict[str, UUID]]:
        session = context.session
        office, partner = await an_office(session, TODAY), await a_partner(session)
        agreement = await an_agreement(session, partner)
        await a_contribution(session, agreement, "SEATS", 30)
        trainer, course = await a_trainer(session, partner), await a_course(session, hours=2)
        return office, {"agreement": agreement.id, "trainer": trainer.id, "course": course.id}

    found: tuple[Office, dict[str, UUID]] = await race.alone(make)
    return found


def opens(office: Office, ids: dict[str, UUID], **more: object) -> Any:
    async def do(context: Context) -> TrainingEvent:
        course = await context.session.get_one(TrainingCourse, ("surakarta", ids["course"]))
        asked = opening(course, agreement_id=ids["agreement"], **more)
        return await open_event(office.as_(context, "admin", TODAY), asked)

    return do


async def test_seats_of_an_agreement_are_given_once(race: Race) -> None:
    office, ids = await agreed(race)
    refusal = await race.second_of(opens(office, ids, quota=20), opens(office, ids, quota=11))
    assert isinstance(refusal, ContributionExceeded)
    assert (refusal.facts["left"], refusal.facts["asked"]) == (10, 11)


async def test_a_partners_trainer_is_asked_once_at_a_time(race: Race) -> None:
    office, ids = await agreed(race)
    asked = opens(office, ids, quota=1, partner_trainer_id=ids["trainer"])
    assert isinstance(await race.second_of(asked, asked), PartnerTrainerBusy)


async def test_an_agreement_that_is_being_used_doesnt_end_under_it(race: Race) -> None:
    office, ids = await agreed(race)

    async def end(context: Context) -> object:
        asked = AgreementEnd(agreement_id=ids["agreement"], on=TODAY, reason="Mundur", expected_version=1)
        return await end_agreement(office.as_(context, "admin", TODAY), asked)

    assert isinstance(await race.second_of(opens(office, ids), end), TrainingsUnderIt)
