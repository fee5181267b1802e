"""Codes of the nation's lists as this process knows them: read once, and anew where one isn't known."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

Listed = type[Any]  # Any: a mapped model of a national list.
_known: dict[str, Sequence[str]] = {}
"""By table. A list only grows: what an edition no longer has stays, as histories name it (`listing.py`)."""


async def codes_with(session: AsyncSession, model: Listed, code: str) -> Sequence[str]:
    """The codes of a national list, of whatever edition, in its order; `code` among them if it is listed."""
    table = model.__tablename__
    if code not in _known.get(table, ()):
        found = await session.scalars(select(model.code).order_by(model.position, model.code))
        _known[table] = tuple(found)
    return _known[table]
