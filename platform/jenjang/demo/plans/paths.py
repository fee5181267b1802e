"""A region's own career paths: up within a unit, and across to another unit's position of the same name."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select

from jenjang.career.actions.law import PATTERN
from jenjang.career.models import CareerPath
from jenjang.career.rules.moves import CareerPattern, career_pattern
from jenjang.career.terms import MoveKind
from jenjang.core.context import Context
from jenjang.demo.people.calendar_days import AS_OF
from jenjang.organisation.actions.law import cite, in_force
from jenjang.organisation.models import Position

AHEAD = 2
"""Paths that lead up from a position."""
Pairs = Iterator[tuple[Position, Position, MoveKind]]


async def lay_paths(context: Context) -> None:
    """The paths as they stand since the demo's own day."""
    rule = await in_force(context, PATTERN, context.today)
    standing = select(Position).where(Position.valid_to.is_(None)).order_by(Position.name, Position.id)
    positions = (await context.session.scalars(standing)).all()
    for origin, goal, move in _pairs(rule.read_by(career_pattern), positions):
        path = CareerPath(
            from_position_id=origin.id,
            to_position_id=goal.id,
            move=move,
            rule=cite(rule),
            reason="Peta karier daerah",
            valid_from=AS_OF,
        )
        context.session.add(path)
    await context.session.flush()


def _pairs(pattern: CareerPattern, positions: Sequence[Position]) -> Pairs:
    of_unit, of_name = _by(positions, "unit_id"), _by(positions, "name")
    for origin in positions:
        reached = pattern.reached_from(origin.level)
        up = (one for one in of_unit[origin.unit_id] if reached.get(one.level) is MoveKind.VERTICAL)
        across = (one for one in of_name[origin.name] if reached.get(one.level) is MoveKind.HORIZONTAL)
        for goal in [*up][:AHEAD]:
            yield origin, goal, MoveKind.VERTICAL
        elsewhere = next((one for one in across if one.unit_id != origin.unit_id), None)
        if elsewhere:
            yield origin, elsewhere, MoveKind.HORIZONTAL


def _by(positions: Sequence[Position], column: str) -> Mapping[object, list[Position]]:
    found = defaultdict(list)
    for one in positions:
        found[getattr(one, column)].append(one)
    return found
