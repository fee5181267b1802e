"""The house itself at work in a government: what the worker and commands do deeds with."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from jenjang.core import clock
from jenjang.core.context import Context
from jenjang.core.permission import EVERYWHERE, HOUSE_ACCOUNT, Role, Viewer
from jenjang.core.sealing import Vault
from jenjang.database.engine import bound
from jenjang.tenancy.models import Tenant

STATEMENT_TIMEOUT = 60_000
"""Milliseconds a statement may take: it is about a whole government, and nobody waits for it."""
LOCK_TIMEOUT = 30_000
"""Milliseconds to wait for somebody else's deed, or another worker's batch."""
GRANTS = {"appraisal:manage": EVERYWHERE}


@asynccontextmanager
async def as_house(database: AsyncEngine, tenant: str, vault: Vault) -> AsyncIterator[Context | None]:
    """A deed's context in one transaction of a government; None for one that isn't provisioned yet."""
    async with bound(database, tenant, STATEMENT_TIMEOUT, LOCK_TIMEOUT) as session:
        zone = await session.scalar(select(Tenant.time_zone))
        if zone is None:
            yield None
            return
        viewer = Viewer(tenant, HOUSE_ACCOUNT, (Role.REGIONAL_ADMIN,), GRANTS)
        now = clock.now()
        yield Context(viewer, session, now, clock.today(zone, now), vault.of(tenant), zone=zone)


def told(error: Exception) -> dict[str, str | None]:
    """What a failure is, without the database's words: they may repeat what a row holds."""
    cause = getattr(error, "orig", None) or error
    return {"kind": type(cause).__name__, "sqlstate": getattr(cause, "sqlstate", None)}
