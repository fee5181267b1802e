"""The closure of the tree of units, kept equal to what the units' versions say, for every date."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import delete, insert, select

from jenjang.core.context import Context
from jenjang.organisation.actions.history import facts, runs_after
from jenjang.organisation.models import UnitAncestry, UnitVersion
from jenjang.organisation.rules.span import Span
from jenjang.organisation.rules.tree import Descent, Standing, Standings, descents


async def below(context: Context, unit_id: UUID, on: date) -> tuple[Descent, ...]:
    """Every unit that stands below the unit (or is it) on that date or later, and when."""
    rows = await context.session.scalars(
        select(UnitAncestry).where(UnitAncestry.ancestor_id == unit_id, runs_after(UnitAncestry, on))
    )
    return tuple(map(_descent, rows))


async def keep_ancestry(context: Context, units: Collection[UUID], parent_id: UUID | None) -> None:
    """Bring the closure of these units up to date with the versions, now that they stand under a parent."""
    standings = await _standings(context, {*units, parent_id} if parent_id else set(units))
    wanted = {descent for unit in units for descent in descents(unit, standings)}
    rows = await context.session.scalars(select(UnitAncestry).where(UnitAncestry.unit_id.in_(units)))
    kept = {_descent(row): row.id for row in rows}
    wrong = [row_id for descent, row_id in kept.items() if descent not in wanted]
    await context.session.execute(delete(UnitAncestry).where(UnitAncestry.id.in_(wrong)))
    if missing := wanted - kept.keys():
        await context.session.execute(insert(UnitAncestry), _rows(missing))


async def _standings(context: Context, units: Collection[UUID]) -> Standings:
    """Where these units, and all that ever stood above them, stood."""
    above = select(UnitAncestry.ancestor_id).where(UnitAncestry.unit_id.in_(units))
    versions = await facts(
        context.session, UnitVersion, UnitVersion.unit_id.in_(units) | UnitVersion.unit_id.in_(above)
    )
    standings: dict[UUID, list[Standing]] = defaultdict(list)
    for version in versions:
        span = Span(version.valid_from, version.valid_to)
        standings[version.unit_id].append(Standing(version.unit_id, version.parent_id, span))
    return standings


def _descent(row: UnitAncestry) -> Descent:
    return Descent(row.unit_id, row.ancestor_id, row.depth, Span(row.valid_from, row.valid_to))


def _rows(found: Iterable[Descent]) -> list[dict[str, object]]:
    return [
        {
            "unit_id": descent.unit,
            "ancestor_id": descent.ancestor,
            "depth": descent.depth,
            "valid_from": descent.span.begins,
            "valid_to": descent.span.ends,
        }
        for descent in found
    ]
