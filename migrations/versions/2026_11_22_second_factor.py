"""A second factor at sign-in; security events that are forgotten in time; sign-in found by an index."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from jenjang.database.security import protect

revision: str = "2026_11_22_second_factor"
down_revision: str | None = "2026_11_22_foreign"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

KINDS = "kind IN ('SIGNED_IN', 'SIGN_IN_FAILED', 'SIGNED_OUT', 'SECOND_FACTOR_FAILED', 'SECOND_FACTOR_ADDED', 'SECOND_FACTOR_RESET', 'RECOVERY_CODE_USED', 'PASSWORD_CHANGED', 'CLIENT_ALLOWED', 'CODE_USED_TWICE', 'REFRESH_TOKEN_USED_TWICE', 'TOKEN_REVOKED', 'CLIENT_REGISTERED', 'CLIENT_SECRET_ROTATED', 'CLIENT_REVOKED', 'KEY_ROTATED', 'ACCOUNT_ADDED', 'ACCOUNT_DISABLED', 'ACCOUNT_ENABLED', 'ROLE_GRANTED', 'ROLE_ENDED', 'ACCOUNT_LINKED', 'ACCOUNT_PENDING', 'ACCOUNT_ADMITTED')"
KINDS_BEFORE = "kind IN ('SIGNED_IN', 'SIGN_IN_FAILED', 'SIGNED_OUT', 'PASSWORD_CHANGED', 'CLIENT_ALLOWED', 'CODE_USED_TWICE', 'REFRESH_TOKEN_USED_TWICE', 'TOKEN_REVOKED', 'CLIENT_REGISTERED', 'CLIENT_SECRET_ROTATED', 'CLIENT_REVOKED', 'KEY_ROTATED', 'ACCOUNT_ADDED', 'ACCOUNT_DISABLED', 'ACCOUNT_ENABLED', 'ROLE_GRANTED', 'ROLE_ENDED', 'ACCOUNT_LINKED', 'ACCOUNT_PENDING', 'ACCOUNT_ADMITTED')"
NEW_KINDS = """
    -- squawk-ignore ban-drop-constraint, constraint-missing-not-valid
    ALTER TABLE security_events DROP CONSTRAINT ck_security_events_kind_known,
      ADD CONSTRAINT ck_security_events_kind_known CHECK ({kinds})
"""
OLD = """
    CREATE POLICY old ON security_events AS RESTRICTIVE FOR DELETE TO jenjang_worker
     USING (at < now() - CASE WHEN kind IN ('SIGN_IN_FAILED', 'SECOND_FACTOR_FAILED')
                              THEN interval '90 days' ELSE interval '2 years' END)
"""
# Employees are some ten thousands: their index is made in a fraction of lock_timeout, within the transaction
# that keeps two migrations apart.
BY_WORK_EMAIL = """
    -- squawk-ignore require-concurrent-index-creation
    CREATE INDEX ix_employees_tenant_id_work_email ON employees (tenant_id, lower(work_email))
"""
WITH_METHODS = ("logins", "oauth_codes", "oauth_grants")


def upgrade() -> None:
    op.execute(BY_WORK_EMAIL)
    for table in WITH_METHODS:
        op.add_column(table, _methods())
    op.add_column(
        "logins", sa.Column("pending", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.add_column("logins", sa.Column("offered", sa.LargeBinary(), nullable=True))
    op.create_table(
        "second_factors",
        _tenant(),
        _id(),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("failures", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("failing_since", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column(
            "added_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        *_keys("second_factors"),
        sa.UniqueConstraint("tenant_id", "account_id", name=op.f("uq_second_factors_tenant_id_account_id")),
    )
    op.create_table(
        "recovery_codes",
        _tenant(),
        _id(),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        *_keys("recovery_codes"),
        sa.UniqueConstraint(
            "tenant_id",
            "account_id",
            "code_hash",
            name=op.f("uq_recovery_codes_tenant_id_account_id_code_hash"),
        ),
    )
    for table in ("second_factors", "recovery_codes"):
        for statement in protect(table):
            op.execute(statement)
        # Whoever works in the background signs nobody in.
        op.execute(f"REVOKE INSERT, UPDATE, DELETE ON {table} FROM jenjang_worker")
    _replace_kinds(KINDS)
    op.execute("GRANT DELETE ON security_events TO jenjang_worker")
    op.execute(OLD)


def downgrade() -> None:
    op.execute("DROP POLICY old ON security_events")
    op.execute("REVOKE DELETE ON security_events FROM jenjang_worker")
    op.execute(f"DELETE FROM security_events WHERE NOT ({KINDS_BEFORE})")
    _replace_kinds(KINDS_BEFORE)
    op.drop_table("recovery_codes")
    op.drop_table("second_factors")
    op.drop_column("logins", "offered")
    op.drop_column("logins", "pending")
    for table in WITH_METHODS:
        op.drop_column(table, "methods")
    op.drop_index("ix_employees_tenant_id_work_email", table_name="employees")


def _replace_kinds(kinds: str) -> None:
    op.execute(NEW_KINDS.format(kinds=kinds))


def _methods() -> sa.Column[list[str]]:
    default = sa.text("'{pwd}'")
    return sa.Column("methods", postgresql.ARRAY(sa.Text()), server_default=default, nullable=False)


def _tenant() -> sa.Column[str]:
    return sa.Column(
        "tenant_id",
        sa.Text(collation="C"),
        server_default=sa.text("current_setting('app.tenant_id'::text)"),
        nullable=False,
    )


def _id() -> sa.Column[object]:
    return sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False)


def _keys(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["tenant_id", "account_id"],
            ["accounts.tenant_id", "accounts.id"],
            name=op.f(f"fk_{table}_tenant_id_account_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.tenant_id"], name=op.f(f"fk_{table}_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f(f"pk_{table}")),
    )
