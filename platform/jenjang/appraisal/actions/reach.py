"""Whom somebody reaches who does a deed: nobody else is known to them."""

from uuid import UUID

from sqlalchemy import or_, select

from jenjang.appraisal.models.objection import Objection
from jenjang.appraisal.terms import ObjectionState
from jenjang.core.context import Context
from jenjang.core.errors import NotFound
from jenjang.core.permission import Reach
from jenjang.organisation.actions.history import runs_on
from jenjang.organisation.models import EvaluatorDelegation, Placement

READ, EVALUATE = "appraisal:read", "appraisal:evaluate"


async def reaches(context: Context, permission: str, employee_id: UUID) -> bool:
    """Whether the viewer holds the permission over that person's rows today, as the reader judges it."""
    viewer = context.viewer
    reach = viewer.reach(permission)
    if Reach.TENANT in reach or (Reach.OWN in reach and employee_id == viewer.employee_id):
        return True
    units = viewer.units_of(permission)
    placed = select(Placement.id).where(
        Placement.employee_id == employee_id, Placement.unit_id.in_(units), runs_on(Placement, context.today)
    )
    if units and await context.session.scalar(placed.limit(1)):
        return True
    named = permission in (READ, EVALUATE) and Reach.UNIT in reach
    return named and await _is_named(context, employee_id)


async def _is_named(context: Context, employee_id: UUID) -> bool:
    """Whether the viewer evaluates that person by delegated authority, or decides that person's objection."""
    me = context.viewer.employee_id
    delegated = select(EvaluatorDelegation.id).where(
        EvaluatorDelegation.evaluator_employee_id == me,
        EvaluatorDelegation.employee_id == employee_id,
        runs_on(EvaluatorDelegation, context.today),
    )
    waiting = or_(Objection.state == ObjectionState.FILED, Objection.decide_until >= context.today)
    judged = select(Objection.id).where(
        Objection.judge_employee_id == me, Objection.employee_id == employee_id, waiting
    )
    return await context.session.scalar(delegated.union_all(judged).limit(1)) is not None


async def check_reaches(context: Context, permission: str, employee_id: UUID, field: str) -> None:
    """Refuse a deed about somebody over whom the viewer doesn't hold the permission. Raises NotFound."""
    if not await reaches(context, permission, employee_id):
        raise NotFound(field)


def check_reaches_placed(
    context: Context, permission: str, employee_id: UUID, unit_id: UUID | None, field: str
) -> None:
    """The same where it is known in which unit the person is placed today (None: in none)."""
    viewer = context.viewer
    reach = viewer.reach(permission)
    own = Reach.OWN in reach and employee_id == viewer.employee_id
    if not own and Reach.TENANT not in reach and unit_id not in viewer.units_of(permission):
        raise NotFound(field)


def check_reaches_unit(context: Context, permission: str, unit_id: UUID, field: str) -> None:
    """Refuse a deed for a unit in which the viewer doesn't hold the permission. Raises NotFound."""
    everywhere = Reach.TENANT in context.viewer.reach(permission)
    if not everywhere and unit_id not in context.viewer.units_of(permission):
        raise NotFound(field)
