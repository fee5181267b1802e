"""Governments, reference data, organisation and people: the first tables."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from jenjang.database.security import POLICY, protect, publish

revision: str = "2026_11_21_organisation"
down_revision: str | None = None
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

REFERENCE = [
    "competencies",
    "education_levels",
    "position_levels",
    "ranks",
    "regions",
    "rule_sets",
    "echelons",
]
OWNED = [
    "employees",
    "idempotency_keys",
    "import_batches",
    "units",
    "accounts",
    "educations",
    "employee_numbers",
    "import_changes",
    "import_refusals",
    "leaderships",
    "positions",
    "rank_holdings",
    "sanctions",
    "service_periods",
    "unit_ancestry",
    "unit_versions",
    "placements",
    "role_grants",
]

TIMELINE = """
CREATE VIEW timeline_entries WITH (security_invoker = true) AS
SELECT tenant_id, id, employee_id, 'SERVICE'::text AS kind, state AS title,
       valid_from AS begins_on, valid_to AS ends_on, decree_number, 0 AS precedence
FROM service_periods
UNION ALL
SELECT tenant_id, id, employee_id, 'NUMBER', number, valid_from, valid_to, NULL, 1
FROM employee_numbers
UNION ALL
SELECT h.tenant_id, h.id, h.employee_id, 'RANK', h.rank || ' ' || r.name,
       h.valid_from, h.valid_to, h.decree_number, 2
FROM rank_holdings h JOIN ranks r ON r.code = h.rank
UNION ALL
SELECT p.tenant_id, p.id, p.employee_id, 'PLACEMENT', o.name, p.valid_from, p.valid_to, p.decree_number, 3
FROM placements p JOIN positions o ON o.tenant_id = p.tenant_id AND o.id = p.position_id
UNION ALL
SELECT tenant_id, id, employee_id, 'LEADERSHIP', kind, valid_from, valid_to, decree_number, 4
FROM leaderships
UNION ALL
SELECT e.tenant_id, e.id, e.employee_id, 'EDUCATION', concat_ws(' ', l.name, e.programme),
       make_date(e.graduated_in, 1, 1), NULL, NULL, 5
