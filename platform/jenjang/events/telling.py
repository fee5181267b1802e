"""Telling: a domain's events are written in the transaction of the deed that they are of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import orjson

from jenjang.core.context import Context
from jenjang.database.engine import driver

CHANNEL = "jenjang_events"
"""Where PostgreSQL tells the workers, once the deed is committed, which government has events."""
Fact = UUID | date | int | float | bool | None
"""What an event may carry: nothing that is private. The table refuses any other text."""
UUID_LENGTH = 36
"""Characters of an id as text."""
TELL = """
    WITH told AS (
        INSERT INTO events (name, about_type, about_id, payload)
        SELECT * FROM unnest($1::text[], $2::text[], $3::uuid[], $4::text[]::jsonb[]))
    SELECT pg_notify($5, $6)
"""
"""Writes any number of events, in their order, and rings once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened. Who takes it up reads the rest from where it is: nothing is told twice."""

    name: str
    """The domain and what happened there, as `appraisal.improvement_intended`."""
    about: tuple[str, UUID]
    """The type and key of what it happened to."""
    payload: Mapping[str, Fact] = field(default_factory=dict)


async def tell(context: Context, *events: Event) -> None:
    """Write events, to be delivered once the deed is committed: any number in one statement.

    Tell after what the deed decides by was read or locked: so its events stand after those of whom it saw.
    """
    if not events:
        return
    connection = await driver(context.session)
    await connection.execute(
        TELL,
        [event.name for event in events],
        [event.about[0] for event in events],
        [event.about[1] for event in events],
        [_text(event) for event in events],
        CHANNEL,
        context.tenant,
    )


def _text(event: Event) -> str:
    # The database's ids are of asyncpg's own class, which orjson doesn't know.
    return orjson.dumps(event.payload, default=str).decode()


def facts(payload: Mapping[str, Fact | str]) -> dict[str, Fact]:
    """A payload as it was told, from JSON: its texts are ids and dates, which the table sees to."""
    return {name: _fact(value) for name, value in payload.items()}


def _fact(value: Fact | str) -> Fact:
    if not isinstance(value, str):
        return value
    return UUID(value) if len(value) == UUID_LENGTH else date.fromisoformat(value)
