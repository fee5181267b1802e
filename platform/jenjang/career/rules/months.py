"""Months that several times fill together."""

from collections.abc import Iterable
from datetime import date

from jenjang.core.months import months_later, whole_months
from jenjang.organisation.rules.span import Span

LONGEST = 31
"""Days of the longest month."""


def months_within(times: Iterable[Span], on: date) -> int:
    """Whole months of several times together, up to a day; what two have in common counts once.

    Days that fill no month are added up over all times: 31 make one.
    """
    months = days = 0
    reached = date.min
    for time in sorted(times, key=lambda time: time.begins):
        begins, ends = max(time.begins, reached), min(time.ends or on, on)
        if begins < ends:
            whole = whole_months(begins, ends)
            months, days, reached = months + whole, days + (ends - months_later(begins, whole)).days, ends
    return months + days // LONGEST
