"""What follows a result: objections that are heard and decided, paths of improvement."""

import datetime

from jenjang.appraisal.graph import enums
from jenjang.appraisal.graph.cycles import Appraisal
from jenjang.appraisal.graph.evaluations import Evaluation
from jenjang.appraisal.graph.skp import NAME_OF
from jenjang.appraisal.graph.subjects import OBJECTION, OF_APPRAISED, OF_OBJECTION, PRIVATE, READ
from jenjang.appraisal.models import objection as models
from jenjang.graph.declare import Connection, Node, extend, field, many, one, page, record
from jenjang.graph.filters import choice, day, filter_input, flag, identified, order_input
from jenjang.organisation.graph.people import Employee

ObjectionFilter = filter_input(
    "ObjectionFilter",
    "Which objections.",
    {
        "state": choice(enums.ObjectionState, "state", "By where they stand."),
        "employee": identified("Employee", "employee_id", "By person."),
        "judge": identified("Employee", "judge_employee_id", "By who is to decide it."),
        "filed_on": day("filed_on", "By day of filing."),
        "overdue": flag(
            "({row}.state = 'FILED' AND {row}.decide_until < {today}) {test}",
            "Whether it should have been decided by now and isn't.",
        ),
    },
)
ObjectionOrder = order_input("ObjectionOrder", {"FILED_ON": ("filed_on", "By day.")}, [("FILED_ON", "DESC")])
PathFilter = filter_input(
    "ImprovementPathFilter",
    "Which paths.",
    {
        "state": choice(enums.PathState, "state", "By where they stand."),
        "employee": identified("Employee", "employee_id", "By person."),
    },
)
PathOrder = order_input(
    "ImprovementPathOrder", {"BEGINS_ON": ("begins_on", "By first day.")}, [("BEGINS_ON", "DESC")]
)


@record(models.ObjectionStatement, needs=READ, about=OF_OBJECTION)
class ObjectionStatement(Node):
    """What one side explained of an objection; both sides read both."""

    side: enums.Side = field("Which side.")
    by_name: str = field("Who explained.", sql=NAME_OF.format(column="by_employee_id"))
    text: str | None = field("The explanation.", needs=PRIVATE)
    made_at: datetime.datetime = field("When.")


@record(models.Objection, needs=READ, about=OBJECTION)
class Objection(Node):
    """An employee objects to a result; the evaluator's superior hears both sides and decides for good.

    Source: PP 30/2019. Days are counted as working days.
    """

    appraisal: Appraisal | None = one("The appraisal objected to.", by="appraisal_id")
    employee: Employee | None = one("Who objects.", by="employee_id")
    grounds: str | None = field("Why the result should be another.", needs=PRIVATE)
    filed_on: datetime.date = field("The day it was filed.")
    statements_until: datetime.date = field("Until which day both sides may explain.")
    decide_until: datetime.date = field("Until which day it is to be decided.")
    judge_name: str | None = field(
        "Name of the evaluator's superior; null while nobody leads there.",
        sql=NAME_OF.format(column="judge_employee_id"),
    )
    judge: Employee | None = one("Who is to decide, where you may see that file.", by="judge_employee_id")
    state: enums.ObjectionState = field("Where it stands.")
    outcome: enums.ObjectionOutcome | None = field("What was decided.")
    decision_reason: str | None = field("Why it was decided so.")
    decided_by_name: str | None = field("Who decided.", sql=NAME_OF.format(column="decided_by_employee_id"))
    decided_at: datetime.datetime | None = field("When.")
    before: Evaluation | None = one("The evaluation objected to.", by="before_evaluation_id")
    after: Evaluation | None = one("The evaluation after the decision.", by="after_evaluation_id")
    version: int = field(
        "Grows with each change and each explanation of a side; give it back as `expectedVersion`."
    )
    statements: list[ObjectionStatement] = many(
        "What both sides explained.", of="objection_id", order="{row}.made_at"
    )


@record(models.ImprovementReview, needs=READ, about=OF_APPRAISED)
class ImprovementReview(Node):
    """How a target stood on a day."""

    held_on: datetime.date = field("The day.")
    finding: str | None = field("What was found.", needs=PRIVATE)
    outcome: enums.ReviewOutcome = field("How it stood.")
    by_name: str = field("Who looked at it.", sql=NAME_OF.format(column="by_employee_id"))


@record(models.ImprovementTarget, needs=READ, about=OF_APPRAISED)
class ImprovementTarget(Node):
    """What is to be better, how that is told, and when it is looked at."""

    statement: str = field("What is to be better.")
    measure: str = field("How it is told.")
    review_on: datetime.date = field("When it is looked at.")
    reviews: list[ImprovementReview] = many("How it stood.", of="target_id", order="{row}.held_on")


@record(models.ImprovementPath, needs=READ, about=OF_APPRAISED)
class ImprovementPath(Node):
    """What follows a result of Butuh Perbaikan or below: counselling, targets, reviews."""

    appraisal: Appraisal | None = one("The appraisal that opened it.", by="appraisal_id")
    employee: Employee | None = one("Whose path.", by="employee_id")
    state: enums.PathState = field("Where it stands.")
    counselling: str | None = field("What the counselling (konseling kinerja) found.", needs=PRIVATE)
    counselled_on: datetime.date | None = field("When it was held.")
    begins_on: datetime.date = field("First day.")
    ends_on: datetime.date | None = field("Day on which it was concluded.")
    conclusion: str | None = field("What was concluded, in words.", needs=PRIVATE)
    version: int = field("Grows with each change; give it back as `expectedVersion`.")
    targets: list[ImprovementTarget] = many("The targets.", of="path_id", order="{row}.review_on")


@extend(Appraisal)
class AppraisalAfter:
    objection: Objection | None = one("The objection to it.", of="appraisal_id")
    improvement_path: ImprovementPath | None = one("The path that it opened.", of="appraisal_id")


@extend(Employee)
class EmployeePaths:
    improvement_paths: Connection[ImprovementPath] | None = page(
        "The person's paths of improvement.",
        of="employee_id",
        filter=PathFilter,
        order=PathOrder,
        needs=READ,
    )
