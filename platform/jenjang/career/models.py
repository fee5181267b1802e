"""The tables of careers."""

import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from jenjang.career.terms import MoveKind
from jenjang.database.model import Dated, TenantModel, belongs_to, dated, one_of, tenant_index


class CareerPath(Dated, TenantModel):
    """An edge of the government's own graph of careers: one position leads to another, for a time."""

    __tablename__ = "career_paths"

    from_position_id: Mapped[UUID]
    to_position_id: Mapped[UUID]
    move: Mapped[str]
    rule: Mapped[str]
    """The version of the pattern that told the move."""
    reason: Mapped[str]
    valid_from: Mapped[datetime.date]
    valid_to: Mapped[datetime.date | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))

    __table_args__ = (
        *dated("career_paths", "from_position_id", "to_position_id"),
        CheckConstraint("from_position_id <> to_position_id", name="leads_elsewhere"),
        tenant_index("ix_career_paths_tenant_id_from_position_id", "from_position_id", "valid_from"),
        tenant_index("ix_career_paths_tenant_id_to_position_id", "to_position_id", "valid_from"),
        tenant_index("ix_career_paths_tenant_id_valid_from", "valid_from", "id"),
        belongs_to("positions", "from_position_id"),
        belongs_to("positions", "to_position_id"),
        one_of("move", MoveKind),
    )
