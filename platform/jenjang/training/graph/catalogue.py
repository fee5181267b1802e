"""Courses, the events at which they are held, and budgets."""

import datetime
from decimal import Decimal

from jenjang.competence.graph.catalogue import CompetencyRef
from jenjang.graph.declare import Connection, Node, extend, field, many, one, page, record
from jenjang.graph.filters import choice, day, filter_input, identified, number, order_input, text
from jenjang.organisation.graph import enums as people_enums
from jenjang.organisation.graph.histories import FROM
from jenjang.organisation.graph.people import Employee
from jenjang.organisation.graph.subjects import UNIT
from jenjang.organisation.graph.units import Unit
from jenjang.training.graph import enums
from jenjang.training.models import catalogue as models
from jenjang.training.models import events

SEEN = "course:read"
COUNTED = (
    "SELECT count(*) FROM training_enrolments n"
    " WHERE n.tenant_id = {{tenant}} AND n.event_id = {{row}}.id AND n.state = '{state}'"
)
CERTIFIED = (
    "FROM training_enrolments n"
    " JOIN training_certificates c ON c.tenant_id = {tenant} AND c.enrolment_id = n.id"
)
PAID_BY = " WHERE n.tenant_id = {tenant} AND n.budget_id = {row}.id"
HOURS = f"(SELECT sum(c.hours) {CERTIFIED}{PAID_BY})"
"""SQL of the JP of all who completed what a budget paid."""
RAISED = (
    f"(SELECT sum(greatest(0, l.level - coalesce(b.level, 0))) {CERTIFIED}"
    " JOIN training_targets t ON t.tenant_id = {tenant} AND t.course_id = c.course_id"
    " JOIN competency_levels l ON l.tenant_id = {tenant} AND l.employee_id = c.employee_id"
    " AND l.subject = t.subject AND l.valid_from <= c.ends_on AND l.valid_to > c.ends_on"
    " JOIN competency_assessments a ON a.tenant_id = {tenant} AND a.id = l.assessment_id"
    " AND a.source = 'TRAINING'"
    " LEFT JOIN competency_levels b ON b.tenant_id = {tenant} AND b.employee_id = c.employee_id"
    " AND b.subject = t.subject AND b.valid_from < c.ends_on AND b.valid_to >= c.ends_on"
    f"{PAID_BY})"
)
"""SQL of by how many levels those people stood higher on the last day than on the day before it, by that."""
VERSION = "Grows by one with each change."

TEACHES = (
    "EXISTS (SELECT FROM training_targets t WHERE t.tenant_id = {tenant} AND t.course_id = {row}.id"
    " AND t.subject {test})"
)
OF_COURSE = (
    "EXISTS (SELECT FROM training_courses c WHERE c.tenant_id = {tenant} AND c.id = {row}.course_id"
    " AND c.form {test})"
)
COURSE_TEACHES = (
    "EXISTS (SELECT FROM training_targets t WHERE t.tenant_id = {tenant} AND t.course_id = {row}.course_id"
    " AND t.subject {test})"
)
HELD = (
    "EXISTS (SELECT FROM training_courses c WHERE c.tenant_id = {tenant} AND c.id = {row}.course_id"
    " AND c.valid_from <= {at} AND (c.valid_to IS NULL OR c.valid_to > {at}))"
)
TargetFilter = filter_input(
    "TrainingTargetFilter",
    "Which of a competency's courses.",
    {"level": number("level", "By the level up to which they teach it.")},
)
TargetOrder = order_input(
    "TrainingTargetOrder",
    {"LEVEL": ("level", "By the level up to which they teach it.")},
    [("LEVEL", "DESC")],
)
CourseFilter = filter_input(
    "TrainingCourseFilter",
    "Which courses.",
    {
        "code": text("code", "By code."),
        "name": text("lower({row}.name) {test}", "By name, ignoring case.", fold=True),
        "provider": text("lower({row}.provider) {test}", "By who holds it, ignoring case.", fold=True),
        "form": choice(enums.TrainingForm, "form", "By form."),
        "form_group": choice(enums.FormGroup, "form_group", "By group of forms."),
        "competency": text(TEACHES, "By code of a national competency that it teaches, such as M.05."),
        "valid_to": day("valid_to", "By the day from which it is held no more."),
    },
)
CourseOrder = order_input("TrainingCourseOrder", {"CODE": ("code", "By code.")}, [("CODE", "ASC")])
EventFilter = filter_input(
    "TrainingEventFilter",
    "Which events.",
    {
        "state": choice(enums.EventState, "state", "By state."),
        "course": identified("TrainingCourse", "course_id", "Of this course."),
        "series": text("series", "By the series that they are of."),
        "form": choice(enums.TrainingForm, OF_COURSE, "By form of the course."),
        "competency": text(
            COURSE_TEACHES, "By code of a national competency that the course teaches, such as M.05."
        ),
        "begins_on": day("begins_on", "By the day of the first meeting."),
        "ends_on": day("ends_on", "By the day of the last meeting."),
        "enrol_until": day("enrol_until", "By the last day on which anybody enrols."),
    },
)
EventOrder = order_input(
    "TrainingEventOrder",
    {"BEGINS_ON": ("begins_on", "By the day of the first meeting.")},
    [("BEGINS_ON", "ASC")],
)
BudgetFilter = filter_input(
    "TrainingBudgetFilter",
    "Which budgets.",
    {
        "unit": identified("Unit", "unit_id", "Of this unit."),
        "year": number("year", "By calendar year."),
        "source": choice(enums.FundingSource, "source", "By who pays."),
    },
)
BudgetOrder = order_input("TrainingBudgetOrder", {"YEAR": ("year", "By year.")}, [("YEAR", "DESC")])


