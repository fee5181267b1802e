"""Competencies: a government's dictionary, what positions ask for, what people were assessed at."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from jenjang.database.security import protect

revision: str = "2026_11_22_competence"
down_revision: str | None = "2026_11_22_named_again"
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
)
"""Kinds of notices that there were before."""
NEW_NOTICES = ("COMPETENCY_ASSESSED", "ASSESSMENT_WITHDRAWN", "STANDARD_CHANGED")
RIGHTS = {
    "technical_competencies": "SELECT, INSERT, UPDATE",
    "competency_standards": "SELECT, INSERT, UPDATE, DELETE",
    "competency_assessments": "SELECT, INSERT",
    "competency_levels": "SELECT, INSERT, DELETE",
}
WITHDRAWN = "withdrawn_at, withdrawn_reason, withdrawn_by_employee_id"
SUBJECTS = """
CREATE VIEW competency_subjects WITH (security_invoker = true) AS
SELECT t.tenant_id, c.code AS subject, c.code, c.name, c.family
FROM tenants t CROSS JOIN competencies c
UNION ALL
SELECT tenant_id, subject, code, name, 'TECHNICAL' FROM technical_competencies
"""
GAPS = """
CREATE VIEW competency_gaps WITH (security_invoker = true) AS
SELECT p.tenant_id, md5(p.id::text || s.id::text)::uuid AS id, p.employee_id, p.position_id, p.unit_id,
       s.subject, s.competency, s.technical_competency_id, s.level AS required, p.valid_from AS placed_from, p.valid_to AS placed_to,
       s.valid_from AS required_from, s.valid_to AS required_to
