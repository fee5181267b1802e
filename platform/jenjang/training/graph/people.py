"""Who goes where: enrolments, attendance, certificates, hours of a year."""

import datetime
from decimal import Decimal

from jenjang.graph.declare import Connection, Node, extend, field, many, one, page, record
from jenjang.graph.filters import choice, filter_input, identified, number, order_input
from jenjang.organisation.graph.people import Employee
from jenjang.organisation.graph.subjects import OF_PERSON
from jenjang.training.graph import enums
from jenjang.training.graph.catalogue import TrainingCourse, TrainingEvent, TrainingMeeting
from jenjang.training.looking import years
from jenjang.training.models import enrolments as models

READ = "training:read"
KIND = "SELECT e.kind FROM employees e WHERE e.tenant_id = {tenant} AND e.id = {row}.employee_id"
DAY = "least(make_date({{row}}.year, 12, 31), {{at}})"
"""SQL of the day whose law counts for a year: its last one; of the running year, the one asked for."""
LAW = (
    "SELECT (r.body -> 'kinds' -> ({kind}) ->> '{bound}')::int FROM rule_sets r"
    f" WHERE r.name = 'training_hours' AND r.valid_from <= {DAY}"
    f" AND (r.valid_to IS NULL OR r.valid_to > {DAY})"
)
"""SQL of a bound of the law of a year for somebody of a kind (SQL, too)."""
RAISED = (
    "SELECT max(c.hours) FROM training_cap_raises c"
    " WHERE c.tenant_id = {tenant} AND c.employee_id = {row}.employee_id AND c.year = {row}.year"
)
PLACE = (
    "CASE {row}.state WHEN 'WAITING' THEN (SELECT count(*)::int FROM training_enrolments w"
    " WHERE w.tenant_id = {tenant} AND w.event_id = {row}.event_id AND w.state = 'WAITING'"
    " AND (w.queued_at, w.id) <= ({row}.queued_at, {row}.id)) END"
)
WAITS_FOR = (
    "CASE {row}.state WHEN 'WAITING' THEN (SELECT CASE"
    " WHEN v.quota <= (SELECT count(*) FROM training_enrolments s"
    " WHERE s.tenant_id = {tenant} AND s.event_id = v.id AND s.state = 'SEATED') THEN 'SEAT'"
    " WHEN EXISTS (SELECT FROM training_budgets b WHERE b.tenant_id = {tenant} AND b.id = {row}.budget_id"
    " AND b.ceiling - b.committed - b.realised < v.cost) THEN 'MONEY' ELSE 'TURN' END"
    " FROM training_events v WHERE v.tenant_id = {tenant} AND v.id = {row}.event_id) END"
)

EnrolmentFilter = filter_input(
    "TrainingEnrolmentFilter",
    "Which enrolments.",
    {
        "state": choice(enums.EnrolmentState, "state", "By state."),
        "event": identified("TrainingEvent", "event_id", "For this event."),
    },
)
EnrolmentOrder = order_input(
    "TrainingEnrolmentOrder", {"MADE_AT": ("made_at", "By when it was made.")}, [("MADE_AT", "DESC")]
)
CertificateFilter = filter_input(
    "TrainingCertificateFilter",
    "Which certificates.",
    {
        "year": number("year", "By the year for which they count."),
        "course": identified("TrainingCourse", "course_id", "Of this course."),
    },
)
CertificateOrder = order_input(
    "TrainingCertificateOrder", {"ISSUED_ON": ("issued_on", "By day.")}, [("ISSUED_ON", "DESC")]
)
YearOrder = order_input("TrainingYearOrder", {"YEAR": ("year", "By year.")}, [("YEAR", "DESC")])


@record(models.TrainingAttendance, needs=READ, about=OF_PERSON)
class TrainingAttendance:
    """Whether somebody was at a meeting."""

    meeting: TrainingMeeting | None = one("The meeting.", by="meeting_id")
    is_present: bool = field("Whether the person was there.")
    noted_at: datetime.datetime = field("When it was noted.")
    by_code: bool = field(
        "Whether the person said so by the meeting's code; else it is on the trainer's list."
    )


