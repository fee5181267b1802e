"""Training: codes for attendance, and evaluation at four levels."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from jenjang.database.security import protect

revision: str = "2026_11_22_training_evaluation"
down_revision: str | None = "2026_11_22_partnership"
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
    "PLAN_SUBMITTED",
    "PLAN_RETURNED",
    "PLAN_APPROVED",
    "PLAN_STEP_DONE",
)
"""Kinds of notices that there were before."""
NEW_NOTICES = ("TRAINING_TO_EVALUATE",)
RIGHTS = {
    "training_codes": "SELECT, INSERT, UPDATE",
    "training_reactions": "SELECT, INSERT, UPDATE",
    "training_tallies": "SELECT, INSERT, UPDATE",
    "training_remarks": "SELECT, INSERT, UPDATE",
    "training_tests": "SELECT, INSERT, UPDATE",
    "training_behaviours": "SELECT, INSERT, UPDATE",
    "training_results": "SELECT, INSERT",
}
BY_CODE = "ck_training_attendances_by_code_or_by_somebody"
EVALUATIONS = """
CREATE VIEW training_evaluations WITH (security_invoker = true) AS
SELECT e.tenant_id, e.id AS event_id, t.tested, t.before, t.after, t.gain, b.observed, b.applied
  FROM training_events e
  LEFT JOIN LATERAL (
       SELECT (r.body ->> 'smallest_group')::integer AS smallest FROM rule_sets r
        WHERE r.name = 'training_evaluation' AND r.valid_from <= e.ends_on
          AND (r.valid_to IS NULL OR r.valid_to > e.ends_on)) law ON true
  LEFT JOIN LATERAL (
       SELECT count(*)::integer AS tested, round(avg(one.before), 2) AS before,
              round(avg(one.after), 2) AS after, round(avg(one.gain), 2) AS gain
         FROM training_tests one
        WHERE one.tenant_id = e.tenant_id AND one.event_id = e.id AND one.gain IS NOT NULL
       HAVING count(*) >= law.smallest) t ON true
  LEFT JOIN LATERAL (
       SELECT count(*)::integer AS observed, round(avg(one.applied), 2) AS applied
         FROM training_behaviours one
        WHERE one.tenant_id = e.tenant_id AND one.event_id = e.id AND one.applied IS NOT NULL
       HAVING count(*) >= law.smallest) b ON true
