"""The tables of units, positions and people. Who holds what is always a dated fact, never a column."""

import datetime
from uuid import UUID

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Computed,
    ForeignKey,
    Index,
    SmallInteger,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from jenjang.database.model import Dated, TenantModel, belongs_to, dated, one_of, sealed, tenant_index
from jenjang.organisation.terms import (
    EmployeeKind,
    LeadershipKind,
    NoticeKind,
    ServiceState,
    Severity,
    Sex,
    UnitKind,
)


class Unit(TenantModel):
    """An organisational unit through all its renamings and moves: what stays the same of it."""

    __tablename__ = "units"

    siasn_id: Mapped[str | None]
    created_at: Mapped[datetime.datetime] = mapped_column(server_default=text("now()"))

    __table_args__ = (UniqueConstraint("tenant_id", "siasn_id"),)


class UnitVersion(Dated, TenantModel):
    """What a unit was called, was and stood under, for a time."""

    __tablename__ = "unit_versions"

    unit_id: Mapped[UUID]
    name: Mapped[str]
    kind: Mapped[str]
    parent_id: Mapped[UUID | None]
    region_code: Mapped[str | None]
    decree_number: Mapped[str | None]
    valid_from: Mapped[datetime.date]
    valid_to: Mapped[datetime.date | None]

    __table_args__ = (
        *dated("unit_versions", "unit_id"),
        tenant_index("ix_unit_versions_tenant_id_unit_id", "unit_id", "valid_from"),
        tenant_index("ix_unit_versions_tenant_id_parent_id", "parent_id"),
        tenant_index("ix_unit_versions_tenant_id_name", "name", "unit_id"),
        belongs_to("units", "unit_id"),
        belongs_to("units", "parent_id"),
        one_of("kind", UnitKind),
    )


class UnitAncestry(Dated, TenantModel):
    """The closure of the tree: a unit stands below (or is, at depth 0) an ancestor, for a time."""

    __tablename__ = "unit_ancestry"

    unit_id: Mapped[UUID]
    ancestor_id: Mapped[UUID]
    depth: Mapped[int] = mapped_column(SmallInteger)
    valid_from: Mapped[datetime.date]
    valid_to: Mapped[datetime.date | None]

    __table_args__ = (
        *dated("unit_ancestry", "unit_id", "ancestor_id"),
        tenant_index("ix_unit_ancestry_tenant_id_ancestor_id", "ancestor_id", "valid_from"),
        tenant_index("ix_unit_ancestry_tenant_id_unit_id", "unit_id", "valid_from"),
        belongs_to("units", "unit_id"),
        belongs_to("units", "ancestor_id"),
    )


class Position(TenantModel):
    """A place in the establishment (formasi): what it is, what it demands, how many seats it has."""

    __tablename__ = "positions"

    unit_id: Mapped[UUID]
    siasn_id: Mapped[str | None]
    name: Mapped[str]
    level: Mapped[str] = mapped_column(ForeignKey("position_levels.code"))
    echelon: Mapped[str | None] = mapped_column(ForeignKey("echelons.code"))
    lowest_rank: Mapped[str | None] = mapped_column(ForeignKey("ranks.code"))
    highest_rank: Mapped[str | None] = mapped_column(ForeignKey("ranks.code"))
    retirement_age: Mapped[int] = mapped_column(SmallInteger)
    retirement_rule: Mapped[str]
    critical: Mapped[bool] = mapped_column(Boolean, server_default=text("false"))
    seats: Mapped[int] = mapped_column(SmallInteger, server_default=text("1"))
    valid_from: Mapped[datetime.date]
    valid_to: Mapped[datetime.date | None]

    __table_args__ = (
        CheckConstraint("valid_to > valid_from", name="ends_after_it_begins"),
        CheckConstraint("seats > 0", name="has_a_seat"),
        tenant_index("ix_positions_tenant_id_unit_id", "unit_id"),
        tenant_index("ix_positions_tenant_id_name", "name", "id"),
        belongs_to("units", "unit_id"),
    )


