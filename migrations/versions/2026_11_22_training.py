"""Training: courses, events and their meetings, enrolments, attendance, certificates, budgets."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from jenjang.database.security import protect

revision: str = "2026_11_22_training"
down_revision: str | None = "2026_11_22_career"
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
)
"""Kinds of notices that there were before."""
NEW_NOTICES = (
    "TRAINING_REQUESTED",
    "TRAINING_SEATED",
    "TRAINING_DECLINED",
    "TRAINING_CANCELLED",
    "TRAINING_COMPLETED",
)
RIGHTS = {
    "training_courses": "SELECT, INSERT, UPDATE",
    "training_targets": "SELECT, INSERT, DELETE",
    "training_budgets": "SELECT, INSERT, UPDATE",
    "training_events": "SELECT, INSERT, UPDATE",
    "training_meetings": "SELECT, INSERT",
    "training_enrolments": "SELECT, INSERT, UPDATE",
    "training_attendances": "SELECT, INSERT, UPDATE",
    "training_certificates": "SELECT, INSERT",
    "training_cap_raises": "SELECT, INSERT",
}
"""By table, those that are pointed at first."""
COMPLETED = """
CREATE VIEW trainings_completed WITH (security_invoker = true) AS
SELECT tenant_id, id, employee_id, course_id, form, hours, ends_on AS completed_on FROM training_certificates
"""
YEARS = """
CREATE VIEW training_years WITH (security_invoker = true) AS
SELECT tenant_id, employee_id, year, sum(hours)::integer AS hours
FROM training_certificates GROUP BY tenant_id, employee_id, year
"""
VIEWS = {"trainings_completed": COMPLETED, "training_years": YEARS}


def upgrade() -> None:
    known_notices(*NOTICES, *NEW_NOTICES)
    op.create_table(
        "training_budgets",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("ceiling", sa.Numeric(20, 2), nullable=False),
        sa.Column("committed", sa.Numeric(20, 2), server_default=sa.text("0"), nullable=False),
        sa.Column("realised", sa.Numeric(20, 2), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "available",
            sa.Numeric(20, 2),
            sa.Computed("ceiling - committed - realised", persisted=True),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint(
            "committed + realised <= ceiling", name=op.f("ck_training_budgets_within_the_ceiling")
        ),
        sa.CheckConstraint(
            "source IN ('APBD', 'APBN', 'PARTNER')", name=op.f("ck_training_budgets_source_known")
        ),
        sa.CheckConstraint(
            "committed >= 0 AND realised >= 0", name=op.f("ck_training_budgets_not_below_zero")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["units.tenant_id", "units.id"],
            name=op.f("fk_training_budgets_tenant_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_training_budgets_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_training_budgets")),
        sa.UniqueConstraint(
            "tenant_id",
            "unit_id",
            "year",
            "source",
            name=op.f("uq_training_budgets_tenant_id_unit_id_year_source"),
        ),
    )
    op.create_index(
        "ix_training_budgets_tenant_id_year",
        "training_budgets",
        ["tenant_id", "year", "unit_id"],
        unique=False,
    )
    op.create_table(
        "training_cap_raises",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_employee_id", sa.Uuid(), nullable=True),
        sa.Column(
            "made_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "by_employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_training_cap_raises_tenant_id_by_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_training_cap_raises_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_training_cap_raises_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_training_cap_raises")),
    )
    op.create_index(
        "ix_training_cap_raises_tenant_id_by_employee_id",
        "training_cap_raises",
        ["tenant_id", "by_employee_id"],
        unique=False,
    )
    op.create_index(
        "ix_training_cap_raises_tenant_id_employee_id",
        "training_cap_raises",
        ["tenant_id", "employee_id", "made_at", "id"],
        unique=False,
    )
    op.create_table(
        "training_courses",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("form_group", sa.Text(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("amount", sa.SmallInteger(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("for_kind", sa.Text(), nullable=True),
        sa.Column("for_levels", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("for_unit_id", sa.Uuid(), nullable=True),
        sa.Column("for_gap", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint("for_kind IN ('PNS', 'PPPK')", name=op.f("ck_training_courses_for_kind_known")),
        sa.CheckConstraint(
            "form IN ('STRUCTURAL', 'MANAGERIAL', 'TECHNICAL', 'FUNCTIONAL', 'SOCIO_CULTURAL', 'SEMINAR', 'WORKSHOP', 'COURSE', 'UPGRADING', 'TECHNICAL_GUIDANCE', 'DISSEMINATION', 'COACHING', 'MENTORING', 'E_LEARNING', 'DISTANCE_LEARNING', 'SECONDMENT', 'OUTDOOR_LEARNING', 'BENCHMARKING', 'EXCHANGE', 'SELF_STUDY', 'LEARNING_COMMUNITY', 'ON_THE_JOB', 'INTERNSHIP')",
            name=op.f("ck_training_courses_form_known"),
        ),
        sa.CheckConstraint(
            "form_group IN ('CLASSICAL', 'NON_CLASSICAL')", name=op.f("ck_training_courses_form_group_known")
        ),
        sa.CheckConstraint("amount > 0 AND hours > 0", name=op.f("ck_training_courses_takes_time")),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f("ck_training_courses_ends_after_it_begins")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "for_unit_id"],
            ["units.tenant_id", "units.id"],
            name=op.f("fk_training_courses_tenant_id_for_unit_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_training_courses_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_training_courses")),
        sa.UniqueConstraint("tenant_id", "code", name=op.f("uq_training_courses_tenant_id_code")),
    )
    op.create_index(
        "ix_training_courses_tenant_id_for_unit_id",
        "training_courses",
        ["tenant_id", "for_unit_id"],
        unique=False,
    )
    op.create_table(
        "training_events",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("series", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("quota", sa.SmallInteger(), nullable=False),
        sa.Column("cost", sa.Numeric(20, 2), server_default=sa.text("0"), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("enrol_until", sa.Date(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("trainer_employee_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.Text(), server_default=sa.text("'OPEN'"), nullable=False),
        sa.Column("cancel_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint(
            "state <> 'CANCELLED' OR cancel_reason IS NOT NULL",
            name=op.f("ck_training_events_cancelled_with_a_reason"),
        ),
        sa.CheckConstraint(
            "source IN ('APBD', 'APBN', 'PARTNER')", name=op.f("ck_training_events_source_known")
        ),
        sa.CheckConstraint(
            "state IN ('OPEN', 'COMPLETED', 'CANCELLED')", name=op.f("ck_training_events_state_known")
        ),
        sa.CheckConstraint("begins_on <= ends_on", name=op.f("ck_training_events_ends_after_it_begins")),
        sa.CheckConstraint("cost >= 0", name=op.f("ck_training_events_cost_not_below_zero")),
        sa.CheckConstraint("quota > 0", name=op.f("ck_training_events_has_a_seat")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "course_id"],
            ["training_courses.tenant_id", "training_courses.id"],
            name=op.f("fk_training_events_tenant_id_course_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "trainer_employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_training_events_tenant_id_trainer_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_training_events_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_training_events")),
    )
    op.create_index(
        "ix_training_events_tenant_id_begins_on",
        "training_events",
        ["tenant_id", "begins_on", "id"],
        unique=False,
    )
    op.create_index(
        "ix_training_events_tenant_id_course_id",
        "training_events",
        ["tenant_id", "course_id", "begins_on"],
        unique=False,
    )
    op.create_index(
        "ix_training_events_tenant_id_trainer",
        "training_events",
        ["tenant_id", "trainer_employee_id"],
        unique=False,
    )
    op.create_table(
        "training_targets",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("competency", sa.Text(collation="C"), nullable=True),
        sa.Column("technical_competency_id", sa.Uuid(), nullable=True),
        sa.Column(
            "subject",
            sa.Text(),
            sa.Computed("coalesce(competency, technical_competency_id::text)", persisted=True),
            nullable=False,
        ),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name=op.f("ck_training_targets_level_1_to_5")),
        sa.CheckConstraint(
            "num_nonnulls(competency, technical_competency_id) = 1",
            name=op.f("ck_training_targets_of_one_competency"),
        ),
        sa.ForeignKeyConstraint(
            ["competency"], ["competencies.code"], name=op.f("fk_training_targets_competency")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "course_id"],
            ["training_courses.tenant_id", "training_courses.id"],
            name=op.f("fk_training_targets_tenant_id_course_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "technical_competency_id"],
            ["technical_competencies.tenant_id", "technical_competencies.id"],
            name=op.f("fk_training_targets_tenant_id_technical_competency_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_training_targets_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_training_targets")),
        sa.UniqueConstraint(
            "tenant_id", "course_id", "subject", name=op.f("uq_training_targets_tenant_id_course_id_subject")
        ),
    )
    op.create_index(
        "ix_training_targets_tenant_id_subject",
        "training_targets",
        ["tenant_id", "subject", "course_id"],
        unique=False,
    )
    op.create_index(
        "ix_training_targets_tenant_id_technical",
        "training_targets",
        ["tenant_id", "technical_competency_id"],
        unique=False,
    )
    op.create_table(
        "training_enrolments",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column(
            "made_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("queued_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("seated_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("budget_id", sa.Uuid(), nullable=True),
        sa.Column("cost", sa.Numeric(20, 2), server_default=sa.text("0"), nullable=False),
        sa.Column("decided_by_employee_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint(
            "state <> 'SEATED' OR seated_at IS NOT NULL", name=op.f("ck_training_enrolments_seated_since")
        ),
        sa.CheckConstraint(
            "state <> 'WAITING' OR queued_at IS NOT NULL", name=op.f("ck_training_enrolments_queued_since")
        ),
        sa.CheckConstraint(
            "state IN ('REQUESTED', 'WAITING', 'SEATED', 'COMPLETED', 'NOT_COMPLETED', 'DECLINED', 'WITHDRAWN', 'CANCELLED')",
            name=op.f("ck_training_enrolments_state_known"),
        ),
        sa.CheckConstraint("cost >= 0", name=op.f("ck_training_enrolments_cost_not_below_zero")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "budget_id"],
            ["training_budgets.tenant_id", "training_budgets.id"],
            name=op.f("fk_training_enrolments_tenant_id_budget_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "decided_by_employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_training_enrolments_tenant_id_decided_by_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_training_enrolments_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "event_id"],
            ["training_events.tenant_id", "training_events.id"],
            name=op.f("fk_training_enrolments_tenant_id_event_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_training_enrolments_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_training_enrolments")),
    )
    op.create_index(
        "ix_training_enrolments_tenant_id_budget_id",
        "training_enrolments",
        ["tenant_id", "budget_id"],
        unique=False,
    )
    op.create_index(
        "ix_training_enrolments_tenant_id_decided_by",
        "training_enrolments",
        ["tenant_id", "decided_by_employee_id"],
        unique=False,
    )
    op.create_index(
        "ix_training_enrolments_tenant_id_employee_id",
        "training_enrolments",
        ["tenant_id", "employee_id", "made_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_training_enrolments_tenant_id_event_id",
        "training_enrolments",
        ["tenant_id", "event_id", "made_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_training_enrolments_tenant_id_live",
        "training_enrolments",
        ["tenant_id", "event_id", "employee_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('REQUESTED', 'WAITING', 'SEATED')"),
    )
    op.create_table(
        "training_meetings",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("begins_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("ends_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > begins_at", name=op.f("ck_training_meetings_ends_after_it_begins")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "event_id"],
            ["training_events.tenant_id", "training_events.id"],
            name=op.f("fk_training_meetings_tenant_id_event_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_training_meetings_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_training_meetings")),
    )
    op.create_index(
        "ix_training_meetings_tenant_id_event_id",
        "training_meetings",
        ["tenant_id", "event_id", "begins_at"],
        unique=False,
    )
    op.create_table(
        "training_attendances",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("is_present", sa.Boolean(), nullable=False),
        sa.Column(
            "noted_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("by_employee_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "by_employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_training_attendances_tenant_id_by_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_training_attendances_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "enrolment_id"],
            ["training_enrolments.tenant_id", "training_enrolments.id"],
            name=op.f("fk_training_attendances_tenant_id_enrolment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "meeting_id"],
            ["training_meetings.tenant_id", "training_meetings.id"],
            name=op.f("fk_training_attendances_tenant_id_meeting_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_training_attendances_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_training_attendances")),
        sa.UniqueConstraint(
            "tenant_id",
            "enrolment_id",
            "meeting_id",
            name=op.f("uq_training_attendances_tenant_id_enrolment_id_meeting_id"),
        ),
    )
    op.create_index(
        "ix_training_attendances_tenant_id_by_employee_id",
        "training_attendances",
        ["tenant_id", "by_employee_id"],
        unique=False,
    )
    op.create_index(
        "ix_training_attendances_tenant_id_employee_id",
        "training_attendances",
        ["tenant_id", "employee_id"],
        unique=False,
    )
    op.create_index(
        "ix_training_attendances_tenant_id_meeting_id",
        "training_attendances",
        ["tenant_id", "meeting_id"],
        unique=False,
    )
    op.create_table(
        "training_certificates",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("course", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.CheckConstraint("hours > 0", name=op.f("ck_training_certificates_takes_time")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "course_id"],
            ["training_courses.tenant_id", "training_courses.id"],
            name=op.f("fk_training_certificates_tenant_id_course_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_training_certificates_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "enrolment_id"],
            ["training_enrolments.tenant_id", "training_enrolments.id"],
            name=op.f("fk_training_certificates_tenant_id_enrolment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_training_certificates_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_training_certificates")),
        sa.UniqueConstraint("tenant_id", "code", name=op.f("uq_training_certificates_tenant_id_code")),
        sa.UniqueConstraint(
            "tenant_id", "enrolment_id", name=op.f("uq_training_certificates_tenant_id_enrolment_id")
        ),
        sa.UniqueConstraint("tenant_id", "number", name=op.f("uq_training_certificates_tenant_id_number")),
    )
    op.create_index(
        "ix_training_certificates_tenant_id_course_id",
        "training_certificates",
        ["tenant_id", "course_id"],
        unique=False,
    )
    op.create_index(
        "ix_training_certificates_tenant_id_employee_id",
        "training_certificates",
        ["tenant_id", "employee_id", "issued_on", "id"],
        unique=False,
    )
    op.create_index(
        "ix_training_certificates_tenant_id_year",
        "training_certificates",
        ["tenant_id", "year"],
        unique=False,
    )
    for table, rights in RIGHTS.items():
        for statement in protect(table, rights):
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
    for table in reversed(RIGHTS):
        op.drop_table(table)
    # The owner is bound by row-level security as all are.
    op.execute("ALTER TABLE notices NO FORCE ROW LEVEL SECURITY")
    listed = ", ".join(f"'{kind}'" for kind in NEW_NOTICES)
    op.execute(f"DELETE FROM notices WHERE kind IN ({listed})")
    op.execute("ALTER TABLE notices FORCE ROW LEVEL SECURITY")
    known_notices(*NOTICES)
