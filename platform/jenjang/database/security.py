"""Row-level security: the statements that shut a table to all but the bound tenant."""

from collections.abc import Iterator

POLICY = "tenant_id = (SELECT current_setting('app.tenant_id', true))"
"""With the setting unset or empty the comparison holds for no row. The scalar sub-select makes
PostgreSQL evaluate it once a statement, not once a row."""


def protect(table: str, rights: str = "SELECT, INSERT, UPDATE, DELETE") -> Iterator[str]:
    """Statements that force row-level security on a new tenant table and let the app in with those rights."""
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
    yield f"CREATE POLICY tenant ON {table} FOR ALL USING ({POLICY}) WITH CHECK ({POLICY})"
    yield f"GRANT {rights} ON {table} TO jenjang_app, jenjang_worker"


def publish(table: str) -> Iterator[str]:
    """Statements that let every role read a table of shared reference data, and none write it."""
    yield f"GRANT SELECT ON {table} TO jenjang_app, jenjang_worker"


def refusing(table: str, condition: str, what: str) -> Iterator[str]:
    """Statements that stop a downgrade before anything is lost, telling which governments hold what it can't.

    `condition`: SQL of those rows, the table being `t`. The owner is bound by row-level security as all are.
    """
    yield f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY"
    yield f"""
DO $$
DECLARE found text;
BEGIN
    SELECT string_agg(tenant_id || ': ' || count, ', ' ORDER BY tenant_id) INTO found
      FROM (SELECT t.tenant_id, count(*) FROM {table} t WHERE {condition} GROUP BY t.tenant_id) counted;
    IF found IS NOT NULL THEN
        RAISE EXCEPTION 'No downgrade: the shape before can''t hold {what}, and there are some (%). Go on'
            ' with this one, or restore a backup of before the upgrade.', found;
    END IF;
END $$
"""
    yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