class Employee(TenantModel):
    """A civil servant (ASN). The id stays; the number (NIP or NI PPPK) may change."""

    __tablename__ = "employees"

    number: Mapped[str]
    kind: Mapped[str]
    siasn_id: Mapped[str | None]
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(Computed("lower(name)", persisted=True))
    front_title: Mapped[str | None]
    back_title: Mapped[str | None]
    sex: Mapped[str]
    birth_date: Mapped[datetime.date]
    birth_place: Mapped[bytes | None] = sealed()
    nik: Mapped[bytes | None] = sealed()
    phone: Mapped[bytes | None] = sealed()
    email: Mapped[bytes | None] = sealed()
    work_email: Mapped[str | None]
    address: Mapped[bytes | None] = sealed()
    appointed_on: Mapped[datetime.date]
    state: Mapped[str]
    retires_on: Mapped[datetime.date | None]
    retirement_rule: Mapped[str | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[datetime.datetime] = mapped_column(server_default=text("now()"))

    __table_args__ = (
        UniqueConstraint("tenant_id", "number"),
        UniqueConstraint("tenant_id", "siasn_id"),
        tenant_index("ix_employees_tenant_id_name_key", "name_key", "id"),
        tenant_index("ix_employees_tenant_id_retires_on", "retires_on", "id"),
        tenant_index("ix_employees_tenant_id_appointed_on", "appointed_on", "id"),
        # By which people sign in, however they write it.
        Index("ix_employees_tenant_id_work_email", "tenant_id", text("lower(work_email)")),
        one_of("kind", EmployeeKind),
        one_of("sex", Sex),
        one_of("state", ServiceState),
    )


class EmployeeNumber(Dated, TenantModel):
    """A NIP or NI PPPK that somebody bears or bore."""

    __tablename__ = "employee_numbers"

    employee_id: Mapped[UUID]
    number: Mapped[str]
    kind: Mapped[str]
    valid_from: Mapped[datetime.date]
    valid_to: Mapped[datetime.date | None]

    __table_args__ = (
        *dated("employee_numbers", "employee_id"),
        UniqueConstraint("tenant_id", "number"),
        tenant_index("ix_employee_numbers_tenant_id_employee_id", "employee_id", "valid_from"),
        belongs_to("employees", "employee_id"),
        one_of("kind", EmployeeKind),
    )


class ServicePeriod(Dated, TenantModel):
    """A state of the life of service that somebody was in for a time, and why."""

    __tablename__ = "service_periods"

    employee_id: Mapped[UUID]
    state: Mapped[str]
    reason: Mapped[str | None]
    decree_number: Mapped[str | None]
    valid_from: Mapped[datetime.date]
    valid_to: Mapped[datetime.date | None]

    __table_args__ = (
        *dated("service_periods", "employee_id"),
        tenant_index("ix_service_periods_tenant_id_employee_id", "employee_id", "valid_from"),
        belongs_to("employees", "employee_id"),
        one_of("state", ServiceState),
    )


class RankHolding(Dated, TenantModel):
    """A rank (golongan/ruang) that somebody held for a time, from its TMT."""

    __tablename__ = "rank_holdings"

    employee_id: Mapped[UUID]
    rank: Mapped[str] = mapped_column(ForeignKey("ranks.code"))
    decree_number: Mapped[str | None]
    decree_date: Mapped[datetime.date | None]
    reason: Mapped[str | None]
    valid_from: Mapped[datetime.date]
    valid_to: Mapped[datetime.date | None]

    __table_args__ = (
        *dated("rank_holdings", "employee_id"),
        tenant_index("ix_rank_holdings_tenant_id_employee_id", "employee_id", "valid_from"),
        belongs_to("employees", "employee_id"),
    )


class Placement(Dated, TenantModel):
    """A position that somebody held for a time, and whether the person fitted it when placed."""

    __tablename__ = "placements"

    employee_id: Mapped[UUID]
    position_id: Mapped[UUID]
    unit_id: Mapped[UUID]
    decree_number: Mapped[str | None]
    decree_date: Mapped[datetime.date | None]
    reason: Mapped[str | None]
    fits: Mapped[bool | None]
    misfit: Mapped[str | None]
    fit_rule: Mapped[str | None]
    valid_from: Mapped[datetime.date]
    valid_to: Mapped[datetime.date | None]

    __table_args__ = (
        *dated("placements", "employee_id"),
        tenant_index("ix_placements_tenant_id_employee_id", "employee_id", "valid_from"),
        tenant_index("ix_placements_tenant_id_unit_id", "unit_id", "valid_from"),
        tenant_index("ix_placements_tenant_id_position_id", "position_id", "valid_from"),
        belongs_to("employees", "employee_id"),
        belongs_to("positions", "position_id"),
        belongs_to("units", "unit_id"),
    )


class Education(TenantModel):
    """A school that somebody finished."""

    __tablename__ = "educations"

    employee_id: Mapped[UUID]
    level: Mapped[str] = mapped_column(ForeignKey("education_levels.code"))
    programme: Mapped[str | None]
    school: Mapped[str | None]
    graduated_in: Mapped[int] = mapped_column(SmallInteger)

    __table_args__ = (
        tenant_index("ix_educations_tenant_id_employee_id", "employee_id", "graduated_in"),
        belongs_to("employees", "employee_id"),
    )


class Sanction(Dated, TenantModel):
    """A disciplinary sanction (hukuman disiplin) and the time it is in force."""

    __tablename__ = "sanctions"

    employee_id: Mapped[UUID]
    severity: Mapped[str]
    kind: Mapped[str]
    decree_number: Mapped[str | None]
    valid_from: Mapped[datetime.date]
    valid_to: Mapped[datetime.date | None]

    __table_args__ = (
        CheckConstraint("valid_to > valid_from", name="ends_after_it_begins"),
        tenant_index("ix_sanctions_tenant_id_employee_id", "employee_id", "valid_from"),
        belongs_to("employees", "employee_id"),
        one_of("severity", Severity),
    )


class EvaluatorDelegation(Dated, TenantModel):
    """Who evaluates somebody for a time instead of the direct superior, by delegated authority, and why."""

    __tablename__ = "evaluator_delegations"

    employee_id: Mapped[UUID]
    evaluator_employee_id: Mapped[UUID]
    reason: Mapped[str]
    valid_from: Mapped[datetime.date]
    valid_to: Mapped[datetime.date | None]
    replaced_id: Mapped[UUID | None]
    """The delegation that this one ended by beginning; it runs again where this one never was."""
    replaced_until: Mapped[datetime.date | None]
    """The day on which that one would have ended; None: it would have run until it was taken back."""

    __table_args__ = (
        *dated("evaluator_delegations", "employee_id"),
        CheckConstraint("evaluator_employee_id <> employee_id", name="nobody_evaluates_themselves"),
        tenant_index("ix_evaluator_delegations_tenant_id_employee_id", "employee_id", "valid_from"),
        tenant_index("ix_evaluator_delegations_tenant_id_evaluator_employee_id", "evaluator_employee_id"),
        tenant_index("ix_evaluator_delegations_tenant_id_valid_from", "valid_from", "id"),
        tenant_index("ix_evaluator_delegations_tenant_id_replaced_id", "replaced_id"),
        belongs_to("employees", "employee_id"),
        belongs_to("employees", "evaluator_employee_id"),
        belongs_to("evaluator_delegations", "replaced_id"),
    )


class Leadership(Dated, TenantModel):
    """Who leads a unit for a time; whoever only acts (Plt., Plh.) does so until a set date."""

    __tablename__ = "leaderships"

    unit_id: Mapped[UUID]
    employee_id: Mapped[UUID]
    kind: Mapped[str]
    decree_number: Mapped[str | None]
    valid_from: Mapped[datetime.date]
    valid_to: Mapped[datetime.date | None]

    __table_args__ = (
        *dated("leaderships", "unit_id", "kind"),
        CheckConstraint("kind = 'DEFINITIVE' OR valid_to IS NOT NULL", name="acting_ends"),
        tenant_index("ix_leaderships_tenant_id_unit_id", "unit_id", "valid_from"),
        tenant_index("ix_leaderships_tenant_id_employee_id", "employee_id", "valid_from"),
        belongs_to("units", "unit_id"),
        belongs_to("employees", "employee_id"),
        one_of("kind", LeadershipKind),
    )


class Notice(TenantModel):
    """What somebody is told, once: about which of the own tasks, and since when."""

    __tablename__ = "notices"

    employee_id: Mapped[UUID]
    kind: Mapped[str]
    about_type: Mapped[str]
    about_id: Mapped[UUID]
    count: Mapped[int] = mapped_column(server_default=text("1"))
    """How many things of one kind it tells of, all in what it is about."""
    made_at: Mapped[datetime.datetime] = mapped_column(server_default=text("now()"))
    read_at: Mapped[datetime.datetime | None]

    __table_args__ = (
        UniqueConstraint("tenant_id", "employee_id", "kind", "about_id"),
        tenant_index("ix_notices_tenant_id_made_at", "made_at", "id"),
        belongs_to("employees", "employee_id"),
        one_of("kind", NoticeKind),
    )
