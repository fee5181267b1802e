"""People: the civil servant and what belongs to one."""

import datetime
from typing import Annotated

import strawberry

from jenjang.graph.declare import Connection, Node, extend, field, link, many, one, page, record
from jenjang.graph.filters import choice, day, filter_input, flag, identified, order_input, text
from jenjang.graph.scalars import NIP
from jenjang.identity.graph.viewer import Viewer
from jenjang.organisation import models
from jenjang.organisation.graph import enums
from jenjang.organisation.graph.histories import (
    AGAINST,
    FROM,
    READ,
    TO,
    Education,
    EmployeeNumber,
    RankHolding,
    Sanction,
    ServicePeriod,
    TimelineEntry,
)
from jenjang.organisation.graph.subjects import OF_PERSON, PERSON
from jenjang.organisation.graph.units import OPEN, Leadership, Position, Unit
from jenjang.organisation.rules.life import IN_SERVICE
from jenjang.reference.graph import Rank

PRIVATE = "employee:private"

PLACED_NOW = "p.valid_from <= {at} AND (p.valid_to IS NULL OR p.valid_to > {at})"
SERVES = ", ".join(f"'{state}'" for state in sorted(IN_SERVICE))
PersonFilter = filter_input(
    "EmployeeFilter",
    "Which people.",
    {
        "name": text("name_key", "By name, ignoring case.", fold=True),
        "nip": text("number", "By current NIP."),
        "kind": choice(enums.EmployeeKind, "kind", "PNS or PPPK."),
        "in_service": flag(
            "(EXISTS (SELECT FROM service_periods s WHERE s.tenant_id = {tenant} AND s.employee_id = {row}.id"
            " AND s.valid_from <= {at} AND (s.valid_to IS NULL OR s.valid_to > {at})"
            f" AND s.state IN ({SERVES}))) {{test}}",
            "True: who serves on the date, at work or not. False: who has left by then, or isn't there yet.",
        ),
        "state": choice(
            enums.ServiceState,
            "EXISTS (SELECT FROM service_periods s WHERE s.tenant_id = {tenant} AND s.employee_id = {row}.id"
            " AND s.valid_from <= {at} AND (s.valid_to IS NULL OR s.valid_to > {at}) AND s.state {test})",
            "By state of service on the date; null: not there yet.",
        ),
        "appointed_on": day("appointed_on", "By date of appointment."),
        "retires_on": day("retires_on", "By date of retirement."),
        "unit": identified(
            "Unit",
            "EXISTS (SELECT FROM placements p WHERE p.tenant_id = {tenant} AND p.employee_id = {row}.id"
            f" AND {PLACED_NOW} AND p.unit_id {{test}})",
            "Placed in this very unit on the date.",
        ),
        "within": identified(
            "Unit",
            "EXISTS (SELECT FROM placements p JOIN unit_ancestry a ON a.tenant_id = p.tenant_id"
            " AND a.unit_id = p.unit_id AND a.valid_from <= {at}"
            " AND (a.valid_to IS NULL OR a.valid_to > {at})"
            " WHERE p.tenant_id = {tenant} AND p.employee_id = {row}.id"
            f" AND {PLACED_NOW} AND a.ancestor_id {{test}})",
            "Placed in the subtree of this unit on the date.",
        ),
        "rank": text(
            "EXISTS (SELECT FROM rank_holdings h WHERE h.tenant_id = {tenant} AND h.employee_id = {row}.id"
            " AND h.valid_from <= {at} AND (h.valid_to IS NULL OR h.valid_to > {at}) AND h.rank {test})",
            "By code of the rank held on the date, such as III/a.",
        ),
    },
)
PersonOrder = order_input(
    "EmployeeOrder",
    {
        "NAME": ("name_key", "By name, ignoring case."),
        "NIP": ("number", "By NIP: the oldest first."),
        "APPOINTED_ON": ("appointed_on", "By date of appointment."),
    },
    [("NAME", "ASC")],
)
TimelineFilter = filter_input(
    "TimelineFilter", "Which lines.", {"kind": choice(enums.TimelineKind, "kind", "By what they tell.")}
)
TimelineOrder = order_input(
    "TimelineOrder", {"BEGINS_ON": ("begins_on", "By first day.")}, [("BEGINS_ON", "DESC")]
)
PlacementOrder = order_input(
    "PlacementOrder", {"VALID_FROM": ("valid_from", "By first day.")}, [("VALID_FROM", "DESC")]
)


@record(models.Placement, needs=READ, about=OF_PERSON)
class Placement(Node):
    """A position that a person holds or held for a time."""

    position: Position | None = one("The position.", by="position_id")
    unit: Unit | None = one("The unit, as it is on the date asked for.", by="unit_id")
    employee: Annotated["Employee", strawberry.lazy("jenjang.organisation.graph.people")] | None = one(
        "The person.", by="employee_id"
    )
    reason: str | None = field("Why the person was placed, such as MUTASI or PROMOSI.")
    decree_number: str | None = field("Number of the decree (SK).")
    decree_date: datetime.date | None = field("Date of the decree.")
    fits: bool | None = field("Whether the person fitted the position when placed; null where unknown.")
    misfit: str | None = field("What did not fit.")
    fit_rule: str | None = field("Version of the rule that said so.")
    valid_from: datetime.date = field(f"{FROM} (TMT)")
    valid_to: datetime.date | None = field(TO)


