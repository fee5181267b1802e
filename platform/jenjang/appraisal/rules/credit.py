"""Credit (angka kredit) of functional positions: what a year gives, what is needed, and when it is there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from jenjang.appraisal.rules.body import of_each
from jenjang.appraisal.terms import Predicate
from jenjang.core.errors import BadUserInput, Conflict
from jenjang.core.months import YEAR, months_later

KEPT = Decimal("0.000001")
"""To what an amount is rounded that no decimal writes exactly: a third of anything."""


class NotAFunctionalLevel(Conflict):
    """{level} is no level of functional positions: it gathers no credit. Those that do: {known}."""


class NotMonthsOfAYear(BadUserInput):
    """Credit is given for 1 to 12 months of a year, not for {months}."""


@dataclass(frozen=True, slots=True)
class Need:
    """The credit that the next rank and the next level take; no level is next to the highest of a line."""

    rank: Decimal
    level: Decimal | None


@dataclass(frozen=True, slots=True)
class Level:
    """A level of functional positions: credit a year at Baik, the need, SIASN's koefisienId at Baik."""

    coefficient: Decimal
    need: Need
    code: int


@dataclass(frozen=True, slots=True)
class Earned:
    """A part of a year: at which level, with which predicate, how many months (1-12)."""

    level: str
    predicate: Predicate
    months: int


@dataclass(frozen=True)
class CreditRule:
    """Coefficients by level (codes of position_levels), percents by predicate, the percent for a degree.

    Source: PermenPANRB 1/2023, PerBKN 3/2023: coefficient × percent of the predicate × months / 12.
    """

    levels: Mapping[str, Level]
    percents: Mapping[Predicate, Decimal]
    degree_percent: Decimal

    def level(self, code: str) -> Level:
        """What the law says of a level. Raises NotAFunctionalLevel."""
        if code not in self.levels:
            raise NotAFunctionalLevel("level", level=code, known=", ".join(self.levels))
        return self.levels[code]

    def need(self, level: str) -> Need:
        """The credit that the next rank and level take. Raises NotAFunctionalLevel."""
        return self.level(level).need

    def code_of(self, level: str) -> int:
        """SIASN's koefisienId of a level at Baik. Raises NotAFunctionalLevel."""
        return self.level(level).code

    def credit(self, level: str, predicate: Predicate, months: int) -> Decimal:
        """The credit for 1 to 12 months of a year. Raises NotAFunctionalLevel, NotMonthsOfAYear.

        Exact wherever a decimal can be, else to six places: add months up with `gathered`, not results.
        """
        return _decimal(self._exactly(Earned(level, predicate, months)))

    def gathered(self, parts: Iterable[Earned]) -> Decimal:
        """The credit of several parts together, added up exactly: twelve single months are a year."""
        return _decimal(sum(map(self._exactly, parts), Fraction()))

    def for_degree(self, level: str) -> Decimal:
        """What a higher degree of the field adds, once: a part of the next rank's need [M]."""
        return self.need(level).rank * self.degree_percent / 100

    def projected(
        self, level: str, gathered: Decimal, need: Decimal | None, predicate: Predicate, since: date
    ) -> date | None:
        """The first of the month on which the need is met if each month earns a twelfth of the year's.

        `gathered` is the credit on `since`; only whole months from then on earn. None where nothing is
        needed, or nothing is earned. Raises NotAFunctionalLevel.
        """
        if need is None:
            return None
        first = months_later(since.replace(day=1), since.day > 1)
        missing = Fraction(need) - Fraction(gathered)
        if missing <= 0:
            return first
        monthly = self._month(level, predicate)
        return months_later(first, -(-missing // monthly)) if monthly else None

    def _exactly(self, part: Earned) -> Fraction:
        if not 1 <= part.months <= YEAR:
            raise NotMonthsOfAYear("months", months=part.months)
        return self._month(part.level, part.predicate) * part.months

    def _month(self, level: str, predicate: Predicate) -> Fraction:
        self.level(level)
        return self._monthly[level][predicate]

    @cached_property
    def _monthly(self) -> Mapping[str, Mapping[Predicate, Fraction]]:
        """What a month earns at each level with each predicate, exactly; reckoned once for everybody."""
        percents = {predicate: Fraction(percent) / 100 for predicate, percent in self.percents.items()}
        return {
            code: {one: Fraction(level.coefficient) * percent / YEAR for one, percent in percents.items()}
            for code, level in self.levels.items()
        }


def credit_rule(body: Mapping[str, Any]) -> CreditRule:  # Any: levels, percents, each of its own shape.
    """The rule set `functional_credit`. Raises RuleSetIncomplete, RuleSetOfOtherWords."""
    return CreditRule(
        {code: _level(told) for code, told in body["levels"].items()},
        of_each(Predicate, body["percents"], "percents", Decimal),
        Decimal(body["degree_percent"]),
    )


def _level(told: Mapping[str, Any]) -> Level:  # Any: decimals as text, and a code.
    highest = "next_level" not in told
    need = Need(Decimal(told["next_rank"]), None if highest else Decimal(told["next_level"]))
    return Level(Decimal(told["coefficient"]), need, told["siasn_at_good"])


def _decimal(exact: Fraction) -> Decimal:
    """The number as a decimal: exact where its denominator has no factors but 2 and 5, else to six places."""
    denominator = exact.denominator
    for factor in (2, 5):
        while denominator % factor == 0:
            denominator //= factor
    number = Decimal(exact.numerator) / Decimal(exact.denominator)
    return number if denominator == 1 else number.quantize(KEPT, ROUND_HALF_UP)
