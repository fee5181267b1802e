"""What would stand in the way of a position if things went so: nothing of it is saved."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import text

from jenjang.career.actions.assumptions import (
    NamedLevel,
    NothingToAssume,
    levels_named,
    levels_of_courses,
    levels_of_plan,
)
from jenjang.career.actions.candidates import Known, check_weighed, known
from jenjang.career.actions.credit import LEVEL, credit_need
from jenjang.career.actions.goals import goals_of
from jenjang.career.actions.law import pattern_on, requirements_on
from jenjang.career.actions.options import Wanted, measured, rows_of
from jenjang.career.rules.ahead import Ahead, Learned, StandardLevel, first_met
from jenjang.career.rules.expected import with_expected
from jenjang.career.rules.requirements import Candidate, Finding
from jenjang.career.rules.standing import findings
from jenjang.career.terms import MoveKind, Requirement
from jenjang.core.context import Context
from jenjang.core.errors import BadUserInput, NotFound
from jenjang.core.months import months_later
from jenjang.organisation.rules.span import Span
from jenjang.organisation.terms import Predicate

MOST_MONTHS = 240
"""How far ahead it is looked: nobody knows rules of later."""
STANDARD = text("""
    SELECT s.subject, c.code, c.name, s.level, s.valid_from, s.valid_to,
           l.level AS has, l.valid_from AS has_from, l.valid_to AS has_to
      FROM competency_standards s
      JOIN competency_subjects c ON c.tenant_id = :tenant AND c.subject = s.subject
      LEFT JOIN competency_levels l ON l.tenant_id = :tenant AND l.employee_id = :employee
       AND l.subject = s.subject AND l.valid_to > :on
     WHERE s.tenant_id = :tenant AND s.position_id = :position
       AND (s.valid_to IS NULL OR s.valid_to > :on)
""")
"""What a position asks for on a day or later, beside the person's levels that count then."""


class TooFarAhead(BadUserInput):
    """A simulation looks 0 to {most} months ahead, not {months}."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumed:
    """How many months pass, with which predicate in each year that has none; what is learned until then.

    A school, levels in competencies, courses by code, and whether the steps of the person's plan are taken.
    """

    months: int = 0
    predicate: Predicate | None = None
    education: str | None = None
    levels: Sequence[NamedLevel] = ()
    courses: Sequence[str] = ()
    plan: bool = False


@dataclass(frozen=True, slots=True)
class Simulated:
    """A position, the move to it, and how somebody stands to it today and as assumed on a day.

    `first_on` is the first day, a month after the other, on which nothing is missing that time can meet; None
    where there is none in ten years. `in_the_way` is what is missing then all the same.
    """

    name: str
    move: MoveKind
    on: date
    today: Sequence[Finding]
    then: Sequence[Finding]
    first_on: date | None
    in_the_way: Sequence[Requirement]


async def simulate(context: Context, employee_id: UUID, position_id: UUID, assumed: Assumed) -> Simulated:
    """How somebody would stand to a position, by today's rules.

    The statements are as many however much is assumed. Raises NotFound (of a position that the pattern
    doesn't lead to, too), Forbidden, TooFarAhead, NoRuleInForce, LevelWithoutPattern, and as `levels_named`.
    """
    if not 0 <= assumed.months <= MOST_MONTHS:
        raise TooFarAhead("months", most=MOST_MONTHS, months=assumed.months)
    await check_weighed(context, employee_id, "employeeId")
    who = await known(context, employee_id, context.today)
    if who.position is None:
        raise NotFound("employeeId")
    moves = (await pattern_on(context, context.today)).reached_from(who.position.level)
    wanted = Wanted(employee_id=employee_id, position_id=position_id)
    rows = await rows_of(context, wanted, who.position.id, list(moves), 1, None)
    if not rows:
        raise NotFound("positionId")
    (goal,) = await goals_of(context, who, rows, moves)
    rule = await requirements_on(context, context.today)
    ahead = await _ahead(context, who, position_id, assumed)

    def judged(day: date) -> Sequence[Finding]:
        return findings(rule, goal, ahead.on(day), day)

    then = months_later(context.today, assumed.months)
    now = findings(rule, goal, measured(who.candidate, rows[0]), context.today)
    first_on, in_the_way = first_met(judged, context.today)
    return Simulated(rows[0]["name"], goal.move, then, now, judged(then), first_on, in_the_way)


async def _ahead(context: Context, who: Known, position_id: UUID, assumed: Assumed) -> Ahead:
    """The person as assumed; levels and courses are reached today, steps of the plan when they are due."""
    person, today = who.employee.id, context.today
    learned: list[Learned] = [
        *await levels_named(context, assumed.levels, today),
        *await levels_of_courses(context, assumed.courses, today),
        *(await levels_of_plan(context, person) if assumed.plan else ()),
    ]
    return Ahead(
        candidate=_as_assumed(who.candidate, assumed, today),
        standard=await _standard(context, person, position_id),
        learned=learned,
        credit=await credit_need(context, person, who.position, LEVEL, assumed.predicate),
    )


def _as_assumed(who: Candidate, assumed: Assumed, today: date) -> Candidate:
    """With the school and the predicates. Raises NothingToAssume."""
    if assumed.education is not None and assumed.education not in who.schools:
        raise NothingToAssume("education")
    order = list(who.schools)
    schools = [one for one in (who.education, assumed.education) if one]
    return replace(
        who,
        education=max(schools, key=order.index, default=None),
        predicates=with_expected(who.predicates, assumed.predicate, today),
    )


async def _standard(context: Context, employee_id: UUID, position_id: UUID) -> Sequence[StandardLevel]:
    asked = {
        "tenant": context.tenant,
        "employee": employee_id,
        "position": position_id,
        "on": context.today,
    }
    return [
        StandardLevel(
            subject=row.subject,
            code=row.code,
            name=row.name,
            level=row.level,
            time=Span(row.valid_from, row.valid_to),
            has=row.has or 0,
            has_in=Span(row.has_from, row.has_to) if row.has else None,
        )
        for row in await context.session.execute(STANDARD, asked)
    ]
