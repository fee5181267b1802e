"""The tables of credit (angka kredit) of functional positions, and of what SIASN says of the same years."""

import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from jenjang.appraisal.terms import CreditTarget, CycleKind, Predicate, Rating
from jenjang.database.model import TenantModel, belongs_to, one_of, tenant_index


class Credit(TenantModel):
    """The credit that an annual result gave, exactly; recomputed when the result changes."""

    __tablename__ = "credits"

    appraisal_id: Mapped[UUID]
    employee_id: Mapped[UUID]
    year: Mapped[int] = mapped_column(SmallInteger)
    level: Mapped[str] = mapped_column(ForeignKey("position_levels.code"))
    predicate: Mapped[str]
    months: Mapped[int] = mapped_column(SmallInteger)
    amount: Mapped[Decimal]
    rule: Mapped[str]

    __table_args__ = (
        UniqueConstraint("tenant_id", "appraisal_id"),
        tenant_index("ix_credits_tenant_id_employee_id", "employee_id", "year"),
        belongs_to("appraisals", "appraisal_id"),
        belongs_to("employees", "employee_id"),
        one_of("predicate", Predicate),
    )


class CreditStanding(TenantModel):
    """What credit somebody has gathered at the present level, and what the next rank or level takes."""

    __tablename__ = "credit_standings"

    employee_id: Mapped[UUID]
    target: Mapped[str]
    level: Mapped[str] = mapped_column(ForeignKey("position_levels.code"))
    gathered: Mapped[Decimal]
    needed: Mapped[Decimal]
    counted_to: Mapped[datetime.date]
    rule: Mapped[str]

    __table_args__ = (
        UniqueConstraint("tenant_id", "employee_id", "target"),
        belongs_to("employees", "employee_id"),
        one_of("target", CreditTarget),
    )


class CreditProjection(TenantModel):
    """On which day the need is met if every result from now on is of one predicate."""

    __tablename__ = "credit_projections"

    standing_id: Mapped[UUID]
    employee_id: Mapped[UUID]
    predicate: Mapped[str]
    met_on: Mapped[datetime.date]

    __table_args__ = (
        UniqueConstraint("tenant_id", "standing_id", "predicate"),
        tenant_index("ix_credit_projections_tenant_id_employee_id", "employee_id"),
        belongs_to("credit_standings", "standing_id"),
        belongs_to("employees", "employee_id"),
        one_of("predicate", Predicate),
    )


class NationalResult(TenantModel):
    """What SIASN holds as somebody's result (rw-skp22, rw-kinerjaperiodik), beside ours."""

    __tablename__ = "national_results"

    employee_id: Mapped[UUID]
    appraisal_id: Mapped[UUID | None] = mapped_column(info={"followed": True})
    siasn_id: Mapped[str | None]
    kind: Mapped[str]
    year: Mapped[int] = mapped_column(SmallInteger)
    number: Mapped[int] = mapped_column(SmallInteger)
    results: Mapped[str]
    behaviour: Mapped[str]
    predicate: Mapped[str]
    follows: Mapped[str]
    """The predicate that SIASN's own two ratings give."""
    rule: Mapped[str]
    imported_at: Mapped[datetime.datetime] = mapped_column(server_default=text("now()"))

    __table_args__ = (
        UniqueConstraint("tenant_id", "employee_id", "kind", "year", "number"),
        CheckConstraint("number BETWEEN 1 AND 12", name="number_of_period"),
        tenant_index("ix_national_results_tenant_id_year", "year", "id"),
        tenant_index("ix_national_results_tenant_id_appraisal_id", "appraisal_id"),
        belongs_to("employees", "employee_id"),
        belongs_to("appraisals", "appraisal_id"),
        one_of("kind", CycleKind),
        one_of("results", Rating),
        one_of("behaviour", Rating),
        one_of("predicate", Predicate),
        one_of("follows", Predicate),
    )
