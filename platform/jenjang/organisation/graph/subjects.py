"""Whom rows are about: people, and which of them each reach covers."""

from jenjang.core.permission import Reach
from jenjang.graph.declare import About, Subject

PEOPLE = Subject(
    {
        Reach.OWN: "SELECT {me}",
        Reach.UNIT: (
            "SELECT p.employee_id FROM placements p WHERE p.tenant_id = {tenant}"
            " AND p.unit_id = ANY({units}) AND p.valid_from <= {today}"
            " AND (p.valid_to IS NULL OR p.valid_to > {today})"
        ),
    }
)
"""OWN is the viewer's own person; UNIT whoever is placed today in a unit in which the viewer holds
the permission: one that is led, or in which a role was given."""

UNITS = Subject({Reach.UNIT: "SELECT unnest({units})"})
"""UNIT is each unit in which the viewer holds the permission."""

PERSON = About(PEOPLE, "id")
OF_PERSON = About(PEOPLE, "employee_id")
UNIT = About(UNITS, "unit_id")
