"""Until which day a result is to be acknowledged, and the notice that the day has passed."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_22_answers"
down_revision: str | None = "2026_11_22_delegations"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

BEFORE = (
    "SKP_OFFERED",
    "SKP_CHANGED",
    "SKP_RETURNED",
    "EVALUATION_DUE",
    "EVALUATION_LATE",
    "EVALUATION_ESCALATED",
    "RESULT_PUBLISHED",
    "RESULT_CHANGED",
    "FEEDBACK_ASKED",
    "FEEDBACK_GIVEN",
    "DIALOGUE_NOTED",
    "RATING_ASKED",
    "OBJECTION_FILED",
    "OBJECTION_DECIDED",
    "DECISION_LATE",
    "PATH_OPENED",
    "REVIEW_DUE",
)
NEW = "ACKNOWLEDGEMENT_LATE"
INDEX = "ix_appraisals_tenant_id_acknowledge_until"


def upgrade() -> None:
    op.add_column("appraisals", sa.Column("acknowledge_until", sa.Date(), nullable=True))
    op.create_index(
        INDEX,
        "appraisals",
        ["tenant_id", "acknowledge_until"],
        postgresql_where=sa.text("state = 'PUBLISHED'"),
    )
    let_be((*BEFORE, NEW))


def downgrade() -> None:
    # The owner is bound by row-level security as all are.
    op.execute("ALTER TABLE notices NO FORCE ROW LEVEL SECURITY")
    op.execute(f"DELETE FROM notices WHERE kind = '{NEW}'")
    op.execute("ALTER TABLE notices FORCE ROW LEVEL SECURITY")
    let_be(BEFORE)
    op.drop_index(INDEX, table_name="appraisals")
    op.drop_column("appraisals", "acknowledge_until")


def let_be(kinds: Sequence[str]) -> None:
    """Let notices be of these kinds."""
    name = op.f("ck_notices_kind_known")
    op.execute(f"-- squawk-ignore ban-drop-constraint\nALTER TABLE notices DROP CONSTRAINT {name}")
    named = ", ".join(f"'{kind}'" for kind in kinds)
    op.create_check_constraint(name, "notices", f"kind IN ({named})")
