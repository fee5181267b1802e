"""The outbox: what one domain tells the others, in its deed's transaction, for the worker to deliver."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from jenjang.database.security import protect

revision: str = "2026_11_22_events"
down_revision: str | None = "2026_11_22_competence_counts"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

WAITS = "done_at IS NULL AND failed_at IS NULL"
NOT_PRIVATE = (
    '$.* ? (@.type() == "object" || @.type() == "array" || @.type() == "string" && !(@ like_regex '
    '"^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9]{4}-[0-9]{2}-[0-9]{2})$"))'
)
MARKS = "done_at, tries, due_at, failed_at, error"


def upgrade() -> None:
    moment = postgresql.TIMESTAMP(timezone=True)
    op.create_table(
        "events",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("name", sa.Text(collation="C"), nullable=False),
        sa.Column("about_type", sa.Text(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column("payload", postgresql.JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.Column("made_at", moment, server_default=sa.text("now()"), nullable=False),
        sa.Column("done_at", moment, nullable=True),
        sa.Column("tries", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("due_at", moment, nullable=True),
        sa.Column("failed_at", moment, nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.CheckConstraint(
            f"NOT jsonb_path_exists(payload, 'strict {NOT_PRIVATE}')",
            name=op.f("ck_events_payload_not_private"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_events_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_events")),
    )
    for name, columns, where in (
        ("ix_events_tenant_id_name_waiting", ["tenant_id", "name", "id"], WAITS),
        ("ix_events_tenant_id_failed", ["tenant_id", "id"], "failed_at IS NOT NULL"),
    ):
        op.create_index(name, "events", columns, postgresql_where=sa.text(where))
    # What was told can be changed by nobody; the worker marks how far its delivery is, and forgets.
    for statement in protect("events", "SELECT, INSERT"):
        op.execute(statement)
    op.execute(f"GRANT UPDATE ({MARKS}), DELETE ON events TO jenjang_worker")


def downgrade() -> None:
    op.drop_table("events")
