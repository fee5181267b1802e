"""Rooms and equipment: recorded, changed, closed; never below what is booked."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from jenjang.core.context import Context
from jenjang.core.errors import Conflict
from jenjang.core.texts import check_text
from jenjang.organisation.actions.versions import changed
from jenjang.organisation.models import Unit
from jenjang.partnership.actions.partners import LONGEST_NAME
from jenjang.partnership.models.facilities import Equipment, Room
from jenjang.partnership.rules.bookings import (
    EquipmentPromised,
    RoomPromised,
    Use,
    check_capacity,
    check_pieces,
    peak,
)
from jenjang.partnership.terms import EquipmentKind
from jenjang.partnership.windows import equipment_uses, room_uses


class FacilityKnown(Conflict):
    """This unit has one of that name already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomAdd:
    """A room in which people meet."""

    unit_id: UUID
    name: str
    place: str
    capacity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomChange:
    """A room as it is to be from now on, whole; its unit stays."""

    room_id: UUID
    expected_version: int
    name: str
    place: str
    capacity: int
    closed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EquipmentAdd:
    """Pieces of one kind that a unit lends."""

    unit_id: UUID
    kind: EquipmentKind
    name: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EquipmentChange:
    """How many pieces there are from now on, and what they are called."""

    equipment_id: UUID
    expected_version: int
    name: str
    count: int


async def add_room(context: Context, asked: RoomAdd) -> Room:
    """Record a room. Raises NotFound, NoText, TextTooLong, NoCapacity, FacilityKnown."""
    await context.get(Unit, asked.unit_id, lock=True, field="unitId")
    made = Room(
        unit_id=asked.unit_id,
        name=check_text(asked.name, "name", LONGEST_NAME),
        place=check_text(asked.place, "place", LONGEST_NAME),
        capacity=check_capacity(asked.capacity),
        version=1,
    )
    await _check_name(context, Room, made.unit_id, made.name)
    context.session.add(made)
    await context.session.flush()
    return made


async def change_room(context: Context, asked: RoomChange) -> Room:
    """Change or close a room: it still takes those for whom it is booked.

    Raises NotFound, Stale, NoText, TextTooLong, NoCapacity, RoomPromised, FacilityKnown.
    """
    room = await locked_room(context, asked.room_id, "roomId")
    changed(room, asked.expected_version)
    room.place, room.capacity = check_text(asked.place, "place", LONGEST_NAME), check_capacity(asked.capacity)
    name = check_text(asked.name, "name", LONGEST_NAME)
    if name != room.name:
        await _check_name(context, Room, room.unit_id, name)
    room.name, room.closed_on = name, asked.closed_on
    of = room_uses.c
    ahead = select(of.title, of.begins_at, of.ends_at, of.seats).where(
        of.room_id == room.id, of.ends_at > context.now
    )
    for use in await context.session.execute(ahead.order_by(of.begins_at, of.title)):
        on, closed = context.day_of(use.begins_at), is_closed(context, room, use.ends_at)
        if closed or use.seats > room.capacity:
            raise RoomPromised("closedOn" if closed else "capacity", title=use.title, on=on, seats=use.seats)
    await context.session.flush()
    return room


async def add_equipment(context: Context, asked: EquipmentAdd) -> Equipment:
    """Record equipment. Raises NotFound, NoText, TextTooLong, NoPieces, FacilityKnown."""
    await context.get(Unit, asked.unit_id, lock=True, field="unitId")
    made = Equipment(
        unit_id=asked.unit_id,
        kind=asked.kind,
        name=check_text(asked.name, "name", LONGEST_NAME),
        count=check_pieces(asked.count),
        version=1,
    )
    await _check_name(context, Equipment, made.unit_id, made.name)
    context.session.add(made)
    await context.session.flush()
    return made


async def change_equipment(context: Context, asked: EquipmentChange) -> Equipment:
    """Change equipment; there are never fewer pieces than are booked at once from now on.

    Raises NotFound, Stale, NoText, TextTooLong, NoPieces, EquipmentPromised, FacilityKnown.
    """
    equipment = await locked_equipment(context, asked.equipment_id, "equipmentId")
    changed(equipment, asked.expected_version)
    name = check_text(asked.name, "name", LONGEST_NAME)
    if name != equipment.name:
        await _check_name(context, Equipment, equipment.unit_id, name)
    equipment.name, equipment.count = name, check_pieces(asked.count)
    of = equipment_uses.c
    ahead = select(of.begins_at, of.ends_at, of.count).where(
        of.equipment_id == equipment.id, of.ends_at > context.now
    )
    uses = [Use(*row) for row in await context.session.execute(ahead)]
    last = max((one.ends for one in uses), default=context.now)
    if uses and (used := peak(uses, context.now, last)) > equipment.count:
        raise EquipmentPromised("count", used=used)
    await context.session.flush()
    return equipment


async def locked_room(context: Context, room_id: UUID, field: str | tuple[str, ...]) -> Room:
    """The room, which nobody else books or changes until the transaction ends. Raises NotFound."""
    return await context.get(Room, room_id, lock=True, field=field)


async def locked_equipment(context: Context, equipment_id: UUID, field: str | tuple[str, ...]) -> Equipment:
    """The equipment, which nobody else books or changes until the transaction ends. Raises NotFound."""
    return await context.get(Equipment, equipment_id, lock=True, field=field)


def is_closed(context: Context, room: Room, ends_at: datetime) -> bool:
    """Whether a room is closed on the day on which a meeting ends; one until midnight ends the day before."""
    last = context.day_of(ends_at - timedelta.resolution)
    return room.closed_on is not None and room.closed_on <= last


async def _check_name(context: Context, model: type[Room | Equipment], unit_id: UUID, name: str) -> None:
    same = select(model.id).where(model.unit_id == unit_id, model.name == name)
    if await context.session.scalar(same):
        raise FacilityKnown("name")
