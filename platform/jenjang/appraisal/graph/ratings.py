"""Competency ratings by several raters: how many said what, and never who."""

import datetime
from decimal import Decimal

from jenjang.appraisal.graph import enums
from jenjang.appraisal.graph.cycles import Appraisal
from jenjang.appraisal.graph.skp import NAME_OF
from jenjang.appraisal.graph.subjects import OF_APPRAISED, OF_RATER, PUBLISHED, READ, TAKE_PART
from jenjang.appraisal.models import rating as models
from jenjang.graph.declare import Node, extend, field, many, one, record
from jenjang.graph.filters import filter_input, flag, order_input
from jenjang.reference.graph import Competency

OF_CYCLE = (
    "SELECT y.{} FROM appraisals a JOIN appraisal_cycles y ON y.tenant_id = {{tenant}} AND y.id = a.cycle_id"
    " WHERE a.tenant_id = {{tenant}} AND a.id = {{row}}.appraisal_id"
)
"""SQL of a column of the cycle of which somebody is asked: who rates may not see the appraisal itself."""

InvitationFilter = filter_input(
    "RatingInvitationFilter", "Which questions.", {"answered": flag("answered", "Whether you answered it.")}
)
InvitationOrder = order_input(
    "RatingInvitationOrder", {"PERSON": ("employee_id", "Person by person.")}, [("PERSON", "ASC")]
)


@record(models.RatingInvitation, needs=TAKE_PART, about=OF_RATER)
class RatingInvitation(Node):
    """You are asked to rate somebody's competencies. Nobody else sees that, or what you answer."""

    rated_name: str = field("Name of the person to rate.", sql=NAME_OF.format(column="employee_id"))
    relation: enums.RaterRelation = field("How you stand to that person.")
    answered: bool = field("Whether you have answered.")
    kind: enums.CycleKind = field(
        "How long the period is of which you are asked.", sql=OF_CYCLE.format("kind")
    )
    year: int = field("Its calendar year.", sql=OF_CYCLE.format("year"))
    number: int = field(
        "Which month (1-12) or quarter (1-4) of the year; 1 of a year.", sql=OF_CYCLE.format("number")
    )
    due_on: datetime.date = field(
        "Until which day the person is to be evaluated: answer by then. An answer counts until the result is"
        " published.",
        sql="SELECT a.due_on FROM appraisals a WHERE a.tenant_id = {tenant} AND a.id = {row}.appraisal_id",
    )


@record(models.CompetencyTally, needs=READ, about=OF_APPRAISED, shown=PUBLISHED)
class CompetencyScore(Node):
    """How raters of one kind rated a competency, levels 1 to 5, from the result's publication on.

    Of colleagues and of people led, only from the cycle's `fewestRaters` on; below that it is never shown,
    to anybody. No row holds who gave which level.
    """

    competency: Competency | None = one("The competency.", by="competency")
    relation: enums.RaterRelation = field("Which raters.")
    raters: int | None = field("How many rated.")
    mean: Decimal | None = field("Mean of the levels, 1 to 5, to two places.")
    deviation: Decimal | None = field("Standard deviation of the levels, to two places.")
    lowest: int | None = field("The lowest level given.")
    highest: int | None = field("The highest level given.")


@extend(Appraisal)
class AppraisalScores:
    competency_scores: list[CompetencyScore] | None = many(
        "Competencies as rated by the person, the leader, colleagues and people led.",
        of="appraisal_id",
        order="{row}.competency, {row}.relation",
    )
