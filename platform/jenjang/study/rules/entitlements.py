"""What merit gives a right to: by which predicate of a year, and how long the right lasts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from jenjang.core.months import months_later


@dataclass(frozen=True, slots=True)
class MeritRule:
    """Source: UU 20/2023 Ps. 21, PP 30/2019 on rewards for performance [M]."""

    predicates: frozenset[str]
    """Those that give a right."""
    months: int
    """How long it lasts after the year that it was earned in."""
    remind_days: int
    """So many days before it expires, its holder is reminded."""


def merit_rule(body: Mapping[str, Any]) -> MeritRule:  # Any: words and numbers by name.
    """The rule set `merit_entitlement`. Raises KeyError of what is left out, ValueError."""
    months, days = int(body["months"]), int(body["remind_days"])
    if months < 1 or days < 0:
        raise ValueError("a right lasts for a month at least, and nobody is reminded after it")
    return MeritRule(frozenset(body["predicates"]), months, days)


def expires_on(rule: MeritRule, year: int) -> date:
    """The first day on which the right of a year is over: it depends on nothing but the year."""
    return months_later(date(year + 1, 1, 1), rule.months)


def earned(rule: MeritRule, years: Mapping[int, str], on: date) -> Mapping[int, date]:
    """The years of somebody that give a right which isn't over on a day, and when each is over."""
    given = {
        year: expires_on(rule, year) for year, predicate in years.items() if predicate in rule.predicates
    }
    return {year: ends for year, ends in given.items() if ends > on}
