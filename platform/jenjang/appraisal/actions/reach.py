"""Whom somebody reaches who evaluates: those of the units, and whoever is entrusted beside them."""

from uuid import UUID

from sqlalchemy import TextClause, text

from jenjang.appraisal.actions import entrusted
from jenjang.core.context import Context
from jenjang.core.errors import NotFound
from jenjang.core.permission import Reach
from jenjang.organisation.actions import reach
from jenjang.organisation.actions.superiors import NAMED

READ, EVALUATE = "appraisal:read", "appraisal:evaluate"
IS_NAMED = text(
    "SELECT EXISTS (SELECT FROM ("
    + NAMED.format(tenant=":tenant", employee="CAST(:me AS uuid)", on="CAST(:today AS date)")
    + ") n WHERE n.employee_id = :employee)"
)


async def reaches(context: Context, permission: str, employee_id: UUID) -> bool:
    """Whether the viewer holds the permission over that person's rows today, as the reader judges it."""
    if await reach.reaches(context, permission, employee_id):
        return True
    if permission not in (READ, EVALUATE) or Reach.UNIT not in context.viewer.reach(permission):
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