@record(models.TrainingCertificate, needs=READ, about=OF_PERSON)
class TrainingCertificate(Node):
    """That somebody completed a course. Anybody to whom its code is given can check it on a public page."""

    employee: Employee | None = one("Who completed it.", by="employee_id")
    number: str = field("Its number.")
    code: str = field("The code by which it is checked: /t/{government}/certificates/{code}.")
    hash: str = field("SHA-256 of all that it says.")
    pdf_path: str = field(
        "Where its PDF is, with the person's name, below this server's address: to be fetched with the same"
        " token. 501 where the operator left out the extra `pdf`.",
        sql="'/t/' || {tenant} || '/certificates/' || {row}.code || '.pdf'",
    )
    course: TrainingCourse | None = one("The course as it is now.", by="course_id")
    course_name: str = field("The course's name on that day.", column="course")
    form: enums.TrainingForm = field("The statutory form.")
    hours: int = field("JP.")
    year: int = field("The calendar year for which they count.")
    begins_on: datetime.date = field("Day of the first meeting.")
    ends_on: datetime.date = field("Day of the last meeting.")
    issued_on: datetime.date = field("Day on which it was issued.")


@record(models.TrainingEnrolment, needs=READ, about=OF_PERSON)
class TrainingEnrolment(Node):
    """Somebody who wants to go to an event, and what became of it."""

    employee: Employee | None = one("Who.", by="employee_id")
    event: TrainingEvent | None = one("Where.", by="event_id")
    state: enums.EnrolmentState = field("What became of it.")
    made_at: datetime.datetime = field("When it was made.")
    queued_at: datetime.datetime | None = field(
        "Since when it is on the list: who came first is seated first."
    )
    place: int | None = field("The place on the list, 1: the next; null where it isn't waited.", sql=PLACE)
    waits_for: enums.WaitsFor | None = field("What is missing for a seat; null as `place`.", sql=WAITS_FOR)
    seated_at: datetime.datetime | None = field("Since when there is a seat.")
    cost: Decimal = field("Rupiah that are promised for it, or were paid; 0 until a seat is given.")
    reason: str | None = field("Why it was declined or withdrawn.")
    version: int = field("Grows by one with each change.")
    attendances: list[TrainingAttendance] | None = many(
        "At which meetings the person was.", of="enrolment_id", order="{row}.noted_at, {row}.id"
    )
    certificate: TrainingCertificate | None = one("What there is to show for it.", of="enrolment_id")


@record(years, key="employee_id", needs=READ, about=OF_PERSON)
class TrainingYear:
    """How many hours somebody completed in a calendar year."""

    year: int = field("The year.")
    hours: int = field("JP that were completed.")
    least: int | None = field(
        "JP that are to be reached (PNS) by the law at that year's end, or today's; null: none are.",
        sql=LAW.format(kind=KIND, bound="least"),
    )
    most: int | None = field(
        "JP that aren't to be exceeded (PPPK) by the same law, or what they were raised to; null: no cap.",
        sql=f"SELECT greatest(law.most, ({RAISED})) FROM ({LAW.format(kind=KIND, bound='most')}) law(most)"
        " WHERE law.most IS NOT NULL",
    )


@extend(Employee)
class EmployeeTraining:
    training_enrolments: Connection[TrainingEnrolment] | None = page(
        "Where the person wanted to go, and what became of it, latest first.",
        of="employee_id",
        filter=EnrolmentFilter,
        order=EnrolmentOrder,
    )
    training_certificates: Connection[TrainingCertificate] | None = page(
        "What the person completed, latest first.",
        of="employee_id",
        filter=CertificateFilter,
        order=CertificateOrder,
    )
    training_years: Connection[TrainingYear] | None = page(
        "Hours by year; a year in which nothing was completed isn't there.", of="employee_id", order=YearOrder
    )


@extend(TrainingEvent)
class EventEnrolments:
    enrolments: Connection[TrainingEnrolment] | None = page(
        "Who enrolled, as far as you may see them.",
        of="event_id",
        filter=EnrolmentFilter,
        order=EnrolmentOrder,
    )
