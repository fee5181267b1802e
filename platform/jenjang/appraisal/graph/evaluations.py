"""Evaluations with their derivation, strengths and improvements, and what an employee makes of them."""

import datetime

from jenjang.appraisal.graph import enums
from jenjang.appraisal.graph.cycles import Appraisal
from jenjang.appraisal.graph.skp import NAME_OF
from jenjang.appraisal.graph.subjects import (
    EVALUATE,
    NOT_OWN_DRAFT,
    OF_APPRAISAL,
    OF_APPRAISED,
    OF_DRAFT,
    PUBLISHED,
    READ,
)
from jenjang.appraisal.models import evaluation as models
from jenjang.graph.declare import Connection, Guard, Node, extend, field, many, one, page, record
from jenjang.graph.filters import choice, filter_input, identified, order_input
from jenjang.organisation.graph.people import Employee
from jenjang.reference.graph import Behaviour, Competency

DRAFTS = {EVALUATE: Guard(PUBLISHED, OF_DRAFT)}
"""Whoever decides on an objection reads what was published, and no draft."""

IntentionFilter = filter_input(
    "StepIntentionFilter",
    "Which intentions.",
    {
        "state": choice(enums.IntentionState, "state", "By what became of them."),
        "employee": identified("Employee", "employee_id", "By person."),
    },
)
IntentionOrder = order_input(
    "StepIntentionOrder", {"WANTED_BY": ("wanted_by", "By day wanted.")}, [("WANTED_BY", "ASC")]
)


@record(models.Evaluation, needs=READ, about=OF_APPRAISAL, guards=DRAFTS, shown=NOT_OWN_DRAFT)
class Evaluation(Node):
    """What somebody was rated and how the predicate follows from it. Written once: a change is a further one.

    The person reads it from publication on; before, only who may evaluate there.
    """

    number: int = field("Its place among the evaluations of the appraisal, from 1; the last one counts.")
    stage: enums.EvaluationStage = field("By what it came to be.")
    results: enums.Rating = field("Results (hasil kerja) against what was expected.")
    results_reason: str = field("Why results are rated so.")
    behaviour: enums.Rating = field("Behaviour (perilaku kerja) against what was expected.")
    behaviour_reason: str = field("Why behaviour is rated so.")
    unit_predicate: enums.OrganisationPredicate | None = field(
        "Predicate of the unit that the person heads, from which the rating of results followed; else null."
    )
    predicate: enums.Predicate = field("The predicate that follows.")
    rule: str = field("Version of the rule by which it follows.")
    derivation: str = field(
        "How it follows, in a sentence of the language asked for.",
        sql="CASE {language} WHEN 'en' THEN {row}.derivation_en ELSE {row}.derivation_id END",
    )
    change_reason: str | None = field("Why it differs from the one before; null in the first.")
    by_name: str | None = field("Name of who gave it.", sql=NAME_OF.format(column="by_employee_id"))
    made_at: datetime.datetime = field("When it was given.")
    published_at: datetime.datetime | None = field("When the person could read it.")


@record(models.StepIntention, needs=READ, about=OF_APPRAISED)
class StepIntention(Node):
    """An employee's wish to make an improvement a step of the career plan, kept until a plan takes it up."""

    employee: Employee | None = one("Whose it is.", by="employee_id")
    step: str = field("What the employee means to do.")
    wanted_by: datetime.date = field("Until which day.")
    state: enums.IntentionState = field("What became of it.")
    made_at: datetime.datetime = field("When it was wished.")


@record(models.EvaluationPoint, needs=READ, about=OF_APPRAISAL, guards=DRAFTS, shown=NOT_OWN_DRAFT)
class EvaluationPoint(Node):
    """A strength or an improvement that an evaluation names."""

    kind: enums.PointKind = field("Which of the two.")
    statement: str = field("In words.")
    behaviour: Behaviour | None = one("The behaviour it is about.", by="behaviour")
    competency: Competency | None = one("The competency it is about.", by="competency")
    intention: StepIntention | None = one("The step that the employee wants to make of it.", of="point_id")


@extend(StepIntention)
class IntentionPoint:
    point: EvaluationPoint | None = one("The improvement it comes from.", by="point_id")


@extend(Appraisal)
class AppraisalEvaluations:
    evaluations: list[Evaluation] | None = many(
        "Every evaluation, the one that counts first; before publication only for who may evaluate.",
        of="appraisal_id",
        order="{row}.number DESC",
    )
    points: list[EvaluationPoint] | None = many(
        "Strengths and improvements.", of="appraisal_id", order="{row}.kind DESC"
    )


@extend(Employee)
class EmployeeIntentions:
    step_intentions: Connection[StepIntention] | None = page(
        "What the person wants to make steps of the career plan.",
        of="employee_id",
        filter=IntentionFilter,
        order=IntentionOrder,
        needs=READ,
    )
