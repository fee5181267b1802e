"""Competency ratings: what counts of levels tell, and when that may be shown without naming a rater."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from jenjang.appraisal.terms import RaterRelation
from jenjang.core.errors import BadUserInput, Conflict

LEVELS = range(1, 6)
"""Of a competency (PermenPANRB 38/2017; Format B.1.9)."""
PLACES = Decimal("0.01")
NAMED = frozenset({RaterRelation.SELF, RaterRelation.LEADER})
"""Relations of one known person each: nothing is hidden by withholding what they said."""


class NobodyRated(Conflict):
    """Nobody has rated this competency yet."""


class NotALevel(BadUserInput):
    """A competency is rated from {least} to {most}, not {level}."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How many rated, their mean and standard deviation to two places, the lowest and the highest level."""

    raters: int
    mean: Decimal
    lowest: int
    highest: int
    deviation: Decimal


def check_level(level: int, field: str = "level") -> None:
    """Refuse a rating that isn't from 1 to 5."""
    if level not in LEVELS:
        raise NotALevel(field, least=LEVELS[0], most=LEVELS[-1], level=level)


def spread(counts: Sequence[int]) -> Spread:
    """What so many raters of each level, from 1 to 5, say together. Raises NobodyRated.

    The deviation is of all who rated (they are no sample); both figures are rounded half up.
    """
    tally = dict(zip(LEVELS, counts, strict=True))
    raters = sum(counts)
    if not raters:
        raise NobodyRated
    given = [level for level, count in tally.items() if count]
    total = sum(level * count for level, count in tally.items())
    squares = sum(level * level * count for level, count in tally.items())
    deviation = Decimal(raters * squares - total * total).sqrt() / raters
    return Spread(raters, _rounded(Decimal(total) / raters), given[0], given[-1], _rounded(deviation))


def may_be_shown(relation: RaterRelation, raters: int, fewest: int) -> bool:
    """Whether what raters of one relation said may be shown: one's own and the leader's always.

    Of peers and of those led only from so many on as the government asks, never fewer than three (bounds of
    `fewest_raters`): else the person rated could tell who said what.
    """
    return relation in NAMED or raters >= fewest


def _rounded(figure: Decimal) -> Decimal:
    return figure.quantize(PLACES, ROUND_HALF_UP)
