"""When an agreement holds, when it may begin, and how much of it is left."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from jenjang.core.errors import BadUserInput, Conflict
from jenjang.partnership.terms import ContributionKind

MOST = Decimal(10) ** 15
HUNDREDTH, WHOLE = Decimal("0.01"), Decimal(1)
RATINGS = range(1, 6)


class AgreementNotValid(Conflict):
    """The agreement {number} with {partner} holds from {begins} until {until}, and not on {on}."""


class ProgrammeNotValid(Conflict):
    """The programme {name} runs from {begins} until {until}, and not on {on}."""


class OutsideTheAgreement(BadUserInput):
    """A programme runs within the time of its agreement: {begins} until {until}."""


class PartnerInProcurement(Conflict):
    """{partner} bids in {procurement}: say why the agreement is made all the same, or wait."""


class NotAContribution(BadUserInput):
    """Give 0 to {most}: rupiah with at most two decimals, seats and days whole."""


class TrainerEnded(Conflict):
    """{name} trains for the partner until {until}, and not on {on}."""


class ContributionUsed(Conflict):
    """Trainings use {used} of it already: it can't be below that."""


class ContributionExceeded(Conflict):
    """The agreement {number} has {left} of {kind} left, and this would take {asked}."""


class NoSuchRating(BadUserInput):
    """A rating is {least} to {most}."""


@dataclass(frozen=True, slots=True)
class Holding:
    """The time in which something holds: from a day up to, not including, another."""

    begins: date
    ends: date

    @property
    def until(self) -> date:
        """The last day."""
        return self.ends - timedelta(days=1)

    def outside(self, first: date, last: date) -> date | None:
        """The first of the days, `last` included, on which it doesn't hold; None: it holds on all."""
        if first < self.begins or first >= self.ends:
            return first
        return self.ends if last >= self.ends else None


@dataclass(frozen=True, slots=True)
class Bid:
    """A procurement in which a partner bids, from a day up to, not including, another; None: it runs."""

    procurement: str
    begins: date
    ends: date | None


def bid_within(bids: Iterable[Bid], first: date, last: date) -> Bid | None:
    """A procurement in which the partner bids from a day to another, both included: the first."""
    running = (one for one in bids if one.begins <= last and (one.ends is None or first < one.ends))
    return min(running, key=lambda one: (one.begins, one.procurement), default=None)


def check_amount(kind: ContributionKind, amount: Decimal) -> Decimal:
    """How much is contributed: rupiah, seats or days, 0 or more. Raises NotAContribution."""
    step = HUNDREDTH if kind is ContributionKind.MONEY else WHOLE
    if not amount.is_finite() or not 0 <= amount <= MOST or amount != amount.quantize(step):
        raise NotAContribution("amount", most=MOST)
    return amount


def check_left(number: str, kind: ContributionKind, amount: Decimal, used: Decimal, asked: Decimal) -> None:
    """Refuse to take more than is left of a contribution. Raises ContributionExceeded."""
    if used + asked > amount:
        left = told(amount - used)
        raise ContributionExceeded(FIELDS[kind], number=number, kind=kind, left=left, asked=told(asked))


def told(amount: Decimal) -> Decimal:
    """An amount as it is told: 10, not 10.00; 0.50 as it is."""
    return amount.quantize(WHOLE) if amount == amount.to_integral_value() else amount


FIELDS = {
    ContributionKind.MONEY: "partnerMoney",
    ContributionKind.SEATS: "quota",
    ContributionKind.TRAINER: "partnerTrainerId",
}
"""The input field by which an event takes of it."""


def check_rating(rating: int, field: str) -> int:
    """A rating, 1 (poor) to 5 (very good). Raises NoSuchRating."""
    if rating not in RATINGS:
        raise NoSuchRating(field, least=RATINGS[0], most=RATINGS[-1])
    return rating
