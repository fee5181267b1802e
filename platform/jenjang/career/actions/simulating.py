"""What would stand in the way of a position if things went so: nothing of it is saved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select, text

from jenjang.career.actions.assumptions import highest, levels_of_courses, levels_of_plan
from jenjang.career.actions.candidates import LEVEL, check_weighed, known
from jenjang.career.actions.law import pattern_on, requirements_on
from jenjang.career.actions.options import Wanted, goal_of, rows_of
from jenjang.career.rules.requirements import Candidate, Finding
from jenjang.career.rules.standing import findings
from jenjang.career.terms import MoveKind
from jenjang.core.context import Context
from jenjang.core.errors import BadUserInput, NotFound
from jenjang.core.months import months_later
from jenjang.organisation.actions.law import ranks
from jenjang.organisation.terms import Predicate
from jenjang.organisation.windows import credit_expected

MOST_MONTHS = 240
"""How far ahead it is looked: nobody knows rules of later."""
STANDARDS = text("""
    SELECT s.subject, s.level AS asked, l.level AS counts
      FROM competency_standards s
      LEFT JOIN competency_levels l ON l.tenant_id = :tenant AND l.employee_id = :employee
       AND l.subject = s.subject AND l.valid_from <= :on AND l.valid_to > :on
     WHERE s.tenant_id = :tenant AND s.position_id = :position AND s.valid_from <= :on
       AND (s.valid_to IS NULL OR s.valid_to > :on)
""")
"""What a position asks for on a day, beside the person's levels that count then."""


class TooFarAhead(BadUserInput):
    """A simulation looks 0 to {most} months ahead, not {months}."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumed:
    """How many months pass, with which predicate in each year that has none; what is learned until then.

    A school, levels by subject, courses by code, and whether the steps of the person's plan are taken.
    """

    months: int = 0
    predicate: Predicate | None = None
    education: str | None = None
    levels: Mapping[str, int]
    courses: Sequence[str] = ()
    plan: bool = False


@dataclass(frozen=True, slots=True)
class Simulated:
    """A position, the move to it, and how somebody stands to it today and as assumed on a day."""

    name: str
    move: MoveKind
    on: date
    today: Sequence[Finding]
    then: Sequence[Finding]


async def simulate(context: Context, employee_id: UUID, position_id: UUID, assumed: Assumed) -> Simulated:
    """How somebody would stand to a position, by today's rules.

    Raises NotFound (of a position that the pattern doesn't lead to, too), Forbidden, TooFarAhead,
    NoRuleInForce, LevelWithoutPattern.
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
    goal = goal_of(rows[0], moves, await ranks(context, rows[0]["lowest_rank"], rows[0]["highest_rank"]))
    rule = await requirements_on(context, context.today)
    counted = {name: rows[0][name] for name in ("asked", "short", "unassessed")}
    then = months_later(context.today, assumed.months)
    later = await _later(context, employee_id, who.candidate, assumed, then)
    reached = highest(
        assumed.levels,
        await levels_of_courses(context, assumed.courses),
        await levels_of_plan(context, employee_id, then) if assumed.plan else {},
    )
    later = await _assessed(context, employee_id, position_id, later, reached, then)
    now = findings(rule, goal, replace(who.candidate, **counted), context.today)
    return Simulated(rows[0]["name"], goal.move, then, now, findings(rule, goal, later, then))


async def _later(
    context: Context, employee_id: UUID, who: Candidate, assumed: Assumed, then: date
) -> Candidate:
    """The person as assumed; the position held today is held on, and so is the rank."""
    if assumed.education is not None and assumed.education not in who.schools:
        raise NotFound("education")
    years = range(context.today.year, then.year) if assumed.predicate else range(0)
    order = list(who.schools)
    schools = [one for one in (who.education, assumed.education) if one]
    return replace(
        who,
        education=max(schools, key=order.index, default=None),
        predicates={**{year: str(assumed.predicate) for year in years}, **who.predicates},
        credit_missing=await _credit(context, employee_id, who, assumed, then),
    )


async def _credit(
    context: Context, employee_id: UUID, who: Candidate, assumed: Assumed, then: date
) -> Decimal | None:
    """What the next level takes yet: nothing more from the day on that is expected with the predicate."""
    window = credit_expected
    met = select(window.c.met_on).where(
        window.c.employee_id == employee_id,
        window.c.target == LEVEL,
        window.c.predicate == assumed.predicate,
    )
    on: date | None = await context.session.scalar(met)
    return Decimal(0) if on and on <= then else who.credit_missing


async def _assessed(
    context: Context,
    employee_id: UUID,
    position_id: UUID,
    who: Candidate,
    reached: Mapping[str, int],
    then: date,
) -> Candidate:
    """With the levels that count on the day, and those assumed where they are higher."""
    asked = {"tenant": context.tenant, "employee": employee_id, "position": position_id, "on": then}
    rows = (await context.session.execute(STANDARDS, asked)).all()
    levels = [(row.asked, max(row.counts or 0, reached.get(row.subject, 0))) for row in rows]
    short = sum(0 < level < wanted for wanted, level in levels)
    return replace(who, asked=len(rows), short=short, unassessed=sum(not level for _, level in levels))
