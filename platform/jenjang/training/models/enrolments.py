"""Who goes: enrolments, attendance, certificates, and caps that were raised."""

import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, Index, SmallInteger, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from jenjang.database.model import TenantModel, belongs_to, one_of, tenant_index
from jenjang.training.models.money import RUPIAH
from jenjang.training.terms import LIVE, EnrolmentState

NAMED = ", ".join(f"'{state}'" for state in LIVE)
IS_LIVE = f"state IN ({NAMED})"


class TrainingEnrolment(TenantModel):
    """Somebody who wants to go to an event, and what became of it."""

    __tablename__ = "training_enrolments"

    event_id: Mapped[UUID]
    employee_id: Mapped[UUID]
    state: Mapped[str]
    made_at: Mapped[datetime.datetime] = mapped_column(server_default=text("now()"))
    queued_at: Mapped[datetime.datetime | None]
    """Since when it is on the list."""
    seated_at: Mapped[datetime.datetime | None]
    budget_id: Mapped[UUID | None]
    """Which budget pays, or would; none of what costs nothing."""
    cost: Mapped[Decimal] = mapped_column(RUPIAH, server_default=text("0"))
    """Rupiah that are promised or were paid for it."""
    decided_by_employee_id: Mapped[UUID | None]
    reason: Mapped[str | None]
    """Why it was declined or withdrawn."""
    version: Mapped[int] = mapped_column(server_default=text("1"))

    __table_args__ = (
        Index(
            "ix_training_enrolments_tenant_id_live",
            *("tenant_id", "event_id", "employee_id"),
            unique=True,
            postgresql_where=text(IS_LIVE),
        ),
        CheckConstraint("cost >= 0", name="cost_not_below_zero"),
        CheckConstraint("state <> 'SEATED' OR seated_at IS NOT NULL", name="seated_since"),
        CheckConstraint("state <> 'WAITING' OR queued_at IS NOT NULL", name="queued_since"),
        tenant_index("ix_training_enrolments_tenant_id_event_id", "event_id", "made_at", "id"),
        tenant_index("ix_training_enrolments_tenant_id_employee_id", "employee_id", "made_at", "id"),
        tenant_index("ix_training_enrolments_tenant_id_made_at", "made_at", "id"),
        tenant_index("ix_training_enrolments_tenant_id_state", "state", "made_at", "id"),
        tenant_index("ix_training_enrolments_tenant_id_budget_id", "budget_id"),
        tenant_index("ix_training_enrolments_tenant_id_decided_by", "decided_by_employee_id"),
        belongs_to("training_events", "event_id"),
        belongs_to("employees", "employee_id"),
        belongs_to("training_budgets", "budget_id"),
        belongs_to("employees", "decided_by_employee_id"),
        one_of("state", EnrolmentState),
    )


class TrainingAttendance(TenantModel):
    """Whether somebody was at a meeting, as the trainer's list tells."""

    __tablename__ = "training_attendances"

    meeting_id: Mapped[UUID]
    enrolment_id: Mapped[UUID]
    employee_id: Mapped[UUID]
    is_present: Mapped[bool] = mapped_column(Boolean)
    noted_at: Mapped[datetime.datetime] = mapped_column(server_default=text("now()"))
    by_employee_id: Mapped[UUID | None]
    by_code: Mapped[bool] = mapped_column(Boolean, server_default=text("false"))
    """Whether the person said so by the meeting's code."""

    __table_args__ = (
        UniqueConstraint("tenant_id", "enrolment_id", "meeting_id"),
        CheckConstraint(
            "NOT by_code OR (is_present AND by_employee_id IS NULL)", name="by_code_or_by_somebody"
        ),
        tenant_index("ix_training_attendances_tenant_id_meeting_id", "meeting_id"),
        tenant_index("ix_training_attendances_tenant_id_employee_id", "employee_id"),
        tenant_index("ix_training_attendances_tenant_id_by_employee_id", "by_employee_id"),
        belongs_to("training_meetings", "meeting_id"),
        belongs_to("training_enrolments", "enrolment_id"),
        belongs_to("employees", "employee_id"),
        belongs_to("employees", "by_employee_id"),
    )


class TrainingCertificate(TenantModel):
    """That somebody completed a course, for how many hours. It is never changed."""

    __tablename__ = "training_certificates"

    enrolment_id: Mapped[UUID]
    employee_id: Mapped[UUID]
    course_id: Mapped[UUID]
    number: Mapped[str]
    code: Mapped[str] = mapped_column(Text(collation="C"))
    hash: Mapped[str]
    course: Mapped[str]
    """Its name on that day."""
    form: Mapped[str]
    hours: Mapped[int]
    year: Mapped[int] = mapped_column(SmallInteger)
    """The calendar year for which they count."""
    begins_on: Mapped[datetime.date]
    ends_on: Mapped[datetime.date]
    issued_on: Mapped[datetime.date]

    __table_args__ = (
        UniqueConstraint("tenant_id", "enrolment_id"),
        UniqueConstraint("tenant_id", "number"),
        UniqueConstraint("tenant_id", "code"),
        CheckConstraint("hours > 0", name="takes_time"),
        tenant_index("ix_training_certificates_tenant_id_employee_id", "employee_id", "issued_on", "id"),
        tenant_index("ix_training_certificates_tenant_id_year", "year"),
        tenant_index("ix_training_certificates_tenant_id_course_id", "course_id"),
        belongs_to("training_enrolments", "enrolment_id"),
        belongs_to("employees", "employee_id"),
        belongs_to("training_courses", "course_id"),
    )


class TrainingCapRaise(TenantModel):
    """More hours in a year than the law's cap, for one person, by whom and why. It is never changed."""

    __tablename__ = "training_cap_raises"

    employee_id: Mapped[UUID]
    year: Mapped[int] = mapped_column(SmallInteger)
    hours: Mapped[int]
    reason: Mapped[str]
    by_employee_id: Mapped[UUID | None]
    made_at: Mapped[datetime.datetime] = mapped_column(server_default=text("now()"))

    __table_args__ = (
        tenant_index("ix_training_cap_raises_tenant_id_employee_id", "employee_id", "made_at", "id"),
        tenant_index("ix_training_cap_raises_tenant_id_by_employee_id", "by_employee_id"),
        belongs_to("employees", "employee_id"),
        belongs_to("employees", "by_employee_id"),
    )
