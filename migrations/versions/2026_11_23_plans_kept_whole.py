"""A plan's steps know of which they are copies; appraisal sees what plans hold; versions; mistaken paths go."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_23_plans_kept_whole"
down_revision: str | None = "2026_11_23_stagnation"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

ROLES = "jenjang_app, jenjang_worker"
COPIED = "ix_career_steps_tenant_id_copied_from_step_id"
POINTS = "fk_career_steps_tenant_id_copied_from_step_id"
PLANNED = """
CREATE VIEW improvements_planned WITH (security_invoker = true) AS
SELECT DISTINCT s.tenant_id, s.employee_id, s.intention_id AS id
  FROM career_steps s JOIN career_plans p ON p.tenant_id = s.tenant_id AND p.id = s.plan_id
 WHERE s.intention_id IS NOT NULL
   AND (p.state IN ('DRAFT', 'SUBMITTED', 'RETURNED', 'APPROVED') OR s.done_on IS NOT NULL)
"""
VERSIONED = ("technical_competencies", "competency_standards")


def upgrade() -> None:
    op.add_column("career_steps", sa.Column("copied_from_step_id", sa.Uuid()))
    op.create_index(COPIED, "career_steps", ["tenant_id", "copied_from_step_id"])
    columns = (["tenant_id", "copied_from_step_id"], ["tenant_id", "id"])
    op.create_foreign_key(op.f(POINTS), "career_steps", "career_steps", *columns)
    for table in VERSIONED:
        version = sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False)
        op.add_column(table, version)
    op.execute("GRANT DELETE ON career_paths TO jenjang_app")
    op.execute(PLANNED)
    op.execute(f"GRANT SELECT ON improvements_planned TO {ROLES}")


def downgrade() -> None:
    op.execute("DROP VIEW improvements_planned")
    op.execute("REVOKE DELETE ON career_paths FROM jenjang_app")
    for table in reversed(VERSIONED):
        op.drop_column(table, "version")
    op.drop_constraint(op.f(POINTS), "career_steps", type_="foreignkey")
    op.drop_index(COPIED, "career_steps")
    op.drop_column("career_steps", "copied_from_step_id")
