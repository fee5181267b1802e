"""Careers that stand still: how somebody's is judged, the cases as they are read, and their answer."""

import datetime
from typing import Annotated

import strawberry

from jenjang.career import stagnation as models
from jenjang.career.actions import stagnating
from jenjang.career.actions.plan_decisions import APPROVE
from jenjang.career.actions.standstill import READ, standstill
from jenjang.career.graph import enums
from jenjang.core.context import Context
from jenjang.graph.declare import Connection, Node, extend, field, one, page, record
from jenjang.graph.deeds import EXPECTED_VERSION, deed, input_of, key, payload_of
from jenjang.graph.filters import choice, day, filter_input, identified, order_input
from jenjang.graph.judged import judged
from jenjang.graph.perform import Ref
from jenjang.organisation.graph.people import Employee
from jenjang.organisation.graph.subjects import OF_PERSON

WITHIN = (
    "EXISTS (SELECT FROM placements h JOIN unit_ancestry a ON a.tenant_id = {tenant}"
    " AND a.unit_id = h.unit_id AND a.valid_from <= {today}"
    " AND (a.valid_to IS NULL OR a.valid_to > {today})"
    " WHERE h.tenant_id = {tenant} AND h.employee_id = {row}.employee_id AND h.valid_from <= {today}"
    " AND (h.valid_to IS NULL OR h.valid_to > {today}) AND a.ancestor_id {test})"
)
CaseFilter = filter_input(
    "StagnationCaseFilter",
    "Which cases.",
    {
        "employee": identified("Employee", "employee_id", "Of this person."),
        "opened_on": day("opened_on", "By the day on which it was opened."),
        "answered_on": day("answered_on", "By the day on which it was answered."),
        "ended_on": day("ended_on", "By the day on which it was closed."),
        "answer": choice(enums.StagnationAnswer, "answer", "By what was done."),
        "within": identified("Unit", WITHIN, "Of who is placed in the subtree of this unit today."),
    },
)
CaseOrder = order_input(
    "StagnationCaseOrder",
    {"OPENED_ON": ("opened_on", "By the day on which it was opened.")},
    [("OPENED_ON", "DESC")],
)


@record(models.StagnationCase, needs=READ, about=OF_PERSON)
class StagnationCase(Node):
    """A career that stands still, as it was seen on a day: who leads the person says what is done."""

    employee: Employee | None = one("Whose career it is.", by="employee_id")
    opened_on: datetime.date = field("When it was seen.")
    signs: list[enums.CareerSign] = field("The signs that were stale then.")
    moved_on: datetime.date | None = field("When the position or rank last changed, as known then.")
    planned_on: datetime.date | None = field("The last day on which a career plan stood, as known then.")
    trained_on: datetime.date | None = field("When a course was last completed, as known then.")
    talked_on: datetime.date | None = field("When both last talked on the work, as known then.")
    rule: str = field("Version of the rule that saw it.")
    answer: enums.StagnationAnswer | None = field("What was done.")
    comment: str | None = field("What who answered said of it.")
    answered_by_name: str | None = field(
        "Name of who answered.",
        sql="SELECT e.name FROM employees e WHERE e.tenant_id = {tenant}"
        " AND e.id = {row}.answered_by_employee_id",
    )
    answered_on: datetime.date | None = field("When it was answered.")
    ended_on: datetime.date | None = field("When it was closed; null: it is open.")
    ended_by: enums.StagnationEnd | None = field("Why it was closed.")
    version: int = field("Grows by one with each change.")


@extend(Employee)
class EmployeeStagnation:
    stagnation_cases: Connection[StagnationCase] | None = page(
        "When the person's career stood still, and what was done, latest first.",
        of="employee_id",
        filter=CaseFilter,
        order=CaseOrder,
    )


@strawberry.type(description="A sign of progress in somebody's career, as it is today.")
class StagnationSign:
    sign: enums.CareerSign = strawberry.field(description="Which one.")
    months: int = strawberry.field(description="After how many months without it it is stale.")
    last_on: datetime.date | None = strawberry.field(description="When it last was; null: never.")
    stale_from: datetime.date = strawberry.field(
        description="The first day on which it is stale: so many months after it last was, the appointment,"
        " or the day from which records are kept here, whichever is latest. A known move: after its own day."
    )
    is_stale: bool = strawberry.field(description="Whether it is stale today.")


@strawberry.type(description="Whether somebody's career stands still, sign by sign.")
class CareerStagnation:
    stagnates: bool = strawberry.field(description="Whether so few signs are fresh that a case is opened.")
    spared: enums.StagnationSpared | None = strawberry.field(
        description="Why nobody is asked now, however many are stale; null: there is no reason."
    )
    signs: list[StagnationSign] = strawberry.field(description="The signs that count for the person.")
    records_since: datetime.date = strawberry.field(
        description="From which day the government keeps records here: what was before may not be known."
    )
    rule: str = strawberry.field(description="Version of the rule.")


@judged(
    "Whether somebody's career stands still today: when the position or rank last changed, a career plan"
    " stood, a course was completed and both talked on the work, and since when that is too long ago. Nothing"
    " is saved.",
    needs=READ,
)
async def career_stagnation(
    context: Context,
    employee_id: Annotated[strawberry.ID, strawberry.argument(description="Global id of the person.")],
) -> CareerStagnation | None:
    found = await standstill(context, key(employee_id, "Employee", "employeeId"))
    signs = [
        StagnationSign(
            sign=one.sign,
            months=one.months,
            last_on=one.last_on,
            stale_from=one.stale_from,
            is_stale=one.is_stale,
        )
        for one in found.judged.signs
    ]
    return CareerStagnation(
        stagnates=found.judged.stagnates,
        spared=found.judged.spared,
        signs=signs,
        records_since=found.records_since,
        rule=found.rule,
    )


AnswerInput = input_of(
    stagnating.AnswerCase,
    "StagnationCaseAnswerInput",
    "Which case you answer, and what was done.",
    {
        "case_id": "Global id of the case.",
        "expected_version": EXPECTED_VERSION,
        "answer": "What was done.",
        "comment": "More of it, at most 4000 characters; why, where nothing is needed.",
    },
    {"case_id": "StagnationCase"},
)
CasePayload = payload_of(
    "StagnationCasePayload", "What became of the case.", case=(StagnationCase, "The case.")
)


async def _answer(context: Context, asked: stagnating.AnswerCase) -> dict[str, object]:
    answered = await stagnating.answer(context, asked)
    context.concern("Employee", answered.employee_id)
    return {"case": Ref("StagnationCase", answered.id)}


@strawberry.type
class Mutation:
    stagnation_case_answer = deed(
        "Say what was done for somebody whom you lead and whose career stands still. The case closes by"
        " itself as signs of progress come back; you are asked anew where none do.",
        needs=APPROVE,
        asks=AnswerInput,
        gives=CasePayload,
        do=_answer,
        in_units=True,
    )
