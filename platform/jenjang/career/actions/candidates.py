"""What counts of somebody: read at once, in a fixed number of statements, for the rules to judge."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from jenjang.career.rules.requirements import Candidate
from jenjang.core.context import Context
from jenjang.organisation.actions.history import runs_on, time_of
from jenjang.organisation.actions.law import ranks
from jenjang.organisation.actions.reach import check_reaches_all
from jenjang.organisation.actions.records import predicates, sanctions, school, schools_in_order
from jenjang.organisation.models import Employee, Placement, Position, RankHolding
from jenjang.organisation.terms import EmployeeKind
from jenjang.organisation.windows import credit_needs

READ = "career:read"
WEIGHED = ("employee:discipline", "appraisal:read", "competence:read")
"""What an answer about a career is made of, and would tell of to who may not read it."""
LEVEL = "LEVEL"
"""The target of credit that a further level is (the window `credit_needs`)."""


@dataclass(frozen=True, slots=True)
class Known:
    """A person, the position held on the day (None: none) and what counts of the person."""

    employee: Employee
    position: Position | None
    candidate: Candidate


async def check_weighed(context: Context, employee_id: UUID, field: str) -> None:
    """Refuse whom the person's career isn't to be told, or not all that it is made of.

    Raises NotFound, Forbidden.
    """
    await check_reaches_all(context, READ, WEIGHED, employee_id, field)


async def known(context: Context, employee_id: UUID, on: date) -> Known:
    """All that the rules ask of somebody on a day. Raises NotFound."""
    employee = await context.get(Employee, employee_id, field="employeeId")
    held = await _held(context, employee_id)
    schools = await schools_in_order(context)
    rank = await _rank(context, employee_id, on)
    candidate = Candidate(
        kind=EmployeeKind(employee.kind),
        birth_date=employee.birth_date,
        rank=(await ranks(context, rank)).get(rank),
        education=await school(context, employee_id, schools),
        schools=schools,
        held=[(position.level, time_of(placed)) for placed, position in held],
        predicates=await predicates(context, employee_id),
        sanctions=await sanctions(context, employee_id),
        credit_missing=await _credit_missing(context, employee_id),
    )
    position = next((position for placed, position in held if on in time_of(placed)), None)
    return Known(employee, position, candidate)


async def _held(context: Context, employee_id: UUID) -> Sequence[tuple[Placement, Position]]:
    """Every position that somebody held, with the time."""
    one = select(Placement, Position).join(Position, Position.id == Placement.position_id)
    rows = await context.session.execute(one.where(Placement.employee_id == employee_id))
    return [(placed, position) for placed, position in rows]


async def _rank(context: Context, employee_id: UUID, on: date) -> str | None:
    one = select(RankHolding.rank).where(RankHolding.employee_id == employee_id, runs_on(RankHolding, on))
    found: str | None = await context.session.scalar(one)
    return found


async def _credit_missing(context: Context, employee_id: UUID) -> Decimal | None:
    window = credit_needs
    missing = select(window.c.needed - window.c.gathered).where(
        window.c.employee_id == employee_id, window.c.target == LEVEL
    )
    found: Decimal | None = await context.session.scalar(missing)
    return found
