"""The tables of cycles: a period that is appraised, in which units, and each person's appraisal in it."""

import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from jenjang.appraisal.terms import AppraisalState, CycleKind, CycleState, OrganisationPredicate, Predicate
from jenjang.database.model import TenantModel, belongs_to, one_of, tenant_index


class AppraisalCycle(TenantModel):
    """A period of appraisal, opened for the whole government or for a unit and all below it."""

    __tablename__ = "appraisal_cycles"

    kind: Mapped[str]
    year: Mapped[int] = mapped_column(SmallInteger)
    number: Mapped[int] = mapped_column(SmallInteger)
    begins: Mapped[datetime.date]
    ends: Mapped[datetime.date]
    unit_id: Mapped[UUID | None]
    due_on: Mapped[datetime.date]
    state: Mapped[str]
    fewest_raters: Mapped[int] = mapped_column(SmallInteger)
    escalation_days: Mapped[int] = mapped_column(SmallInteger)
    reminder_days: Mapped[int] = mapped_column(SmallInteger)
    to_close: Mapped[int | None]
    closed_so_far: Mapped[int] = mapped_column(server_default=text("0"))
    opened_at: Mapped[datetime.datetime]
    closed_at: Mapped[datetime.datetime | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))

    __table_args__ = (
        CheckConstraint("ends > begins", name="ends_after_it_begins"),
        UniqueConstraint(
            "tenant_id", "kind", "year", "number", "unit_id", postgresql_nulls_not_distinct=True
        ),
        tenant_index("ix_appraisal_cycles_tenant_id_begins", "begins", "id"),
        tenant_index("ix_appraisal_cycles_tenant_id_unit_id", "unit_id"),
        belongs_to("units", "unit_id"),
        one_of("kind", CycleKind),
        one_of("state", CycleState),
    )


class CycleUnit(TenantModel):
    """A unit in a cycle, and the predicate that its own performance was given."""

    __tablename__ = "cycle_units"

    cycle_id: Mapped[UUID]
    unit_id: Mapped[UUID]
    predicate: Mapped[str | None]
    basis: Mapped[str | None]
    set_at: Mapped[datetime.datetime | None]

    __table_args__ = (
        UniqueConstraint("tenant_id", "cycle_id", "unit_id"),
        CheckConstraint("(predicate IS NULL) = (basis IS NULL)", name="predicate_has_basis"),
        tenant_index("ix_cycle_units_tenant_id_unit_id", "unit_id"),
        belongs_to("appraisal_cycles", "cycle_id"),
        belongs_to("units", "unit_id"),
        one_of("predicate", OrganisationPredicate),
    )


class Appraisal(TenantModel):
    """One person's appraisal in one cycle: who evaluates, until when, and where it stands.

    `predicate` is what was published, and null until then: ratings are in evaluations.
    """

    __tablename__ = "appraisals"

    cycle_id: Mapped[UUID]
    employee_id: Mapped[UUID]
    unit_id: Mapped[UUID]
    headed_unit_id: Mapped[UUID | None]
    """The unit that the person heads: its achievement is the rating of results."""
    evaluator_employee_id: Mapped[UUID | None]
    level: Mapped[str | None] = mapped_column(ForeignKey("position_levels.code"))
    skp_id: Mapped[UUID | None]
    calibration_id: Mapped[UUID | None]
    """The last closed calibration that judged the result."""
    state: Mapped[str]
    predicate: Mapped[str | None]
    months: Mapped[int] = mapped_column(SmallInteger)
    begins: Mapped[datetime.date]
    due_on: Mapped[datetime.date]
    escalated_to_employee_id: Mapped[UUID | None]
    escalated_at: Mapped[datetime.datetime | None]
    published_at: Mapped[datetime.datetime | None]
    read_at: Mapped[datetime.datetime | None]
    acknowledged_at: Mapped[datetime.datetime | None]
    acknowledge_until: Mapped[datetime.date | None]
    objection_until: Mapped[datetime.date | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))

    __table_args__ = (
        UniqueConstraint("tenant_id", "cycle_id", "employee_id"),
        CheckConstraint("months BETWEEN 1 AND 12", name="months_of_a_year"),
        CheckConstraint("(predicate IS NULL) = (published_at IS NULL)", name="predicate_once_published"),
        tenant_index("ix_appraisals_tenant_id_employee_id", "employee_id", "begins"),
        tenant_index("ix_appraisals_tenant_id_begins", "begins", "id"),
        tenant_index("ix_appraisals_tenant_id_due_on", "due_on", "id"),
        tenant_index("ix_appraisals_tenant_id_cycle_id", "cycle_id", "unit_id"),
        tenant_index("ix_appraisals_tenant_id_evaluator_employee_id", "evaluator_employee_id"),
        Index(
            "ix_appraisals_tenant_id_escalated_to_employee_id",
            *("tenant_id", "escalated_to_employee_id"),
            postgresql_where=text("escalated_to_employee_id IS NOT NULL"),
        ),
        tenant_index("ix_appraisals_tenant_id_skp_id", "skp_id"),
        tenant_index("ix_appraisals_tenant_id_calibration_id", "calibration_id"),
        Index(
            "ix_appraisals_tenant_id_acknowledge_until",
            *("tenant_id", "acknowledge_until"),
            postgresql_where=text("state = 'PUBLISHED'"),
        ),
        belongs_to("appraisal_cycles", "cycle_id"),
        belongs_to("employees", "employee_id"),
        belongs_to("employees", "evaluator_employee_id"),
        belongs_to("employees", "escalated_to_employee_id"),
        belongs_to("units", "unit_id"),
        belongs_to("units", "headed_unit_id"),
        belongs_to("skps", "skp_id"),
        belongs_to("calibrations", "calibration_id"),
        one_of("state", AppraisalState),
        one_of("predicate", Predicate),
    )
