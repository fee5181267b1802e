"""Rows of study leave with plausible values, as if they had been recorded before."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.study.entitlements import StudyEntitlement
from jenjang.study.models import StudyLeave, StudyQuota
from jenjang.study.terms import StudyLeaveState

ZONE = ZoneInfo("Asia/Jakarta")


async def a_quota(session: AsyncSession, year: int = 2026, level: str = "S2", seats: int = 5) -> StudyQuota:
    made = StudyQuota(year=year, level=level, seats=seats)
    session.add(made)
    await session.flush()
    return made


async def a_leave(
    session: AsyncSession, employee_id: UUID, begins: date = date(2027, 1, 4), **more: object
) -> StudyLeave:
    """A request for a year of study."""
    ends = begins.replace(year=begins.year + 1)
    made = StudyLeave(
        employee_id=employee_id,
        begins_on=begins,
        **{
            "level": "S2",
            "programme": "Kebijakan Publik",
            "school": "Universitas Sebelas Maret",
            "funding": "GOVERNMENT",
            "duty": "RELEASED",
            "is_priority": False,
            "ends_on": ends,
            "state": StudyLeaveState.REQUESTED,
            "made_at": datetime(2026, 6, 1, 8, tzinfo=ZONE),
            "rule": "study_leave 2021",
            **more,
        },
    )
    session.add(made)
    await session.flush()
    return made


async def a_reported_leave(
    session: AsyncSession, employee_id: UUID, quota: StudyQuota, by: UUID, report: str
) -> StudyLeave:
    """A year of study that is over, and for which two are owed."""
    back = date(2025, 1, 6)
    return await a_leave(
        session,
        employee_id,
        date(2024, 1, 6),
        ends_on=back,
        approved_end=back,
        state=StudyLeaveState.REPORTED,
        quota_id=quota.id,
        decided_by_employee_id=by,
        checked=["HEALTH"],
        finished_on=back,
        is_completed=True,
        report=report,
        reported_at=datetime(2025, 1, 8, 8, tzinfo=ZONE),
        bond_months=24,
        bond_to=date(2027, 1, 6),
    )


async def an_entitlement(
    session: AsyncSession, employee_id: UUID, year: int = 2025, **more: object
) -> StudyEntitlement:
    """A right that a very good year gave, and nobody claimed yet."""
    usual = {"predicate": "VERY_GOOD", "rule": "merit_entitlement 2026", "granted_on": date(year + 1, 1, 20)}
    ends = {"expires_on": date(year + 3, 1, 1)}
    made = StudyEntitlement(employee_id=employee_id, year=year, **{**usual, **ends, **more})
    session.add(made)
    await session.flush()
    return made
