"""Study leave: quotas by year and level of school, leaves with their reports and bonds."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from jenjang.database.security import protect

revision: str = "2026_11_22_study"
down_revision: str | None = "2026_11_22_training"
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
)
"""Kinds of notices that there were before."""
NEW_NOTICES = ("STUDY_REQUESTED", "STUDY_DECIDED", "STUDY_REPORT_DUE")
RIGHTS = {"study_quotas": "SELECT, INSERT, UPDATE", "study_leaves": "SELECT, INSERT, UPDATE"}
"""By table, those that are pointed at first."""


def upgrade() -> None:
    known_notices(*NOTICES, *NEW_NOTICES)
    op.create_table(
        "study_quotas",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("level", sa.Text(collation="C"), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint("taken >= 0 AND taken <= seats", name=op.f("ck_study_quotas_within_the_seats")),
        sa.ForeignKeyConstraint(["level"], ["education_levels.code"], name=op.f("fk_study_quotas_level")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_study_quotas_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_study_quotas")),
        sa.UniqueConstraint("tenant_id", "year", "level", name=op.f("uq_study_quotas_tenant_id_year_level")),
    )
    op.create_table(
        "study_leaves",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.Text(collation="C"), nullable=False),
        sa.Column("programme", sa.Text(), nullable=False),
        sa.Column("school", sa.Text(), nullable=False),
        sa.Column("funding", sa.Text(), nullable=False),
        sa.Column("duty", sa.Text(), nullable=False),
        sa.Column("is_priority", sa.Boolean(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("approved_end", sa.Date(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column(
            "made_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("quota_id", sa.Uuid(), nullable=True),
        sa.Column("decided_by_employee_id", sa.Uuid(), nullable=True),
        sa.Column("checked", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("finished_on", sa.Date(), nullable=True),
        sa.Column("is_completed", sa.Boolean(), nullable=True),
        sa.Column("report", sa.Text(), nullable=True),
        sa.Column("reported_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("bond_months", sa.Integer(), nullable=True),
        sa.Column("bond_to", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint(
            "state <> 'REPORTED' OR (finished_on IS NOT NULL AND is_completed IS NOT NULL AND report IS NOT NULL AND reported_at IS NOT NULL AND bond_months IS NOT NULL)",
            name=op.f("ck_study_leaves_reported_whole"),
        ),
        sa.CheckConstraint("duty IN ('RELEASED', 'KEPT')", name=op.f("ck_study_leaves_duty_known")),
        sa.CheckConstraint(
            "funding IN ('GOVERNMENT', 'SCHOLARSHIP', 'SELF')", name=op.f("ck_study_leaves_funding_known")
        ),
        sa.CheckConstraint(
            "state IN ('REQUESTED', 'APPROVED', 'DECLINED', 'WITHDRAWN', 'REPORTED')",
            name=op.f("ck_study_leaves_state_known"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('APPROVED', 'REPORTED') OR (approved_end IS NOT NULL AND quota_id IS NOT NULL)",
            name=op.f("ck_study_leaves_approved_whole"),
        ),
        sa.CheckConstraint("bond_to >= finished_on", name=op.f("ck_study_leaves_bond_follows_the_study")),
        sa.CheckConstraint(
            "coalesce(bond_months, 0) = 0 OR bond_to IS NOT NULL",
            name=op.f("ck_study_leaves_bond_has_a_time"),
        ),
        sa.CheckConstraint("ends_on > begins_on", name=op.f("ck_study_leaves_ends_after_it_begins")),
        sa.ForeignKeyConstraint(["level"], ["education_levels.code"], name=op.f("fk_study_leaves_level")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "decided_by_employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_study_leaves_tenant_id_decided_by_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_study_leaves_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "quota_id"],
            ["study_quotas.tenant_id", "study_quotas.id"],
            name=op.f("fk_study_leaves_tenant_id_quota_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_study_leaves_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_study_leaves")),
    )
    op.create_index(
        "ix_study_leaves_tenant_id_begins_on", "study_leaves", ["tenant_id", "begins_on", "id"], unique=False
    )
    op.create_index(
        "ix_study_leaves_tenant_id_decided_by",
        "study_leaves",
        ["tenant_id", "decided_by_employee_id"],
        unique=False,
    )
    op.create_index(
        "ix_study_leaves_tenant_id_employee_id",
        "study_leaves",
        ["tenant_id", "employee_id", "begins_on", "id"],
        unique=False,
    )
    op.create_index(
        "ix_study_leaves_tenant_id_quota_id", "study_leaves", ["tenant_id", "quota_id"], unique=False
    )
    op.create_index(
        "ix_study_leaves_tenant_id_under_way",
        "study_leaves",
        ["tenant_id", "employee_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('REQUESTED', 'APPROVED')"),
    )
    for table, rights in RIGHTS.items():
        for statement in protect(table, rights):
            op.execute(statement)


def known_notices(*kinds: str) -> None:
    """Let notices be of these kinds, instead of the fewer (or more) that may be now."""
    name = op.f("ck_notices_kind_known")
    op.execute(f"-- squawk-ignore ban-drop-constraint\nALTER TABLE notices DROP CONSTRAINT {name}")
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    op.create_check_constraint(name, "notices", f"kind IN ({listed})")


def downgrade() -> None:
    for table in reversed(RIGHTS):
        op.drop_table(table)
    # The owner is bound by row-level security as all are.
    op.execute("ALTER TABLE notices NO FORCE ROW LEVEL SECURITY")
    listed = ", ".join(f"'{kind}'" for kind in NEW_NOTICES)
    op.execute(f"DELETE FROM notices WHERE kind IN ({listed})")
    op.execute("ALTER TABLE notices FORCE ROW LEVEL SECURITY")
    known_notices(*NOTICES)
