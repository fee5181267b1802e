"""The tree of units through time: who stands below whom, without circles and without orphans."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jenjang.core.errors import BadUserInput, Conflict
from jenjang.organisation.rules.span import Span, covered


class UnitInCircle(Conflict):
    """A unit can't stand below itself: the new parent is under it on {on}."""


class ParentNotOpen(Conflict):
    """The parent unit isn't open from {begins} to {ends}."""


class UnitNotOpen(Conflict):
    """This unit isn't open from {begins} to {ends}."""


class ChildLeftBehind(Conflict):
    """A unit can't close on {on} while {count} unit(s) stand under it then or later."""


class UnitStillHasPositions(Conflict):
    """A unit can't close on {on} while {count} of its position(s) are open then or later."""


class UnitStillHasPeople(Conflict):
    """A unit can't close on {on} while {count} placement(s) in it run then or later."""


class NothingChanged(BadUserInput):
    """The unit already is just so."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A unit stood directly under a parent (None: on top) for a time."""

    unit: UUID
    parent: UUID | None
    span: Span


@dataclass(frozen=True, slots=True)
class Descent:
    """A unit stood `depth` steps below an ancestor for a time; at depth 0 it is that unit itself."""

    unit: UUID
    ancestor: UUID
    depth: int
    span: Span


Standings = Mapping[UUID, Sequence[Standing]]


def check_no_circle(unit: UUID, parent: UUID | None, below_unit: Iterable[Descent], span: Span) -> None:
    """Refuse a parent that is the unit itself or stands below it at any time of the span."""
    if parent == unit:
        raise UnitInCircle("parentId", on=span.begins)
    for descent in below_unit:
        shared = descent.span.common(span)
        if descent.unit == parent and shared:
            raise UnitInCircle("parentId", on=shared.begins)


def check_parent_open(of_parent: Iterable[Span], time: Span) -> None:
    """Refuse a parent that isn't open through the whole time."""
    if not covered(time, of_parent):
        raise ParentNotOpen("parentId", begins=time.begins, ends=time.ends or "…")


def check_unit_open(of_unit: Iterable[Span], time: Span, field: str = "unitId") -> None:
    """Refuse a unit that isn't open through the whole time."""
    if not covered(time, of_unit):
        raise UnitNotOpen(field, begins=time.begins, ends=time.ends or "…")


def check_may_close(on: date, children: int, positions: int, placements: int) -> None:
    """Refuse to close a unit that has children, positions or people on that date or later."""
    if children:
        raise ChildLeftBehind("unitId", on=on, count=children)
    if positions:
        raise UnitStillHasPositions("unitId", on=on, count=positions)
    if placements:
        raise UnitStillHasPeople("unitId", on=on, count=placements)


def descents(unit: UUID, standings: Standings) -> tuple[Descent, ...]:
    """Every ancestor of the unit at every time, with neighbouring equal times joined.

    `standings` must hold the unit and all that ever stood above it.
    """
    return tuple(_joined(_climb(unit, unit, 0, Span(date.min), standings)))


def _climb(unit: UUID, at: UUID, depth: int, span: Span, standings: Standings) -> Iterator[Descent]:
    for standing in standings.get(at, ()):
        if shared := standing.span.common(span):
            yield Descent(unit, at, depth, shared)
            if standing.parent:
                yield from _climb(unit, standing.parent, depth + 1, shared, standings)


def _joined(steps: Iterable[Descent]) -> Iterator[Descent]:
    """The same steps, those of one ancestor and depth that follow one another made one."""
    last: Descent | None = None
    for step in sorted(steps, key=lambda step: (step.ancestor.int, step.depth, step.span.begins)):
        if last and _follows(last, step):
            last = Descent(last.unit, last.ancestor, last.depth, Span(last.span.begins, step.span.ends))
            continue
        if last:
            yield last
        last = step
    if last:
        yield last


def _follows(one: Descent, next_one: Descent) -> bool:
    same = (one.ancestor, one.depth) == (next_one.ancestor, next_one.depth)
    return same and one.span.ends == next_one.span.begins
