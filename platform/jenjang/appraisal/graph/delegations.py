"""Who evaluates somebody instead of the direct superior, by delegated authority."""

import datetime

import strawberry

from jenjang.appraisal.graph.cycles import Appraisal
from jenjang.appraisal.graph.skp import NAME_OF
from jenjang.appraisal.graph.subjects import OF_APPRAISED, READ
from jenjang.graph.declare import Connection, Node, extend, field, one, page, record
from jenjang.graph.filters import filter_input, identified, order_input
from jenjang.organisation import models
from jenjang.organisation.graph.people import Employee

DelegationFilter = filter_input(
    "EvaluatorDelegationFilter",
    "Which delegations.",
    {
        "employee": identified("Employee", "employee_id", "By who is evaluated."),
        "evaluator": identified("Employee", "evaluator_employee_id", "By who evaluates."),
    },
)
DelegationOrder = order_input(
    "EvaluatorDelegationOrder", {"VALID_FROM": ("valid_from", "By first day.")}, [("VALID_FROM", "DESC")]
)


@record(models.EvaluatorDelegation, needs=READ, about=OF_APPRAISED)
class EvaluatorDelegation(Node):
    """An official named to evaluate somebody instead of the direct superior.

    Source: PP 30/2019 Ps. 1: the evaluator (pejabat penilai kinerja) is the direct superior or an official
    to whom the authority was delegated. Such a one agrees on the SKP, evaluates and counsels as the superior
    would, and decides on objections to what this person gave as an evaluator.
    """

    employee: Employee | None = one("Who is evaluated.", by="employee_id")
    employee_name: str = field("Name of who is evaluated.", sql=NAME_OF.format(column="employee_id"))
    evaluator: Employee | None = one("Who evaluates.", by="evaluator_employee_id")
    evaluator_name: str = field("Name of who evaluates.", sql=NAME_OF.format(column="evaluator_employee_id"))
    reason: str = field("Why this official was named.")
    valid_from: datetime.date = field("First day.")
    valid_to: datetime.date | None = field("Day after the last; null: until it is taken back.")


@extend(Appraisal)
class AppraisalDelegation:
    evaluator_delegated: bool = field(
        "Whether the evaluator is an official to whom the authority was delegated, not the direct superior.",
        sql="EXISTS (SELECT FROM evaluator_delegations d WHERE d.tenant_id = {tenant}"
        " AND d.employee_id = {row}.employee_id"
        " AND d.evaluator_employee_id = {row}.evaluator_employee_id"
        " AND d.valid_from <= {today} AND (d.valid_to IS NULL OR d.valid_to > {row}.begins))",
    )


@strawberry.type
class Query:
    evaluator_delegations: Connection[EvaluatorDelegation] | None = page(
        "Officials named to evaluate somebody instead of the direct superior, latest first.",
        filter=DelegationFilter,
        order=DelegationOrder,
        needs=READ,
    )
