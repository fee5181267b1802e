"""What can be asked of the organisation."""

import strawberry

from jenjang.graph.declare import AS_OF, Connection, argument, one, page
from jenjang.graph.scalars import NIP
from jenjang.organisation.graph.histories import READ
from jenjang.organisation.graph.people import Employee, PersonFilter, PersonOrder
from jenjang.organisation.graph.units import (
    OPEN,
    Position,
    PositionFilter,
    PositionOrder,
    Unit,
    UnitFilter,
    UnitOrder,
)


@strawberry.type
class Query:
    employee: Employee | None = one(
        "A person by NIP (current or former) or by id.",
        lookups={
            "nip": "{row}.id = (SELECT n.employee_id FROM employee_numbers n"
            " WHERE n.tenant_id = {tenant} AND n.number = {value})",
            "id": "{row}.id = {key:Employee}",
        },
        arguments=[
            argument("nip", NIP | None, "NIP or NI PPPK, current or former.", None),
            argument("id", strawberry.ID | None, "Global id.", None),
            AS_OF,
        ],
        needs=READ,
    )
    employees: Connection[Employee] | None = page(
        "People whom you may see: all on record, also who has left by the date or comes after it."
        " `filter: { inService: { eq: true } }` lists those who serve on the date, be it `asOf` or today.",
        filter=PersonFilter,
        order=PersonOrder,
        as_of=True,
        needs=READ,
    )
    unit: Unit | None = one(
        "A unit by id or SIASN id, as it was on a date.",
        lookups={
            "id": "{row}.unit_id = {key:Unit}",
            "siasnId": "{row}.unit_id = (SELECT u.id FROM units u"
            " WHERE u.tenant_id = {tenant} AND u.siasn_id = {value})",
        },
        arguments=[
            argument("id", strawberry.ID | None, "Global id.", None),
            argument("siasn_id", str | None, "Id of the unor in SIASN.", None),
            AS_OF,
        ],
        needs="unit:read",
    )
    units: Connection[Unit] | None = page(
        "Units, as they were on a date.", filter=UnitFilter, order=UnitOrder, as_of=True, needs="unit:read"
    )
    positions: Connection[Position] | None = page(
        "The establishment: positions that are open on a date, and their vacancies.",
        filter=PositionFilter,
        order=PositionOrder,
        as_of=True,
        where=OPEN,
        needs="position:read",
    )
