"""What is missing in units is counted as it changes, by the database itself: whoever writes, however many."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from jenjang.database.security import protect

revision: str = "2026_11_22_competence_counts"
down_revision: str | None = "2026_11_22_competence"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

TABLE = "competency_counts"
COUNTED = ("placements", "unit_ancestry", "competency_standards", "competency_levels")
"""The tables of which counts are made: each row of one counts with all that it meets in the others."""
EVENTS = {
    "INSERT": "NEW TABLE AS made",
    "UPDATE": "OLD TABLE AS gone NEW TABLE AS made",
    "DELETE": "OLD TABLE AS gone",
}
SAME_POSITION = """s.tenant_id = p.tenant_id AND s.position_id = p.position_id
     AND (s.valid_to IS NULL OR s.valid_to > p.valid_from)
     AND (p.valid_to IS NULL OR p.valid_to > s.valid_from)"""
SAME_PERSON = "l.tenant_id = p.tenant_id AND l.employee_id = p.employee_id"
LEVEL = f"JOIN {{competency_levels}} l ON {SAME_PERSON} AND l.subject = s.subject"
HELD = f"{{placements}} p JOIN {{competency_standards}} s ON {SAME_POSITION}"
STANDING = f"{{competency_standards}} s JOIN {{placements}} p ON {SAME_POSITION}"
REACHED = (
    f"{{competency_levels}} l JOIN {{placements}} p ON {SAME_PERSON}"
    f" JOIN {{competency_standards}} s ON {SAME_POSITION} AND s.subject = l.subject"
)
FOUND = {
    "placements": (HELD, f"{HELD} {LEVEL}"),
    "unit_ancestry": (HELD, f"{HELD} {LEVEL}"),
    "competency_standards": (STANDING, f"{STANDING} {LEVEL}"),
    "competency_levels": (None, REACHED),
}
"""Who is asked for what, and of them who has a level: joined as they stand here, what changed first."""
ASKED = """
    SELECT p.tenant_id, p.unit_id, s.subject, greatest(p.valid_from, s.valid_from) AS begins,
           least(p.valid_to, s.valid_to) AS ends, p.sign * s.sign AS holders, 0 AS assessed, 0 AS short,
           0 AS missing
      FROM """
ASSESSED = """
    SELECT p.tenant_id, p.unit_id, s.subject, greatest(p.valid_from, s.valid_from, l.valid_from) AS begins,
           least(p.valid_to, s.valid_to, l.valid_to) AS ends, 0 AS holders, p.sign * s.sign * l.sign AS assessed,
           p.sign * s.sign * l.sign * (l.level < s.level)::int AS short,
           p.sign * s.sign * l.sign * greatest(s.level - l.level, 0) AS missing
      FROM """
IN_UNITS = """
    SELECT tenant_id, unit_id, subject, day, sum(turn * holders)::int AS holders,
           sum(turn * assessed)::int AS assessed, sum(turn * short)::int AS short,
           sum(turn * missing)::int AS missing
      FROM ({found}) found CROSS JOIN LATERAL (VALUES (begins, 1), (ends, -1)) turns(day, turn)
     WHERE (ends IS NULL OR begins < ends) AND day IS NOT NULL
     GROUP BY tenant_id, unit_id, subject, day
"""
"""What changes on which day in a unit itself: counts begin with a time, and end with it."""
COUNT = f"""
    INSERT INTO {TABLE} (tenant_id, unit_id, subject, day, holders, assessed, short, missing)
    SELECT c.tenant_id, a.ancestor_id, c.subject, turns.day, sum(turn * holders), sum(turn * assessed),
           sum(turn * short), sum(turn * missing)
      FROM ({IN_UNITS}) c
      JOIN {{unit_ancestry}} a ON a.tenant_id = c.tenant_id AND a.unit_id = c.unit_id
       AND (a.valid_to IS NULL OR a.valid_to > c.day)
     CROSS JOIN LATERAL (VALUES (greatest(c.day, a.valid_from), a.sign), (a.valid_to, -a.sign)) turns(day, turn)
     WHERE turns.day IS NOT NULL
     GROUP BY c.tenant_id, a.ancestor_id, c.subject, turns.day
    HAVING sum(turn * holders) <> 0 OR sum(turn * assessed) <> 0
        OR sum(turn * short) <> 0 OR sum(turn * missing) <> 0
