"""Meetings of an event are moved, added and cancelled; whoever is enrolled is told of it."""

from collections.abc import Sequence

from alembic import op

revision: str = "2026_11_24_meetings_change"
down_revision: str | None = "2026_11_24_timeline"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

NOTICES = (
    "SKP_OFFERED",
    "SKP_CHANGED",
    "SKP_RETURNED",
    "SKP_IMPORTED",
    "SKP_ACKNOWLEDGED",
    "EVALUATOR_NAMED",
    "EVALUATOR_WITHDRAWN",
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
    "COMPETENCY_ASSESSED",
    "ASSESSMENT_WITHDRAWN",
    "STANDARD_CHANGED",
    "TRAINING_REQUESTED",
    "TRAINING_SEATED",
    "TRAINING_DECLINED",
    "TRAINING_CANCELLED",
    "TRAINING_COMPLETED",
    "STUDY_REQUESTED",
    "STUDY_DECIDED",
    "STUDY_REPORT_DUE",
    "PLAN_SUBMITTED",
    "PLAN_RETURNED",
    "PLAN_APPROVED",
    "PLAN_STEP_DONE",
    "TRAINING_TO_EVALUATE",
    "ENTITLEMENT_GRANTED",
    "ENTITLEMENT_EXPIRES",
    "PLAN_TO_RENEW",
    "CAREER_STAGNATES",
)
"""Kinds of notices that there were before."""
NEW_NOTICE = "TRAINING_MOVED"
CHANGED = "DELETE, UPDATE (topic, begins_at, ends_at) ON training_meetings"


def upgrade() -> None:
    known_notices(*NOTICES, NEW_NOTICE)
    op.execute(f"GRANT {CHANGED} TO jenjang_app")


def known_notices(*kinds: str) -> None:
    """Let notices be of these kinds, instead of the fewer (or more) that may be now."""
    name = op.f("ck_notices_kind_known")
    op.execute(f"-- squawk-ignore ban-drop-constraint\nALTER TABLE notices DROP CONSTRAINT {name}")
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    op.create_check_constraint(name, "notices", f"kind IN ({listed})")


def downgrade() -> None:
    op.execute(f"REVOKE {CHANGED} FROM jenjang_app")
    # The owner is bound by row-level security as all are.
    op.execute("ALTER TABLE notices NO FORCE ROW LEVEL SECURITY")
    op.execute(f"DELETE FROM notices WHERE kind = '{NEW_NOTICE}'")
    op.execute("ALTER TABLE notices FORCE ROW LEVEL SECURITY")
    known_notices(*NOTICES)
