"""Enrolment: who wants to go, whom the leader lets go where it costs something, who withdraws."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, select

from jenjang.core.context import Context
from jenjang.core.errors import Conflict, Forbidden, NotFound
from jenjang.core.texts import check_text
from jenjang.graph.perform import Ref
from jenjang.organisation.actions.notices import tell_again
from jenjang.organisation.actions.reach import check_reaches
from jenjang.organisation.actions.superiors import superiors_of_all
from jenjang.organisation.actions.versions import changed, own_person
from jenjang.organisation.models import Employee
from jenjang.organisation.rules.life import NotInService
from jenjang.organisation.terms import NoticeKind
from jenjang.training.actions.budgets import locked, payer
from jenjang.training.actions.candidates import audience_of, candidate
from jenjang.training.actions.hours import check_hours
from jenjang.training.actions.seating import (
    SERVING,
    began,
    elsewhere,
    free_seats,
    give_seats,
    lock_people,
    locked_event,
)
from jenjang.training.models.catalogue import TrainingCourse
from jenjang.training.models.enrolments import TrainingEnrolment
from jenjang.training.models.events import TrainingEvent
from jenjang.training.rules.audience import check_fits
from jenjang.training.terms import LIVE, EnrolmentState, EventState

APPROVE = "training:approve"


class EnrolmentClosed(Conflict):
    """Nobody enrols for this event any more."""


class EventIsOver(Conflict):
    """This event is over: it was completed."""


class EventIsCancelled(Conflict):
    """This event was cancelled: {reason}"""


class EnrolledBefore(Conflict):
    """You are enrolled for this event already."""


class ElsewhereThen(Conflict):
    """You have a seat, or train, at {title} on {on} from {begins} to {ends}."""


class TrainsThere(Conflict):
    """Who trains at an event doesn't enrol for it."""


class NothingToDecide(Conflict):
    """This enrolment doesn't wait for a decision."""


class NotOnesOwnRequest(Forbidden):
    """Nobody approves or declines the own enrolment."""


class NotEnrolled(Conflict):
    """This enrolment ended before: there is nothing to withdraw."""


class BegunBefore(Conflict):
    """The event began on {on}: nobody withdraws from it any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrol:
    """Which event one wants to go to."""

    event_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Approve:
    """Whom one lets go."""

    enrolment_id: UUID
    expected_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Decline:
    """Whom one doesn't let go, and why."""

    enrolment_id: UUID
    expected_version: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw:
    """Where one doesn't want to go any more."""

    enrolment_id: UUID
    reason: str | None = None


async def enrol(context: Context, asked: Enrol) -> TrainingEnrolment:
    """Enrol oneself: a seat if one is free, else a place on the list; where it costs, once it is approved.

    Raises NotAPerson, NotFound, EventIsOver, EventIsCancelled, EnrolmentClosed, NotInService, EnrolledBefore,
    TrainsThere, NotForYou, ElsewhereThen, OverTheCap, NoRuleInForce.
    """
    person = own_person(context)
    seen = await context.get(TrainingEvent, asked.event_id, field="eventId")
    _check_is_held(seen)
    # What others' enrolling doesn't change is looked at before the event is locked, which many may want.
    employee = await context.get(Employee, person)
    course = await _check_is_for(context, seen, employee)
    event = await locked_event(context, seen.id, "eventId")
    await _check_is_open(context, event, person)
    await lock_people(context, [person])
    await _check_is_free(context, event, employee, course)
    made = TrainingEnrolment(
        event_id=event.id,
        employee_id=person,
        made_at=context.now,
        cost=0,
        version=1,
        **_begun(context, event),
    )
    context.session.add(made)
    await context.session.flush()
    if event.cost:
        superior = (await superiors_of_all(context, [person], context.today)).get(person)
        if superior:
            about = Ref("TrainingEnrolment", made.id)
            await tell_again(context, NoticeKind.TRAINING_REQUESTED, about, superior)
    else:
        await give_seats(context, event)
    return made


async def approve(context: Context, asked: Approve) -> TrainingEnrolment:
    """Let somebody go: with a free seat and enough left in the unit's budget at once, else from the list.

    Raises NotFound, NotOnesOwnRequest, NothingToDecide, Stale, EnrolmentClosed, NotInService, NoBudget.
    """
    event, found = await _to_decide(context, asked.enrolment_id, asked.expected_version)
    if event.state != EventState.OPEN or await began(context, event):
        raise EnrolmentClosed("enrolmentId")
    if (await context.get(Employee, found.employee_id)).state not in SERVING:
        raise NotInService("enrolmentId", on=context.today)
    found.budget_id = await payer(context, event, found.employee_id)
    found.state, found.queued_at = EnrolmentState.WAITING, context.now
    found.decided_by_employee_id = context.viewer.employee_id
    await give_seats(context, event)
    return found


