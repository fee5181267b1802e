"""Amounts of rupiah, as budgets and seats are told."""

from decimal import Decimal

from jenjang.core.errors import BadUserInput, Conflict

MOST_MONEY = Decimal(10) ** 15
HUNDREDTH = Decimal("0.01")


class NotAnAmount(BadUserInput):
    """An amount is 0 to {most} rupiah, with at most two decimals."""


class CeilingTooLow(Conflict):
    """{spent} rupiah of it are spent or promised: the ceiling can't be below that."""


def check_amount(amount: Decimal, field: str) -> Decimal:
    """The amount in rupiah. Raises NotAnAmount."""
    finite = amount.is_finite() and 0 <= amount <= MOST_MONEY
    if not finite or amount != amount.quantize(HUNDREDTH):
        raise NotAnAmount(field, most=MOST_MONEY)
    return amount


def check_ceiling(ceiling: Decimal, committed: Decimal, realised: Decimal) -> Decimal:
    """A ceiling that covers what is promised and paid already. Raises NotAnAmount, CeilingTooLow."""
    check_amount(ceiling, "ceiling")
    if ceiling < committed + realised:
        raise CeilingTooLow("ceiling", spent=committed + realised)
    return ceiling
