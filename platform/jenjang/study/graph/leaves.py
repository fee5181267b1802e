"""Study leaves and quotas, as they are read."""

import datetime

from jenjang.graph.declare import Connection, Node, extend, field, one, page, record
from jenjang.graph.filters import choice, day, filter_input, flag, number, order_input, text
from jenjang.organisation.graph.people import Employee
from jenjang.organisation.graph.subjects import OF_PERSON
from jenjang.study import models
from jenjang.study.actions.judging import READ
from jenjang.study.graph import enums

SEEN = "course:read"
LEFT = "'RESIGNED', 'DISMISSED', 'TRANSFERRED_OUT', 'CONTRACT_ENDED'"
BOND = (
    "SELECT CASE WHEN {row}.bond_months IS NULL THEN NULL WHEN {row}.bond_to IS NULL THEN 'NONE'"
    " WHEN EXISTS (SELECT FROM service_periods s WHERE s.tenant_id = {tenant}"
    f" AND s.employee_id = {{row}}.employee_id AND s.state IN ({LEFT})"
    " AND s.valid_from < {row}.bond_to AND s.valid_from <= {at}) THEN 'BROKEN'"
    " WHEN {at} < {row}.bond_to THEN 'RUNNING' ELSE 'SERVED' END"
)
LeaveFilter = filter_input(
    "StudyLeaveFilter",
    "Which study leaves.",
    {
        "state": choice(enums.StudyLeaveState, "state", "By state."),
        "level": text("level", "By code of the level of school, such as S2."),
        "begins_on": day("begins_on", "By the first day."),
        "back_on": day("ends_on", "By the day on which the person is back."),
        "bond_to": day("bond_to", "By the first day on which nothing is owed any more."),
        "settled": flag(
            "({row}.settled_on IS NOT NULL) {test}", "Whether somebody settled how long it really took."
        ),
    },
)
LeaveOrder = order_input(
    "StudyLeaveOrder", {"BEGINS_ON": ("begins_on", "By the first day.")}, [("BEGINS_ON", "DESC")]
)
QuotaFilter = filter_input(
    "StudyQuotaFilter",
    "Which quotas.",
    {"year": number("year", "By year."), "level": text("level", "By code of the level of school.")},
)
QuotaOrder = order_input("StudyQuotaOrder", {"YEAR": ("year", "By year.")}, [("YEAR", "DESC")])


@record(models.StudyQuota, needs=SEEN)
class StudyQuota(Node):
    """How many leaves to study for a level of school may begin in a year."""

    year: int = field("Calendar year.")
    level: str = field("Code of the level of school, such as S2.")
    seats: int = field("How many may be given.")
    taken: int = field("How many are given.")
    version: int = field("Grows by one with each change of the number.")


@record(models.StudyLeave, needs=READ, about=OF_PERSON)
class StudyLeave(Node):
    """Somebody who wants to go to school (tugas belajar), and what became of it."""

    employee: Employee | None = one("Who.", by="employee_id")
    level: str = field("Code of the level of school, such as S2.")
    programme: str = field("What is studied.")
    school: str = field("Where.")
    funding: enums.StudyFunding = field("Who pays.")
    duty: enums.StudyDuty = field("Whether the person works on.")
    is_priority: bool = field("Whether the government is said to need the field most.")
    begins_on: datetime.date = field("The first day.")
    back_on: datetime.date = field("The day on which the person is back.", column="ends_on")
    state: enums.StudyLeaveState = field("What became of it.")
    made_at: datetime.datetime = field("When it was asked for.")
    decided_by: Employee | None = one(
        "Who decided, where you may see that file.", by="decided_by_employee_id"
    )
    decided_by_name: str | None = field(
        "Name of who decided.",
        sql="SELECT e.name FROM employees e WHERE e.tenant_id = {tenant}"
        " AND e.id = {row}.decided_by_employee_id",
    )
    checked: list[enums.StudyRequirement] = field("What whoever approved it looked at, that no record tells.")
    reason: str | None = field("Why it was declined, taken back, or made longer at last.")
    rule: str = field("Version of the rule that judged it last.")
    finished_on: datetime.date | None = field("Since when the person is back.")
    is_completed: bool | None = field("Whether the school was finished.")
    report: str | None = field("What the person reported.")
    reported_at: datetime.datetime | None = field("When that was.")
    settled_on: datetime.date | None = field(
        "The day on which whoever manages training last settled how long it really took."
    )
    bond_months: int | None = field(
        "Months of service owed for it (ikatan dinas), from `finishedOn` on; null before the report."
    )
    bond_to: datetime.date | None = field("The first day on which nothing is owed any more.")
    bond: enums.BondStanding | None = field("How the person stands to them on the date.", sql=BOND)
    version: int = field("Grows by one with each change.")


@extend(Employee)
class EmployeeStudy:
    study_leaves: Connection[StudyLeave] | None = page(
        "When the person wanted to go to school, and what became of it, latest first.",
        of="employee_id",
        filter=LeaveFilter,
        order=LeaveOrder,
    )
