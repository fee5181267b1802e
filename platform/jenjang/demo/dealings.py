"""How a government of the demo is dealt with: once, in one transaction; by the house, or by its people."""

import datetime
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from uuid import UUID

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
STAFF = grants((Holding(Role.STAFF),), frozenset())


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


def on_day(context: Context, day: datetime.date) -> Context:
    """The same dealings, on another day, at nine in the morning of western Indonesia."""
    return replace(context, today=day, now=datetime.datetime.combine(day, datetime.time(2), datetime.UTC))


def as_(context: Context, employee_id: UUID) -> Context:
    """The dealings of somebody as an employee."""
    viewer = Viewer(context.tenant, context.viewer.account_id, (Role.STAFF,), STAFF, employee_id)
    return replace(context, viewer=viewer)
