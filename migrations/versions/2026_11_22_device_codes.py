"""Devices that wait until somebody lets them act (RFC 8628)."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from jenjang.database.security import protect

revision: str = "2026_11_22_device_codes"
down_revision: str | None = "2026_11_22_second_factor"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "device_codes",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("device_hash", sa.LargeBinary(), nullable=False),
        sa.Column("user_hash", sa.LargeBinary(), nullable=False),
        sa.Column("client_key", sa.Uuid(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("polled_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("expires_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("allowed", sa.Boolean(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("authenticated_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("methods", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{pwd}'"), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "account_id"],
            ["accounts.tenant_id", "accounts.id"],
            name=op.f("fk_device_codes_tenant_id_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "client_key"],
            ["oauth_clients.tenant_id", "oauth_clients.id"],
            name=op.f("fk_device_codes_tenant_id_client_key"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_device_codes_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_device_codes")),
        sa.UniqueConstraint("tenant_id", "device_hash", name=op.f("uq_device_codes_tenant_id_device_hash")),
        sa.UniqueConstraint("tenant_id", "user_hash", name=op.f("uq_device_codes_tenant_id_user_hash")),
    )
    for column in ("client_key", "account_id"):
        op.create_index(f"ix_device_codes_tenant_id_{column}", "device_codes", ["tenant_id", column])
    for statement in protect("device_codes"):
        op.execute(statement)
    op.execute("REVOKE INSERT, UPDATE ON device_codes FROM jenjang_worker")  # It only forgets them.


def downgrade() -> None:
    op.drop_table("device_codes")
