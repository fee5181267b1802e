"""Giving: nobody gives what they don't hold, or gives it to themselves; who gave it is kept by name."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import text

from jenjang.core.context import Context
from jenjang.core.errors import Forbidden
from jenjang.core.permission import Reach, Viewer
from jenjang.identity.permissions import TABLE, Holding

NAME = text("""
    SELECT coalesce(e.name, a.client, a.subject)
      FROM accounts a LEFT JOIN employees e ON e.tenant_id = a.tenant_id AND e.id = a.employee_id
     WHERE a.tenant_id = :tenant AND a.id = :account
""")


class GivesMoreThanHeld(Forbidden):
    """Nobody gives what they don't hold, and this token doesn't hold {permission} that far: ask who does."""


def check_may_give(viewer: Viewer, holding: Holding, units: Collection[UUID] = ()) -> None:
    """Refuse to give a role (in these units) that allows more than its giver may.

    What reaches its holder's own file only is everybody's. Raises GivesMoreThanHeld.
    """
    for permission in TABLE:
        reach = holding.reach(permission, named=True)
        if reach in (None, Reach.OWN) or Reach.TENANT in viewer.reach(permission):
            continue
        if reach is Reach.UNIT and set(units) <= set(viewer.units_of(permission)):
            continue
        raise GivesMoreThanHeld("role", permission=permission)


async def name_of_giver(context: Context) -> str:
    """Who gives, as it is kept: the person's name, else what the program or account is called."""
    asked = {"tenant": context.tenant, "account": context.viewer.account_id}
    return str(await context.session.scalar(NAME, asked))
