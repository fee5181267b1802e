"""How long an assessment counts."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from jenjang.core.months import months_later


def months_of(body: Mapping[str, Any]) -> int:  # Any: a rule's body; here its months.
    """For how many months an assessment counts, one at least. Raises ValueError."""
    months = int(body["months"])
    if months < 1:
        raise ValueError(months)
    return months


def expiry(body: Mapping[str, Any], assessed_on: date) -> date:  # Any: as above.
    """The first day on which an assessment counts no more: as many months later as the rule says."""
    return months_later(assessed_on, months_of(body))
