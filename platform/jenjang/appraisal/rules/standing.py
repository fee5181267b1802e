"""Where somebody stands in credit: what counts towards the next rank and level, and when each is met."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jenjang.appraisal.rules.credit import CreditRule, Earned
from jenjang.appraisal.terms import CreditTarget, Predicate
from jenjang.core.months import YEAR


@dataclass(frozen=True, slots=True)
class Result:
    """A year's result in a functional position: its last months of that year count, 1 to 12 of them."""

    year: int
    earned: Earned


@dataclass(frozen=True, slots=True)
class Tenure:
    """The level that somebody holds, since when, and since when the rank (None: none is recorded)."""

    level: str
    level_since: date
    rank_since: date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What is gathered up to a day, not including it, towards a target that takes so much."""

    target: CreditTarget
    level: str
    gathered: Decimal
    needed: Decimal
    counted_to: date


def standings(rule: CreditRule, tenure: Tenure, results: Sequence[Result]) -> Iterator[Standing]:
    """Towards the next rank and the next level, where there is one. Raises NotAFunctionalLevel.

    A level begins at nothing, and so does a rank within it (PermenPANRB 1/2023); of the year in which
    it began only the months after count. What was earned at another level counts no more.
    """
    need = rule.need(tenure.level)
    since = max(tenure.level_since, tenure.rank_since or tenure.level_since)
    yield _standing(rule, CreditTarget.RANK, tenure.level, need.rank, _counted(results, tenure.level, since))
    if need.level is not None:
        counted = _counted(results, tenure.level, tenure.level_since)
        yield _standing(rule, CreditTarget.LEVEL, tenure.level, need.level, counted)


def projections(rule: CreditRule, standing: Standing) -> Mapping[Predicate, date]:
    """The day on which the need is met if all goes on with one predicate, for each that earns."""
    found = {
        predicate: rule.projected(
            standing.level, standing.gathered, standing.needed, predicate, standing.counted_to
        )
        for predicate in Predicate
    }
    return {predicate: met_on for predicate, met_on in found.items() if met_on}


@dataclass(frozen=True, slots=True)
class _Counted:
    """The parts of results that count, and up to which day, not including it."""

    parts: Sequence[Earned]
    to: date


def _counted(results: Iterable[Result], level: str, since: date) -> _Counted:
    """What was earned at that level from a day on."""
    kept = [
        (result.year, Earned(level, result.earned.predicate, months))
        for result in results
        if result.earned.level == level and (months := _months_from(result, since)) > 0
    ]
    last = max((year for year, _ in kept), default=None)
    return _Counted([part for _, part in kept], date(last + 1, 1, 1) if last else since)


def _months_from(result: Result, since: date) -> int:
    """How many of a result's months lie whole after a day; none or fewer: 0 or less."""
    begins = since.year * YEAR + since.month - (since.day == 1)
    return min(result.earned.months, (result.year + 1) * YEAR - begins)


def _standing(
    rule: CreditRule, target: CreditTarget, level: str, needed: Decimal, counted: _Counted
) -> Standing:
    return Standing(target, level, rule.gathered(counted.parts), needed, counted.to)
