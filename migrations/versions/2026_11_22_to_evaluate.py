"""What waits for somebody who evaluates is found by an index, also what came to a superior being late."""

from collections.abc import Sequence

from alembic import op

revision: str = "2026_11_22_to_evaluate"
down_revision: str | None = "2026_11_22_reseating"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

# Of appraisals few have come to a superior, and their index holds no others: it is made in a moment.
ESCALATED = """
    -- squawk-ignore require-concurrent-index-creation
    CREATE INDEX ix_appraisals_tenant_id_escalated_to_employee_id
        ON appraisals (tenant_id, escalated_to_employee_id)
     WHERE escalated_to_employee_id IS NOT NULL
"""


def upgrade() -> None:
    op.execute(ESCALATED)


def downgrade() -> None:
    op.drop_index("ix_appraisals_tenant_id_escalated_to_employee_id", table_name="appraisals")
