"""Predicates of years that the national system told."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.appraisal.models.credit import NationalResult
from jenjang.appraisal.terms import CycleKind, Rating
from jenjang.organisation.terms import Predicate


async def a_national_year(session: AsyncSession, employee_id: UUID, year: int, predicate: Predicate) -> None:
    of = {"results": Rating.AS_EXPECTED, "behaviour": Rating.AS_EXPECTED, "follows": predicate, "rule": "r 1"}
    made = NationalResult(
        employee_id=employee_id, kind=CycleKind.ANNUAL, year=year, number=1, predicate=predicate, **of
    )
    session.add(made)
    await session.flush()
