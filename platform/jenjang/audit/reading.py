"""Reading a chain for who verifies it: some entries at a time, as the database holds them."""

from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.audit.chain import START, Follower, Head, Link
from jenjang.audit.content import content_of
from jenjang.audit.models import AuditEntry, AuditHead

AT_ONCE = 5000
"""Entries a statement."""
ENTRIES = AuditEntry.__table__
Progress = Callable[[int, int], None]
"""Told how many of how many entries are done."""


@dataclass(frozen=True, slots=True)
class Extent:
    """Where a chain ends, as its head says, and as its entries do, in the same moment."""

    head: Head
    last: int

    @property
    def whole(self) -> int:
        """How many entries there are to look at."""
        return max(self.head.number, self.last)


async def extent_of(session: AsyncSession) -> Extent:
    """Where the bound government's chain ends now."""
    last = select(func.coalesce(func.max(AuditEntry.number), 0)).scalar_subquery()
    number, hashed, found = (
        await session.execute(
            select(select(AuditHead.number).scalar_subquery(), select(AuditHead.hash).scalar_subquery(), last)
        )
    ).one()
    return Extent(START if number is None else Head(number, hashed), found)


async def links(session: AsyncSession, extent: Extent) -> AsyncIterator[Link]:
    """The entries up to there, in their order."""
    after = -1
    while True:
        some = select(ENTRIES).where(ENTRIES.c.number > after, ENTRIES.c.number <= extent.whole)
        rows = (await session.execute(some.order_by(ENTRIES.c.number).limit(AT_ONCE))).mappings().all()
        for row in rows:
            yield Link(row["number"], content_of(row["tenant_id"], dict(row)), row["previous"], row["hash"])
        if len(rows) < AT_ONCE:
            return
        after = rows[-1]["number"]


async def verify_rows(
    session: AsyncSession, tenant: str, kept: Iterable[Head] = (), progress: Progress | None = None
) -> Head:
    """Follow the bound government's chain in the database; where it ends. Raises ChainBroken.

    Deeds done meanwhile come after what is looked at.
    """
    extent = await extent_of(session)
    follower = Follower(tenant, tuple(kept))
    async for link in links(session, extent):
        follower.follow(link)
        if progress and link.number % AT_ONCE == 0:
            progress(link.number, extent.whole)
    return follower.end(extent.head)
