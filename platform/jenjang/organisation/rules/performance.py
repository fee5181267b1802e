"""Which years' predicates count on a day."""

from collections.abc import Mapping
from datetime import date

STALE = 2
"""Years after which a predicate is no "last year's" any more: what is not published yet isn't waited for."""


def last_years(predicates: Mapping[int, str], many: int, on: date) -> range:
    """The last years before a day of which the results count, the latest first; empty where none is known.

    The last year is the latest that ended before that day and has a result: what isn't published yet isn't
    waited for, but after two years nothing is last year's any more. A year between two without one counts.
    """
    last = max((year for year in predicates if year < on.year), default=0)
    return range(last, last - many, -1) if last >= on.year - STALE else range(0)
