"""The worker delivers events: some of one government, in order, then of the next, once they are told."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from jenjang.audit.content import Deed
from jenjang.audit.writing import enter
from jenjang.core.context import Context
from jenjang.core.sealing import Vault
from jenjang.database.engine import bound
from jenjang.events.handling import Handler, Handlers, Letter
from jenjang.events.outbox import alone, mark_done, mark_failed, waiting
from jenjang.events.telling import CHANNEL
from jenjang.graph.scalars import encode_id
from jenjang.operations.bell import Turn, in_turn
from jenjang.operations.house import as_house, told

log = structlog.get_logger(__name__)

BATCH = 1000
"""Letters of one name that are taken up in one transaction, at most."""


async def deliver_events(
    stop: asyncio.Event,
    url: str,
    database: AsyncEngine,
    tenants: Iterable[str],
    vault: Vault,
    handlers: Handlers,
) -> None:
    """Deliver what is told, in every government in turn, until told to stop; the running batch ends."""
    delivery = Delivery(database, vault, handlers)
    await in_turn(stop, url, CHANNEL, tenants, "delivering", delivery.take)


@dataclass
class Delivery:
    """Hands events over, so that each is taken up once, whoever else delivers too, is killed or fails."""

    database: AsyncEngine
    vault: Vault
    handlers: Handlers
    sizes: dict[str, int] = field(default_factory=dict)
    """How many letters are tried at once in a government where some failed: halved until the one is found
    that can't be taken up, doubled after each success."""

    async def take(self, tenant: str) -> Turn:
        """A government's turn: a batch delivered, or noted that it can't be."""
        if not self.handlers:
            return Turn.DONE
        letters: list[Letter] = []
        try:
            turn = await self._deliver(tenant, letters)
        # Whatever a handler does wrong is the letter's trouble, and not the other governments'.
        except Exception as error:
            if not letters:
                raise
            return await self._failed(tenant, letters, error)
        if tenant in self.sizes and letters:
            self.sizes[tenant] = min(BATCH, 2 * self.sizes[tenant])
        return turn

    async def _deliver(self, tenant: str, letters: list[Letter]) -> Turn:
        """Hand the next letters over and mark them as done, in one transaction; tells which in `letters`."""
        async with as_house(self.database, tenant, self.vault) as context:
            if not context:
                return Turn.DONE
            if not await alone(context.session):
                return Turn.LATER
            batch = await waiting(context.session, self.handlers, self.sizes.get(tenant, BATCH))
            if batch.pauses:
                return Turn.LATER
            if not batch.letters:
                return Turn.DONE
            letters += batch.letters
            done = [await _handed(context, one, letters) for one in self.handlers[letters[0].name]]
            await mark_done(context.session, letters)
            # Last: from here to the commit all deeds of the government wait.
            for deed in done:
                if deed.about:
                    await enter(context.session, deed)
            return Turn.MORE

    async def _failed(self, tenant: str, letters: Sequence[Letter], error: Exception) -> Turn:
        """Find the one that can't be taken up, by fewer at once; of a single one, note the failure."""
        if len(letters) > 1:
            self.sizes[tenant] = len(letters) // 2
            return Turn.MORE
        (letter,) = letters
        kind = told(error)["kind"] or ""
        async with bound(self.database, tenant) as session:
            set_aside = await mark_failed(session, letter.id, kind)
        about = {"tenant": tenant, "name": letter.name, "letter": str(letter.id), **told(error)}
        log.warning("event set aside" if set_aside else "event not taken up", **about)
        return Turn.MORE if set_aside else Turn.LATER


async def _handed(context: Context, handler: Handler, letters: Sequence[Letter]) -> Deed:
    """Hand letters over to one handler; what it did, as the chain keeps it."""
    own = replace(context, cited=[], concerned=[])
    await handler.handle(own, letters)
    await own.session.flush()
    return Deed.by(own, handler.deed, [encode_id(*one) for one in own.concerned])
