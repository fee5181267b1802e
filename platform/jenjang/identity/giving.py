"""Giving: nobody gives what they don't hold, or gives it to themselves; who gave it is kept by name."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import text

from jenjang.core.context import Context
from jenjang.core.errors import Forbidden
from jenjang.core.permission import Reach, Role, Viewer
from jenjang.identity.models import Account
from jenjang.identity.permissions import TABLE, Holding

NAME = text("""
    SELECT coalesce(e.name, a.client, a.subject)
      FROM accounts a LEFT JOIN employees e ON e.tenant_id = a.tenant_id AND e.id = a.employee_id
     WHERE a.tenant_id = :tenant AND a.id = :account
""")
HELD = text("""
    SELECT DISTINCT g.role, g.approve_only, g.unit_id
      FROM role_grants g JOIN accounts a ON a.tenant_id = g.tenant_id AND a.id = g.account_id
     WHERE g.tenant_id = :tenant AND (a.id = :account OR a.employee_id = CAST(:employee AS uuid))
       AND (g.valid_to IS NULL OR g.valid_to > :today)
""")
"""What an account, or the person behind it, was given and holds now or later."""


class GivesMoreThanHeld(Forbidden):
    """Nobody gives what they don't hold, and this token doesn't hold {permission} that far: ask who does."""


def check_may_give(
    viewer: Viewer, holding: Holding, units: Collection[UUID] = (), field: str = "role"
) -> None:
    """Refuse to give a role (in these units) that allows more than its giver may.

    What reaches its holder's own file only is everybody's. Raises GivesMoreThanHeld, at that field.
    """
    for permission in TABLE:
        reach = holding.reach(permission, named=True)
        if reach in (None, Reach.OWN) or Reach.TENANT in viewer.reach(permission):
            continue
        stands = units or not holding.in_units  # Of a unit that doesn't stand today nobody holds anything.
        if reach is Reach.UNIT and stands and set(units) <= set(viewer.units_of(permission)):
            continue
        raise GivesMoreThanHeld(field, permission=permission)


async def check_may_open(context: Context, account: Account, field: str) -> None:
    """Refuse to let somebody in as an account that allows more than the viewer may: it would be a role given.

    Raises GivesMoreThanHeld.
    """
    asked = {"tenant": context.tenant, "account": account.id, "employee": account.employee_id}
    held = await context.session.execute(HELD, {**asked, "today": context.today})
    for role, approve_only, unit in held.all():
        holding = Holding(Role(role), unit is not None, approve_only)
        check_may_give(context.viewer, holding, (unit,) if unit else (), field)


async def name_of_giver(context: Context) -> str:
    """Who gives, as it is kept: the person's name, else what the program or account is called."""
    asked = {"tenant": context.tenant, "account": context.viewer.account_id}
    return str(await context.session.scalar(NAME, asked))
