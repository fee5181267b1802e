"""How the house itself deals with a government of the demo: once, in one transaction, as its admin."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import func, select

from jenjang.core import clock
from jenjang.core.context import Context
from jenjang.core.permission import HOUSE_ACCOUNT, Role, Viewer
from jenjang.core.sealing import Vault
from jenjang.database.engine import bound, engine
from jenjang.database.model import TenantModel
from jenjang.demo.people.calendar_days import AS_OF
from jenjang.identity.permissions import Holding, grants
from jenjang.tenancy.catalogue import Government

ADMIN = (Role.REGIONAL_ADMIN,)


@asynccontextmanager
async def once(
    app_url: str, vault: Vault, government: Government, made: type[TenantModel]
) -> AsyncIterator[Context | None]:
    """A transaction in which to make what a government lacks; None where it has some of `made` already.

    `app_url`: the database as the role that serves. Nothing is earlier than the demo's own day.
    """
    database = engine(app_url, connections=1)
    try:
        async with bound(database, government.code) as session:
            if await session.scalar(select(func.count()).select_from(made)):
                yield None
                return
            viewer = Viewer(government.code, HOUSE_ACCOUNT, ADMIN, grants((Holding(*ADMIN),), frozenset()))
            today = max(clock.today(government.time_zone), AS_OF)
            seals, zone = vault.of(government.code), government.time_zone
            yield Context(viewer, session, clock.now(), today, seals, zone=zone)
    finally:
        await database.dispose()
