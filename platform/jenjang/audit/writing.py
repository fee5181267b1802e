"""Writing an entry: the last thing that a deed's transaction does, in one statement."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import BigInteger, LargeBinary, Text, Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import TypeEngine

from jenjang.audit.chain import BEGINNING, Head, digest
from jenjang.audit.content import Deed, content_of

COLUMNS: Mapping[str, TypeEngine[Any]] = {  # Any: each column has its own type.
    "at": TIMESTAMP(timezone=True),
    "account_id": Uuid(),
    "employee_id": Uuid(),
    "roles": ARRAY(Text()),
    "client": Text(),
    "deed": Text(),
    "about": ARRAY(Text()),
    "reason": Text(),
    "rules": ARRAY(Text()),
    "key_digest": LargeBinary(),
    "request_id": Text(),
    "input_digest": LargeBinary(),
}
WRITE = (
    text(f"""
    WITH head AS (
        INSERT INTO audit_heads AS h (number, hash)
        VALUES (1, sha256(:beginning || int8send(1) || :digest))
        ON CONFLICT (tenant_id) DO UPDATE
            SET number = h.number + 1, hash = sha256(h.hash || int8send(h.number + 1) || :digest)
        RETURNING new.number, coalesce(old.hash, :beginning) AS previous, new.hash)
    INSERT INTO audit_entries (number, previous, hash, {", ".join(COLUMNS)})
    SELECT number, previous, hash, {", ".join(f":{name}" for name in COLUMNS)} FROM head
    RETURNING number, hash
""")
    .bindparams(
        bindparam("beginning", BEGINNING, LargeBinary()),
        bindparam("digest", type_=LargeBinary()),
        *(bindparam(name, type_=kind) for name, kind in COLUMNS.items()),
    )
    .columns(number=BigInteger(), hash=LargeBinary())
)
"""Moves the head on and writes the entry that it now points at. Whoever comes second waits for the first to
commit: so the chain has no gaps, and so this comes last."""


async def enter(session: AsyncSession, deed: Deed) -> Head:
    """Write a deed that was done into its government's chain; where the chain ends now."""
    row = asdict(deed)
    values = {"digest": digest(content_of(deed.tenant, row)), **{name: row[name] for name in COLUMNS}}
    number, hashed = (await session.execute(WRITE, values)).one()
    return Head(number, hashed)
