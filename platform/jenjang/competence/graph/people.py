"""What people were assessed at, what counts of it, and what is missing for their positions."""

import datetime

from jenjang.competence import models
from jenjang.competence.graph import enums
from jenjang.competence.graph.catalogue import CompetencyRef
from jenjang.competence.looking import gaps
from jenjang.graph.declare import Connection, Node, extend, field, one, page, record
from jenjang.graph.filters import choice, filter_input, flag, identified, number, order_input, text
from jenjang.organisation.graph.people import Employee
from jenjang.organisation.graph.subjects import OF_PERSON
from jenjang.organisation.graph.units import OPEN, Position, Unit

READ = "competence:read"
NAME_OF = "SELECT e.name FROM employees e WHERE e.tenant_id = {{tenant}} AND e.id = {{row}}.{column}"
HELD_AND_ASKED = (
    "{row}.placed_from <= {at} AND ({row}.placed_to IS NULL OR {row}.placed_to > {at})"
    " AND {row}.required_from <= {at} AND ({row}.required_to IS NULL OR {row}.required_to > {at})"
)
"""SQL of a gap on the date: the person holds the position, and it asks for the level."""
COUNTING = (
    "SELECT max(l.level) AS level FROM competency_levels l WHERE l.tenant_id = {tenant}"
    " AND l.employee_id = {row}.employee_id AND l.subject = {row}.subject"
    " AND l.valid_from <= {at} AND l.valid_to > {at}"
)
"""SQL of the level that counts on the date: one row, null where none does; no two ever count on a day."""
ASSESSED = f"({COUNTING})"

AssessmentFilter = filter_input(
    "CompetencyAssessmentFilter",
    "Which assessments.",
    {
        "competency": text("competency", "By code of a national competency, such as M.01."),
        "technical_competency": identified(
            "TechnicalCompetency", "technical_competency_id", "By technical competency."
        ),
        "source": choice(enums.AssessmentSource, "source", "By where it comes from."),
        "withdrawn": flag("({row}.withdrawn_at IS NOT NULL) {test}", "Those withdrawn, or the others."),
    },
)
AssessmentOrder = order_input(
    "CompetencyAssessmentOrder", {"ASSESSED_ON": ("assessed_on", "By day.")}, [("ASSESSED_ON", "DESC")]
)
CompetencyOrder = order_input(
    "EmployeeCompetencyOrder", {"SUBJECT": ("subject", "Competency by competency.")}, [("SUBJECT", "ASC")]
)
GapFilter = filter_input(
    "CompetencyGapFilter",
    "Which gaps.",
    {
        "competency": text("competency", "By code of a national competency, such as M.01."),
        "technical_competency": identified(
            "TechnicalCompetency", "technical_competency_id", "By technical competency."
        ),
        "gap": number(f"({{row}}.required - {ASSESSED}) {{test}}", "By levels missing; never who has none."),
        "assessed": flag(f"({ASSESSED} IS NOT NULL) {{test}}", "Whether a level counts on the date."),
        "position": identified("Position", "position_id", "Of who holds this position."),
        "within": identified(
            "Unit",
            "EXISTS (SELECT FROM unit_ancestry a WHERE a.tenant_id = {tenant} AND a.unit_id = {row}.unit_id"
            " AND a.valid_from <= {at} AND (a.valid_to IS NULL OR a.valid_to > {at})"
            " AND a.ancestor_id {test})",
            "Of who is placed in the subtree of this unit on the date.",
        ),
    },
)
GapOrder = order_input(
    "CompetencyGapOrder", {"PERSON": ("employee_id", "Person by person.")}, [("PERSON", "ASC")]
)
OwnGapOrder = order_input(
    "EmployeeCompetencyGapOrder", {"SUBJECT": ("subject", "Competency by competency.")}, [("SUBJECT", "ASC")]
)


@record(models.CompetencyAssessment, needs=READ, about=OF_PERSON)
class CompetencyAssessment(Node):
    """A level that somebody was assessed at. Never changed; a wrong one is withdrawn with the reason."""

    employee: Employee | None = one("Whose level it is.", by="employee_id")
    competency: CompetencyRef | None = one("The competency.", by="subject")
    level: int = field("The level, 1 to 5.")
    source: enums.AssessmentSource = field("Where it comes from.")
    assessed_on: datetime.date = field("The day on which it was assessed.")
    expires_on: datetime.date = field("The first day on which it counts no more.")
    rule: str = field("Version of the rule that gave that day.")
    evidence: str | None = field("What shows it, in words.")
    link: str | None = field("Where that can be seen (https).")
    by_name: str | None = field(
        "Who recorded it; null of an application.", sql=NAME_OF.format(column="by_employee_id")
    )
    made_at: datetime.datetime = field("When it was recorded.")
    withdrawn_at: datetime.datetime | None = field("When it was withdrawn, and counted no more.")
    withdrawn_reason: str | None = field("Why it was withdrawn.")
    withdrawn_by_name: str | None = field(
        "Who withdrew it.", sql=NAME_OF.format(column="withdrawn_by_employee_id")
    )


@record(models.CompetencyLevel, needs=READ, about=OF_PERSON)
class EmployeeCompetency:
    """The level that counts: the latest measurement, or what evidence of learning raised it to since."""

    competency: CompetencyRef | None = one("The competency.", by="subject")
    level: int = field("The level, 1 to 5.")
    assessment: CompetencyAssessment | None = one("The assessment that gives it.", by="assessment_id")
    valid_from: datetime.date = field("Since when it counts.")
    valid_to: datetime.date = field("Until when, exclusive: then the assessment is out of date.")


@record(gaps, needs=READ, about=OF_PERSON)
class CompetencyGap:
    """What a position asks of its holder in one competency, and what the holder was assessed at."""

    employee: Employee | None = one("Who holds the position.", by="employee_id")
    position: Position | None = one("The position.", by="position_id")
    unit: Unit | None = one("The unit that the person is placed in.", by="unit_id")
    competency: CompetencyRef | None = one("The competency.", by="subject")
    required: int = field("The level that the position asks for, 1 to 5.")
    assessed: int | None = field(
        "The level that counts on the date; null where none does: not assessed is not zero.",
        sql="{beside}.level",
        beside=COUNTING,
    )
    gap: int | None = field(
        "Levels missing: required - assessed; 0 or below where nothing is, null where no level counts.",
        sql="{row}.required - {beside}.level",
        beside=COUNTING,
    )


@extend(Employee)
class EmployeeCompetencies:
    competencies: Connection[EmployeeCompetency] | None = page(
        "The levels that count on the date.", of="employee_id", where=OPEN, order=CompetencyOrder
    )
    competency_assessments: Connection[CompetencyAssessment] | None = page(
        "All that was assessed, latest first, what was withdrawn included.",
        of="employee_id",
        filter=AssessmentFilter,
        order=AssessmentOrder,
    )
    competency_gaps: Connection[CompetencyGap] | None = page(
        "What the position held on the date asks for, and what is missing.",
        of="employee_id",
        where=HELD_AND_ASKED,
        filter=GapFilter,
        order=OwnGapOrder,
    )
