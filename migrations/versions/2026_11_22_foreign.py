"""Accounts that came by themselves: whom they claimed to be, and since when they are admitted."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "2026_11_22_foreign"
down_revision: str | None = "2026_11_22_sealed_columns"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

NEW = ("ACCOUNT_LINKED", "ACCOUNT_PENDING", "ACCOUNT_ADMITTED")
BEFORE = (
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
    "ACCOUNT_ADDED",
    "ACCOUNT_DISABLED",
    "ACCOUNT_ENABLED",
    "ROLE_GRANTED",
    "ROLE_ENDED",
)
KNOWN = "ck_security_events_kind_known"


def upgrade() -> None:
    since = sa.Column(
        "admitted_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=True
    )
    op.add_column("accounts", since)
    op.add_column("accounts", sa.Column("claimed", sa.Text(), nullable=True))
    know(*BEFORE, *NEW)


def downgrade() -> None:
    op.drop_column("accounts", "claimed")
    op.drop_column("accounts", "admitted_at")
    # What can't happen any more can't stay recorded under its name either.
    op.execute(f"DELETE FROM security_events WHERE kind IN {NEW}")
    know(*BEFORE)


def know(*kinds: str) -> None:
    """Take these kinds of events from now on. The table is short: to look through it takes a moment."""
    named = ", ".join(f"'{kind}'" for kind in kinds)
    op.execute(f"-- squawk-ignore ban-drop-constraint\nALTER TABLE security_events DROP CONSTRAINT {KNOWN}")
    op.execute(
        "-- squawk-ignore constraint-missing-not-valid\n"
        f"ALTER TABLE security_events ADD CONSTRAINT {KNOWN} CHECK (kind IN ({named}))"
    )
