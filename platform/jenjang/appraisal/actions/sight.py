"""What of an appraisal somebody sees who may not do a deed with it: they are told so, and not NOT_FOUND."""

from typing import Protocol
from uuid import UUID

from jenjang.appraisal.actions.reach import EVALUATE, LATE, READ, RESULTS, reaches_part
from jenjang.appraisal.models.evaluation import EvaluationPoint
from jenjang.appraisal.models.objection import Objection
from jenjang.appraisal.terms import ObjectionState
from jenjang.core.context import Context
from jenjang.core.errors import Forbidden, NotFound
from jenjang.core.permission import Reach
from jenjang.organisation.actions.versions import own_person


class NotTheAppraised(Forbidden):
    """Only the employee whose result it is does this."""


class OfAPerson(Protocol):
    """A row about somebody."""

    id: UUID
    employee_id: UUID


async def check_sees(context: Context, appraisal: OfAPerson, field: str) -> None:
    """Refuse whoever doesn't see the appraisal. Raises NotFound."""
    if not await reaches_part(context, READ, appraisal.employee_id, RESULTS, appraisal.id):
        raise NotFound(field)


async def check_appraised(context: Context, appraisal: OfAPerson, field: str) -> None:
    """Refuse whoever isn't appraised. Raises NotTheAppraised; NotFound to who doesn't see it; NotAPerson."""
    if own_person(context) != appraisal.employee_id:
        await check_sees(context, appraisal, field)
        raise NotTheAppraised(field)


async def check_own_point(context: Context, point: EvaluationPoint, field: str) -> None:
    """Refuse a strength or improvement that isn't in an own published result.

    Raises NotTheAppraised; NotFound to who doesn't see it, and for the own draft; NotAPerson.
    """
    own, published = own_person(context) == point.employee_id, point.published_at is not None
    if own and published:
        return
    permission, part = (READ, RESULTS) if published else (EVALUATE, LATE)
    if own or not await reaches_part(context, permission, point.employee_id, part, point.appraisal_id):
        raise NotFound(field)
    raise NotTheAppraised(field)


async def check_sees_objection(context: Context, objection: Objection, evaluator: UUID | None) -> None:
    """Refuse whoever doesn't see the objection; `evaluator`: who gave the result. Raises NotFound.

    Who gave it sees the objection as long as both sides are heard, wherever they are by now.
    """
    heard = Reach.OWN in context.viewer.reach(READ) and objection.state == ObjectionState.FILED
    gave = evaluator == own_person(context)
    appraisal = objection.appraisal_id
    if not (heard and gave) and not await reaches_part(
        context, READ, objection.employee_id, RESULTS, appraisal
    ):
        raise NotFound("objectionId")
