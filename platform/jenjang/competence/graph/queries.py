"""What can be asked of competencies."""

import strawberry

from jenjang.competence.graph import catalogue, people
from jenjang.graph.declare import Connection, page


@strawberry.type
class Query:
    technical_competencies: Connection[catalogue.TechnicalCompetency] | None = page(
        "The government's own dictionary of technical competencies.",
        filter=catalogue.TechnicalFilter,
        order=catalogue.TechnicalOrder,
        needs=catalogue.SEEN,
    )
    competency_gaps: Connection[people.CompetencyGap] | None = page(
        "What positions ask of their holders on a date, whom you may see, and what is missing."
        " `filter: { gap: { gte: 1 } }` lists who falls short.",
        filter=people.GapFilter,
        order=people.GapOrder,
        where=people.HELD_AND_ASKED,
        as_of=True,
        needs=people.READ,
    )
