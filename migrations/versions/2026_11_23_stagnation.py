"""Career: cases of careers that stand still, and the windows through which that is seen."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from jenjang.database.security import protect

revision: str = "2026_11_23_stagnation"
down_revision: str | None = "2026_11_23_plan_to_renew"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

ROLES = "jenjang_app, jenjang_worker"
TABLE = "stagnation_cases"
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
)
"""Kinds of notices that there were before."""
NEW_NOTICES = ("CAREER_STAGNATES",)
TALKS = """
CREATE VIEW dialogues_held WITH (security_invoker = true) AS
SELECT tenant_id, id, employee_id, held_on FROM dialogues WHERE state = 'CONFIRMED'
"""
STUDIES = """
CREATE VIEW studies_granted WITH (security_invoker = true) AS
SELECT tenant_id, id, employee_id, begins_on, ends_on FROM study_leaves WHERE state = 'APPROVED'
"""
VIEWS = {"dialogues_held": TALKS, "studies_granted": STUDIES}


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
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("signs", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=True),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("trained_on", sa.Date(), nullable=True),
        sa.Column("talked_on", sa.Date(), nullable=True),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("answered_by_employee_id", sa.Uuid(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint("cardinality(signs) > 0", name=op.f("ck_stagnation_cases_of_a_sign")),
        sa.CheckConstraint(
            "signs <@ ARRAY['MOVE'::text, 'PLAN'::text, 'TRAINING'::text, 'DIALOGUE'::text]",
            name=op.f("ck_stagnation_cases_signs_known"),
        ),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_on IS NULL)", name=op.f("ck_stagnation_cases_answered_on_a_day")
        ),
        sa.CheckConstraint(
            "answer <> 'NONE_NEEDED' OR comment IS NOT NULL",
            name=op.f("ck_stagnation_cases_none_needed_with_reason"),
        ),
        sa.CheckConstraint(
            "(ended_on IS NULL) = (ended_by IS NULL)", name=op.f("ck_stagnation_cases_ended_for_a_reason")
        ),
        sa.CheckConstraint(
            "ended_on >= opened_on", name=op.f("ck_stagnation_cases_ended_after_it_was_opened")
        ),
        sa.CheckConstraint(
            "answer IN ('PLAN_BEGUN', 'TRAINING_ASKED', 'TALK_HELD', 'NONE_NEEDED')",
            name=op.f("ck_stagnation_cases_answer_known"),
        ),
        sa.CheckConstraint(
            "ended_by IN ('PROGRESS', 'SPARED', 'ASKED_AGAIN')",
            name=op.f("ck_stagnation_cases_ended_by_known"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_stagnation_cases_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "answered_by_employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_stagnation_cases_tenant_id_answered_by_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_stagnation_cases_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_stagnation_cases")),
    )
    for name, columns in (
        ("employee_id", ["employee_id", "opened_on", "id"]),
        ("opened_on", ["opened_on", "id"]),
        ("answered_by", ["answered_by_employee_id"]),
    ):
        op.create_index(f"ix_stagnation_cases_tenant_id_{name}", TABLE, ["tenant_id", *columns])
    op.create_index(
        "ix_stagnation_cases_tenant_id_open",
        TABLE,
        ["tenant_id", "employee_id"],
        unique=True,
        postgresql_where=sa.text("ended_on IS NULL"),
    )
    for statement in protect(TABLE, "SELECT, INSERT, UPDATE"):
        op.execute(statement)
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
    for name in reversed(VIEWS):
        op.execute(f"DROP VIEW {name}")
    op.drop_table(TABLE)
    # The owner is bound by row-level security as all are.
    op.execute("ALTER TABLE notices NO FORCE ROW LEVEL SECURITY")
    listed = ", ".join(f"'{kind}'" for kind in NEW_NOTICES)
    op.execute(f"DELETE FROM notices WHERE kind IN ({listed})")
    op.execute("ALTER TABLE notices FORCE ROW LEVEL SECURITY")
    known_notices(*NOTICES)
