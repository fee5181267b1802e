"""What is known of careers: the last day of each sign of progress, of one person or of all in service."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.engine import Row

from jenjang.career.actions.law import stagnation_on
from jenjang.career.rules.stagnation import Career, Judged, judge
from jenjang.career.terms import CareerSign
from jenjang.core.context import Context
from jenjang.core.errors import NotFound
from jenjang.organisation.actions.reach import check_reaches
from jenjang.organisation.terms import EmployeeKind, ServiceState

READ = "career:read"
COLUMNS: Mapping[CareerSign, str] = {
    CareerSign.MOVE: "moved_on",
    CareerSign.PLAN: "planned_on",
    CareerSign.TRAINING: "trained_on",
    CareerSign.DIALOGUE: "talked_on",
}
"""By sign, the day on which it last was."""
FACTS = """
    SELECT e.id AS employee_id, e.kind, e.state, e.appointed_on, e.retires_on,
           coalesce(g.records_since, (g.created_at AT TIME ZONE g.time_zone)::date) AS records_since,
           greatest(ranks.since, places.since) AS moved_on, plans.until AS planned_on,
           courses.until AS trained_on, talks.until AS talked_on, studies.employee_id IS NOT NULL AS studies
      FROM employees e
      JOIN tenants g ON g.tenant_id = e.tenant_id
      LEFT JOIN (SELECT h.employee_id, max(h.valid_from) AS since
                   FROM (SELECT r.employee_id, r.valid_from, r.rank IS DISTINCT FROM
                                lag(r.rank) OVER (PARTITION BY r.employee_id ORDER BY r.valid_from) AS is_new
                           FROM rank_holdings r
                          WHERE r.tenant_id = :tenant AND r.valid_from <= :today {of_r}) h
                  WHERE h.is_new GROUP BY h.employee_id) ranks ON ranks.employee_id = e.id
      LEFT JOIN (SELECT h.employee_id, max(h.valid_from) AS since
                   FROM (SELECT p.employee_id, p.valid_from, p.position_id IS DISTINCT FROM
                                lag(p.position_id) OVER (PARTITION BY p.employee_id ORDER BY p.valid_from)
                                AS is_new
                           FROM placements p
                          WHERE p.tenant_id = :tenant AND p.valid_from <= :today {of_p}) h
                  WHERE h.is_new GROUP BY h.employee_id) places ON places.employee_id = e.id
      LEFT JOIN (SELECT c.employee_id, max(least(c.stands_until, :today)) AS until
                   FROM career_plans c
                  WHERE c.tenant_id = :tenant AND c.approved_on <= :today {of_c}
                  GROUP BY c.employee_id) plans ON plans.employee_id = e.id
      LEFT JOIN (SELECT t.employee_id, max(t.completed_on) AS until
                   FROM trainings_completed t
                  WHERE t.tenant_id = :tenant AND t.completed_on <= :today {of_t}
                  GROUP BY t.employee_id) courses ON courses.employee_id = e.id
      LEFT JOIN (SELECT d.employee_id, max(d.held_on) AS until
                   FROM dialogues_held d
                  WHERE d.tenant_id = :tenant AND d.held_on <= :today {of_d}
                  GROUP BY d.employee_id) talks ON talks.employee_id = e.id
      LEFT JOIN (SELECT DISTINCT s.employee_id
                   FROM studies_granted s
                  WHERE s.tenant_id = :tenant AND s.begins_on <= :today AND s.ends_on > :today {of_s})
             studies ON studies.employee_id = e.id
     WHERE e.tenant_id = :tenant {of_e}
"""
"""One statement, however many people; a rank or position recorded twice in a row is one move.

Records are kept since the day that the government's file names, or since it was provisioned.
"""
ALIASES = "rpctds"
ALL = text(
    FACTS.format(
        of_e="AND (e.state IN ('CANDIDATE', 'ACTIVE') OR EXISTS (SELECT FROM stagnation_cases o"
        " WHERE o.tenant_id = :tenant AND o.employee_id = e.id AND o.ended_on IS NULL))",
        **{f"of_{one}": "" for one in ALIASES},
    )
)
"""Of everybody at work, and of whom a case is open."""
ONE = text(
    FACTS.format(
        of_e="AND e.id = :employee", **{f"of_{one}": f"AND {one}.employee_id = :employee" for one in ALIASES}
    )
)


@dataclass(frozen=True, slots=True)
class Standstill:
    """How somebody's career is judged on a day, and by which version of the rule."""

    judged: Judged
    rule: str
    records_since: date


async def standstill(context: Context, employee_id: UUID) -> Standstill:
    """How the career of somebody in reach stands today. Raises NotFound, NoRuleInForce."""
    await check_reaches(context, READ, employee_id, "employeeId")
    rule, cited = await stagnation_on(context, context.today)
    asked = {"tenant": context.tenant, "today": context.today, "employee": employee_id}
    row = (await context.session.execute(ONE, asked)).first()
    if row is None:
        raise NotFound("employeeId")
    return Standstill(judge(rule, _career(row), context.today), cited, row.records_since)


async def careers(context: Context) -> Iterator[tuple[UUID, Career]]:
    """Everybody at work and of whom a case is open, with what is known of the career."""
    asked = {"tenant": context.tenant, "today": context.today}
    rows = (await context.session.execute(ALL, asked)).all()
    return ((row.employee_id, _career(row)) for row in rows)


def _career(row: Row[Any]) -> Career:  # Any: columns of a text statement.
    return Career(
        kind=EmployeeKind(row.kind),
        state=ServiceState(row.state),
        appointed_on=row.appointed_on,
        records_since=row.records_since,
        retires_on=row.retires_on,
        is_studying=row.studies,
        last={sign: day for sign, name in COLUMNS.items() if (day := getattr(row, name))},
    )
