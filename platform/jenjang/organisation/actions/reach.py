"""Whom somebody reaches who does a deed: nobody else is known to them."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from jenjang.core.context import Context
from jenjang.core.errors import Forbidden, NotFound
from jenjang.core.permission import Reach
from jenjang.organisation.actions.history import runs_on
from jenjang.organisation.models import Placement


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
    return bool(units and await context.session.scalar(placed.limit(1)))


async def check_reaches(context: Context, permission: str, employee_id: UUID, field: str) -> None:
    """Refuse a deed about somebody over whom the viewer doesn't hold the permission. Raises NotFound."""
    if not await reaches(context, permission, employee_id):
        raise NotFound(field)


async def check_reaches_all(
    context: Context, permission: str, also: Iterable[str], employee_id: UUID, field: str
) -> None:
    """Refuse who doesn't know somebody, or doesn't hold all that an answer is made of over that person.

    Raises NotFound, Forbidden.
    """
    await check_reaches(context, permission, employee_id, field)
    for one in also:
        if not await reaches(context, one, employee_id):
            raise Forbidden(field, permission=one)


def reaches_placed(context: Context, permission: str, employee_id: UUID, unit_id: UUID | None) -> bool:
    """The same where it is known in which unit the person is placed today (None: in none)."""
    viewer = context.viewer
    reach = viewer.reach(permission)
    own = Reach.OWN in reach and employee_id == viewer.employee_id
    return own or Reach.TENANT in reach or unit_id in viewer.units_of(permission)


def check_reaches_placed(
    context: Context, permission: str, employee_id: UUID, unit_id: UUID | None, field: str
) -> None:
    """Refuse a deed about who is placed there. Raises NotFound."""
    if not reaches_placed(context, permission, employee_id, unit_id):
        raise NotFound(field)


def reaches_unit(context: Context, permission: str, unit_id: UUID) -> bool:
    """Whether the viewer holds the permission in that unit."""
    everywhere = Reach.TENANT in context.viewer.reach(permission)
    return everywhere or unit_id in context.viewer.units_of(permission)


def check_reaches_unit(context: Context, permission: str, unit_id: UUID, field: str) -> None:
    """Refuse a deed for a unit in which the viewer doesn't hold the permission. Raises NotFound."""
    if not reaches_unit(context, permission, unit_id):
        raise NotFound(field)
