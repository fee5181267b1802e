"""The root of a government's tree of units, under which all its units stand."""

import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.organisation.models import Unit, UnitAncestry, UnitVersion
from jenjang.organisation.terms import UnitKind

FIRST_DAY = datetime.date(1945, 8, 17)
"""The Republic's first day: no fact of a civil servant's service is older."""


async def lay_root(session: AsyncSession, name: str, region_code: str) -> bool:
    """Lay the bound government's root unit unless it is there; tell whether it was laid now."""
    root = select(UnitVersion.unit_id).where(UnitVersion.kind == UnitKind.GOVERNMENT)
    if await session.scalar(root.limit(1)):
        return False
    unit = Unit()
    session.add(unit)
    await session.flush()
    session.add(
        UnitVersion(
            unit_id=unit.id,
            name=name,
            kind=UnitKind.GOVERNMENT,
            region_code=region_code,
            valid_from=FIRST_DAY,
        )
    )
    session.add(UnitAncestry(unit_id=unit.id, ancestor_id=unit.id, depth=0, valid_from=FIRST_DAY))
    await session.flush()
    return True
