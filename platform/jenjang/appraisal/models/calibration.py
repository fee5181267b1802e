"""The tables of calibration: named members look at a unit's results together, and say why one changes."""

import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from jenjang.appraisal.terms import CalibrationState, OrganisationPredicate, Predicate
from jenjang.database.model import TenantModel, belongs_to, one_of, tenant_index


class Calibration(TenantModel):
    """A session on the results of a unit and all below it in one cycle, against the unit's own predicate."""

    __tablename__ = "calibrations"

    cycle_id: Mapped[UUID]
    unit_id: Mapped[UUID]
    chair_employee_id: Mapped[UUID]
    unit_predicate: Mapped[str]
    rule: Mapped[str]
    state: Mapped[str]
    within_pattern: Mapped[bool | None]
    """None: not closed yet."""
    deviation_id: Mapped[str | None]
    deviation_en: Mapped[str | None]
    explanation: Mapped[str | None]
    is_supplementary: Mapped[bool] = mapped_column(server_default=text("false"))
    """Whether the unit, or one above, was calibrated before: it looks at what no calibration has judged."""
    cancel_reason: Mapped[str | None]
    opened_at: Mapped[datetime.datetime]
    closed_at: Mapped[datetime.datetime | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))

    __table_args__ = (
        tenant_index("ix_calibrations_tenant_id_cycle_id", "cycle_id", "unit_id"),
        Index(
            "uq_calibrations_open",
            "tenant_id",
            "cycle_id",
            "unit_id",
            unique=True,
            postgresql_where=text("state = 'OPEN'"),
        ),
        tenant_index("ix_calibrations_tenant_id_unit_id", "unit_id"),
        tenant_index("ix_calibrations_tenant_id_chair_employee_id", "chair_employee_id"),
        tenant_index("ix_calibrations_tenant_id_opened_at", "opened_at", "id"),
        belongs_to("appraisal_cycles", "cycle_id"),
        belongs_to("units", "unit_id"),
        belongs_to("employees", "chair_employee_id"),
        one_of("unit_predicate", OrganisationPredicate),
        one_of("state", CalibrationState),
        CheckConstraint("state <> 'CANCELLED' OR cancel_reason IS NOT NULL", name="cancelled_with_reason"),
    )


class CalibrationMember(TenantModel):
    """Who sits in a calibration, or sat in it until somebody else took the place."""

    __tablename__ = "calibration_members"

    calibration_id: Mapped[UUID]
    employee_id: Mapped[UUID]
    left_at: Mapped[datetime.datetime | None]

    __table_args__ = (
        tenant_index("ix_calibration_members_tenant_id_calibration_id", "calibration_id"),
        Index(
            "uq_calibration_members_seated",
            "tenant_id",
            "calibration_id",
            "employee_id",
            unique=True,
            postgresql_where=text("left_at IS NULL"),
        ),
        tenant_index("ix_calibration_members_tenant_id_employee_id", "employee_id"),
        belongs_to("calibrations", "calibration_id"),
        belongs_to("employees", "employee_id"),
    )


class CalibrationCount(TenantModel):
    """How many people had a predicate when a calibration was opened, and when it was closed."""

    __tablename__ = "calibration_counts"

    calibration_id: Mapped[UUID]
    predicate: Mapped[str]
    before: Mapped[int]
    after: Mapped[int | None]

    __table_args__ = (
        UniqueConstraint("tenant_id", "calibration_id", "predicate"),
        belongs_to("calibrations", "calibration_id"),
        one_of("predicate", Predicate),
    )


class CalibrationChange(TenantModel):
    """One person's result before and after a calibration, and why it changed."""

    __tablename__ = "calibration_changes"

    calibration_id: Mapped[UUID]
    appraisal_id: Mapped[UUID]
    employee_id: Mapped[UUID]
    before_evaluation_id: Mapped[UUID]
    after_evaluation_id: Mapped[UUID]
    before: Mapped[str]
    after: Mapped[str]
    reason: Mapped[str]
    by_employee_id: Mapped[UUID]
    made_at: Mapped[datetime.datetime]
    published_at: Mapped[datetime.datetime | None]

    __table_args__ = (
        tenant_index("ix_calibration_changes_tenant_id_calibration_id", "calibration_id", "made_at"),
        tenant_index("ix_calibration_changes_tenant_id_appraisal_id", "appraisal_id"),
        tenant_index("ix_calibration_changes_tenant_id_employee_id", "employee_id"),
        tenant_index("ix_calibration_changes_tenant_id_before_evaluation_id", "before_evaluation_id"),
        tenant_index("ix_calibration_changes_tenant_id_after_evaluation_id", "after_evaluation_id"),
        tenant_index("ix_calibration_changes_tenant_id_by_employee_id", "by_employee_id"),
        belongs_to("calibrations", "calibration_id"),
        belongs_to("appraisals", "appraisal_id"),
        belongs_to("employees", "employee_id"),
        belongs_to("evaluations", "before_evaluation_id"),
        belongs_to("evaluations", "after_evaluation_id"),
        belongs_to("employees", "by_employee_id"),
        one_of("before", Predicate),
        one_of("after", Predicate),
    )
