"""Expectations, cycles, evaluations, feedback, calibration, objections, credit: the tables of appraisal."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from jenjang.database.security import protect, publish

revision: str = "2026_11_22_appraisal"
down_revision: str | None = "2026_11_22_device_codes"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

OWNED = [
    "local_holidays",
    "appraisal_cycles",
    "credit_standings",
    "dialogues",
    "feedback_requests",
    "notices",
    "skps",
    "unit_objectives",
    "appraisal_policies",
    "appraisals",
    "calibrations",
    "credit_projections",
    "cycle_units",
    "dialogue_actions",
    "private_notes",
    "skp_behaviours",
    "skp_results",
    "calibration_counts",
    "calibration_members",
    "competency_tallies",
    "credits",
    "evaluation_points",
    "evaluations",
    "feedback",
    "improvement_paths",
    "national_results",
    "rating_invitations",
    "skp_indicators",
    "calibration_changes",
    "improvement_targets",
    "objections",
    "step_intentions",
    "improvement_reviews",
    "objection_statements",
]

LOOKED_AT = """
CREATE VIEW calibration_results WITH (security_invoker = true) AS
SELECT c.tenant_id, c.id AS calibration_id, a.id, a.employee_id, a.unit_id, p.name, p.name_key,
       e.results, e.behaviour, e.predicate, a.version, y.ends - 1 AS last_day,
       u.valid_from AS below_from, u.valid_to AS below_to
FROM calibrations c
JOIN appraisal_cycles y ON y.tenant_id = c.tenant_id AND y.id = c.cycle_id
JOIN unit_ancestry u ON u.tenant_id = c.tenant_id AND u.ancestor_id = c.unit_id
JOIN appraisals a ON a.tenant_id = c.tenant_id AND a.cycle_id = c.cycle_id AND a.unit_id = u.unit_id
 AND a.state = 'EVALUATED'
