"""Signing in: applications, what people let them do, passwords, logins, and what happened."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from jenjang.database.security import protect

revision: str = "2026_11_21_sign_in"
down_revision: str | None = "2026_11_21_organisation"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

OWNED = [
    "logins",
    "oauth_clients",
    "passwords",
    "security_events",
    "oauth_codes",
    "oauth_grants",
    "refresh_tokens",
]


def upgrade() -> None:
    op.create_table(
        "logins",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("cookie_hash", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column(
            "authenticated_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("expires_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "account_id"],
            ["accounts.tenant_id", "accounts.id"],
            name=op.f("fk_logins_tenant_id_account_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_logins_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_logins")),
        sa.UniqueConstraint("tenant_id", "cookie_hash", name=op.f("uq_logins_tenant_id_cookie_hash")),
    )
    op.create_index("ix_logins_tenant_id_account_id", "logins", ["tenant_id", "account_id"], unique=False)
    op.create_table(
        "oauth_clients",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("client_id", sa.Text(collation="C"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=True),
        sa.Column("redirect_uris", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column(
            "post_logout_uris", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column("scopes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("grant_types", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("registered_documents", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column(
            "made_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("revoked_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "account_id"],
            ["accounts.tenant_id", "accounts.id"],
            name=op.f("fk_oauth_clients_tenant_id_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_oauth_clients_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_oauth_clients")),
        sa.UniqueConstraint("tenant_id", "client_id", name=op.f("uq_oauth_clients_tenant_id_client_id")),
    )
    op.create_index(
        "ix_oauth_clients_tenant_id_account_id", "oauth_clients", ["tenant_id", "account_id"], unique=False
    )
    op.create_table(
        "passwords",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("must_change", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column(
            "changed_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "account_id"],
            ["accounts.tenant_id", "accounts.id"],
            name=op.f("fk_passwords_tenant_id_account_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_passwords_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_passwords")),
        sa.UniqueConstraint("tenant_id", "account_id", name=op.f("uq_passwords_tenant_id_account_id")),
    )
    op.create_table(
        "security_events",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("client_id", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('SIGNED_IN', 'SIGN_IN_FAILED', 'SIGNED_OUT', 'PASSWORD_CHANGED', 'CLIENT_ALLOWED', 'CODE_USED_TWICE', 'REFRESH_TOKEN_USED_TWICE', 'TOKEN_REVOKED', 'CLIENT_REGISTERED', 'CLIENT_SECRET_ROTATED', 'CLIENT_REVOKED', 'KEY_ROTATED')",
            name=op.f("ck_security_events_kind_known"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "account_id"],
            ["accounts.tenant_id", "accounts.id"],
            name=op.f("fk_security_events_tenant_id_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_security_events_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_security_events")),
    )
    op.create_index(
        "ix_security_events_tenant_id_account_id",
        "security_events",
        ["tenant_id", "account_id", "at"],
        unique=False,
    )
    op.create_index(
        "ix_security_events_tenant_id_at", "security_events", ["tenant_id", "at", "id"], unique=False
    )
    op.create_table(
        "oauth_codes",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("client_key", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("redirect_uri", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("nonce", sa.Text(), nullable=True),
        sa.Column("challenge", sa.Text(), nullable=False),
        sa.Column("authenticated_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("expires_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "account_id"],
            ["accounts.tenant_id", "accounts.id"],
            name=op.f("fk_oauth_codes_tenant_id_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "client_key"],
            ["oauth_clients.tenant_id", "oauth_clients.id"],
            name=op.f("fk_oauth_codes_tenant_id_client_key"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_oauth_codes_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_oauth_codes")),
        sa.UniqueConstraint("tenant_id", "code_hash", name=op.f("uq_oauth_codes_tenant_id_code_hash")),
    )
    op.create_index(
        "ix_oauth_codes_tenant_id_account_id", "oauth_codes", ["tenant_id", "account_id"], unique=False
    )
    op.create_index(
        "ix_oauth_codes_tenant_id_client_key", "oauth_codes", ["tenant_id", "client_key"], unique=False
    )
    op.create_table(
        "oauth_grants",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("client_key", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=True),
        sa.Column("authenticated_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column(
            "begun_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("ended_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "account_id"],
            ["accounts.tenant_id", "accounts.id"],
            name=op.f("fk_oauth_grants_tenant_id_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "client_key"],
            ["oauth_clients.tenant_id", "oauth_clients.id"],
            name=op.f("fk_oauth_grants_tenant_id_client_key"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_oauth_grants_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_oauth_grants")),
        sa.UniqueConstraint("tenant_id", "code_hash", name=op.f("uq_oauth_grants_tenant_id_code_hash")),
    )
    op.create_index(
        "ix_oauth_grants_tenant_id_account_id", "oauth_grants", ["tenant_id", "account_id"], unique=False
    )
    op.create_index(
        "ix_oauth_grants_tenant_id_client_key", "oauth_grants", ["tenant_id", "client_key"], unique=False
    )
    op.create_table(
        "refresh_tokens",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("grant_id", sa.Uuid(), nullable=False),
        sa.Column(
            "made_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("expires_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("used_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "grant_id"],
            ["oauth_grants.tenant_id", "oauth_grants.id"],
            name=op.f("fk_refresh_tokens_tenant_id_grant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_refresh_tokens_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_refresh_tokens")),
        sa.UniqueConstraint("tenant_id", "token_hash", name=op.f("uq_refresh_tokens_tenant_id_token_hash")),
    )
    op.create_index(
        "ix_refresh_tokens_tenant_id_grant_id", "refresh_tokens", ["tenant_id", "grant_id"], unique=False
    )
    for table in OWNED:
        for statement in protect(table):
            op.execute(statement)
    # What happened stays as it was written.
    op.execute("REVOKE UPDATE, DELETE ON security_events FROM jenjang_app, jenjang_worker")


def downgrade() -> None:
    op.drop_index("ix_refresh_tokens_tenant_id_grant_id", table_name="refresh_tokens")
    op.drop_table("refresh_tokens")
    op.drop_index("ix_oauth_grants_tenant_id_client_key", table_name="oauth_grants")
    op.drop_index("ix_oauth_grants_tenant_id_account_id", table_name="oauth_grants")
    op.drop_table("oauth_grants")
    op.drop_index("ix_oauth_codes_tenant_id_client_key", table_name="oauth_codes")
    op.drop_index("ix_oauth_codes_tenant_id_account_id", table_name="oauth_codes")
    op.drop_table("oauth_codes")
    op.drop_index("ix_security_events_tenant_id_at", table_name="security_events")
    op.drop_index("ix_security_events_tenant_id_account_id", table_name="security_events")
    op.drop_table("security_events")
    op.drop_table("passwords")
    op.drop_index("ix_oauth_clients_tenant_id_account_id", table_name="oauth_clients")
    op.drop_table("oauth_clients")
    op.drop_index("ix_logins_tenant_id_account_id", table_name="logins")
    op.drop_table("logins")
