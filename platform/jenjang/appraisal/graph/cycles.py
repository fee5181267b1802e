"""Cycles, and each person's appraisal in one."""

import datetime

from jenjang.appraisal.graph import enums
from jenjang.appraisal.graph.skp import NAME_OF, Skp
from jenjang.appraisal.graph.subjects import APPRAISAL, READ
from jenjang.appraisal.models import cycle as models
from jenjang.graph.declare import Connection, Node, extend, field, one, page, record
from jenjang.graph.filters import choice, day, filter_input, flag, identified, number, order_input
from jenjang.organisation.graph.people import Employee
from jenjang.organisation.graph.subjects import UNIT
from jenjang.organisation.graph.units import Unit
from jenjang.reference.graph import PositionLevel

IN_CYCLE = (
    "SELECT count(*) FROM appraisals a WHERE a.tenant_id = {{tenant}} AND a.cycle_id = {{row}}.id{also}"
)
BELOW_UNIT = (
    "SELECT count(*) FROM unit_ancestry u JOIN appraisals a ON a.tenant_id = {{tenant}}"
    " AND a.cycle_id = {{row}}.cycle_id AND a.unit_id = u.unit_id"
    " WHERE u.tenant_id = {{tenant}} AND u.ancestor_id = {{row}}.unit_id AND u.valid_from <= {{at}}"
    " AND (u.valid_to IS NULL OR u.valid_to > {{at}}){also}"
)
EVALUATED = " AND a.state NOT IN ('OPEN', 'MISSED')"
UNACKNOWLEDGED = " AND a.state = 'PUBLISHED' AND a.acknowledge_until < {today}"
LATE = " AND a.state = 'OPEN' AND a.due_on < {today}"

CycleFilter = filter_input(
    "AppraisalCycleFilter",
    "Which cycles.",
    {
        "kind": choice(enums.CycleKind, "kind", "By length of the period."),
        "state": choice(enums.CycleState, "state", "By where they stand."),
        "year": number("year", "By calendar year."),
    },
)
CycleOrder = order_input(
    "AppraisalCycleOrder", {"BEGINS": ("begins", "By first day of the period.")}, [("BEGINS", "DESC")]
)
CycleUnitOrder = order_input("CycleUnitOrder", {"UNIT": ("unit_id", "Unit by unit.")}, [("UNIT", "ASC")])
CycleUnitFilter = filter_input(
    "CycleUnitFilter", "Which units.", {"unit": identified("Unit", "unit_id", "By unit.")}
)
AppraisalFilter = filter_input(
    "AppraisalFilter",
    "Which appraisals.",
    {
        "state": choice(enums.AppraisalState, "state", "By where they stand."),
        "predicate": choice(enums.Predicate, "predicate", "By published predicate."),
        "cycle": identified("AppraisalCycle", "cycle_id", "By cycle."),
        "unit": identified("Unit", "unit_id", "By the very unit of the person then."),
        "employee": identified("Employee", "employee_id", "By person."),
        "evaluator": identified("Employee", "evaluator_employee_id", "By evaluator."),
        "due_on": day("due_on", "By day until which to evaluate."),
        "escalated": flag(
            "({row}.escalated_at IS NOT NULL) {test}", "Whether it went to the leader's leader."
        ),
        "within": identified(
            "Unit",
            "EXISTS (SELECT FROM unit_ancestry u WHERE u.tenant_id = {tenant} AND u.unit_id = {row}.unit_id"
            " AND u.valid_from <= {at} AND (u.valid_to IS NULL OR u.valid_to > {at})"
            " AND u.ancestor_id {test})",
            "In the subtree of this unit.",
        ),
    },
)
AppraisalOrder = order_input(
    "AppraisalOrder",
    {
        "BEGINS": ("begins", "By first day of the period."),
        "DUE_ON": ("due_on", "By day until which to evaluate."),
    },
    [("BEGINS", "DESC")],
)


@record(models.CycleUnit, needs=READ, about=UNIT)
class CycleUnit(Node):
    """A unit in a cycle: the predicate of its own performance, and how far its people's appraisals are.

    Counts are of the unit and all below it.
    """

    unit: Unit | None = one("The unit.", by="unit_id")
    predicate: enums.OrganisationPredicate | None = field(
        "Predicate of the unit's own performance; null while it isn't set."
    )
    basis: str | None = field("On what it rests, such as the number of the report.")
    people: int = field("How many are appraised.", sql=BELOW_UNIT.format(also=""))
    evaluated: int = field("How many of them are evaluated.", sql=BELOW_UNIT.format(also=EVALUATED))
    late: int = field("How many are not, though the day has passed.", sql=BELOW_UNIT.format(also=LATE))
    unacknowledged: int = field(
        "How many results aren't acknowledged, though the day has passed.",
        sql=BELOW_UNIT.format(also=UNACKNOWLEDGED),
    )