@record(models.Employee, needs=READ, about=PERSON)
class Employee(Node):
    """A civil servant (ASN): PNS or PPPK. What is dated is given as of the date asked for."""

    nip: NIP = field("Current NIP or NI PPPK.", column="number")
    kind: enums.EmployeeKind = field("PNS or PPPK.")
    name: str = field("Name without titles.")
    full_name: str = field(
        "Name with titles.",
        sql="concat_ws(' ', {row}.front_title, {row}.name) || coalesce(', ' || {row}.back_title, '')",
    )
    sex: enums.Sex = field("Sex.")
    birth_date: datetime.date | None = field(
        "Date of birth.", needs=PRIVATE, purpose="Reckoning the day of retirement; checking the NIP."
    )
    birth_place: str | None = field(
        "Place of birth.", needs=PRIVATE, purpose="Naming the person in decrees, as their form demands."
    )
    nik: str | None = field(
        "Population number (NIK), 16 digits.",
        needs=PRIVATE,
        purpose="Telling who somebody is across SIASN and the population register.",
    )
    phone: str | None = field(
        "Private telephone.", needs=PRIVATE, purpose="Reaching the person about the own career."
    )
    email: str | None = field(
        "Private e-mail.", needs=PRIVATE, purpose="Reaching the person about the own career."
    )
    address: str | None = field(
        "Home address.", needs=PRIVATE, purpose="Serving decrees; weighing placements far from home."
    )
    work_email: str | None = field("Official e-mail.")
    siasn_id: str | None = field("Id of the person in SIASN (PNS ID).")
    appointed_on: datetime.date = field("Day of appointment (TMT CPNS, or start of the first contract).")
    state: enums.ServiceState = field(
        "State of service today, whatever the date asked for; `servicePeriod` tells that date's."
    )
    service_period: ServicePeriod | None = one(
        "State of service on the date, and since when; null before the service began.",
        of="employee_id",
        current=True,
    )
    retires_on: datetime.date | None = field(
        "Expected day of retirement (TMT pensiun), from position and birth."
    )
    retirement_rule: str | None = field("Version of the rule that gave that day.")
    version: int = field("Grows with each change; give it back as `expectedVersion`.")
    rank: Rank | None = one("Rank held on the date.", through=link(models.RankHolding, "employee_id", "rank"))
    placement: Placement | None = one("Placement on the date.", of="employee_id", current=True)
    position: Position | None = one(
        "Position held on the date.",
        through=link(models.Placement, "employee_id", "position_id"),
    )
    unit: Unit | None = one(
        "Unit placed in on the date.",
        through=link(models.Placement, "employee_id", "unit_id"),
    )
    placements: Connection[Placement] = page(
        "All placements, newest first.", of="employee_id", order=PlacementOrder
    )
    ranks: list[RankHolding] = many(
        "All ranks, newest first.", of="employee_id", order="{row}.valid_from DESC"
    )
    numbers: list[EmployeeNumber] = many(
        "All numbers borne, newest first.", of="employee_id", order="{row}.valid_from DESC"
    )
    service: list[ServicePeriod] = many(
        "All states of service, newest first.", of="employee_id", order="{row}.valid_from DESC"
    )
    educations: list[Education] = many(
        "Schools finished, newest first.", of="employee_id", order="{row}.graduated_in DESC, {row}.id"
    )
    sanctions: list[Sanction] | None = many(
        "Disciplinary sanctions, newest first.",
        of="employee_id",
        order="{row}.valid_from DESC, {row}.id",
        needs="employee:discipline",
        purpose=AGAINST,
    )
    leads: list[Leadership] | None = many(
        "Units led on the date.",
        of="employee_id",
        where=OPEN,
        order="{row}.valid_from",
    )
    timeline: Connection[TimelineEntry] = page(
        "All that happened in service, as one line, newest first.",
        of="employee_id",
        filter=TimelineFilter,
        order=TimelineOrder,
    )


@extend(Leadership)
class LeadershipPerson:
    employee: Employee | None = one("The leader's file, where you may see it.", by="employee_id")


@extend(Position)
class PositionPeople:
    holders: Connection[Employee] | None = page(
        "Who holds it on the date.",
        through=link(models.Placement, "position_id", "employee_id"),
        order=PersonOrder,
    )


@extend(Unit)
class UnitPeople:
    employees: Connection[Employee] | None = page(
        "Who is placed in this very unit on the date.",
        through=link(models.Placement, "unit_id", "employee_id"),
        order=PersonOrder,
    )


@extend(Viewer)
class ViewerPerson:
    person: Employee | None = one("The viewer's own file; null for an application.", me=True)
