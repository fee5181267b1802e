"""Whom somebody reaches who does a deed: nobody else is known to them."""

from uuid import UUID

from sqlalchemy import TextClause, select, text

from jenjang.appraisal.actions import entrusted
from jenjang.core.context import Context
from jenjang.core.errors import NotFound
from jenjang.core.permission import Reach
from jenjang.organisation.actions.history import runs_on
from jenjang.organisation.actions.superiors import NAMED
from jenjang.organisation.models import Placement

READ, EVALUATE = "appraisal:read", "appraisal:evaluate"
IS_NAMED = text(
    "SELECT EXISTS (SELECT FROM ("
    + NAMED.format(tenant=":tenant", employee="CAST(:me AS uuid)", on="CAST(:today AS date)")
    + ") n WHERE n.employee_id = :employee)"
)


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
    if permission not in (READ, EVALUATE) or Reach.UNIT not in reach:
        return False
    return bool(await context.session.scalar(IS_NAMED, {**_asking(context), "employee": employee_id}))


def _is_among(entrusted_things: str) -> TextClause:
    things = entrusted_things.format(tenant=":tenant", me="CAST(:me AS uuid)", today="CAST(:today AS date)")
    return text(f"SELECT EXISTS (SELECT FROM ({things}) x WHERE x.thing = :thing)")


LATE, RESULTS, SKPS = map(_is_among, (entrusted.LATE, entrusted.RESULTS, entrusted.SKPS))


async def reaches_part(
    context: Context, permission: str, employee_id: UUID, part: TextClause, thing: UUID
) -> bool:
    """The same of one thing of that person, which may be in reach where the person isn't.

    `part`: as what it may be entrusted to the viewer alone: LATE or RESULTS for an appraisal's id, SKPS for
    an SKP's.
    """
    if await reaches(context, permission, employee_id):
        return True
    within = Reach.UNIT in context.viewer.reach(permission)
    return within and bool(await context.session.scalar(part, {**_asking(context), "thing": thing}))


def _asking(context: Context) -> dict[str, object]:
    return {"tenant": context.tenant, "me": context.viewer.employee_id, "today": context.today}


async def check_reaches(context: Context, permission: str, employee_id: UUID, field: str) -> None:
    """Refuse a deed about somebody over whom the viewer doesn't hold the permission. Raises NotFound."""
    if not await reaches(context, permission, employee_id):
        raise NotFound(field)


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


def check_reaches_unit(context: Context, permission: str, unit_id: UUID, field: str) -> None:
    """Refuse a deed for a unit in which the viewer doesn't hold the permission. Raises NotFound."""
    everywhere = Reach.TENANT in context.viewer.reach(permission)
    if not everywhere and unit_id not in context.viewer.units_of(permission):
        raise NotFound(field)
