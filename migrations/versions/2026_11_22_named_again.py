"""A delegation keeps what it ended, which runs again where it never was; all sides are told who evaluates."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_22_named_again"
down_revision: str | None = "2026_11_22_skps_in_order"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

TABLE = "evaluator_delegations"
NOTICES = (
    "SKP_OFFERED",
    "SKP_CHANGED",
    "SKP_RETURNED",
    "SKP_IMPORTED",
    "SKP_ACKNOWLEDGED",
    "EVALUATION_DUE",
    "EVALUATION_LATE",
    "EVALUATION_ESCALATED",
    "CALIBRATION_SEATED",
    "CALIBRATION_CANCELLED",
    "RESULT_CALIBRATED",
    "RESULT_PUBLISHED",
    "RESULT_CHANGED",
    "ACKNOWLEDGEMENT_LATE",
    "FEEDBACK_ASKED",
    "FEEDBACK_GIVEN",
    "FEEDBACK_DECLINED",
    "DIALOGUE_NOTED",
    "RATING_ASKED",
    "OBJECTION_FILED",
    "OBJECTION_EXPLAINED",
    "OBJECTION_WITHDRAWN",
    "OBJECTION_DECIDED",
    "DECISION_LATE",
    "PATH_OPENED",
    "PATH_TO_COUNSEL",
    "REVIEW_DUE",
)
NAMED = ("EVALUATOR_NAMED", "EVALUATOR_WITHDRAWN")


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("replaced_id", sa.Uuid(), nullable=True))
    op.add_column(TABLE, sa.Column("replaced_until", sa.Date(), nullable=True))
    op.create_index(f"ix_{TABLE}_tenant_id_replaced_id", TABLE, ["tenant_id", "replaced_id"])
    # Few evaluators are named in a government, and none of them replaces another yet.
    op.execute(
        "-- squawk-ignore adding-foreign-key-constraint, constraint-missing-not-valid\n"
        f"ALTER TABLE {TABLE} ADD CONSTRAINT fk_{TABLE}_tenant_id_replaced_id"
        f" FOREIGN KEY (tenant_id, replaced_id) REFERENCES {TABLE} (tenant_id, id)"
    )
    known(*NOTICES, *NAMED)


def known(*kinds: str) -> None:
    """Let notices be of these kinds, instead of the fewer (or more) that they may be now."""
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    op.execute(
        "-- squawk-ignore ban-drop-constraint\nALTER TABLE notices DROP CONSTRAINT ck_notices_kind_known"
    )
    op.execute(
        "-- squawk-ignore constraint-missing-not-valid\n"
        f"ALTER TABLE notices ADD CONSTRAINT ck_notices_kind_known CHECK (kind IN ({listed}))"
    )


def downgrade() -> None:
    # The owner is bound by row-level security as all are.
    listed = ", ".join(f"'{kind}'" for kind in NAMED)
    op.execute("ALTER TABLE notices NO FORCE ROW LEVEL SECURITY")
    op.execute(f"DELETE FROM notices WHERE kind IN ({listed})")
    op.execute("ALTER TABLE notices FORCE ROW LEVEL SECURITY")
    known(*NOTICES)
    op.drop_column(TABLE, "replaced_until")
    op.drop_column(TABLE, "replaced_id")
