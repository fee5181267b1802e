"""Agreements are prolonged; partners, programmes and trainers end; programmes are judged by criterion."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_23_partners_kept"
down_revision: str | None = "2026_11_23_competency_subjects"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

CRITERIA = ("relevance", "effectiveness", "efficiency", "impact", "sustainability")
CHECKS = {
    "partner_agreements": {
        "prolonged_with_a_reason": "num_nonnulls(prolonged_from, prolong_reason) IN (0, 2)",
        "prolonged_beyond": "prolonged_from > valid_from",
    },
    "partners": {"closed_with_a_reason": "num_nonnulls(closed_on, close_reason) IN (0, 2)"},
    "partner_programmes": {"ended_with_a_reason": "num_nonnulls(ended_on, end_reason) IN (0, 2)"},
    "programme_evaluations": {f"{one}_1_to_5": f"{one} BETWEEN 1 AND 5" for one in CRITERIA},
}
"""By table: names and conditions of its new checks."""
COLUMNS: dict[str, tuple[tuple[str, type[sa.Date] | type[sa.Text] | type[sa.SmallInteger]], ...]] = {
    "partner_agreements": (("prolonged_from", sa.Date), ("prolong_reason", sa.Text)),
    "partners": (("closed_on", sa.Date), ("close_reason", sa.Text)),
    "partner_programmes": (("ended_on", sa.Date), ("end_reason", sa.Text)),
    "partner_trainers": (("ended_on", sa.Date),),
    "programme_evaluations": (
        *((one, sa.SmallInteger) for one in CRITERIA),
        ("reached", sa.Text),
        ("next_step", sa.Text),
    ),
}
VERSIONED = ("partner_programmes", "partner_trainers")
BEFORE = """
CREATE OR REPLACE VIEW agreement_uses WITH (security_invoker = true) AS
SELECT tenant_id, id, agreement_id, title, ends_on, partner_money AS money, quota::integer AS seats,
       partner_days::integer AS trainer, state = 'OPEN' AS is_open
FROM training_events WHERE agreement_id IS NOT NULL AND state <> 'CANCELLED'
"""
NOW = BEFORE.replace("AS is_open", "AS is_open, programme_id, partner_trainer_id AS trainer_id")
ROLES = "jenjang_app, jenjang_worker"


def upgrade() -> None:
    for table, columns in COLUMNS.items():
        for name, kind in columns:
            op.add_column(table, sa.Column(name, kind(), nullable=True))
    for table in VERSIONED:
        version = sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False)
        op.add_column(table, version)
    for table, checks in CHECKS.items():
        for name, condition in checks.items():
            op.execute(
                "-- squawk-ignore constraint-missing-not-valid\n"
                f"ALTER TABLE {table} ADD CONSTRAINT ck_{table}_{name} CHECK ({condition})"
            )
    op.execute(NOW)


def downgrade() -> None:
    op.execute("DROP VIEW agreement_uses")
    for table in VERSIONED:
        op.drop_column(table, "version")
    for table, columns in COLUMNS.items():
        for name, _ in columns:
            op.drop_column(table, name)
    op.execute(BEFORE)
    op.execute(f"GRANT SELECT ON agreement_uses TO {ROLES}")