JOIN employees p ON p.tenant_id = a.tenant_id AND p.id = a.employee_id
CROSS JOIN LATERAL (
    SELECT results, behaviour, predicate FROM evaluations
    WHERE tenant_id = a.tenant_id AND appraisal_id = a.id ORDER BY number DESC LIMIT 1
) e
"""

KEPT = (
    "appraisals",
    "appraisal_cycles",
    "appraisal_policies",
    "calibration_changes",
    "calibration_counts",
    "calibration_members",
    "calibrations",
    "evaluations",
    "improvement_paths",
    "improvement_reviews",
    "objection_statements",
    "objections",
    "skps",
)
"""What nobody deletes."""
WRITTEN_ONCE = ("calibration_members", "feedback", "improvement_reviews", "objection_statements")
PUBLISHED_ONCE = ("calibration_changes", "evaluations")
"""What changes in nothing but that it is published."""
ROLES = "jenjang_app, jenjang_worker"

FILES = ("UNITS", "POSITIONS", "PEOPLE", "RANKS", "PLACEMENTS")
"""Kinds of files that could be brought in before."""


def upgrade() -> None:
    op.create_table(
        "behaviours",
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.Column("english", sa.Text(), nullable=False),
        sa.Column("guides", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("siasn_id", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_behaviours")),
    )
    op.create_table(
        "local_holidays",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_local_holidays_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_local_holidays")),
        sa.UniqueConstraint("tenant_id", "day", name=op.f("uq_local_holidays_tenant_id_day")),
    )
    op.create_table(
        "appraisal_cycles",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("begins", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("fewest_raters", sa.SmallInteger(), nullable=False),
        sa.Column("escalation_days", sa.SmallInteger(), nullable=False),
        sa.Column("reminder_days", sa.SmallInteger(), nullable=False),
        sa.Column("to_close", sa.Integer(), nullable=True),
        sa.Column("closed_so_far", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("opened_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("closed_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint(
            "kind IN ('MONTHLY', 'QUARTERLY', 'ANNUAL')", name=op.f("ck_appraisal_cycles_kind_known")
        ),
        sa.CheckConstraint(
            "state IN ('OPEN', 'CLOSING', 'CLOSED')", name=op.f("ck_appraisal_cycles_state_known")
        ),
        sa.CheckConstraint("ends > begins", name=op.f("ck_appraisal_cycles_ends_after_it_begins")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["units.tenant_id", "units.id"],
            name=op.f("fk_appraisal_cycles_tenant_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_appraisal_cycles_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_appraisal_cycles")),
        sa.UniqueConstraint(
            "tenant_id",
            "kind",
            "year",
            "number",
            "unit_id",
            name=op.f("uq_appraisal_cycles_tenant_id_kind_year_number_unit_id"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index(
        "ix_appraisal_cycles_tenant_id_begins",
        "appraisal_cycles",
        ["tenant_id", "begins", "id"],
        unique=False,
    )
    op.create_index(
        "ix_appraisal_cycles_tenant_id_unit_id", "appraisal_cycles", ["tenant_id", "unit_id"], unique=False
    )
    op.create_table(
        "credit_standings",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(collation="C"), nullable=False),
        sa.Column("gathered", sa.Numeric(), nullable=False),
        sa.Column("needed", sa.Numeric(), nullable=False),
        sa.Column("counted_to", sa.Date(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.CheckConstraint("target IN ('RANK', 'LEVEL')", name=op.f("ck_credit_standings_target_known")),
        sa.ForeignKeyConstraint(["level"], ["position_levels.code"], name=op.f("fk_credit_standings_level")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_credit_standings_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_credit_standings_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_credit_standings")),
        sa.UniqueConstraint(
            "tenant_id",
            "employee_id",
            "target",
            name=op.f("uq_credit_standings_tenant_id_employee_id_target"),
        ),
    )
    op.create_table(
        "dialogues",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("leader_employee_id", sa.Uuid(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("challenges", sa.Text(), nullable=False),
        sa.Column("advice", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("noted_by", sa.Text(), nullable=False),
        sa.Column("employee_confirmed_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("leader_confirmed_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint(
            "(state = 'CONFIRMED') = (employee_confirmed_at IS NOT NULL AND leader_confirmed_at IS NOT NULL)",
            name=op.f("ck_dialogues_confirmed_by_both"),
        ),
        sa.CheckConstraint("noted_by IN ('EMPLOYEE', 'LEADER')", name=op.f("ck_dialogues_noted_by_known")),
        sa.CheckConstraint("state IN ('NOTED', 'CONFIRMED')", name=op.f("ck_dialogues_state_known")),
        sa.CheckConstraint("employee_id <> leader_employee_id", name=op.f("ck_dialogues_of_two")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_dialogues_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "leader_employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_dialogues_tenant_id_leader_employee_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_dialogues_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_dialogues")),
    )
    op.create_index(
        "ix_dialogues_tenant_id_employee_id",
        "dialogues",
        ["tenant_id", "employee_id", "held_on"],
        unique=False,
    )
    op.create_index(
        "ix_dialogues_tenant_id_held_on", "dialogues", ["tenant_id", "held_on", "id"], unique=False
    )
    op.create_index(
        "ix_dialogues_tenant_id_leader_employee_id",
        "dialogues",
        ["tenant_id", "leader_employee_id", "held_on"],
        unique=False,
    )
    op.create_table(
        "feedback_requests",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("of_employee_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column(
            "asked_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.CheckConstraint(
            "state IN ('ASKED', 'ANSWERED', 'DECLINED')", name=op.f("ck_feedback_requests_state_known")
        ),
        sa.CheckConstraint("employee_id <> of_employee_id", name=op.f("ck_feedback_requests_of_another")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_feedback_requests_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "of_employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_feedback_requests_tenant_id_of_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_feedback_requests_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_feedback_requests")),
    )
    op.create_index(
        "ix_feedback_requests_tenant_id_asked_at",
        "feedback_requests",
        ["tenant_id", "asked_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_feedback_requests_tenant_id_employee_id",
        "feedback_requests",
        ["tenant_id", "employee_id"],
        unique=False,
    )
    op.create_index(
        "ix_feedback_requests_tenant_id_of_employee_id",
        "feedback_requests",
        ["tenant_id", "of_employee_id"],
        unique=False,
    )
    op.create_table(
        "notices",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("about_type", sa.Text(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column(
            "made_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("read_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('SKP_OFFERED', 'SKP_CHANGED', 'SKP_RETURNED', 'EVALUATION_DUE', 'EVALUATION_LATE', 'EVALUATION_ESCALATED', 'RESULT_PUBLISHED', 'RESULT_CHANGED', 'FEEDBACK_ASKED', 'FEEDBACK_GIVEN', 'DIALOGUE_NOTED', 'RATING_ASKED', 'OBJECTION_FILED', 'OBJECTION_DECIDED', 'DECISION_LATE', 'PATH_OPENED', 'REVIEW_DUE')",
            name=op.f("ck_notices_kind_known"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_notices_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_notices_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_notices")),
        sa.UniqueConstraint(
            "tenant_id",
            "employee_id",
            "kind",
            "about_id",
            name=op.f("uq_notices_tenant_id_employee_id_kind_about_id"),
        ),
    )
    op.create_index("ix_notices_tenant_id_made_at", "notices", ["tenant_id", "made_at", "id"], unique=False)
    op.create_table(
        "skps",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("evaluator_employee_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("edition", sa.SmallInteger(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("applies_from", sa.Date(), nullable=True),
        sa.Column("applies_rule", sa.Text(), nullable=True),
        sa.Column("resources", sa.Text(), nullable=True),
        sa.Column("accountability", sa.Text(), nullable=True),
        sa.Column("consequences", sa.Text(), nullable=True),
        sa.Column("change_reason", sa.Text(), nullable=True),
        sa.Column("return_reason", sa.Text(), nullable=True),
        sa.Column("returned_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("offered_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("acknowledged_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column(
            "created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.CheckConstraint(
            "(state IN ('ACKNOWLEDGED', 'SUPERSEDED')) = (applies_from IS NOT NULL)",
            name=op.f("ck_skps_applies_once_known"),
        ),
        sa.CheckConstraint("model IN ('QUANTITATIVE', 'QUALITATIVE')", name=op.f("ck_skps_model_known")),
        sa.CheckConstraint(
            "state IN ('DRAFT', 'OFFERED', 'ACKNOWLEDGED', 'SUPERSEDED', 'WITHDRAWN')",
            name=op.f("ck_skps_state_known"),
        ),
        sa.CheckConstraint(
            "edition = 1 OR change_reason IS NOT NULL", name=op.f("ck_skps_change_has_reason")
        ),
        sa.CheckConstraint(
            "(returned_at IS NULL) = (return_reason IS NULL)", name=op.f("ck_skps_return_has_reason")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_skps_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "evaluator_employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_skps_tenant_id_evaluator_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"], ["units.tenant_id", "units.id"], name=op.f("fk_skps_tenant_id_unit_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_skps_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_skps")),
    )
    op.create_index(
        "uq_skps_edition",
        "skps",
        ["tenant_id", "employee_id", "year", "edition"],
        unique=True,
        postgresql_where=sa.text("state <> 'WITHDRAWN'"),
    )
    op.create_index(
        "ix_skps_tenant_id_employee_id", "skps", ["tenant_id", "employee_id", "year"], unique=False
    )
    op.create_index(
        "ix_skps_tenant_id_evaluator_employee_id",
        "skps",
        ["tenant_id", "evaluator_employee_id"],
        unique=False,
    )
    op.create_index("ix_skps_tenant_id_unit_id", "skps", ["tenant_id", "unit_id", "year"], unique=False)
    op.create_index("ix_skps_tenant_id_year", "skps", ["tenant_id", "year", "id"], unique=False)
    op.create_table(
        "unit_objectives",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column(
            "created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["units.tenant_id", "units.id"],
            name=op.f("fk_unit_objectives_tenant_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_unit_objectives_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_unit_objectives")),
    )
    op.create_index(
        "ix_unit_objectives_tenant_id_unit_id",
        "unit_objectives",
        ["tenant_id", "unit_id", "year"],
        unique=False,
    )
    op.create_index(
        "ix_unit_objectives_tenant_id_year", "unit_objectives", ["tenant_id", "year", "id"], unique=False
    )
    op.create_table(
        "appraisal_policies",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("delivery_days", sa.SmallInteger(), nullable=False),
        sa.Column("answer_days", sa.SmallInteger(), nullable=False),
        sa.Column("objection_days", sa.SmallInteger(), nullable=False),
        sa.Column("statement_days", sa.SmallInteger(), nullable=False),
        sa.Column("decision_days", sa.SmallInteger(), nullable=False),
        sa.Column("escalation_days", sa.SmallInteger(), nullable=False),
        sa.Column("reminder_days", sa.SmallInteger(), nullable=False),
        sa.Column("fewest_raters", sa.SmallInteger(), nullable=False),
        sa.Column("six_day_week", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by_account_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("published_by_account_id", sa.Uuid(), nullable=True),
        sa.Column("published_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'PUBLISHED') = (published_at IS NOT NULL)",
            name=op.f("ck_appraisal_policies_published_once"),
        ),
        sa.CheckConstraint(
            "state IN ('PROPOSED', 'PUBLISHED', 'WITHDRAWN')", name=op.f("ck_appraisal_policies_state_known")
        ),
        sa.CheckConstraint(
            "(published_at IS NULL) = (published_by_account_id IS NULL)",
            name=op.f("ck_appraisal_policies_published_by_whom"),
        ),
        sa.CheckConstraint(
            "published_by_account_id <> proposed_by_account_id",
            name=op.f("ck_appraisal_policies_two_persons"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "proposed_by_account_id"],
            ["accounts.tenant_id", "accounts.id"],
            name=op.f("fk_appraisal_policies_tenant_id_proposed_by_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "published_by_account_id"],
            ["accounts.tenant_id", "accounts.id"],
            name=op.f("fk_appraisal_policies_tenant_id_published_by_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_appraisal_policies_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_appraisal_policies")),
        sa.UniqueConstraint("tenant_id", "number", name=op.f("uq_appraisal_policies_tenant_id_number")),
    )
    op.create_index(
        "ix_appraisal_policies_tenant_id_proposed_by_account_id",
        "appraisal_policies",
        ["tenant_id", "proposed_by_account_id"],
        unique=False,
    )
    op.create_index(
        "ix_appraisal_policies_tenant_id_published_by_account_id",
        "appraisal_policies",
        ["tenant_id", "published_by_account_id"],
        unique=False,
    )
    op.create_index(
        "ix_appraisal_policies_tenant_id_valid_from",
        "appraisal_policies",
        ["tenant_id", "valid_from", "id"],
        unique=False,
    )
    op.create_table(
        "appraisals",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("headed_unit_id", sa.Uuid(), nullable=True),
        sa.Column("evaluator_employee_id", sa.Uuid(), nullable=True),
        sa.Column("level", sa.Text(collation="C"), nullable=True),
        sa.Column("skp_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("predicate", sa.Text(), nullable=True),
        sa.Column("months", sa.SmallInteger(), nullable=False),
        sa.Column("begins", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("escalated_to_employee_id", sa.Uuid(), nullable=True),
        sa.Column("escalated_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("published_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("read_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("acknowledged_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("objection_until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint(
            "predicate IN ('VERY_GOOD', 'GOOD', 'NEEDS_IMPROVEMENT', 'POOR', 'VERY_POOR')",
            name=op.f("ck_appraisals_predicate_known"),
        ),
        sa.CheckConstraint(
            "state IN ('OPEN', 'EVALUATED', 'PUBLISHED', 'ACKNOWLEDGED', 'OBJECTED', 'FINAL', 'MISSED')",
            name=op.f("ck_appraisals_state_known"),
        ),
        sa.CheckConstraint(
            "(predicate IS NULL) = (published_at IS NULL)",
            name=op.f("ck_appraisals_predicate_once_published"),
        ),
        sa.CheckConstraint("months BETWEEN 1 AND 12", name=op.f("ck_appraisals_months_of_a_year")),
        sa.ForeignKeyConstraint(["level"], ["position_levels.code"], name=op.f("fk_appraisals_level")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "cycle_id"],
            ["appraisal_cycles.tenant_id", "appraisal_cycles.id"],
            name=op.f("fk_appraisals_tenant_id_cycle_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_appraisals_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "escalated_to_employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_appraisals_tenant_id_escalated_to_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "evaluator_employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_appraisals_tenant_id_evaluator_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "headed_unit_id"],
            ["units.tenant_id", "units.id"],
            name=op.f("fk_appraisals_tenant_id_headed_unit_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "skp_id"],
            ["skps.tenant_id", "skps.id"],
            name=op.f("fk_appraisals_tenant_id_skp_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["units.tenant_id", "units.id"],
            name=op.f("fk_appraisals_tenant_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_appraisals_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_appraisals")),
        sa.UniqueConstraint(
            "tenant_id", "cycle_id", "employee_id", name=op.f("uq_appraisals_tenant_id_cycle_id_employee_id")
        ),
    )
    op.create_index(
        "ix_appraisals_tenant_id_begins", "appraisals", ["tenant_id", "begins", "id"], unique=False
    )
    op.create_index(
        "ix_appraisals_tenant_id_cycle_id", "appraisals", ["tenant_id", "cycle_id", "unit_id"], unique=False
    )
    op.create_index(
        "ix_appraisals_tenant_id_due_on", "appraisals", ["tenant_id", "due_on", "id"], unique=False
    )
    op.create_index(
        "ix_appraisals_tenant_id_employee_id",
        "appraisals",
        ["tenant_id", "employee_id", "begins"],
        unique=False,
    )
    op.create_index(
        "ix_appraisals_tenant_id_evaluator_employee_id",
        "appraisals",
        ["tenant_id", "evaluator_employee_id"],
        unique=False,
    )
    op.create_index("ix_appraisals_tenant_id_skp_id", "appraisals", ["tenant_id", "skp_id"], unique=False)
    op.create_table(
        "calibrations",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("chair_employee_id", sa.Uuid(), nullable=False),
        sa.Column("unit_predicate", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("within_pattern", sa.Boolean(), nullable=True),
        sa.Column("deviation_id", sa.Text(), nullable=True),
        sa.Column("deviation_en", sa.Text(), nullable=True),
        sa.Column("explanation", sa.Text(), nullable=True),
        sa.Column("opened_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("closed_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint("state IN ('OPEN', 'CLOSED')", name=op.f("ck_calibrations_state_known")),
        sa.CheckConstraint(
            "unit_predicate IN ('EXCELLENT', 'GOOD', 'NEEDS_IMPROVEMENT', 'POOR', 'VERY_POOR')",
            name=op.f("ck_calibrations_unit_predicate_known"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "chair_employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_calibrations_tenant_id_chair_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "cycle_id"],
            ["appraisal_cycles.tenant_id", "appraisal_cycles.id"],
            name=op.f("fk_calibrations_tenant_id_cycle_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["units.tenant_id", "units.id"],
            name=op.f("fk_calibrations_tenant_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_calibrations_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_calibrations")),
        sa.UniqueConstraint(
            "tenant_id", "cycle_id", "unit_id", name=op.f("uq_calibrations_tenant_id_cycle_id_unit_id")
        ),
    )
    op.create_index(
        "ix_calibrations_tenant_id_chair_employee_id",
        "calibrations",
        ["tenant_id", "chair_employee_id"],
        unique=False,
    )
    op.create_index(
        "ix_calibrations_tenant_id_opened_at", "calibrations", ["tenant_id", "opened_at", "id"], unique=False
    )
    op.create_index(
        "ix_calibrations_tenant_id_unit_id", "calibrations", ["tenant_id", "unit_id"], unique=False
    )
    op.create_table(
        "credit_projections",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("standing_id", sa.Uuid(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("predicate", sa.Text(), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "predicate IN ('VERY_GOOD', 'GOOD', 'NEEDS_IMPROVEMENT', 'POOR', 'VERY_POOR')",
            name=op.f("ck_credit_projections_predicate_known"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_credit_projections_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "standing_id"],
            ["credit_standings.tenant_id", "credit_standings.id"],
            name=op.f("fk_credit_projections_tenant_id_standing_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_credit_projections_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_credit_projections")),
        sa.UniqueConstraint(
            "tenant_id",
            "standing_id",
            "predicate",
            name=op.f("uq_credit_projections_tenant_id_standing_id_predicate"),
        ),
    )
    op.create_index(
        "ix_credit_projections_tenant_id_employee_id",
        "credit_projections",
        ["tenant_id", "employee_id"],
        unique=False,
    )
    op.create_table(
        "cycle_units",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("predicate", sa.Text(), nullable=True),
        sa.Column("basis", sa.Text(), nullable=True),
        sa.Column("set_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint(
            "predicate IN ('EXCELLENT', 'GOOD', 'NEEDS_IMPROVEMENT', 'POOR', 'VERY_POOR')",
            name=op.f("ck_cycle_units_predicate_known"),
        ),
        sa.CheckConstraint(
            "(predicate IS NULL) = (basis IS NULL)", name=op.f("ck_cycle_units_predicate_has_basis")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "cycle_id"],
            ["appraisal_cycles.tenant_id", "appraisal_cycles.id"],
            name=op.f("fk_cycle_units_tenant_id_cycle_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["units.tenant_id", "units.id"],
            name=op.f("fk_cycle_units_tenant_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_cycle_units_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_cycle_units")),
        sa.UniqueConstraint(
            "tenant_id", "cycle_id", "unit_id", name=op.f("uq_cycle_units_tenant_id_cycle_id_unit_id")
        ),
    )
    op.create_index("ix_cycle_units_tenant_id_unit_id", "cycle_units", ["tenant_id", "unit_id"], unique=False)
    op.create_table(
        "dialogue_actions",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("dialogue_id", sa.Uuid(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.CheckConstraint("owner IN ('EMPLOYEE', 'LEADER')", name=op.f("ck_dialogue_actions_owner_known")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "dialogue_id"],
            ["dialogues.tenant_id", "dialogues.id"],
            name=op.f("fk_dialogue_actions_tenant_id_dialogue_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_dialogue_actions_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_dialogue_actions_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_dialogue_actions")),
    )
    op.create_index(
        "ix_dialogue_actions_tenant_id_dialogue_id",
        "dialogue_actions",
        ["tenant_id", "dialogue_id"],
        unique=False,
    )
    op.create_index(
        "ix_dialogue_actions_tenant_id_employee_id",
        "dialogue_actions",
        ["tenant_id", "employee_id"],
        unique=False,
    )
    op.create_table(
        "private_notes",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("dialogue_id", sa.Uuid(), nullable=False),
        sa.Column("author_employee_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column(
            "made_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "author_employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_private_notes_tenant_id_author_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "dialogue_id"],
            ["dialogues.tenant_id", "dialogues.id"],
            name=op.f("fk_private_notes_tenant_id_dialogue_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_private_notes_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_private_notes")),
    )
    op.create_index(
        "ix_private_notes_tenant_id_author_employee_id",
        "private_notes",
        ["tenant_id", "author_employee_id"],
        unique=False,
    )
    op.create_index(
        "ix_private_notes_tenant_id_dialogue_id", "private_notes", ["tenant_id", "dialogue_id"], unique=False
    )
    op.create_table(
        "skp_behaviours",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("skp_id", sa.Uuid(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("behaviour", sa.Text(collation="C"), nullable=False),
        sa.Column("expectation", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["behaviour"], ["behaviours.code"], name=op.f("fk_skp_behaviours_behaviour")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_skp_behaviours_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "skp_id"],
            ["skps.tenant_id", "skps.id"],
            name=op.f("fk_skp_behaviours_tenant_id_skp_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_skp_behaviours_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_skp_behaviours")),
        sa.UniqueConstraint(
            "tenant_id", "skp_id", "behaviour", name=op.f("uq_skp_behaviours_tenant_id_skp_id_behaviour")
        ),
    )
    op.create_index(
        "ix_skp_behaviours_tenant_id_employee_id",
        "skp_behaviours",
        ["tenant_id", "employee_id"],
        unique=False,
    )
    op.create_table(
        "skp_results",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("skp_id", sa.Uuid(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("superior_result_id", sa.Uuid(), nullable=True),
        sa.Column("objective_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("kind IN ('MAIN', 'EXTRA')", name=op.f("ck_skp_results_kind_known")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_skp_results_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "objective_id"],
            ["unit_objectives.tenant_id", "unit_objectives.id"],
            name=op.f("fk_skp_results_tenant_id_objective_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "skp_id"],
            ["skps.tenant_id", "skps.id"],
            name=op.f("fk_skp_results_tenant_id_skp_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "superior_result_id"],
            ["skp_results.tenant_id", "skp_results.id"],
            name=op.f("fk_skp_results_tenant_id_superior_result_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_skp_results_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_skp_results")),
        sa.UniqueConstraint(
            "tenant_id", "skp_id", "number", name=op.f("uq_skp_results_tenant_id_skp_id_number")
        ),
    )
    op.create_index(
        "ix_skp_results_tenant_id_employee_id",
        "skp_results",
        ["tenant_id", "employee_id", "id"],
        unique=False,
    )
    op.create_index(
        "ix_skp_results_tenant_id_objective_id", "skp_results", ["tenant_id", "objective_id"], unique=False
    )
    op.create_index(
        "ix_skp_results_tenant_id_superior_result_id",
        "skp_results",
        ["tenant_id", "superior_result_id"],
        unique=False,
    )
    op.create_table(
        "calibration_counts",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("calibration_id", sa.Uuid(), nullable=False),
        sa.Column("predicate", sa.Text(), nullable=False),
        sa.Column("before", sa.SmallInteger(), nullable=False),
        sa.Column("after", sa.SmallInteger(), nullable=True),
        sa.CheckConstraint(
            "predicate IN ('VERY_GOOD', 'GOOD', 'NEEDS_IMPROVEMENT', 'POOR', 'VERY_POOR')",
            name=op.f("ck_calibration_counts_predicate_known"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "calibration_id"],
            ["calibrations.tenant_id", "calibrations.id"],
            name=op.f("fk_calibration_counts_tenant_id_calibration_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_calibration_counts_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_calibration_counts")),
        sa.UniqueConstraint(
            "tenant_id",
            "calibration_id",
            "predicate",
            name=op.f("uq_calibration_counts_tenant_id_calibration_id_predicate"),
        ),
    )
    op.create_table(
        "calibration_members",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("calibration_id", sa.Uuid(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "calibration_id"],
            ["calibrations.tenant_id", "calibrations.id"],
            name=op.f("fk_calibration_members_tenant_id_calibration_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_calibration_members_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_calibration_members_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_calibration_members")),
        sa.UniqueConstraint(
            "tenant_id",
            "calibration_id",
            "employee_id",
            name=op.f("uq_calibration_members_tenant_id_calibration_id_employee_id"),
        ),
    )
    op.create_index(
        "ix_calibration_members_tenant_id_employee_id",
        "calibration_members",
        ["tenant_id", "employee_id"],
        unique=False,
    )
    op.create_table(
        "competency_tallies",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("appraisal_id", sa.Uuid(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("competency", sa.Text(collation="C"), nullable=False),
        sa.Column("level_1", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("level_2", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("level_3", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("level_4", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("level_5", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("raters", sa.SmallInteger(), nullable=True),
        sa.Column("mean", sa.Numeric(), nullable=True),
        sa.Column("deviation", sa.Numeric(), nullable=True),
        sa.Column("lowest", sa.SmallInteger(), nullable=True),
        sa.Column("highest", sa.SmallInteger(), nullable=True),
        sa.Column("published_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint(
            "relation IN ('SELF', 'LEADER', 'PEER', 'UPWARD')",
            name=op.f("ck_competency_tallies_relation_known"),
        ),
        sa.ForeignKeyConstraint(
            ["competency"], ["competencies.code"], name=op.f("fk_competency_tallies_competency")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "appraisal_id"],
            ["appraisals.tenant_id", "appraisals.id"],
            name=op.f("fk_competency_tallies_tenant_id_appraisal_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_competency_tallies_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_competency_tallies_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_competency_tallies")),
        sa.UniqueConstraint(
            "tenant_id",
            "appraisal_id",
            "relation",
            "competency",
            name=op.f("uq_competency_tallies_tenant_id_appraisal_id_relation_competency"),
        ),
    )
    op.create_index(
        "ix_competency_tallies_tenant_id_employee_id",
        "competency_tallies",
        ["tenant_id", "employee_id"],
        unique=False,
    )
    op.create_table(
        "credits",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("appraisal_id", sa.Uuid(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("level", sa.Text(collation="C"), nullable=False),
        sa.Column("predicate", sa.Text(), nullable=False),
        sa.Column("months", sa.SmallInteger(), nullable=False),
        sa.Column("amount", sa.Numeric(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "predicate IN ('VERY_GOOD', 'GOOD', 'NEEDS_IMPROVEMENT', 'POOR', 'VERY_POOR')",
            name=op.f("ck_credits_predicate_known"),
        ),
        sa.ForeignKeyConstraint(["level"], ["position_levels.code"], name=op.f("fk_credits_level")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "appraisal_id"],
            ["appraisals.tenant_id", "appraisals.id"],
            name=op.f("fk_credits_tenant_id_appraisal_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_credits_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_credits_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_credits")),
        sa.UniqueConstraint("tenant_id", "appraisal_id", name=op.f("uq_credits_tenant_id_appraisal_id")),
    )
    op.create_index(
        "ix_credits_tenant_id_employee_id", "credits", ["tenant_id", "employee_id", "year"], unique=False
    )
    op.create_table(
        "evaluation_points",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("appraisal_id", sa.Uuid(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("behaviour", sa.Text(collation="C"), nullable=True),
        sa.Column("competency", sa.Text(collation="C"), nullable=True),
        sa.Column("published_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('STRENGTH', 'IMPROVEMENT')", name=op.f("ck_evaluation_points_kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["behaviour"], ["behaviours.code"], name=op.f("fk_evaluation_points_behaviour")
        ),
        sa.ForeignKeyConstraint(
            ["competency"], ["competencies.code"], name=op.f("fk_evaluation_points_competency")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "appraisal_id"],
            ["appraisals.tenant_id", "appraisals.id"],
            name=op.f("fk_evaluation_points_tenant_id_appraisal_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_evaluation_points_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_evaluation_points_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_evaluation_points")),
    )
    op.create_index(
        "ix_evaluation_points_tenant_id_appraisal_id",
        "evaluation_points",
        ["tenant_id", "appraisal_id"],
        unique=False,
    )
    op.create_index(
        "ix_evaluation_points_tenant_id_employee_id",
        "evaluation_points",
        ["tenant_id", "employee_id"],
        unique=False,
    )
    op.create_table(
        "evaluations",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("appraisal_id", sa.Uuid(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("results", sa.Text(), nullable=False),
        sa.Column("results_reason", sa.Text(), nullable=False),
        sa.Column("behaviour", sa.Text(), nullable=False),
        sa.Column("behaviour_reason", sa.Text(), nullable=False),
        sa.Column("unit_predicate", sa.Text(), nullable=True),
        sa.Column("predicate", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("derivation_id", sa.Text(), nullable=False),
        sa.Column("derivation_en", sa.Text(), nullable=False),
        sa.Column("change_reason", sa.Text(), nullable=True),
        sa.Column("by_employee_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("published_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint(
            "behaviour IN ('ABOVE', 'AS_EXPECTED', 'BELOW')", name=op.f("ck_evaluations_behaviour_known")
        ),
        sa.CheckConstraint(
            "predicate IN ('VERY_GOOD', 'GOOD', 'NEEDS_IMPROVEMENT', 'POOR', 'VERY_POOR')",
            name=op.f("ck_evaluations_predicate_known"),
        ),
        sa.CheckConstraint(
            "results IN ('ABOVE', 'AS_EXPECTED', 'BELOW')", name=op.f("ck_evaluations_results_known")
        ),
        sa.CheckConstraint(
            "stage IN ('EVALUATION', 'CALIBRATION', 'OBJECTION')", name=op.f("ck_evaluations_stage_known")
        ),
        sa.CheckConstraint(
            "unit_predicate IN ('EXCELLENT', 'GOOD', 'NEEDS_IMPROVEMENT', 'POOR', 'VERY_POOR')",
            name=op.f("ck_evaluations_unit_predicate_known"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "appraisal_id"],
            ["appraisals.tenant_id", "appraisals.id"],
            name=op.f("fk_evaluations_tenant_id_appraisal_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "by_employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_evaluations_tenant_id_by_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_evaluations_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_evaluations_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_evaluations")),
        sa.UniqueConstraint(
            "tenant_id", "appraisal_id", "number", name=op.f("uq_evaluations_tenant_id_appraisal_id_number")
        ),
    )
    op.create_index(
        "ix_evaluations_tenant_id_by_employee_id",
        "evaluations",
        ["tenant_id", "by_employee_id"],
        unique=False,
    )
    op.create_index(
        "ix_evaluations_tenant_id_employee_id",
        "evaluations",
        ["tenant_id", "employee_id", "made_at"],
        unique=False,
    )
    op.create_table(
        "feedback",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("by_employee_id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=True),
        sa.Column("result_id", sa.Uuid(), nullable=True),
        sa.Column("behaviour", sa.Text(collation="C"), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("evidence", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column(
            "given_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.CheckConstraint("kind IN ('APPRECIATION', 'SUGGESTION')", name=op.f("ck_feedback_kind_known")),
        sa.CheckConstraint("employee_id <> by_employee_id", name=op.f("ck_feedback_of_another")),
        sa.ForeignKeyConstraint(["behaviour"], ["behaviours.code"], name=op.f("fk_feedback_behaviour")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "by_employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_feedback_tenant_id_by_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_feedback_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "request_id"],
            ["feedback_requests.tenant_id", "feedback_requests.id"],
            name=op.f("fk_feedback_tenant_id_request_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "result_id"],
            ["skp_results.tenant_id", "skp_results.id"],
            name=op.f("fk_feedback_tenant_id_result_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_feedback_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_feedback")),
    )
    op.create_index(
        "ix_feedback_tenant_id_by_employee_id", "feedback", ["tenant_id", "by_employee_id"], unique=False
    )
    op.create_index(
        "ix_feedback_tenant_id_employee_id",
        "feedback",
        ["tenant_id", "employee_id", "given_at"],
        unique=False,
    )
    op.create_index(
        "ix_feedback_tenant_id_given_at", "feedback", ["tenant_id", "given_at", "id"], unique=False
    )
    op.create_index("ix_feedback_tenant_id_request_id", "feedback", ["tenant_id", "request_id"], unique=False)
    op.create_index("ix_feedback_tenant_id_result_id", "feedback", ["tenant_id", "result_id"], unique=False)
    op.create_table(
        "improvement_paths",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("appraisal_id", sa.Uuid(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("counselling", sa.Text(), nullable=True),
        sa.Column("counselled_on", sa.Date(), nullable=True),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("conclusion", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint(
            "state IN ('OPEN', 'RUNNING', 'ACHIEVED', 'NOT_ACHIEVED', 'LAPSED')",
            name=op.f("ck_improvement_paths_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "appraisal_id"],
            ["appraisals.tenant_id", "appraisals.id"],
            name=op.f("fk_improvement_paths_tenant_id_appraisal_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_improvement_paths_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_improvement_paths_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_improvement_paths")),
        sa.UniqueConstraint(
            "tenant_id", "appraisal_id", name=op.f("uq_improvement_paths_tenant_id_appraisal_id")
        ),
    )
    op.create_index(
        "ix_improvement_paths_tenant_id_begins_on",
        "improvement_paths",
        ["tenant_id", "begins_on", "id"],
        unique=False,
    )
    op.create_index(
        "ix_improvement_paths_tenant_id_employee_id",
        "improvement_paths",
        ["tenant_id", "employee_id"],
        unique=False,
    )
    op.create_table(
        "national_results",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("appraisal_id", sa.Uuid(), nullable=True),
        sa.Column("siasn_id", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("results", sa.Text(), nullable=False),
        sa.Column("behaviour", sa.Text(), nullable=False),
        sa.Column("predicate", sa.Text(), nullable=False),
        sa.Column("follows", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column(
            "imported_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "behaviour IN ('ABOVE', 'AS_EXPECTED', 'BELOW')", name=op.f("ck_national_results_behaviour_known")
        ),
        sa.CheckConstraint(
            "kind IN ('MONTHLY', 'QUARTERLY', 'ANNUAL')", name=op.f("ck_national_results_kind_known")
        ),
        sa.CheckConstraint(
            "predicate IN ('VERY_GOOD', 'GOOD', 'NEEDS_IMPROVEMENT', 'POOR', 'VERY_POOR')",
            name=op.f("ck_national_results_predicate_known"),
        ),
        sa.CheckConstraint(
            "results IN ('ABOVE', 'AS_EXPECTED', 'BELOW')", name=op.f("ck_national_results_results_known")
        ),
        sa.CheckConstraint(
            "follows IN ('VERY_GOOD', 'GOOD', 'NEEDS_IMPROVEMENT', 'POOR', 'VERY_POOR')",
            name=op.f("ck_national_results_follows_known"),
        ),
        sa.CheckConstraint("number BETWEEN 1 AND 12", name=op.f("ck_national_results_number_of_period")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "appraisal_id"],
            ["appraisals.tenant_id", "appraisals.id"],
            name=op.f("fk_national_results_tenant_id_appraisal_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_national_results_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_national_results_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_national_results")),
        sa.UniqueConstraint(
            "tenant_id",
            "employee_id",
            "kind",
            "year",
            "number",
            name=op.f("uq_national_results_tenant_id_employee_id_kind_year_number"),
        ),
    )
    op.create_index(
        "ix_national_results_tenant_id_appraisal_id",
        "national_results",
        ["tenant_id", "appraisal_id"],
        unique=False,
    )
    op.create_index(
        "ix_national_results_tenant_id_year", "national_results", ["tenant_id", "year", "id"], unique=False
    )
    op.create_table(
        "rating_invitations",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("appraisal_id", sa.Uuid(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("rater_employee_id", sa.Uuid(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("answered", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.CheckConstraint(
            "(relation = 'SELF') = (employee_id = rater_employee_id)",
            name=op.f("ck_rating_invitations_self_is_self"),
        ),
        sa.CheckConstraint(
            "relation IN ('SELF', 'LEADER', 'PEER', 'UPWARD')",
            name=op.f("ck_rating_invitations_relation_known"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "appraisal_id"],
            ["appraisals.tenant_id", "appraisals.id"],
            name=op.f("fk_rating_invitations_tenant_id_appraisal_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_rating_invitations_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "rater_employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_rating_invitations_tenant_id_rater_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_rating_invitations_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_rating_invitations")),
        sa.UniqueConstraint(
            "tenant_id",
            "appraisal_id",
            "rater_employee_id",
            name=op.f("uq_rating_invitations_tenant_id_appraisal_id_rater_employee_id"),
        ),
    )
    op.create_index(
        "ix_rating_invitations_tenant_id_employee_id",
        "rating_invitations",
        ["tenant_id", "employee_id"],
        unique=False,
    )
    op.create_index(
        "ix_rating_invitations_tenant_id_rater_employee_id",
        "rating_invitations",
        ["tenant_id", "rater_employee_id"],
        unique=False,
    )
    op.create_table(
        "skp_indicators",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("result_id", sa.Uuid(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("aspect", sa.Text(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("target", sa.Numeric(), nullable=True),
        sa.Column("measure", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "aspect IN ('QUANTITY', 'QUALITY', 'TIME', 'COST')", name=op.f("ck_skp_indicators_aspect_known")
        ),
        sa.CheckConstraint(
            "(target IS NULL) = (measure IS NULL)", name=op.f("ck_skp_indicators_target_has_measure")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_skp_indicators_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "result_id"],
            ["skp_results.tenant_id", "skp_results.id"],
            name=op.f("fk_skp_indicators_tenant_id_result_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_skp_indicators_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_skp_indicators")),
        sa.UniqueConstraint(
            "tenant_id", "result_id", "aspect", name=op.f("uq_skp_indicators_tenant_id_result_id_aspect")
        ),
    )
    op.create_index(
        "ix_skp_indicators_tenant_id_employee_id",
        "skp_indicators",
        ["tenant_id", "employee_id"],
        unique=False,
    )
    op.create_table(
        "calibration_changes",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("calibration_id", sa.Uuid(), nullable=False),
        sa.Column("appraisal_id", sa.Uuid(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("before_evaluation_id", sa.Uuid(), nullable=False),
        sa.Column("after_evaluation_id", sa.Uuid(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_employee_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("published_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint(
            "after IN ('VERY_GOOD', 'GOOD', 'NEEDS_IMPROVEMENT', 'POOR', 'VERY_POOR')",
            name=op.f("ck_calibration_changes_after_known"),
        ),
        sa.CheckConstraint(
            "before IN ('VERY_GOOD', 'GOOD', 'NEEDS_IMPROVEMENT', 'POOR', 'VERY_POOR')",
            name=op.f("ck_calibration_changes_before_known"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "after_evaluation_id"],
            ["evaluations.tenant_id", "evaluations.id"],
            name=op.f("fk_calibration_changes_tenant_id_after_evaluation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "appraisal_id"],
            ["appraisals.tenant_id", "appraisals.id"],
            name=op.f("fk_calibration_changes_tenant_id_appraisal_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "before_evaluation_id"],
            ["evaluations.tenant_id", "evaluations.id"],
            name=op.f("fk_calibration_changes_tenant_id_before_evaluation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "by_employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_calibration_changes_tenant_id_by_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "calibration_id"],
            ["calibrations.tenant_id", "calibrations.id"],
            name=op.f("fk_calibration_changes_tenant_id_calibration_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_calibration_changes_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_calibration_changes_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_calibration_changes")),
    )
    op.create_index(
        "ix_calibration_changes_tenant_id_after_evaluation_id",
        "calibration_changes",
        ["tenant_id", "after_evaluation_id"],
        unique=False,
    )
    op.create_index(
        "ix_calibration_changes_tenant_id_appraisal_id",
        "calibration_changes",
        ["tenant_id", "appraisal_id"],
        unique=False,
    )
    op.create_index(
        "ix_calibration_changes_tenant_id_before_evaluation_id",
        "calibration_changes",
        ["tenant_id", "before_evaluation_id"],
        unique=False,
    )
    op.create_index(
        "ix_calibration_changes_tenant_id_by_employee_id",
        "calibration_changes",
        ["tenant_id", "by_employee_id"],
        unique=False,
    )
    op.create_index(
        "ix_calibration_changes_tenant_id_calibration_id",
        "calibration_changes",
        ["tenant_id", "calibration_id", "made_at"],
        unique=False,
    )
    op.create_index(
        "ix_calibration_changes_tenant_id_employee_id",
        "calibration_changes",
        ["tenant_id", "employee_id"],
        unique=False,
    )
    op.create_table(
        "improvement_targets",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("path_id", sa.Uuid(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_improvement_targets_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "path_id"],
            ["improvement_paths.tenant_id", "improvement_paths.id"],
            name=op.f("fk_improvement_targets_tenant_id_path_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_improvement_targets_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_improvement_targets")),
    )
    op.create_index(
        "ix_improvement_targets_tenant_id_employee_id",
        "improvement_targets",
        ["tenant_id", "employee_id"],
        unique=False,
    )
    op.create_index(
        "ix_improvement_targets_tenant_id_path_id",
        "improvement_targets",
        ["tenant_id", "path_id", "review_on"],
        unique=False,
    )
    op.create_table(
        "objections",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("appraisal_id", sa.Uuid(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("statements_until", sa.Date(), nullable=False),
        sa.Column("decide_until", sa.Date(), nullable=False),
        sa.Column("judge_employee_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=True),
        sa.Column("decided_by_employee_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("before_evaluation_id", sa.Uuid(), nullable=False),
        sa.Column("after_evaluation_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint(
            "(state = 'DECIDED') = (outcome IS NOT NULL)", name=op.f("ck_objections_decided_with_outcome")
        ),
        sa.CheckConstraint("outcome IN ('UPHELD', 'CHANGED')", name=op.f("ck_objections_outcome_known")),
        sa.CheckConstraint(
            "state IN ('FILED', 'DECIDED', 'WITHDRAWN')", name=op.f("ck_objections_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "after_evaluation_id"],
            ["evaluations.tenant_id", "evaluations.id"],
            name=op.f("fk_objections_tenant_id_after_evaluation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "appraisal_id"],
            ["appraisals.tenant_id", "appraisals.id"],
            name=op.f("fk_objections_tenant_id_appraisal_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "before_evaluation_id"],
            ["evaluations.tenant_id", "evaluations.id"],
            name=op.f("fk_objections_tenant_id_before_evaluation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "decided_by_employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_objections_tenant_id_decided_by_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_objections_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "judge_employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_objections_tenant_id_judge_employee_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_objections_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_objections")),
        sa.UniqueConstraint("tenant_id", "appraisal_id", name=op.f("uq_objections_tenant_id_appraisal_id")),
    )
    op.create_index(
        "ix_objections_tenant_id_after_evaluation_id",
        "objections",
        ["tenant_id", "after_evaluation_id"],
        unique=False,
    )
    op.create_index(
        "ix_objections_tenant_id_before_evaluation_id",
        "objections",
        ["tenant_id", "before_evaluation_id"],
        unique=False,
    )
    op.create_index(
        "ix_objections_tenant_id_decided_by_employee_id",
        "objections",
        ["tenant_id", "decided_by_employee_id"],
        unique=False,
    )
    op.create_index(
        "ix_objections_tenant_id_employee_id", "objections", ["tenant_id", "employee_id"], unique=False
    )
    op.create_index(
        "ix_objections_tenant_id_filed_on", "objections", ["tenant_id", "filed_on", "id"], unique=False
    )
    op.create_index(
        "ix_objections_tenant_id_judge_employee_id",
        "objections",
        ["tenant_id", "judge_employee_id"],
        unique=False,
    )
    op.create_table(
        "step_intentions",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("point_id", sa.Uuid(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("wanted_by", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column(
            "made_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.CheckConstraint(
            "state IN ('WANTED', 'TAKEN_UP', 'DROPPED')", name=op.f("ck_step_intentions_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_step_intentions_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "point_id"],
            ["evaluation_points.tenant_id", "evaluation_points.id"],
            name=op.f("fk_step_intentions_tenant_id_point_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_step_intentions_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_step_intentions")),
        sa.UniqueConstraint("tenant_id", "point_id", name=op.f("uq_step_intentions_tenant_id_point_id")),
    )
    op.create_index(
        "ix_step_intentions_tenant_id_employee_id",
        "step_intentions",
        ["tenant_id", "employee_id", "wanted_by"],
        unique=False,
    )
    op.create_index(
        "ix_step_intentions_tenant_id_wanted_by",
        "step_intentions",
        ["tenant_id", "wanted_by", "id"],
        unique=False,
    )
    op.create_table(
        "improvement_reviews",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("by_employee_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('ON_TRACK', 'BEHIND', 'REACHED', 'NOT_REACHED')",
            name=op.f("ck_improvement_reviews_outcome_known"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "by_employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_improvement_reviews_tenant_id_by_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_improvement_reviews_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "target_id"],
            ["improvement_targets.tenant_id", "improvement_targets.id"],
            name=op.f("fk_improvement_reviews_tenant_id_target_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_improvement_reviews_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_improvement_reviews")),
    )
    op.create_index(
        "ix_improvement_reviews_tenant_id_by_employee_id",
        "improvement_reviews",
        ["tenant_id", "by_employee_id"],
        unique=False,
    )
    op.create_index(
        "ix_improvement_reviews_tenant_id_employee_id",
        "improvement_reviews",
        ["tenant_id", "employee_id"],
        unique=False,
    )
    op.create_index(
        "ix_improvement_reviews_tenant_id_target_id",
        "improvement_reviews",
        ["tenant_id", "target_id", "held_on"],
        unique=False,
    )
    op.create_table(
        "objection_statements",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("objection_id", sa.Uuid(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("by_employee_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.CheckConstraint("side IN ('EMPLOYEE', 'LEADER')", name=op.f("ck_objection_statements_side_known")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "by_employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_objection_statements_tenant_id_by_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_objection_statements_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "objection_id"],
            ["objections.tenant_id", "objections.id"],
            name=op.f("fk_objection_statements_tenant_id_objection_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_objection_statements_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_objection_statements")),
    )
    op.create_index(
        "ix_objection_statements_tenant_id_by_employee_id",
        "objection_statements",
        ["tenant_id", "by_employee_id"],
        unique=False,
    )
    op.create_index(
        "ix_objection_statements_tenant_id_employee_id",
        "objection_statements",
        ["tenant_id", "employee_id"],
        unique=False,
    )
    op.create_index(
        "ix_objection_statements_tenant_id_objection_id",
        "objection_statements",
        ["tenant_id", "objection_id", "made_at"],
        unique=False,
    )
    for statement in publish("behaviours"):
        op.execute(statement)
    for table in OWNED:
        for statement in protect(table):
            op.execute(statement)
    op.execute(f"REVOKE DELETE ON {', '.join(KEPT)}, feedback FROM {ROLES}")
    op.execute(f"REVOKE UPDATE ON {', '.join(WRITTEN_ONCE + PUBLISHED_ONCE)} FROM {ROLES}")
    for table in PUBLISHED_ONCE:
        op.execute(f"GRANT UPDATE (published_at) ON {table} TO {ROLES}")
    op.create_table(
        "rule_drafts",
        sa.Column("name", sa.Text(collation="C"), nullable=False),
        sa.Column("version", sa.Text(collation="C"), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Text(), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("proposed_login", sa.Text(), nullable=False),
        sa.Column("proposed_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("published_by", sa.Text(), nullable=True),
        sa.Column("published_login", sa.Text(), nullable=True),
        sa.Column("published_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "lower(published_by) <> lower(proposed_by) AND published_login <> proposed_login",
            name=op.f("ck_rule_drafts_two_persons"),
        ),
        sa.CheckConstraint(
            "num_nonnulls(published_by, published_login, published_at) IN (0, 3)",
            name=op.f("ck_rule_drafts_published_whole"),
        ),
        sa.PrimaryKeyConstraint("name", "version", name=op.f("pk_rule_drafts")),
    )
    known_files(*FILES, "RESULTS")
    op.execute(LOOKED_AT)
    op.execute("GRANT SELECT ON calibration_results TO jenjang_app, jenjang_worker")


def known_files(*kinds: str) -> None:
    """Let these kinds of files be brought in, instead of the fewer (or more) that may be now."""
    name = op.f("ck_import_batches_kind_known")
    op.execute(f"-- squawk-ignore ban-drop-constraint\nALTER TABLE import_batches DROP CONSTRAINT {name}")
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    op.create_check_constraint(name, "import_batches", f"kind IN ({listed})")


def downgrade() -> None:
    op.execute("DROP VIEW calibration_results")
    known_files(*FILES)
    op.drop_table("rule_drafts")
    op.drop_index("ix_objection_statements_tenant_id_objection_id", table_name="objection_statements")
    op.drop_index("ix_objection_statements_tenant_id_employee_id", table_name="objection_statements")
    op.drop_index("ix_objection_statements_tenant_id_by_employee_id", table_name="objection_statements")
    op.drop_table("objection_statements")
    op.drop_index("ix_improvement_reviews_tenant_id_target_id", table_name="improvement_reviews")
    op.drop_index("ix_improvement_reviews_tenant_id_employee_id", table_name="improvement_reviews")
    op.drop_index("ix_improvement_reviews_tenant_id_by_employee_id", table_name="improvement_reviews")
    op.drop_table("improvement_reviews")
    op.drop_index("ix_step_intentions_tenant_id_wanted_by", table_name="step_intentions")
    op.drop_index("ix_step_intentions_tenant_id_employee_id", table_name="step_intentions")
    op.drop_table("step_intentions")
    op.drop_index("ix_objections_tenant_id_judge_employee_id", table_name="objections")
    op.drop_index("ix_objections_tenant_id_filed_on", table_name="objections")
    op.drop_index("ix_objections_tenant_id_employee_id", table_name="objections")
    op.drop_index("ix_objections_tenant_id_decided_by_employee_id", table_name="objections")
    op.drop_index("ix_objections_tenant_id_before_evaluation_id", table_name="objections")
    op.drop_index("ix_objections_tenant_id_after_evaluation_id", table_name="objections")
    op.drop_table("objections")
    op.drop_index("ix_improvement_targets_tenant_id_path_id", table_name="improvement_targets")
    op.drop_index("ix_improvement_targets_tenant_id_employee_id", table_name="improvement_targets")
    op.drop_table("improvement_targets")
    op.drop_index("ix_calibration_changes_tenant_id_employee_id", table_name="calibration_changes")
    op.drop_index("ix_calibration_changes_tenant_id_calibration_id", table_name="calibration_changes")
    op.drop_index("ix_calibration_changes_tenant_id_by_employee_id", table_name="calibration_changes")
    op.drop_index("ix_calibration_changes_tenant_id_before_evaluation_id", table_name="calibration_changes")
    op.drop_index("ix_calibration_changes_tenant_id_appraisal_id", table_name="calibration_changes")
    op.drop_index("ix_calibration_changes_tenant_id_after_evaluation_id", table_name="calibration_changes")
    op.drop_table("calibration_changes")
    op.drop_index("ix_skp_indicators_tenant_id_employee_id", table_name="skp_indicators")
    op.drop_table("skp_indicators")
    op.drop_index("ix_rating_invitations_tenant_id_rater_employee_id", table_name="rating_invitations")
    op.drop_index("ix_rating_invitations_tenant_id_employee_id", table_name="rating_invitations")
    op.drop_table("rating_invitations")
    op.drop_index("ix_national_results_tenant_id_year", table_name="national_results")
    op.drop_index("ix_national_results_tenant_id_appraisal_id", table_name="national_results")
    op.drop_table("national_results")
    op.drop_index("ix_improvement_paths_tenant_id_employee_id", table_name="improvement_paths")
    op.drop_index("ix_improvement_paths_tenant_id_begins_on", table_name="improvement_paths")
    op.drop_table("improvement_paths")
    op.drop_index("ix_feedback_tenant_id_result_id", table_name="feedback")
    op.drop_index("ix_feedback_tenant_id_request_id", table_name="feedback")
    op.drop_index("ix_feedback_tenant_id_given_at", table_name="feedback")
    op.drop_index("ix_feedback_tenant_id_employee_id", table_name="feedback")
    op.drop_index("ix_feedback_tenant_id_by_employee_id", table_name="feedback")
    op.drop_table("feedback")
    op.drop_index("ix_evaluations_tenant_id_employee_id", table_name="evaluations")
    op.drop_index("ix_evaluations_tenant_id_by_employee_id", table_name="evaluations")
    op.drop_table("evaluations")
    op.drop_index("ix_evaluation_points_tenant_id_employee_id", table_name="evaluation_points")
    op.drop_index("ix_evaluation_points_tenant_id_appraisal_id", table_name="evaluation_points")
    op.drop_table("evaluation_points")
    op.drop_index("ix_credits_tenant_id_employee_id", table_name="credits")
    op.drop_table("credits")
    op.drop_index("ix_competency_tallies_tenant_id_employee_id", table_name="competency_tallies")
    op.drop_table("competency_tallies")
    op.drop_index("ix_calibration_members_tenant_id_employee_id", table_name="calibration_members")
    op.drop_table("calibration_members")
    op.drop_table("calibration_counts")
    op.drop_index("ix_skp_results_tenant_id_superior_result_id", table_name="skp_results")
    op.drop_index("ix_skp_results_tenant_id_objective_id", table_name="skp_results")
    op.drop_index("ix_skp_results_tenant_id_employee_id", table_name="skp_results")
    op.drop_table("skp_results")
    op.drop_index("ix_skp_behaviours_tenant_id_employee_id", table_name="skp_behaviours")
    op.drop_table("skp_behaviours")
    op.drop_index("ix_private_notes_tenant_id_dialogue_id", table_name="private_notes")
    op.drop_index("ix_private_notes_tenant_id_author_employee_id", table_name="private_notes")
    op.drop_table("private_notes")
    op.drop_index("ix_dialogue_actions_tenant_id_employee_id", table_name="dialogue_actions")
    op.drop_index("ix_dialogue_actions_tenant_id_dialogue_id", table_name="dialogue_actions")
    op.drop_table("dialogue_actions")
    op.drop_index("ix_cycle_units_tenant_id_unit_id", table_name="cycle_units")
    op.drop_table("cycle_units")
    op.drop_index("ix_credit_projections_tenant_id_employee_id", table_name="credit_projections")
    op.drop_table("credit_projections")
    op.drop_index("ix_calibrations_tenant_id_unit_id", table_name="calibrations")
    op.drop_index("ix_calibrations_tenant_id_opened_at", table_name="calibrations")
    op.drop_index("ix_calibrations_tenant_id_chair_employee_id", table_name="calibrations")
    op.drop_table("calibrations")
    op.drop_index("ix_appraisals_tenant_id_skp_id", table_name="appraisals")
    op.drop_index("ix_appraisals_tenant_id_evaluator_employee_id", table_name="appraisals")
    op.drop_index("ix_appraisals_tenant_id_employee_id", table_name="appraisals")
    op.drop_index("ix_appraisals_tenant_id_due_on", table_name="appraisals")
    op.drop_index("ix_appraisals_tenant_id_cycle_id", table_name="appraisals")
    op.drop_index("ix_appraisals_tenant_id_begins", table_name="appraisals")
    op.drop_table("appraisals")
    op.drop_index("ix_appraisal_policies_tenant_id_valid_from", table_name="appraisal_policies")
    op.drop_index("ix_appraisal_policies_tenant_id_published_by_account_id", table_name="appraisal_policies")
    op.drop_index("ix_appraisal_policies_tenant_id_proposed_by_account_id", table_name="appraisal_policies")
    op.drop_table("appraisal_policies")
    op.drop_index("ix_unit_objectives_tenant_id_year", table_name="unit_objectives")
    op.drop_index("ix_unit_objectives_tenant_id_unit_id", table_name="unit_objectives")
    op.drop_table("unit_objectives")
    op.drop_index("uq_skps_edition", table_name="skps")
    op.drop_index("ix_skps_tenant_id_employee_id", table_name="skps")
    op.drop_index("ix_skps_tenant_id_year", table_name="skps")
    op.drop_index("ix_skps_tenant_id_unit_id", table_name="skps")
    op.drop_index("ix_skps_tenant_id_evaluator_employee_id", table_name="skps")
    op.drop_table("skps")
    op.drop_index("ix_notices_tenant_id_made_at", table_name="notices")
    op.drop_table("notices")
    op.drop_index("ix_feedback_requests_tenant_id_of_employee_id", table_name="feedback_requests")
    op.drop_index("ix_feedback_requests_tenant_id_employee_id", table_name="feedback_requests")
    op.drop_index("ix_feedback_requests_tenant_id_asked_at", table_name="feedback_requests")
    op.drop_table("feedback_requests")
    op.drop_index("ix_dialogues_tenant_id_leader_employee_id", table_name="dialogues")
    op.drop_index("ix_dialogues_tenant_id_held_on", table_name="dialogues")
    op.drop_index("ix_dialogues_tenant_id_employee_id", table_name="dialogues")
    op.drop_table("dialogues")
    op.drop_table("credit_standings")
    op.drop_index("ix_appraisal_cycles_tenant_id_unit_id", table_name="appraisal_cycles")
    op.drop_index("ix_appraisal_cycles_tenant_id_begins", table_name="appraisal_cycles")
    op.drop_table("appraisal_cycles")
    op.drop_table("local_holidays")
    op.drop_table("behaviours")
