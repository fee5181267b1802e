"""The outbox from its other side: what waits in a government, what is done, what fails, what is forgotten."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Any
from uuid import UUID

from sqlalchemy import CursorResult, Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.events.handling import Letter
from jenjang.events.models import WAITS
from jenjang.events.telling import CHANNEL, facts

TRIES = 8
"""After so many an event is set aside, and those after it come to their turn: some 20 minutes later."""
FIRST_PAUSE, LONGEST_PAUSE = "10 seconds", "1 hour"
"""Between two tries; each pause is twice the one before."""
KEPT = "30 days"
"""How long after it was told an event is kept that was delivered, or that nobody takes up."""

ALONE = text("SELECT pg_try_advisory_xact_lock(:key)")
WAITING = text(f"""
    SELECT e.*, coalesce(e.due_at > now(), false) AS pauses
      FROM unnest(CAST(:names AS text[])) AS wanted (name)
     CROSS JOIN LATERAL (
           SELECT id, name, about_type, about_id, payload, made_at, due_at
             FROM events WHERE events.name = wanted.name AND {WAITS}
            ORDER BY id LIMIT :most) e
     ORDER BY e.id LIMIT :most
""")
"""The first of each name by the index, then the first of all: what nobody takes up is never read."""
DONE = text("UPDATE events SET done_at = now(), due_at = NULL WHERE id = ANY(:ids) AND done_at IS NULL")
FAILED = text(f"""
    UPDATE events
       SET tries = tries + 1, error = :error,
           due_at = now() + least(interval '{FIRST_PAUSE}' * 2 ^ tries, interval '{LONGEST_PAUSE}'),
           failed_at = CASE WHEN tries + 1 >= :tries THEN now() END
     WHERE id = :id AND {WAITS}
 RETURNING tries, failed_at IS NOT NULL AS set_aside
""")
FORGET = text(f"""
    DELETE FROM events
     WHERE id < (SELECT uuidv7(-interval '{KEPT}'))
       AND (done_at IS NOT NULL OR {WAITS} AND name <> ALL(CAST(:names AS text[])))
""")
"""The id tells when it was told: old ones are found by the primary key."""
LISTED = text("""
    SELECT id, name, about_type, about_id, made_at, tries, failed_at, error
      FROM events
     WHERE done_at IS NULL AND (failed_at IS NOT NULL OR NOT :failed AND name = ANY(CAST(:names AS text[])))
     ORDER BY id LIMIT :most
""")
RETRY = text("""
    UPDATE events SET tries = 0, due_at = NULL, failed_at = NULL
     WHERE failed_at IS NOT NULL AND (:every OR id = ANY(:ids))
 RETURNING id
""")
RING = text("SELECT pg_notify(:channel, current_setting('app.tenant_id'))")


@dataclass(frozen=True, slots=True)
class Batch:
    """What comes next in a government: letters of one name; `pauses`: not yet, the first one failed."""

    letters: Sequence[Letter]
    pauses: bool


async def alone(session: AsyncSession) -> bool:
    """Whether nobody else delivers in the bound government until the transaction ends.

    Only so do events keep their order. PostgreSQL's locks know no government, so that its code is in the key.
    """
    tenant = await session.scalar(text("SELECT current_setting('app.tenant_id')"))
    key = int.from_bytes(hashlib.sha256(f"events/{tenant}".encode()).digest()[:8], "big", signed=True)
    return bool(await session.scalar(ALONE, {"key": key}))


async def waiting(session: AsyncSession, names: Collection[str], most: int) -> Batch:
    """The next events of these names, in their order, at most `most`, all of the first one's name."""
    rows = (await session.execute(WAITING, {"names": sorted(names), "most": most})).all()
    pauses = bool(rows) and rows[0].pauses
    same = takewhile(lambda row: row.name == rows[0].name and not row.pauses, rows)
    return Batch([_letter(row) for row in same], pauses)


async def mark_done(session: AsyncSession, letters: Sequence[Letter]) -> None:
    """Mark letters as delivered, in the transaction of what their handlers did."""
    await session.execute(DONE, {"ids": [letter.id for letter in letters]})


async def mark_failed(session: AsyncSession, letter_id: UUID, error: str) -> bool:
    """Note that an event could not be taken up, and why; whether it is set aside by that."""
    row = (await session.execute(FAILED, {"id": letter_id, "error": error, "tries": TRIES})).one_or_none()
    return bool(row and row.set_aside)


async def forget(session: AsyncSession, names: Collection[str]) -> int:
    """Delete what is old and was delivered, or is none of these names that are taken up; count it."""
    result = await session.execute(FORGET, {"names": sorted(names)})
    assert isinstance(result, CursorResult)  # noqa: S101  What a DELETE gives.
    return result.rowcount


async def listed(
    session: AsyncSession, names: Collection[str], *, failed: bool, most: int
) -> Sequence[Row[Any]]:  # Any: columns.
    """Events of these names that aren't delivered yet, or only those set aside, the first first."""
    return (await session.execute(LISTED, {"names": sorted(names), "failed": failed, "most": most})).all()


async def retry(session: AsyncSession, ids: Collection[UUID]) -> Sequence[UUID]:
    """Let events that were set aside (where none is named, all) be tried again, in their old places."""
    found = (await session.scalars(RETRY, {"every": not ids, "ids": list(ids)})).all()
    if found:
        await session.execute(RING, {"channel": CHANNEL})
    return found


def _letter(row: Row[Any]) -> Letter:  # Any: columns.
    made_at: datetime = row.made_at
    about = (row.about_type, row.about_id)
    return Letter(name=row.name, about=about, payload=facts(row.payload), id=row.id, made_at=made_at)
