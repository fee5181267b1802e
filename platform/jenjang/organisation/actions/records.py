"""What is on record of somebody that requirements ask for: predicates, sanctions, schools."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select

from jenjang.core.context import Context
from jenjang.organisation.actions.history import facts, time_of
from jenjang.organisation.models import Education, Sanction
from jenjang.organisation.rules.span import Span
from jenjang.organisation.windows import performance_years
from jenjang.reference.models import EducationLevel


async def predicates(context: Context, employee_id: UUID) -> Mapping[int, str]:
    """The published predicate of each year."""
    window = performance_years
    found = select(window.c.year, window.c.predicate).where(window.c.employee_id == employee_id)
    return {row.year: row.predicate for row in await context.session.execute(found)}


async def sanctions(context: Context, employee_id: UUID) -> Sequence[Span]:
    """The times in which a disciplinary sanction was, is or will be in force."""
    found = await facts(context.session, Sanction, Sanction.employee_id == employee_id)
    return [time_of(one) for one in found]


async def school(context: Context, employee_id: UUID, order: Sequence[str]) -> str | None:
    """The highest school that somebody finished."""
    finished = select(Education.level).where(Education.employee_id == employee_id)
    return max((await context.session.scalars(finished)).all(), key=list(order).index, default=None)


async def schools_in_order(context: Context) -> Sequence[str]:
    """The codes of all levels of schooling, the lowest first."""
    order = select(EducationLevel.code).order_by(EducationLevel.position)
    return (await context.session.scalars(order)).all()
