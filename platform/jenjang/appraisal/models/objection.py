"""The tables of what follows a result: an objection that is heard and decided, a path of improvement."""

import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from jenjang.appraisal.terms import ObjectionOutcome, ObjectionState, PathState, ReviewOutcome, Side
from jenjang.database.model import TenantModel, belongs_to, one_of, tenant_index


class Objection(TenantModel):
    """An employee objects to a result; the evaluator's superior hears both and decides for good."""

    __tablename__ = "objections"

    appraisal_id: Mapped[UUID]
    employee_id: Mapped[UUID]
    grounds: Mapped[str]
    filed_on: Mapped[datetime.date]
    statements_until: Mapped[datetime.date]
    decide_until: Mapped[datetime.date]
    judge_employee_id: Mapped[UUID | None]
    """The evaluator's superior; None while nobody leads there."""
    state: Mapped[str]
    outcome: Mapped[str | None]
    decision_reason: Mapped[str | None]
    decided_by_employee_id: Mapped[UUID | None]
    decided_at: Mapped[datetime.datetime | None]
    before_evaluation_id: Mapped[UUID]
    after_evaluation_id: Mapped[UUID | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))

    __table_args__ = (
        UniqueConstraint("tenant_id", "appraisal_id"),
        CheckConstraint("(state = 'DECIDED') = (outcome IS NOT NULL)", name="decided_with_outcome"),
        tenant_index("ix_objections_tenant_id_employee_id", "employee_id"),
        tenant_index("ix_objections_tenant_id_filed_on", "filed_on", "id"),
        tenant_index("ix_objections_tenant_id_judge_employee_id", "judge_employee_id"),
        tenant_index("ix_objections_tenant_id_decided_by_employee_id", "decided_by_employee_id"),
        tenant_index("ix_objections_tenant_id_before_evaluation_id", "before_evaluation_id"),
        tenant_index("ix_objections_tenant_id_after_evaluation_id", "after_evaluation_id"),
        belongs_to("appraisals", "appraisal_id"),
        belongs_to("employees", "employee_id"),
        belongs_to("employees", "judge_employee_id"),
        belongs_to("employees", "decided_by_employee_id"),
        belongs_to("evaluations", "before_evaluation_id"),
        belongs_to("evaluations", "after_evaluation_id"),
        one_of("state", ObjectionState),
        one_of("outcome", ObjectionOutcome),
    )


class ObjectionStatement(TenantModel):
    """What one side explained of an objection."""

    __tablename__ = "objection_statements"

    objection_id: Mapped[UUID]
    employee_id: Mapped[UUID]
    side: Mapped[str]
    by_employee_id: Mapped[UUID]
    text: Mapped[str]
    made_at: Mapped[datetime.datetime]

    __table_args__ = (
        tenant_index("ix_objection_statements_tenant_id_objection_id", "objection_id", "made_at"),
        tenant_index("ix_objection_statements_tenant_id_employee_id", "employee_id"),
        tenant_index("ix_objection_statements_tenant_id_by_employee_id", "by_employee_id"),
        belongs_to("objections", "objection_id"),
        belongs_to("employees", "employee_id"),
        belongs_to("employees", "by_employee_id"),
        one_of("side", Side),
    )


class ImprovementPath(TenantModel):
    """What follows a result of Butuh Perbaikan or below: counselling, targets, and looks at them."""

    __tablename__ = "improvement_paths"

    appraisal_id: Mapped[UUID]
    employee_id: Mapped[UUID]
    state: Mapped[str]
    counselling: Mapped[str | None]
    counselled_on: Mapped[datetime.date | None]
    begins_on: Mapped[datetime.date]
    ends_on: Mapped[datetime.date | None]
    conclusion: Mapped[str | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))

    __table_args__ = (
        UniqueConstraint("tenant_id", "appraisal_id"),
        tenant_index("ix_improvement_paths_tenant_id_employee_id", "employee_id"),
        tenant_index("ix_improvement_paths_tenant_id_begins_on", "begins_on", "id"),
        belongs_to("appraisals", "appraisal_id"),
        belongs_to("employees", "employee_id"),
        one_of("state", PathState),
    )


class ImprovementTarget(TenantModel):
    """What is to be better, how that is told, and until when."""

    __tablename__ = "improvement_targets"

    path_id: Mapped[UUID]
    employee_id: Mapped[UUID]
    statement: Mapped[str]
    measure: Mapped[str]
    review_on: Mapped[datetime.date]

    __table_args__ = (
        tenant_index("ix_improvement_targets_tenant_id_path_id", "path_id", "review_on"),
        tenant_index("ix_improvement_targets_tenant_id_employee_id", "employee_id"),
        belongs_to("improvement_paths", "path_id"),
        belongs_to("employees", "employee_id"),
    )


class ImprovementReview(TenantModel):
    """How a target stood on a day."""

    __tablename__ = "improvement_reviews"

    target_id: Mapped[UUID]
    employee_id: Mapped[UUID]
    held_on: Mapped[datetime.date]
    finding: Mapped[str]
    outcome: Mapped[str]
    by_employee_id: Mapped[UUID]

    __table_args__ = (
        tenant_index("ix_improvement_reviews_tenant_id_target_id", "target_id", "held_on"),
        tenant_index("ix_improvement_reviews_tenant_id_employee_id", "employee_id"),
        tenant_index("ix_improvement_reviews_tenant_id_by_employee_id", "by_employee_id"),
        belongs_to("improvement_targets", "target_id"),
        belongs_to("employees", "employee_id"),
        belongs_to("employees", "by_employee_id"),
        one_of("outcome", ReviewOutcome),
    )
