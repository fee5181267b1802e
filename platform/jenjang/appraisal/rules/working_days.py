"""Working days: days off of the week, national holidays, joint leave, a government's own holidays."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

DAY = timedelta(1)
YearDay = tuple[int, int]
"""A month and a day of it."""


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """What days nobody works on. Source: Perpres 21/2023 (week); SKB 3 Menteri of each year (holidays)."""

    days_off: frozenset[int]
    """Of the week, by ISO 8601: 1 is Monday, 7 Sunday."""
    holidays: Mapping[date, str]
    every_year: Mapping[YearDay, str]
    """Holidays of one date in all years: all that is known of a year whose list isn't published yet."""
    listed: frozenset[int]
    """The years whose whole list is known."""

    def name_of(self, day: date) -> str | None:
        """The holiday that a day is, if it is one."""
        if day.year in self.listed or day in self.holidays:
            return self.holidays.get(day)
        return self.every_year.get((day.month, day.day))


def working_calendar(
    week: Mapping[str, Any],  # Any: lists of days, by the kind of week.
    years: Iterable[Mapping[str, Any]],  # Any: lists of holidays, each a date and a name.
    six_day_week: bool,
    local: Mapping[date, str] | None = None,
) -> WorkingCalendar:
    """The rule sets `working_week` and `public_holidays` (one body a year) with a government's own holidays.

    Give the bodies of all years in which a deadline may end: that of its start and the next.
    """
    national: dict[date, str] = {}
    every_year: dict[YearDay, str] = {}
    for body in years:
        national |= {date.fromisoformat(one["on"]): one["name"] for one in body["days"]}
        every_year |= {(one["month"], one["day"]): one["name"] for one in body["every_year"]}
    return WorkingCalendar(
        frozenset(week["days_off"]["six_day_week" if six_day_week else "five_day_week"]),
        {**(local or {}), **national},
        every_year,
        frozenset(day.year for day in national),
    )


def working_day(day: date, calendar: WorkingCalendar) -> bool:
    """Whether people work on that day."""
    return day.isoweekday() not in calendar.days_off and calendar.name_of(day) is None


def after_working_days(start: date, count: int, calendar: WorkingCalendar) -> date:
    """The day that is so many working days (0 or more) after a day, which doesn't count itself.

    A deadline of 14 working days ends with the day that this gives for 14. None after a day is that day.
    """
    day = start
    while count > 0:
        day += DAY
        count -= working_day(day, calendar)
    return day


def working_days_between(start: date, end: date, calendar: WorkingCalendar) -> int:
    """How many working days lie after a day, up to and including another; below 0 if that one is earlier."""
    if end < start:
        return -working_days_between(end, start, calendar)
    days = (start + DAY * number for number in range(1, (end - start).days + 1))
    return sum(working_day(day, calendar) for day in days)
