"""What a person held and went through, as dated rows."""

import datetime

from jenjang.graph.declare import Guard, Node, field, one, record
from jenjang.graph.scalars import NIP
from jenjang.organisation import models
from jenjang.organisation.graph import enums
from jenjang.organisation.graph.subjects import OF_PERSON
from jenjang.organisation.terms import TimelineKind
from jenjang.organisation.timeline import TITLES, timeline
from jenjang.reference.graph import EducationLevel, Rank

READ = "employee:read"
FROM = "The first day it holds."
TO = "The day it ended (exclusive); null while it holds."
WORDED = "'SERVICE', 'LEADERSHIP', 'PERFORMANCE'"
"""SQL of the kinds of lines whose title is one of the house's words."""
TITLED = " ".join(f"WHEN '{word}' THEN '{title}'" for word, title in TITLES.items())
DECREE = "Number of the decree (SK)."
AGAINST = "Judging who may be promoted or rewarded while a sanction is in force (PP 94/2021)."
"""What sanctions are kept for."""


@record(models.RankHolding, needs=READ, about=OF_PERSON)
class RankHolding(Node):
    """A rank that a person held for a time, from its TMT."""

    rank: Rank | None = one("The rank.", by="rank")
    valid_from: datetime.date = field(f"{FROM} (TMT)")
    valid_to: datetime.date | None = field(TO)
    decree_number: str | None = field(DECREE)
    decree_date: datetime.date | None = field("Date of the decree.")
    reason: str | None = field("Why the rank changed, such as REGULER or PILIHAN.")


@record(models.EmployeeNumber, needs=READ, about=OF_PERSON)
class EmployeeNumber(Node):
    """A civil-service number that a person bears or bore."""

    nip: NIP = field("The 18 digits.", column="number")
    kind: enums.EmployeeKind = field("NIP of a PNS or NI of a PPPK.")
    valid_from: datetime.date = field(FROM)
    valid_to: datetime.date | None = field(TO)


@record(models.ServicePeriod, needs=READ, about=OF_PERSON)
class ServicePeriod(Node):
    """A state of the life of service that a person was in for a time."""

    state: enums.ServiceState = field("The state.")
    reason: str | None = field("Why the state changed.")
    decree_number: str | None = field(DECREE)
    valid_from: datetime.date = field(FROM)
    valid_to: datetime.date | None = field(TO)


@record(models.Education, needs=READ, about=OF_PERSON)
class Education(Node):
    """A school that a person finished."""

    level: EducationLevel | None = one("The level.", by="level")
    programme: str | None = field("Field of study.")
    school: str | None = field("Name of the school.")
    graduated_in: int = field("Calendar year of graduation.")


@record(models.Sanction, needs="employee:discipline", about=OF_PERSON, purpose=AGAINST)
class Sanction(Node):
    """A disciplinary sanction and the time it is in force (PP 94/2021)."""

    severity: enums.Severity = field("How severe, by PP 94/2021.")
    kind: str = field("Which sanction.")
    decree_number: str | None = field(DECREE)
    valid_from: datetime.date = field(FROM)
    valid_to: datetime.date | None = field(TO)


KEPT = {
    "employee:discipline": TimelineKind.SANCTION,
    "appraisal:read": TimelineKind.PERFORMANCE,
    "training:read": TimelineKind.TRAINING,
    "competence:read": TimelineKind.COMPETENCY,
}
"""Lines of a timeline that a permission of their own keeps."""


@record(
    timeline,
    needs=READ,
    about=OF_PERSON,
    guards={needs: Guard(f"{{row}}.kind <> '{kind}'") for needs, kind in KEPT.items()},
)
class TimelineEntry:
    """One line of all that happened to a person in service, newest first."""

    kind: enums.TimelineKind = field("What it tells.")
    title: str = field(
        "In a few Indonesian words: the rank, the position, the state.",
        sql=f"CASE WHEN {{row}}.kind IN ({WORDED}) THEN CASE {{row}}.title {TITLED} END"
        " ELSE {row}.title END",
    )
    begins_on: datetime.date = field(FROM)
    ends_on: datetime.date | None = field(TO)
    decree_number: str | None = field(DECREE)
