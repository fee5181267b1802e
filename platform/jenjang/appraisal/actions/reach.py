"""Whom somebody reaches who evaluates: those of the units, and whoever is entrusted beside them."""

from uuid import UUID

from sqlalchemy import text

from jenjang.core.context import Context
from jenjang.core.errors import NotFound
from jenjang.core.permission import Reach
from jenjang.organisation.actions import reach
from jenjang.organisation.actions.superiors import NAMED

READ, EVALUATE = "appraisal:read", "appraisal:evaluate"
ENTRUSTED = (
    "SELECT n.employee_id FROM ("
    + NAMED.format(tenant="{tenant}", employee="{me}", on="{today}")
    + ") n UNION ALL SELECT e.employee_id FROM appraisals e WHERE e.tenant_id = {tenant}"
    " AND e.escalated_to_employee_id = {me} AND e.state IN ('OPEN', 'EVALUATED')"
)
"""SQL of whom somebody evaluates who may lead none of them: by delegated authority, or as the superior of
whoever does and is late. The reader asks the same."""
IS_ENTRUSTED = text(
    "SELECT EXISTS (SELECT FROM ("
    + ENTRUSTED.format(tenant=":tenant", me="CAST(:me AS uuid)", today="CAST(:today AS date)")
    + ") entrusted WHERE entrusted.employee_id = :employee)"
)


async def reaches(context: Context, permission: str, employee_id: UUID) -> bool:
    """Whether the viewer holds the permission over that person's rows today, as the reader judges it."""
    if await reach.reaches(context, permission, employee_id):
        return True
    in_units = permission in (READ, EVALUATE) and Reach.UNIT in context.viewer.reach(permission)
    return in_units and await _is_entrusted(context, employee_id)


async def _is_entrusted(context: Context, employee_id: UUID) -> bool:
    me = context.viewer.employee_id
    asked = {"tenant": context.tenant, "me": me, "today": context.today, "employee": employee_id}
    return bool(await context.session.scalar(IS_ENTRUSTED, asked))


async def check_reaches(context: Context, permission: str, employee_id: UUID, field: str) -> None:
    """Refuse a deed about somebody over whom the viewer doesn't hold the permission. Raises NotFound."""
    if not await reaches(context, permission, employee_id):
        raise NotFound(field)
