"""The table of idempotency keys: an answer kept, so that a repeated request is done once."""

import datetime
from uuid import UUID

from sqlalchemy import Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from jenjang.database.model import TenantModel, sealed, tenant_index


class IdempotencyKey(TenantModel):
    """The first answer to a mutation that came with an `Idempotency-Key`, kept for 24 hours."""

    __tablename__ = "idempotency_keys"

    account_id: Mapped[UUID]
    key: Mapped[str] = mapped_column(Text(collation="C"))
    answer: Mapped[bytes] = sealed()
    """Sealed, after the hash of what was asked: a hash in clear would let what was asked be guessed."""
    made_at: Mapped[datetime.datetime] = mapped_column(server_default=text("now()"))

    __table_args__ = (
        UniqueConstraint("tenant_id", "account_id", "key"),
        tenant_index("ix_idempotency_keys_tenant_id_made_at", "made_at"),
    )
