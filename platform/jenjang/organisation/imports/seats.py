"""No position gets more holders than it has seats, at any date, by the files as by the deeds."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from heapq import heappop, heappush
from itertools import groupby
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.organisation.imports.columns import R, Table
from jenjang.organisation.imports.history import Joined
from jenjang.organisation.imports.known import Places
from jenjang.organisation.rules.placement import NoSeatLeft
from jenjang.organisation.rules.span import Span

OTHERS = text(
    "SELECT position_id, valid_from, valid_to FROM placements"
    " WHERE position_id = ANY(CAST(:positions AS uuid[]))"
    " AND employee_id <> ALL(CAST(:people AS uuid[]))"
)


@dataclass(frozen=True, slots=True)
class Holding:
    """Somebody holds a position for a time; the row of the file that says so, if one does."""

    span: Span
    row: int | None


@dataclass(slots=True)
class Seating:
    """The placements of the people of a file as they would be after it."""

    held: dict[UUID, list[Holding]] = field(default_factory=lambda: defaultdict(list))
    taken: set[UUID] = field(default_factory=set)
    people: list[UUID] = field(default_factory=list)

    def note(self, person: UUID, row: int, placements: Joined) -> None:
        """Somebody's placements; those that are new or changed are the row's doing."""
        moved = {id(fact) for fact in (*placements.made, *placements.changed)}
        self.people.append(person)
        for fact in placements.history:
            position, new = fact.content["position_id"], id(fact) in moved
            self.held[position].append(Holding(Span(fact.begins, fact.ends), row if new else None))
            if new:
                self.taken.add(position)


async def check_seats(
    session: AsyncSession, seating: Seating, table: Table[R], places: Places, attribute: str
) -> None:
    """Refuse, at an attribute, the rows that would be one too many with whoever else holds a position."""
    if not seating.taken:
        return
    others = await session.execute(OTHERS, {"positions": list(seating.taken), "people": seating.people})
    for position, begins, ends in others:
        seating.held[position].append(Holding(Span(begins, ends), None))
    lines = {line.number: line for line in table.lines}
    for position in seating.taken:
        for row, refusal in _overfull(seating.held[position], places.by_id[position].seats):
            table.refuse(row, lines[row].cells, attribute, refusal)


def _overfull(held: Iterable[Holding], seats: int) -> Iterator[tuple[int, NoSeatLeft]]:
    """The rows that are one too many: on each date with too many holders the last rows of the file.

    Those who hold the position without the file's doing stay, too many or not.
    """
    leaving: list[tuple[date, int]] = []
    newest: list[tuple[int, int]] = []
    seated: set[int] = set()
    in_turn = sorted(held, key=lambda each: each.span.begins)
    for begins, coming in groupby(enumerate(in_turn), key=lambda each: each[1].span.begins):
        while leaving and leaving[0][0] <= begins:
            seated.discard(heappop(leaving)[1])
        for place, holding in coming:
            seated.add(place)
            if holding.span.ends:
                heappush(leaving, (holding.span.ends, place))
            if holding.row is not None:
                heappush(newest, (-holding.row, place))
        while len(seated) > seats and newest:
            row, place = heappop(newest)
            if place in seated:
                seated.remove(place)
                yield -row, NoSeatLeft("positionId", seats=seats, on=in_turn[place].span.begins)
