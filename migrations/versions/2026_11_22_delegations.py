"""Who evaluates somebody by delegated authority instead of the direct superior."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from jenjang.database.security import protect

revision: str = "2026_11_22_delegations"
down_revision: str | None = "2026_11_22_audit"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

TABLE = "evaluator_delegations"
INDEXES = (("employee_id", "valid_from"), ("evaluator_employee_id",), ("valid_from", "id"))


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
        sa.Column("evaluator_employee_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "valid_to > valid_from", name=op.f("ck_evaluator_delegations_ends_after_it_begins")
        ),
        sa.CheckConstraint(
            "evaluator_employee_id <> employee_id",
            name=op.f("ck_evaluator_delegations_nobody_evaluates_themselves"),
        ),
        postgresql.ExcludeConstraint(
            (sa.text("hashtextextended(tenant_id || ' ' || employee_id, 0)"), "="),
            (sa.text("daterange(valid_from, valid_to)"), "&&"),
            using="gist",
            name="ex_evaluator_delegations_overlap",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_evaluator_delegations_tenant_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_evaluator_delegations_tenant_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "evaluator_employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_evaluator_delegations_tenant_id_evaluator_employee_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_evaluator_delegations")),
    )
    for columns in INDEXES:
        op.create_index(f"ix_{TABLE}_tenant_id_{columns[0]}", TABLE, ["tenant_id", *columns])
    for statement in protect(TABLE):
        op.execute(statement)
    op.execute(
        f"REVOKE INSERT, UPDATE, DELETE ON {TABLE} FROM jenjang_worker"
    )  # It only reads who evaluates.


def downgrade() -> None:
    op.drop_table(TABLE)
