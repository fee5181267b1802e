"""Completion: who attended has a certificate, hours and evidence; what was promised is paid."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import exists, func, select

from jenjang.competence.actions.assessing import Assess, assess
from jenjang.competence.terms import AssessmentSource
from jenjang.core.context import Context
from jenjang.core.errors import Conflict
from jenjang.events.telling import Event, tell
from jenjang.graph.perform import Ref
from jenjang.organisation.actions.history import one_at_a_time
from jenjang.organisation.actions.law import in_force
from jenjang.organisation.actions.notices import tell_all, tell_all_again
from jenjang.organisation.actions.versions import changed, check_version
from jenjang.organisation.terms import NoticeKind
from jenjang.training.actions.attending import check_trains
from jenjang.training.actions.budgets import locked, realise
from jenjang.training.actions.events import EventEnded
from jenjang.training.actions.reacting import ask_who_attended
from jenjang.training.actions.seating import free_seats, lock_people, locked_event
from jenjang.training.models.catalogue import TrainingCourse, TrainingTarget
from jenjang.training.models.enrolments import TrainingAttendance, TrainingCertificate, TrainingEnrolment
from jenjang.training.models.events import TrainingEvent, TrainingMeeting
from jenjang.training.rules.certificate import Certified, hash_of, number_of
from jenjang.training.rules.meetings import attended_enough, percent_of
from jenjang.training.terms import LIVE, EnrolmentState, EventState

COMPLETION = "training_completion"
CODE_BYTES = 15
"""Random bytes of a certificate's code: 120 bits, which nobody guesses."""
COMPLETED = "training.completed"
"""What other domains are told: somebody completed a course, on a day."""


class NotOverYet(Conflict):
    """The last meeting ends later: the event is completed then."""


