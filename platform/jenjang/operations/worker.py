"""The background work: once an hour, for one government after the other."""

import asyncio
import signal
from collections.abc import Iterable

import structlog
from sqlalchemy import delete, func
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from jenjang.database.engine import bound, engine
from jenjang.graph.models import IdempotencyKey
from jenjang.graph.transact import KEPT
from jenjang.identity.server.forgetting import forget

log = structlog.get_logger(__name__)

EVERY = 3600.0
"""Seconds between two rounds."""


async def work(url: str, tenants: Iterable[str], every: float = EVERY) -> None:
    """Do the rounds until SIGTERM or SIGINT, which let the running one end. `url`: as jenjang_worker."""
    stop = asyncio.Event()
    for wanted in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(wanted, stop.set)
    database = engine(url, connections=1)
    codes = tuple(tenants)
    try:
        while not stop.is_set():
            await round_of(database, codes)
            try:
                await asyncio.wait_for(stop.wait(), every)
            except TimeoutError:
                continue
    finally:
        await database.dispose()


async def round_of(database: AsyncEngine, tenants: Iterable[str]) -> int:
    """Forget answers older than 24 hours and what signing in left behind, of each government; count both.

    One government's trouble is logged and leaves the others' work undisturbed.
    """
    forgotten = 0
    for tenant in tenants:
        try:
            forgotten += await forget_answers(database, tenant)
            async with bound(database, tenant) as session:
                forgotten += await forget(session, tenant)
        except (SQLAlchemyError, OSError) as error:
            log.warning("round failed", tenant=tenant, **_told(error))
    log.info("round done", forgotten=forgotten)
    return forgotten


def _told(error: Exception) -> dict[str, str | None]:
    """What a failure is, without the database's words: they may repeat what a row holds."""
    cause = getattr(error, "orig", None) or error
    return {"kind": type(cause).__name__, "sqlstate": getattr(cause, "sqlstate", None)}


async def forget_answers(database: AsyncEngine, tenant: str) -> int:
    """Delete the answers of a government that no repeated request may get any more; count them."""
    old = delete(IdempotencyKey).where(
        IdempotencyKey.tenant_id == tenant, IdempotencyKey.made_at < func.now() - KEPT
    )
    async with bound(database, tenant) as session:
        result = await session.execute(old)
        assert isinstance(result, CursorResult)  # noqa: S101  What a DELETE gives.
        return result.rowcount
