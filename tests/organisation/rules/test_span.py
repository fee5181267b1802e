"""Times: what they share, and how many hold at once."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jenjang.organisation.rules.span import (
    EndsBeforeItBegins,
    NotYet,
    Span,
    check_not_ahead,
    peak,
    span,
)

DAY = date(2026, 1, 1)


def days(begins: int, ends: int | None) -> Span:
    return Span(DAY + timedelta(begins), None if ends is None else DAY + timedelta(ends))


SPANS = st.tuples(st.integers(0, 20), st.none() | st.integers(1, 10)).map(
    lambda pair: days(pair[0], None if pair[1] is None else pair[0] + pair[1])
)


def test_the_first_day_belongs_to_a_time_and_the_last_does_not() -> None:
    time = days(0, 2)
    assert DAY in time
    assert DAY + timedelta(1) in time
    assert DAY + timedelta(2) not in time
    assert DAY - timedelta(1) not in time


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        (days(0, 5), days(5, 9), None),
        (days(0, 5), days(4, 9), days(4, 5)),
        (days(0, None), days(3, 4), days(3, 4)),
        (days(0, None), days(3, None), days(3, None)),
    ],
)
def test_what_two_times_share(one: Span, other: Span, shared: Span | None) -> None:
    assert one.common(other) == shared
    assert other.common(one) == shared


@given(st.lists(SPANS, max_size=6), SPANS)
def test_the_peak_is_the_most_on_any_day(times: list[Span], within: Span) -> None:
    window = [day for n in range(40) if (day := DAY + timedelta(n)) in within]
    assert peak(times, within) == max(sum(day in time for time in times) for day in window)


def test_an_empty_time_is_refused() -> None:
    assert span(DAY, None) == Span(DAY)
    with pytest.raises(EndsBeforeItBegins):
        span(DAY, DAY)


def test_what_is_true_only_later_is_refused() -> None:
    check_not_ahead(DAY, DAY)
    with pytest.raises(NotYet):
        check_not_ahead(DAY + timedelta(1), DAY)
