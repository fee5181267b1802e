"""Equipment: what an event needs of it, and what is booked for its meetings."""

from uuid import UUID

from sqlalchemy import CheckConstraint, SmallInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from jenjang.database.model import TenantModel, belongs_to, one_of, tenant_index
from jenjang.partnership.terms import EquipmentKind


class TrainingEquipmentNeed(TenantModel):
    """How many pieces of a kind an event needs at each of its meetings."""

    __tablename__ = "training_equipment_needs"

    event_id: Mapped[UUID]
    kind: Mapped[str]
    count: Mapped[int] = mapped_column(SmallInteger)

    __table_args__ = (
        UniqueConstraint("tenant_id", "event_id", "kind"),
        CheckConstraint("count > 0", name="needs_a_piece"),
        belongs_to("training_events", "event_id"),
        one_of("kind", EquipmentKind),
    )


class TrainingEquipmentBooking(TenantModel):
    """Pieces of equipment that are booked for a meeting."""

    __tablename__ = "training_equipment_bookings"

    meeting_id: Mapped[UUID]
    equipment_id: Mapped[UUID]
    count: Mapped[int] = mapped_column(SmallInteger)

    __table_args__ = (
        UniqueConstraint("tenant_id", "meeting_id", "equipment_id"),
        CheckConstraint("count > 0", name="takes_a_piece"),
        tenant_index("ix_training_equipment_bookings_tenant_id_equipment_id", "equipment_id"),
        belongs_to("training_meetings", "meeting_id"),
        belongs_to("equipment", "equipment_id"),
    )
