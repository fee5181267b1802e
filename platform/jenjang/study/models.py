"""The tables of study leave."""

import datetime
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    ForeignKey,
    Index,
    SmallInteger,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from jenjang.database.model import TenantModel, belongs_to, one_of, tenant_index
from jenjang.study.terms import UNDER_WAY, StudyDuty, StudyFunding, StudyLeaveState

NAMED = ", ".join(f"'{state}'" for state in UNDER_WAY)
IS_UNDER_WAY = f"state IN ({NAMED})"


class StudyQuota(TenantModel):
    """How many leaves to study for a level may begin in a year, and how many of them are given.

    No more can be given: the database holds that, whatever is done at once.
    """

    __tablename__ = "study_quotas"

    year: Mapped[int] = mapped_column(SmallInteger)
    level: Mapped[str] = mapped_column(ForeignKey("education_levels.code"))
    seats: Mapped[int]
    taken: Mapped[int] = mapped_column(server_default=text("0"))
    version: Mapped[int] = mapped_column(server_default=text("1"))

    __table_args__ = (
        UniqueConstraint("tenant_id", "year", "level"),
        CheckConstraint("taken >= 0 AND taken <= seats", name="within_the_seats"),
    )


class StudyLeave(TenantModel):
    """Somebody who wants to go to school (tugas belajar), and what became of it."""

    __tablename__ = "study_leaves"

    employee_id: Mapped[UUID]
    level: Mapped[str] = mapped_column(ForeignKey("education_levels.code"))
    programme: Mapped[str]
    school: Mapped[str]
    funding: Mapped[str]
    duty: Mapped[str]
    is_priority: Mapped[bool]
    """Whether the government is said to need the field most."""
    begins_on: Mapped[datetime.date]
    ends_on: Mapped[datetime.date]
    """The day on which the person is back; it may be made later."""
    approved_end: Mapped[datetime.date | None]
    """The same as it was approved."""
    state: Mapped[str]
    made_at: Mapped[datetime.datetime] = mapped_column(server_default=text("now()"))
    quota_id: Mapped[UUID | None]
    decided_by_employee_id: Mapped[UUID | None]
    checked: Mapped[list[str]] = mapped_column(ARRAY(Text()), server_default=text("'{}'"))
    """What no record tells and whoever approved it looked at."""
    reason: Mapped[str | None]
    """Why it was declined, withdrawn or made longer, or its length settled."""
    rule: Mapped[str]
    """The version of the rule that judged it last."""
    finished_on: Mapped[datetime.date | None]
    is_completed: Mapped[bool | None]
    report: Mapped[str | None]
    reported_at: Mapped[datetime.datetime | None]
    settled_on: Mapped[datetime.date | None]
    """The day on which somebody last settled how long it really took."""
    bond_months: Mapped[int | None]
    bond_to: Mapped[datetime.date | None]
    """The first day on which nothing is owed any more; it runs from the day on which the study ended."""
    version: Mapped[int] = mapped_column(server_default=text("1"))

    __table_args__ = (
        Index(
            "ix_study_leaves_tenant_id_under_way",
            *("tenant_id", "employee_id"),
            unique=True,
            postgresql_where=text(IS_UNDER_WAY),
        ),
        CheckConstraint("ends_on > begins_on", name="ends_after_it_begins"),
        CheckConstraint(
            "state <> 'REPORTED' OR (finished_on IS NOT NULL AND is_completed IS NOT NULL"
            " AND report IS NOT NULL AND reported_at IS NOT NULL AND bond_months IS NOT NULL)",
            name="reported_whole",
        ),
        CheckConstraint("settled_on IS NULL OR state = 'REPORTED'", name="settled_once_reported"),
        CheckConstraint("bond_to >= finished_on", name="bond_follows_the_study"),
        CheckConstraint("coalesce(bond_months, 0) = 0 OR bond_to IS NOT NULL", name="bond_has_a_time"),
        CheckConstraint(
            "state NOT IN ('APPROVED', 'REPORTED') OR (approved_end IS NOT NULL AND quota_id IS NOT NULL)",
            name="approved_whole",
        ),
        tenant_index("ix_study_leaves_tenant_id_employee_id", "employee_id", "begins_on", "id"),
        tenant_index("ix_study_leaves_tenant_id_begins_on", "begins_on", "id"),
        tenant_index("ix_study_leaves_tenant_id_quota_id", "quota_id"),
        tenant_index("ix_study_leaves_tenant_id_decided_by", "decided_by_employee_id"),
        belongs_to("employees", "employee_id"),
        belongs_to("employees", "decided_by_employee_id"),
        belongs_to("study_quotas", "quota_id"),
        one_of("funding", StudyFunding),
        one_of("duty", StudyDuty),
        one_of("state", StudyLeaveState),
    )
