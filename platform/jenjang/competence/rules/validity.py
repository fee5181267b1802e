"""How long an assessment counts."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import Any


def expiry(body: Mapping[str, Any], assessed_on: date) -> date:  # Any: a rule's body; here its months.
    """The first day on which an assessment counts no more: as many months later as the rule says."""
    months = assessed_on.month - 1 + int(body["months"])
    year, month = assessed_on.year + months // 12, months % 12 + 1
    return date(year, month, min(assessed_on.day, monthrange(year, month)[1]))
