"""The years that what is planned or reckoned may be of."""

from datetime import date

from jenjang.core.errors import BadUserInput

YEARS = range(2000, 2101)
"""Far from both ends of the calendar, beyond which nothing can be reckoned."""


class NoSuchYear(BadUserInput):
    """This is of the years {first} to {last} only."""


def check_year(year: int, field: str | tuple[str, ...] = "year") -> None:
    """Refuse a year that nothing is planned for. Raises NoSuchYear."""
    if year not in YEARS:
        raise NoSuchYear(field, first=YEARS[0], last=YEARS[-1])


def check_days(**days: date) -> None:
    """Refuse days of such years; their names are those of the input fields. Raises NoSuchYear."""
    for name, day in days.items():
        check_year(day.year, name)
