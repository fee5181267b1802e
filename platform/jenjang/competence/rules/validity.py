"""How long an assessment counts."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from jenjang.core.months import months_later


def expiry(body: Mapping[str, Any], assessed_on: date) -> date:  # Any: a rule's body; here its months.
    """The first day on which an assessment counts no more: as many months later as the rule says."""
    return months_later(assessed_on, int(body["months"]))
