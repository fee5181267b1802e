"""Months and years of careers: a day some months later, whole months in times."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date

from jenjang.organisation.rules.span import Span

YEAR, LONGEST = 12, 31
"""Months of a year, and days of the longest month."""


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last where it has no such day."""
    ahead = day.year * YEAR + day.month - 1 + months
    year, month = ahead // YEAR, ahead % YEAR + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def years_later(day: date, years: int) -> date:
    """The same day of a later year; of 29 February the 28th."""
    return months_later(day, years * YEAR)


def months_within(times: Iterable[Span], on: date) -> int:
    """Whole months of several times together, up to a day; what two have in common counts once.

    Days that fill no month are added up over all times: 31 make one.
    """
    months = days = 0
    reached = date.min
    for time in sorted(times, key=lambda time: time.begins):
        begins, ends = max(time.begins, reached), min(time.ends or on, on)
        if begins < ends:
            whole = _months_between(begins, ends)
            months, days, reached = months + whole, days + (ends - months_later(begins, whole)).days, ends
    return months + days // LONGEST


def _months_between(begins: date, ends: date) -> int:
    months = (ends.year - begins.year) * YEAR + ends.month - begins.month
    return months - (months_later(begins, months) > ends)
