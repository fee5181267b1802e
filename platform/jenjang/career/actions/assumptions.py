"""Levels that would be reached: as they are named, by courses that are completed, by steps that are taken."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select, text

from jenjang.career.rules.ahead import Learned
from jenjang.competence.actions.subjects import NameOneCompetency
from jenjang.competence.models import TechnicalCompetency
from jenjang.competence.rules.levels import check_level
from jenjang.core.context import Context
from jenjang.core.errors import BadUserInput
from jenjang.organisation.windows import course_levels
from jenjang.reference.codes import codes_with
from jenjang.reference.models import Competency

MOST_LEVELS = 20
"""Levels that are named, of as many competencies."""
PLANNED = text("""
    SELECT coalesce(c.subject, s.subject) AS subject, coalesce(c.level, s.level) AS level, s.due
      FROM career_plans p
      JOIN career_steps s ON s.tenant_id = :tenant AND s.plan_id = p.id AND s.done_on IS NULL
      LEFT JOIN course_levels c ON c.tenant_id = :tenant AND c.course_id = s.course_id
     WHERE p.tenant_id = :tenant AND p.employee_id = :employee
       AND (p.state = 'APPROVED'
            OR p.employee_id = :me AND p.state IN ('DRAFT', 'SUBMITTED', 'RETURNED'))
       AND coalesce(c.subject, s.subject) IS NOT NULL
""")
"""What the steps lead to and when they are due; a plan in the making counts for its person only."""


class TooManyLevels(BadUserInput):
    """A simulation takes levels in {most} competencies at most, not in {count}."""


class NothingToAssume(BadUserInput):
    """There is nothing like that to assume: look it up among courses and competencies, or in `reference`."""


class LevelTwice(BadUserInput):
    """A level is assumed in each competency once."""


@dataclass(frozen=True, slots=True)
class NamedLevel:
    """A level, 1 to 5, in a competency of the nation by code, or in one of the government's own by id."""

    level: int
    competency: str | None = None
    technical_competency_id: UUID | None = None


async def levels_named(context: Context, named: Sequence[NamedLevel], since: date) -> Sequence[Learned]:
    """The levels as they are joined, in two statements however many there are.

    Raises TooManyLevels, NameOneCompetency, NoSuchLevel, LevelTwice, NothingToAssume.
    """
    if len(named) > MOST_LEVELS:
        raise TooManyLevels("levels", most=MOST_LEVELS, count=len(named))
    found: dict[str, Learned] = {}
    for place, one in enumerate(named):
        at = ("levels", str(place))
        if (one.competency is None) == (one.technical_competency_id is None):
            raise NameOneCompetency((*at, "competency"))
        key = one.competency or str(one.technical_competency_id)
        if key in found:
            raise LevelTwice(at)
        found[key] = Learned(key, check_level(one.level, (*at, "level")), since)
    await _check_known(context, named)
    return list(found.values())


async def _check_known(context: Context, named: Sequence[NamedLevel]) -> None:
    technical = [one.technical_competency_id for one in named if one.technical_competency_id]
    wanted = select(TechnicalCompetency.id).where(TechnicalCompetency.id.in_(technical))
    known = set(await context.session.scalars(wanted)) if technical else set()
    for place, one in enumerate(named):
        code = one.competency
        if code is not None and code not in await codes_with(context.session, Competency, code):
            raise NothingToAssume(("levels", str(place), "competency"))
        if one.technical_competency_id and one.technical_competency_id not in known:
            raise NothingToAssume(("levels", str(place), "technicalCompetencyId"))


async def levels_of_courses(context: Context, codes: Sequence[str], since: date) -> Sequence[Learned]:
    """The levels that these courses lead to in each competency. Raises NothingToAssume."""
    window = course_levels
    found = select(window.c.code, window.c.subject, window.c.level).where(window.c.code.in_(codes))
    rows = (await context.session.execute(found)).all()
    known = {row.code for row in rows}
    for place, code in enumerate(codes):
        if code not in known:
            raise NothingToAssume(("courses", str(place)))
    return [Learned(row.subject, row.level, since) for row in rows if row.subject]


async def levels_of_plan(context: Context, employee_id: UUID) -> Sequence[Learned]:
    """The levels that the person's plan leads to in each competency, on the days on which steps are due."""
    asked = {"tenant": context.tenant, "employee": employee_id, "me": context.viewer.employee_id}
    return [Learned(row.subject, row.level, row.due) for row in await context.session.execute(PLANNED, asked)]
