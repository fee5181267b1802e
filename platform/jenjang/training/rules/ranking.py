"""In which order requests are worth their money: an advice that says why, for a person who decides."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

MILLION = 1_000_000
Place = tuple[Fraction, datetime, UUID]
"""Where a request stands: less its worth, when it was made, its id."""
PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class RankingRule:
    """How much positions weigh: by level, and by what factor more where they are critical; all above 0."""

    levels: Mapping[str, Decimal]
    otherwise: Decimal
    critical: Decimal

    def weight(self, level: str, *, is_critical: bool) -> Decimal:
        """The weight of a position, exact."""
        weight = self.levels.get(level, self.otherwise)
        return weight * self.critical if is_critical else weight


@dataclass(frozen=True, slots=True)
class Taught:
    """A competency that a course teaches up to a level, what the position asks for, where somebody stands."""

    upto: int
    required: int
    level: int | None
    """None: not assessed."""


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody who wants to go where it costs something, in rupiah, more than 0."""

    enrolment_id: UUID
    level: str
    """Of the position held."""
    is_critical: bool
    taught: Sequence[Taught]
    cost: Decimal
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Ranked:
    """A request in its place, and why it stands there."""

    request: Request
    points: int
    weight: Decimal
    worth: Fraction
    """Points times weight for each million rupiah."""
    cumulative: Decimal
    """Rupiah that it takes with all that is within the budget before it."""
    is_within: bool

    @property
    def place(self) -> Place:
        """What the order goes by, rising."""
        return -self.worth, self.request.made_at, self.request.enrolment_id

    @property
    def score(self) -> Decimal:
        """The same to four places."""
        return (Decimal(self.worth.numerator) / Decimal(self.worth.denominator)).quantize(PLACES)


def ranking_rule(body: Mapping[str, Any]) -> RankingRule:  # Any: a rule's body; decimals as texts.
    """The rule as its data tells it. Raises KeyError, ValueError of a weight that isn't above 0."""
    levels = {level: _positive(weight) for level, weight in body["levels"].items()}
    return RankingRule(levels, _positive(body["otherwise"]), _positive(body["critical"]))


def _positive(told: str) -> Decimal:
    weight = Decimal(told)
    if not weight.is_finite() or weight <= 0:
        raise ValueError(told)
    return weight


def gap_points(taught: Iterable[Taught]) -> int:
    """How many levels of what the position asks for a course closes; who isn't assessed begins at 0."""
    return sum(max(0, min(one.upto, one.required) - (one.level or 0)) for one in taught)


def ranked(rule: RankingRule, requests: Iterable[Request], left: Decimal) -> list[Ranked]:
    """The requests, those first that close the most gaps of weighty positions for their money.

    `left`: rupiah that are still free. What doesn't fit into them any more is not within, and holds up
    nothing cheaper. Of the same worth, what was asked for earlier comes first.
    """
    lined = sorted((_weighed(rule, one) for one in requests), key=_place)
    spent, found = Decimal(), list[Ranked]()
    for request, points, weight, worth in lined:
        cumulative = spent + request.cost
        is_within = cumulative <= left
        spent = cumulative if is_within else spent
        found.append(Ranked(request, points, weight, worth, cumulative, is_within))
    return found


Weighed = tuple[Request, int, Decimal, Fraction]


def _weighed(rule: RankingRule, request: Request) -> Weighed:
    points = gap_points(request.taught)
    weight = rule.weight(request.level, is_critical=request.is_critical)
    return request, points, weight, points * Fraction(weight) * MILLION / Fraction(request.cost)


def _place(one: Weighed) -> Place:
    request, _, _, worth = one
    return -worth, request.made_at, request.enrolment_id
