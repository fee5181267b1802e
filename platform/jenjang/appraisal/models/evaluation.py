"""The tables of evaluations: what was rated, why, by which rule; strengths, improvements, intentions."""

import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from jenjang.appraisal.terms import (
    EvaluationStage,
    IntentionState,
    OrganisationPredicate,
    PointKind,
    Predicate,
    Rating,
)
from jenjang.database.model import TenantModel, belongs_to, one_of, tenant_index


class Evaluation(TenantModel):
    """What somebody was rated, with its derivation: written once; a change is a further one."""

    __tablename__ = "evaluations"

    appraisal_id: Mapped[UUID]
    employee_id: Mapped[UUID]
    number: Mapped[int] = mapped_column(SmallInteger)
    stage: Mapped[str]
    results: Mapped[str]
    results_reason: Mapped[str]
    behaviour: Mapped[str]
    behaviour_reason: Mapped[str]
    unit_predicate: Mapped[str | None]
    """Of the unit that the person heads: `results` followed from it."""
    predicate: Mapped[str]
    rule: Mapped[str]
    derivation_id: Mapped[str]
    derivation_en: Mapped[str]
    change_reason: Mapped[str | None]
    by_employee_id: Mapped[UUID | None]
    made_at: Mapped[datetime.datetime]
    published_at: Mapped[datetime.datetime | None]

    __table_args__ = (
        UniqueConstraint("tenant_id", "appraisal_id", "number"),
        tenant_index("ix_evaluations_tenant_id_employee_id", "employee_id", "made_at"),
        tenant_index("ix_evaluations_tenant_id_by_employee_id", "by_employee_id"),
        belongs_to("appraisals", "appraisal_id"),
        belongs_to("employees", "employee_id"),
        belongs_to("employees", "by_employee_id"),
        one_of("stage", EvaluationStage),
        one_of("results", Rating),
        one_of("behaviour", Rating),
        one_of("unit_predicate", OrganisationPredicate),
        one_of("predicate", Predicate),
    )


class EvaluationPoint(TenantModel):
    """A strength or an improvement that an evaluation names."""

    __tablename__ = "evaluation_points"

    appraisal_id: Mapped[UUID]
    employee_id: Mapped[UUID]
    kind: Mapped[str]
    statement: Mapped[str]
    behaviour: Mapped[str | None] = mapped_column(ForeignKey("behaviours.code"))
    competency: Mapped[str | None] = mapped_column(ForeignKey("competencies.code"))
    published_at: Mapped[datetime.datetime | None]

    __table_args__ = (
        tenant_index("ix_evaluation_points_tenant_id_appraisal_id", "appraisal_id"),
        tenant_index("ix_evaluation_points_tenant_id_employee_id", "employee_id"),
        belongs_to("appraisals", "appraisal_id"),
        belongs_to("employees", "employee_id"),
        one_of("kind", PointKind),
    )


class StepIntention(TenantModel):
    """An employee's wish to make an improvement a step of the career plan."""

    __tablename__ = "step_intentions"

    point_id: Mapped[UUID]
    employee_id: Mapped[UUID]
    step: Mapped[str]
    wanted_by: Mapped[datetime.date]
    state: Mapped[str]
    made_at: Mapped[datetime.datetime] = mapped_column(server_default=text("now()"))

    __table_args__ = (
        UniqueConstraint("tenant_id", "point_id"),
        tenant_index("ix_step_intentions_tenant_id_employee_id", "employee_id", "wanted_by"),
        tenant_index("ix_step_intentions_tenant_id_wanted_by", "wanted_by", "id"),
        belongs_to("evaluation_points", "point_id"),
        belongs_to("employees", "employee_id"),
        one_of("state", IntentionState),
    )
