"""The background work: once an hour, for one government after the other; and for one, soon after it asks."""

import asyncio
import signal
import time
from collections.abc import Iterable
from contextlib import suppress

import asyncpg
import structlog
from sqlalchemy import delete, func
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from jenjang.appraisal.actions.judges import remind_judges
from jenjang.appraisal.actions.paths import remind_reviews
from jenjang.appraisal.actions.reminding import remind
from jenjang.audit.content import Deed
from jenjang.audit.writing import enter
from jenjang.career.actions.reminding import remind_planners
from jenjang.career.actions.stagnating import sweep
from jenjang.competence.actions.settling import settle_counts
from jenjang.core.errors import Refusal
from jenjang.core.sealing import Vault
from jenjang.database.engine import bound, engine
from jenjang.events import outbox
from jenjang.graph.models import IdempotencyKey
from jenjang.graph.scalars import encode_id
from jenjang.graph.transact import KEPT
from jenjang.handlers import HANDLERS
from jenjang.identity.server.forgetting import forget
from jenjang.operations.bell import Bell, answering
from jenjang.operations.closing import close_cycles
from jenjang.operations.delivering import deliver_events
from jenjang.operations.house import STATEMENT_TIMEOUT, as_house, told
from jenjang.organisation.actions.superiors import CHANNEL
from jenjang.study.actions.entitling import remind_entitled
from jenjang.study.actions.reporting import remind_students
from jenjang.training.actions.evaluating import ask_superiors
from jenjang.training.actions.seating import events_with_a_list, seat_who_waits

log = structlog.get_logger(__name__)

EVERY = 3600.0
"""Seconds between two rounds of every government."""
GATHER = 10.0
"""Seconds from a ring to its round: what rings meanwhile, as each change of a thousand that a program enters
does, is answered by the same."""


async def work(url: str, tenants: Iterable[str], vault: Vault) -> None:
    """Work until SIGTERM or SIGINT, which let end what is being done. `url`: as jenjang_worker."""
    stop = asyncio.Event()
    for wanted in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(wanted, stop.set)
    await work_until(stop, url, tenants, vault)


async def work_until(stop: asyncio.Event, url: str, tenants: Iterable[str], vault: Vault) -> None:
    """Do the rounds, close cycles and deliver events meanwhile, until told to stop."""
    database = engine(url, connections=3)  # One for each.
    codes = tuple(tenants)
    try:
        async with asyncio.TaskGroup() as all_of_it:
            all_of_it.create_task(rounds(stop, url, database, codes, vault))
            all_of_it.create_task(close_cycles(stop, url, database, codes, vault))
            all_of_it.create_task(deliver_events(stop, url, database, codes, vault, HANDLERS))
    finally:
        await database.dispose()


async def rounds(
    stop: asyncio.Event, url: str, database: AsyncEngine, tenants: Iterable[str], vault: Vault
) -> None:
    """A round of every government at the start and once an hour; of one where who leads changed, soon."""
    bell = Bell(frozenset(tenants))
    await answering(stop, url, CHANNEL, bell, lambda line: _go_round(stop, line, database, vault, bell))


async def _go_round(
    stop: asyncio.Event, line: asyncpg.Connection, database: AsyncEngine, vault: Vault, bell: Bell
) -> None:
    """Round after round, as long as the line holds."""
    due = time.monotonic()
    while not (stop.is_set() or line.is_closed()):
        if time.monotonic() >= due:
            bell.waiting |= bell.tenants
            due = time.monotonic() + EVERY
        asked, bell.waiting = bell.waiting, set()
        if asked:
            await round_of(database, sorted(asked), vault)
        if await bell.heard(stop, due - time.monotonic()) and bell.waiting:
            await gathered(stop, GATHER)


async def gathered(stop: asyncio.Event, seconds: float) -> None:
    """Let so many seconds pass in which others may ring, fewer if told to stop."""
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)


async def round_of(database: AsyncEngine, tenants: Iterable[str], vault: Vault) -> int:
    """Forget what is over of each government: old answers, events, what signing in left behind; count that.

    And remind whoever has somebody to evaluate, an objection to decide, a target to look at, a plan to
    renew, a right to claim; look whose career stands still; sum what is counted; and give free seats to
    who waits. One government's trouble is logged and leaves the others' work undisturbed.
    """
    forgotten = reminded = 0
    for tenant in tenants:
        try:
            forgotten += await forget_answers(database, tenant)
            async with bound(database, tenant) as session:
                forgotten += await forget(session, tenant)
            async with bound(database, tenant, STATEMENT_TIMEOUT) as session:
                forgotten += await outbox.forget(session, HANDLERS)
            async with as_house(database, tenant, vault) as context:
                if context:
                    reminded += await remind(context)
                    await remind_reviews(context)
                    await remind_students(context)
                    await ask_superiors(context)
                    await remind_planners(context)
                    await remind_entitled(context)
            if opened := await careers_swept(database, tenant, vault):
                log.info("careers stand still", tenant=tenant, opened=opened)
            while await judges_reminded(database, tenant, vault):
                log.info("judges reminded", tenant=tenant)
            while await counts_settled(database, tenant, vault):
                log.info("counts settled", tenant=tenant)
            if seated := await training_seated(database, tenant, vault):
                log.info("seats given", tenant=tenant, seats=seated)
        except (SQLAlchemyError, OSError, Refusal) as error:
            log.warning("round failed", tenant=tenant, **told(error))
    log.info("round done", forgotten=forgotten, reminded=reminded)
    return forgotten


async def judges_reminded(database: AsyncEngine, tenant: str, vault: Vault) -> bool:
    """Remind some judges, in a transaction of its own that locks no more; whether others may be left."""
    async with as_house(database, tenant, vault) as context:
        return context is not None and await remind_judges(context)


async def counts_settled(database: AsyncEngine, tenant: str, vault: Vault) -> bool:
    """Settle some counts of competencies, in a transaction of its own; whether others may be left."""
    async with as_house(database, tenant, vault) as context:
        return context is not None and await settle_counts(context)


async def careers_swept(database: AsyncEngine, tenant: str, vault: Vault) -> int:
    """Open and close cases of careers that stand still, with an entry in the chain; how many are new."""
    async with as_house(database, tenant, vault) as context:
        if context is None:
            return 0
        opened = await sweep(context)
        if about := [encode_id(*one) for one in context.concerned]:
            await enter(context.session, Deed.by(context, "stagnationSweep", about))
        return opened


async def training_seated(database: AsyncEngine, tenant: str, vault: Vault) -> int:
    """Give seats for which money came free to who waits, event by event in transactions of their own."""
    async with as_house(database, tenant, vault) as context:
        events = await events_with_a_list(context) if context else ()
    seated = 0
    for event_id in events:
        async with as_house(database, tenant, vault) as context:
            seated += await seat_who_waits(context, event_id) if context else 0
    return seated


async def forget_answers(database: AsyncEngine, tenant: str) -> int:
    """Delete the answers of a government that no repeated request may get any more; count them."""
    old = delete(IdempotencyKey).where(
        IdempotencyKey.tenant_id == tenant, IdempotencyKey.made_at < func.now() - KEPT
    )
    async with bound(database, tenant) as session:
        result = await session.execute(old)
        assert isinstance(result, CursorResult)  # noqa: S101  What a DELETE gives.
        return result.rowcount
