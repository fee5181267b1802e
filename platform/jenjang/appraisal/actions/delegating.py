"""Delegating: an official is named to evaluate somebody instead of the direct superior."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

from jenjang.appraisal.actions.cycles import MANAGE
from jenjang.appraisal.actions.delegated import hand_over
from jenjang.core.context import Context
from jenjang.core.errors import BadUserInput, Conflict, Forbidden
from jenjang.core.texts import check_text
from jenjang.organisation.actions.history import end, ending, one_at_a_time
from jenjang.organisation.actions.reach import check_reaches_placed
from jenjang.organisation.actions.superiors import Standing, standing_of, superiors_to_the_top
from jenjang.organisation.models import Employee, EvaluatorDelegation
from jenjang.organisation.rules.span import span

ONE_NAMED = "evaluators named"
"""What is done one at a time: two at once could close the circle that neither sees."""


class OwnEvaluator(BadUserInput):
    """Nobody evaluates themselves: name somebody else."""


class NamesThemselves(Forbidden):
    """Nobody names themselves as an evaluator: somebody else who manages appraisals does."""


class OwnDelegation(Forbidden):
    """Nobody chooses who evaluates them: somebody else who manages appraisals does."""


class EvaluatesInACircle(Conflict):
    """This person stands above who is to evaluate them: name somebody whom they don't lead."""


class NotPlacedToday(Conflict):
    """This person isn't placed in a unit today: who evaluates, and who is evaluated, holds an office."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegateEvaluator:
    """Who evaluates whom from today on, until when (none: until it is taken back), and why."""

    employee_id: UUID
    evaluator_employee_id: UUID
    until: date | None = None
    reason: str


async def delegate_evaluator(context: Context, asked: DelegateEvaluator) -> EvaluatorDelegation:
    """Let an official stand in the place of somebody's direct superior from today on (PP 30/2019 Ps. 1).

    Whoever was named before is named no more. What waits to be evaluated waits for this one now;
    what is published stays as it is. All sides are told. Raises OwnEvaluator, NamesThemselves, OwnDelegation,
    NotPlacedToday, EvaluatesInACircle, EndsBeforeItBegins, NoText, TextTooLong, NotFound.
    """
    if asked.evaluator_employee_id == asked.employee_id:
        raise OwnEvaluator("evaluatorEmployeeId")
    if asked.evaluator_employee_id == context.viewer.employee_id:
        raise NamesThemselves("evaluatorEmployeeId")
    await context.get(Employee, asked.employee_id, field="employeeId")
    await check_managed(context, asked.employee_id, "employeeId")
    time = span(context.today, asked.until)
    reason = check_text(asked.reason, "reason")
    await one_at_a_time(context, ONE_NAMED)
    standing = await check_officials(context, asked.employee_id, asked.evaluator_employee_id)
    of_person = EvaluatorDelegation.employee_id == asked.employee_id
    before = await ending(context, EvaluatorDelegation, context.today, of_person)
    replaced, until = next(map(partial(_replaced, context.today), before), (None, None))
    await end(context, before, context.today)
    if replaced:
        context.concern("EvaluatorDelegation", replaced)
    named = EvaluatorDelegation(
        employee_id=asked.employee_id,
        evaluator_employee_id=asked.evaluator_employee_id,
        reason=reason,
        valid_from=time.begins,
        valid_to=time.ends,
        replaced_id=replaced,
        replaced_until=until,
    )
    context.session.add(named)
    await context.session.flush()
    await hand_over(context, asked.employee_id, standing.superior_employee_id)
    return named


def _replaced(today: date, before: EvaluatorDelegation) -> tuple[UUID | None, date | None]:
    """Which one is ended, and the day it would have been: of one named today, which never was, its own."""
    if before.valid_from < today:
        return before.id, before.valid_to
    return before.replaced_id, before.replaced_until


async def check_managed(context: Context, employee_id: UUID, field: str) -> None:
    """Refuse who doesn't manage that person's appraisals; of who is placed nowhere, everybody's.

    Raises NotFound, OwnDelegation.
    """
    standing = await standing_of(context, employee_id, context.today)
    check_reaches_placed(context, MANAGE, employee_id, standing.unit_id if standing else None, field)
    if employee_id == context.viewer.employee_id:
        raise OwnDelegation(field)


async def check_officials(context: Context, employee_id: UUID, evaluator_id: UUID) -> Standing:
    """Refuse who holds no office, and a circle; not of whom nobody leads, for everybody stands below.

    Where the person stands now, is given. Raises NotFound, NotPlacedToday, EvaluatesInACircle.
    """
    standing = await standing_of(context, employee_id, context.today)
    if standing is None:
        raise NotPlacedToday("employeeId")
    await context.get(Employee, evaluator_id, field="evaluatorEmployeeId")
    if await standing_of(context, evaluator_id, context.today) is None:
        raise NotPlacedToday("evaluatorEmployeeId")
    above = await superiors_to_the_top(context, evaluator_id, context.today)
    if standing.leader_employee_id and employee_id in above:
        raise EvaluatesInACircle("evaluatorEmployeeId")
    return standing
