"""Who sits in a calibration is told that it was called off; one counts all people of a government."""

from collections.abc import Sequence

from alembic import op

revision: str = "2026_11_22_called_off"
down_revision: str | None = "2026_11_22_to_evaluate"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

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
CALLED_OFF = "CALIBRATION_CANCELLED"


# There are five rows a calibration: they are written anew in a moment.
WIDER = """
    -- squawk-ignore changing-column-type
    ALTER TABLE calibration_counts ALTER COLUMN before TYPE integer, ALTER COLUMN after TYPE integer
"""
"""A small integer ends at 32,767 people of one predicate."""


def upgrade() -> None:
    known(*NOTICES, CALLED_OFF)
    op.execute(WIDER)


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
    # The counts stay wide: what was there before reads and writes them as well, and none is lost.
    # The owner is bound by row-level security as all are.
    op.execute("ALTER TABLE notices NO FORCE ROW LEVEL SECURITY")
    op.execute(f"DELETE FROM notices WHERE kind = '{CALLED_OFF}'")
    op.execute("ALTER TABLE notices FORCE ROW LEVEL SECURITY")
    known(*NOTICES)
