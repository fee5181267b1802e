"""Courses, and the competencies that they teach."""

import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Computed,
    ForeignKey,
    SmallInteger,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from jenjang.competence.models import KNOWN_LEVEL, OF_ONE, SUBJECT
from jenjang.database.model import TenantModel, belongs_to, one_of, tenant_index
from jenjang.organisation.terms import EmployeeKind
from jenjang.training.models.money import RUPIAH
from jenjang.training.terms import FormGroup, FundingSource, TrainingForm


class TrainingCourse(TenantModel):
    """Something that can be learned, in a statutory form, with its hours and whom it is for."""

    __tablename__ = "training_courses"

    code: Mapped[str] = mapped_column(Text(collation="C"))
    name: Mapped[str]
    form: Mapped[str]
    form_group: Mapped[str]
    provider: Mapped[str]
    description: Mapped[str | None]
    amount: Mapped[int] = mapped_column(SmallInteger)
    hours: Mapped[int]
    """JP, by the form's rule."""
    rule: Mapped[str]
    for_kind: Mapped[str | None]
    for_levels: Mapped[list[str]] = mapped_column(ARRAY(Text()), server_default=text("'{}'"))
    for_unit_id: Mapped[UUID | None]
    for_gap: Mapped[bool] = mapped_column(Boolean, server_default=text("false"))
    valid_from: Mapped[datetime.date]
    valid_to: Mapped[datetime.date | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))

    __table_args__ = (
        UniqueConstraint("tenant_id", "code"),
        CheckConstraint("valid_to >= valid_from", name="ends_after_it_begins"),
        CheckConstraint("amount > 0 AND hours > 0", name="takes_time"),
        tenant_index("ix_training_courses_tenant_id_for_unit_id", "for_unit_id"),
        belongs_to("units", "for_unit_id"),
        one_of("form", TrainingForm),
        one_of("form_group", FormGroup),
        one_of("for_kind", EmployeeKind),
    )


class TrainingTarget(TenantModel):
    """A competency that a course teaches, up to a level."""

    __tablename__ = "training_targets"

    course_id: Mapped[UUID]
    competency: Mapped[str | None] = mapped_column(ForeignKey("competencies.code"))
    technical_competency_id: Mapped[UUID | None]
    subject: Mapped[str] = mapped_column(Computed(SUBJECT, persisted=True))
    level: Mapped[int] = mapped_column(SmallInteger)

    __table_args__ = (
        UniqueConstraint("tenant_id", "course_id", "subject"),
        CheckConstraint(OF_ONE, name="of_one_competency"),
        CheckConstraint(KNOWN_LEVEL, name="level_1_to_5"),
        tenant_index("ix_training_targets_tenant_id_subject", "subject", "course_id"),
        tenant_index("ix_training_targets_tenant_id_technical", "technical_competency_id"),
        belongs_to("training_courses", "course_id"),
        belongs_to("technical_competencies", "technical_competency_id"),
    )


class TrainingBudget(TenantModel):
    """What a unit may spend on training in a year from a source, and what of it is promised and paid.

    No sum can pass the ceiling: the database holds that, whatever is done at once.
    """

    __tablename__ = "training_budgets"

    unit_id: Mapped[UUID]
    year: Mapped[int] = mapped_column(SmallInteger)
    source: Mapped[str]
    ceiling: Mapped[Decimal] = mapped_column(RUPIAH)
    committed: Mapped[Decimal] = mapped_column(RUPIAH, server_default=text("0"))
    realised: Mapped[Decimal] = mapped_column(RUPIAH, server_default=text("0"))
    available: Mapped[Decimal] = mapped_column(
        RUPIAH, Computed("ceiling - committed - realised", persisted=True)
    )
    version: Mapped[int] = mapped_column(server_default=text("1"))

    __table_args__ = (
        UniqueConstraint("tenant_id", "unit_id", "year", "source"),
        CheckConstraint("committed >= 0 AND realised >= 0", name="not_below_zero"),
        CheckConstraint("committed + realised <= ceiling", name="within_the_ceiling"),
        tenant_index("ix_training_budgets_tenant_id_year", "year", "unit_id"),
        belongs_to("units", "unit_id"),
        one_of("source", FundingSource),
    )
