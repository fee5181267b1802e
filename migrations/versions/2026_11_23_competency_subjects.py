"""A competency's name is looked up without a look at the governments: a page of gaps asks for each."""

from collections.abc import Sequence

from alembic import op

revision: str = "2026_11_23_competency_subjects"
down_revision: str | None = "2026_11_22_entitlements"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

VIEW = """
CREATE OR REPLACE VIEW competency_subjects WITH (security_invoker = true) AS
SELECT {tenant} AS tenant_id, c.code AS subject, c.code, c.name, c.family
FROM {tables}
UNION ALL
SELECT tenant_id, subject, code, name, 'TECHNICAL' FROM technical_competencies
"""
BOUND = "current_setting('app.tenant_id', true)"


def upgrade() -> None:
    # Asked once a statement, not once a row: nobody is shown anything who is bound to no government.
    national = f"competencies c WHERE EXISTS (SELECT FROM tenants t WHERE t.tenant_id = {BOUND})"
    op.execute(VIEW.format(tenant=f'{BOUND} COLLATE "C"', tables=national))


def downgrade() -> None:
    op.execute(VIEW.format(tenant="t.tenant_id", tables="tenants t CROSS JOIN competencies c"))
