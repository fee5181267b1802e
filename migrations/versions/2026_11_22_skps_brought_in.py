"""SKPs that both sides agreed on outside are brought in by file, with the day on which they agreed."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from jenjang.database.security import refusing

revision: str = "2026_11_22_skps_brought_in"
down_revision: str | None = "2026_11_22_answers"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

FILES = ("UNITS", "POSITIONS", "PEOPLE", "RANKS", "PLACEMENTS", "RESULTS")
"""Kinds of files that could be brought in before."""
NOTICES = (
    *("SKP_OFFERED", "SKP_CHANGED", "SKP_RETURNED", "EVALUATION_DUE", "EVALUATION_LATE"),
    *("EVALUATION_ESCALATED", "RESULT_PUBLISHED", "RESULT_CHANGED", "FEEDBACK_ASKED", "FEEDBACK_GIVEN"),
    *("DIALOGUE_NOTED", "RATING_ASKED", "OBJECTION_FILED", "OBJECTION_DECIDED", "DECISION_LATE"),
    *("PATH_OPENED", "REVIEW_DUE", "ACKNOWLEDGEMENT_LATE"),
)
"""Kinds of notices that there were before."""
BROUGHT_IN = "t.state IN ('APPLIED', 'UNDONE')"
"""Files that changed something; of the others nothing is left but what was refused."""
FORGOTTEN_IN = ("notices", "import_refusals", "import_batches")
BATCH = "fk_skps_tenant_id_import_batch_id"
TOLD = "ck_skps_file_tells_the_day"


def upgrade() -> None:
    known("import_batches", (*FILES, "SKPS"))
    known("notices", (*NOTICES, "SKP_IMPORTED"))
    op.add_column("skps", sa.Column("agreed_on", sa.Date(), nullable=True))
    op.add_column("skps", sa.Column("import_batch_id", sa.Uuid(), nullable=True))
    op.create_index("ix_skps_tenant_id_import_batch_id", "skps", ["tenant_id", "import_batch_id"])
    op.create_foreign_key(
        op.f(BATCH),
        "skps",
        "import_batches",
        ["tenant_id", "import_batch_id"],
        ["tenant_id", "id"],
    )
    op.create_check_constraint(op.f(TOLD), "skps", "import_batch_id IS NULL OR agreed_on IS NOT NULL")


def known(table: str, kinds: Sequence[str]) -> None:
    """Let rows of a table be of these kinds, instead of the fewer (or more) that may be now."""
    name = op.f(f"ck_{table}_kind_known")
    op.execute(f"-- squawk-ignore ban-drop-constraint\nALTER TABLE {table} DROP CONSTRAINT {name}")
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    op.create_check_constraint(name, table, f"kind IN ({listed})")


def downgrade() -> None:
    for statement in refusing(
        "import_batches", f"t.kind = 'SKPS' AND {BROUGHT_IN}", "files of SKPs that were brought in"
    ):
        op.execute(statement)
    op.drop_constraint(op.f(TOLD), "skps", type_="check")
    op.drop_constraint(op.f(BATCH), "skps", type_="foreignkey")
    op.drop_index("ix_skps_tenant_id_import_batch_id", table_name="skps")
    op.drop_column("skps", "import_batch_id")
    op.drop_column("skps", "agreed_on")
    forget()
    known("notices", NOTICES)
    known("import_batches", FILES)


def forget() -> None:
    """Delete the notices of such files, and those files that changed nothing, with what was refused of them."""
    # The owner is bound by row-level security as all are.
    for table in FORGOTTEN_IN:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute("DELETE FROM notices WHERE kind = 'SKP_IMPORTED'")
    op.execute(
        "DELETE FROM import_refusals r USING import_batches t"
        " WHERE t.tenant_id = r.tenant_id AND t.id = r.batch_id AND t.kind = 'SKPS'"
    )
    op.execute("DELETE FROM import_batches WHERE kind = 'SKPS'")
    for table in FORGOTTEN_IN:
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
