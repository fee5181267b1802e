"""The demo's dates: one fixed day as of which its people are told, and days near it."""

from datetime import date
from random import Random

AS_OF = date(2026, 11, 1)
"""The day as of which the demo's files are written; nothing in them is later."""
FOUNDED = date(2017, 1, 2)
"""The units and positions are from this day on (the reorganisation after PP 18/2016)."""
YEAR = 365.25


def years_before(on: date, years: float) -> date:
    """The day that many years earlier."""
    return date.fromordinal(on.toordinal() - round(years * YEAR))


def between(chance: Random, first: date, last: date) -> date:
    """Some day from the first to the last."""
    return date.fromordinal(chance.randint(first.toordinal(), max(first, last).toordinal()))


def first_of_month(on: date) -> date:
    """The first of that month."""
    return on.replace(day=1)


def next_window(after: date) -> date:
    """The next first of April or October, when ranks used to begin, on or after a day."""
    windows = (date(after.year + step, month, 1) for step in (0, 1) for month in (4, 10))
    return next(day for day in windows if day >= after)
