"""What counts of somebody: read at once, in a fixed number of statements, for the rules to judge."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from jenjang.career.actions.credit import LEVEL, credit_need
from jenjang.career.rules.requirements import Candidate
from jenjang.core.context import Context
from jenjang.organisation.actions.history import runs_on, time_of
from jenjang.organisation.actions.law import ranks
from jenjang.organisation.actions.reach import check_reaches_all
from jenjang.organisation.actions.records import predicates, sanctions, school, schools_in_order
from jenjang.organisation.models import Employee, Placement, Position, RankHolding
from jenjang.organisation.terms import EmployeeKind, ServiceState

READ = "career:read"
WEIGHED = ("employee:discipline", "appraisal:read", "competence:read")
"""What an answer about a career is made of, and would tell of to who may not read it."""


@dataclass(frozen=True, slots=True)
class Known:
    """A person, the position held on the day (None: none), the last one held until then, and what counts."""

    employee: Employee
    position: Position | None
    last: Position | None
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
    position = next((position for placed, position in held if on in time_of(placed)), None)
    credit = await credit_need(context, employee_id, position, LEVEL)
    candidate = Candidate(
        kind=EmployeeKind(employee.kind),
        birth_date=employee.birth_date,
        rank=(await ranks(context, rank)).get(rank),
        education=await school(context, employee_id, schools),
        schools=schools,
        held=[(position.level, time_of(placed)) for placed, position in held],
        predicates=await predicates(context, employee_id),
        sanctions=await sanctions(context, employee_id),
        credit=credit.credit if credit else None,
        state=ServiceState(employee.state),
        leaves_on=employee.retires_on,
    )
    last = next((position for placed, position in reversed(held) if placed.valid_from <= on), None)
    return Known(employee, position, last, candidate)


async def _held(context: Context, employee_id: UUID) -> Sequence[tuple[Placement, Position]]:
    """Every position that somebody held, with the time; the earliest first."""
    one = select(Placement, Position).join(Position, Position.id == Placement.position_id)
    of = one.where(Placement.employee_id == employee_id).order_by(Placement.valid_from)
    rows = await context.session.execute(of)
    return [(placed, position) for placed, position in rows]


async def _rank(context: Context, employee_id: UUID, on: date) -> str | None:
    one = select(RankHolding.rank).where(RankHolding.employee_id == employee_id, runs_on(RankHolding, on))
    found: str | None = await context.session.scalar(one)
    return found
