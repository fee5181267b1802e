"""What meetings lack: a room that fits and is free, and pieces of equipment, month by month."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID

from jenjang.partnership.rules.bookings import Use, peak
from jenjang.partnership.terms import EquipmentKind


@dataclass(frozen=True, slots=True)
class Meets:
    """A meeting: when, on which days of the government's, for how many, and what it needs."""

    meeting_id: UUID
    begins: datetime
    ends: datetime
    first: date
    last: date
    seats: int
    has_room: bool = False
    needs: Mapping[EquipmentKind, int] = field(default_factory=dict)


class Diary:
    """Uses by meetings, none of which lasts a day, found by when they are."""

    def __init__(self, uses: Iterable[tuple[UUID, Use]] = ()) -> None:
        self._by_day: dict[int, list[tuple[UUID, Use]]] = defaultdict(list)
        for of, use in uses:
            self._by_day[_day(use.begins)].append((of, use))

    def others(self, meeting: Meets) -> list[Use]:
        """What other meetings use at one of a meeting's moments."""
        days = range(_day(meeting.begins) - 1, _day(meeting.ends) + 1)
        return [
            use
            for day in days
            for of, use in self._by_day.get(day, ())
            if of != meeting.meeting_id and use.begins < meeting.ends and meeting.begins < use.ends
        ]


def _day(at: datetime) -> int:
    return at.astimezone(UTC).toordinal()


@dataclass(frozen=True, slots=True)
class Place:
    """A room with its seats, closed from a day on (None: open), and when it is booked."""

    capacity: int
    closed_on: date | None = None
    taken: Diary = field(default_factory=Diary)


@dataclass(frozen=True, slots=True)
class Stock:
    """How many pieces of a kind there are, and when meetings have how many of them."""

    kind: EquipmentKind
    count: int
    lent: Diary = field(default_factory=Diary)


@dataclass(frozen=True, slots=True)
class Lack:
    """At how many meetings pieces of a kind lack, and how many pieces at most at one of them."""

    kind: EquipmentKind
    meetings: int
    pieces: int


@dataclass(frozen=True, slots=True)
class Month:
    """What the meetings that begin in a month lack."""

    first_day: date
    meetings: int
    without_room: int
    """Neither a room is booked for it nor one that fits is free then."""
    unbooked: int
    """No room is booked for it, though one that fits is free."""
    lacks: tuple[Lack, ...]


def shortage(meetings: Iterable[Meets], rooms: Sequence[Place], stocks: Sequence[Stock]) -> list[Month]:
    """Months in which anybody meets, in their order, and what is lacking in each.

    Each meeting is judged by itself, by what is booked now: of two that could have the last free room,
    neither lacks one.
    """
    by_month: dict[date, list[Meets]] = defaultdict(list)
    for one in meetings:
        by_month[one.first.replace(day=1)].append(one)
    return [_month(first, by_month[first], rooms, stocks) for first in sorted(by_month)]


def _month(first: date, meetings: Sequence[Meets], rooms: Sequence[Place], stocks: Sequence[Stock]) -> Month:
    unbooked = [one for one in meetings if not one.has_room]
    roomless = sum(not any(fits(one, room) for room in rooms) for one in unbooked)
    times: Counter[EquipmentKind] = Counter()
    most: Counter[EquipmentKind] = Counter()
    for one in meetings:
        for kind, pieces in lacking(one, stocks).items():
            times[kind] += 1
            most[kind] = max(pieces, most[kind])
    lacks = tuple(Lack(kind, times[kind], most[kind]) for kind in sorted(times))
    return Month(first, len(meetings), roomless, len(unbooked) - roomless, lacks)


def fits(meeting: Meets, room: Place) -> bool:
    """Whether a room has the seats, is open, and nobody has it at one of the meeting's moments."""
    is_open = room.closed_on is None or meeting.last < room.closed_on
    return is_open and meeting.seats <= room.capacity and not room.taken.others(meeting)


def lacking(meeting: Meets, stocks: Iterable[Stock]) -> dict[EquipmentKind, int]:
    """How many pieces a meeting lacks of each kind that it needs: beyond those that nobody else has."""
    left: Counter[EquipmentKind] = Counter()
    for stock in stocks:
        if stock.kind in meeting.needs:
            used = peak(stock.lent.others(meeting), meeting.begins, meeting.ends)
            left[stock.kind] += stock.count - used
    return {kind: count - left[kind] for kind, count in meeting.needs.items() if count > left[kind]}
