"""Positions: open a place in the establishment (formasi), and close it when it is empty."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from jenjang.core.context import Context
from jenjang.core.errors import NotFound
from jenjang.organisation.actions.history import facts, runs_after, time_of
from jenjang.organisation.actions.law import cite, in_force, rank
from jenjang.organisation.models import Placement, Position, Unit, UnitVersion
from jenjang.organisation.rules.person import named
from jenjang.organisation.rules.placement import check_echelon, check_may_shut, check_seats, standard_span
from jenjang.organisation.rules.rank import check_span
from jenjang.organisation.rules.retirement import retirement_age
from jenjang.organisation.rules.span import Span
from jenjang.organisation.rules.tree import check_unit_open
from jenjang.reference.models import Echelon, PositionLevel


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPosition:
    """What a position is; without ranks of its own it spans those that its level usually does."""

    unit_id: UUID
    name: str
    level: str
    on: date
    echelon: str | None = None
    lowest_rank: str | None = None
    highest_rank: str | None = None
    critical: bool = False
    seats: int = 1
    siasn_id: str | None = None


async def open_position(context: Context, opening: OpenPosition) -> Position:
    """Open a position in a unit that exists, with the retirement age that law gives its level."""
    unit = await context.get(Unit, opening.unit_id, lock=True, field="unitId")
    versions = await facts(context.session, UnitVersion, UnitVersion.unit_id == unit.id)
    check_unit_open(map(time_of, versions), Span(opening.on))
    await _check_level(context, opening)
    name = named(opening.name)
    age = await in_force(context, "retirement_age", context.today)
    lowest, highest = await _span(context, opening)
    position = Position(
        unit_id=unit.id,
        siasn_id=opening.siasn_id,
        name=name,
        level=opening.level,
        echelon=opening.echelon,
        lowest_rank=lowest,
        highest_rank=highest,
        retirement_age=retirement_age(age.body, opening.level, name),
        retirement_rule=cite(age),
        critical=opening.critical,
        seats=check_seats(opening.seats),
        valid_from=opening.on,
    )
    context.session.add(position)
    await context.session.flush()
    return position


async def close_position(context: Context, position_id: UUID, on: date) -> Position:
    """Close a position that nobody holds on that date or later."""
    position = await context.get(Position, position_id, lock=True, field="positionId")
    held = select(func.count(Placement.id)).where(
        Placement.position_id == position.id, runs_after(Placement, on)
    )
    count = await context.session.scalar(held)
    check_may_shut(Span(position.valid_from, position.valid_to), on, count or 0)
    position.valid_to = on
    await context.session.flush()
    return position


async def _check_level(context: Context, opening: OpenPosition) -> None:
    if not await context.session.get(PositionLevel, opening.level):
        raise NotFound("level")
    if opening.echelon is None:
        return
    echelon = await context.session.get(Echelon, opening.echelon)
    if echelon is None:
        raise NotFound("echelon")
    check_echelon(opening.level, echelon.level)


async def _span(context: Context, opening: OpenPosition) -> tuple[str | None, str | None]:
    """The ranks that the position spans: its own where some are given, else the usual ones."""
    own = (opening.lowest_rank, opening.highest_rank)
    if own == (None, None):
        rule = await in_force(context, "rank_span", context.today)
        return standard_span(rule.body, opening.level, opening.echelon)
    lowest = await rank(context, opening.lowest_rank, "lowestRank")
    highest = await rank(context, opening.highest_rank, "highestRank")
    check_span(lowest, highest)
    return own
