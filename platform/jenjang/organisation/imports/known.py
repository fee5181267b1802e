"""What the database already knows of the units and positions that a file names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core.errors import BadUserInput
from jenjang.organisation.models import Position, Unit, UnitVersion
from jenjang.organisation.rules.span import Span


class UnitUnknown(BadUserInput):
    """No unit has the id {found}. Bring the units in first."""


class PositionUnknown(BadUserInput):
    """The unit has no position {found}. Bring the positions in first."""


@dataclass(frozen=True, slots=True)
class Place:
    """A position of the establishment, as far as placing somebody in it asks."""

    open: Span
    id: UUID
    unit_id: UUID
    siasn_id: str | None
    name: str
    level: str
    echelon: str | None
    lowest_rank: str | None
    highest_rank: str | None
    retirement_age: int
    retirement_rule: str
    seats: int


PLACE = [field.name for field in fields(Place) if field.name != "open"]


@dataclass(frozen=True, slots=True)
class Places:
    """All units and positions of the government, found by what files call them."""

    units: Mapping[str, UUID]
    by_id: Mapping[UUID, Place]
    by_siasn_id: Mapping[tuple[UUID, str], Sequence[Place]]
    by_name: Mapping[tuple[UUID, str], Sequence[Place]]

    def place(self, unit: UUID, siasn_id: str | None, name: str | None, on: date) -> Place:
        """The unit's position by its SIASN id, else by its name. Raises PositionUnknown.

        Of several that followed one another it is the one that is open on the date, else the last.
        """
        found = self.by_siasn_id.get((unit, siasn_id), ()) if siasn_id else ()
        found = found or (self.by_name.get((unit, name.casefold()), ()) if name else ())
        if not found:
            raise PositionUnknown(found=name or siasn_id or "-")
        return next((place for place in found if on in place.open), found[-1])


def unit_of(units: Mapping[str, UUID], found: str) -> UUID:
    """The unit with that SIASN id. Raises UnitUnknown."""
    try:
        return units[found]
    except KeyError:
        raise UnitUnknown(found=found) from None


async def known_units(session: AsyncSession) -> dict[str, UUID]:
    """Every unit's id, by its SIASN id."""
    rows = await session.execute(select(Unit.siasn_id, Unit.id).where(Unit.siasn_id.is_not(None)))
    return {siasn_id: unit_id for siasn_id, unit_id in rows if siasn_id}


async def unit_times(session: AsyncSession) -> Mapping[UUID, Sequence[Span]]:
    """When each unit is open."""
    of = UnitVersion
    times: dict[UUID, list[Span]] = {}
    for unit, begins, ends in await session.execute(select(of.unit_id, of.valid_from, of.valid_to)):
        times.setdefault(unit, []).append(Span(begins, ends))
    return times


async def known_places(session: AsyncSession) -> Places:
    """All units and positions of the government."""
    of = Position.__table__.c
    columns = [of[name] for name in PLACE]
    rows = await session.execute(select(of.valid_from, of.valid_to, *columns).order_by(of.valid_from, of.id))
    places = [Place(Span(begins, ends), *values) for begins, ends, *values in rows]
    by_siasn_id: dict[tuple[UUID, str], list[Place]] = {}
    by_name: dict[tuple[UUID, str], list[Place]] = {}
    for place in places:
        by_name.setdefault((place.unit_id, place.name.casefold()), []).append(place)
        if place.siasn_id:
            by_siasn_id.setdefault((place.unit_id, place.siasn_id), []).append(place)
    return Places(await known_units(session), {place.id: place for place in places}, by_siasn_id, by_name)
