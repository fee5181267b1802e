"""Training: enrolments of everybody are a list, by when they were made or by state: what waits for a leader."""

from collections.abc import Sequence

from alembic import op

revision: str = "2026_11_25_enrolment_lists"
down_revision: str | None = "2026_11_24_records_since"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

TABLE = "training_enrolments"
INDEXES = {
    "ix_training_enrolments_tenant_id_made_at": ["tenant_id", "made_at", "id"],
    "ix_training_enrolments_tenant_id_state": ["tenant_id", "state", "made_at", "id"],
}


def upgrade() -> None:
    for name, columns in INDEXES.items():
        op.create_index(name, TABLE, columns)


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, TABLE)
