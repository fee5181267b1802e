"""Aspirations: what somebody wishes for the own career, kept by consent."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from jenjang.database.security import protect

revision: str = "2026_11_22_aspirations"
down_revision: str | None = "2026_11_22_training_evaluation"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

TABLE = "career_aspirations"


def upgrade() -> None:
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
        sa.Column("position_id", sa.Uuid(), nullable=True),
        sa.Column("level", sa.Text(collation="C"), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("skill", sa.Text(), nullable=True),
        sa.Column("is_mobile", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("consent", sa.Text(), nullable=False),
        sa.Column("consented_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("stated_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint(
            "consent IN ('SELF_ONLY', 'LEADER', 'COMMITTEE')",
            name=op.f("ck_career_aspirations_consent_known"),
        ),
        sa.CheckConstraint(
            "num_nonnulls(position_id, level, unit_id, skill) > 0",
            name=op.f("ck_career_aspirations_wishes_something"),
        ),
        sa.CheckConstraint(
            "withdrawn_on >= stated_on",
            name=op.f("ck_career_aspirations_withdrawn_after_it_was_stated"),
        ),
        sa.ForeignKeyConstraint(
            ["level"], ["position_levels.code"], name=op.f("fk_career_aspirations_level")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_career_aspirations_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "position_id"],
            ["positions.tenant_id", "positions.id"],
            name=op.f("fk_career_aspirations_tenant_id_position_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["units.tenant_id", "units.id"],
            name=op.f("fk_career_aspirations_tenant_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_career_aspirations_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_career_aspirations")),
    )
    for name, columns in (
        ("employee_id", ["employee_id", "stated_on", "id"]),
        ("position_id", ["position_id"]),
        ("stated_on", ["stated_on", "id"]),
        ("unit_id", ["unit_id"]),
    ):
        op.create_index(f"ix_career_aspirations_tenant_id_{name}", TABLE, ["tenant_id", *columns])
    op.create_index(
        "ix_career_aspirations_tenant_id_running",
        TABLE,
        ["tenant_id", "employee_id"],
        unique=True,
        postgresql_where=sa.text("withdrawn_on IS NULL"),
    )
    for statement in protect(TABLE, "SELECT, INSERT, UPDATE"):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table(TABLE)
