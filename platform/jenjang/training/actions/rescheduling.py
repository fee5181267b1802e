"""Other meetings for an event: moved, added, taken off, with whatever is booked for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from jenjang.core.context import Context
from jenjang.core.errors import BadUserInput, Conflict, NotFound
from jenjang.core.texts import check_text
from jenjang.graph.perform import Ref
from jenjang.organisation.actions.notices import tell_all_again
from jenjang.organisation.actions.versions import changed
from jenjang.organisation.rules.years import check_year
from jenjang.organisation.terms import NoticeKind
from jenjang.training.actions.booking import Booked, NamedTwice, book_again, unbook
from jenjang.training.actions.events import (
    LONGEST_TITLE,
    MeetingAt,
    TrainerBusy,
    check_is_taught,
    locked_open_event,
)
from jenjang.training.actions.partnered import Terms, join
from jenjang.training.actions.seating import busy, give_seats, lock_people
from jenjang.training.models.enrolments import TrainingEnrolment
from jenjang.training.models.events import TrainingEvent, TrainingMeeting
from jenjang.training.rules.meetings import Time, check_meetings
from jenjang.training.terms import LIVE, EnrolmentState

Place = tuple[str, ...]


class NothingRescheduled(BadUserInput):
    """Name at least one meeting to change, to add or to remove."""


class MeetingBegan(Conflict):
    """What began stays as it is, and a meeting isn't put before now."""


class SeatedElsewhere(Conflict):
    """{people} of those with a seat are elsewhere at one of these times: choose another, or let them
    withdraw first."""


class OtherYear(Conflict):
    """Whoever enrolled did so with hours and money of {year}: the event stays in that year. Else cancel it,
    and open another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingChange:
    """What is different of a meeting; what is left out stays."""

    meeting_id: UUID
    topic: str | None = None
    begins_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reschedule:
    """Which meetings of an event are changed, added and removed, all at once."""

    event_id: UUID
    expected_version: int
    change: tuple[MeetingChange, ...] = ()
    add: tuple[MeetingAt, ...] = ()
    remove: tuple[UUID, ...] = ()


async def reschedule(context: Context, asked: Reschedule) -> TrainingEvent:
    """Change the meetings of an open event that are still ahead; all who enrolled, and the trainer, are told.

    A room and equipment stay booked, at the new time. The last day to enrol comes forward with the first
    meeting. Rooms are locked before people, agreements last, as wherever events are changed.

    Raises NotFound, EventEnded, Stale, NothingRescheduled, NamedTwice, MeetingBegan, NoMeeting, NoSuchYear,
    MeetingWithoutTime, MeetingsOverlap, CourseNotOpen, OtherYear, RoomTaken, RoomClosed, EquipmentTaken,
    SeatedElsewhere, TrainerBusy, NoText, TextTooLong, and what `join` does.
    """
    event = await locked_open_event(context, asked.event_id, asked.expected_version)
    changed(event, asked.expected_version)
    if not (asked.change or asked.add or asked.remove):
        raise NothingRescheduled("change")
    of = TrainingMeeting
    rows = await context.session.scalars(select(of).where(of.event_id == event.id))
    meetings = {one.id: one for one in rows}
    moved = _ahead(context, meetings, _places(asked))
    _check_times(context, asked, meetings)
    booked = await unbook(context, moved)
    await _apply(context, event, asked, meetings)
    await _fit_days(context, event)
    await book_again(context, event, _kept(asked, moved, booked))
    await _check_people(context, event)
    await give_seats(context, event)
    if event.agreement_id:
        kept = (event.agreement_id, event.programme_id, event.partner_trainer_id, event.partner_money)
        await join(context, event, Terms(*kept))
    await _tell(context, event)
    return event


def _places(asked: Reschedule) -> Mapping[UUID, Place]:
    """Where each meeting that is changed or removed stands in the input. Raises NamedTwice."""
    named: list[tuple[UUID, Place]] = [
        (one.meeting_id, ("change", str(at), "meetingId")) for at, one in enumerate(asked.change)
    ]
    named += [(one, ("remove", str(at))) for at, one in enumerate(asked.remove)]
    found: dict[UUID, Place] = {}
    for key, place in named:
        if key in found:
            raise NamedTwice(place)
        found[key] = place
    return found


def _ahead(
    context: Context, meetings: Mapping[UUID, TrainingMeeting], places: Mapping[UUID, Place]
) -> Sequence[TrainingMeeting]:
    """The meetings that are named, none of which began. Raises NotFound, MeetingBegan."""
    for key, place in places.items():
        if key not in meetings:
            raise NotFound(place)
        if meetings[key].begins_at <= context.now:
            raise MeetingBegan(place)
    return [meetings[key] for key in places]


def _check_times(context: Context, asked: Reschedule, meetings: Mapping[UUID, TrainingMeeting]) -> None:
    """Refuse meetings that can't be held, as they would all be."""
    new: list[tuple[Place, Time]] = []
    for at, one in enumerate(asked.change):
        old = meetings[one.meeting_id]
        new.append((("change", str(at)), Time(one.begins_at or old.begins_at, one.ends_at or old.ends_at)))
    new += [(("add", str(at)), Time(one.begins_at, one.ends_at)) for at, one in enumerate(asked.add)]
    for place, time in new:
        check_year(time.begins.year, place)
        if time.begins <= context.now:
            raise MeetingBegan(place)
    named = {*asked.remove, *(one.meeting_id for one in asked.change)}
    stay = [Time(one.begins_at, one.ends_at) for key, one in meetings.items() if key not in named]
    check_meetings([*new, *((("eventId",), time) for time in stay)], "eventId")


