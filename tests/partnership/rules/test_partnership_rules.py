"""An agreement holds on a day or not, a partner bids on it or not: as one tells day by day."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jenjang.partnership.rules.agreements import (
    Bid,
    ContributionExceeded,
    Holding,
    bid_within,
    check_left,
    told,
)
from jenjang.partnership.rules.identifiers import NotAnIdentifier, nib, npwp
from jenjang.partnership.terms import ContributionKind

START = date(2026, 1, 1)
days = st.integers(0, 40).map(lambda count: START + timedelta(days=count))
lengths = st.integers(1, 20).map(lambda count: timedelta(days=count))


@given(days, lengths, days, lengths)
def test_the_first_day_outside_is_told(begins: date, length: timedelta, first: date, more: timedelta) -> None:
    time, last = Holding(begins, begins + length), first + more - timedelta(days=1)
    asked = [first + timedelta(days=one) for one in range(more.days)]
    outside = [day for day in asked if not begins <= day <= time.until]
    assert time.outside(first, last) == (outside[0] if outside else None)


bids = st.builds(
    lambda begins, length: Bid("P", begins, None if length is None else begins + length),
    *(days, st.none() | lengths),
)


@given(st.lists(bids, max_size=5), days, lengths)
def test_a_partner_bids_on_the_days_of_any_of_its_bids(
    some: list[Bid], first: date, length: timedelta
) -> None:
    asked = [first + timedelta(days=one) for one in range(length.days)]
    running = [
        one for one in some if any(one.begins <= day and not (one.ends and one.ends <= day) for day in asked)
    ]
    found = bid_within(some, first, asked[-1])
    assert (found is None) == (running == [])
    assert found is None or found.begins == min(one.begins for one in running)


@given(st.integers(0, 100), st.integers(0, 100), st.integers(1, 100))
def test_no_more_is_taken_than_is_left(amount: int, used: int, asked: int) -> None:
    def take() -> None:
        check_left("PKS-1", ContributionKind.SEATS, Decimal(amount), Decimal(used), Decimal(asked))

    if used + asked <= amount:
        return take()
    with pytest.raises(ContributionExceeded) as caught:
        take()
    assert caught.value.facts["left"] == amount - used
    return None


@pytest.mark.parametrize(("amount", "words"), [("10.00", "10"), ("0.50", "0.50"), ("1E+2", "100")])
def test_an_amount_is_told_without_needless_decimals(amount: str, words: str) -> None:
    assert str(told(Decimal(amount))) == words


@pytest.mark.parametrize("text", ["01.234.567.8-526.000", "0123456785260001", "0123 4567 8526 0001"])
def test_a_taxpayers_number_is_kept_as_digits(text: str) -> None:
    assert npwp(text) == "".join(one for one in text if one.isdigit())


@pytest.mark.parametrize("text", ["", "12345678901234", "٠١٢٣٤٥٦٧٨٥٢٦٠٠٠", "0123456785260001x"])
def test_what_isnt_of_the_states_digits_is_no_number(text: str) -> None:
    with pytest.raises(NotAnIdentifier):
        npwp(text)
    with pytest.raises(NotAnIdentifier):
        nib(text)


def test_who_has_no_number_needs_none() -> None:
    assert (npwp(None), nib(None)) == (None, None)
