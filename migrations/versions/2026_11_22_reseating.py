"""Calibrations: their members change, they are called off, and later results are judged, too; more notices."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from jenjang.database.security import refusing

revision: str = "2026_11_22_reseating"
down_revision: str | None = "2026_11_22_skps_brought_in"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

STATES = ("OPEN", "CLOSED")
NOTICES = (
    "SKP_OFFERED",
    "SKP_CHANGED",
    "SKP_RETURNED",
    "SKP_IMPORTED",
    "EVALUATION_DUE",
    "EVALUATION_LATE",
    "EVALUATION_ESCALATED",
    "RESULT_PUBLISHED",
    "RESULT_CHANGED",
    "ACKNOWLEDGEMENT_LATE",
    "FEEDBACK_ASKED",
    "FEEDBACK_GIVEN",
    "DIALOGUE_NOTED",
    "RATING_ASKED",
    "OBJECTION_FILED",
    "OBJECTION_DECIDED",
    "DECISION_LATE",
    "PATH_OPENED",
    "REVIEW_DUE",
)
NEW_NOTICES = (
    "SKP_ACKNOWLEDGED",
    "CALIBRATION_SEATED",
    "RESULT_CALIBRATED",
    "FEEDBACK_DECLINED",
    "OBJECTION_EXPLAINED",
    "OBJECTION_WITHDRAWN",
    "PATH_TO_COUNSEL",
)
JUDGED = """
DO $$
DECLARE code text;
BEGIN
    -- The owner is bound by row-level security as all are; that the table isn't, is never committed.
    ALTER TABLE tenants NO FORCE ROW LEVEL SECURITY;
    FOR code IN SELECT tenant_id FROM tenants LOOP
        PERFORM set_config('app.tenant_id', code, true);
        UPDATE appraisals a SET calibration_id = c.id
          FROM calibrations c
          JOIN appraisal_cycles y ON y.tenant_id = c.tenant_id AND y.id = c.cycle_id
          JOIN unit_ancestry u ON u.tenant_id = c.tenant_id AND u.ancestor_id = c.unit_id
           AND u.valid_from <= least(y.ends - 1, c.closed_at::date)
           AND (u.valid_to IS NULL OR u.valid_to > least(y.ends - 1, c.closed_at::date))
         WHERE c.state = 'CLOSED' AND a.tenant_id = c.tenant_id AND a.cycle_id = c.cycle_id
           AND a.unit_id = u.unit_id AND EXISTS (
               SELECT FROM evaluations e
                WHERE e.tenant_id = a.tenant_id AND e.appraisal_id = a.id AND e.made_at <= c.closed_at);
    END LOOP;
    PERFORM set_config('app.tenant_id', '', true);
    ALTER TABLE tenants FORCE ROW LEVEL SECURITY;
END $$
"""
"""What was evaluated when a calibration was closed, that one has judged."""
LOOKED_AT = """
CREATE OR REPLACE VIEW calibration_results WITH (security_invoker = true) AS
SELECT c.tenant_id, c.id AS calibration_id, a.id, a.employee_id, a.unit_id, p.name, p.name_key,
       e.results, e.behaviour, e.predicate, a.version, y.ends - 1 AS last_day,
       u.valid_from AS below_from, u.valid_to AS below_to
FROM calibrations c
JOIN appraisal_cycles y ON y.tenant_id = c.tenant_id AND y.id = c.cycle_id
JOIN unit_ancestry u ON u.tenant_id = c.tenant_id AND u.ancestor_id = c.unit_id
JOIN appraisals a ON a.tenant_id = c.tenant_id AND a.cycle_id = c.cycle_id AND a.unit_id = u.unit_id
 AND a.state = 'EVALUATED'
JOIN employees p ON p.tenant_id = a.tenant_id AND p.id = a.employee_id
CROSS JOIN LATERAL (
    SELECT results, behaviour, predicate FROM evaluations
    WHERE tenant_id = a.tenant_id AND appraisal_id = a.id ORDER BY number DESC LIMIT 1
) e
"""
OF_ITS_OWN = """
WHERE (c.state = 'OPEN' AND (NOT c.is_supplementary OR a.calibration_id IS NULL))
   OR (c.state = 'CLOSED' AND a.calibration_id = c.id)
"""
"""What an open calibration may change, or a closed one has judged; of one that was called off nothing."""
FURTHER = """
t.state = 'CANCELLED' OR t.is_supplementary OR EXISTS (
    SELECT FROM calibrations o
     WHERE o.tenant_id = t.tenant_id AND o.cycle_id = t.cycle_id AND o.unit_id = t.unit_id AND o.id <> t.id)
