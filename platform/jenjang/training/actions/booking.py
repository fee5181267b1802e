"""Rooms and equipment for meetings: asked for, booked, freed."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Table, delete, select, update

from jenjang.core.context import Context
from jenjang.core.errors import BadUserInput, Conflict
from jenjang.organisation.actions.versions import changed, check_version
from jenjang.partnership.actions.facilities import is_closed, locked_equipment, locked_room
from jenjang.partnership.models.facilities import Room
from jenjang.partnership.rules.bookings import Use, check_pieces, peak
from jenjang.partnership.terms import EquipmentKind
from jenjang.partnership.windows import equipment_uses, room_uses
from jenjang.training.actions.seating import locked_event
from jenjang.training.models.bookings import TrainingEquipmentBooking, TrainingEquipmentNeed
from jenjang.training.models.events import TrainingEvent, TrainingMeeting
from jenjang.training.terms import EventState


class NamedTwice(BadUserInput):
    """This is named twice: name it once, with all its pieces."""


class RoomTooSmall(Conflict):
    """{room} has {capacity} seats, and the event {seats}."""


class RoomTaken(Conflict):
    """{room} is booked for {title} at that time."""


class RoomClosed(Conflict):
    """{room} is closed from {on} on."""


class EquipmentTaken(Conflict):
    """{left} pieces of {name} are free at that time, and this asks for {asked}."""


class BookingEnded(Conflict):
    """This event was completed or cancelled, or the meeting is over: nothing is booked for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """How many pieces of a kind an event needs at each meeting."""

    kind: EquipmentKind
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """Pieces of some equipment."""

    equipment_id: UUID
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """What is booked for a meeting, whole; nothing: what was booked is free again."""

    meeting_id: UUID
    expected_version: int
    room_id: UUID | None = None
    equipment: tuple[Pieces, ...] = ()


async def need(context: Context, event: TrainingEvent, needs: Sequence[Need]) -> None:
    """Keep what an event needs of equipment, each kind once. Raises NoPieces, NamedTwice."""
    seen: set[EquipmentKind] = set()
    for place, one in enumerate(needs):
        if one.kind in seen:
            raise NamedTwice(("equipment", str(place), "kind"))
        seen.add(one.kind)
        count = check_pieces(one.count, ("equipment", str(place), "count"), least=1)
        context.session.add(TrainingEquipmentNeed(event_id=event.id, kind=one.kind, count=count))
    await context.session.flush()


async def book(context: Context, asked: Book) -> TrainingEvent:
    """Book a room and equipment for a meeting that isn't over, instead of what was booked before.

    The event is locked, then the room, then equipment in the order of ids: nothing is booked twice.

    Raises NotFound, Stale, BookingEnded, RoomClosed, RoomTooSmall, RoomTaken, NoPieces, NamedTwice,
    EquipmentTaken.
    """
    found = await context.get(TrainingMeeting, asked.meeting_id, field="meetingId")
    event = await locked_event(context, found.event_id, "meetingId")
    check_version(event, asked.expected_version)
    meeting = await context.get(TrainingMeeting, asked.meeting_id, lock=True, field="meetingId")
    if event.state != EventState.OPEN or meeting.ends_at <= context.now:
        raise BookingEnded("meetingId")
    changed(event, asked.expected_version)
    if asked.room_id:
        await _check_room(context, event, meeting, asked.room_id)
    meeting.room_id = asked.room_id
    of = TrainingEquipmentBooking
    await context.session.execute(delete(of).where(of.meeting_id == meeting.id))
    await _lend(context, meeting, asked.equipment)
    await context.session.flush()
    return event


async def unbook(context: Context, meeting: TrainingMeeting) -> tuple[Pieces, ...]:
    """What was booked for a meeting of a locked event is free; the pieces of equipment that it had."""
    of = TrainingEquipmentBooking
    gone = delete(of).where(of.meeting_id == meeting.id).returning(of.equipment_id, of.count)
    pieces = tuple(Pieces(equipment_id=row[0], count=row[1]) for row in await context.session.execute(gone))
    meeting.room_id = None
    await context.session.flush()
    return pieces


