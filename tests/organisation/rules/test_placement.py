"""Placing: seats, open positions, fit."""

from datetime import date

import pytest

from jenjang.organisation.rules.placement import (
    Fit,
    Misfit,
    NoSeatLeft,
    PositionNotOpen,
    check_open,
    check_seat,
    fit,
)
from jenjang.organisation.rules.rank import Rank
from jenjang.organisation.rules.span import Span
from jenjang.organisation.terms import EmployeeKind

III_A, III_B, III_C, III_D = (
    Rank(f"III/{room}", EmployeeKind.PNS, 8 + n) for n, room in enumerate("abcd", 1)
)
GRADE_IX = Rank("IX", EmployeeKind.PPPK, 9)
ON = date(2026, 3, 1)
LATER = date(2040, 1, 1)


def test_a_seat_is_free_when_whoever_held_it_leaves_that_day() -> None:
    check_seat(1, [Span(date(2020, 1, 1), ON)], Span(ON))
    check_seat(2, [Span(date(2020, 1, 1))], Span(ON))


@pytest.mark.parametrize(
    "taken",
    [
        [Span(date(2020, 1, 1))],
        [Span(date(2020, 1, 1), date(2026, 3, 2))],
        [Span(date(2030, 1, 1), date(2031, 1, 1))],
    ],
)
def test_a_seat_taken_at_any_time_is_refused(taken: list[Span]) -> None:
    with pytest.raises(NoSeatLeft):
        check_seat(1, taken, Span(ON))


def test_two_who_follow_one_another_take_one_seat() -> None:
    check_seat(2, [Span(date(2020, 1, 1), LATER), Span(LATER)], Span(ON))


def test_a_position_must_be_open_all_the_time() -> None:
    check_open(Span(ON), Span(ON))
    check_open(Span(ON, LATER), Span(ON, LATER))
    for position in (Span(date(2026, 3, 2)), Span(date(2020, 1, 1), ON), Span(ON, LATER)):
        with pytest.raises(PositionNotOpen):
            check_open(position, Span(ON))


@pytest.mark.parametrize(
    ("rank", "retires_on", "fits", "misfits"),
    [
        (III_B, LATER, True, ()),
        (III_C, LATER, True, ()),
        (III_A, LATER, False, (Misfit.RANK_TOO_LOW,)),
        (III_D, LATER, False, (Misfit.RANK_TOO_HIGH,)),
        (None, LATER, None, (Misfit.RANK_UNKNOWN,)),
        (GRADE_IX, LATER, None, (Misfit.OTHER_RANK_SCHEME,)),
        (III_B, ON, False, (Misfit.PAST_RETIREMENT_AGE,)),
        (III_A, ON, False, (Misfit.RANK_TOO_LOW, Misfit.PAST_RETIREMENT_AGE)),
        (None, ON, False, (Misfit.RANK_UNKNOWN, Misfit.PAST_RETIREMENT_AGE)),
    ],
)
def test_fit(rank: Rank | None, retires_on: date, fits: bool | None, misfits: tuple[Misfit, ...]) -> None:
    assert fit(rank, III_B, III_C, ON, retires_on, "rank_span 1") == Fit(fits, misfits, "rank_span 1")


def test_a_position_that_demands_no_rank_fits_anybody() -> None:
    assert fit(None, None, None, ON, LATER, "-").fits is True
    assert fit(GRADE_IX, None, None, ON, LATER, "-").fits is True