"""
"""Calibrations that the shape before knows no state for, or of which it holds one."""
ROLES = "jenjang_app, jenjang_worker"


def upgrade() -> None:
    op.add_column(
        "calibrations",
        sa.Column("is_supplementary", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    op.add_column("calibrations", sa.Column("cancel_reason", sa.Text(), nullable=True))
    op.create_index(
        "ix_calibrations_tenant_id_cycle_id", "calibrations", ["tenant_id", "cycle_id", "unit_id"]
    )
    op.execute(
        "-- squawk-ignore ban-drop-constraint\n"
        "ALTER TABLE calibrations DROP CONSTRAINT uq_calibrations_tenant_id_cycle_id_unit_id"
    )
    op.create_index(
        "uq_calibrations_open",
        "calibrations",
        ["tenant_id", "cycle_id", "unit_id"],
        unique=True,
        postgresql_where=sa.text("state = 'OPEN'"),
    )
    known("calibrations", "state", (*STATES, "CANCELLED"))
    op.execute(
        "-- squawk-ignore constraint-missing-not-valid\n"
        "ALTER TABLE calibrations ADD CONSTRAINT ck_calibrations_cancelled_with_reason"
        " CHECK (state <> 'CANCELLED' OR cancel_reason IS NOT NULL)"
    )
    op.add_column(
        "calibration_members", sa.Column("left_at", postgresql.TIMESTAMP(timezone=True), nullable=True)
    )
    op.execute(
        "-- squawk-ignore ban-drop-constraint\nALTER TABLE calibration_members"
        " DROP CONSTRAINT uq_calibration_members_tenant_id_calibration_id_employee_id"
    )
    op.create_index(
        "ix_calibration_members_tenant_id_calibration_id",
        "calibration_members",
        ["tenant_id", "calibration_id"],
    )
    op.create_index(
        "uq_calibration_members_seated",
        "calibration_members",
        ["tenant_id", "calibration_id", "employee_id"],
        unique=True,
        postgresql_where=sa.text("left_at IS NULL"),
    )
    op.execute(f"GRANT UPDATE (left_at) ON calibration_members TO {ROLES}")
    op.add_column("appraisals", sa.Column("calibration_id", sa.Uuid(), nullable=True))
    op.execute(
        "-- squawk-ignore adding-foreign-key-constraint, constraint-missing-not-valid\n"
        "ALTER TABLE appraisals ADD CONSTRAINT fk_appraisals_tenant_id_calibration_id"
        " FOREIGN KEY (tenant_id, calibration_id) REFERENCES calibrations (tenant_id, id)"
    )
    op.create_index("ix_appraisals_tenant_id_calibration_id", "appraisals", ["tenant_id", "calibration_id"])
    op.execute(JUDGED)
    op.execute(LOOKED_AT + OF_ITS_OWN)
    op.add_column("notices", sa.Column("count", sa.Integer(), server_default=sa.text("1"), nullable=False))
    known("notices", "kind", (*NOTICES, *NEW_NOTICES))


def known(table: str, column: str, values: Sequence[str]) -> None:
    """Let a column hold these words, instead of the fewer (or more) that it may now."""
    name = f"ck_{table}_{column}_known"
    listed = ", ".join(f"'{value}'" for value in values)
    op.execute(f"-- squawk-ignore ban-drop-constraint\nALTER TABLE {table} DROP CONSTRAINT {name}")
    op.execute(
        f"-- squawk-ignore constraint-missing-not-valid\n"
        f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({column} IN ({listed}))"
    )


def downgrade() -> None:
    for statement in refusing(
        "calibrations", FURTHER, "calibrations that were called off, or several of one unit"
    ):
        op.execute(statement)
    for statement in refusing(
        "calibration_members", "t.left_at IS NOT NULL", "members who left a calibration"
    ):
        op.execute(statement)
    # The owner is bound by row-level security as all are.
    op.execute("ALTER TABLE notices NO FORCE ROW LEVEL SECURITY")
    op.execute(f"DELETE FROM notices WHERE kind IN {NEW_NOTICES}")
    op.execute("ALTER TABLE notices FORCE ROW LEVEL SECURITY")
    known("notices", "kind", NOTICES)
    op.drop_column("notices", "count")
    op.execute(LOOKED_AT)
    op.drop_index("ix_appraisals_tenant_id_calibration_id", table_name="appraisals")
    op.drop_column("appraisals", "calibration_id")
    op.execute(f"REVOKE UPDATE (left_at) ON calibration_members FROM {ROLES}")
    op.drop_index("uq_calibration_members_seated", table_name="calibration_members")
    op.drop_index("ix_calibration_members_tenant_id_calibration_id", table_name="calibration_members")
    op.drop_column("calibration_members", "left_at")
    op.create_unique_constraint(
        op.f("uq_calibration_members_tenant_id_calibration_id_employee_id"),
        "calibration_members",
        ["tenant_id", "calibration_id", "employee_id"],
    )
    op.drop_constraint(op.f("ck_calibrations_cancelled_with_reason"), "calibrations")
    known("calibrations", "state", STATES)
    op.drop_index("uq_calibrations_open", table_name="calibrations")
    op.create_unique_constraint(
        op.f("uq_calibrations_tenant_id_cycle_id_unit_id"),
        "calibrations",
        ["tenant_id", "cycle_id", "unit_id"],
    )
    op.drop_index("ix_calibrations_tenant_id_cycle_id", table_name="calibrations")
    op.drop_column("calibrations", "cancel_reason")
    op.drop_column("calibrations", "is_supplementary")
