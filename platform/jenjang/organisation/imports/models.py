"""The tables of imports: each batch, what it refused, and what it changed (so that it can be undone)."""

import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from jenjang.database.model import TenantModel, belongs_to, one_of, sealed, tenant_index
from jenjang.organisation.terms import ImportKind, ImportState


class ImportBatch(TenantModel):
    """One file, tried or brought in."""

    __tablename__ = "import_batches"

    kind: Mapped[str]
    state: Mapped[str]
    file_name: Mapped[str]
    file_hash: Mapped[str]
    row_count: Mapped[int]
    created_count: Mapped[int]
    changed_count: Mapped[int]
    refused_count: Mapped[int]
    imported_by: Mapped[UUID | None]
    imported_at: Mapped[datetime.datetime] = mapped_column(server_default=text("now()"))
    undone_at: Mapped[datetime.datetime | None]

    __table_args__ = (
        tenant_index("ix_import_batches_tenant_id_imported_at", "imported_at", "id"),
        one_of("kind", ImportKind),
        one_of("state", ImportState),
    )


class ImportRefusal(TenantModel):
    """A row that was refused: where, why (by language), and the row itself, so that nothing is lost."""

    __tablename__ = "import_refusals"

    batch_id: Mapped[UUID]
    row: Mapped[int]
    column: Mapped[str | None]
    code: Mapped[str]
    facts: Mapped[bytes] = sealed()
    """JSON: the facts of that error's sentence. Like the row, they may hold anything of a person."""
    messages: Mapped[bytes] = sealed()
    """JSON: the sentence by language."""
    content: Mapped[bytes] = sealed()
    """JSON: the row's texts by column."""

    __table_args__ = (
        tenant_index("ix_import_refusals_tenant_id_batch_id", "batch_id", "row", "id"),
        belongs_to("import_batches", "batch_id"),
    )


class ImportChange(TenantModel):
    """Rows of a table that a batch made (no `before`), changed, or removed (no hashes), in one order.

    The hashes tell, when the batch is undone, whether somebody else has changed a row since. What is sealed
    in a row is sealed in `before`, too: as the same row's, in PostgreSQL's hexadecimal.
    """

    __tablename__ = "import_changes"

    batch_id: Mapped[UUID]
    table_name: Mapped[str]
    row_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()))
    before: Mapped[list[dict[str, Any]] | None] = mapped_column(JSONB)  # Any: rows of any table.
    after_hashes: Mapped[list[str] | None] = mapped_column(ARRAY(Text()))

    __table_args__ = (
        tenant_index("ix_import_changes_tenant_id_batch_id", "batch_id"),
        belongs_to("import_batches", "batch_id"),
    )
