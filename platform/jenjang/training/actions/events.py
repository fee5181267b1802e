"""Events: a course is opened for a time, a place and so many people; changed; cancelled."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import exists, select

from jenjang.core.context import Context
from jenjang.core.errors import BadUserInput, Conflict
from jenjang.core.texts import check_text
from jenjang.graph.perform import Ref
from jenjang.organisation.actions.notices import tell_all_again
from jenjang.organisation.actions.versions import changed, check_version
from jenjang.organisation.models import Employee
from jenjang.organisation.rules.years import check_year
from jenjang.organisation.terms import NoticeKind
from jenjang.training.actions.booking import Need, check_rooms, free_rooms, need
from jenjang.training.actions.law import lesson_rule_on
from jenjang.training.actions.partnered import Terms, join, rejoin
from jenjang.training.actions.seating import (
    busy,
    elsewhere,
    free_seats,
    give_seats,
    lock_people,
    locked_event,
    seats_taken,
)
from jenjang.training.models.catalogue import TrainingCourse
from jenjang.training.models.enrolments import TrainingEnrolment
from jenjang.training.models.events import TrainingEvent, TrainingMeeting
from jenjang.training.rules.meetings import Field, Time, check_lessons, check_meetings
from jenjang.training.rules.money import check_amount
from jenjang.training.terms import LIVE, EnrolmentState, EventState, FundingSource, TrainingForm

LONGEST_TITLE = 200
"""Characters."""
MOST_SEATS = 10_000


class CourseNotOpen(Conflict):
    """This course isn't in the catalogue on {on}."""


class NoSeats(BadUserInput):
    """An event has 1 to {most} seats."""


class SeatsTaken(Conflict):
    """{taken} have a seat already: there can't be fewer."""


class EnrolsTooLate(BadUserInput):
    """Enrolment ends on the day of the first meeting, {begins}, or before."""


class EnrolsInThePast(BadUserInput):
    """Enrolment ends today, {today}, or later."""


class EventBegan(BadUserInput):
    """An event is opened before its first meeting."""


class TrainerBusy(Conflict):
    """The trainer is enrolled for this event, or has a seat elsewhere at one of its times."""


class TrainsElsewhere(Conflict):
    """The trainer trains at {title} on {on} from {begins} to {ends}."""


class EventEnded(Conflict):
    """This event was completed or cancelled before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingAt:
    """When an event's people meet, and on what."""

    topic: str
    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EventOpen:
    """When, where and for how many a course is held."""

    course_id: UUID
    title: str
    place: str
    quota: int
    enrol_until: date
    meetings: tuple[MeetingAt, ...]
    cost: Decimal = Decimal(0)
    source: FundingSource = FundingSource.APBD
    series: str | None = None
    trainer_employee_id: UUID | None = None
    agreement_id: UUID | None = None
    programme_id: UUID | None = None
    partner_trainer_id: UUID | None = None
    partner_money: Decimal = Decimal(0)
    equipment: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EventChange:
    """What is different of an event from now on; what is left out stays."""

    event_id: UUID
    expected_version: int
    title: str | None = None
    place: str | None = None
    quota: int | None = None
    enrol_until: date | None = None
    trainer_employee_id: UUID | None = None
    agreement_id: UUID | None = None
    programme_id: UUID | None = None
    partner_trainer_id: UUID | None = None
    partner_money: Decimal | None = None
    without_agreement: bool = False
    without_programme: bool = False
    without_trainer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EventCancel:
    """Which event isn't held, and why."""

    event_id: UUID
    expected_version: int
    reason: str


async def open_event(context: Context, asked: EventOpen) -> TrainingEvent:
    """Hold a course: people may enrol from now on.

    Raises NotFound, NoSuchYear, CourseNotOpen, NoSeats, NoMeeting, MeetingWithoutTime, MeetingsOverlap,
    MeetingsTooShort, EventBegan, EnrolsTooLate, EnrolsInThePast, TrainerBusy, TrainsElsewhere, NotAnAmount,
    NoText, TextTooLong, NoRuleInForce, and what `join` and `need` do.
    """
    course = await context.get(TrainingCourse, asked.course_id, field="courseId")
    for place, one in enumerate(asked.meetings):
        check_year(one.begins_at.year, ("meetings", str(place)))
    times: dict[Field, Time] = {
        ("meetings", str(place)): Time(one.begins_at, one.ends_at) for place, one in enumerate(asked.meetings)
    }
    check_meetings(times, "meetings")
    begins, ends = days_of(context, times.values())
    await check_course(context, course, times.values(), ("courseId", "meetings"))
    if min(one.begins_at for one in asked.meetings) <= context.now:
        raise EventBegan("meetings")
    event = TrainingEvent(
        course_id=course.id,
        title=check_text(asked.title, "title", LONGEST_TITLE),
        series=None if asked.series is None else check_text(asked.series, "series", LONGEST_TITLE),
        place=check_text(asked.place, "place", LONGEST_TITLE),
        quota=_quota(asked.quota),
        cost=check_amount(asked.cost, "cost"),
        source=asked.source,
        enrol_until=_from_today(context, _until(asked.enrol_until, begins)),
        begins_on=begins,
        ends_on=ends,
        state=EventState.OPEN,
        version=1,
    )
    context.session.add(event)
    await context.session.flush()
    for one in asked.meetings:
        at = {"begins_at": one.begins_at, "ends_at": one.ends_at}
        topic = check_text(one.topic, "meetings", LONGEST_TITLE)
        context.session.add(TrainingMeeting(event_id=event.id, topic=topic, **at))
    await context.session.flush()
    await need(context, event, asked.equipment)
    await _train(context, event, asked.trainer_employee_id)
    await join(context, event, Terms.of(asked))
    return event


