"""Study: a leave tells since when its length is settled; the reports that wait for it are a list."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_24_study_settled"
down_revision: str | None = "2026_11_24_meetings_change"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

CHECK = "ck_study_leaves_settled_once_reported"


def upgrade() -> None:
    op.add_column("study_leaves", sa.Column("settled_on", sa.Date()))
    op.execute(
        "-- squawk-ignore constraint-missing-not-valid\n"
        f"ALTER TABLE study_leaves ADD CONSTRAINT {CHECK} CHECK (settled_on IS NULL OR state = 'REPORTED')"
    )


def downgrade() -> None:
    op.drop_constraint(op.f(CHECK), "study_leaves")
    op.drop_column("study_leaves", "settled_on")
