"""The table of rights that merit gave."""

import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from jenjang.database.model import TenantModel, belongs_to, one_of, tenant_index
from jenjang.organisation.terms import Predicate


class StudyEntitlement(TenantModel):
    """A right to school or to a specialist course that somebody earned in a year, to be claimed in time."""

    __tablename__ = "study_entitlements"

    employee_id: Mapped[UUID]
    year: Mapped[int] = mapped_column(SmallInteger)
    predicate: Mapped[str]
    rule: Mapped[str]
    granted_on: Mapped[datetime.date]
    expires_on: Mapped[datetime.date]
    """The first day on which it can't be claimed any more."""
    leave_id: Mapped[UUID | None]
    claimed_course: Mapped[str | None]
    claimed_on: Mapped[datetime.date | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))

    __table_args__ = (
        UniqueConstraint("tenant_id", "employee_id", "year"),
        UniqueConstraint("tenant_id", "leave_id"),
        CheckConstraint(
            "num_nonnulls(leave_id, claimed_course) = num_nonnulls(claimed_on)", name="claimed_for_one_thing"
        ),
        CheckConstraint("granted_on < expires_on", name="lasts"),
        tenant_index("ix_study_entitlements_tenant_id_year", "year", "id"),
        tenant_index("ix_study_entitlements_tenant_id_employee_id", "employee_id", "year", "id"),
        tenant_index("ix_study_entitlements_tenant_id_expires_on", "expires_on"),
        belongs_to("employees", "employee_id"),
        belongs_to("study_leaves", "leave_id"),
        one_of("predicate", Predicate),
    )