class MeetingNotNoted(Conflict):
    """Nobody noted yet who was at the meeting on {topic} of {on}."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventComplete:
    """Which event is over."""

    event_id: UUID
    expected_version: int


async def complete_event(context: Context, asked: EventComplete) -> TrainingEvent:
    """Complete an event: of who attended enough, each has a certificate, hours and evidence, in one go.

    Who didn't, has none of it. What was promised for seats is paid; who still waited is told that there was
    no seat. A meeting of which nobody kept the list would take certificates away: it is noted before.

    Raises NotFound, NotTheTrainer, EventEnded, Stale, NotOverYet, MeetingNotNoted, NoRuleInForce.
    """
    event = await locked_event(context, asked.event_id, "eventId")
    check_trains(context, event, "eventId")
    check_version(event, asked.expected_version)
    if event.state != EventState.OPEN:
        raise EventEnded("eventId")
    met = select(func.count(), func.max(TrainingMeeting.ends_at)).where(TrainingMeeting.event_id == event.id)
    meetings, over = (await context.session.execute(met)).one()
    if context.now < over:
        raise NotOverYet("eventId")
    seated, waiting = await _live(context, event)
    if seated:
        await _check_is_noted(context, event)
    await lock_people(context, [one.employee_id for one in seated])
    await free_seats(context, waiting, EnrolmentState.CANCELLED, None)
    unseated = [(one.employee_id, Ref("TrainingEnrolment", one.id)) for one in waiting]
    await tell_all_again(context, NoticeKind.TRAINING_CANCELLED, unseated)
    await _pay(context, seated)
    percent = (await in_force(context, COMPLETION, event.ends_on)).read_by(percent_of)
    present = await _present(context, event)
    done = [one for one in seated if attended_enough(present.get(one.id, 0), meetings, percent)]
    for one in seated:
        one.state = EnrolmentState.COMPLETED if one in done else EnrolmentState.NOT_COMPLETED
        one.version += 1
    changed(event, asked.expected_version).state = EventState.COMPLETED
    await context.session.flush()
    await ask_who_attended(context, event, [one for one in seated if present.get(one.id)])
    course = await context.get(TrainingCourse, event.course_id)
    await _certify(context, event, course, done)
    await _learned(context, event, course, done)
    await _tell(context, event, done)
    return event


async def _live(
    context: Context, event: TrainingEvent
) -> tuple[Sequence[TrainingEnrolment], Sequence[TrainingEnrolment]]:
    """Who has a seat, in the order of their ids, as assessing asks for; and who waits."""
    of = TrainingEnrolment
    live = select(of).where(of.event_id == event.id, of.state.in_(LIVE)).order_by(of.employee_id)
    rows = (
        await context.session.scalars(live.with_for_update().execution_options(populate_existing=True))
    ).all()
    seated = [one for one in rows if one.state == EnrolmentState.SEATED]
    return seated, [one for one in rows if one.state != EnrolmentState.SEATED]


async def _check_is_noted(context: Context, event: TrainingEvent) -> None:
    """Refuse while a meeting has no list at all, and name the first such."""
    of = TrainingMeeting
    noted = exists().where(TrainingAttendance.meeting_id == of.id)
    missing = select(of).where(of.event_id == event.id, ~noted).order_by(of.begins_at).limit(1)
    if found := await context.session.scalar(missing):
        raise MeetingNotNoted("eventId", topic=found.topic, on=context.day_of(found.begins_at))


async def _pay(context: Context, seated: Iterable[TrainingEnrolment]) -> None:
    """A seat that was kept is paid, whether its holder came or not."""
    paid = [one for one in seated if one.budget_id and one.cost]
    budgets = await locked(context, {one.budget_id for one in paid if one.budget_id})
    for one in paid:
        if one.budget_id:
            realise(budgets[one.budget_id], one.cost)


async def _present(context: Context, event: TrainingEvent) -> Mapping[UUID, int]:
    """At how many meetings each was; who wasn't noted wasn't there."""
    of = TrainingAttendance
    noted = (
        select(of.enrolment_id, func.count().label("times"))
        .join(TrainingMeeting, TrainingMeeting.id == of.meeting_id)
        .where(TrainingMeeting.event_id == event.id, of.is_present)
        .group_by(of.enrolment_id)
    )
    return {row.enrolment_id: row.times for row in await context.session.execute(noted)}


async def _certify(
    context: Context, event: TrainingEvent, course: TrainingCourse, done: Sequence[TrainingEnrolment]
) -> None:
    year = event.ends_on.year
    # Numbers of a year follow each other without a gap: whoever else certifies waits.
    await one_at_a_time(context, f"certificates of {year}")
    of = TrainingCertificate
    issued = await context.session.scalar(select(func.count()).where(of.year == year)) or 0
    for place, one in enumerate(done, issued + 1):
        says = Certified(
            tenant=context.tenant,
            number=number_of(place, course.code, year),
            code=secrets.token_urlsafe(CODE_BYTES),
            employee_id=one.employee_id,
            course=course.name,
            form=course.form,
            hours=course.hours,
            begins_on=event.begins_on,
            ends_on=event.ends_on,
            issued_on=context.today,
        )
        context.session.add(_certificate(says, one, course, year))
    await context.session.flush()


def _certificate(
    says: Certified, of: TrainingEnrolment, course: TrainingCourse, year: int
) -> TrainingCertificate:
    return TrainingCertificate(
        enrolment_id=of.id,
        employee_id=says.employee_id,
        course_id=course.id,
        number=says.number,
        code=says.code,
        hash=hash_of(says),
        course=says.course,
        form=says.form,
        hours=says.hours,
        year=year,
        begins_on=says.begins_on,
        ends_on=says.ends_on,
        issued_on=says.issued_on,
    )


async def _learned(
    context: Context, event: TrainingEvent, course: TrainingCourse, done: Sequence[TrainingEnrolment]
) -> None:
    """Evidence of each competency that the course teaches, of each who completed it."""
    of = TrainingTarget
    taught = (await context.session.scalars(select(of).where(of.course_id == course.id))).all()
    on: date = min(event.ends_on, context.today)
    for one in done:
        for target in sorted(taught, key=lambda target: target.subject):
            learned = Assess(
                employee_id=one.employee_id,
                level=target.level,
                assessed_on=on,
                source=AssessmentSource.TRAINING,
                competency=target.competency,
                technical_competency_id=target.technical_competency_id,
                evidence=f"{course.name} ({course.hours} JP)",
            )
            await assess(context, learned)


async def _tell(context: Context, event: TrainingEvent, done: Sequence[TrainingEnrolment]) -> None:
    about = [(one.employee_id, Ref("TrainingEnrolment", one.id)) for one in done]
    await tell_all(context, NoticeKind.TRAINING_COMPLETED, about)
    letters = [
        Event(
            name=COMPLETED,
            about=("TrainingEnrolment", one.id),
            payload={"course_id": event.course_id, "on": event.ends_on, "employee_id": one.employee_id},
        )
        for one in done
    ]
    await tell(context, *letters)
