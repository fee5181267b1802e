"""Partners, who trains for them, and the procurements in which they bid."""

import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from jenjang.database.model import TenantModel, belongs_to, one_of, sealed, tenant_index
from jenjang.partnership.terms import PartnerKind


class Partner(TenantModel):
    """Who helps the government to learn: a university, a firm, another government."""

    __tablename__ = "partners"

    name: Mapped[str] = mapped_column(Text(collation="C"))
    kind: Mapped[str]
    npwp: Mapped[str | None] = mapped_column(Text(collation="C"))
    """The taxpayer's number (NPWP), digits only."""
    nib: Mapped[str | None] = mapped_column(Text(collation="C"))
    """The business number (NIB), digits only."""
    contact_name: Mapped[bytes | None] = sealed()
    contact_email: Mapped[bytes | None] = sealed()
    contact_phone: Mapped[bytes | None] = sealed()
    closed_on: Mapped[datetime.date | None]
    """The first day on which no agreement with it holds."""
    close_reason: Mapped[str | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))

    __table_args__ = (
        UniqueConstraint("tenant_id", "name"),
        UniqueConstraint("tenant_id", "npwp"),
        UniqueConstraint("tenant_id", "nib"),
        CheckConstraint("num_nonnulls(closed_on, close_reason) IN (0, 2)", name="closed_with_a_reason"),
        one_of("kind", PartnerKind),
    )


class PartnerTrainer(TenantModel):
    """Somebody of a partner who trains."""

    __tablename__ = "partner_trainers"

    partner_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(Text(collation="C"))
    expertise: Mapped[str]
    ended_on: Mapped[datetime.date | None]
    """The first day on which they train for the partner no more."""
    version: Mapped[int] = mapped_column(server_default=text("1"))

    __table_args__ = (
        UniqueConstraint("tenant_id", "partner_id", "name"),
        belongs_to("partners", "partner_id"),
    )


class PartnerBid(TenantModel):
    """That a partner bids in a procurement of the government, from a day up to, not including, another."""

    __tablename__ = "partner_bids"

    partner_id: Mapped[UUID]
    procurement: Mapped[str]
    valid_from: Mapped[datetime.date]
    valid_to: Mapped[datetime.date | None]
    by_employee_id: Mapped[UUID | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))

    __table_args__ = (
        CheckConstraint("valid_to > valid_from", name="ends_after_it_begins"),
        tenant_index("ix_partner_bids_tenant_id_partner_id", "partner_id", "valid_from", "id"),
        tenant_index("ix_partner_bids_tenant_id_by_employee_id", "by_employee_id"),
        belongs_to("partners", "partner_id"),
        belongs_to("employees", "by_employee_id"),
    )
