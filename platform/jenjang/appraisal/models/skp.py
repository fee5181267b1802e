"""The tables of what is expected: objectives of units, and the SKP of a person, edition by edition."""

import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Computed,
    ForeignKey,
    Index,
    SmallInteger,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from jenjang.appraisal.terms import Aspect, ResultKind, SkpModel, SkpState
from jenjang.database.model import TenantModel, belongs_to, one_of, tenant_index


class UnitObjective(TenantModel):
    """What a unit is to reach in a year (perjanjian kinerja), to which people's results lead."""

    __tablename__ = "unit_objectives"

    unit_id: Mapped[UUID]
    year: Mapped[int] = mapped_column(SmallInteger)
    statement: Mapped[str]
    indicator: Mapped[str]
    created_at: Mapped[datetime.datetime] = mapped_column(server_default=text("now()"))

    __table_args__ = (
        tenant_index("ix_unit_objectives_tenant_id_unit_id", "unit_id", "year"),
        tenant_index("ix_unit_objectives_tenant_id_year", "year", "id"),
        belongs_to("units", "unit_id"),
    )


LISTED = (
    "CASE state WHEN 'WITHDRAWN' THEN make_date(year - 1, 12, 31)"
    " ELSE coalesce(applies_from, make_date(year, 12, 31)) END"
)
"""SQL: what is under way stands after all that was agreed on in its year, what was withdrawn before."""


class Skp(TenantModel):
    """One edition of a person's performance expectations (sasaran kinerja pegawai) for a year."""

    __tablename__ = "skps"

    employee_id: Mapped[UUID]
    evaluator_employee_id: Mapped[UUID]
    unit_id: Mapped[UUID]
    year: Mapped[int] = mapped_column(SmallInteger)
    edition: Mapped[int] = mapped_column(SmallInteger)
    model: Mapped[str]
    state: Mapped[str]
    begins_on: Mapped[datetime.date]
    """The first day of service in that place in the year: 1 January, or the day of arrival."""
    applies_from: Mapped[datetime.date | None]
    applies_rule: Mapped[str | None]
    """Version of the rule that told from when on it applies."""
    listed_on: Mapped[datetime.date] = mapped_column(
        Computed(LISTED, persisted=True), info={"followed": True}
    )
    """By which the editions of a year stand in their order, whenever they were kept."""
    resources: Mapped[str | None]
    accountability: Mapped[str | None]
    consequences: Mapped[str | None]
    change_reason: Mapped[str | None]
    return_reason: Mapped[str | None]
    returned_at: Mapped[datetime.datetime | None]
    """When the employee gave the last offer back; null: never."""
    offered_at: Mapped[datetime.datetime | None]
    acknowledged_at: Mapped[datetime.datetime | None]
    agreed_on: Mapped[datetime.date | None]
    """When both sides agreed on it outside of Jenjang, as a file told; null: it was drafted here."""
    import_batch_id: Mapped[UUID | None]
    """The file that brought it in."""
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[datetime.datetime] = mapped_column(server_default=text("now()"))

    __table_args__ = (
        # What was withdrawn never was an edition of the year: its number is free again.
        Index(
            "uq_skps_edition",
            *("tenant_id", "employee_id", "year", "edition"),
            unique=True,
            postgresql_where=text("state <> 'WITHDRAWN'"),
        ),
        CheckConstraint(
            "(state IN ('ACKNOWLEDGED', 'SUPERSEDED')) = (applies_from IS NOT NULL)",
            name="applies_once_known",
        ),
        CheckConstraint("edition = 1 OR change_reason IS NOT NULL", name="change_has_reason"),
        CheckConstraint("import_batch_id IS NULL OR agreed_on IS NOT NULL", name="file_tells_the_day"),
        CheckConstraint("(returned_at IS NULL) = (return_reason IS NULL)", name="return_has_reason"),
        tenant_index("ix_skps_tenant_id_employee_id", "employee_id", "year", "listed_on", "id"),
        tenant_index("ix_skps_tenant_id_year", "year", "listed_on", "id"),
        tenant_index("ix_skps_tenant_id_unit_id", "unit_id", "year"),
        tenant_index("ix_skps_tenant_id_evaluator_employee_id", "evaluator_employee_id"),
        tenant_index("ix_skps_tenant_id_import_batch_id", "import_batch_id"),
        belongs_to("employees", "employee_id"),
        belongs_to("employees", "evaluator_employee_id"),
        belongs_to("import_batches", "import_batch_id"),
        belongs_to("units", "unit_id"),
        one_of("model", SkpModel),
        one_of("state", SkpState),
    )


class SkpResult(TenantModel):
    """A result (hasil kerja) that an SKP expects, and what of the superior or the unit it leads to."""

    __tablename__ = "skp_results"

    skp_id: Mapped[UUID]
    employee_id: Mapped[UUID]
    number: Mapped[int] = mapped_column(SmallInteger)
    kind: Mapped[str]
    statement: Mapped[str]
    superior_result_id: Mapped[UUID | None]
    objective_id: Mapped[UUID | None]

    __table_args__ = (
        UniqueConstraint("tenant_id", "skp_id", "number"),
        tenant_index("ix_skp_results_tenant_id_employee_id", "employee_id", "id"),
        tenant_index("ix_skp_results_tenant_id_superior_result_id", "superior_result_id"),
        tenant_index("ix_skp_results_tenant_id_objective_id", "objective_id"),
        belongs_to("skps", "skp_id"),
        belongs_to("employees", "employee_id"),
        belongs_to("skp_results", "superior_result_id"),
        belongs_to("unit_objectives", "objective_id"),
        one_of("kind", ResultKind),
    )


class SkpIndicator(TenantModel):
    """How a result is measured, in one aspect: in words, and in the quantitative model as a number."""

    __tablename__ = "skp_indicators"

    result_id: Mapped[UUID]
    employee_id: Mapped[UUID]
    aspect: Mapped[str]
    statement: Mapped[str]
    target: Mapped[Decimal | None]
    measure: Mapped[str | None]

    __table_args__ = (
        UniqueConstraint("tenant_id", "result_id", "aspect"),
        CheckConstraint("(target IS NULL) = (measure IS NULL)", name="target_has_measure"),
        tenant_index("ix_skp_indicators_tenant_id_employee_id", "employee_id"),
        belongs_to("skp_results", "result_id"),
        belongs_to("employees", "employee_id"),
        one_of("aspect", Aspect),
    )


class SkpBehaviour(TenantModel):
    """One of the seven behaviours (BerAKHLAK) in an SKP, and what the leader expects especially."""

    __tablename__ = "skp_behaviours"

    skp_id: Mapped[UUID]
    employee_id: Mapped[UUID]
    behaviour: Mapped[str] = mapped_column(ForeignKey("behaviours.code"))
    expectation: Mapped[str | None]

    __table_args__ = (
        UniqueConstraint("tenant_id", "skp_id", "behaviour"),
        tenant_index("ix_skp_behaviours_tenant_id_employee_id", "employee_id"),
        belongs_to("skps", "skp_id"),
        belongs_to("employees", "employee_id"),
    )
