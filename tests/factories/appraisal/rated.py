"""Somebody's appraisal in a cycle, open to be rated."""

from datetime import date
from uuid import UUID

from factories.appraisal.office import Office
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.appraisal.models.cycle import Appraisal, AppraisalCycle
from jenjang.appraisal.terms import AppraisalState, CycleKind, CycleState
from jenjang.core import clock

DUE = date(2027, 1, 15)


async def a_cycle(session: AsyncSession, *, year: int = 2026, fewest_raters: int = 3) -> AppraisalCycle:
    """A year, of the whole government."""
    cycle = AppraisalCycle(
        kind=CycleKind.ANNUAL,
        year=year,
        number=1,
        begins=date(year, 1, 1),
        ends=date(year + 1, 1, 1),
        due_on=DUE,
        state=CycleState.OPEN,
        fewest_raters=fewest_raters,
        escalation_days=5,
        reminder_days=3,
        opened_at=clock.now(),
    )
    session.add(cycle)
    await session.flush()
    return cycle


async def an_appraisal(
    session: AsyncSession, office: Office, cycle: AppraisalCycle, name: str, evaluator: str | None
) -> UUID:
    """Somebody's appraisal in a cycle; the key."""
    appraisal = Appraisal(
        cycle_id=cycle.id,
        employee_id=office.people[name],
        unit_id=office.units["bidang"],
        evaluator_employee_id=office.people[evaluator] if evaluator else None,
        state=AppraisalState.OPEN,
        months=12,
        begins=cycle.begins,
        due_on=DUE,
    )
    session.add(appraisal)
    await session.flush()
    return appraisal.id
