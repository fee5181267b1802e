"""Rotating the keys that personal columns are sealed with, while servers run."""

from collections.abc import Callable, Sequence
from typing import Protocol
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from jenjang.audit.content import Deed
from jenjang.audit.writing import enter
from jenjang.core import clock
from jenjang.core.errors import Refusal
from jenjang.core.sealing import SealBroken, Seals
from jenjang.core.terminal import counted
from jenjang.database.engine import bound
from jenjang.database.resealing import FIRST, sealed_tables
from jenjang.identity.server.events import event
from jenjang.identity.server.kinds import EventKind
from jenjang.organisation.imports.resealing import SealedPast
from jenjang.tables import metadata

STATEMENT_TIMEOUT = 60_000
"""Milliseconds: each looks through a table."""
ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtext('jenjang data keys ' || :tenant))")
Tell = Callable[[str], None]


class RotationStopped(Refusal):
    """{problem}. All other values stay as they are; put the keys' backup back, then rotate with --resume."""


class Sealed(Protocol):
    """Places that hold sealed values."""

    name: str

    async def reseal(self, session: AsyncSession, seals: Seals, after: UUID) -> Sequence[UUID]: ...


PLACES: Sequence[Sealed] = (*sealed_tables(metadata), SealedPast())
"""Wherever something is sealed."""


async def begin(engine: AsyncEngine, seals: Seals) -> str:
    """Let a new key seal from now on, and record that; its id. Of two at once the second waits."""
    async with bound(engine, seals.tenant) as session:
        await session.execute(ONE_AT_A_TIME, {"tenant": seals.tenant})
        made = seals.rotate()
        await session.execute(event(EventKind.KEY_ROTATED))
        await enter(session, Deed(tenant=seals.tenant, at=clock.now(), deed="keys rotate-data"))
    return made.id.hex()


async def reseal(engine: AsyncEngine, seals: Seals, tell: Tell) -> None:
    """Seal anew whatever an older key has sealed, until nothing of it is found. Raises RotationStopped."""
    try:
        while [place for place in PLACES if await _pass(engine, seals, place, tell)]:
            continue  # What was under way when the key changed is found by another pass.
    except SealBroken as broken:
        raise RotationStopped(problem=broken) from broken


async def forget(engine: AsyncEngine, seals: Seals, tell: Tell) -> list[str]:
    """Drop the older keys once nothing is sealed with them; their ids.

    Raises KeyInService, RotationStopped.
    """
    await reseal(engine, seals, tell)
    async with bound(engine, seals.tenant) as session:
        await session.execute(ONE_AT_A_TIME, {"tenant": seals.tenant})
        if len(seals.ring()) > 1:
            await enter(session, Deed(tenant=seals.tenant, at=clock.now(), deed="keys rotate-data --forget"))
        return [one.hex() for one in seals.forget()]


async def _pass(engine: AsyncEngine, seals: Seals, place: Sealed, tell: Tell) -> int:
    """One pass through a table; how many rows were sealed anew."""
    after, count = FIRST, 0
    while True:
        async with bound(engine, seals.tenant, STATEMENT_TIMEOUT) as session:
            done = await place.reseal(session, seals, after)
        if not done:
            break
        after, count = done[-1], count + len(done)
    if count:
        tell(f"{place.name}: {counted(count, 'row')} sealed anew.")
    return count
