"""What is missing in a unit and all below it, competency by competency."""

from jenjang.competence.graph.catalogue import CompetencyRef
from jenjang.competence.graph.people import READ
from jenjang.competence.looking import asked_in_units
from jenjang.graph.declare import Connection, extend, field, one, page, record
from jenjang.graph.filters import order_input
from jenjang.organisation.graph.subjects import UNIT
from jenjang.organisation.graph.units import Unit

BELOW = (
    "FROM unit_ancestry a"
    " JOIN placements p ON p.tenant_id = {{tenant}} AND p.unit_id = a.unit_id"
    " AND p.valid_from <= {{at}} AND (p.valid_to IS NULL OR p.valid_to > {{at}})"
    " JOIN competency_standards s ON s.tenant_id = {{tenant}} AND s.position_id = p.position_id"
    " AND s.subject = {{row}}.subject"
    " AND s.valid_from <= {{at}} AND (s.valid_to IS NULL OR s.valid_to > {{at}})"
    " LEFT JOIN competency_levels l ON l.tenant_id = {{tenant}} AND l.employee_id = p.employee_id"
    " AND l.subject = s.subject AND l.valid_from <= {{at}} AND l.valid_to > {{at}}"
    " WHERE a.tenant_id = {{tenant}} AND a.ancestor_id = {{row}}.unit_id"
    " AND a.valid_from <= {{at}} AND (a.valid_to IS NULL OR a.valid_to > {{at}})"
)
"""SQL of who is placed in the subtree on the date in a position that asks for the competency."""
COUNT = f"SELECT {{what}} {BELOW}"
UnitGapOrder = order_input(
    "UnitCompetencyGapOrder", {"SUBJECT": ("subject", "Competency by competency.")}, [("SUBJECT", "ASC")]
)


@record(asked_in_units, key="subject", needs=READ, about=UNIT)
class UnitCompetencyGap:
    """How many in a unit and below it hold positions that ask for a competency, and what is missing."""

    competency: CompetencyRef | None = one("The competency.", by="subject")
    holders: int = field("Who is asked for it.", sql=COUNT.format(what="count(*)"))
    short: int = field(
        "Of them, whose level is below the one asked for.",
        sql=COUNT.format(what="count(*) FILTER (WHERE l.level < s.level)"),
    )
    not_assessed: int = field(
        "Of them, who has no level that counts.",
        sql=COUNT.format(what="count(*) FILTER (WHERE l.level IS NULL)"),
    )
    missing_levels: int = field(
        "How many levels all who fall short miss together.",
        sql=COUNT.format(what="coalesce(sum(s.level - l.level) FILTER (WHERE l.level < s.level), 0)"),
    )


@extend(Unit)
class UnitCompetencies:
    competency_gaps: Connection[UnitCompetencyGap] | None = page(
        "What positions in its subtree ask for, or asked for once, and what is missing on the date.",
        of="unit_id",
        order=UnitGapOrder,
    )
