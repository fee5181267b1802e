"""Rooms and equipment of units."""

import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, SmallInteger, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from jenjang.database.model import TenantModel, belongs_to, one_of, tenant_index
from jenjang.partnership.terms import EquipmentKind


class Room(TenantModel):
    """A room of a unit in which people meet."""

    __tablename__ = "rooms"

    unit_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(Text(collation="C"))
    place: Mapped[str]
    capacity: Mapped[int] = mapped_column(SmallInteger)
    closed_on: Mapped[datetime.date | None]
    """The first day on which nobody meets there."""
    version: Mapped[int] = mapped_column(server_default=text("1"))

    __table_args__ = (
        UniqueConstraint("tenant_id", "unit_id", "name"),
        CheckConstraint("capacity > 0", name="has_a_seat"),
        tenant_index("ix_rooms_tenant_id_name", "name", "id"),
        belongs_to("units", "unit_id"),
    )


class Equipment(TenantModel):
    """Pieces of one kind that a unit lends to meetings."""

    __tablename__ = "equipment"

    unit_id: Mapped[UUID]
    kind: Mapped[str]
    name: Mapped[str] = mapped_column(Text(collation="C"))
    count: Mapped[int] = mapped_column(SmallInteger)
    version: Mapped[int] = mapped_column(server_default=text("1"))

    __table_args__ = (
        UniqueConstraint("tenant_id", "unit_id", "name"),
        CheckConstraint("count >= 0", name="not_below_zero"),
        tenant_index("ix_equipment_tenant_id_name", "name", "id"),
        belongs_to("units", "unit_id"),
        one_of("kind", EquipmentKind),
    )
