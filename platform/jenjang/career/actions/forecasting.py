"""The workforce forecast: what a unit's seats come to as people retire, counted by one statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import TextClause, text

from jenjang.career.actions.candidates import READ
from jenjang.career.rules.forecast import (
    MOST_YEARS,
    Counted,
    GroupAhead,
    ahead,
    together,
    widest,
    year_ends,
)
from jenjang.career.terms import ForecastBy
from jenjang.core.context import Context
from jenjang.core.errors import BadUserInput, Forbidden
from jenjang.organisation.actions.reach import check_reaches_unit, reaches_unit
from jenjang.organisation.models import Unit

COMPETENCES = "competence:read"
GROUPED = {
    ForecastBy.KIND: "l.kind",
    ForecastBy.LEVEL: "p.level",
    ForecastBy.POSITION: "p.name",
    ForecastBy.COMPETENCY: "c.code",
}
ASKED = """
          JOIN competency_standards s ON s.tenant_id = :tenant AND s.position_id = p.id
           AND s.valid_from <= :on AND (s.valid_to IS NULL OR s.valid_to > :on)
          JOIN competency_subjects c ON c.tenant_id = :tenant AND c.subject = s.subject"""
"""A position once for each competency that its standard asks for today."""
ABLE = """
          JOIN competency_levels c ON c.tenant_id = :tenant AND c.employee_id = h.employee_id
           AND c.subject = w.subject AND c.level >= w.level AND c.valid_from <= :on AND c.valid_to > :on"""
"""Of its holders those whose level is enough today; who was never assessed isn't counted."""
SQL = """
    WITH ends AS (SELECT e.day, e.place FROM unnest(CAST(:ends AS date[])) WITH ORDINALITY e (day, place)),
    wanted AS MATERIALIZED (
        SELECT p.id, {group} AS part, p.seats, p.valid_from, p.valid_to {level}
          FROM unit_ancestry a
          JOIN positions p ON p.tenant_id = :tenant AND p.unit_id = a.unit_id
           AND (p.valid_to IS NULL OR p.valid_to > :on)
          JOIN position_levels l ON l.code = p.level {asked}
         WHERE a.tenant_id = :tenant AND a.ancestor_id = :unit AND a.valid_from <= :on
           AND (a.valid_to IS NULL OR a.valid_to > :on)),
    open AS (
        SELECT w.part, e.place, sum(w.seats) AS seats
          FROM wanted w
          JOIN ends e ON w.valid_from <= e.day AND (w.valid_to IS NULL OR w.valid_to > e.day)
         GROUP BY w.part, e.place),
    holders AS MATERIALIZED (
        SELECT w.part, (SELECT min(e.place) FROM ends e WHERE e.day >= s.retires_on) AS place
          FROM wanted w
          JOIN placements h ON h.tenant_id = :tenant AND h.position_id = w.id AND h.valid_from <= :on
           AND (h.valid_to IS NULL OR h.valid_to > :on)
          JOIN employees s ON s.tenant_id = :tenant AND s.id = h.employee_id {able}),
    held AS (SELECT part, count(*) AS number FROM holders GROUP BY part),
    retiring AS (SELECT part, place, count(*) AS number FROM holders GROUP BY part, place)
    SELECT g.part, coalesce(max(h.number), 0) AS held,
           array_agg(coalesce(o.seats, 0) ORDER BY e.place) AS seats,
           array_agg(coalesce(r.number, 0) ORDER BY e.place) AS retiring
      FROM (SELECT DISTINCT part FROM wanted) g
     CROSS JOIN ends e
      LEFT JOIN held h ON h.part = g.part
      LEFT JOIN open o ON o.part = g.part AND o.place = e.place
      LEFT JOIN retiring r ON r.part = g.part AND r.place = e.place
     GROUP BY g.part
"""
"""Whoever is placed though the day of retirement has passed counts as retiring in the year that runs."""


def _counting(by: ForecastBy) -> TextClause:
    of = (", s.subject, s.level", ASKED, ABLE) if by is ForecastBy.COMPETENCY else ("", "", "")
    level, asked, able = of
    return text(SQL.format(group=GROUPED[by], level=level, asked=asked, able=able))


COUNTED = {by: _counting(by) for by in ForecastBy}


class YearsOutOfRange(BadUserInput):
    """A forecast looks 1 to {most} years ahead, not {years}."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What becomes of all positions together, and of each group: most is wanted of the first at the end."""

    together: GroupAhead
    groups: Sequence[GroupAhead]


async def forecast(context: Context, unit_id: UUID, years: int, by: ForecastBy) -> Forecast:
    """The calendar years from the one that runs on, of the positions in a unit and below it.

    Nobody is thought to come, to go or to move but by retiring. By competency, seats are those that ask for
    it today, and holders those whose level is enough today. Raises NotFound, Forbidden, YearsOutOfRange.
    """
    if not 1 <= years <= MOST_YEARS:
        raise YearsOutOfRange("years", most=MOST_YEARS, years=years)
    await context.get(Unit, unit_id, field="unitId")
    check_reaches_unit(context, READ, unit_id, "unitId")
    if by is ForecastBy.COMPETENCY and not reaches_unit(context, COMPETENCES, unit_id):
        raise Forbidden("by", permission=COMPETENCES)
    asked = {
        "tenant": context.tenant,
        "unit": unit_id,
        "on": context.today,
        "ends": list(year_ends(context.today, years)),
    }
    counted = await _counted(context, by, asked)
    told = widest(ahead(one, context.today) for one in counted)
    # A seat asks for many competencies, or for none: all together are counted by what each has one of.
    of_all = counted if by is not ForecastBy.COMPETENCY else await _counted(context, ForecastBy.KIND, asked)
    return Forecast(ahead(together(of_all, years), context.today), told)


async def _counted(context: Context, by: ForecastBy, asked: Mapping[str, object]) -> Sequence[Counted]:
    rows = await context.session.execute(COUNTED[by], asked)
    return [Counted(row.part, row.held, row.seats, row.retiring) for row in rows]