async def change_event(context: Context, asked: EventChange) -> TrainingEvent:
    """Change an open event; who waits gets the seats that come by it.

    Raises NotFound, EventEnded, Stale, NoSeats, SeatsTaken, EnrolsTooLate, TrainerBusy, TrainsElsewhere,
    NoText, TextTooLong, and what `rejoin` and `check_rooms` do.
    """
    event = await locked_open(context, asked.event_id, asked.expected_version)
    changed(event, asked.expected_version)
    if asked.title is not None:
        event.title = check_text(asked.title, "title", LONGEST_TITLE)
    if asked.place is not None:
        event.place = check_text(asked.place, "place", LONGEST_TITLE)
    if asked.enrol_until is not None:
        event.enrol_until = _until(asked.enrol_until, event.begins_on)
    if asked.quota is not None:
        if _quota(asked.quota) < (taken := await seats_taken(context, event)):
            raise SeatsTaken("quota", taken=taken)
        event.quota = asked.quota
        await check_rooms(context, event)
    if asked.without_trainer:
        event.trainer_employee_id = event.partner_trainer_id = None
        event.partner_days = 0
    if asked.trainer_employee_id is not None:
        await _train(context, event, asked.trainer_employee_id)
    await give_seats(context, event)
    # Last, for agreements are locked after people; who is refused undoes the seats, too.
    await rejoin(
        context, event, Terms.of(asked), leaving=asked.without_agreement, ending=asked.without_programme
    )
    return event


async def cancel_event(context: Context, asked: EventCancel) -> TrainingEvent:
    """Don't hold an event: whoever had a seat or waited is told, and what was promised is free again.

    Raises NotFound, EventEnded, Stale, NoText, TextTooLong.
    """
    reason = check_text(asked.reason, "reason")
    event = await locked_open(context, asked.event_id, asked.expected_version)
    changed(event, asked.expected_version)
    event.state, event.cancel_reason = EventState.CANCELLED, reason
    await free_rooms(context, event)
    of = TrainingEnrolment
    live = select(of).where(of.event_id == event.id, of.state.in_(LIVE)).with_for_update()
    ending = (await context.session.scalars(live.execution_options(populate_existing=True))).all()
    await free_seats(context, ending, EnrolmentState.CANCELLED, None)
    told = [(one.employee_id, Ref("TrainingEnrolment", one.id)) for one in ending]
    await tell_all_again(context, NoticeKind.TRAINING_CANCELLED, told)
    return event


async def locked_open(context: Context, event_id: UUID, expected_version: int) -> TrainingEvent:
    """An open event of the version that was seen, locked. Raises NotFound, Stale, EventEnded."""
    event = await locked_event(context, event_id, "eventId")
    check_version(event, expected_version)
    if event.state != EventState.OPEN:
        raise EventEnded("eventId")
    return event


async def check_course(
    context: Context, course: TrainingCourse, times: Collection[Time], fields: tuple[str, str]
) -> None:
    """Refuse meetings at which the course isn't held, or that are too short for it, each at a field.

    Raises CourseNotOpen, MeetingsTooShort, NoRuleInForce.
    """
    begins, _ = days_of(context, times)
    if begins < course.valid_from or (course.valid_to and course.valid_to <= begins):
        raise CourseNotOpen(fields[0], on=begins)
    rule = await lesson_rule_on(context, begins)
    check_lessons(rule, TrainingForm(course.form), course.amount, times, fields[1])


def days_of(context: Context, times: Collection[Time]) -> tuple[date, date]:
    """The days of the first and of the last meeting, in the government's own time zone."""
    days = [context.day_of(one.begins) for one in times]
    return min(days), max(days)


async def check_trainer(context: Context, event: TrainingEvent, trainer: UUID, field: str) -> None:
    """Refuse a trainer, who is locked, that isn't free at all of its times, or is enrolled for it.

    Raises TrainsElsewhere, TrainerBusy.
    """
    if there := await elsewhere(context, event, trainer, seated=False):
        raise TrainsElsewhere(field, **there)
    of = TrainingEnrolment
    goes = exists().where(of.event_id == event.id, of.employee_id == trainer, of.state.in_(LIVE))
    if await busy(context, event, [trainer]) or await context.session.scalar(select(goes)):
        raise TrainerBusy(field)


async def _train(context: Context, event: TrainingEvent, trainer: UUID | None) -> None:
    """Let somebody of the government train."""
    if trainer is None:
        return
    await context.get(Employee, trainer, field="trainerEmployeeId")
    await lock_people(context, [trainer])
    await check_trainer(context, event, trainer, "trainerEmployeeId")
    event.trainer_employee_id = trainer
    await context.session.flush()


def _quota(quota: int) -> int:
    if not 0 < quota <= MOST_SEATS:
        raise NoSeats("quota", most=MOST_SEATS)
    return quota


def _until(enrol_until: date, begins: date) -> date:
    if enrol_until > begins:
        raise EnrolsTooLate("enrolUntil", begins=begins)
    return enrol_until


def _from_today(context: Context, enrol_until: date) -> date:
    if enrol_until < context.today:
        raise EnrolsInThePast("enrolUntil", today=context.today)
    return enrol_until
