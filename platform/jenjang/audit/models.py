"""The chain of entries, and where it ends."""

import datetime
from uuid import UUID

from sqlalchemy import BigInteger, LargeBinary, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from jenjang.database.model import TenantModel, tenant_index


class AuditEntry(TenantModel):
    """A deed that was done. It points at no other row: whatever becomes of those, it stays as it is."""

    __tablename__ = "audit_entries"

    number: Mapped[int] = mapped_column(BigInteger())
    """From 1 on, without gaps."""
    at: Mapped[datetime.datetime]
    account_id: Mapped[UUID]
    """Who did it; `HOUSE_ACCOUNT`: an operator, by a command."""
    employee_id: Mapped[UUID | None]
    roles: Mapped[list[str]] = mapped_column(ARRAY(Text()))
    client: Mapped[str | None]
    deed: Mapped[str] = mapped_column(Text(collation="C"))
    about: Mapped[list[str]] = mapped_column(ARRAY(Text()))
    """Global ids."""
    reason: Mapped[str | None]
    rules: Mapped[list[str]] = mapped_column(ARRAY(Text()))
    """Names and versions."""
    key_digest: Mapped[bytes | None] = mapped_column(LargeBinary())
    """SHA-256 of the idempotency key."""
    request_id: Mapped[str]
    input_digest: Mapped[bytes | None] = mapped_column(LargeBinary())
    """Of what was asked; keyed, so that nobody who reads it finds private values by guessing."""
    previous: Mapped[bytes] = mapped_column(LargeBinary())
    hash: Mapped[bytes] = mapped_column(LargeBinary())

    __table_args__ = (
        UniqueConstraint("tenant_id", "number"),
        tenant_index("ix_audit_entries_tenant_id_at", "at", "number"),
        tenant_index("ix_audit_entries_tenant_id_account_id", "account_id", "number"),
        tenant_index("ix_audit_entries_tenant_id_deed", "deed", "number"),
    )


class AuditHead(TenantModel):
    """Where a government's chain ends: one row, which every deed moves on and so waits for."""

    __tablename__ = "audit_heads"

    number: Mapped[int] = mapped_column(BigInteger())
    hash: Mapped[bytes] = mapped_column(LargeBinary())

    __table_args__ = (UniqueConstraint("tenant_id"),)
