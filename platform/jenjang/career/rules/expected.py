"""Results that nobody knows yet, as they are expected."""

from collections.abc import Mapping
from datetime import date

FURTHEST_YEARS = 20
"""Years ahead for which a predicate is expected."""


def with_expected(predicates: Mapping[int, str], expected: str | None, today: date) -> Mapping[int, str]:
    """What is known by year, and what is expected of each year that has no result yet.

    That begins after the latest past year with a result, and not before last year: in January last year's
    result isn't out, but an older one that is missing is none to wait for. Where no past year is known, it
    begins with the running one. None expects nothing. Source: the house's reading of PP 11/2017.
    """
    past = [year for year in predicates if year < today.year]
    first = max(max(past) + 1, today.year - 1) if past else today.year
    ahead = range(first, today.year + FURTHEST_YEARS + 1) if expected else range(0)
    return {**dict.fromkeys(ahead, str(expected)), **predicates}
