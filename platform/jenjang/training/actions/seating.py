"""Seats: given in the order of the list, whenever one is free, under a lock of the event.

Whoever changes seats locks the event first, then people, then budgets; each statement in the order of ids.
Some deeds lock people more than once, as who enrols and then who waits: two of them, at two events, may wait
for each other. The database ends one of them, and that deed is tried again.
"""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import exists, func, select, text

from jenjang.core.context import Context
from jenjang.graph.perform import Ref
from jenjang.organisation.actions.notices import tell_all_again
from jenjang.organisation.actions.superiors import tell_worker
from jenjang.organisation.models import Employee
from jenjang.organisation.terms import NoticeKind, ServiceState
from jenjang.training.actions.budgets import commit, locked, release
from jenjang.training.models.enrolments import TrainingEnrolment
from jenjang.training.models.events import TrainingEvent, TrainingMeeting
from jenjang.training.rules.seats import Waiting, seated
from jenjang.training.terms import EnrolmentState, EventState

SERVING = (ServiceState.CANDIDATE, ServiceState.ACTIVE)
"""As what somebody goes to a training."""
LOCK = text("""
    SELECT pg_advisory_xact_lock(hashtextextended(:tenant || ': training of ' || one, 0))
      FROM unnest(CAST(:people AS text[])) one
""")
"""Locks people in the order in which they are told."""
BUSY = text("""
    SELECT DISTINCT people.employee_id
      FROM training_meetings here
      JOIN training_meetings there ON there.tenant_id = :tenant AND there.event_id <> here.event_id
       AND there.begins_at < here.ends_at AND there.ends_at > here.begins_at
      JOIN training_events e ON e.tenant_id = :tenant AND e.id = there.event_id AND e.state = 'OPEN'
     CROSS JOIN LATERAL (
           SELECT employee_id FROM training_enrolments n
            WHERE n.tenant_id = :tenant AND n.event_id = e.id AND n.state = 'SEATED'
            UNION ALL SELECT e.trainer_employee_id) people
     WHERE here.tenant_id = :tenant AND here.event_id = :event AND people.employee_id = ANY(:people)
""")
"""Who has a seat, or trains, elsewhere at the same time."""
ELSEWHERE = text("""
    SELECT c.name || ', ' || e.title AS title, there.begins_at, there.ends_at
      FROM training_meetings here
      JOIN training_meetings there ON there.tenant_id = :tenant AND there.event_id <> here.event_id
       AND there.begins_at < here.ends_at AND there.ends_at > here.begins_at
      JOIN training_events e ON e.tenant_id = :tenant AND e.id = there.event_id AND e.state = 'OPEN'
      JOIN training_courses c ON c.tenant_id = :tenant AND c.id = e.course_id
     WHERE here.tenant_id = :tenant AND here.event_id = :event
       AND (e.trainer_employee_id = :person
            OR :seated AND EXISTS (SELECT FROM training_enrolments n
                WHERE n.tenant_id = :tenant AND n.event_id = e.id AND n.state = 'SEATED'
                  AND n.employee_id = :person))
     ORDER BY there.begins_at, there.id LIMIT 1
""")
"""The first meeting elsewhere at which somebody trains or, if that is asked for, has a seat."""


async def locked_event(context: Context, event_id: UUID, field: str) -> TrainingEvent:
    """The event, of which nobody else changes seats until the transaction ends. Raises NotFound."""
    return await context.get(TrainingEvent, event_id, lock=True, field=field)


async def lock_people(context: Context, people: Iterable[UUID]) -> None:
    """Let nobody else give these people seats until the transaction ends; one statement, however many."""
    if wanted := [str(one) for one in sorted(set(people))]:
        await context.session.execute(LOCK, {"tenant": context.tenant, "people": wanted})


async def busy(context: Context, event: TrainingEvent, people: Collection[UUID]) -> set[UUID]:
    """Who of these people is elsewhere at one of the event's times."""
    asked = {"tenant": context.tenant, "event": event.id, "people": list(people)}
    return {UUID(str(one)) for one in await context.session.scalars(BUSY, asked)}


async def elsewhere(
    context: Context, event: TrainingEvent, person: UUID, *, seated: bool
) -> dict[str, str] | None:
    """Where somebody trains at one of the event's times, or has a seat if `seated`; None: nowhere.

    Course and title, day, and from when to when, in the government's own time zone.
    """
    asked = {"tenant": context.tenant, "event": event.id, "person": person, "seated": seated}
    row = (await context.session.execute(ELSEWHERE, asked)).one_or_none()
    if row is None:
        return None
    begins, ends = (at.astimezone(ZoneInfo(context.zone)) for at in (row.begins_at, row.ends_at))
    return {
        "title": row.title,
        "on": f"{begins:%Y-%m-%d}",
        "begins": f"{begins:%H:%M}",
        "ends": f"{ends:%H:%M}",
    }


