"""Codes for attendance: whoever is at a meeting says the code that its trainer shows."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from jenjang.core.context import Context
from jenjang.core.errors import Conflict
from jenjang.organisation.actions.versions import own_person
from jenjang.training.actions.attending import begun_meeting
from jenjang.training.actions.law import evaluation_rule_on
from jenjang.training.actions.seating import locked_event
from jenjang.training.models.enrolments import TrainingAttendance, TrainingEnrolment
from jenjang.training.models.evaluation import TrainingCode
from jenjang.training.models.events import TrainingEvent, TrainingMeeting
from jenjang.training.rules.evaluation import ALPHABET, CODE_SIGNS, hash_of_code
from jenjang.training.terms import EnrolmentState, EventState


class MeetingOver(Conflict):
    """This meeting is over: the trainer's list tells who was there."""


class NoSuchCode(Conflict):
    """This isn't the code of a meeting at which you have a seat now."""


class TooManyWrongCodes(Conflict):
    """Too many codes that weren't right: wait a minute."""


class NotedBefore(Conflict):
    """Whether you are there was noted already: only the trainer corrects that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeOpen:
    """Of which meeting people may say that they are there."""

    meeting_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SayCode:
    """The code that the trainer shows."""

    code: str


async def open_code(context: Context, asked: CodeOpen) -> tuple[TrainingEvent, TrainingCode, str]:
    """Make a code for a meeting under way, for some minutes; it takes the place of the one before.

    Raises NotFound, NotTheTrainer, EventEnded, NotMetYet, MeetingOver, NoRuleInForce.
    """
    event, meeting = await begun_meeting(context, asked.meeting_id)
    if context.now >= meeting.ends_at:
        raise MeetingOver("meetingId")
    minutes = (await evaluation_rule_on(context, context.today)).code_minutes
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_SIGNS))
    given = {
        "hash": hash_of_code(context.tenant, code),
        "valid_until": min(context.now + timedelta(minutes=minutes), meeting.ends_at),
        "by_employee_id": context.viewer.employee_id,
    }
    new = insert(TrainingCode).values(meeting_id=meeting.id, **given)
    kept = new.on_conflict_do_update(index_elements=["tenant_id", "meeting_id"], set_=given)
    row = await context.session.scalars(
        kept.returning(TrainingCode), execution_options={"populate_existing": True}
    )
    return event, row.one(), code


async def say_code(context: Context, asked: SayCode) -> TrainingEnrolment:
    """Note that the viewer is at a meeting, by its code; what the trainer noted stands.

    A wrong code, an old one, and one of a meeting at which the viewer has no seat are refused alike.
    Raises NotAPerson, TooManyWrongCodes, NoSuchCode, NotedBefore.
    """
    me = own_person(context)
    # By person, wherever they are: in all processes together.
    guesser = f"code {me}"
    if not await context.tries.take(context.tenant, guesser, guesser):
        raise TooManyWrongCodes("code")
    meeting, enrolment = await _seat(context, me, asked.code)
    noted = insert(TrainingAttendance).values(
        meeting_id=meeting.id,
        enrolment_id=enrolment.id,
        employee_id=me,
        is_present=True,
        by_code=True,
        noted_at=context.now,
    )
    new = await context.session.scalar(noted.on_conflict_do_nothing().returning(TrainingAttendance.id))
    if new is None:
        raise NotedBefore("code")
    await context.tries.give_back(context.tenant, guesser, guesser)
    return enrolment


async def _seat(context: Context, me: UUID, code: str) -> tuple[TrainingMeeting, TrainingEnrolment]:
    """The meeting of a code that is valid now, and the viewer's seat there. Raises NoSuchCode."""
    found = (
        select(TrainingMeeting)
        .join(TrainingCode, TrainingCode.meeting_id == TrainingMeeting.id)
        .where(
            TrainingCode.hash == hash_of_code(context.tenant, code), TrainingCode.valid_until > context.now
        )
    )
    meeting = await context.session.scalar(found)
    if meeting is None:
        raise NoSuchCode("code")
    event = await locked_event(context, meeting.event_id, "code")
    of = TrainingEnrolment
    seat = select(of).where(of.event_id == event.id, of.employee_id == me, of.state == EnrolmentState.SEATED)
    enrolment = await context.session.scalar(seat)
    if enrolment is None or event.state != EventState.OPEN:
        raise NoSuchCode("code")
    return meeting, enrolment
