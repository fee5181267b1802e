"""Counts of units kept short: what changed on the same day is summed to one row."""

from sqlalchemy import text

from jenjang.core.context import Context

AT_ONCE = 2000
"""Rows that one transaction writes: it holds nobody up, as nobody waits for these rows, but ends soon."""
SETTLE = text("""
    WITH several AS (
        SELECT unit_id, subject, day FROM competency_counts WHERE tenant_id = :tenant
         GROUP BY unit_id, subject, day
        HAVING count(*) > 1
         ORDER BY unit_id, subject, day LIMIT :most),
    gone AS (
        DELETE FROM competency_counts c USING several s
         WHERE c.tenant_id = :tenant AND c.unit_id = s.unit_id AND c.subject = s.subject AND c.day = s.day
        RETURNING c.unit_id, c.subject, c.day, c.holders, c.assessed, c.short, c.missing),
    settled AS (
        INSERT INTO competency_counts (unit_id, subject, day, holders, assessed, short, missing)
        SELECT unit_id, subject, day, sum(holders), sum(assessed), sum(short), sum(missing) FROM gone
         GROUP BY unit_id, subject, day
        HAVING sum(holders) <> 0 OR sum(assessed) <> 0 OR sum(short) <> 0 OR sum(missing) <> 0)
    SELECT count(*) FROM several
""")
"""What another transaction settles meanwhile is gone for this one, which sums only what it deleted itself."""


async def settle_counts(context: Context) -> bool:
    """Sum what changed in a unit, of a competency, on the same day; whether others may be left.

    Triggers only ever add rows, so that no two deeds wait for each other's. For the worker's rounds. No count
    changes by it, whoever looks meanwhile.
    """
    given = {"tenant": context.tenant, "most": AT_ONCE}
    return bool(await context.session.scalar(SETTLE, given) == AT_ONCE)