async def _apply(
    context: Context, event: TrainingEvent, asked: Reschedule, meetings: Mapping[UUID, TrainingMeeting]
) -> None:
    """Let the meetings be those asked for."""
    of = TrainingMeeting
    await context.session.execute(delete(of).where(of.event_id == event.id, of.id.in_(asked.remove)))
    for at, one in enumerate(asked.change):
        meeting = meetings[one.meeting_id]
        if one.topic is not None:
            meeting.topic = check_text(one.topic, ("change", str(at), "topic"), LONGEST_TITLE)
        meeting.begins_at = one.begins_at or meeting.begins_at
        meeting.ends_at = one.ends_at or meeting.ends_at
    for at, new in enumerate(asked.add):
        topic = check_text(new.topic, ("add", str(at), "topic"), LONGEST_TITLE)
        context.session.add(of(event_id=event.id, topic=topic, begins_at=new.begins_at, ends_at=new.ends_at))
    await context.session.flush()


async def _fit_days(context: Context, event: TrainingEvent) -> None:
    """Let the event's days be those of its meetings. Raises CourseNotOpen, OtherYear."""
    of = TrainingMeeting
    begins = await context.session.scalars(select(of.begins_at).where(of.event_id == event.id))
    days = [context.day_of(at) for at in begins]
    before = _years(event)
    event.begins_on, event.ends_on = min(days), max(days)
    event.enrol_until = min(event.enrol_until, event.begins_on)
    await check_is_taught(context, event.course_id, event.begins_on, "eventId")
    if before != _years(event) and await _live(context, event):
        raise OtherYear("eventId", year=before[0])
    await context.session.flush()


def _years(event: TrainingEvent) -> tuple[int, int]:
    """The year of the first day, whose budgets pay, and of the last, for which hours count."""
    return event.begins_on.year, event.ends_on.year


def _kept(
    asked: Reschedule, moved: Sequence[TrainingMeeting], booked: Mapping[UUID, Booked]
) -> Sequence[tuple[TrainingMeeting, Booked, Place]]:
    """What was booked for each meeting that stays, and where that meeting stands in the input."""
    places = {one.meeting_id: ("change", str(at)) for at, one in enumerate(asked.change)}
    return [(one, booked[one.id], places[one.id]) for one in moved if one.id in places]


async def _check_people(context: Context, event: TrainingEvent) -> None:
    """Refuse times at which the trainer, or any with a seat, is elsewhere."""
    seated = [one.employee_id for one in await _live(context, event) if one.state == EnrolmentState.SEATED]
    trainer = [event.trainer_employee_id] if event.trainer_employee_id else []
    await lock_people(context, [*seated, *trainer])
    elsewhere = await busy(context, event, [*seated, *trainer])
    if event.trainer_employee_id in elsewhere:
        raise TrainerBusy("eventId")
    if elsewhere:
        raise SeatedElsewhere("eventId", people=len(elsewhere))


async def _live(context: Context, event: TrainingEvent) -> Sequence[TrainingEnrolment]:
    of = TrainingEnrolment
    live = select(of).where(of.event_id == event.id, of.state.in_(LIVE)).order_by(of.id)
    return (await context.session.scalars(live.execution_options(populate_existing=True))).all()


async def _tell(context: Context, event: TrainingEvent) -> None:
    told = [(one.employee_id, Ref("TrainingEnrolment", one.id)) for one in await _live(context, event)]
    if event.trainer_employee_id:
        told.append((event.trainer_employee_id, Ref("TrainingEvent", event.id)))
    await tell_all_again(context, NoticeKind.TRAINING_MOVED, told)
