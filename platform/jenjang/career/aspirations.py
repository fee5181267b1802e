"""The table of aspirations: what somebody wishes for the own career, and who may know."""

import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from jenjang.career.terms import Consent
from jenjang.database.model import TenantModel, belongs_to, one_of, tenant_index

RUNS = "withdrawn_on IS NULL"


class CareerAspiration(TenantModel):
    """What somebody wishes, kept by that person's consent, and closed as soon as it is withdrawn."""

    __tablename__ = "career_aspirations"

    employee_id: Mapped[UUID]
    position_id: Mapped[UUID | None]
    level: Mapped[str | None] = mapped_column(ForeignKey("position_levels.code"))
    unit_id: Mapped[UUID | None]
    skill: Mapped[str | None]
    """What the person would like to learn."""
    is_mobile: Mapped[bool]
    """Whether the person would move elsewhere for it."""
    words: Mapped[str | None]
    consent: Mapped[str]
    consented_at: Mapped[datetime.datetime]
    """Since when the consent is as it is."""
    stated_on: Mapped[datetime.date]
    withdrawn_on: Mapped[datetime.date | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))

    __table_args__ = (
        Index(
            "ix_career_aspirations_tenant_id_running",
            *("tenant_id", "employee_id"),
            unique=True,
            postgresql_where=text(RUNS),
        ),
        CheckConstraint("num_nonnulls(position_id, level, unit_id, skill) > 0", name="wishes_something"),
        CheckConstraint("withdrawn_on >= stated_on", name="withdrawn_after_it_was_stated"),
        tenant_index("ix_career_aspirations_tenant_id_employee_id", "employee_id", "stated_on", "id"),
        tenant_index("ix_career_aspirations_tenant_id_stated_on", "stated_on", "id"),
        tenant_index("ix_career_aspirations_tenant_id_position_id", "position_id"),
        tenant_index("ix_career_aspirations_tenant_id_unit_id", "unit_id"),
        belongs_to("employees", "employee_id"),
        belongs_to("positions", "position_id"),
        belongs_to("units", "unit_id"),
        one_of("consent", Consent),
    )
