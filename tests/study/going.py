"""Requests to go to school, and what stands before them."""

from datetime import date
from uuid import UUID

from factories.appraisal.national import a_national_year
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.organisation.terms import Predicate
from jenjang.study.actions.deciding import Approve
from jenjang.study.actions.quotas import QuotaSet
from jenjang.study.actions.requesting import Request
from jenjang.study.models import StudyLeave
from jenjang.study.terms import StudyDuty, StudyFunding, StudyRequirement

BEGINS, BACK = date(2026, 9, 1), date(2028, 9, 1)
CHECKED = (
    StudyRequirement.EDUCATION,
    StudyRequirement.SERVICE_LEFT,
    StudyRequirement.ADMISSION,
    StudyRequirement.HEALTH,
)
"""What no record tells of the people of the office, of whom no school and no retirement is known."""
TWO_SEATS = QuotaSet(year=2026, level="S2", seats=2)


async def performed(session: AsyncSession, *people: UUID) -> None:
    """Let these have had two good years."""
    for one in people:
        for year in (2024, 2025):
            await a_national_year(session, one, year, Predicate.GOOD)


def a_master(**other: object) -> Request:
    """A request for a master's study on leave, but for what is told otherwise."""
    usual = {
        "level": "S2",
        "programme": "Kebijakan Publik",
        "school": "Universitas Sebelas Maret",
        "funding": StudyFunding.GOVERNMENT,
        "duty": StudyDuty.RELEASED,
        "begins_on": BEGINS,
        "back_on": BACK,
    }
    return Request(**{**usual, **other})  # type: ignore[arg-type]  # by name


def approving(leave: StudyLeave, **other: object) -> Approve:
    usual = {"leave_id": leave.id, "expected_version": leave.version, "checked": CHECKED}
    return Approve(**{**usual, **other})  # type: ignore[arg-type]  # by name