"""


def upgrade() -> None:
    known_notices(*NOTICES, *NEW_NOTICES)
    op.create_table(
        "training_remarks",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("is_told", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "event_id"],
            ["training_events.tenant_id", "training_events.id"],
            name=op.f("fk_training_remarks_tenant_id_event_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_training_remarks_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_training_remarks")),
    )
    op.create_index(
        "ix_training_remarks_tenant_id_event_id",
        "training_remarks",
        ["tenant_id", "event_id", "id"],
        unique=False,
    )
    op.create_table(
        "training_results",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("before", sa.Numeric(precision=20, scale=4), nullable=False),
        sa.Column("after", sa.Numeric(precision=20, scale=4), nullable=False),
        sa.Column("before_on", sa.Date(), nullable=False),
        sa.Column("after_on", sa.Date(), nullable=False),
        sa.Column(
            "change_percent",
            sa.Numeric(precision=26, scale=2),
            sa.Computed("round((after - before) * 100 / nullif(abs(before), 0), 2)", persisted=True),
            nullable=True,
        ),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("by_employee_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("before_on < after_on", name=op.f("ck_training_results_before_and_after")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "by_employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_training_results_tenant_id_by_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "event_id"],
            ["training_events.tenant_id", "training_events.id"],
            name=op.f("fk_training_results_tenant_id_event_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["units.tenant_id", "units.id"],
            name=op.f("fk_training_results_tenant_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_training_results_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_training_results")),
    )
    op.create_index(
        "ix_training_results_tenant_id_by_employee_id",
        "training_results",
        ["tenant_id", "by_employee_id"],
        unique=False,
    )
    op.create_index(
        "ix_training_results_tenant_id_event_id", "training_results", ["tenant_id", "event_id"], unique=False
    )
    op.create_index(
        "ix_training_results_tenant_id_unit_id", "training_results", ["tenant_id", "unit_id"], unique=False
    )
    op.create_table(
        "training_tallies",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("smallest", sa.SmallInteger(), nullable=False),
        sa.Column("score_1", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("score_2", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("score_3", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("score_4", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("score_5", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("answers", sa.SmallInteger(), nullable=True),
        sa.Column("mean", sa.Numeric(precision=5, scale=2), nullable=True),
        sa.CheckConstraint(
            "question IN ('CONTENT', 'TRAINER', 'FACILITIES')",
            name=op.f("ck_training_tallies_question_known"),
        ),
        sa.CheckConstraint("(answers IS NULL) = (mean IS NULL)", name=op.f("ck_training_tallies_told_whole")),
        sa.CheckConstraint(
            "answers IS NULL OR answers >= smallest", name=op.f("ck_training_tallies_told_of_enough")
        ),
        sa.CheckConstraint("smallest > 1", name=op.f("ck_training_tallies_of_more_than_one")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "event_id"],
            ["training_events.tenant_id", "training_events.id"],
            name=op.f("fk_training_tallies_tenant_id_event_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_training_tallies_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_training_tallies")),
        sa.UniqueConstraint(
            "tenant_id", "event_id", "question", name=op.f("uq_training_tallies_tenant_id_event_id_question")
        ),
    )
    op.create_table(
        "training_behaviours",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("superior_employee_id", sa.Uuid(), nullable=False),
        sa.Column("answer_until", sa.Date(), nullable=False),
        sa.Column("applied", sa.SmallInteger(), nullable=True),
        sa.Column("example", sa.Text(), nullable=True),
        sa.Column("answered_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint("applied BETWEEN 1 AND 5", name=op.f("ck_training_behaviours_applied_1_to_5")),
        sa.CheckConstraint(
            "num_nonnulls(applied, example, answered_at) IN (0, 3)",
            name=op.f("ck_training_behaviours_answered_whole"),
        ),
        sa.CheckConstraint(
            "superior_employee_id <> employee_id", name=op.f("ck_training_behaviours_of_another")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_training_behaviours_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "enrolment_id"],
            ["training_enrolments.tenant_id", "training_enrolments.id"],
            name=op.f("fk_training_behaviours_tenant_id_enrolment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "event_id"],
            ["training_events.tenant_id", "training_events.id"],
            name=op.f("fk_training_behaviours_tenant_id_event_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "superior_employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_training_behaviours_tenant_id_superior_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_training_behaviours_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_training_behaviours")),
        sa.UniqueConstraint(
            "tenant_id", "enrolment_id", name=op.f("uq_training_behaviours_tenant_id_enrolment_id")
        ),
    )
    op.create_index(
        "ix_training_behaviours_tenant_id_employee_id",
        "training_behaviours",
        ["tenant_id", "employee_id"],
        unique=False,
    )
    op.create_index(
        "ix_training_behaviours_tenant_id_event_id",
        "training_behaviours",
        ["tenant_id", "event_id"],
        unique=False,
    )
    op.create_index(
        "ix_training_behaviours_tenant_id_superior",
        "training_behaviours",
        ["tenant_id", "superior_employee_id"],
        unique=False,
    )
    op.create_index(
        "ix_training_behaviours_tenant_id_answer_until",
        "training_behaviours",
        ["tenant_id", "answer_until", "id"],
        unique=False,
    )
    op.create_table(
        "training_codes",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.Text(collation="C"), nullable=False),
        sa.Column("valid_until", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("by_employee_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "by_employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_training_codes_tenant_id_by_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "meeting_id"],
            ["training_meetings.tenant_id", "training_meetings.id"],
            name=op.f("fk_training_codes_tenant_id_meeting_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_training_codes_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_training_codes")),
        sa.UniqueConstraint("tenant_id", "meeting_id", name=op.f("uq_training_codes_tenant_id_meeting_id")),
    )
    op.create_index(
        "ix_training_codes_tenant_id_by_employee_id",
        "training_codes",
        ["tenant_id", "by_employee_id"],
        unique=False,
    )
    op.create_index("ix_training_codes_tenant_id_hash", "training_codes", ["tenant_id", "hash"], unique=False)
    op.create_table(
        "training_reactions",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("answered", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_training_reactions_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "enrolment_id"],
            ["training_enrolments.tenant_id", "training_enrolments.id"],
            name=op.f("fk_training_reactions_tenant_id_enrolment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "event_id"],
            ["training_events.tenant_id", "training_events.id"],
            name=op.f("fk_training_reactions_tenant_id_event_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_training_reactions_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_training_reactions")),
        sa.UniqueConstraint(
            "tenant_id", "enrolment_id", name=op.f("uq_training_reactions_tenant_id_enrolment_id")
        ),
    )
    op.create_index(
        "ix_training_reactions_tenant_id_employee_id",
        "training_reactions",
        ["tenant_id", "employee_id", "id"],
        unique=False,
    )
    op.create_index(
        "ix_training_reactions_tenant_id_event_id",
        "training_reactions",
        ["tenant_id", "event_id"],
        unique=False,
    )
    op.create_table(
        "training_tests",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("before", sa.Numeric(precision=5, scale=2), nullable=True),
        sa.Column("after", sa.Numeric(precision=5, scale=2), nullable=True),
        sa.Column(
            "gain",
            sa.Numeric(precision=5, scale=2),
            sa.Computed("after - before", persisted=True),
            nullable=True,
        ),
        sa.Column(
            "noted_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("by_employee_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("after BETWEEN 0 AND 100", name=op.f("ck_training_tests_after_0_to_100")),
        sa.CheckConstraint("before BETWEEN 0 AND 100", name=op.f("ck_training_tests_before_0_to_100")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "by_employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_training_tests_tenant_id_by_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_training_tests_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "enrolment_id"],
            ["training_enrolments.tenant_id", "training_enrolments.id"],
            name=op.f("fk_training_tests_tenant_id_enrolment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "event_id"],
            ["training_events.tenant_id", "training_events.id"],
            name=op.f("fk_training_tests_tenant_id_event_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_training_tests_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_training_tests")),
        sa.UniqueConstraint(
            "tenant_id", "enrolment_id", name=op.f("uq_training_tests_tenant_id_enrolment_id")
        ),
    )
    op.create_index(
        "ix_training_tests_tenant_id_by_employee_id",
        "training_tests",
        ["tenant_id", "by_employee_id"],
        unique=False,
    )
    op.create_index(
        "ix_training_tests_tenant_id_employee_id",
        "training_tests",
        ["tenant_id", "employee_id"],
        unique=False,
    )
    op.create_index(
        "ix_training_tests_tenant_id_event_id", "training_tests", ["tenant_id", "event_id"], unique=False
    )
    op.add_column(
        "training_attendances",
        sa.Column("by_code", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    op.create_check_constraint(
        op.f(BY_CODE), "training_attendances", "NOT by_code OR (is_present AND by_employee_id IS NULL)"
    )
    for table, rights in RIGHTS.items():
        for statement in protect(table, rights):
            op.execute(statement)
    op.execute(EVALUATIONS)
    op.execute(f"GRANT SELECT ON training_evaluations TO {ROLES}")


def known_notices(*kinds: str) -> None:
    """Let notices be of these kinds, instead of the fewer (or more) that may be now."""
    name = op.f("ck_notices_kind_known")
    op.execute(f"-- squawk-ignore ban-drop-constraint\nALTER TABLE notices DROP CONSTRAINT {name}")
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    op.create_check_constraint(name, "notices", f"kind IN ({listed})")


def downgrade() -> None:
    op.execute("DROP VIEW training_evaluations")
    op.drop_constraint(op.f(BY_CODE), "training_attendances", type_="check")
    op.drop_column("training_attendances", "by_code")
    for table in reversed(RIGHTS):
        op.drop_table(table)
    # The owner is bound by row-level security as all are.
    op.execute("ALTER TABLE notices NO FORCE ROW LEVEL SECURITY")
    listed = ", ".join(f"'{kind}'" for kind in NEW_NOTICES)
    op.execute(f"DELETE FROM notices WHERE kind IN ({listed})")
    op.execute("ALTER TABLE notices FORCE ROW LEVEL SECURITY")
    known_notices(*NOTICES)
