"""Job-person match: how much of what a position asks for somebody was assessed at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from jenjang.competence.terms import MatchClass

Levels = Mapping[str, int]
"""Levels by subject."""
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class MatchRule:
    """From which percentage on a match is called what, the best first."""

    classes: Sequence[tuple[MatchClass, Decimal]]


def match_rule(body: Mapping[str, Any]) -> MatchRule:  # Any: a list of classes, each with its percentage.
    """The rule as its data tells it."""
    found = [(MatchClass(one["class"]), Decimal(one["from"])) for one in body["classes"]]
    return MatchRule(sorted(found, key=lambda one: one[1], reverse=True))


def percent(required: Levels, assessed: Levels) -> Decimal | None:
    """The levels that count, each up to what is asked for, of those asked for: 0.00 to 100.00.

    None where nothing is asked for, and where a competency has no level: not assessed is not zero.
    """
    if not required or not required.keys() <= assessed.keys():
        return None
    reached = sum(min(level, assessed[subject]) for subject, level in required.items())
    return (Decimal(100 * reached) / sum(required.values())).quantize(HUNDREDTH, ROUND_HALF_UP)


def classified(rule: MatchRule, reached: Decimal) -> MatchClass | None:
    """What a match is called; None where the rule has no class so low."""
    return next((name for name, least in rule.classes if reached >= least), None)
