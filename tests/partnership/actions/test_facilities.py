"""Rooms and equipment are recorded once in a unit, and changed as they were seen."""

from uuid import UUID

import pytest
from factories.appraisal.office import Office
from factories.partnership import a_room, some_equipment
from partnership.conftest import As, Refused
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core.errors import NotFound, Stale
from jenjang.partnership.actions.facilities import (
    EquipmentAdd,
    EquipmentChange,
    FacilityKnown,
    RoomAdd,
    RoomChange,
    add_equipment,
    add_room,
    change_equipment,
    change_room,
)
from jenjang.partnership.rules.bookings import NoCapacity, NoPieces
from jenjang.partnership.terms import EquipmentKind


def a_new_room(unit_id: UUID, capacity: int = 40) -> RoomAdd:
    return RoomAdd(unit_id=unit_id, name="Aula", place="Lantai 2", capacity=capacity)


async def test_a_unit_has_a_room_of_a_name_once(office: Office, as_: As, refused: Refused) -> None:
    for unit in ("dinas", "bidang"):
        made = await add_room(as_("admin"), a_new_room(office.units[unit]))
        assert (made.unit_id, made.capacity, made.closed_on) == (office.units[unit], 40, None)
    key = made.id
    async with refused(FacilityKnown, "name"):
        await add_room(as_("admin"), a_new_room(office.units["dinas"]))
    async with refused(NotFound, "unitId"):
        await add_room(as_("admin"), a_new_room(key))
    for capacity in (0, 10_001):
        async with refused(NoCapacity, "capacity", most=10_000):
            await add_room(as_("admin"), a_new_room(office.units["badan"], capacity))


async def test_a_room_is_changed_as_it_was_seen(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    unit = office.units["dinas"]
    room = (await a_room(session, unit)).id
    await a_room(session, unit, "Kelas")
    asked = {"room_id": room, "place": "Lantai 3", "capacity": 10}
    changed = await change_room(as_("admin"), RoomChange(expected_version=1, name="Aula", **asked))
    assert (changed.place, changed.capacity, changed.version) == ("Lantai 3", 10, 2)
    async with refused(Stale, "expectedVersion", current=2):
        await change_room(as_("admin"), RoomChange(expected_version=1, name="Aula", **asked))
    async with refused(FacilityKnown, "name"):
        await change_room(as_("admin"), RoomChange(expected_version=2, name="Kelas", **asked))


@pytest.mark.parametrize("count", [-1, 1001])
async def test_pieces_are_counted(
    session: AsyncSession, office: Office, as_: As, refused: Refused, count: int
) -> None:
    unit, admin = office.units["dinas"], as_("admin")
    lent = await some_equipment(session, unit)
    key, asked = lent.id, {"equipment_id": lent.id, "name": "Proyektor", "expected_version": 1}
    new = {"unit_id": unit, "kind": EquipmentKind.LAPTOP}
    async with refused(NoPieces, "count", most=1000):
        await change_equipment(admin, EquipmentChange(count=count, **asked))
    async with refused(NoPieces, "count"):
        await add_equipment(admin, EquipmentAdd(name="Laptop", count=count, **new))
    async with refused(FacilityKnown, "name"):
        await add_equipment(admin, EquipmentAdd(name="Proyektor", count=1, **new))
    assert (await add_equipment(admin, EquipmentAdd(name="Laptop", count=0, **new))).id != key
    assert (await change_equipment(admin, EquipmentChange(count=0, **asked))).version == 2
