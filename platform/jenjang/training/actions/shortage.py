"""What the meetings of some time lack of rooms and equipment, read at one moment."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select

from jenjang.core.context import Context
from jenjang.core.errors import BadUserInput
from jenjang.organisation.rules.years import check_days
from jenjang.partnership.models.facilities import Equipment, Room
from jenjang.partnership.rules.bookings import Use
from jenjang.partnership.terms import EquipmentKind
from jenjang.training.models.bookings import TrainingEquipmentBooking, TrainingEquipmentNeed
from jenjang.training.models.events import TrainingEvent, TrainingMeeting
from jenjang.training.rules.shortage import Diary, Meets, Month, Place, Stock, shortage
from jenjang.training.terms import EventState

LONGEST = 366
"""Days."""


class NoSuchTime(BadUserInput):
    """Ask about 1 to {most} days: `to` is the first day that isn't asked about."""


async def lacking_in(context: Context, first: date, to: date) -> Sequence[Month]:
    """What the meetings lack that begin from a day up to, not including, another.

    Raises NoSuchYear, NoSuchTime.
    """
    check_days(**{"from": first})
    if not 0 < (to - first).days <= LONGEST:
        raise NoSuchTime("to", most=LONGEST)
    begins, ends = _midnight(context, first), _midnight(context, to)
    meetings = await _meetings(context, begins, ends)
    return shortage(meetings, await _rooms(context, begins, ends), await _stocks(context, begins, ends))


def _midnight(context: Context, day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(context.zone))


async def _meetings(context: Context, begins: datetime, ends: datetime) -> list[Meets]:
    of, event = TrainingMeeting, TrainingEvent
    within = (of.begins_at >= begins) & (of.begins_at < ends)
    asked = (
        select(of.id, of.begins_at, of.ends_at, event.quota, of.room_id, of.event_id)
        .join(event, event.id == of.event_id)
        .where(within, event.state != EventState.CANCELLED)
        .order_by(of.begins_at, of.id)
    )
    rows = (await context.session.execute(asked)).all()
    needs = await _needs(context, begins, ends)
    return [
        Meets(
            row.id,
            row.begins_at,
            row.ends_at,
            context.day_of(row.begins_at),
            context.day_of(row.ends_at - timedelta.resolution),
            row.quota,
            row.room_id is not None,
            needs.get(row.event_id, {}),
        )
        for row in rows
    ]


async def _needs(context: Context, begins: datetime, ends: datetime) -> dict[UUID, dict[EquipmentKind, int]]:
    of, met = TrainingEquipmentNeed, TrainingMeeting
    events = select(met.event_id).where(met.begins_at >= begins, met.begins_at < ends)
    found: dict[UUID, dict[EquipmentKind, int]] = defaultdict(dict)
    for row in await context.session.scalars(select(of).where(of.event_id.in_(events))):
        found[row.event_id][EquipmentKind(row.kind)] = row.count
    return found


async def _rooms(context: Context, begins: datetime, ends: datetime) -> list[Place]:
    """All rooms, and when they are booked then."""
    of = TrainingMeeting
    booked = select(of.room_id, of.id, of.begins_at, of.ends_at)
    booked = booked.where(of.room_id.is_not(None), _near(begins, ends))
    taken: dict[UUID | None, list[tuple[UUID, Use]]] = defaultdict(list)
    for key, meeting, since, until in await context.session.execute(booked):
        taken[key].append((meeting, Use(since, until)))
    rooms = await context.session.execute(select(Room.id, Room.capacity, Room.closed_on))
    return [Place(row.capacity, row.closed_on, Diary(taken[row.id])) for row in rooms]


async def _stocks(context: Context, begins: datetime, ends: datetime) -> list[Stock]:
    """All equipment, and who has how much of it then."""
    of, met = TrainingEquipmentBooking, TrainingMeeting
    booked = (
        select(of.equipment_id, of.meeting_id, met.begins_at, met.ends_at, of.count)
        .join(met, met.id == of.meeting_id)
        .where(_near(begins, ends))
    )
    lent: dict[UUID, list[tuple[UUID, Use]]] = defaultdict(list)
    for key, meeting, since, until, count in await context.session.execute(booked):
        lent[key].append((meeting, Use(since, until, count)))
    pieces = await context.session.execute(select(Equipment.id, Equipment.kind, Equipment.count))
    return [Stock(EquipmentKind(kind), count, Diary(lent[key])) for key, kind, count in pieces]


def _near(begins: datetime, ends: datetime) -> ColumnElement[bool]:
    """A meeting at the time of one that begins within it: none lasts a day."""
    met, day = TrainingMeeting, timedelta(days=1)
    return (met.begins_at > begins - day) & (met.ends_at > begins) & (met.begins_at < ends + day)
