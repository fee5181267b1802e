"""Tenancy: from which day a government keeps records here."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_24_records_since"
down_revision: str | None = "2026_11_24_study_settled"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("tenants", sa.Column("records_since", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("tenants", "records_since")
