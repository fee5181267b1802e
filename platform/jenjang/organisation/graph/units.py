"""Units, their positions and who leads them."""

import datetime
from typing import Annotated

import strawberry

from jenjang.graph.declare import Connection, Node, field, many, one, page, record
from jenjang.graph.filters import choice, filter_input, flag, identified, number, order_input, text
from jenjang.organisation import models
from jenjang.organisation.graph import enums
from jenjang.organisation.graph.histories import FROM, TO
from jenjang.organisation.graph.subjects import UNIT
from jenjang.reference.graph import Echelon, PositionLevel, Rank

OPEN = "{row}.valid_from <= {at} AND ({row}.valid_to IS NULL OR {row}.valid_to > {at})"
"""SQL of a dated row that holds on the date asked for."""
HELD = (
    "(SELECT count(*) FROM placements p WHERE p.tenant_id = {tenant} AND p.position_id = {row}.id"
    " AND p.valid_from <= {at} AND (p.valid_to IS NULL OR p.valid_to > {at}))"
)

UnitFilter = filter_input(
    "UnitFilter",
    "Which units.",
    {
        "name": text("name", "By name."),
        "kind": choice(enums.UnitKind, "kind", "By kind."),
        "region_code": text("region_code", "By kode wilayah."),
        "parent": identified("Unit", "parent_id", "By the unit it stands under."),
        "within": identified(
            "Unit",
            "EXISTS (SELECT FROM unit_ancestry a WHERE a.tenant_id = {tenant} AND a.unit_id = {row}.unit_id"
            " AND a.valid_from <= {at} AND (a.valid_to IS NULL OR a.valid_to > {at})"
            " AND a.ancestor_id {test})",
            "In the subtree of this unit, itself included.",
        ),
    },
)
UnitOrder = order_input("UnitOrder", {"NAME": ("name", "By name.")}, [("NAME", "ASC")])
PositionFilter = filter_input(
    "PositionFilter",
    "Which positions.",
    {
        "name": text("name", "By name."),
        "level": text("level", "By code of the level, such as PENGAWAS."),
        "echelon": text("echelon", "By code of the echelon, such as IV.a."),
        "critical": flag("critical", "Critical positions (jabatan kritikal) or the others."),
        "unit": identified("Unit", "unit_id", "By unit."),
        "vacancies": number(f"({{row}}.seats - {HELD}) {{test}}", "By number of vacant seats on the date."),
    },
)
PositionOrder = order_input("PositionOrder", {"NAME": ("name", "By name.")}, [("NAME", "ASC")])


@record(models.Leadership, needs="unit:read")
class Leadership(Node):
    """Who leads a unit for a time. The name is public in the government; the person's file is not."""

    kind: enums.LeadershipKind = field("By appointment or acting.")
    leader_name: str = field(
        "Name of the leader.",
        sql="SELECT e.name FROM employees e WHERE e.tenant_id = {tenant} AND e.id = {row}.employee_id",
    )
    unit: Annotated["Unit", strawberry.lazy("jenjang.organisation.graph.units")] | None = one(
        "The unit.", by="unit_id"
    )
    valid_from: datetime.date = field(FROM)
    valid_to: datetime.date | None = field(TO)


@record(models.Position, needs="position:read")
class Position(Node):
    """A place in the establishment (formasi): what it is, what it demands, how many seats it has."""

    name: str = field("Its name (nama jabatan).")
    siasn_id: str | None = field("Its id in SIASN.")
    level: PositionLevel | None = one("Its level.", by="level")
    echelon: Echelon | None = one("Its eselon, if it is structural.", by="echelon")
    lowest_rank: Rank | None = one("The lowest rank it takes.", by="lowest_rank")
    highest_rank: Rank | None = one("The highest rank it takes.", by="highest_rank")
    retirement_age: int = field("Age of retirement in this position (BUP), in years (UU 20/2023 Ps. 55).")
    retirement_rule: str = field("Version of the rule that gave the age.")
    critical: bool = field("Whether it is a critical position (jabatan kritikal).")
    seats: int = field("How many may hold it at once.")
    incumbents: int = field("How many hold it on the date.", sql=HELD)
    vacancies: int = field(
        "Seats without a holder on the date; below 0 where overfilled.", sql=f"{{row}}.seats - {HELD}"
    )
    valid_from: datetime.date = field(FROM)
    valid_to: datetime.date | None = field(TO)
    unit: Annotated["Unit", strawberry.lazy("jenjang.organisation.graph.units")] | None = one(
        "The unit it belongs to.", by="unit_id"
    )


@record(models.UnitVersion, key="unit_id", needs="unit:read", about=UNIT, dated=True)
class Unit(Node):
    """An organisational unit (unit organisasi) as it was, or is, on the date asked for."""

    name: str = field("Its name on the date.")
    kind: enums.UnitKind = field("What kind of unit it is on the date.")
    region_code: str | None = field("Its kode wilayah, where it has one (kecamatan, kelurahan).")
    siasn_id: str | None = field(
        "Its id in SIASN (unor).",
        sql="SELECT u.siasn_id FROM units u WHERE u.tenant_id = {tenant} AND u.id = {row}.unit_id",
    )
    valid_from: datetime.date = field("Since when it has been called and has stood so.")
    valid_to: datetime.date | None = field(TO)
    parent: Annotated["Unit", strawberry.lazy("jenjang.organisation.graph.units")] | None = one(
        "The unit it stands under.", by="parent_id"
    )
    children: Connection[Annotated["Unit", strawberry.lazy("jenjang.organisation.graph.units")]] = page(
        "Units directly under it.", of="parent_id", filter=UnitFilter, order=UnitOrder
    )
    positions: Connection[Position] | None = page(
        "Its positions that are open on the date.",
        of="unit_id",
        where=OPEN,
        filter=PositionFilter,
        order=PositionOrder,
    )
    headcount: int = field(
        "How many are placed in its subtree on the date.",
        sql=(
            "SELECT count(*) FROM unit_ancestry a JOIN placements p ON p.tenant_id = {tenant}"
            " AND p.unit_id = a.unit_id AND p.valid_from <= {at}"
            " AND (p.valid_to IS NULL OR p.valid_to > {at})"
            " WHERE a.tenant_id = {tenant} AND a.ancestor_id = {row}.unit_id"
            " AND a.valid_from <= {at} AND (a.valid_to IS NULL OR a.valid_to > {at})"
        ),
    )
    leaderships: list[Leadership] = many(
        "Who leads it on the date; whoever acts comes before whoever is represented.",
        of="unit_id",
        where=OPEN,
        order="{row}.kind DESC",
    )
