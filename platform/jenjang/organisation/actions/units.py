"""Units: open, rename or move (a new version from a date on), and close."""

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from uuid import UUID

from sqlalchemy import func, select

from jenjang.core.context import Context
from jenjang.organisation.actions.ancestry import below, keep_ancestry
from jenjang.organisation.actions.history import (
    end,
    ending,
    facts,
    one_at_a_time,
    running,
    runs_after,
    succeed,
    time_of,
)
from jenjang.organisation.actions.superiors import tell_worker
from jenjang.organisation.models import Leadership, Placement, Position, Unit, UnitVersion
from jenjang.organisation.rules.person import SiasnIdTaken, named
from jenjang.organisation.rules.span import Span
from jenjang.organisation.rules.tree import (
    NothingChanged,
    UnitNotOpen,
    check_may_close,
    check_no_circle,
    check_parent_open,
)
from jenjang.organisation.terms import UnitKind

TREE = "the tree of units"


class Unchanged(Enum):
    """What a change leaves as it was; none (null) is something else."""

    UNCHANGED = "UNCHANGED"


UNCHANGED = Unchanged.UNCHANGED


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenUnit:
    """What a new unit is called and is, and under which unit it stands (none: the government itself)."""

    name: str
    kind: UnitKind
    on: date
    parent_id: UUID | None = None
    region_code: str | None = None
    siasn_id: str | None = None
    decree_number: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeUnit:
    """What is different of a unit from a date on."""

    unit_id: UUID
    on: date
    name: str | Unchanged = UNCHANGED
    kind: UnitKind | Unchanged = UNCHANGED
    parent_id: UUID | Unchanged | None = UNCHANGED
    region_code: str | Unchanged | None = UNCHANGED
    decree_number: str | None = None


async def open_unit(context: Context, opening: OpenUnit) -> Unit:
    """Open a unit under a parent that exists from then on; by default under the government itself."""
    await one_at_a_time(context, TREE)
    name = named(opening.name)
    parent_id = opening.parent_id or await _root(context)
    await _check_parent(context, parent_id, Span(opening.on))
    unit = await _kept(context, opening.siasn_id)
    version = UnitVersion(
        unit_id=unit.id,
        name=name,
        kind=opening.kind,
        parent_id=parent_id,
        region_code=opening.region_code,
        decree_number=opening.decree_number,
        valid_from=opening.on,
    )
    await succeed(context.session, None, version)
    await keep_ancestry(context, [unit.id], parent_id)
    return unit


async def rename_or_move_unit(context: Context, change: ChangeUnit) -> UnitVersion:
    """Give a unit another name, kind, region or parent from a date on; all below it moves along.

    It may be back-dated as far as nothing later is recorded of the unit.
    """
    await one_at_a_time(context, TREE)
    unit = await context.get(Unit, change.unit_id, lock=True, field="unitId")
    before = await _open_on(context, unit, change.on)
    after = _changed(before, await _under_the_government(context, change))
    if after.parent_id == before.parent_id:
        return await succeed(context.session, before, after)
    subtree = await below(context, unit.id, change.on)
    check_no_circle(unit.id, after.parent_id, subtree, time_of(after))
    await _check_parent(context, after.parent_id, time_of(after))
    await succeed(context.session, before, after)
    await keep_ancestry(context, {descent.unit for descent in subtree}, after.parent_id)
    await tell_worker(context)
    return after


async def close_unit(context: Context, unit_id: UUID, on: date) -> Unit:
    """Close a unit without children, positions or people; whoever leads it does so no longer."""
    await one_at_a_time(context, TREE)
    unit = await context.get(Unit, unit_id, lock=True, field="unitId")
    version = await _open_on(context, unit, on)
    check_may_close(on, *(await _occupied(context, unit.id, on)))
    led = await ending(context, Leadership, on, Leadership.unit_id == unit.id)
    await end(context, [version, *led], on)
    await keep_ancestry(context, [unit.id], None)
    await tell_worker(context)
    return unit


async def _open_on(context: Context, unit: Unit, on: date) -> UnitVersion:
    """The version of the unit that runs on a date, when it is the last one."""
    if version := await running(context.session, UnitVersion, on, UnitVersion.unit_id == unit.id):
        return version
    raise UnitNotOpen("unitId", begins=on, ends="…")


async def _kept(context: Context, siasn_id: str | None) -> Unit:
    """The new unit; that nobody opens another meanwhile is seen to."""
    same = select(Unit.id).where(Unit.siasn_id == siasn_id)
    if siasn_id and await context.session.scalar(same):
        raise SiasnIdTaken("siasnId", siasn_id=siasn_id)
    unit = Unit(siasn_id=siasn_id)
    context.session.add(unit)
    await context.session.flush()
    return unit


async def _root(context: Context) -> UUID | None:
    """The government's own unit: the only one that stands under none."""
    tops = select(UnitVersion.unit_id).where(
        UnitVersion.kind == UnitKind.GOVERNMENT, UnitVersion.parent_id.is_(None)
    )
    root: UUID | None = await context.session.scalar(
        tops.order_by(UnitVersion.valid_from, UnitVersion.unit_id).limit(1)
    )
    return root


async def _under_the_government(context: Context, change: ChangeUnit) -> ChangeUnit:
    """The change, with the government itself as the parent where it names none."""
    if change.parent_id is not None:
        return change
    root = await _root(context)
    return change if root == change.unit_id else replace(change, parent_id=root)


async def _check_parent(context: Context, parent_id: UUID | None, time: Span) -> None:
    if parent_id is None:
        return
    parent = await context.get(Unit, parent_id, field="parentId")
    versions = await facts(context.session, UnitVersion, UnitVersion.unit_id == parent.id)
    check_parent_open(map(time_of, versions), time)


def _changed(before: UnitVersion, change: ChangeUnit) -> UnitVersion:
    """The next version. Raises NothingChanged."""
    given = {"kind": change.kind, "parent_id": change.parent_id, "region_code": change.region_code}
    if change.name is not UNCHANGED:
        given["name"] = named(change.name)
    new = {key: value for key, value in given.items() if value is not UNCHANGED}
    if all(getattr(before, key) == value for key, value in new.items()):
        raise NothingChanged("unitId")
    old = {key: getattr(before, key) for key in ("name", "kind", "parent_id", "region_code")}
    return UnitVersion(
        unit_id=before.unit_id,
        decree_number=change.decree_number,
        valid_from=change.on,
        valid_to=before.valid_to,
        **old | new,
    )


async def _occupied(context: Context, unit_id: UUID, on: date) -> tuple[int, int, int]:
    """How many children, positions and placements the unit has on that date or later."""
    shut = (Position.valid_to.is_(None)) | (Position.valid_to > on)
    counts = (
        select(func.count(UnitVersion.unit_id.distinct())).where(
            UnitVersion.parent_id == unit_id, runs_after(UnitVersion, on)
        ),
        select(func.count(Position.id)).where(Position.unit_id == unit_id, shut),
        select(func.count(Placement.id)).where(Placement.unit_id == unit_id, runs_after(Placement, on)),
    )
    children, positions, placements = [await context.session.scalar(count) or 0 for count in counts]
    return children, positions, placements
