"""How long an assessment counts."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import Any


def months_of(body: Mapping[str, Any]) -> int:  # Any: a rule's body; here its months.
    """For how many months an assessment counts, one at least. Raises ValueError."""
    months = int(body["months"])
    if months < 1:
        raise ValueError(months)
    return months


def expiry(body: Mapping[str, Any], assessed_on: date) -> date:  # Any: as above.
    """The first day on which an assessment counts no more: as many months later as the rule says."""
    months = assessed_on.month - 1 + months_of(body)
    year, month = assessed_on.year + months // 12, months % 12 + 1
    return date(year, month, min(assessed_on.day, monthrange(year, month)[1]))
