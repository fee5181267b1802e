"""Counts of units, and what they are of: the rows themselves."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

FROM_ROWS = text("""
    SELECT a.ancestor_id, s.subject, count(*), count(l.level), count(*) FILTER (WHERE l.level < s.level),
           coalesce(sum(s.level - l.level) FILTER (WHERE l.level < s.level), 0)
      FROM unit_ancestry a
      JOIN placements p USING (tenant_id, unit_id)
      JOIN competency_standards s USING (tenant_id, position_id)
      LEFT JOIN competency_levels l ON l.tenant_id = s.tenant_id AND l.employee_id = p.employee_id
       AND l.subject = s.subject AND l.valid_from <= :on AND l.valid_to > :on
     WHERE a.valid_from <= :on AND (a.valid_to IS NULL OR a.valid_to > :on)
       AND p.valid_from <= :on AND (p.valid_to IS NULL OR p.valid_to > :on)
       AND s.valid_from <= :on AND (s.valid_to IS NULL OR s.valid_to > :on)
     GROUP BY a.ancestor_id, s.subject ORDER BY a.ancestor_id, s.subject
""")
"""Everybody who is placed in a unit or below it on a day, in a position that asks for the competency."""
FROM_COUNTS = text("""
    SELECT unit_id, subject, sum(holders), sum(assessed), sum(short), sum(missing)
      FROM competency_counts WHERE day <= :on GROUP BY unit_id, subject
    HAVING (sum(holders), sum(assessed), sum(short), sum(missing)) <> (0, 0, 0, 0)
     ORDER BY unit_id, subject
""")
BORDERS = text("""
    SELECT day FROM (SELECT valid_from FROM placements UNION SELECT valid_to FROM placements
      UNION SELECT valid_from FROM unit_ancestry UNION SELECT valid_to FROM unit_ancestry
      UNION SELECT valid_from FROM competency_standards UNION SELECT valid_to FROM competency_standards
      UNION SELECT valid_from FROM competency_levels UNION SELECT valid_to FROM competency_levels) one(day)
     WHERE day IS NOT NULL
""")
"""Every day on which anything begins or ends: between two of them no count changes."""
Counts = list[tuple[object, ...]]


async def counts(session: AsyncSession, asked: Any, on: date) -> Counts:
    return [tuple(row) for row in await session.execute(asked, {"on": on})]


async def check_counts(session: AsyncSession) -> int:
    """Compare them on every day that matters; how many counts there were."""
    await session.flush()
    seen = 0
    for border in sorted(await session.scalars(BORDERS)):
        for on in (border - timedelta(days=1), border):
            found = await counts(session, FROM_ROWS, on)
            assert await counts(session, FROM_COUNTS, on) == found, on
            seen += len(found)
    return seen
