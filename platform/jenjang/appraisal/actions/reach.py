"""Whom somebody reaches who does a deed for units: nobody else is known to them."""

from uuid import UUID

from sqlalchemy import select

from jenjang.core.context import Context
from jenjang.core.errors import NotFound
from jenjang.core.permission import Reach
from jenjang.organisation.actions.history import runs_on
from jenjang.organisation.models import Placement


async def check_reaches(context: Context, permission: str, employee_id: UUID, field: str) -> None:
    """Refuse a deed about somebody who isn't placed today where the permission is held. Raises NotFound."""
    if Reach.TENANT in context.viewer.reach(permission):
        return
    units = context.viewer.units_of(permission)
    placed = select(Placement.id).where(
        Placement.employee_id == employee_id, Placement.unit_id.in_(units), runs_on(Placement, context.today)
    )
    if not (await context.session.scalars(placed)).first():
        raise NotFound(field)