async def decline(context: Context, asked: Decline) -> TrainingEnrolment:
    """Don't let somebody go, and say why.

    Raises NotFound, NotOnesOwnRequest, NothingToDecide, Stale, NoText, TextTooLong.
    """
    reason = check_text(asked.reason, "reason")
    _, found = await _to_decide(context, asked.enrolment_id, asked.expected_version)
    found.state, found.reason = EnrolmentState.DECLINED, reason
    found.decided_by_employee_id = context.viewer.employee_id
    await context.session.flush()
    about = Ref("TrainingEnrolment", found.id)
    await tell_again(context, NoticeKind.TRAINING_DECLINED, about, found.employee_id)
    return found


async def withdraw(context: Context, asked: Withdraw) -> TrainingEnrolment:
    """Give the own seat or place on the list back, before the event begins: the next one gets the seat.

    Raises NotAPerson, NotFound, NotEnrolled, BegunBefore, NoText, TextTooLong.
    """
    person = own_person(context)
    reason = None if asked.reason is None else check_text(asked.reason, "reason")
    event, found = await _with_event(context, asked.enrolment_id)
    if found.employee_id != person:
        raise NotFound("enrolmentId")
    if found.state not in LIVE:
        raise NotEnrolled("enrolmentId")
    if event.begins_on <= context.today:
        raise BegunBefore("enrolmentId", on=event.begins_on)
    await _lock_for_giving(context, event, found)
    await free_seats(context, [found], EnrolmentState.WITHDRAWN, reason)
    await give_seats(context, event)
    return found


async def _lock_for_giving(context: Context, event: TrainingEvent, ending: TrainingEnrolment) -> None:
    """Lock people and budgets of who may get the seat, and of who gives it back, in their order."""
    of = TrainingEnrolment
    waits = select(of.employee_id, of.budget_id).where(
        of.event_id == event.id, of.state == EnrolmentState.WAITING
    )
    rows = (await context.session.execute(waits)).all()
    await lock_people(context, [person for person, _ in rows])
    await locked(context, {one for one in (ending.budget_id, *(one for _, one in rows)) if one})


async def _check_is_for(context: Context, event: TrainingEvent, employee: Employee) -> TrainingCourse:
    """The course, if it is for this person."""
    if employee.state not in SERVING:
        raise NotInService("eventId", on=context.today)
    course = await context.get(TrainingCourse, event.course_id)
    check_fits(await audience_of(context, course), await candidate(context, employee), "eventId")
    return course


def _check_is_held(event: TrainingEvent) -> None:
    if event.state == EventState.CANCELLED:
        raise EventIsCancelled("eventId", reason=event.cancel_reason)
    if event.state == EventState.COMPLETED:
        raise EventIsOver("eventId")


async def _check_is_open(context: Context, event: TrainingEvent, person: UUID) -> None:
    """Refuse who comes too late, twice, or as the trainer."""
    _check_is_held(event)
    if context.today > event.enrol_until or await began(context, event):
        raise EnrolmentClosed("eventId")
    of = TrainingEnrolment
    same = exists().where(of.event_id == event.id, of.employee_id == person, of.state.in_(LIVE))
    if await context.session.scalar(select(same)):
        raise EnrolledBefore("eventId")
    if event.trainer_employee_id == person:
        raise TrainsThere("eventId")


async def _check_is_free(
    context: Context, event: TrainingEvent, employee: Employee, course: TrainingCourse
) -> None:
    """Refuse whom other enrolments keep from this one; the person is locked."""
    if there := await elsewhere(context, event, employee.id, seated=True):
        raise ElsewhereThen("eventId", **there)
    await check_hours(context, employee, event.ends_on, course.hours, "eventId")


def _begun(context: Context, event: TrainingEvent) -> dict[str, object]:
    """As what an enrolment begins: what costs something waits for the leader."""
    if event.cost:
        return {"state": EnrolmentState.REQUESTED}
    return {"state": EnrolmentState.WAITING, "queued_at": context.now}


async def _with_event(context: Context, enrolment_id: UUID) -> tuple[TrainingEvent, TrainingEnrolment]:
    """An enrolment as it stands once its event is locked, and that event."""
    seen = await context.get(TrainingEnrolment, enrolment_id, field="enrolmentId")
    event = await locked_event(context, seen.event_id, "enrolmentId")
    return event, await context.get(TrainingEnrolment, enrolment_id, lock=True, field="enrolmentId")


async def _to_decide(
    context: Context, enrolment_id: UUID, expected_version: int
) -> tuple[TrainingEvent, TrainingEnrolment]:
    event, found = await _with_event(context, enrolment_id)
    await check_reaches(context, APPROVE, found.employee_id, "enrolmentId")
    if found.employee_id == context.viewer.employee_id:
        raise NotOnesOwnRequest("enrolmentId")
    changed(found, expected_version)
    if found.state != EnrolmentState.REQUESTED:
        raise NothingToDecide("enrolmentId")
    return event, found
