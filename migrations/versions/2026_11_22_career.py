"""Career paths, and the windows through which careers see what was appraised."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from jenjang.database.security import protect

revision: str = "2026_11_22_career"
down_revision: str | None = "2026_11_22_events"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

ROLES = "jenjang_app, jenjang_worker"
YEARS = """
CREATE VIEW performance_years WITH (security_invoker = true) AS
SELECT a.tenant_id, a.employee_id, c.year::integer AS year, a.predicate,
       (SELECT e.rule FROM evaluations e
         WHERE e.tenant_id = a.tenant_id AND e.appraisal_id = a.id AND e.published_at IS NOT NULL
         ORDER BY e.number DESC LIMIT 1) AS rule
FROM appraisals a
JOIN appraisal_cycles c ON c.tenant_id = a.tenant_id AND c.id = a.cycle_id AND c.kind = 'ANNUAL'
WHERE a.predicate IS NOT NULL
UNION ALL
SELECT n.tenant_id, n.employee_id, n.year::integer, n.predicate, n.rule
FROM national_results n
WHERE n.kind = 'ANNUAL' AND n.number = 1
  AND NOT EXISTS (SELECT FROM appraisals a
                    JOIN appraisal_cycles c ON c.tenant_id = a.tenant_id AND c.id = a.cycle_id
                   WHERE a.tenant_id = n.tenant_id AND a.employee_id = n.employee_id AND c.kind = 'ANNUAL'
                     AND c.year = n.year AND a.predicate IS NOT NULL)
"""
NEEDS = """
CREATE VIEW credit_needs WITH (security_invoker = true) AS
SELECT tenant_id, employee_id, target, level, gathered, needed, counted_to, rule FROM credit_standings
"""
EXPECTED = """
CREATE VIEW credit_expected WITH (security_invoker = true) AS
SELECT p.tenant_id, p.employee_id, s.target, p.predicate, p.met_on
FROM credit_projections p
JOIN credit_standings s ON s.tenant_id = p.tenant_id AND s.id = p.standing_id
"""
VIEWS = {"performance_years": YEARS, "credit_needs": NEEDS, "credit_expected": EXPECTED}


def upgrade() -> None:
    op.create_table(
        "career_paths",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("from_position_id", sa.Uuid(), nullable=False),
        sa.Column("to_position_id", sa.Uuid(), nullable=False),
        sa.Column("move", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        postgresql.ExcludeConstraint(
            (
                sa.text("hashtextextended(tenant_id || ' ' || from_position_id || ' ' || to_position_id, 0)"),
                "=",
            ),
            (sa.text("daterange(valid_from, valid_to)"), "&&"),
            using="gist",
            name="ex_career_paths_overlap",
        ),
        sa.CheckConstraint(
            "from_position_id <> to_position_id", name=op.f("ck_career_paths_leads_elsewhere")
        ),
        sa.CheckConstraint(
            "move IN ('HORIZONTAL', 'VERTICAL', 'DIAGONAL')", name=op.f("ck_career_paths_move_known")
        ),
        sa.CheckConstraint("valid_to > valid_from", name=op.f("ck_career_paths_ends_after_it_begins")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "from_position_id"],
            ["positions.tenant_id", "positions.id"],
            name=op.f("fk_career_paths_tenant_id_from_position_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "to_position_id"],
            ["positions.tenant_id", "positions.id"],
            name=op.f("fk_career_paths_tenant_id_to_position_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_career_paths_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_career_paths")),
    )
    for name, columns in (
        ("ix_career_paths_tenant_id_from_position_id", ["tenant_id", "from_position_id", "valid_from"]),
        ("ix_career_paths_tenant_id_to_position_id", ["tenant_id", "to_position_id", "valid_from"]),
        ("ix_career_paths_tenant_id_valid_from", ["tenant_id", "valid_from", "id"]),
    ):
        op.create_index(name, "career_paths", columns)
    # A path is set and ended; it was there for as long as it was.
    for statement in protect("career_paths", "SELECT, INSERT"):
        op.execute(statement)
    op.execute(f"GRANT UPDATE (valid_to, version) ON career_paths TO {ROLES}")
    for name, view in VIEWS.items():
        op.execute(view)
        op.execute(f"GRANT SELECT ON {name} TO {ROLES}")


def downgrade() -> None:
    for name in reversed(VIEWS):
        op.execute(f"DROP VIEW {name}")
    op.drop_table("career_paths")
