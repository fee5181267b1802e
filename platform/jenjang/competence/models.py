"""The tables of competencies: a government's dictionary, what positions ask for, what was assessed."""

import datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Computed,
    ForeignKey,
    Index,
    SmallInteger,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from jenjang.competence.terms import AssessmentSource
from jenjang.database.model import Dated, TenantModel, belongs_to, dated, one_of, tenant_index

SUBJECT = "coalesce(competency, technical_competency_id::text)"
"""What standards and assessments are joined by: a national competency's code, or a technical one's id."""
OF_ONE = "num_nonnulls(competency, technical_competency_id) = 1"
KNOWN_LEVEL = "level BETWEEN 1 AND 5"


class TechnicalCompetency(TenantModel):
    """A competency that a government defines itself, for the work of its positions."""

    __tablename__ = "technical_competencies"

    code: Mapped[str]
    name: Mapped[str]
    definition: Mapped[str]
    level_1: Mapped[str | None]
    level_2: Mapped[str | None]
    level_3: Mapped[str | None]
    level_4: Mapped[str | None]
    level_5: Mapped[str | None]
    subject: Mapped[str] = mapped_column(Computed("id::text", persisted=True))
    valid_from: Mapped[datetime.date]
    valid_to: Mapped[datetime.date | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))

    __table_args__ = (
        UniqueConstraint("tenant_id", "code"),
        UniqueConstraint("tenant_id", "subject"),
        CheckConstraint("valid_to > valid_from", name="ends_after_it_begins"),
    )


class CompetencyStandard(Dated, TenantModel):
    """The level that a position asks for in one competency, for a time, and by which decree."""

    __tablename__ = "competency_standards"

    position_id: Mapped[UUID]
    competency: Mapped[str | None] = mapped_column(ForeignKey("competencies.code"))
    technical_competency_id: Mapped[UUID | None]
    subject: Mapped[str] = mapped_column(Computed(SUBJECT, persisted=True))
    level: Mapped[int] = mapped_column(SmallInteger)
    reason: Mapped[str | None]
    decree_number: Mapped[str | None]
    valid_from: Mapped[datetime.date]
    valid_to: Mapped[datetime.date | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))

    __table_args__ = (
        *dated("competency_standards", "position_id", "subject"),
        CheckConstraint(OF_ONE, name="of_one_competency"),
        CheckConstraint(KNOWN_LEVEL, name="level_1_to_5"),
        tenant_index("ix_competency_standards_tenant_id_position_id", "position_id", "valid_from"),
        tenant_index("ix_competency_standards_tenant_id_subject", "subject", "position_id"),
        tenant_index("ix_competency_standards_tenant_id_technical", "technical_competency_id"),
        belongs_to("positions", "position_id"),
        belongs_to("technical_competencies", "technical_competency_id"),
    )


class CompetencyAssessment(TenantModel):
    """A level that somebody was assessed at. It is never changed: a wrong one is withdrawn."""

    __tablename__ = "competency_assessments"

    employee_id: Mapped[UUID]
    competency: Mapped[str | None] = mapped_column(ForeignKey("competencies.code"))
    technical_competency_id: Mapped[UUID | None]
    subject: Mapped[str] = mapped_column(Computed(SUBJECT, persisted=True))
    level: Mapped[int] = mapped_column(SmallInteger)
    source: Mapped[str]
    assessed_on: Mapped[datetime.date]
    expires_on: Mapped[datetime.date]
    """The first day on which it counts no more."""
    rule: Mapped[str]
    evidence: Mapped[str | None]
    link: Mapped[str | None]
    by_employee_id: Mapped[UUID | None]
    made_at: Mapped[datetime.datetime] = mapped_column(server_default=text("now()"))
    withdrawn_at: Mapped[datetime.datetime | None]
    withdrawn_reason: Mapped[str | None]
    withdrawn_by_employee_id: Mapped[UUID | None]

    __table_args__ = (
        CheckConstraint(OF_ONE, name="of_one_competency"),
        CheckConstraint(KNOWN_LEVEL, name="level_1_to_5"),
        CheckConstraint("expires_on > assessed_on", name="ends_after_it_begins"),
        CheckConstraint("num_nonnulls(withdrawn_at, withdrawn_reason) IN (0, 2)", name="withdrawn_whole"),
        tenant_index("ix_competency_assessments_tenant_id_employee_id", "employee_id", "assessed_on", "id"),
        tenant_index("ix_competency_assessments_tenant_id_technical", "technical_competency_id"),
        tenant_index("ix_competency_assessments_tenant_id_by_employee_id", "by_employee_id"),
        tenant_index("ix_competency_assessments_tenant_id_withdrawn_by", "withdrawn_by_employee_id"),
        belongs_to("employees", "employee_id"),
        belongs_to("employees", "by_employee_id"),
        belongs_to("employees", "withdrawn_by_employee_id"),
        belongs_to("technical_competencies", "technical_competency_id"),
        one_of("source", AssessmentSource),
    )


class CompetencyLevel(TenantModel):
    """The level of somebody's that counts for a time: what `rules/levels.py` makes of the assessments.

    Written anew in the transaction that assesses or withdraws, so that a date asked for is one look.
    """

    __tablename__ = "competency_levels"

    employee_id: Mapped[UUID]
    subject: Mapped[str]
    level: Mapped[int] = mapped_column(SmallInteger)
    assessment_id: Mapped[UUID]
    valid_from: Mapped[datetime.date]
    valid_to: Mapped[datetime.date]

    __table_args__ = (
        *dated("competency_levels", "employee_id", "subject"),
        CheckConstraint(KNOWN_LEVEL, name="level_1_to_5"),
        tenant_index("ix_competency_levels_tenant_id_employee_id", "employee_id", "subject", "valid_from"),
        tenant_index("ix_competency_levels_tenant_id_assessment_id", "assessment_id"),
        belongs_to("employees", "employee_id"),
        belongs_to("competency_assessments", "assessment_id"),
    )


class CompetencyCount(TenantModel):
    """By how much the counts of a competency in a unit and all below it change on a day.

    Those of a day are the sums of all changes until then. Triggers of the database write them with whatever
    changes a placement, the tree, a standard or a level that counts (migration 2026_11_22_competence_counts).
    No key names the unit: one that is undone takes its counts back with it, but leaves rows that sum to zero.
    """

    __tablename__ = "competency_counts"

    unit_id: Mapped[UUID]
    subject: Mapped[str] = mapped_column(Text(collation="C"))
    """In the collation of the view that it is looked up by: else no index would serve."""
    day: Mapped[datetime.date]
    holders: Mapped[int]
    assessed: Mapped[int]
    short: Mapped[int]
    missing: Mapped[int]
    """Levels that all who fall short miss together."""

    __table_args__ = (
        Index(
            "ix_competency_counts_tenant_id_unit_id",
            *("tenant_id", "unit_id", "subject", "day"),
            postgresql_include=["holders", "assessed", "short", "missing"],
        ),
    )
