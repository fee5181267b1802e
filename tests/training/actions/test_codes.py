"""Who is at a meeting says so by its code; everybody else is refused alike."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from factories.appraisal.office import Office
from factories.training import a_course, an_attendance, an_enrolment, an_event
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from training.conftest import TODAY, As, Refused

from jenjang.core.context import Context
from jenjang.identity.server.throttle import TRIES, Throttle
from jenjang.training.actions import codes
from jenjang.training.actions.attending import (
    Attend,
    NotMetYet,
    NotTheTrainer,
    PresentOrNot,
    note_attendance,
)
from jenjang.training.actions.codes import (
    CodeOpen,
    MeetingOver,
    NoSuchCode,
    NotedBefore,
    SayCode,
    TooManyWrongCodes,
    open_code,
    say_code,
)
from jenjang.training.actions.events import EventEnded
from jenjang.training.models.enrolments import TrainingAttendance, TrainingEnrolment
from jenjang.training.models.events import TrainingEvent, TrainingMeeting
from jenjang.training.terms import EnrolmentState as State


@pytest.fixture
def context(context: Context) -> Context:
    """One of a process that counts tries on its own."""
    return replace(context, tries=Throttle())


@pytest.fixture
async def event(session: AsyncSession, office: Office) -> TrainingEvent:
    """It meets at noon, when all is done here; the chief trains."""
    course = await a_course(session)
    return await an_event(session, course, TODAY, hour=11, trainer_employee_id=office.people["chief"])


@pytest.fixture
async def seat(session: AsyncSession, office: Office, event: TrainingEvent) -> TrainingEnrolment:
    return await an_enrolment(session, event, office.people["staff"])


async def meeting_of(session: AsyncSession, event: TrainingEvent) -> TrainingMeeting:
    first = select(TrainingMeeting).where(TrainingMeeting.event_id == event.id)
    return (await session.scalars(first.order_by(TrainingMeeting.begins_at).limit(1))).one()


def at(context: Context, now: datetime) -> Context:
    return replace(context, now=now)


async def opened(context: Context, meeting_id: UUID) -> str:
    return (await open_code(context, CodeOpen(meeting_id=meeting_id)))[2]


async def test_who_has_a_seat_is_noted_by_the_code_and_the_trainer_corrects(
    session: AsyncSession, as_: As, event: TrainingEvent, seat: TrainingEnrolment
) -> None:
    meeting = await meeting_of(session, event)
    code = await opened(as_("chief"), meeting.id)
    assert (len(code), set(code) <= set(codes.ALPHABET)) == (8, True)
    assert (await say_code(as_("staff"), SayCode(code=f" {code.lower()} "))).id == seat.id
    noted = (await session.scalars(select(TrainingAttendance))).one()
    assert (noted.is_present, noted.by_code, noted.by_employee_id) == (True, True, None)
    asked = Attend(meeting_id=meeting.id, people=(PresentOrNot(enrolment_id=seat.id, is_present=False),))
    await note_attendance(as_("chief"), asked)
    await session.refresh(noted)
    assert (noted.is_present, noted.by_code, noted.by_employee_id) == (
        False,
        False,
        as_("chief").viewer.employee_id,
    )


async def test_a_code_is_said_once_and_no_code_overrules_the_trainer(
    session: AsyncSession, as_: As, event: TrainingEvent, seat: TrainingEnrolment, refused: Refused
) -> None:
    meeting = await meeting_of(session, event)
    code = await opened(as_("admin"), meeting.id)
    await an_attendance(session, meeting.id, seat, is_present=False)
    async with refused(NotedBefore, "code"):
        await say_code(as_("staff"), SayCode(code=code))


async def test_a_code_ends_by_the_next_one_and_after_ten_minutes(
    session: AsyncSession, as_: As, event: TrainingEvent, seat: TrainingEnrolment, refused: Refused
) -> None:
    meeting = await meeting_of(session, event)
    key = meeting.id
    old = await opened(as_("chief"), key)
    new = await opened(as_("chief"), key)
    staff = as_("staff")
    async with refused(NoSuchCode, "code"):
        await say_code(staff, SayCode(code=old))
    async with refused(NoSuchCode, "code"):
        await say_code(at(staff, staff.now + timedelta(minutes=10)), SayCode(code=new))
    await say_code(at(staff, staff.now + timedelta(minutes=9)), SayCode(code=new))


async def test_no_code_outlives_its_meeting(
    session: AsyncSession, as_: As, event: TrainingEvent, seat: TrainingEnrolment
) -> None:
    meeting = await meeting_of(session, event)
    late = at(as_("chief"), meeting.ends_at - timedelta(minutes=2))
    _, kept, _ = await open_code(late, CodeOpen(meeting_id=meeting.id))
    assert kept.valid_until == meeting.ends_at


@pytest.mark.parametrize("who", ["colleague", "clerk"])
async def test_who_has_no_seat_is_told_what_a_wrong_code_is_told(
    session: AsyncSession, office: Office, as_: As, event: TrainingEvent, refused: Refused, who: str
) -> None:
    await an_enrolment(session, event, office.people["clerk"], State.WAITING)
    code = await opened(as_("chief"), (await meeting_of(session, event)).id)
    async with refused(NoSuchCode, "code"):
        await say_code(as_(who), SayCode(code=code))


async def test_only_the_trainer_and_who_manages_open_a_code_and_only_during_the_meeting(
    session: AsyncSession, as_: As, event: TrainingEvent, refused: Refused
) -> None:
    meeting = await meeting_of(session, event)
    key, begins, ends = meeting.id, meeting.begins_at, meeting.ends_at
    async with refused(NotTheTrainer, "meetingId"):
        await opened(as_("staff"), key)
    async with refused(NotMetYet, "meetingId"):
        await opened(at(as_("chief"), begins - timedelta(seconds=1)), key)
    async with refused(MeetingOver, "meetingId"):
        await opened(at(as_("chief"), ends), key)
    event.state = "CANCELLED"
    event.cancel_reason = "Banjir"
    await session.flush()
    async with refused(EventEnded, "meetingId"):
        await opened(as_("chief"), key)


async def test_whoever_guesses_is_stopped_and_others_arent(
    session: AsyncSession, as_: As, event: TrainingEvent, seat: TrainingEnrolment, refused: Refused
) -> None:
    code = await opened(as_("chief"), (await meeting_of(session, event)).id)
    for _ in range(TRIES):
        async with refused(NoSuchCode, "code"):
            await say_code(as_("colleague"), SayCode(code="22222222"))
    async with refused(TooManyWrongCodes, "code"):
        await say_code(as_("colleague"), SayCode(code=code))
    await say_code(as_("staff"), SayCode(code=code))
