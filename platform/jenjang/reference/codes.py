"""Codes of the nation's lists as this process knows them: read once, and anew where one isn't known."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

Listed = type[Any]  # Any: a mapped model of a national list.
_known: dict[str, Collection[str]] = {}
"""By table. A list only grows: what an edition no longer has stays, as histories name it (`listing.py`)."""


async def is_listed(session: AsyncSession, model: Listed, code: str) -> bool:
    """Whether a code is on a national list, in whatever edition."""
    table = model.__tablename__
    if code not in _known.get(table, ()):
        _known[table] = frozenset(await session.scalars(select(model.code)))
    return code in _known[table]
