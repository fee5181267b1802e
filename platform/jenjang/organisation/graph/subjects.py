"""Whom rows are about: people, and which of them each reach covers."""

from jenjang.core.permission import Reach
from jenjang.graph.declare import About, Subject

PEOPLE = Subject(
    {
        Reach.OWN: "SELECT {me}",
        Reach.UNIT: (
            "SELECT p.employee_id FROM placements p WHERE p.tenant_id = {tenant}"
            " AND p.unit_id = ANY({led}) AND p.valid_from <= {today}"
            " AND (p.valid_to IS NULL OR p.valid_to > {today})"
        ),
    }
)
"""OWN is the viewer's own person; UNIT whoever is placed today in a unit that the viewer leads."""

PERSON = About(PEOPLE, "id")
OF_PERSON = About(PEOPLE, "employee_id")
