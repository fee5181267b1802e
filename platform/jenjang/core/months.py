"""Months and years: a day some months later."""

from calendar import monthrange
from datetime import date

YEAR = 12
"""Months of a year."""


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last where it has no such day."""
    year, month = divmod(day.year * YEAR + day.month - 1 + months, YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def whole_months(begins: date, ends: date) -> int:
    """How many whole months there are from a day to a later one."""
    months = (ends.year - begins.year) * YEAR + ends.month - begins.month
    return months - (months_later(begins, months) > ends)


def years_later(day: date, years: int) -> date:
    """The same day of a later year; of 29 February the 28th."""
    return months_later(day, years * YEAR)
