"""Rows of careers with plausible values, as if they had been recorded long ago."""

from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.career.aspirations import CareerAspiration
from jenjang.career.models import CareerPath
from jenjang.career.terms import MoveKind
from jenjang.organisation.models import Position

LONG_AGO = date(2020, 1, 1)


async def a_path(
    session: AsyncSession, origin: Position, goal: Position, *, since: date = LONG_AGO
) -> CareerPath:
    made = CareerPath(
        from_position_id=origin.id,
        to_position_id=goal.id,
        move=MoveKind.HORIZONTAL,
        rule="career_pattern 2021",
        reason="Pola karier",
        valid_from=since,
    )
    session.add(made)
    await session.flush()
    return made


async def an_aspiration(
    session: AsyncSession, employee_id: UUID, consent: str = "COMMITTEE", **more: object
) -> CareerAspiration:
    """Somebody wishes to become pengawas."""
    wish = {"level": "PENGAWAS", "is_mobile": True, "stated_on": date(2026, 3, 2), **more}
    moment = datetime(2026, 3, 2, 3, tzinfo=UTC)
    made = CareerAspiration(employee_id=employee_id, consent=consent, consented_at=moment, **wish)
    session.add(made)
    await session.flush()
    return made
