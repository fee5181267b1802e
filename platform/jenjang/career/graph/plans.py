"""Career plans, their goals and steps, and how many people have one."""

import datetime

from jenjang.career import models
from jenjang.career.actions.candidates import READ
from jenjang.career.graph import enums
from jenjang.competence.graph.catalogue import CompetencyRef
from jenjang.graph.declare import Connection, Guard, Node, extend, field, many, one, page, record
from jenjang.graph.filters import choice, day, filter_input, identified, order_input
from jenjang.organisation.graph.people import Employee
from jenjang.organisation.graph.subjects import OF_PERSON, UNIT
from jenjang.organisation.graph.units import Unit
from jenjang.organisation.models import UnitVersion

SHOWN = "({row}.state NOT IN ('DRAFT', 'DISCARDED') OR {row}.employee_id = {me})"
"""SQL: a draft, and what was discarded, shows to nobody but its person."""
SHOWN_WITH_PLAN = (
    "({row}.employee_id = {me} OR EXISTS (SELECT FROM career_plans p WHERE p.tenant_id = {tenant}"
    " AND p.id = {row}.plan_id AND p.state NOT IN ('DRAFT', 'DISCARDED')))"
)
TELLS = {
    "training:read": "TRAINING",
    "competence:read": "COMPETENCY",
    "appraisal:read": "APPRAISAL",
}
"""By permission, the kind of step whose end tells what that keeps: who completed, or was found good, when."""
STEP_TELLS = tuple((needs, Guard(f"{{row}}.kind <> '{kind}'")) for needs, kind in TELLS.items())
NONE_OF = (
    "NOT EXISTS (SELECT FROM career_steps s WHERE s.tenant_id = {{row}}.tenant_id"
    " AND s.plan_id = {{row}}.id AND s.kind = '{kind}')"
)
PLAN_TELLS = tuple((needs, Guard(NONE_OF.format(kind=kind))) for needs, kind in TELLS.items())
STEPS = (
    "SELECT count(*) AS steps, count(s.done_on) AS done FROM career_steps s"
    " WHERE s.tenant_id = {tenant} AND s.plan_id = {row}.id"
)
COVERED = (
    "SELECT count(*) AS people, count(c.employee_id) AS planned"
    " FROM unit_ancestry a JOIN placements p ON p.tenant_id = {tenant} AND p.unit_id = a.unit_id"
    " AND p.valid_from <= {at} AND (p.valid_to IS NULL OR p.valid_to > {at})"
    " LEFT JOIN (SELECT DISTINCT c.employee_id FROM career_plans c WHERE c.tenant_id = {tenant}"
    " AND c.state IN ('APPROVED', 'RENEWED') AND c.approved_on <= {at} AND c.stands_until > {at}) c"
    " ON c.employee_id = p.employee_id"
    " WHERE a.tenant_id = {tenant} AND a.ancestor_id = {row}.unit_id"
    " AND a.valid_from <= {at} AND (a.valid_to IS NULL OR a.valid_to > {at})"
)
"""SQL of who is placed in a unit and below it, and of whom a plan stands on the date."""
PlanFilter = filter_input(
    "CareerPlanFilter",
    "Which plans.",
    {
        "state": choice(enums.PlanState, "state", "By state."),
        "employee": identified("Employee", "employee_id", "Of this person."),
        "begins_on": day("begins_on", "By the day on which it begins."),
        "within": identified(
            "Unit",
            "EXISTS (SELECT FROM placements h JOIN unit_ancestry a ON a.tenant_id = {tenant}"
            " AND a.unit_id = h.unit_id AND a.valid_from <= {today}"
            " AND (a.valid_to IS NULL OR a.valid_to > {today})"
            " WHERE h.tenant_id = {tenant} AND h.employee_id = {row}.employee_id AND h.valid_from <= {today}"
            " AND (h.valid_to IS NULL OR h.valid_to > {today}) AND a.ancestor_id {test})",
            "Of who is placed in the subtree of this unit today.",
        ),
    },
)
PlanOrder = order_input(
    "CareerPlanOrder", {"BEGINS_ON": ("begins_on", "By the day on which it begins.")}, [("BEGINS_ON", "DESC")]
)


