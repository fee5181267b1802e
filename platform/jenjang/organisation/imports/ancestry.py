"""The tree after a file of units: no circles, no parent that isn't open, its closure up to date."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core.errors import Refusal
from jenjang.organisation.imports.columns import Line, Table
from jenjang.organisation.imports.history import Fact
from jenjang.organisation.imports.plan import Plan
from jenjang.organisation.models import UnitAncestry, UnitVersion
from jenjang.organisation.rules.span import Span
from jenjang.organisation.rules.tree import (
    Standing,
    Standings,
    UnitInCircle,
    check_parent_open,
    descents,
)

R = TypeVar("R")
Versions = Mapping[UUID, Sequence[Fact]]
Key = tuple[UUID, UUID, int, date]


async def plan_ancestry(
    session: AsyncSession, plan: Plan, table: Table[R], touched: Mapping[UUID, Line[R]], versions: Versions
) -> None:
    """Check where the touched units stand, and plan the closure of the whole tree."""
    standings = {unit: [_standing(unit, fact) for fact in facts] for unit, facts in versions.items()}
    sound = True
    for unit, line in touched.items():
        try:
            _check(unit, standings)
        except Refusal as refusal:
            table.refuse(line.number, line.cells, "parent", refusal)
            sound = False
    if sound:
        await _plan_closure(session, plan, standings)


def _standing(unit: UUID, fact: Fact) -> Standing:
    return Standing(unit, fact.content["parent_id"], Span(fact.begins, fact.ends))


def _check(unit: UUID, standings: Standings) -> None:
    for standing in standings[unit]:
        _check_no_circle(standing, standing.span, {unit}, standings)
        if standing.parent:
            check_parent_open((each.span for each in standings.get(standing.parent, ())), standing.span)


def _check_no_circle(standing: Standing, span: Span, below: set[UUID], standings: Standings) -> None:
    """Climb from a unit and refuse if the way up ever comes back to where it was."""
    if standing.parent is None:
        return
    if standing.parent in below:
        raise UnitInCircle(on=span.begins)
    for above in standings.get(standing.parent, ()):
        if shared := above.span.common(span):
            _check_no_circle(above, shared, below | {standing.parent}, standings)


async def _plan_closure(session: AsyncSession, plan: Plan, standings: Standings) -> None:
    wanted = dict(_closure(standings))
    kept = {key: (row_id, ends) for row_id, key, ends in await _kept(session)}
    plan.removed[UnitAncestry] = [row_id for key, (row_id, _) in kept.items() if key not in wanted]
    for key, ends in wanted.items():
        if key not in kept:
            unit, ancestor, depth, begins = key
            plan.made[UnitAncestry].append(
                {
                    "unit_id": unit,
                    "ancestor_id": ancestor,
                    "depth": depth,
                    "valid_from": begins,
                    "valid_to": ends,
                }
            )
        elif kept[key][1] != ends:
            plan.changed[UnitAncestry].append({"id": kept[key][0], "valid_to": ends})


def _closure(standings: Standings) -> Iterator[tuple[Key, date | None]]:
    for unit in standings:
        for each in descents(unit, standings):
            yield (each.unit, each.ancestor, each.depth, each.span.begins), each.span.ends


async def _kept(session: AsyncSession) -> Iterable[tuple[UUID, Key, date | None]]:
    of = UnitAncestry
    rows = await session.execute(
        select(of.id, of.unit_id, of.ancestor_id, of.depth, of.valid_from, of.valid_to)
    )
    return [(row[0], (row[1], row[2], row[3], row[4]), row[5]) for row in rows]


async def renew_ancestry(session: AsyncSession, units: Collection[UUID]) -> None:
    """Bring the closure up to date after versions of these units changed. Raises UnitInCircle.

    Units that came to stand below them since then stand below whatever these now stand under.
    """
    if not units:
        return
    standings = await _standings(session)
    for unit in units:
        for standing in standings.get(unit, ()):
            _check_no_circle(standing, standing.span, {unit}, standings)
    plan = Plan()
    await _plan_closure(session, plan, standings)
    if plan.removed[UnitAncestry]:
        await session.execute(delete(UnitAncestry).where(UnitAncestry.id.in_(plan.removed[UnitAncestry])))
    for changed in plan.changed[UnitAncestry]:
        row = update(UnitAncestry).where(UnitAncestry.id == changed["id"])
        await session.execute(row.values(valid_to=changed["valid_to"]))
    if plan.made[UnitAncestry]:
        await session.execute(insert(UnitAncestry), plan.made[UnitAncestry])


async def _standings(session: AsyncSession) -> Standings:
    """Where every unit stood when."""
    of = UnitVersion
    rows = await session.execute(select(of.unit_id, of.parent_id, of.valid_from, of.valid_to))
    standings: dict[UUID, list[Standing]] = {}
    for unit, parent, begins, ends in rows:
        standings.setdefault(unit, []).append(Standing(unit, parent, Span(begins, ends)))
    return standings
