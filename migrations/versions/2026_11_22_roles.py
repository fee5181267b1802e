"""Roles for some units or to approve only, who gave them; what was done to accounts, and by whom."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_22_roles"
down_revision: str | None = "2026_11_21_sign_in"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

ROLES = ("STAFF", "LEADER", "MENTOR", "REGIONAL_ADMIN", "INTEGRATION_CLIENT", "PROVINCIAL_ADMIN")
MORE_ROLES = ("ACTING_LEADER", "TRAINING_MANAGER", "TALENT_COMMITTEE", "AUDITOR")
KINDS = (
    "SIGNED_IN",
    "SIGN_IN_FAILED",
    "SIGNED_OUT",
    "PASSWORD_CHANGED",
    "CLIENT_ALLOWED",
    "CODE_USED_TWICE",
    "REFRESH_TOKEN_USED_TWICE",
    "TOKEN_REVOKED",
    "CLIENT_REGISTERED",
    "CLIENT_SECRET_ROTATED",
    "CLIENT_REVOKED",
    "KEY_ROTATED",
)
PAGED = (("accounts", "subject"), ("role_grants", "valid_from"), ("oauth_clients", "made_at"))
MORE_KINDS = ("ACCOUNT_ADDED", "ACCOUNT_DISABLED", "ACCOUNT_ENABLED", "ROLE_GRANTED", "ROLE_ENDED")


def upgrade() -> None:
    op.add_column("role_grants", sa.Column("unit_id", sa.Uuid(), nullable=True))
    op.add_column(
        "role_grants",
        sa.Column("approve_only", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    op.add_column("role_grants", sa.Column("given_by_account_id", sa.Uuid(), nullable=True))
    op.create_index(
        "ix_role_grants_tenant_id_given_by_account_id",
        "role_grants",
        ["tenant_id", "given_by_account_id"],
        unique=False,
    )
    op.create_index("ix_role_grants_tenant_id_unit_id", "role_grants", ["tenant_id", "unit_id"], unique=False)
    op.create_foreign_key(
        op.f("fk_role_grants_tenant_id_given_by_account_id"),
        "role_grants",
        "accounts",
        ["tenant_id", "given_by_account_id"],
        ["tenant_id", "id"],
    )
    op.create_foreign_key(
        op.f("fk_role_grants_tenant_id_unit_id"),
        "role_grants",
        "units",
        ["tenant_id", "unit_id"],
        ["tenant_id", "id"],
    )
    op.add_column("security_events", sa.Column("by_account_id", sa.Uuid(), nullable=True))
    op.add_column("security_events", sa.Column("detail", sa.Text(), nullable=True))
    op.create_index(
        "ix_security_events_tenant_id_by_account_id",
        "security_events",
        ["tenant_id", "by_account_id"],
        unique=False,
    )
    op.create_foreign_key(
        op.f("fk_security_events_tenant_id_by_account_id"),
        "security_events",
        "accounts",
        ["tenant_id", "by_account_id"],
        ["tenant_id", "id"],
    )
    for table, column in PAGED:
        op.create_index(f"ix_{table}_tenant_id_{column}", table, ["tenant_id", column, "id"], unique=False)
    known("role_grants", "role", (*ROLES, *MORE_ROLES))
    op.create_check_constraint(
        op.f("ck_role_grants_acting_ends"),
        "role_grants",
        "role <> 'ACTING_LEADER' OR (unit_id IS NOT NULL AND valid_to IS NOT NULL)",
    )
    known("security_events", "kind", (*KINDS, *MORE_KINDS))


def known(table: str, column: str, values: Sequence[str]) -> None:
    """Let a column hold these values, instead of the fewer (or more) that it may hold now."""
    name = op.f(f"ck_{table}_{column}_known")
    op.execute(f"-- squawk-ignore ban-drop-constraint\nALTER TABLE {table} DROP CONSTRAINT {name}")
    listed = ", ".join(f"'{value}'" for value in values)
    op.create_check_constraint(name, table, f"{column} IN ({listed})")


def downgrade() -> None:
    for table, column in PAGED:
        op.drop_index(f"ix_{table}_tenant_id_{column}", table_name=table)
    known("security_events", "kind", KINDS)
    op.drop_constraint(op.f("ck_role_grants_acting_ends"), "role_grants")
    known("role_grants", "role", ROLES)
    op.drop_constraint(
        op.f("fk_security_events_tenant_id_by_account_id"), "security_events", type_="foreignkey"
    )
    op.drop_index("ix_security_events_tenant_id_by_account_id", table_name="security_events")
    op.drop_column("security_events", "detail")
    op.drop_column("security_events", "by_account_id")
    op.drop_constraint(op.f("fk_role_grants_tenant_id_unit_id"), "role_grants", type_="foreignkey")
    op.drop_constraint(
        op.f("fk_role_grants_tenant_id_given_by_account_id"), "role_grants", type_="foreignkey"
    )
    op.drop_index("ix_role_grants_tenant_id_unit_id", table_name="role_grants")
    op.drop_index("ix_role_grants_tenant_id_given_by_account_id", table_name="role_grants")
    op.drop_column("role_grants", "given_by_account_id")
    op.drop_column("role_grants", "approve_only")
    op.drop_column("role_grants", "unit_id")
