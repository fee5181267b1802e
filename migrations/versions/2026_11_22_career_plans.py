"""Career plans: goals and steps, and the windows through which careers see improvements and courses."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from jenjang.database.security import protect

revision: str = "2026_11_22_career_plans"
down_revision: str | None = "2026_11_22_study"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

ROLES = "jenjang_app, jenjang_worker"
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
)
"""Kinds of notices that there were before."""
NEW_NOTICES = ("PLAN_SUBMITTED", "PLAN_RETURNED", "PLAN_APPROVED", "PLAN_STEP_DONE")
RIGHTS = {
    "career_plans": "SELECT, INSERT, UPDATE",
    "career_goals": "SELECT, INSERT, UPDATE, DELETE",
    "career_steps": "SELECT, INSERT, UPDATE, DELETE",
}
"""By table, those that are pointed at first."""
INTENDED = """
CREATE VIEW improvements_intended WITH (security_invoker = true) AS
SELECT tenant_id, employee_id, id, step, wanted_by, state FROM step_intentions WHERE state <> 'DROPPED'
"""
LEVELS = """
CREATE VIEW course_levels WITH (security_invoker = true) AS
SELECT c.tenant_id, c.id AS course_id, t.subject, c.code, t.level::integer AS level
FROM training_courses c
LEFT JOIN training_targets t ON t.tenant_id = c.tenant_id AND t.course_id = c.id
"""
VIEWS = {"improvements_intended": INTENDED, "course_levels": LEVELS}
COMPLETED = """
CREATE OR REPLACE VIEW trainings_completed WITH (security_invoker = true) AS
SELECT tenant_id, id, employee_id, course_id, form, hours, ends_on AS completed_on{more} FROM training_certificates
"""
"""The window that was there before, and `more` of its columns."""


def upgrade() -> None:
    known_notices(*NOTICES, *NEW_NOTICES)
    op.create_table(
        "career_plans",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("decided_by_employee_id", sa.Uuid(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("stands_until", sa.Date(), nullable=True),
        sa.Column("rule", sa.Text(), nullable=True),
        sa.Column("renews_plan_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint(
            "(state IN ('APPROVED', 'RENEWED')) = (approved_on IS NOT NULL) AND num_nonnulls(approved_on, stands_until, rule) IN (0, 3)",
            name=op.f("ck_career_plans_approved_whole"),
        ),
        sa.CheckConstraint(
            "state <> 'RETURNED' OR comment IS NOT NULL", name=op.f("ck_career_plans_returned_with_comment")
        ),
        sa.CheckConstraint(
            "state IN ('DRAFT', 'SUBMITTED', 'RETURNED', 'APPROVED', 'RENEWED', 'DISCARDED')",
            name=op.f("ck_career_plans_state_known"),
        ),
        sa.CheckConstraint("stands_until > approved_on", name=op.f("ck_career_plans_stands_after_approval")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "decided_by_employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_career_plans_tenant_id_decided_by_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_career_plans_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "renews_plan_id"],
            ["career_plans.tenant_id", "career_plans.id"],
            name=op.f("fk_career_plans_tenant_id_renews_plan_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_career_plans_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_career_plans")),
    )
    op.create_index(
        "ix_career_plans_tenant_id_approved",
        "career_plans",
        ["tenant_id", "employee_id"],
        unique=True,
        postgresql_where=sa.text("state = 'APPROVED'"),
    )
    op.create_index(
        "ix_career_plans_tenant_id_begins_on", "career_plans", ["tenant_id", "begins_on", "id"], unique=False
    )
    op.create_index(
        "ix_career_plans_tenant_id_decided_by",
        "career_plans",
        ["tenant_id", "decided_by_employee_id"],
        unique=False,
    )
    op.create_index(
        "ix_career_plans_tenant_id_employee_id",
        "career_plans",
        ["tenant_id", "employee_id", "begins_on", "id"],
        unique=False,
    )
    op.create_index(
        "ix_career_plans_tenant_id_open",
        "career_plans",
        ["tenant_id", "employee_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('DRAFT', 'SUBMITTED', 'RETURNED')"),
    )
    op.create_index(
        "ix_career_plans_tenant_id_renews_plan_id",
        "career_plans",
        ["tenant_id", "renews_plan_id"],
        unique=False,
    )
    op.create_table(
        "career_goals",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("horizon", sa.Text(), nullable=False),
        sa.CheckConstraint("horizon IN ('SHORT', 'LONG')", name=op.f("ck_career_goals_horizon_known")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_career_goals_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "plan_id"],
            ["career_plans.tenant_id", "career_plans.id"],
            name=op.f("fk_career_goals_tenant_id_plan_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_career_goals_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_career_goals")),
    )
    op.create_index(
        "ix_career_goals_tenant_id_employee_id", "career_goals", ["tenant_id", "employee_id"], unique=False
    )
    op.create_index(
        "ix_career_goals_tenant_id_plan_id",
        "career_goals",
        ["tenant_id", "plan_id", "due", "id"],
        unique=False,
    )
    op.create_table(
        "career_steps",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("goal_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=True),
        sa.Column("competency", sa.Text(collation="C"), nullable=True),
        sa.Column("technical_competency_id", sa.Uuid(), nullable=True),
        sa.Column(
            "subject",
            sa.Text(),
            sa.Computed("coalesce(competency, technical_competency_id::text)", persisted=True),
            nullable=True,
        ),
        sa.Column("level", sa.SmallInteger(), nullable=True),
        sa.Column("intention_id", sa.Uuid(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'TRAINING') = (course_id IS NOT NULL)", name=op.f("ck_career_steps_training_by_course")
        ),
        sa.CheckConstraint(
            "kind IN ('TRAINING', 'COMPETENCY', 'APPRAISAL', 'MENTORING', 'OTHER')",
            name=op.f("ck_career_steps_kind_known"),
        ),
        sa.CheckConstraint(
            "num_nonnulls(competency, technical_competency_id) = CASE kind WHEN 'COMPETENCY' THEN 1 ELSE 0 END AND (kind = 'COMPETENCY') = (level IS NOT NULL)",
            name=op.f("ck_career_steps_competency_by_level"),
        ),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name=op.f("ck_career_steps_level_1_to_5")),
        sa.ForeignKeyConstraint(
            ["competency"], ["competencies.code"], name=op.f("fk_career_steps_competency")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "course_id"],
            ["training_courses.tenant_id", "training_courses.id"],
            name=op.f("fk_career_steps_tenant_id_course_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_career_steps_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "goal_id"],
            ["career_goals.tenant_id", "career_goals.id"],
            name=op.f("fk_career_steps_tenant_id_goal_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "intention_id"],
            ["step_intentions.tenant_id", "step_intentions.id"],
            name=op.f("fk_career_steps_tenant_id_intention_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "plan_id"],
            ["career_plans.tenant_id", "career_plans.id"],
            name=op.f("fk_career_steps_tenant_id_plan_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "technical_competency_id"],
            ["technical_competencies.tenant_id", "technical_competencies.id"],
            name=op.f("fk_career_steps_tenant_id_technical_competency_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_career_steps_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_career_steps")),
    )
    op.create_index(
        "ix_career_steps_tenant_id_course_id", "career_steps", ["tenant_id", "course_id"], unique=False
    )
    op.create_index(
        "ix_career_steps_tenant_id_employee_id", "career_steps", ["tenant_id", "employee_id"], unique=False
    )
    op.create_index(
        "ix_career_steps_tenant_id_goal_id",
        "career_steps",
        ["tenant_id", "goal_id", "due", "id"],
        unique=False,
    )
    op.create_index(
        "ix_career_steps_tenant_id_intention_id", "career_steps", ["tenant_id", "intention_id"], unique=False
    )
    op.create_index(
        "ix_career_steps_tenant_id_plan_id", "career_steps", ["tenant_id", "plan_id"], unique=False
    )
    op.create_index(
        "ix_career_steps_tenant_id_plan_id_intention_id",
        "career_steps",
        ["tenant_id", "plan_id", "intention_id"],
        unique=True,
        postgresql_where=sa.text("intention_id IS NOT NULL"),
    )
    op.create_index(
        "ix_career_steps_tenant_id_technical",
        "career_steps",
        ["tenant_id", "technical_competency_id"],
        unique=False,
    )

    for table, rights in RIGHTS.items():
        for statement in protect(table, rights):
            op.execute(statement)
    op.execute(COMPLETED.format(more=", issued_on AS certified_on"))
    for name, view in VIEWS.items():
        op.execute(view)
        op.execute(f"GRANT SELECT ON {name} TO {ROLES}")


def known_notices(*kinds: str) -> None:
    """Let notices be of these kinds, instead of the fewer (or more) that may be now."""
    name = op.f("ck_notices_kind_known")
    op.execute(f"-- squawk-ignore ban-drop-constraint\nALTER TABLE notices DROP CONSTRAINT {name}")
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    op.create_check_constraint(name, "notices", f"kind IN ({listed})")


def downgrade() -> None:
    op.execute("DROP VIEW trainings_completed")
    op.execute(COMPLETED.format(more=""))
    op.execute(f"GRANT SELECT ON trainings_completed TO {ROLES}")
    for name in reversed(VIEWS):
        op.execute(f"DROP VIEW {name}")
    for table in reversed(RIGHTS):
        op.drop_table(table)
    # The owner is bound by row-level security as all are.
    op.execute("ALTER TABLE notices NO FORCE ROW LEVEL SECURITY")
    listed = ", ".join(f"'{kind}'" for kind in NEW_NOTICES)
    op.execute(f"DELETE FROM notices WHERE kind IN ({listed})")
    op.execute("ALTER TABLE notices FORCE ROW LEVEL SECURITY")
    known_notices(*NOTICES)