async def began(context: Context, event: TrainingEvent) -> bool:
    """Whether the first meeting began."""
    of = TrainingMeeting
    first = select(func.min(of.begins_at)).where(of.event_id == event.id)
    return bool(await context.session.scalar(select(first.scalar_subquery() <= context.now)))


async def seats_taken(context: Context, event: TrainingEvent) -> int:
    """How many have a seat."""
    of = TrainingEnrolment
    taken = select(func.count()).where(of.event_id == event.id, of.state == EnrolmentState.SEATED)
    return await context.session.scalar(taken) or 0


async def give_seats(context: Context, event: TrainingEvent) -> Sequence[UUID]:
    """Give the free seats of a locked event to who waits, and tell them; who got one.

    Budgets are promised what that costs, in the same transaction: never more than is left in them. Who isn't
    in service any more is passed by, and nobody gets a seat once the first meeting began.
    """
    await context.session.flush()
    free = event.quota - await seats_taken(context, event)
    if event.state != EventState.OPEN or free <= 0 or await began(context, event):
        return []
    if not (waiting := await _list(context, event)):
        return []
    await lock_people(context, [one.employee_id for one in waiting])
    people = [one.employee_id for one in waiting]
    passed = await busy(context, event, people) | await _who_left(context, people)
    budgets = await locked(context, {one.budget_id for one in waiting if one.budget_id})
    left = {key: budget.ceiling - budget.committed - budget.realised for key, budget in budgets.items()}
    lined = [Waiting(one.id, one.employee_id, one.budget_id) for one in waiting]
    chosen = {one.enrolment_id for one in seated(lined, free, event.cost, passed, left)}
    for one in waiting:
        if one.id in chosen:
            one.state, one.seated_at = EnrolmentState.SEATED, context.now
            one.version += 1
            if one.budget_id:
                one.cost = event.cost
                commit(budgets[one.budget_id], one.cost)
    await context.session.flush()
    told = [(one.employee_id, Ref("TrainingEnrolment", one.id)) for one in waiting if one.id in chosen]
    await tell_all_again(context, NoticeKind.TRAINING_SEATED, told)
    return [person for person, _ in told]


async def free_seats(
    context: Context, enrolments: Iterable[TrainingEnrolment], state: EnrolmentState, reason: str | None
) -> None:
    """Let locked enrolments end so; what was promised for them is free again."""
    ending = list(enrolments)
    budgets = await locked(context, {one.budget_id for one in ending if one.budget_id and one.cost})
    for one in ending:
        if one.budget_id and one.cost:
            release(budgets[one.budget_id], one.cost)
        one.state, one.cost, one.reason = state, one.cost * 0, reason
        one.version += 1
    await context.session.flush()
    if budgets:
        await tell_worker(context)


async def events_with_a_list(context: Context) -> Sequence[UUID]:
    """Events to come for which somebody waits: seats, or money for them, may have come free elsewhere."""
    of = TrainingEnrolment
    waits = exists().where(of.event_id == TrainingEvent.id, of.state == EnrolmentState.WAITING)
    meets = TrainingMeeting
    under_way = exists().where(meets.event_id == TrainingEvent.id, meets.begins_at <= context.now)
    ahead = select(TrainingEvent.id).where(
        *(TrainingEvent.state == EventState.OPEN, TrainingEvent.begins_on >= context.today),
        *(waits, ~under_way),
    )
    return (await context.session.scalars(ahead.order_by(TrainingEvent.id))).all()


async def seat_who_waits(context: Context, event_id: UUID) -> int:
    """Give an event's free seats to who waits, for the worker: in a transaction of its own; how many."""
    return len(await give_seats(context, await locked_event(context, event_id, "eventId")))


async def _who_left(context: Context, people: Collection[UUID]) -> set[UUID]:
    """Who of these people isn't in service any more."""
    gone = select(Employee.id).where(Employee.id.in_(people), Employee.state.not_in(SERVING))
    return set(await context.session.scalars(gone))


async def _list(context: Context, event: TrainingEvent) -> Sequence[TrainingEnrolment]:
    """Who waits, first come first."""
    of = TrainingEnrolment
    waits = select(of).where(of.event_id == event.id, of.state == EnrolmentState.WAITING)
    ordered = waits.order_by(of.queued_at, of.id).execution_options(populate_existing=True)
    return (await context.session.scalars(ordered)).all()
