"""Writing an entry: the last thing that a deed's transaction does, in one statement."""

from dataclasses import fields

from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.audit.chain import BEGINNING, Head, digest
from jenjang.audit.content import Deed, content_of
from jenjang.database.engine import driver

COLUMNS = {
    "at": "timestamptz",
    "account_id": "uuid",
    "employee_id": "uuid",
    "roles": "text[]",
    "client": "text",
    "deed": "text",
    "about": "text[]",
    "reason": "text",
    "rules": "text[]",
    "key_digest": "bytea",
    "request_id": "text",
    "input_digest": "bytea",
}
VALUES = ", ".join(f"${place}::{kind}" for place, kind in enumerate(COLUMNS.values(), 3))
WRITE = f"""
    WITH head AS (
        INSERT INTO audit_heads AS h (number, hash)
        VALUES (1, sha256($1::bytea || int8send(1) || $2::bytea))
        ON CONFLICT (tenant_id) DO UPDATE
            SET number = h.number + 1, hash = sha256(h.hash || int8send(h.number + 1) || $2)
        RETURNING new.number, coalesce(old.hash, $1) AS previous, new.hash)
    INSERT INTO audit_entries (number, previous, hash, {", ".join(COLUMNS)})
    SELECT number, previous, hash, {VALUES} FROM head
    RETURNING number, hash
"""
"""Moves the head on and writes the entry that it now points at. Whoever comes second waits for the first to
commit: so the chain has no gaps, and so this comes last."""


async def enter(session: AsyncSession, deed: Deed) -> Head:
    """Write a deed that was done into its government's chain; where the chain ends now."""
    row = {field.name: getattr(deed, field.name) for field in fields(deed)}
    values = [row[name] for name in COLUMNS]
    connection = await driver(session)
    written = await connection.fetchrow(WRITE, BEGINNING, digest(content_of(deed.tenant, row)), *values)
    return Head(written["number"], written["hash"])
