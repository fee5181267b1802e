"""When service ends by age (batas usia pensiun, BUP)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Retirement:
    """The day somebody retires, and the version of the rule that says so."""

    on: date
    rule: str


def retirement_age(body: Mapping[str, Any], level: str, position: str) -> int:  # Any: two tables.
    """The age in years at which holders of a position retire, by the rule set `retirement_age`.

    It is that of the level (UU 20/2023 article 55), or the higher one of an exception for
    positions whose name begins so. Raises KeyError for a level that the rule doesn't know.
    """
    name = position.casefold()
    exceptions = (
        entry["age"] for entry in body["exceptions"] if name.startswith(entry["position"].casefold())
    )
    return int(max([body["ages"][level], *exceptions]))


def retirement(birth_date: date, age: int, rule: str) -> Retirement:
    """The first of the month after the birthday on which the retirement age (years) is reached.

    Source: UU 20/2023 article 55 for the ages; the first of the next month (TMT pensiun) is
    administrative practice. `rule` is the version that the age was read from.
    """
    months = (birth_date.year + age) * 12 + birth_date.month
    return Retirement(date(months // 12, months % 12 + 1, 1), rule)
