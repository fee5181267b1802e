"""Events are opened, changed, cancelled, attended; that leads to certificates, evidence and payment."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from factories.appraisal.office import Office
from factories.training import ZONE, a_budget, a_course, an_attendance, an_enrolment, an_event
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from training.conftest import TODAY, As, Refused

from jenjang.competence.models import CompetencyAssessment, CompetencyLevel
from jenjang.competence.rules.standards import AskedForTwice
from jenjang.core.context import Context
from jenjang.core.errors import NotFound, Stale
from jenjang.events.models import OutboxEvent
from jenjang.organisation.models import Notice
from jenjang.organisation.rules.years import NoSuchYear
from jenjang.training.actions.attending import (
    Attend,
    NobodyNamed,
    NotMetYet,
    NotTheTrainer,
    PresentOrNot,
    note_attendance,
)
from jenjang.training.actions.completing import EventComplete, MeetingNotNoted, NotOverYet, complete_event
from jenjang.training.actions.enrolling import Approve, Enrol, approve, enrol
from jenjang.training.actions.events import (
    CourseNotOpen,
    EnrolsInThePast,
    EnrolsTooLate,
    EventBegan,
    EventCancel,
    EventChange,
    EventEnded,
    EventOpen,
    MeetingAt,
    NoSeats,
    SeatsTaken,
    TrainerBusy,
    TrainsElsewhere,
    cancel_event,
    change_event,
    open_event,
)
from jenjang.training.models.catalogue import TrainingCourse
from jenjang.training.models.enrolments import TrainingAttendance, TrainingCertificate, TrainingEnrolment
from jenjang.training.models.events import TrainingEvent, TrainingMeeting
from jenjang.training.rules.meetings import MeetingsOverlap, MeetingsTooShort, NoMeeting
from jenjang.training.terms import EnrolmentState as State

AUGUST, JUNE = date(2026, 8, 3), date(2026, 6, 1)


def meeting(on: date, hour: int = 8) -> MeetingAt:
    begins = datetime(on.year, on.month, on.day, hour, tzinfo=ZONE)
    return MeetingAt(topic="Materi", begins_at=begins, ends_at=begins + timedelta(hours=2))


def a_blink(on: date) -> MeetingAt:
    """36 seconds."""
    begins = meeting(on).begins_at
    return MeetingAt(topic="Materi", begins_at=begins, ends_at=begins + timedelta(seconds=36))


def opening(course: TrainingCourse, **more: object) -> EventOpen:
    given = {"title": " Angkatan I ", "place": "Aula", "quota": 30, "enrol_until": AUGUST}
    meetings = (meeting(AUGUST + timedelta(days=1)), meeting(AUGUST))
    return EventOpen(course_id=course.id, **{**given, "meetings": meetings, **more})  # type: ignore[arg-type]  # a table's values


async def test_an_event_lasts_from_its_first_meeting_to_its_last(
    session: AsyncSession, office: Office, as_: As
) -> None:
    course = await a_course(session, hours=2)
    made = await open_event(as_("admin"), opening(course, trainer_employee_id=office.people["chief"]))
    assert (made.title, made.begins_on, made.ends_on) == ("Angkatan I", AUGUST, AUGUST + timedelta(days=1))
    assert made.trainer_employee_id == office.people["chief"]


@pytest.mark.parametrize(
    ("zone", "hour", "first"),
    [
        ("Asia/Jakarta", 6, date(2027, 1, 1)),
        ("Asia/Jayapura", 6, date(2027, 1, 1)),
        ("Asia/Jayapura", 23, date(2027, 1, 2)),
    ],
)
async def test_an_events_days_and_year_are_those_of_the_governments_clock(
    session: AsyncSession, office: Office, as_: As, zone: str, hour: int, first: date
) -> None:
    """06:00 WIB on 1 January is the evening before in UTC; 23:00 WIB is the next day in the east already."""
    course = await a_course(session, hours=2)
    budget = await a_budget(session, office.units["dinas"], 1000, year=2027)
    begins = datetime(2027, 1, 1, hour, tzinfo=ZONE).astimezone(UTC)
    early = MeetingAt(topic="Materi", begins_at=begins, ends_at=begins + timedelta(hours=2))
    context = replace(as_("admin"), now=datetime(2026, 7, 1, 5, tzinfo=UTC), zone=zone)
    asked = opening(course, meetings=(early,), enrol_until=date(2026, 12, 31), cost=Decimal(60))
    made = await open_event(context, asked)
    assert (made.begins_on, made.ends_on) == (first, first)
    wanted = await enrol(as_("staff"), Enrol(event_id=made.id))
    agreed = await approve(as_("leader"), Approve(enrolment_id=wanted.id, expected_version=1))
    assert (agreed.state, agreed.budget_id) == ("SEATED", budget.id)


@pytest.mark.parametrize(
    ("more", "error", "field"),
    [
        ({"quota": 0}, NoSeats, "quota"),
        ({"meetings": ()}, NoMeeting, "meetings"),
        ({"meetings": (meeting(AUGUST), meeting(AUGUST, 9))}, MeetingsOverlap, "meetings.1"),
        ({"meetings": (a_blink(AUGUST),)}, MeetingsTooShort, "meetings"),
        ({"enrol_until": TODAY - timedelta(days=1)}, EnrolsInThePast, "enrolUntil"),
        ({"meetings": (meeting(TODAY),)}, EventBegan, "meetings"),
        ({"meetings": (meeting(date(2026, 12, 1)),)}, CourseNotOpen, "courseId"),
        ({"enrol_until": AUGUST + timedelta(days=1)}, EnrolsTooLate, "enrolUntil"),
        ({"trainer_employee_id": UUID(int=1)}, NotFound, "trainerEmployeeId"),
    ],
)
async def test_an_event_that_cant_be_held_is_refused(
    session: AsyncSession,
    as_: As,
    refused: Refused,
    more: dict[str, object],
    error: type[Exception],
    field: str,
) -> None:
    course = await a_course(session, hours=2, valid_to=date(2026, 12, 1))
    async with refused(error, field):
        await open_event(as_("admin"), opening(course, **more))


async def test_a_trainer_is_at_one_place_at_a_time(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    course = await a_course(session, hours=2)
    chief = office.people["chief"]
    await open_event(as_("admin"), opening(course, trainer_employee_id=chief))
    at = {"on": "2026-08-03", "begins": "08:00", "ends": "10:00"}
    async with refused(TrainsElsewhere, "trainerEmployeeId", title="Pelayanan Publik, Angkatan I", **at):
        await open_event(as_("admin"), opening(course, trainer_employee_id=chief))
    other = await open_event(as_("admin"), opening(course))
    await an_enrolment(session, other, office.people["staff"])
    async with refused(TrainerBusy, "trainerEmployeeId"):
        asked = EventChange(event_id=other.id, expected_version=1, trainer_employee_id=office.people["staff"])
        await change_event(as_("admin"), asked)


async def test_a_trainer_is_taken_off_an_event_and_may_enrol_then(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    course = await a_course(session)
    event = await an_event(session, course, AUGUST, trainer_employee_id=office.people["chief"])
    stays = await change_event(as_("admin"), EventChange(event_id=event.id, expected_version=1, title="II"))
    assert stays.trainer_employee_id == office.people["chief"]
    asked = EventChange(event_id=event.id, expected_version=2, without_trainer=True)
    assert (await change_event(as_("admin"), asked)).trainer_employee_id is None
    assert (await enrol(as_("chief"), Enrol(event_id=event.id))).state == State.SEATED


async def test_meetings_are_long_enough_for_the_lessons_that_are_held_in_them(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    """Two meetings of two hours are five lessons of 45 minutes, and a quarter of an hour."""
    long = await a_course(session, hours=6)
    async with refused(MeetingsTooShort, "meetings", given=5, minutes=45, lessons=6):
        await open_event(as_("admin"), opening(long))
    assert (await open_event(as_("admin"), opening(await a_course(session, "LIMA", hours=5)))).version == 1
    alone = await a_course(session, "DARING", hours=6, form="E_LEARNING", form_group="NON_CLASSICAL")
    assert (await open_event(as_("admin"), opening(alone, meetings=(a_blink(AUGUST),)))).version == 1


async def test_enrolment_may_end_today(session: AsyncSession, office: Office, as_: As) -> None:
    course = await a_course(session, hours=2)
    assert (await open_event(as_("admin"), opening(course, enrol_until=TODAY))).enrol_until == TODAY


@pytest.mark.parametrize("state", [State.REQUESTED, State.WAITING, State.SEATED])
async def test_who_is_enrolled_doesnt_train_there(
    session: AsyncSession, office: Office, as_: As, refused: Refused, state: State
) -> None:
    event = await an_event(session, await a_course(session), AUGUST)
    await an_enrolment(session, event, office.people["staff"], state)
    asked = EventChange(event_id=event.id, expected_version=1, trainer_employee_id=office.people["staff"])
    async with refused(TrainerBusy, "trainerEmployeeId"):
        await change_event(as_("admin"), asked)


async def test_seats_that_are_added_go_to_who_waits_and_taken_ones_stay(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    event = await an_event(session, await a_course(session), AUGUST, quota=2)
    for who in ("staff", "chief"):
        await an_enrolment(session, event, office.people[who])
    waits = await an_enrolment(session, event, office.people["clerk"], State.WAITING)
    key = event.id
    async with refused(SeatsTaken, "quota", taken=2):
        await change_event(as_("admin"), EventChange(event_id=key, expected_version=1, quota=1))
    changed = await change_event(
        as_("admin"), EventChange(event_id=key, expected_version=1, quota=3, place=" Balai ")
    )
    assert (changed.version, changed.place, changed.title) == (2, "Balai", "Angkatan I")
    assert waits.state == State.SEATED
    async with refused(Stale, "expectedVersion", current=2):
        await change_event(as_("admin"), EventChange(event_id=key, expected_version=1, quota=4))


async def test_who_was_to_go_is_told_that_it_is_cancelled_and_money_is_free_again(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    budget = await a_budget(session, office.units["dinas"], 100)
    event = await an_event(session, await a_course(session), AUGUST, cost=60)
    budget.committed += 60
    seat = await an_enrolment(session, event, office.people["staff"], budget_id=budget.id, cost=Decimal(60))
    waits = await an_enrolment(session, event, office.people["clerk"], State.WAITING)
    asked = EventCancel(event_id=event.id, expected_version=1, reason="Banjir")
    gone = await cancel_event(as_("admin"), asked)
    assert (gone.state, gone.cancel_reason, gone.version) == ("CANCELLED", "Banjir", 2)
    assert (seat.state, seat.cost, waits.state, budget.committed) == ("CANCELLED", 0, "CANCELLED", 0)
    told = set(await session.scalars(select(Notice.employee_id).where(Notice.kind == "TRAINING_CANCELLED")))
    assert told == {office.people["staff"], office.people["clerk"]}
    async with refused(EventEnded, "eventId"):
        await cancel_event(as_("admin"), EventCancel(event_id=event.id, expected_version=2, reason="Lagi"))


async def held(session: AsyncSession, office: Office, **more: object) -> tuple[TrainingEvent, list[UUID]]:
    """An event of two meetings in June, that the chief trains; and its meetings."""
    trainer = office.people["chief"]
    event = await an_event(session, await a_course(session), JUNE, trainer_employee_id=trainer, **more)  # type: ignore[arg-type]  # as above
    met = select(TrainingMeeting.id).where(TrainingMeeting.event_id == event.id)
    return event, list(await session.scalars(met.order_by(TrainingMeeting.begins_at)))


def noting(meeting_id: UUID, *people: tuple[TrainingEnrolment, bool]) -> Attend:
    return Attend(
        meeting_id=meeting_id,
        people=tuple(PresentOrNot(enrolment_id=one.id, is_present=present) for one, present in people),
    )


async def test_the_trainer_notes_who_was_there_and_corrects_it(
    session: AsyncSession, office: Office, as_: As
) -> None:
    event, (first, _) = await held(session, office)
    seat = await an_enrolment(session, event, office.people["staff"])
    for present in (False, True):
        await note_attendance(as_("chief"), noting(first, (seat, present)))
    (row,) = (
        await session.execute(select(TrainingAttendance.is_present, TrainingAttendance.employee_id))
    ).all()
    assert tuple(row) == (True, office.people["staff"])


async def test_nobody_else_notes_attendance_nor_anybody_of_who_has_no_seat(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    event, (first, _) = await held(session, office)
    seat = await an_enrolment(session, event, office.people["staff"])
    waits = await an_enrolment(session, event, office.people["clerk"], State.WAITING)
    own = await an_enrolment(session, event, office.people["admin"])
    for who in ("staff", "leader"):
        async with refused(NotTheTrainer, "meetingId"):
            await note_attendance(as_(who), noting(first, (seat, True)))
    async with refused(NotTheTrainer, "people", "0", "enrolmentId"):
        await note_attendance(as_("admin"), noting(first, (own, True)))
    async with refused(NotFound, "people", "0", "enrolmentId"):
        await note_attendance(as_("chief"), noting(first, (waits, True)))
    async with refused(AskedForTwice, "people", "1", "enrolmentId"):
        await note_attendance(as_("chief"), noting(first, (seat, True), (seat, False)))
    async with refused(NobodyNamed, "people"):
        await note_attendance(as_("chief"), noting(first))
    later = await an_event(session, await a_course(session, "LAIN"), AUGUST)
    ahead = await session.scalar(select(TrainingMeeting.id).where(TrainingMeeting.event_id == later.id))
    assert ahead
    async with refused(NotMetYet, "meetingId"):
        await note_attendance(as_("admin"), noting(ahead))


async def completed(context: Context, event: TrainingEvent) -> TrainingEvent:
    return await complete_event(context, EventComplete(event_id=event.id, expected_version=event.version))


async def test_who_attended_has_certificate_hours_and_evidence_and_who_didnt_has_none(
    session: AsyncSession, office: Office, as_: As
) -> None:
    event, meetings = await held(session, office, quota=3)
    came = await an_enrolment(session, event, office.people["staff"])
    once = await an_enrolment(session, event, office.people["clerk"])
    waits = await an_enrolment(session, event, office.people["colleague"], State.WAITING)
    for one in meetings:
        await an_attendance(session, one, came)
    await an_attendance(session, meetings[0], once)
    assert (await completed(as_("chief"), event)).state == "COMPLETED"
    assert (came.state, once.state, waits.state) == ("COMPLETED", "NOT_COMPLETED", "CANCELLED")
    told = select(Notice.employee_id).where(Notice.kind == "TRAINING_CANCELLED")
    assert (await session.scalars(told)).all() == [office.people["colleague"]]
    (paper,) = (await session.scalars(select(TrainingCertificate))).all()
    assert (paper.employee_id, paper.number) == (office.people["staff"], "0001/YAN-1/2026")
    assert (paper.hours, paper.year, len(paper.code), len(paper.hash)) == (16, 2026, 20, 64)
    of = CompetencyLevel
    (level,) = (await session.execute(select(of.employee_id, of.subject, of.level, of.valid_from))).all()
    assert tuple(level) == (office.people["staff"], "M.05", 4, date(2026, 6, 2))
    assert await session.scalar(select(CompetencyAssessment.source)) == "TRAINING"
    letters = {one.name: one for one in await session.scalars(select(OutboxEvent))}
    assert letters.keys() == {"training.completed", "competence.assessed"}
    letter = letters["training.completed"]
    assert (letter.name, letter.about_id) == ("training.completed", came.id)
    assert letter.payload["employee_id"] == str(office.people["staff"])


async def test_a_list_that_was_forgotten_takes_nobodys_certificate(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    event, (first, second) = await held(session, office)
    seat = await an_enrolment(session, event, office.people["staff"])
    asked = EventComplete(event_id=event.id, expected_version=1)
    await an_attendance(session, first, seat)
    async with refused(MeetingNotNoted, "eventId", topic="Materi", on=date(2026, 6, 2)):
        await complete_event(as_("chief"), asked)
    await note_attendance(as_("chief"), noting(second, (seat, True)))
    await complete_event(as_("chief"), asked)
    assert seat.state == "COMPLETED"


async def nobody_came(session: AsyncSession, meetings: list[UUID], seat: TrainingEnrolment) -> None:
    for one in meetings:
        await an_attendance(session, one, seat, is_present=False)


async def test_enrolment_alone_is_evidence_of_nothing(session: AsyncSession, office: Office, as_: As) -> None:
    event, meetings = await held(session, office)
    seat = await an_enrolment(session, event, office.people["staff"])
    await nobody_came(session, meetings, seat)
    await completed(as_("admin"), event)
    assert seat.state == "NOT_COMPLETED"
    for table in (TrainingCertificate, CompetencyAssessment, OutboxEvent):
        assert (await session.scalars(select(table))).all() == []


async def test_a_seat_is_paid_once_the_event_is_over(session: AsyncSession, office: Office, as_: As) -> None:
    budget = await a_budget(session, office.units["dinas"], 100)
    event, meetings = await held(session, office, cost=60)
    budget.committed += 60
    person = office.people["staff"]
    seat = await an_enrolment(session, event, person, budget_id=budget.id, cost=Decimal(60))
    await nobody_came(session, meetings, seat)
    await completed(as_("admin"), event)
    assert (budget.committed, budget.realised) == (0, 60)


async def test_an_event_is_completed_once_by_its_trainer_and_after_its_last_meeting(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    event, _ = await held(session, office)
    early = EventComplete(event_id=event.id, expected_version=1)
    async with refused(NotTheTrainer, "eventId"):
        await complete_event(as_("leader"), early)
    async with refused(NotOverYet, "eventId"):
        await complete_event(as_("chief", date(2026, 6, 1)), early)
    async with refused(Stale, "expectedVersion", current=1):
        await complete_event(as_("chief"), EventComplete(event_id=early.event_id, expected_version=2))
    assert (await complete_event(as_("chief"), early)).version == 2
    again = EventComplete(event_id=early.event_id, expected_version=2)
    async with refused(EventEnded, "eventId"):
        await complete_event(as_("chief"), again)


async def test_numbers_of_certificates_follow_each_other(
    session: AsyncSession, office: Office, as_: As
) -> None:
    course = await a_course(session)
    for begins in (date(2026, 6, 1), date(2026, 6, 8)):
        event = await an_event(session, course, begins, meetings=1)
        seat = await an_enrolment(session, event, office.people["staff"])
        met = await session.scalar(select(TrainingMeeting.id).where(TrainingMeeting.event_id == event.id))
        assert met
        await an_attendance(session, met, seat)
        await completed(as_("admin"), event)
    numbers = select(TrainingCertificate.number).order_by(TrainingCertificate.number)
    assert (await session.scalars(numbers)).all() == ["0001/YAN-1/2026", "0002/YAN-1/2026"]


async def test_the_database_keeps_certificates_as_they_are_and_ceilings_from_being_passed(
    session: AsyncSession, office: Office, as_: As
) -> None:
    await a_budget(session, office.units["dinas"], 100)
    for statement, told in (
        ("UPDATE training_certificates SET hours = 99", "permission denied"),
        ("DELETE FROM training_certificates", "permission denied"),
        ("DELETE FROM training_enrolments", "permission denied"),
        ("UPDATE training_budgets SET committed = 101", "within_the_ceiling"),
    ):
        with pytest.raises(DBAPIError, match=told):
            async with session.begin_nested():
                await session.execute(text(statement))


@pytest.mark.parametrize("on", [datetime(9999, 12, 31, 20, tzinfo=UTC), datetime(1, 1, 1, tzinfo=UTC)])
async def test_a_meeting_at_the_ends_of_the_calendar_is_refused(
    session: AsyncSession, as_: As, refused: Refused, on: datetime
) -> None:
    late = MeetingAt(topic="Materi", begins_at=on, ends_at=on + timedelta(hours=2))
    asked = opening(await a_course(session, hours=2), meetings=(meeting(AUGUST), late))
    async with refused(NoSuchYear, "meetings", "1", first=2000, last=2100):
        await open_event(as_("admin"), asked)