"""
"""The same in every unit above: what changed before the unit stood there counts from that day on."""
CHANGED = {
    "INSERT": "SELECT 1 AS sign, * FROM made",
    "UPDATE": "SELECT 1 AS sign, * FROM made UNION ALL SELECT -1, * FROM gone",
    "DELETE": "SELECT -1 AS sign, * FROM gone",
}
GOVERNMENTS = (
    "hashtextextended(''competency counts '' || tenant_id, 0)) FROM (SELECT DISTINCT tenant_id"
    " FROM (%1$s) changed ORDER BY tenant_id) one"
)
"""Whose rows changed: one government's, but for a superuser who looks after the installation."""
WAIT = {
    "placements": "people",
    "competency_levels": "people",
    "unit_ancestry": "all",
    "competency_standards": "all",
}
"""Who changes people waits for who changes the same people; who changes what many meet waits for all, and all
for that one: else neither of two at once would count what the other brings."""
LOCKS = {
    "all": f"EXECUTE format('SELECT pg_advisory_xact_lock({GOVERNMENTS}', changed);",
    "people": f"""EXECUTE format('SELECT pg_advisory_xact_lock_shared({GOVERNMENTS}', changed);
    EXECUTE format('SELECT FROM employees e WHERE (e.tenant_id, e.id) IN (SELECT tenant_id, employee_id'
        ' FROM (%1$s) changed) ORDER BY e.tenant_id, e.id FOR NO KEY UPDATE', changed);""",
}
ASKED_IN_UNITS = f"""
CREATE VIEW unit_competencies WITH (security_invoker = true) AS
SELECT u.tenant_id, u.id AS unit_id, s.subject
FROM units u JOIN competency_subjects s ON s.tenant_id = u.tenant_id
WHERE EXISTS (SELECT FROM {TABLE} c
               WHERE c.tenant_id = u.tenant_id AND c.unit_id = u.id AND c.subject = s.subject AND c.holders > 0)
"""
INDEX = (
    "CREATE INDEX ix_competency_counts_tenant_id_unit_id ON competency_counts"
    " (tenant_id, unit_id, subject, day) INCLUDE (holders, assessed, short, missing)"
)


def counting(table: str) -> str:
    """The function that counts what rows of a table bring, and takes back what they brought.

    The statement is planned each time: it is of one person, or of everybody.
    """
    rows = {one: f"(SELECT 1 AS sign, * FROM {one})" for one in COUNTED} | {table: "(%1$s)"}
    if table == "unit_ancestry":
        below = "SELECT unit_id FROM (%1$s) changed"
        rows["placements"] = f"(SELECT 1 AS sign, * FROM placements WHERE unit_id IN ({below}))"
    asked, assessed = FOUND[table]
    parts = [ASKED + asked] if asked else []
    found = " UNION ALL ".join([*parts, ASSESSED + assessed]).format(**rows)
    cases = " ".join(f"WHEN '{event}' THEN '{rows}'" for event, rows in CHANGED.items())
    return f"""
CREATE FUNCTION count_{table}() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public SET join_collapse_limit = 1 AS $$
DECLARE
    changed text := CASE TG_OP {cases} END;
BEGIN
    {LOCKS[WAIT[table]]}
    EXECUTE format('{COUNT.format(found=found, **rows)}', changed);
    RETURN NULL;
END $$
"""


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.Text(collation="C"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("holders", sa.Integer(), nullable=False),
        sa.Column("assessed", sa.Integer(), nullable=False),
        sa.Column("short", sa.Integer(), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_competency_counts_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_competency_counts")),
    )
    op.execute(INDEX)
    for statement in protect(TABLE, "SELECT, INSERT"):
        op.execute(statement)
    op.execute(f"GRANT DELETE ON {TABLE} TO jenjang_worker")
    op.execute(ASKED_IN_UNITS)
    op.execute("GRANT SELECT ON unit_competencies TO jenjang_app, jenjang_worker")
    for table in COUNTED:
        op.execute(counting(table))
        for event, rows in EVENTS.items():
            op.execute(
                f"CREATE TRIGGER count_{event.lower()} AFTER {event} ON {table} REFERENCING {rows}"
                f" FOR EACH STATEMENT EXECUTE FUNCTION count_{table}()"
            )


def downgrade() -> None:
    for table in COUNTED:
        for event in EVENTS:
            op.execute(f"DROP TRIGGER count_{event.lower()} ON {table}")
        op.execute(f"DROP FUNCTION count_{table}()")
    op.execute("DROP VIEW unit_competencies")
    op.drop_table(TABLE)
