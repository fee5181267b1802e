"""Meetings of an event are moved, added and cancelled before they are held; who goes is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from jenjang.core.context import Context
from jenjang.core.errors import BadUserInput, Conflict, NotFound, Refusal
from jenjang.core.texts import check_text
from jenjang.graph.perform import Ref
from jenjang.organisation.actions.notices import tell_again, tell_all_again
from jenjang.organisation.actions.versions import changed
from jenjang.organisation.rules.years import check_year
from jenjang.organisation.terms import NoticeKind
from jenjang.training.actions.booking import rebook, unbook
from jenjang.training.actions.events import (
    LONGEST_TITLE,
    MeetingAt,
    check_course,
    check_trainer,
    days_of,
    locked_open,
)
from jenjang.training.actions.partnered import Terms, rejoin
from jenjang.training.actions.seating import busy, give_seats, lock_people
from jenjang.training.models.catalogue import TrainingCourse
from jenjang.training.models.enrolments import TrainingEnrolment
from jenjang.training.models.events import TrainingEvent, TrainingMeeting
from jenjang.training.rules.meetings import Field, Time, check_meetings
from jenjang.training.terms import LIVE, EnrolmentState


class NoMeetingChanged(BadUserInput):
    """Say which meeting is moved, added or cancelled."""


class MeetingNamedTwice(BadUserInput):
    """Each meeting is named once: it is moved, or it is cancelled."""


class MeetingHeld(Conflict):
    """This meeting began before: it stays as it was held."""


class MeetingInThePast(BadUserInput):
    """A meeting is at a time that is still to come."""


class LastMeeting(Conflict):
    """These are all of its meetings: cancel the event."""


class AnotherYear(Conflict):
    """People are enrolled, by budgets and hours of {first} and {last}: its first and last meeting stay in
    those."""


class PeopleElsewhere(Conflict):
    """{count} of those who have a seat have another, or train elsewhere, at one of these times."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingMove:
    """What is different of a meeting; what is left out stays."""

    meeting_id: UUID
    topic: str | None = None
    begins_at: datetime | None = None
    ends_at: datetime | None = None
    room_id: UUID | None = None
    without_room: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingsChange:
    """Which meetings of an event are moved, come to it, and aren't held."""

    event_id: UUID
    expected_version: int
    move: tuple[MeetingMove, ...] = ()
    add: tuple[MeetingAt, ...] = ()
    cancel: tuple[UUID, ...] = ()


Held = Mapping[UUID, TrainingMeeting]
"""An event's meetings, by key."""


async def change_meetings(context: Context, asked: MeetingsChange) -> TrainingEvent:
    """Move, add and cancel meetings of an open event that didn't begin; who goes is told once of all of it.

    Rooms and equipment stay booked for a meeting that is moved, if they are free then. Enrolment ends with
    the day of the first meeting.

    Raises NotFound, EventEnded, Stale, NoMeetingChanged, MeetingNamedTwice, MeetingHeld, MeetingInThePast,
    LastMeeting, NoSuchYear, NoMeeting, MeetingWithoutTime, MeetingsOverlap, CourseNotOpen, MeetingsTooShort,
    AnotherYear, TrainsElsewhere, TrainerBusy, PeopleElsewhere, NoText, TextTooLong, NoRuleInForce, and what
    `rebook` and `rejoin` do.
    """
    event = await locked_open(context, asked.event_id, asked.expected_version)
    changed(event, asked.expected_version)
    held = await _held(context, event)
    _check_named(context, asked, held)
    times = _times(context, asked, held)
    check_meetings(times, "add")
    course = await context.get(TrainingCourse, event.course_id)
    await check_course(context, course, times.values(), ("eventId", "eventId"))
    going = await _going(context, event)
    _stays_in_its_years(context, event, times, going)
    await _write(context, event, asked, held)
    event.begins_on, event.ends_on = days_of(context, times.values())
    event.enrol_until = min(event.enrol_until, event.begins_on)
    await context.session.flush()
    await _check_people(context, event, going)
    await give_seats(context, event)
    await _check_terms(context, event)
    await _tell(context, event, going)
    return event


async def _held(context: Context, event: TrainingEvent) -> Held:
    of = TrainingMeeting
    rows = select(of).where(of.event_id == event.id).order_by(of.id).with_for_update()
    found = await context.session.scalars(rows.execution_options(populate_existing=True))
    return {one.id: one for one in found}


def _check_named(context: Context, asked: MeetingsChange, held: Held) -> None:
    """Refuse to change what isn't a meeting of the event, began, or is named twice."""
    named: dict[Field, UUID] = {
        ("move", str(place), "meetingId"): one.meeting_id for place, one in enumerate(asked.move)
    }
    named |= {("cancel", str(place)): one for place, one in enumerate(asked.cancel)}
    if not named and not asked.add:
        raise NoMeetingChanged("move")
    seen: set[UUID] = set()
    for at, meeting_id in named.items():
        if meeting_id not in held:
            raise NotFound(at)
        if meeting_id in seen:
            raise MeetingNamedTwice(at)
        if held[meeting_id].begins_at <= context.now:
            raise MeetingHeld(at)
        seen.add(meeting_id)
    if set(asked.cancel) == set(held) and not asked.add:
        raise LastMeeting("cancel")


