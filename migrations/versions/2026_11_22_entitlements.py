"""Rights that merit gives: to school or to a course, claimed or expiring."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from jenjang.database.security import protect

revision: str = "2026_11_22_entitlements"
down_revision: str | None = "2026_11_22_aspirations"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

TABLE = "study_entitlements"
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
)
"""Kinds of notices that there were before."""
NEW_NOTICES = ("ENTITLEMENT_GRANTED", "ENTITLEMENT_EXPIRES")


def upgrade() -> None:
    known_notices(*NOTICES, *NEW_NOTICES)
    op.create_table(
        TABLE,
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("predicate", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("granted_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("leave_id", sa.Uuid(), nullable=True),
        sa.Column("claimed_course", sa.Text(), nullable=True),
        sa.Column("claimed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint(
            "num_nonnulls(leave_id, claimed_course) = num_nonnulls(claimed_on)",
            name=op.f("ck_study_entitlements_claimed_for_one_thing"),
        ),
        sa.CheckConstraint("granted_on < expires_on", name=op.f("ck_study_entitlements_lasts")),
        sa.CheckConstraint(
            "predicate IN ('VERY_GOOD', 'GOOD', 'NEEDS_IMPROVEMENT', 'POOR', 'VERY_POOR')",
            name=op.f("ck_study_entitlements_predicate_known"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_study_entitlements_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "leave_id"],
            ["study_leaves.tenant_id", "study_leaves.id"],
            name=op.f("fk_study_entitlements_tenant_id_leave_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_study_entitlements_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_study_entitlements")),
        sa.UniqueConstraint(
            "tenant_id", "employee_id", "year", name=op.f("uq_study_entitlements_tenant_id_employee_id_year")
        ),
        sa.UniqueConstraint("tenant_id", "leave_id", name=op.f("uq_study_entitlements_tenant_id_leave_id")),
    )
    for name, columns in (
        ("employee_id", ["employee_id", "year", "id"]),
        ("expires_on", ["expires_on"]),
        ("year", ["year", "id"]),
    ):
        op.create_index(f"ix_study_entitlements_tenant_id_{name}", TABLE, ["tenant_id", *columns])
    for statement in protect(TABLE, "SELECT, INSERT, UPDATE"):
        op.execute(statement)


def known_notices(*kinds: str) -> None:
    """Let notices be of these kinds, instead of the fewer (or more) that may be now."""
    name = op.f("ck_notices_kind_known")
    op.execute(f"-- squawk-ignore ban-drop-constraint\nALTER TABLE notices DROP CONSTRAINT {name}")
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    op.create_check_constraint(name, "notices", f"kind IN ({listed})")


def downgrade() -> None:
    op.drop_table(TABLE)
    # The owner is bound by row-level security as all are.
    op.execute("ALTER TABLE notices NO FORCE ROW LEVEL SECURITY")
    listed = ", ".join(f"'{kind}'" for kind in NEW_NOTICES)
    op.execute(f"DELETE FROM notices WHERE kind IN ({listed})")
    op.execute("ALTER TABLE notices FORCE ROW LEVEL SECURITY")
    known_notices(*NOTICES)
