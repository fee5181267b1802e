"""What tests and superiors tell of an event as a whole changes in steps, as what people say of it does."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_23_told_in_steps"
down_revision: str | None = "2026_11_23_partners_kept"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

POINTS = sa.Numeric(precision=5, scale=2)
CHECKS = {
    "training_tests": ("told_whole", "num_nonnulls(told_before, told_after) IN (0, 2)"),
    "training_behaviours": ("told_when_answered", "NOT is_told OR applied IS NOT NULL"),
}
TOLD = {
    "training_tests": "told_before = before, told_after = after WHERE gain IS NOT NULL",
    "training_behaviours": "is_told = true WHERE applied IS NOT NULL",
}
"""What was told until now, or is with the next step."""
EVALUATIONS = """
CREATE OR REPLACE VIEW training_evaluations WITH (security_invoker = true) AS
SELECT e.tenant_id, e.id AS event_id, t.tested, t.before, t.after, t.gain, b.observed, b.applied
  FROM training_events e
  LEFT JOIN LATERAL (
       SELECT (r.body ->> 'smallest_group')::integer AS smallest FROM rule_sets r
        WHERE r.name = 'training_evaluation' AND r.valid_from <= e.ends_on
          AND (r.valid_to IS NULL OR r.valid_to > e.ends_on)) law ON true
  LEFT JOIN LATERAL (
       SELECT count(*)::integer AS tested, round(avg(one.{before}), 2) AS before,
              round(avg(one.{after}), 2) AS after, round(avg({gain}), 2) AS gain
         FROM training_tests one
        WHERE one.tenant_id = e.tenant_id AND one.event_id = e.id AND {tested}
       HAVING count(*) >= law.smallest) t ON true
  LEFT JOIN LATERAL (
       SELECT count(*)::integer AS observed, round(avg(one.applied), 2) AS applied
         FROM training_behaviours one
        WHERE one.tenant_id = e.tenant_id AND one.event_id = e.id AND {observed}
       HAVING count(*) >= law.smallest) b ON true
"""
BEFORE = EVALUATIONS.format(
    before="before",
    after="after",
    gain="one.gain",
    tested="one.gain IS NOT NULL",
    observed="one.applied IS NOT NULL",
)
NOW = EVALUATIONS.format(
    before="told_before",
    after="told_after",
    gain="one.told_after - one.told_before",
    tested="one.told_after IS NOT NULL",
    observed="one.is_told",
)


def upgrade() -> None:
    op.add_column("training_tests", sa.Column("told_before", POINTS, nullable=True))
    op.add_column("training_tests", sa.Column("told_after", POINTS, nullable=True))
    op.add_column(
        "training_behaviours",
        sa.Column("is_told", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    for table, told in TOLD.items():
        # The owner is bound by row-level security as all are.
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        op.execute(f"UPDATE {table} SET {told}")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    for table, (name, condition) in CHECKS.items():
        op.execute(
            "-- squawk-ignore constraint-missing-not-valid\n"
            f"ALTER TABLE {table} ADD CONSTRAINT ck_{table}_{name} CHECK ({condition})"
        )
    op.execute(NOW)


def downgrade() -> None:
    op.execute(BEFORE)
    op.drop_column("training_behaviours", "is_told")
    op.drop_column("training_tests", "told_after")
    op.drop_column("training_tests", "told_before")