async def rebook(
    context: Context,
    event: TrainingEvent,
    meeting: TrainingMeeting,
    room_id: UUID | None,
    pieces: Sequence[Pieces],
    at: tuple[str, ...],
) -> None:
    """Book a room and equipment for a meeting, of a locked event, that has nothing; told of at a field.

    Raises NotFound, RoomClosed, RoomTooSmall, RoomTaken, EquipmentTaken.
    """
    if room_id:
        await _check_room(context, event, meeting, room_id, (*at, "roomId"))
    meeting.room_id = room_id
    try:
        await _lend(context, meeting, pieces)
    except EquipmentTaken as taken:
        # The equipment isn't named anew here: it is the meeting that can't be then.
        taken.field = at
        raise
    await context.session.flush()


async def check_rooms(context: Context, event: TrainingEvent) -> None:
    """Refuse more seats than a room has that is booked for the locked event. Raises RoomTooSmall."""
    booked = select(TrainingMeeting.room_id).where(TrainingMeeting.event_id == event.id)
    rooms = select(Room).where(Room.id.in_(booked)).order_by(Room.id).with_for_update()
    for room in await context.session.scalars(rooms.execution_options(populate_existing=True)):
        _check_seats(room, event, "quota")


async def free_rooms(context: Context, event: TrainingEvent) -> None:
    """What was booked for a locked event is free again."""
    meetings = select(TrainingMeeting.id).where(TrainingMeeting.event_id == event.id)
    of = TrainingEquipmentBooking
    await context.session.execute(delete(of).where(of.meeting_id.in_(meetings)))
    free = update(TrainingMeeting).where(TrainingMeeting.event_id == event.id).values(room_id=None)
    await context.session.execute(free)


async def _check_room(
    context: Context,
    event: TrainingEvent,
    meeting: TrainingMeeting,
    room_id: UUID,
    at: str | tuple[str, ...] = "roomId",
) -> None:
    room = await locked_room(context, room_id, at)
    if is_closed(context, room, meeting.ends_at):
        raise RoomClosed(at, room=room.name, on=room.closed_on)
    _check_seats(room, event, at)
    of = room_uses.c
    taken = select(of.title).where(of.room_id == room.id, of.id != meeting.id, _meets(room_uses, meeting))
    title = await context.session.scalar(taken.order_by(of.begins_at, of.id).limit(1))
    if title is not None:
        raise RoomTaken(at, room=room.name, title=title)


def _check_seats(room: Room, event: TrainingEvent, field: str | tuple[str, ...]) -> None:
    if room.capacity < event.quota:
        raise RoomTooSmall(field, room=room.name, capacity=room.capacity, seats=event.quota)


async def _lend(context: Context, meeting: TrainingMeeting, asked: Sequence[Pieces]) -> None:
    """Book pieces, of which none is booked elsewhere at any moment of the meeting."""
    places = {one.equipment_id: place for place, one in enumerate(asked)}
    if len(places) < len(asked):
        first = next(place for place, one in enumerate(asked) if places[one.equipment_id] != place)
        raise NamedTwice(("equipment", str(first), "equipmentId"))
    for one in sorted(asked, key=lambda one: one.equipment_id):
        at = ("equipment", str(places[one.equipment_id]))
        count = check_pieces(one.count, (*at, "count"), least=1)
        equipment = await locked_equipment(context, one.equipment_id, (*at, "equipmentId"))
        of = equipment_uses.c
        uses = select(of.begins_at, of.ends_at, of.count).where(
            of.equipment_id == equipment.id, _meets(equipment_uses, meeting)
        )
        used = [Use(*row) for row in await context.session.execute(uses)]
        left = equipment.count - peak(used, meeting.begins_at, meeting.ends_at)
        if count > left:
            raise EquipmentTaken((*at, "count"), name=equipment.name, left=left, asked=count)
        made = TrainingEquipmentBooking(meeting_id=meeting.id, equipment_id=equipment.id, count=count)
        context.session.add(made)


def _meets(uses: Table, meeting: TrainingMeeting) -> ColumnElement[bool]:
    """The use is at the time of the meeting, if only in part."""
    return (uses.c.begins_at < meeting.ends_at) & (uses.c.ends_at > meeting.begins_at)