FROM educations e JOIN education_levels l ON l.code = e.level
UNION ALL
SELECT tenant_id, id, employee_id, 'SANCTION', kind, valid_from, valid_to, decree_number, 6
FROM sanctions
"""


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    op.create_table(
        "competencies",
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("siasn_id", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_competencies")),
    )
    op.create_table(
        "education_levels",
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.Column("siasn_id", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_education_levels")),
    )
    op.create_table(
        "position_levels",
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("siasn_id", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_position_levels")),
    )
    op.create_table(
        "ranks",
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("siasn_id", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_ranks")),
    )
    op.create_table(
        "regions",
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("parent", sa.Text(collation="C"), nullable=True),
        sa.Column("siasn_id", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["parent"], ["regions.code"], name=op.f("fk_regions_parent")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_regions")),
    )
    op.create_table(
        "rule_sets",
        sa.Column("name", sa.Text(collation="C"), nullable=False),
        sa.Column("version", sa.Text(collation="C"), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Text(), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("name", "version", name=op.f("pk_rule_sets")),
    )
    op.create_table(
        "echelons",
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.Column("level", sa.Text(collation="C"), nullable=False),
        sa.Column("lowest_rank", sa.Text(collation="C"), nullable=False),
        sa.Column("highest_rank", sa.Text(collation="C"), nullable=False),
        sa.Column("siasn_id", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["highest_rank"], ["ranks.code"], name=op.f("fk_echelons_highest_rank")),
        sa.ForeignKeyConstraint(["level"], ["position_levels.code"], name=op.f("fk_echelons_level")),
        sa.ForeignKeyConstraint(["lowest_rank"], ["ranks.code"], name=op.f("fk_echelons_lowest_rank")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_echelons")),
    )
    op.create_table(
        "tenants",
        sa.Column("tenant_id", sa.Text(collation="C"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("region_code", sa.Text(collation="C"), nullable=False),
        sa.Column("province_code", sa.Text(collation="C"), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("siasn_id", sa.Text(), nullable=True),
        sa.Column(
            "created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(["province_code"], ["regions.code"], name=op.f("fk_tenants_province_code")),
        sa.ForeignKeyConstraint(["region_code"], ["regions.code"], name=op.f("fk_tenants_region_code")),
        sa.PrimaryKeyConstraint("tenant_id", name=op.f("pk_tenants")),
    )
    op.create_table(
        "employees",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("siasn_id", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), sa.Computed("lower(name)", persisted=True), nullable=False),
        sa.Column("front_title", sa.Text(), nullable=True),
        sa.Column("back_title", sa.Text(), nullable=True),
        sa.Column("sex", sa.Text(), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=False),
        sa.Column("birth_place", sa.Text(), nullable=True),
        sa.Column("nik", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("work_email", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("appointed_on", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("retires_on", sa.Date(), nullable=True),
        sa.Column("retirement_rule", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column(
            "created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.CheckConstraint("kind IN ('PNS', 'PPPK')", name=op.f("ck_employees_kind_known")),
        sa.CheckConstraint("sex IN ('MALE', 'FEMALE')", name=op.f("ck_employees_sex_known")),
        sa.CheckConstraint(
            "state IN ('CANDIDATE', 'ACTIVE', 'STUDY_LEAVE', 'UNPAID_LEAVE', 'SUSPENDED', 'RETIRED', 'CONTRACT_ENDED', 'RESIGNED', 'DISMISSED', 'TRANSFERRED_OUT', 'DECEASED')",
            name=op.f("ck_employees_state_known"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_employees_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_employees")),
        sa.UniqueConstraint("tenant_id", "number", name=op.f("uq_employees_tenant_id_number")),
        sa.UniqueConstraint("tenant_id", "siasn_id", name=op.f("uq_employees_tenant_id_siasn_id")),
    )
    op.create_index(
        "ix_employees_tenant_id_appointed_on", "employees", ["tenant_id", "appointed_on", "id"], unique=False
    )
    op.create_index(
        "ix_employees_tenant_id_name_key", "employees", ["tenant_id", "name_key", "id"], unique=False
    )
    op.create_index(
        "ix_employees_tenant_id_retires_on", "employees", ["tenant_id", "retires_on", "id"], unique=False
    )
    op.create_table(
        "idempotency_keys",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(collation="C"), nullable=False),
        sa.Column("request_hash", sa.LargeBinary(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column(
            "made_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_idempotency_keys_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_idempotency_keys")),
        sa.UniqueConstraint(
            "tenant_id", "account_id", "key", name=op.f("uq_idempotency_keys_tenant_id_account_id_key")
        ),
    )
    op.create_index(
        "ix_idempotency_keys_tenant_id_made_at", "idempotency_keys", ["tenant_id", "made_at"], unique=False
    )
    op.create_table(
        "import_batches",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("file_hash", sa.Text(), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("created_count", sa.Integer(), nullable=False),
        sa.Column("changed_count", sa.Integer(), nullable=False),
        sa.Column("refused_count", sa.Integer(), nullable=False),
        sa.Column("imported_by", sa.Uuid(), nullable=True),
        sa.Column(
            "imported_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("undone_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('UNITS', 'POSITIONS', 'PEOPLE', 'RANKS', 'PLACEMENTS')",
            name=op.f("ck_import_batches_kind_known"),
        ),
        sa.CheckConstraint(
            "state IN ('TRIED', 'REFUSED', 'APPLIED', 'UNDONE')", name=op.f("ck_import_batches_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_import_batches_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_import_batches")),
    )
    op.create_index(
        "ix_import_batches_tenant_id_imported_at",
        "import_batches",
        ["tenant_id", "imported_at", "id"],
        unique=False,
    )
    op.create_table(
        "units",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("siasn_id", sa.Text(), nullable=True),
        sa.Column(
            "created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_units_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_units")),
        sa.UniqueConstraint("tenant_id", "siasn_id", name=op.f("uq_units_tenant_id_siasn_id")),
    )
    op.create_table(
        "accounts",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=True),
        sa.Column("client", sa.Text(), nullable=True),
        sa.Column("disabled_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column(
            "created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_accounts_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_accounts_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_accounts")),
        sa.UniqueConstraint(
            "tenant_id", "issuer", "subject", name=op.f("uq_accounts_tenant_id_issuer_subject")
        ),
    )
    op.create_index(
        "ix_accounts_tenant_id_employee_id", "accounts", ["tenant_id", "employee_id"], unique=False
    )
    op.create_table(
        "educations",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.Text(collation="C"), nullable=False),
        sa.Column("programme", sa.Text(), nullable=True),
        sa.Column("school", sa.Text(), nullable=True),
        sa.Column("graduated_in", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(["level"], ["education_levels.code"], name=op.f("fk_educations_level")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_educations_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_educations_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_educations")),
    )
    op.create_index(
        "ix_educations_tenant_id_employee_id",
        "educations",
        ["tenant_id", "employee_id", "graduated_in"],
        unique=False,
    )
    op.create_table(
        "employee_numbers",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        postgresql.ExcludeConstraint(
            (sa.text("hashtextextended(tenant_id || ' ' || employee_id, 0)"), "="),
            (sa.text("daterange(valid_from, valid_to)"), "&&"),
            using="gist",
            name="ex_employee_numbers_overlap",
        ),
        sa.CheckConstraint("kind IN ('PNS', 'PPPK')", name=op.f("ck_employee_numbers_kind_known")),
        sa.CheckConstraint("valid_to > valid_from", name=op.f("ck_employee_numbers_ends_after_it_begins")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_employee_numbers_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_employee_numbers_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_employee_numbers")),
        sa.UniqueConstraint("tenant_id", "number", name=op.f("uq_employee_numbers_tenant_id_number")),
    )
    op.create_index(
        "ix_employee_numbers_tenant_id_employee_id",
        "employee_numbers",
        ["tenant_id", "employee_id", "valid_from"],
        unique=False,
    )
    op.create_table(
        "import_changes",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("row_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("before", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("after_hashes", postgresql.ARRAY(sa.Text()), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "batch_id"],
            ["import_batches.tenant_id", "import_batches.id"],
            name=op.f("fk_import_changes_tenant_id_batch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_import_changes_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_import_changes")),
    )
    op.create_index(
        "ix_import_changes_tenant_id_batch_id", "import_changes", ["tenant_id", "batch_id"], unique=False
    )
    op.create_table(
        "import_refusals",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("column", sa.Text(), nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("messages", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "batch_id"],
            ["import_batches.tenant_id", "import_batches.id"],
            name=op.f("fk_import_refusals_tenant_id_batch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_import_refusals_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_import_refusals")),
    )
    op.create_index(
        "ix_import_refusals_tenant_id_batch_id",
        "import_refusals",
        ["tenant_id", "batch_id", "row", "id"],
        unique=False,
    )
    op.create_table(
        "leaderships",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("decree_number", sa.Text(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        postgresql.ExcludeConstraint(
            (sa.text("hashtextextended(tenant_id || ' ' || unit_id || ' ' || kind, 0)"), "="),
            (sa.text("daterange(valid_from, valid_to)"), "&&"),
            using="gist",
            name="ex_leaderships_overlap",
        ),
        sa.CheckConstraint(
            "kind = 'DEFINITIVE' OR valid_to IS NOT NULL", name=op.f("ck_leaderships_acting_ends")
        ),
        sa.CheckConstraint("kind IN ('DEFINITIVE', 'PLT', 'PLH')", name=op.f("ck_leaderships_kind_known")),
        sa.CheckConstraint("valid_to > valid_from", name=op.f("ck_leaderships_ends_after_it_begins")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_leaderships_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["units.tenant_id", "units.id"],
            name=op.f("fk_leaderships_tenant_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_leaderships_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_leaderships")),
    )
    op.create_index(
        "ix_leaderships_tenant_id_employee_id",
        "leaderships",
        ["tenant_id", "employee_id", "valid_from"],
        unique=False,
    )
    op.create_index(
        "ix_leaderships_tenant_id_unit_id",
        "leaderships",
        ["tenant_id", "unit_id", "valid_from"],
        unique=False,
    )
    op.create_table(
        "positions",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("siasn_id", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(collation="C"), nullable=False),
        sa.Column("echelon", sa.Text(collation="C"), nullable=True),
        sa.Column("lowest_rank", sa.Text(collation="C"), nullable=True),
        sa.Column("highest_rank", sa.Text(collation="C"), nullable=True),
        sa.Column("retirement_age", sa.SmallInteger(), nullable=False),
        sa.Column("retirement_rule", sa.Text(), nullable=False),
        sa.Column("critical", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("seats", sa.SmallInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint("seats > 0", name=op.f("ck_positions_has_a_seat")),
        sa.CheckConstraint("valid_to > valid_from", name=op.f("ck_positions_ends_after_it_begins")),
        sa.ForeignKeyConstraint(["echelon"], ["echelons.code"], name=op.f("fk_positions_echelon")),
        sa.ForeignKeyConstraint(["highest_rank"], ["ranks.code"], name=op.f("fk_positions_highest_rank")),
        sa.ForeignKeyConstraint(["level"], ["position_levels.code"], name=op.f("fk_positions_level")),
        sa.ForeignKeyConstraint(["lowest_rank"], ["ranks.code"], name=op.f("fk_positions_lowest_rank")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["units.tenant_id", "units.id"],
            name=op.f("fk_positions_tenant_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_positions_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_positions")),
    )
    op.create_index("ix_positions_tenant_id_name", "positions", ["tenant_id", "name", "id"], unique=False)
    op.create_index("ix_positions_tenant_id_unit_id", "positions", ["tenant_id", "unit_id"], unique=False)
    op.create_table(
        "rank_holdings",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("rank", sa.Text(collation="C"), nullable=False),
        sa.Column("decree_number", sa.Text(), nullable=True),
        sa.Column("decree_date", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        postgresql.ExcludeConstraint(
            (sa.text("hashtextextended(tenant_id || ' ' || employee_id, 0)"), "="),
            (sa.text("daterange(valid_from, valid_to)"), "&&"),
            using="gist",
            name="ex_rank_holdings_overlap",
        ),
        sa.CheckConstraint("valid_to > valid_from", name=op.f("ck_rank_holdings_ends_after_it_begins")),
        sa.ForeignKeyConstraint(["rank"], ["ranks.code"], name=op.f("fk_rank_holdings_rank")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_rank_holdings_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_rank_holdings_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_rank_holdings")),
    )
    op.create_index(
        "ix_rank_holdings_tenant_id_employee_id",
        "rank_holdings",
        ["tenant_id", "employee_id", "valid_from"],
        unique=False,
    )
    op.create_table(
        "sanctions",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("decree_number", sa.Text(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "severity IN ('LIGHT', 'MEDIUM', 'SEVERE')", name=op.f("ck_sanctions_severity_known")
        ),
        sa.CheckConstraint("valid_to > valid_from", name=op.f("ck_sanctions_ends_after_it_begins")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_sanctions_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_sanctions_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_sanctions")),
    )
    op.create_index(
        "ix_sanctions_tenant_id_employee_id",
        "sanctions",
        ["tenant_id", "employee_id", "valid_from"],
        unique=False,
    )
    op.create_table(
        "service_periods",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decree_number", sa.Text(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        postgresql.ExcludeConstraint(
            (sa.text("hashtextextended(tenant_id || ' ' || employee_id, 0)"), "="),
            (sa.text("daterange(valid_from, valid_to)"), "&&"),
            using="gist",
            name="ex_service_periods_overlap",
        ),
        sa.CheckConstraint(
            "state IN ('CANDIDATE', 'ACTIVE', 'STUDY_LEAVE', 'UNPAID_LEAVE', 'SUSPENDED', 'RETIRED', 'CONTRACT_ENDED', 'RESIGNED', 'DISMISSED', 'TRANSFERRED_OUT', 'DECEASED')",
            name=op.f("ck_service_periods_state_known"),
        ),
        sa.CheckConstraint("valid_to > valid_from", name=op.f("ck_service_periods_ends_after_it_begins")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_service_periods_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_service_periods_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_service_periods")),
    )
    op.create_index(
        "ix_service_periods_tenant_id_employee_id",
        "service_periods",
        ["tenant_id", "employee_id", "valid_from"],
        unique=False,
    )
    op.create_table(
        "unit_ancestry",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("ancestor_id", sa.Uuid(), nullable=False),
        sa.Column("depth", sa.SmallInteger(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        postgresql.ExcludeConstraint(
            (sa.text("hashtextextended(tenant_id || ' ' || unit_id || ' ' || ancestor_id, 0)"), "="),
            (sa.text("daterange(valid_from, valid_to)"), "&&"),
            using="gist",
            name="ex_unit_ancestry_overlap",
        ),
        sa.CheckConstraint("valid_to > valid_from", name=op.f("ck_unit_ancestry_ends_after_it_begins")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "ancestor_id"],
            ["units.tenant_id", "units.id"],
            name=op.f("fk_unit_ancestry_tenant_id_ancestor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["units.tenant_id", "units.id"],
            name=op.f("fk_unit_ancestry_tenant_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_unit_ancestry_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_unit_ancestry")),
    )
    op.create_index(
        "ix_unit_ancestry_tenant_id_ancestor_id",
        "unit_ancestry",
        ["tenant_id", "ancestor_id", "valid_from"],
        unique=False,
    )
    op.create_index(
        "ix_unit_ancestry_tenant_id_unit_id",
        "unit_ancestry",
        ["tenant_id", "unit_id", "valid_from"],
        unique=False,
    )
    op.create_table(
        "unit_versions",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("region_code", sa.Text(), nullable=True),
        sa.Column("decree_number", sa.Text(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        postgresql.ExcludeConstraint(
            (sa.text("hashtextextended(tenant_id || ' ' || unit_id, 0)"), "="),
            (sa.text("daterange(valid_from, valid_to)"), "&&"),
            using="gist",
            name="ex_unit_versions_overlap",
        ),
        sa.CheckConstraint(
            "kind IN ('GOVERNMENT', 'SEKRETARIAT', 'INSPEKTORAT', 'DINAS', 'BADAN', 'KECAMATAN', 'KELURAHAN', 'UPTD', 'PUSKESMAS', 'SEKOLAH', 'BIDANG', 'SUBBAGIAN', 'SEKSI')",
            name=op.f("ck_unit_versions_kind_known"),
        ),
        sa.CheckConstraint("valid_to > valid_from", name=op.f("ck_unit_versions_ends_after_it_begins")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "parent_id"],
            ["units.tenant_id", "units.id"],
            name=op.f("fk_unit_versions_tenant_id_parent_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["units.tenant_id", "units.id"],
            name=op.f("fk_unit_versions_tenant_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_unit_versions_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_unit_versions")),
    )
    op.create_index(
        "ix_unit_versions_tenant_id_name", "unit_versions", ["tenant_id", "name", "unit_id"], unique=False
    )
    op.create_index(
        "ix_unit_versions_tenant_id_parent_id", "unit_versions", ["tenant_id", "parent_id"], unique=False
    )
    op.create_index(
        "ix_unit_versions_tenant_id_unit_id",
        "unit_versions",
        ["tenant_id", "unit_id", "valid_from"],
        unique=False,
    )
    op.create_table(
        "placements",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("position_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("decree_number", sa.Text(), nullable=True),
        sa.Column("decree_date", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("fits", sa.Boolean(), nullable=True),
        sa.Column("misfit", sa.Text(), nullable=True),
        sa.Column("fit_rule", sa.Text(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        postgresql.ExcludeConstraint(
            (sa.text("hashtextextended(tenant_id || ' ' || employee_id, 0)"), "="),
            (sa.text("daterange(valid_from, valid_to)"), "&&"),
            using="gist",
            name="ex_placements_overlap",
        ),
        sa.CheckConstraint("valid_to > valid_from", name=op.f("ck_placements_ends_after_it_begins")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_placements_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "position_id"],
            ["positions.tenant_id", "positions.id"],
            name=op.f("fk_placements_tenant_id_position_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["units.tenant_id", "units.id"],
            name=op.f("fk_placements_tenant_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_placements_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_placements")),
    )
    op.create_index(
        "ix_placements_tenant_id_employee_id",
        "placements",
        ["tenant_id", "employee_id", "valid_from"],
        unique=False,
    )
    op.create_index(
        "ix_placements_tenant_id_position_id",
        "placements",
        ["tenant_id", "position_id", "valid_from"],
        unique=False,
    )
    op.create_index(
        "ix_placements_tenant_id_unit_id", "placements", ["tenant_id", "unit_id", "valid_from"], unique=False
    )
    op.create_table(
        "role_grants",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "role IN ('STAFF', 'LEADER', 'MENTOR', 'REGIONAL_ADMIN', 'INTEGRATION_CLIENT', 'PROVINCIAL_ADMIN')",
            name=op.f("ck_role_grants_role_known"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "account_id"],
            ["accounts.tenant_id", "accounts.id"],
            name=op.f("fk_role_grants_tenant_id_account_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_role_grants_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_role_grants")),
    )
    op.create_index(
        "ix_role_grants_tenant_id_account_id", "role_grants", ["tenant_id", "account_id"], unique=False
    )
    for table in REFERENCE:
        for statement in publish(table):
            op.execute(statement)
    for table in OWNED:
        for statement in protect(table):
            op.execute(statement)
    op.execute("ALTER TABLE tenants ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE tenants FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY tenant ON tenants FOR ALL USING ({POLICY}) WITH CHECK ({POLICY})")
    op.execute("GRANT SELECT ON tenants TO jenjang_app, jenjang_worker")
    op.execute(TIMELINE)
    op.execute("GRANT SELECT ON timeline_entries TO jenjang_app, jenjang_worker")


def downgrade() -> None:
    op.execute("DROP VIEW timeline_entries")
    op.drop_index("ix_role_grants_tenant_id_account_id", table_name="role_grants")
    op.drop_table("role_grants")
    op.drop_index("ix_placements_tenant_id_unit_id", table_name="placements")
    op.drop_index("ix_placements_tenant_id_position_id", table_name="placements")
    op.drop_index("ix_placements_tenant_id_employee_id", table_name="placements")
    op.drop_table("placements")
    op.drop_index("ix_unit_versions_tenant_id_unit_id", table_name="unit_versions")
    op.drop_index("ix_unit_versions_tenant_id_parent_id", table_name="unit_versions")
    op.drop_index("ix_unit_versions_tenant_id_name", table_name="unit_versions")
    op.drop_table("unit_versions")
    op.drop_index("ix_unit_ancestry_tenant_id_unit_id", table_name="unit_ancestry")
    op.drop_index("ix_unit_ancestry_tenant_id_ancestor_id", table_name="unit_ancestry")
    op.drop_table("unit_ancestry")
    op.drop_index("ix_service_periods_tenant_id_employee_id", table_name="service_periods")
    op.drop_table("service_periods")
    op.drop_index("ix_sanctions_tenant_id_employee_id", table_name="sanctions")
    op.drop_table("sanctions")
    op.drop_index("ix_rank_holdings_tenant_id_employee_id", table_name="rank_holdings")
    op.drop_table("rank_holdings")
    op.drop_index("ix_positions_tenant_id_unit_id", table_name="positions")
    op.drop_index("ix_positions_tenant_id_name", table_name="positions")
    op.drop_table("positions")
    op.drop_index("ix_leaderships_tenant_id_unit_id", table_name="leaderships")
    op.drop_index("ix_leaderships_tenant_id_employee_id", table_name="leaderships")
    op.drop_table("leaderships")
    op.drop_index("ix_import_refusals_tenant_id_batch_id", table_name="import_refusals")
    op.drop_table("import_refusals")
    op.drop_index("ix_import_changes_tenant_id_batch_id", table_name="import_changes")
    op.drop_table("import_changes")
    op.drop_index("ix_employee_numbers_tenant_id_employee_id", table_name="employee_numbers")
    op.drop_table("employee_numbers")
    op.drop_index("ix_educations_tenant_id_employee_id", table_name="educations")
    op.drop_table("educations")
    op.drop_index("ix_accounts_tenant_id_employee_id", table_name="accounts")
    op.drop_table("accounts")
    op.drop_table("units")
    op.drop_index("ix_import_batches_tenant_id_imported_at", table_name="import_batches")
    op.drop_table("import_batches")
    op.drop_index("ix_idempotency_keys_tenant_id_made_at", table_name="idempotency_keys")
    op.drop_table("idempotency_keys")
    op.drop_index("ix_employees_tenant_id_retires_on", table_name="employees")
    op.drop_index("ix_employees_tenant_id_name_key", table_name="employees")
    op.drop_index("ix_employees_tenant_id_appointed_on", table_name="employees")
    op.drop_table("employees")
    op.drop_table("tenants")
    op.drop_table("echelons")
    op.drop_table("rule_sets")
    op.drop_table("regions")
    op.drop_table("ranks")
    op.drop_table("position_levels")
    op.drop_table("education_levels")
    op.drop_table("competencies")
