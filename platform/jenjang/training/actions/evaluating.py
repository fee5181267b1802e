"""Levels 2 to 4: tests by the trainer, what superiors see months later, and what units measure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import insert

from jenjang.competence.rules.standards import AskedForTwice
from jenjang.core.context import Context
from jenjang.core.errors import BadUserInput, Conflict, NotFound
from jenjang.core.texts import check_text
from jenjang.graph.perform import Ref
from jenjang.organisation.actions.notices import tell_all
from jenjang.organisation.actions.superiors import OF_ONE
from jenjang.organisation.actions.versions import own_person
from jenjang.organisation.models import Unit
from jenjang.organisation.terms import NoticeKind
from jenjang.training.actions.attending import NobodyNamed, NotTheTrainer, check_trains
from jenjang.training.actions.events import LONGEST_TITLE, EventEnded
from jenjang.training.actions.law import evaluation_rule_on
from jenjang.training.actions.seating import locked_event
from jenjang.training.actions.telling import tell_behaviours, tell_tests
from jenjang.training.models.enrolments import TrainingAttendance, TrainingEnrolment
from jenjang.training.models.evaluation import TrainingBehaviour, TrainingResult, TrainingTest
from jenjang.training.models.events import TrainingEvent
from jenjang.training.rules.evaluation import check_measured, check_points, check_score
from jenjang.training.terms import EnrolmentState, EventState

WENT = (EnrolmentState.SEATED, EnrolmentState.COMPLETED, EnrolmentState.NOT_COMPLETED)
UNASKED = text("""
    SELECT c.employee_id FROM training_events e
      JOIN training_enrolments n ON n.tenant_id = :tenant AND n.event_id = e.id AND n.state = 'COMPLETED'
      JOIN training_certificates c ON c.tenant_id = :tenant AND c.enrolment_id = n.id
     WHERE e.tenant_id = :tenant AND e.state = 'COMPLETED'
       AND e.ends_on > CAST(:earliest AS date) AND e.ends_on <= CAST(:latest AS date)
       AND NOT EXISTS (SELECT FROM training_behaviours b
                        WHERE b.tenant_id = :tenant AND b.enrolment_id = n.id)
""")
ASK = text(f"""
    INSERT INTO training_behaviours (event_id, enrolment_id, employee_id, superior_employee_id, answer_until)
    SELECT n.event_id, n.id, n.employee_id, s.superior_employee_id, CAST(:until AS date)
      FROM training_events e
      JOIN training_enrolments n ON n.tenant_id = :tenant AND n.event_id = e.id AND n.state = 'COMPLETED'
      JOIN training_certificates c ON c.tenant_id = :tenant AND c.enrolment_id = n.id
      JOIN ({OF_ONE.format(tenant=":tenant", on="CAST(:on AS date)")}
               AND p.employee_id = ANY(CAST(:people AS uuid[]))) s ON s.employee_id = n.employee_id
     WHERE e.tenant_id = :tenant AND e.state = 'COMPLETED'
       AND e.ends_on > CAST(:earliest AS date) AND e.ends_on <= CAST(:latest AS date)
       AND s.superior_employee_id <> n.employee_id
    ON CONFLICT DO NOTHING RETURNING id, superior_employee_id
""")
"""Whom nobody leads is asked about once somebody does, while an answer may still be given."""


class NotAttended(Conflict):
    """Who was at no meeting has nothing to show of the training."""


class AnsweredBefore(Conflict):
    """You have answered this."""


class AnswerOver(Conflict):
    """This could be answered until {until}."""


class NotHeld(Conflict):
    """This event isn't completed: there is nothing to measure yet."""


