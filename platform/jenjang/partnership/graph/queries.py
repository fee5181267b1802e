"""What can be asked of partners and facilities."""

import strawberry

from jenjang.graph.declare import Connection, page
from jenjang.partnership.graph import agreements, facilities, register

__all__ = ["Query", "agreements"]


@strawberry.type
class Query:
    partners: Connection[register.Partner] | None = page(
        "Who helps the government to learn.",
        filter=register.PartnerFilter,
        order=register.PartnerOrder,
        needs=register.READ,
    )
    partner_agreements: Connection[register.PartnerAgreement] | None = page(
        "What was agreed with partners. `filter: { holds: { eq: true } }` lists those that hold today.",
        filter=register.AgreementFilter,
        order=register.AgreementOrder,
        needs=register.READ,
    )
    rooms: Connection[facilities.Room] | None = page(
        "Rooms in which people meet.",
        filter=facilities.RoomFilter,
        order=facilities.RoomOrder,
        needs=register.READ,
    )
    equipment: Connection[facilities.Equipment] | None = page(
        "Equipment that is lent to meetings.",
        filter=facilities.EquipmentFilter,
        order=facilities.EquipmentOrder,
        needs=register.READ,
    )
