"""What is lacking is what a count minute by minute says is lacking."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from jenjang.partnership.rules.bookings import Use, peak
from jenjang.partnership.terms import EquipmentKind
from jenjang.training.rules.shortage import Diary, Lack, Meets, Month, Place, Stock, shortage

START = datetime(2026, 7, 30, tzinfo=UTC)
HOURS = 96
KINDS = (EquipmentKind.LAPTOP, EquipmentKind.PROJECTOR)


def at(hour: int) -> datetime:
    return START + timedelta(hours=hour)


def hours_of(begins: datetime, ends: datetime) -> set[int]:
    """The hours in which something is."""
    return {hour for hour in range(-HOURS, 2 * HOURS) if begins <= at(hour) < ends}


uses = st.builds(
    lambda begins, length, count: Use(at(begins), at(begins + length), count),
    *(st.integers(0, HOURS), st.integers(1, 10), st.integers(1, 4)),
)
keys = st.integers(1, 6).map(lambda number: UUID(int=number))
needed = st.dictionaries(st.sampled_from(KINDS), st.integers(1, 6))


@st.composite
def meets(draw: st.DrawFn) -> Meets:
    begins, length = draw(st.integers(0, HOURS)), draw(st.integers(1, 10))
    last = at(begins + length) - timedelta.resolution
    times = (at(begins), at(begins + length), at(begins).date(), last.date())
    return Meets(draw(keys), *times, draw(st.integers(1, 50)), draw(st.booleans()), draw(needed))


days = st.one_of(st.none(), st.dates(date(2026, 7, 29), date(2026, 8, 5)))
lending = st.lists(st.tuples(keys, uses), max_size=5)
places = st.tuples(st.integers(1, 50), days, lending)
stocks = st.tuples(st.sampled_from(KINDS), st.integers(0, 8), lending)
Lent = list[tuple[UUID, Use]]
PlainRoom = tuple[int, date | None, Lent]
PlainStock = tuple[EquipmentKind, int, Lent]


@given(st.lists(uses, max_size=8), st.integers(0, HOURS), st.integers(1, 12))
def test_the_peak_is_the_most_in_any_hour(some: list[Use], begins: int, length: int) -> None:
    by_hour = [
        sum(one.count for one in some if one.begins <= at(hour) < one.ends)
        for hour in range(begins, begins + length)
    ]
    assert peak(some, at(begins), at(begins + length)) == max(by_hour)


def plainly(meetings: Sequence[Meets], rooms: Sequence[PlainRoom], lent: Sequence[PlainStock]) -> list[Month]:
    """The same, hour by hour and without a thought of speed."""
    found = []
    for first in sorted({one.first.replace(day=1) for one in meetings}):
        here = [one for one in meetings if (one.first.year, one.first.month) == (first.year, first.month)]
        roomless = unbooked = 0
        lacks: dict[EquipmentKind, list[int]] = {}
        for one in here:
            busy = hours_of(one.begins, one.ends)
            free = [
                capacity
                for capacity, closed_on, taken in rooms
                if capacity >= one.seats
                and (closed_on is None or all(at(hour).date() < closed_on for hour in busy))
                and all(
                    key == one.meeting_id or busy.isdisjoint(hours_of(use.begins, use.ends))
                    for key, use in taken
                )
            ]
            roomless += not one.has_room and not free
            unbooked += not one.has_room and bool(free)
            for kind, count in one.needs.items():
                left = 0
                for of, pieces, borrowed in lent:
                    if of is kind:
                        others = [use for key, use in borrowed if key != one.meeting_id]
                        left += min(
                            pieces
                            - sum(use.count for use in others if hour in hours_of(use.begins, use.ends))
                            for hour in busy
                        )
                if left < count:
                    lacks.setdefault(kind, []).append(count - left)
        told = tuple(Lack(kind, len(lacks[kind]), max(lacks[kind])) for kind in sorted(lacks))
        found.append(Month(first, len(here), roomless, unbooked, told))
    return found


@given(st.lists(meets(), max_size=6), st.lists(places, max_size=4), st.lists(stocks, max_size=4))
def test_what_is_lacking_is_what_a_plain_count_says(
    meetings: list[Meets], rooms: list[PlainRoom], lent: list[PlainStock]
) -> None:
    places = [Place(capacity, closed_on, Diary(taken)) for capacity, closed_on, taken in rooms]
    stocks = [Stock(kind, count, Diary(uses)) for kind, count, uses in lent]
    assert shortage(meetings, places, stocks) == plainly(meetings, rooms, lent)
