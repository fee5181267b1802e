"""Which seats will want somebody when those who hold them have retired: counts, year by year."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

MOST_YEARS = 10


@dataclass(frozen=True, slots=True)
class Counted:
    """Positions of one group: how many hold them today, and by year the seats and who retires.

    `seats` are those of positions open at each year's end; `retiring` are of who holds them today.
    """

    group: str
    held: int
    seats: Sequence[int]
    retiring: Sequence[int]


@dataclass(frozen=True, slots=True)
class YearAhead:
    """A calendar year of a group, as it ends; `gap` is below 0 where more are left than there are seats."""

    year: int
    required: int
    retiring: int
    available: int

    @property
    def gap(self) -> int:
        """Seats that nobody of today holds any more."""
        return self.required - self.available


@dataclass(frozen=True, slots=True)
class GroupAhead:
    """What a group comes to, the year that runs first."""

    group: str
    held: int
    years: Sequence[YearAhead]

    @property
    def gap(self) -> int:
        """That of the last year."""
        return self.years[-1].gap


def year_ends(on: date, years: int) -> Sequence[date]:
    """The last day of the year that runs on a day, and of those that follow; `years` from 1 on."""
    return [date(on.year + later, 12, 31) for later in range(years)]


def ahead(counted: Counted, on: date) -> GroupAhead:
    """What a group comes to if nobody comes, goes or moves but by retiring."""
    left = [counted.held - gone for gone in accumulate(counted.retiring)]
    told = zip(counted.seats, counted.retiring, left, strict=True)
    years = [YearAhead(on.year + later, *one) for later, one in enumerate(told)]
    return GroupAhead(counted.group, counted.held, years)


def together(groups: Iterable[Counted], years: int) -> Counted:
    """All groups as one."""
    held, seats, retiring = 0, [0] * years, [0] * years
    for one in groups:
        held += one.held
        seats = [sum(pair) for pair in zip(seats, one.seats, strict=True)]
        retiring = [sum(pair) for pair in zip(retiring, one.retiring, strict=True)]
    return Counted("", held, seats, retiring)


def widest(groups: Iterable[GroupAhead]) -> Sequence[GroupAhead]:
    """The groups in order: where most is wanted at the end first, then by name."""
    return sorted(groups, key=lambda one: (-one.gap, one.group))