def _times(context: Context, asked: MeetingsChange, held: Held) -> Mapping[Field, Time]:
    """When the event meets from now on, each by the input field that says so."""
    told: dict[Field, datetime | None] = {
        ("move", str(place)): one.begins_at for place, one in enumerate(asked.move)
    }
    told |= {("add", str(place)): one.begins_at for place, one in enumerate(asked.add)}
    for at, begins in told.items():
        if begins:
            check_year(begins.year, at)
    new: dict[Field, Time] = {
        ("move", str(place)): _moved(held[one.meeting_id], one) for place, one in enumerate(asked.move)
    }
    new |= {("add", str(place)): Time(one.begins_at, one.ends_at) for place, one in enumerate(asked.add)}
    for at, time in new.items():
        if time.begins <= context.now:
            raise MeetingInThePast(at)
    named = {*asked.cancel, *(one.meeting_id for one in asked.move)}
    stay: dict[Field, Time] = {
        (str(key),): Time(one.begins_at, one.ends_at) for key, one in held.items() if key not in named
    }
    return {**stay, **new}


def _moved(meeting: TrainingMeeting, to: MeetingMove) -> Time:
    """When a meeting is from now on: as long as before, if only its beginning is told."""
    begins = to.begins_at or meeting.begins_at
    return Time(begins, to.ends_at or begins + (meeting.ends_at - meeting.begins_at))


async def _going(context: Context, event: TrainingEvent) -> Sequence[TrainingEnrolment]:
    """Who is enrolled for a locked event."""
    of = TrainingEnrolment
    live = select(of).where(of.event_id == event.id, of.state.in_(LIVE)).order_by(of.id)
    return (await context.session.scalars(live.execution_options(populate_existing=True))).all()


def _stays_in_its_years(
    context: Context,
    event: TrainingEvent,
    times: Mapping[Field, Time],
    going: Sequence[TrainingEnrolment],
) -> None:
    """Budgets of the first meeting's year pay, and hours count in the last one's."""
    ends = [which(times, key=lambda at: times[at].begins) for which in (min, max)]
    before = (event.begins_on.year, event.ends_on.year)
    for at, year in zip(ends, before, strict=True):
        if going and context.day_of(times[at].begins).year != year:
            # Where one that stays is the first or last now, what was cancelled was it.
            raise AnotherYear(at if len(at) > 1 else "cancel", first=before[0], last=before[1])


async def _write(context: Context, event: TrainingEvent, asked: MeetingsChange, held: Held) -> None:
    """Free what is booked, move all, and book again: two meetings may change places."""
    for meeting_id in asked.cancel:
        await unbook(context, held[meeting_id])
        await context.session.delete(held[meeting_id])
    booked = []
    for place, one in enumerate(asked.move):
        context.concern("TrainingMeeting", one.meeting_id)
        meeting = held[one.meeting_id]
        room = None if one.without_room else one.room_id or meeting.room_id
        booked.append((room, place, meeting, await unbook(context, meeting)))
        time = _moved(meeting, one)
        meeting.begins_at, meeting.ends_at = time.begins, time.ends
        if one.topic is not None:
            meeting.topic = check_text(one.topic, ("move", str(place), "topic"), LONGEST_TITLE)
    for place, new in enumerate(asked.add):
        topic = check_text(new.topic, ("add", str(place), "topic"), LONGEST_TITLE)
        times = {"begins_at": new.begins_at, "ends_at": new.ends_at}
        context.session.add(TrainingMeeting(event_id=event.id, topic=topic, **times))
    await context.session.flush()
    # Rooms are locked in the order of their keys.
    for room, place, meeting, pieces in sorted(booked, key=lambda one: (str(one[0]), one[1])):
        await rebook(context, event, meeting, room, pieces, ("move", str(place)))


async def _check_people(context: Context, event: TrainingEvent, going: Sequence[TrainingEnrolment]) -> None:
    """Refuse times at which the trainer, or somebody with a seat, is elsewhere."""
    seated = [one.employee_id for one in going if one.state == EnrolmentState.SEATED]
    trainer = event.trainer_employee_id
    await lock_people(context, [*seated, *([trainer] if trainer else [])])
    if trainer:
        await check_trainer(context, event, trainer, "eventId")
    if there := await busy(context, event, seated):
        raise PeopleElsewhere("eventId", count=len(there))


async def _check_terms(context: Context, event: TrainingEvent) -> None:
    """Refuse days on which the partner's agreement doesn't hold, or its trainer isn't free."""
    try:
        await rejoin(context, event, Terms())
    except Refusal as refusal:
        # None of it is asked for here: it is the event that can't be then.
        refusal.field = ("eventId",)
        raise


async def _tell(context: Context, event: TrainingEvent, going: Sequence[TrainingEnrolment]) -> None:
    told = [(one.employee_id, Ref("TrainingEnrolment", one.id)) for one in going]
    await tell_all_again(context, NoticeKind.TRAINING_MOVED, told)
    if event.trainer_employee_id:
        about = Ref("TrainingEvent", event.id)
        await tell_again(context, NoticeKind.TRAINING_MOVED, about, event.trainer_employee_id)
