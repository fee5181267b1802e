"""What is missing in a unit and all below it, competency by competency."""

from jenjang.competence.graph.catalogue import CompetencyRef
from jenjang.competence.graph.people import READ
from jenjang.competence.looking import asked_in_units
from jenjang.graph.declare import Connection, extend, field, one, page, record
from jenjang.graph.filters import order_input
from jenjang.organisation.graph.subjects import UNIT
from jenjang.organisation.graph.units import Unit

COUNTS = (
    "SELECT coalesce(sum(c.holders), 0) AS holders, coalesce(sum(c.assessed), 0) AS assessed,"
    " coalesce(sum(c.short), 0) AS short, coalesce(sum(c.missing), 0) AS missing"
    " FROM competency_counts c WHERE c.tenant_id = {tenant} AND c.unit_id = {row}.unit_id"
    " AND c.subject = {row}.subject AND c.day <= {at}"
)
"""SQL of the counts on the date: all that changed until then."""
UnitGapOrder = order_input(
    "UnitCompetencyGapOrder", {"SUBJECT": ("subject", "Competency by competency.")}, [("SUBJECT", "ASC")]
)


@record(asked_in_units, key="subject", needs=READ, about=UNIT)
class UnitCompetencyGap:
    """How many in a unit and below it hold positions that ask for a competency, and what is missing."""

    competency: CompetencyRef | None = one("The competency.", by="subject")
    holders: int = field("Who is asked for it.", sql="{beside}.holders", beside=COUNTS)
    short: int = field(
        "Of them, whose level is below the one asked for.",
        sql="{beside}.short",
        beside=COUNTS,
    )
    not_assessed: int = field(
        "Of them, who has no level that counts.",
        sql="{beside}.holders - {beside}.assessed",
        beside=COUNTS,
    )
    missing_levels: int = field(
        "How many levels all who fall short miss together.",
        sql="{beside}.missing",
        beside=COUNTS,
    )


@extend(Unit)
class UnitCompetencies:
    competency_gaps: Connection[UnitCompetencyGap] | None = page(
        "What is, was or will be asked of whoever is placed in its subtree, and what is missing on the date.",
        of="unit_id",
        order=UnitGapOrder,
    )
