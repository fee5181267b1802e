"""Rooms and equipment."""

import datetime

from jenjang.graph.declare import Node, field, one, record
from jenjang.graph.filters import choice, filter_input, identified, number, order_input, text
from jenjang.organisation.graph.units import Unit
from jenjang.partnership.graph import enums
from jenjang.partnership.graph.register import READ, VERSION
from jenjang.partnership.models import facilities

RoomFilter = filter_input(
    "RoomFilter",
    "Which rooms.",
    {
        "unit": identified("Unit", "unit_id", "Of this unit."),
        "name": text("name", "By name."),
        "capacity": number("capacity", "By seats."),
    },
)
RoomOrder = order_input("RoomOrder", {"NAME": ("name", "By name.")}, [("NAME", "ASC")])
EquipmentFilter = filter_input(
    "EquipmentFilter",
    "Which equipment.",
    {
        "unit": identified("Unit", "unit_id", "Of this unit."),
        "kind": choice(enums.EquipmentKind, "kind", "By kind."),
    },
)
EquipmentOrder = order_input("EquipmentOrder", {"NAME": ("name", "By name.")}, [("NAME", "ASC")])


@record(facilities.Room, needs=READ)
class Room(Node):
    """A room of a unit in which people meet."""

    unit: Unit | None = one("Whose it is.", by="unit_id")
    name: str = field("Its name, unique in the unit.")
    place: str = field("Where it is.")
    capacity: int = field("How many seats it has.")
    closed_on: datetime.date | None = field("The first day on which nobody meets there.")
    version: int = field(VERSION)


@record(facilities.Equipment, needs=READ)
class Equipment(Node):
    """Pieces of one kind that a unit lends to meetings."""

    unit: Unit | None = one("Whose they are.", by="unit_id")
    kind: enums.EquipmentKind = field("What kind of equipment it is.")
    name: str = field("What it is called, unique in the unit.")
    count: int = field("How many pieces there are.")
    version: int = field(VERSION)