class NotAfter(BadUserInput):
    """The second day of measuring is after the first, and not in the future."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """What somebody had in the tests, 0-100; what is left out stays."""

    enrolment_id: UUID
    before: Decimal | None = None
    after: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteTests:
    """What people had in the tests before and after an event."""

    event_id: UUID
    people: tuple[Points, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerBehaviour:
    """How far somebody applies what was learned, 1 to 5, and an example."""

    behaviour_id: UUID
    applied: int
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddResult:
    """What a unit measured before and after an event."""

    event_id: UUID
    unit_id: UUID
    indicator: str
    measure: str
    before: Decimal
    after: Decimal
    before_on: date
    after_on: date
    source: str


async def note_tests(context: Context, asked: NoteTests) -> TrainingEvent:
    """Note points of tests, before and after, of people who went; of the test after, who was at a meeting.

    Raises NotFound, NotTheTrainer, EventEnded, NobodyNamed, AskedForTwice, NoPoints, NotAttended,
    NoRuleInForce.
    """
    event = await locked_event(context, asked.event_id, "eventId")
    check_trains(context, event, "eventId")
    if event.state == EventState.CANCELLED:
        raise EventEnded("eventId")
    if not asked.people:
        raise NobodyNamed("people")
    went, seen = await _went(context, event), set[UUID]()
    rows: list[dict[str, object]] = []
    for place, one in enumerate(asked.people):
        at = ("people", str(place))
        if one.enrolment_id not in went:
            raise NotFound((*at, "enrolmentId"))
        if one.enrolment_id in seen:
            raise AskedForTwice((*at, "enrolmentId"))
        seen.add(one.enrolment_id)
        person, times = went[one.enrolment_id]
        if person == context.viewer.employee_id:
            raise NotTheTrainer((*at, "enrolmentId"))
        if one.after is not None and not times:
            raise NotAttended((*at, "after"))
        points = {name: check_points(getattr(one, name), (*at, name)) for name in ("before", "after")}
        rows.append({"enrolment_id": one.enrolment_id, "employee_id": person, **points})
    await _note(context, event, rows)
    await tell_tests(context, event)
    return event


async def _went(context: Context, event: TrainingEvent) -> Mapping[UUID, tuple[UUID, int]]:
    """Who has or had a seat: the person, and at how many meetings."""
    of, at = TrainingEnrolment, TrainingAttendance
    rows = await context.session.execute(
        select(of.id, of.employee_id, func.count(at.id).filter(at.is_present).label("times"))
        .outerjoin(at, (at.tenant_id == of.tenant_id) & (at.enrolment_id == of.id))
        .where(of.event_id == event.id, of.state.in_(WENT))
        .group_by(of.id, of.employee_id)
    )
    return {row.id: (row.employee_id, row.times) for row in rows}


async def _note(context: Context, event: TrainingEvent, rows: list[dict[str, object]]) -> None:
    by = {"event_id": event.id, "noted_at": context.now, "by_employee_id": context.viewer.employee_id}
    new = insert(TrainingTest).values([{**row, **by} for row in rows])
    told = {
        name: func.coalesce(new.excluded[name], getattr(TrainingTest, name)) for name in ("before", "after")
    }
    noted = {name: new.excluded[name] for name in ("noted_at", "by_employee_id")}
    same = ["tenant_id", "enrolment_id"]
    await context.session.execute(new.on_conflict_do_update(index_elements=same, set_={**told, **noted}))


async def ask_superiors(context: Context) -> int:
    """Ask the direct superior of each certified person, once, some days after the event; how many are asked.

    Raises NoRuleInForce.
    """
    rule = await evaluation_rule_on(context, context.today)
    latest = context.today - timedelta(days=rule.behaviour_after_days)
    until = timedelta(days=rule.behaviour_answer_days)
    given = {"tenant": context.tenant, "latest": latest, "earliest": latest - until}
    people = (await context.session.scalars(UNASKED, given)).all()
    if not people:
        return 0
    more = {"people": list(people), "on": context.today, "until": context.today + until}
    asked = (await context.session.execute(ASK, {**given, **more})).all()
    told = [(row.superior_employee_id, Ref("TrainingBehaviour", row.id)) for row in asked]
    await tell_all(context, NoticeKind.TRAINING_TO_EVALUATE, told)
    return len(asked)


async def answer_behaviour(context: Context, asked: AnswerBehaviour) -> TrainingBehaviour:
    """Say how far somebody applies what was learned: once, in time, as the superior who was asked.

    Raises NotAPerson, NotFound, AnsweredBefore, AnswerOver, NoScore, NoText, TextTooLong, NoRuleInForce.
    """
    me = own_person(context)
    behaviour = await context.get(TrainingBehaviour, asked.behaviour_id, field="behaviourId")
    if behaviour.superior_employee_id != me:
        raise NotFound("behaviourId")
    # All answers about an event wait for each other: what they tell together is told in steps.
    event = await locked_event(context, behaviour.event_id, "behaviourId")
    await context.session.refresh(behaviour)
    if behaviour.answered_at:
        raise AnsweredBefore("behaviourId")
    if behaviour.answer_until < context.today:
        raise AnswerOver("behaviourId", until=behaviour.answer_until)
    behaviour.applied = check_score(asked.applied, "applied")
    behaviour.example = check_text(asked.example, "example")
    behaviour.answered_at = context.now
    await context.session.flush()
    await tell_behaviours(context, event)
    await context.session.refresh(behaviour)
    return behaviour


async def add_result(context: Context, asked: AddResult) -> TrainingResult:
    """Keep what a unit measured before and after an event that was held; it is never changed.

    Raises NotFound, NotHeld, NotAfter, NotMeasured, NoText, TextTooLong.
    """
    event = await locked_event(context, asked.event_id, "eventId")
    if event.state != EventState.COMPLETED:
        raise NotHeld("eventId")
    unit = await context.get(Unit, asked.unit_id, field="unitId")
    if not asked.before_on < asked.after_on <= context.today:
        raise NotAfter("afterOn")
    result = TrainingResult(
        event_id=event.id,
        unit_id=unit.id,
        indicator=check_text(asked.indicator, "indicator", LONGEST_TITLE),
        measure=check_text(asked.measure, "measure", LONGEST_TITLE),
        before=check_measured(asked.before, "before"),
        after=check_measured(asked.after, "after"),
        before_on=asked.before_on,
        after_on=asked.after_on,
        source=check_text(asked.source, "source"),
        by_employee_id=context.viewer.employee_id,
    )
    context.session.add(result)
    await context.session.flush()
    return result
