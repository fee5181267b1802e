"""Levels that would be reached: by courses that are completed, by steps of a plan that are taken."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select, text

from jenjang.core.context import Context
from jenjang.core.errors import NotFound
from jenjang.organisation.windows import course_levels

Levels = Mapping[str, int]
"""By subject of a competency."""
PLANNED = text("""
    SELECT coalesce(c.subject, s.subject) AS subject, max(coalesce(c.level, s.level)) AS level
      FROM career_plans p
      JOIN career_steps s ON s.tenant_id = :tenant AND s.plan_id = p.id AND s.done_on IS NULL AND s.due <= :by
      LEFT JOIN course_levels c ON c.tenant_id = :tenant AND c.course_id = s.course_id
     WHERE p.tenant_id = :tenant AND p.employee_id = :employee
       AND (p.state = 'APPROVED'
            OR p.employee_id = :me AND p.state IN ('DRAFT', 'SUBMITTED', 'RETURNED'))
       AND coalesce(c.subject, s.subject) IS NOT NULL
     GROUP BY 1
""")
"""What the steps lead to that are due by a day; a plan in the making counts for its person only."""


async def levels_of_courses(context: Context, codes: Sequence[str]) -> Levels:
    """The highest level that these courses lead to in each competency. Raises NotFound of an unknown code."""
    window = course_levels
    found = select(window.c.code, window.c.subject, window.c.level).where(window.c.code.in_(codes))
    rows = (await context.session.execute(found)).all()
    known = {row.code for row in rows}
    for place, code in enumerate(codes):
        if code not in known:
            raise NotFound(("courses", str(place)))
    return highest(*({row.subject: row.level} for row in rows if row.subject))


async def levels_of_plan(context: Context, employee_id: UUID, by: date) -> Levels:
    """The highest level that the person's plan leads to by a day in each competency."""
    asked = {"tenant": context.tenant, "employee": employee_id, "by": by, "me": context.viewer.employee_id}
    return {row.subject: row.level for row in await context.session.execute(PLANNED, asked)}


def highest(*several: Levels) -> Levels:
    """The highest of each."""
    found: dict[str, int] = {}
    for levels in several:
        for subject, level in levels.items():
            found[subject] = max(level, found.get(subject, 0))
    return found
