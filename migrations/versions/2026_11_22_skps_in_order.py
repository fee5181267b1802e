"""SKPs of a year are listed by the day from which they apply, in whatever order they were kept."""

from collections.abc import Sequence

from alembic import op

revision: str = "2026_11_22_skps_in_order"
down_revision: str | None = "2026_11_22_called_off"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

# There are a few rows a person and year: they are written anew in seconds, and their indexes with them.
LISTED = """
    -- squawk-ignore adding-field-with-default
    ALTER TABLE skps ADD COLUMN listed_on date NOT NULL GENERATED ALWAYS AS (
        CASE state WHEN 'WITHDRAWN' THEN make_date(year - 1, 12, 31)
        ELSE coalesce(applies_from, make_date(year, 12, 31)) END
    ) STORED
"""
INDEXES = {
    "ix_skps_tenant_id_employee_id": (["tenant_id", "employee_id", "year"], ["listed_on", "id"]),
    "ix_skps_tenant_id_year": (["tenant_id", "year"], ["listed_on", "id"]),
}
"""By their names: what they begin with, and how they go on from now on."""
BEFORE = {"ix_skps_tenant_id_employee_id": [], "ix_skps_tenant_id_year": ["id"]}
"""How they went on."""


def upgrade() -> None:
    op.execute(LISTED)
    for name, (first, further) in INDEXES.items():
        op.execute(f"-- squawk-ignore require-concurrent-index-deletion\nDROP INDEX {name}")
        op.create_index(name, "skps", [*first, *further])


def downgrade() -> None:
    for name, (first, _) in INDEXES.items():
        op.drop_index(name, table_name="skps")
        op.create_index(name, "skps", [*first, *BEFORE[name]])
    op.drop_column("skps", "listed_on")