FROM placements p
JOIN competency_standards s ON s.tenant_id = p.tenant_id AND s.position_id = p.position_id
"""
VIEWS = {"competency_subjects": SUBJECTS, "competency_gaps": GAPS}


def upgrade() -> None:
    known_notices(*NOTICES, *NEW_NOTICES)
    op.create_table(
        "technical_competencies",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("level_1", sa.Text(), nullable=True),
        sa.Column("level_2", sa.Text(), nullable=True),
        sa.Column("level_3", sa.Text(), nullable=True),
        sa.Column("level_4", sa.Text(), nullable=True),
        sa.Column("level_5", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), sa.Computed("id::text", persisted=True), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "valid_to > valid_from", name=op.f("ck_technical_competencies_ends_after_it_begins")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_technical_competencies_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_technical_competencies")),
        sa.UniqueConstraint("tenant_id", "code", name=op.f("uq_technical_competencies_tenant_id_code")),
        sa.UniqueConstraint("tenant_id", "subject", name=op.f("uq_technical_competencies_tenant_id_subject")),
    )
    op.create_table(
        "competency_assessments",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("competency", sa.Text(collation="C"), nullable=True),
        sa.Column("technical_competency_id", sa.Uuid(), nullable=True),
        sa.Column(
            "subject",
            sa.Text(),
            sa.Computed("coalesce(competency, technical_competency_id::text)", persisted=True),
            nullable=False,
        ),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("assessed_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("by_employee_id", sa.Uuid(), nullable=True),
        sa.Column(
            "made_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("withdrawn_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.Column("withdrawn_by_employee_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "source IN ('ASSESSMENT_CENTRE', 'LEADER', 'TRAINING', 'MENTORING', 'CERTIFICATE', 'IMPORT')",
            name=op.f("ck_competency_assessments_source_known"),
        ),
        sa.CheckConstraint(
            "expires_on > assessed_on", name=op.f("ck_competency_assessments_ends_after_it_begins")
        ),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name=op.f("ck_competency_assessments_level_1_to_5")),
        sa.CheckConstraint(
            "num_nonnulls(competency, technical_competency_id) = 1",
            name=op.f("ck_competency_assessments_of_one_competency"),
        ),
        sa.CheckConstraint(
            "num_nonnulls(withdrawn_at, withdrawn_reason) IN (0, 2)",
            name=op.f("ck_competency_assessments_withdrawn_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["competency"], ["competencies.code"], name=op.f("fk_competency_assessments_competency")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "by_employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_competency_assessments_tenant_id_by_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_competency_assessments_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "technical_competency_id"],
            ["technical_competencies.tenant_id", "technical_competencies.id"],
            name=op.f("fk_competency_assessments_tenant_id_technical_competency_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "withdrawn_by_employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_competency_assessments_tenant_id_withdrawn_by_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_competency_assessments_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_competency_assessments")),
    )
    op.create_index(
        "ix_competency_assessments_tenant_id_by_employee_id",
        "competency_assessments",
        ["tenant_id", "by_employee_id"],
    )
    op.create_index(
        "ix_competency_assessments_tenant_id_employee_id",
        "competency_assessments",
        ["tenant_id", "employee_id", "assessed_on", "id"],
    )
    op.create_index(
        "ix_competency_assessments_tenant_id_technical",
        "competency_assessments",
        ["tenant_id", "technical_competency_id"],
    )
    op.create_index(
        "ix_competency_assessments_tenant_id_withdrawn_by",
        "competency_assessments",
        ["tenant_id", "withdrawn_by_employee_id"],
    )
    op.create_table(
        "competency_levels",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name=op.f("ck_competency_levels_level_1_to_5")),
        sa.CheckConstraint("valid_to > valid_from", name=op.f("ck_competency_levels_ends_after_it_begins")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "assessment_id"],
            ["competency_assessments.tenant_id", "competency_assessments.id"],
            name=op.f("fk_competency_levels_tenant_id_assessment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_competency_levels_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_competency_levels_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_competency_levels")),
        postgresql.ExcludeConstraint(
            (sa.text("hashtextextended(tenant_id || ' ' || employee_id || ' ' || subject, 0)"), "="),
            (sa.text("daterange(valid_from, valid_to)"), "&&"),
            using="gist",
            name="ex_competency_levels_overlap",
        ),
    )
    op.create_index(
        "ix_competency_levels_tenant_id_employee_id",
        "competency_levels",
        ["tenant_id", "employee_id", "subject", "valid_from"],
    )
    op.create_index(
        "ix_competency_levels_tenant_id_assessment_id", "competency_levels", ["tenant_id", "assessment_id"]
    )
    op.create_table(
        "competency_standards",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("position_id", sa.Uuid(), nullable=False),
        sa.Column("competency", sa.Text(collation="C"), nullable=True),
        sa.Column("technical_competency_id", sa.Uuid(), nullable=True),
        sa.Column(
            "subject",
            sa.Text(),
            sa.Computed("coalesce(competency, technical_competency_id::text)", persisted=True),
            nullable=False,
        ),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decree_number", sa.Text(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        postgresql.ExcludeConstraint(
            (sa.text("hashtextextended(tenant_id || ' ' || position_id || ' ' || subject, 0)"), "="),
            (sa.text("daterange(valid_from, valid_to)"), "&&"),
            using="gist",
            name="ex_competency_standards_overlap",
        ),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name=op.f("ck_competency_standards_level_1_to_5")),
        sa.CheckConstraint(
            "num_nonnulls(competency, technical_competency_id) = 1",
            name=op.f("ck_competency_standards_of_one_competency"),
        ),
        sa.CheckConstraint(
            "valid_to > valid_from", name=op.f("ck_competency_standards_ends_after_it_begins")
        ),
        sa.ForeignKeyConstraint(
            ["competency"], ["competencies.code"], name=op.f("fk_competency_standards_competency")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "position_id"],
            ["positions.tenant_id", "positions.id"],
            name=op.f("fk_competency_standards_tenant_id_position_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "technical_competency_id"],
            ["technical_competencies.tenant_id", "technical_competencies.id"],
            name=op.f("fk_competency_standards_tenant_id_technical_competency_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_competency_standards_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_competency_standards")),
    )
    op.create_index(
        "ix_competency_standards_tenant_id_position_id",
        "competency_standards",
        ["tenant_id", "position_id", "valid_from"],
    )
    op.create_index(
        "ix_competency_standards_tenant_id_subject",
        "competency_standards",
        ["tenant_id", "subject", "position_id"],
    )
    op.create_index(
        "ix_competency_standards_tenant_id_technical",
        "competency_standards",
        ["tenant_id", "technical_competency_id"],
    )
    for table, rights in RIGHTS.items():
        for statement in protect(table, rights):
            op.execute(statement)
    op.execute(f"GRANT UPDATE ({WITHDRAWN}) ON competency_assessments TO {ROLES}")
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
    for table in ("competency_standards", "competency_levels", "competency_assessments"):
        op.drop_table(table)
    op.drop_table("technical_competencies")
    # The owner is bound by row-level security as all are.
    op.execute("ALTER TABLE notices NO FORCE ROW LEVEL SECURITY")
    listed = ", ".join(f"'{kind}'" for kind in NEW_NOTICES)
    op.execute(f"DELETE FROM notices WHERE kind IN ({listed})")
    op.execute("ALTER TABLE notices FORCE ROW LEVEL SECURITY")
    known_notices(*NOTICES)
