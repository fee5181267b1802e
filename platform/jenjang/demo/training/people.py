"""Whom the demo's training is for: everybody in service, what they lack today, and whose money pays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import text

from jenjang.core.context import Context
from jenjang.organisation.terms import EmployeeKind
from jenjang.training.rules.audience import Audience, Candidate, unfit

CAP = 24
"""JP that the demo's PPPK have in a year at most, as the rule says."""
EVERYBODY = text("""
    SELECT e.id, e.number, e.kind, e.appointed_on, s.level,
           ARRAY(SELECT a.ancestor_id FROM unit_ancestry a
                  WHERE a.tenant_id = :tenant AND a.unit_id = p.unit_id AND a.valid_from <= :on
                    AND (a.valid_to IS NULL OR a.valid_to > :on) ORDER BY a.depth) AS units,
           (SELECT jsonb_object_agg(g.subject, jsonb_build_array(g.required, coalesce(l.level, 0)))
              FROM competency_gaps g
              LEFT JOIN competency_levels l ON l.tenant_id = :tenant AND l.employee_id = e.id
               AND l.subject = g.subject AND l.valid_from <= :on AND l.valid_to > :on
             WHERE g.tenant_id = :tenant AND g.employee_id = e.id
               AND g.placed_from <= :on AND (g.placed_to IS NULL OR g.placed_to > :on)
               AND g.required_from <= :on AND (g.required_to IS NULL OR g.required_to > :on)) AS asked
      FROM employees e
      JOIN placements p ON p.tenant_id = :tenant AND p.employee_id = e.id
       AND p.valid_from <= :on AND (p.valid_to IS NULL OR p.valid_to > :on)
      JOIN positions s ON s.tenant_id = :tenant AND s.id = p.position_id
     WHERE e.tenant_id = :tenant AND e.state = 'ACTIVE'
     ORDER BY e.number
""")


@dataclass
class Person:
    """Somebody in service: what the position asks for and where the level stands; hours and days taken."""

    id: UUID
    number: str
    candidate: Candidate
    appointed_on: date
    units: Sequence[UUID]
    """The own unit, and those above it up to the whole government."""
    asked: Mapping[str, tuple[int, int]]
    """By subject: the level asked for, and the one that counts; 0: not assessed."""
    hours: dict[int, int] = field(default_factory=dict)
    days: set[date] = field(default_factory=set)

    def lacks(self, subject: str) -> bool:
        asked, level = self.asked.get(subject, (0, 0))
        return level < asked

    def takes(self, audience: Audience, hours: int, days: Sequence[date]) -> bool:
        """Whether a course is for this person, who is in service and free on its days."""
        year = days[0].year
        capped = self.candidate.kind == EmployeeKind.PPPK and self.hours.get(year, 0) + hours > CAP
        return not (
            capped
            or self.appointed_on > days[0]
            or self.days & set(days)
            or (audience.subjects and not set(audience.subjects) & set(self.asked))
            or unfit(audience, self.candidate)
        )

    def goes(self, hours: int, days: Sequence[date]) -> None:
        self.hours[days[0].year] = self.hours.get(days[0].year, 0) + hours
        self.days.update(days)


async def everybody(context: Context) -> Sequence[Person]:
    """All who are in service and placed today, in the order of their numbers."""
    rows = await context.session.execute(EVERYBODY, {"tenant": context.tenant, "on": context.today})
    found = []
    for row in rows:
        asked = {subject: (required, level) for subject, (required, level) in (row.asked or {}).items()}
        lacks = [subject for subject, (required, level) in asked.items() if level < required]
        candidate = Candidate(kind=row.kind, level=row.level, units=row.units, lacks=lacks)
        found.append(Person(row.id, row.number, candidate, row.appointed_on, row.units, asked))
    return found