@record(models.TrainingTarget, needs=SEEN)
class TrainingTarget:
    """A competency that a course teaches."""

    competency: CompetencyRef | None = one("The competency.", by="subject")
    level: int = field("Up to which level, 1 to 5.")


@record(events.TrainingMeeting, needs=SEEN)
class TrainingMeeting(Node):
    """A time at which an event's people meet."""

    topic: str = field("On what.")
    begins_at: datetime.datetime = field("When it begins.")
    ends_at: datetime.datetime = field("When it ends.")


@record(events.TrainingEvent, needs=SEEN)
class TrainingEvent(Node):
    """A course as it is held once, of one meeting or several."""

    title: str = field("What it is called, such as Angkatan II.")
    series: str | None = field("The series that it is one of, such as a yearly programme.")
    place: str = field("Where it is held.")
    quota: int = field("How many seats there are.")
    seated: int = field("How many of them are taken.", sql=COUNTED.format(state="SEATED"))
    waiting: int = field("How many wait for one.", sql=COUNTED.format(state="WAITING"))
    cost: Decimal = field("Rupiah that a seat costs the unit of whoever goes.")
    source: enums.FundingSource = field("From which budgets that is paid.")
    enrol_until: datetime.date = field("The last day on which anybody enrols.")
    begins_on: datetime.date = field("Day of the first meeting.")
    ends_on: datetime.date = field("Day of the last meeting.")
    trainer: Employee | None = one(
        "Who trains, if it is somebody of the government.", by="trainer_employee_id"
    )
    state: enums.EventState = field("What became of it.")
    cancel_reason: str | None = field("Why it was cancelled.")
    version: int = field(VERSION)
    meetings: list[TrainingMeeting] | None = many(
        "Its meetings, in their order.", of="event_id", order="{row}.begins_at, {row}.id"
    )


@record(models.TrainingCourse, needs=SEEN)
class TrainingCourse(Node):
    """Something that can be learned: its form, its hours, what it teaches, and whom it is for."""

    code: str = field("Its code, unique in the government.")
    name: str = field("Its name.")
    form: enums.TrainingForm = field("The statutory form.")
    form_group: enums.FormGroup = field("The group of the form.")
    provider: str = field("Who holds it.")
    description: str | None = field("What it is about.")
    amount: int = field("Lessons of 45 minutes or, of forms without lessons, how often it is done.")
    hours: int = field("JP that it counts, by its form.")
    rule: str = field("Version of the rule that counted them.")
    for_kind: people_enums.EmployeeKind | None = field("Only for PNS, or only for PPPK.")
    for_levels: list[str] = field("Only for who holds a position of these levels; empty: of any.")
    for_unit: Unit | None = one("Only for who is placed in this unit or below it.", by="for_unit_id")
    for_gap: bool = field("Only for who falls short, or isn't assessed, in what it teaches.")
    valid_from: datetime.date = field(FROM)
    valid_to: datetime.date | None = field("The day from which it is held no more.")
    version: int = field(VERSION)
    targets: list[TrainingTarget] | None = many("What it teaches.", of="course_id", order="{row}.subject")
    events: Connection[TrainingEvent] | None = page(
        "When it is held.", of="course_id", filter=EventFilter, order=EventOrder
    )


@extend(TrainingEvent)
class EventCourse:
    course: TrainingCourse | None = one("What is held.", by="course_id")


@extend(TrainingTarget)
class TargetCourse:
    course: TrainingCourse | None = one("Which course.", by="course_id")


@extend(CompetencyRef)
class CompetencyCourses:
    taught_by: Connection[TrainingTarget] | None = page(
        "The courses that teach it and are held on the date: what closes a gap in it.",
        of="subject",
        where=HELD,
        filter=TargetFilter,
        order=TargetOrder,
    )


@record(models.TrainingBudget, needs="budget:read", about=UNIT)
class TrainingBudget(Node):
    """What a unit may spend on training in a year from one source, in rupiah."""

    unit: Unit | None = one("The unit, whose people and those below it are paid for.", by="unit_id")
    year: int = field("Calendar year.")
    source: enums.FundingSource = field("Who pays.")
    ceiling: Decimal = field("How much it may be.")
    committed: Decimal = field("How much of it is promised for seats.")
    realised: Decimal = field("How much of it was paid.")
    available: Decimal = field("How much is left.")
    certified_hours: int = field("JP of all who completed what it paid.", sql=f"coalesce({HOURS}, 0)")
    cost_per_hour: Decimal | None = field(
        "Rupiah that were paid for each JP of these; null where there is none.",
        sql="SELECT round({row}.realised / nullif(" + HOURS + ", 0), 2)",
    )
    levels_raised: int = field(
        "By how many levels they rose in what was taught; who wasn't assessed before rose from 0.",
        sql=f"coalesce({RAISED}, 0)",
    )
    cost_per_level: Decimal | None = field(
        "Rupiah that were paid for each of these; null where there is none.",
        sql="SELECT round({row}.realised / nullif(" + RAISED + ", 0), 2)",
    )
    version: int = field("Grows by one with each change of the ceiling.")
