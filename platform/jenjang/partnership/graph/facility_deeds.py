"""Rooms and equipment as mutations."""

import strawberry

from jenjang.core.context import Context
from jenjang.graph.deeds import EXPECTED_VERSION, deed, input_of, payload_of
from jenjang.graph.perform import Ref
from jenjang.partnership.actions import facilities
from jenjang.partnership.graph.facilities import Equipment, Room
from jenjang.partnership.graph.register import MANAGE

WORDS = {
    "unit_id": "Global id of the unit whose it is.",
    "room_id": "Global id of the room.",
    "equipment_id": "Global id of the equipment.",
    "expected_version": EXPECTED_VERSION,
    "name": "Its name, unique in the unit, at most 200 characters.",
    "place": "Where it is, at most 200 characters.",
    "capacity": "How many seats it has, 1 to 10000.",
    "closed_on": "The first day on which nobody meets there; left out: it is open.",
    "kind": "What kind of equipment it is.",
    "count": "How many pieces there are, 0 to 1000.",
}
UNIT = {"unit_id": "Unit"}
RoomAddInput = input_of(facilities.RoomAdd, "RoomAddInput", "A room in which people meet.", WORDS, UNIT)
RoomChangeInput = input_of(
    facilities.RoomChange,
    "RoomChangeInput",
    "A room as it is to be from now on, whole: what is left out is so, too.",
    WORDS,
    {"room_id": "Room"},
)
EquipmentAddInput = input_of(
    facilities.EquipmentAdd, "EquipmentAddInput", "Pieces of one kind that a unit lends.", WORDS, UNIT
)
EquipmentChangeInput = input_of(
    facilities.EquipmentChange,
    "EquipmentChangeInput",
    "How many pieces there are from now on, and what they are called.",
    WORDS,
    {"equipment_id": "Equipment"},
)
RoomPayload = payload_of("RoomPayload", "What became of the room.", room=(Room, "The room."))
EquipmentPayload = payload_of(
    "EquipmentPayload", "What became of the equipment.", equipment=(Equipment, "The equipment.")
)


async def _add_room(context: Context, asked: facilities.RoomAdd) -> dict[str, object]:
    return {"room": Ref("Room", (await facilities.add_room(context, asked)).id)}


async def _change_room(context: Context, asked: facilities.RoomChange) -> dict[str, object]:
    return {"room": Ref("Room", (await facilities.change_room(context, asked)).id)}


async def _add_equipment(context: Context, asked: facilities.EquipmentAdd) -> dict[str, object]:
    return {"equipment": Ref("Equipment", (await facilities.add_equipment(context, asked)).id)}


async def _change_equipment(context: Context, asked: facilities.EquipmentChange) -> dict[str, object]:
    return {"equipment": Ref("Equipment", (await facilities.change_equipment(context, asked)).id)}


@strawberry.type
class Mutation:
    room_add = deed(
        "Record a room in which people meet.",
        needs=MANAGE,
        asks=RoomAddInput,
        gives=RoomPayload,
        do=_add_room,
    )
    room_change = deed(
        "Change or close a room. Whoever has it booked still fits in.",
        needs=MANAGE,
        asks=RoomChangeInput,
        gives=RoomPayload,
        do=_change_room,
    )
    equipment_add = deed(
        "Record equipment that a unit lends.",
        needs=MANAGE,
        asks=EquipmentAddInput,
        gives=EquipmentPayload,
        do=_add_equipment,
    )
    equipment_change = deed(
        "Change equipment: never below what is booked at once.",
        needs=MANAGE,
        asks=EquipmentChangeInput,
        gives=EquipmentPayload,
        do=_change_equipment,
    )