@record(models.AppraisalCycle, needs="policy:read")
class AppraisalCycle(Node):
    """A period of appraisal, opened for the whole government or for a unit and all below it."""

    kind: enums.CycleKind = field("How long the period is.")
    year: int = field("Calendar year.")
    number: int = field("Which month (1-12) or quarter (1-4) of the year; 1 of a year.")
    begins: datetime.date = field("First day of the period.")
    ends: datetime.date = field("Day after the last of the period.")
    unit: Unit | None = one("For which unit and all below it; null: for all.", by="unit_id")
    due_on: datetime.date = field("Until which day people are to be evaluated.")
    state: enums.CycleState = field("Where it stands.")
    fewest_raters: int = field("From how many raters on colleagues' ratings are shown (3 or more).")
    to_close: int | None = field("How many results closing has to publish; null before it is closed.")
    closed_so_far: int = field("How many of them are published.")
    opened_at: datetime.datetime = field("When it was opened.")
    closed_at: datetime.datetime | None = field("When its last result was published.")
    version: int = field("Grows with each change; give it back as `expectedVersion`.")
    people: int = field("How many are appraised in it.", sql=IN_CYCLE.format(also=""))
    evaluated: int = field("How many of them are evaluated.", sql=IN_CYCLE.format(also=EVALUATED))
    late: int = field("How many are not, though the day has passed.", sql=IN_CYCLE.format(also=LATE))
    unacknowledged: int = field(
        "How many results aren't acknowledged, though the day has passed.",
        sql=IN_CYCLE.format(also=UNACKNOWLEDGED),
    )
    units: Connection[CycleUnit] | None = page(
        "Those of its units whose appraisals you may see, with predicates and completion.",
        of="cycle_id",
        filter=CycleUnitFilter,
        order=CycleUnitOrder,
    )


@record(models.Appraisal, needs=READ, about=APPRAISAL)
class Appraisal(Node):
    """Somebody's appraisal in a cycle: who evaluates, until when, where it stands, and what was published."""

    cycle: AppraisalCycle | None = one("The cycle.", by="cycle_id")
    employee: Employee | None = one("Who is appraised.", by="employee_id")
    employee_name: str = field("Name of who is appraised.", sql=NAME_OF.format(column="employee_id"))
    unit: Unit | None = one("The person's unit when the cycle was opened.", by="unit_id")
    headed_unit: Unit | None = one(
        "The unit that the person heads: its predicate is the rating of results.", by="headed_unit_id"
    )
    evaluator_name: str | None = field(
        "Name of the evaluator (pejabat penilai kinerja); null while nobody leads there. Before evaluation"
        " that is the direct superior of today: seconds after another leads, within an hour where a"
        " worker was down or a day begins. Who may evaluate is looked at anew as it is done.",
        sql=NAME_OF.format(column="evaluator_employee_id"),
    )
    evaluator: Employee | None = one(
        "The evaluator, where you may see that file.", by="evaluator_employee_id"
    )
    level: PositionLevel | None = one("Level of the position held.", by="level")
    skp: Skp | None = one("The SKP that the evaluation went by.", by="skp_id")
    state: enums.AppraisalState = field("Where it stands.")
    predicate: enums.Predicate | None = field("The result; null until it is published.")
    months: int = field("How many months of the period count, 1 to 12.")
    begins: datetime.date = field("First day of the period.")
    due_on: datetime.date = field("Until which day to evaluate.")
    escalated_at: datetime.datetime | None = field("When it went to the leader's leader, being late.")
    published_at: datetime.datetime | None = field("When the result was published.")
    read_at: datetime.datetime | None = field("When the employee first marked it as read.")
    acknowledged_at: datetime.datetime | None = field("When the employee acknowledged it.")
    acknowledge_until: datetime.date | None = field(
        "Until which day the employee is to acknowledge the result; it may be later."
    )
    objection_until: datetime.date | None = field("Until which day an objection may be filed.")
    version: int = field(
        "Grows with each deed; give it back as `expectedVersion`. That another leads by now is no deed."
        " Of your own it is 1 until the result is published: nothing tells what is done with the draft.",
        sql="CASE WHEN {row}.employee_id IS NOT DISTINCT FROM {me} AND {row}.published_at IS NULL THEN 1"
        " ELSE {row}.version END",
    )


@extend(AppraisalCycle)
class CycleAppraisals:
    appraisals: Connection[Appraisal] | None = page(
        "The appraisals in it that you may see.", of="cycle_id", filter=AppraisalFilter, order=AppraisalOrder
    )


@extend(Employee)
class EmployeeAppraisals:
    appraisals: Connection[Appraisal] | None = page(
        "The person's appraisals, latest period first.",
        of="employee_id",
        filter=AppraisalFilter,
        order=AppraisalOrder,
        needs=READ,
    )
