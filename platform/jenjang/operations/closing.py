"""The worker closes cycles: a batch for one government, then for the next, as soon as it is asked."""

import asyncio
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from jenjang.appraisal.actions.closing import CHANNEL, Progress, close_batch
from jenjang.core.sealing import Vault
from jenjang.operations.bell import Turn, in_turn
from jenjang.operations.house import as_house


async def close_cycles(
    stop: asyncio.Event, url: str, database: AsyncEngine, tenants: Iterable[str], vault: Vault
) -> None:
    """Close what is asked for, in every government in turn, until told to stop; the running batch ends."""

    async def take(tenant: str) -> Turn:
        return Turn.MORE if await close_next(database, tenant, vault) else Turn.DONE

    await in_turn(stop, url, CHANNEL, tenants, "closing", take)


async def close_next(
    database: AsyncEngine, tenant: str, vault: Vault, cycle_id: UUID | None = None
) -> Progress | None:
    """One batch for a government, committed; None: there is nothing to close."""
    async with as_house(database, tenant, vault) as context:
        return await close_batch(context, cycle_id) if context else None
