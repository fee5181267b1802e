"""Attendance: the trainer's list of each meeting."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from jenjang.competence.rules.standards import AskedForTwice
from jenjang.core.context import Context
from jenjang.core.errors import BadUserInput, Conflict, Forbidden, NotFound
from jenjang.core.permission import Reach
from jenjang.training.actions.events import EventEnded
from jenjang.training.actions.seating import locked_event
from jenjang.training.models.enrolments import TrainingAttendance, TrainingEnrolment
from jenjang.training.models.events import TrainingEvent, TrainingMeeting
from jenjang.training.terms import EnrolmentState, EventState

MANAGE = "training:manage"


class NotTheTrainer(Forbidden):
    """Only the event's trainer does this, or who manages training; and nobody of themselves."""


class NotMetYet(Conflict):
    """This meeting begins later: who is there is noted then."""


class NobodyNamed(BadUserInput):
    """Name at least one person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentOrNot:
    """Whether somebody was there."""

    enrolment_id: UUID
    is_present: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Attend:
    """Who was at a meeting, and who wasn't."""

    meeting_id: UUID
    people: tuple[PresentOrNot, ...]


async def note_attendance(context: Context, asked: Attend) -> TrainingEvent:
    """Note who of those with a seat was at a meeting; what was noted before is corrected.

    Raises NotFound, NotTheTrainer, EventEnded, NotMetYet, NobodyNamed, AskedForTwice.
    """
    event, meeting = await begun_meeting(context, asked.meeting_id)
    rows = [
        {
            "meeting_id": meeting.id,
            "enrolment_id": one.enrolment_id,
            "employee_id": person,
            "is_present": one.is_present,
            "by_code": False,
            "noted_at": context.now,
            "by_employee_id": context.viewer.employee_id,
        }
        for one, person in await _people(context, event, asked)
    ]
    new = insert(TrainingAttendance).values(rows)
    told = {name: new.excluded[name] for name in ("is_present", "noted_at", "by_employee_id", "by_code")}
    same = ["tenant_id", "enrolment_id", "meeting_id"]
    await context.session.execute(new.on_conflict_do_update(index_elements=same, set_=told))
    return event


async def begun_meeting(context: Context, meeting_id: UUID) -> tuple[TrainingEvent, TrainingMeeting]:
    """A meeting that began, of an open event of which the viewer keeps the list; the event is locked.

    Raises NotFound, NotTheTrainer, EventEnded, NotMetYet.
    """
    meeting = await context.get(TrainingMeeting, meeting_id, field="meetingId")
    event = await locked_event(context, meeting.event_id, "meetingId")
    check_trains(context, event, "meetingId")
    if event.state != EventState.OPEN:
        raise EventEnded("meetingId")
    if context.now < meeting.begins_at:
        raise NotMetYet("meetingId")
    return event, meeting


def check_trains(context: Context, event: TrainingEvent, field: str) -> None:
    """Refuse who neither trains at the event nor manages training. Raises NotTheTrainer."""
    manages = Reach.TENANT in context.viewer.reach(MANAGE)
    me = context.viewer.employee_id
    if not manages and (me is None or event.trainer_employee_id != me):
        raise NotTheTrainer(field)


async def _people(context: Context, event: TrainingEvent, asked: Attend) -> list[tuple[PresentOrNot, UUID]]:
    """Each that is named, with the person: who has a seat, each once, and not whoever notes it."""
    if not asked.people:
        raise NobodyNamed("people")
    of = TrainingEnrolment
    seats = select(of.id, of.employee_id).where(of.event_id == event.id, of.state == EnrolmentState.SEATED)
    seated: dict[UUID, UUID] = {row.id: row.employee_id for row in await context.session.execute(seats)}
    seen: set[UUID] = set()
    for place, one in enumerate(asked.people):
        at = ("people", str(place), "enrolmentId")
        if one.enrolment_id not in seated:
            raise NotFound(at)
        if one.enrolment_id in seen:
            raise AskedForTwice(at)
        if seated[one.enrolment_id] == context.viewer.employee_id:
            raise NotTheTrainer(at)
        seen.add(one.enrolment_id)
    return [(one, seated[one.enrolment_id]) for one in asked.people]