@record(models.CareerStep, needs=READ, about=OF_PERSON, shown=SHOWN_WITH_PLAN)
class CareerStep(Node):
    """What somebody does for a goal by a day."""

    kind: enums.StepKind = field("What it is, which tells what ends it.")
    what: str = field("In the person's own words.")
    due: datetime.date = field("By when it is to be done.")
    course_code: str | None = field(
        "Code of the course that it waits for.",
        sql="SELECT c.code FROM course_levels c WHERE c.tenant_id = {tenant}"
        " AND c.course_id = {row}.course_id LIMIT 1",
    )
    competency: CompetencyRef | None = one("The competency that it waits for.", by="subject")
    level: int | None = field("The level wanted in it, 1 to 5.")
    from_improvement: bool = field(
        "Whether it takes up an improvement of an appraisal.", sql="{row}.intention_id IS NOT NULL"
    )
    done_on: datetime.date | None = field(
        "Since when it is done; null without the permission that keeps what it tells: `training:read`,"
        " `competence:read` or `appraisal:read` over the person, by kind.",
        guards=STEP_TELLS,
    )


@record(models.CareerGoal, needs=READ, about=OF_PERSON, shown=SHOWN_WITH_PLAN)
class CareerGoal(Node):
    """What somebody wants to reach by a day."""

    title: str = field("The goal, in the person's words.")
    due: datetime.date = field("By when.")
    horizon: enums.Horizon = field("How far off it is, seen from the day on which the plan was submitted.")
    steps: list[CareerStep] | None = many(
        "Its steps, as they are due.", of="goal_id", order="{row}.due, {row}.id"
    )


@record(models.CareerPlan, needs=READ, about=OF_PERSON, shown=SHOWN)
class CareerPlan(Node):
    """What somebody wants to become, and by which steps; a draft shows to nobody else."""

    employee: Employee | None = one("Whose it is.", by="employee_id")
    state: enums.PlanState = field("Where it is.")
    begins_on: datetime.date = field("The day from which it looks ahead.")
    comment: str | None = field("What the leader said who returned it.")
    decided_by_name: str | None = field(
        "Name of who approved or returned it last.",
        sql="SELECT e.name FROM employees e WHERE e.tenant_id = {tenant}"
        " AND e.id = {row}.decided_by_employee_id",
    )
    approved_on: datetime.date | None = field("When it was approved.")
    stands_until: datetime.date | None = field("The first day on which it is to be renewed.")
    rule: str | None = field("Version of the rule by which it was approved.")
    version: int = field("Grows with each change; give it back as `expectedVersion`.")
    steps: int = field("How many steps it has.", sql="{beside}.steps", beside=STEPS)
    steps_done: int | None = field(
        "How many of them are done; null where `doneOn` of one would be for want of a permission.",
        sql="{beside}.done",
        beside=STEPS,
        guards=PLAN_TELLS,
    )
    goals: list[CareerGoal] | None = many(
        "Its goals, as they are due.", of="plan_id", order="{row}.due, {row}.id"
    )


@record(UnitVersion, key="unit_id", needs=READ, about=UNIT, dated=True)
class CareerPlanCoverage:
    """How many in a unit and below it have an approved plan that stands on the date."""

    people: int = field("Who is placed there.", sql="{beside}.people", beside=COVERED)
    planned: int = field("Of them, of whom a plan stands.", sql="{beside}.planned", beside=COVERED)
    percent: float | None = field(
        "The same in percent, to one place; null where nobody is placed.",
        sql="round(100.0 * {beside}.planned / nullif({beside}.people, 0), 1)",
        beside=COVERED,
    )


@extend(Employee)
class EmployeePlans:
    career_plans: Connection[CareerPlan] | None = page(
        "The person's plans, latest first.",
        of="employee_id",
        filter=PlanFilter,
        order=PlanOrder,
        needs=READ,
    )


@extend(Unit)
class UnitPlans:
    career_plan_coverage: CareerPlanCoverage | None = one(
        "How many in its subtree have a plan on the date.", by="unit_id", current=True
    )
