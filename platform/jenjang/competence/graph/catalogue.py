"""Competencies themselves, and what positions ask for."""

import datetime

from jenjang.competence import models
from jenjang.competence.graph import enums
from jenjang.competence.looking import subjects
from jenjang.graph.declare import Connection, Node, extend, field, one, page, record
from jenjang.graph.filters import day, filter_input, identified, order_input, text
from jenjang.organisation.graph.histories import FROM, TO
from jenjang.organisation.graph.units import OPEN, Position

SEEN = "position:read"
VERSION = "Grows with each change; give it back as `expectedVersion`."
SHOWS = "How the level {} shows."

TechnicalFilter = filter_input(
    "TechnicalCompetencyFilter",
    "Which technical competencies.",
    {"code": text("code", "By code."), "valid_to": day("valid_to", "By the day from which it's out of use.")},
)
TechnicalOrder = order_input("TechnicalCompetencyOrder", {"CODE": ("code", "By code.")}, [("CODE", "ASC")])
StandardFilter = filter_input(
    "CompetencyStandardFilter",
    "Which standards.",
    {
        "competency": text("competency", "By code of a national competency, such as M.01."),
        "technical_competency": identified(
            "TechnicalCompetency", "technical_competency_id", "By technical competency."
        ),
    },
)
StandardOrder = order_input(
    "CompetencyStandardOrder",
    {"SUBJECT": ("subject", "By competency: the nation's, then the government's own.")},
    [("SUBJECT", "ASC")],
)


@record(subjects, key="subject", needs="reference:read")
class CompetencyRef:
    """A competency: one of the nation's, or a technical one of the government's own."""

    code: str = field("Its code, such as M.01, or the government's own.")
    name: str = field("Its name.")
    family: enums.CompetencyFamily = field("What kind of competency.")


@record(models.TechnicalCompetency, needs=SEEN)
class TechnicalCompetency(Node):
    """A competency that the government defines itself (kompetensi teknis), for the work of its positions."""

    code: str = field("Its code, unique in the government.")
    name: str = field("Its name.")
    definition: str = field("What somebody who has it is able to do.")
    level1: str | None = field(SHOWS.format(1), column="level_1")
    level2: str | None = field(SHOWS.format(2), column="level_2")
    level3: str | None = field(SHOWS.format(3), column="level_3")
    level4: str | None = field(SHOWS.format(4), column="level_4")
    level5: str | None = field(SHOWS.format(5), column="level_5")
    version: int = field(VERSION)
    valid_from: datetime.date = field(FROM)
    valid_to: datetime.date | None = field(TO)


@record(models.CompetencyStandard, needs=SEEN)
class CompetencyStandard(Node):
    """The level that a position asks for in one competency, for a time (standar kompetensi jabatan)."""

    competency: CompetencyRef | None = one("The competency.", by="subject")
    level: int = field("The level asked for, 1 to 5.")
    reason: str | None = field("Why it was set so.")
    decree_number: str | None = field("Number of the decree (SK).")
    version: int = field(VERSION)
    valid_from: datetime.date = field(FROM)
    valid_to: datetime.date | None = field(TO)


@extend(Position)
class PositionStandards:
    standards: Connection[CompetencyStandard] | None = page(
        "The competencies that it asks for on the date, each with its level.",
        of="position_id",
        where=OPEN,
        filter=StandardFilter,
        order=StandardOrder,
    )
