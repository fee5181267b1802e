"""What raters say together, and when it may be shown."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jenjang.appraisal.rules.rating import NobodyRated, NotALevel, Spread, check_level, may_be_shown, spread
from jenjang.appraisal.terms import RaterRelation

COUNTS = st.lists(st.integers(0, 200), min_size=5, max_size=5).filter(any)


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ((0, 0, 1, 0, 0), Spread(1, Decimal("3.00"), 3, 3, Decimal("0.00"))),
        ((1, 0, 0, 0, 1), Spread(2, Decimal("3.00"), 1, 5, Decimal("2.00"))),
        ((0, 0, 1, 2, 0), Spread(3, Decimal("3.67"), 3, 4, Decimal("0.47"))),
        ((0, 1, 1, 1, 1), Spread(4, Decimal("3.50"), 2, 5, Decimal("1.12"))),
        ((0, 0, 0, 7, 1), Spread(8, Decimal("4.13"), 4, 5, Decimal("0.33"))),
        ((2, 0, 0, 0, 0), Spread(2, Decimal("1.00"), 1, 1, Decimal("0.00"))),
    ],
)
def test_counts_of_levels_make_a_spread(counts: tuple[int, ...], told: Spread) -> None:
    assert spread(counts) == told


def test_without_raters_there_is_no_spread() -> None:
    with pytest.raises(NobodyRated):
        spread((0, 0, 0, 0, 0))


@given(COUNTS)
def test_a_mean_lies_between_the_lowest_and_the_highest(counts: list[int]) -> None:
    told = spread(counts)
    assert told.lowest <= told.mean <= told.highest
    assert 0 <= told.deviation <= 2
    assert (told.deviation == 0) is (told.lowest == told.highest)


@given(COUNTS)
def test_turning_the_scale_round_turns_the_spread_round(counts: list[int]) -> None:
    told, turned = spread(counts), spread(counts[::-1])
    assert (turned.lowest, turned.highest) == (6 - told.highest, 6 - told.lowest)
    assert turned.deviation == told.deviation
    assert abs(turned.mean - (6 - told.mean)) <= Decimal("0.01")


@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
def test_a_level_is_from_one_to_five(level: int) -> None:
    check_level(level)


@pytest.mark.parametrize("level", [0, 6, -1])
def test_any_other_level_is_refused(level: int) -> None:
    with pytest.raises(NotALevel) as refused:
        check_level(level)
    assert refused.value.facts == {"least": 1, "most": 5, "level": level}


@pytest.mark.parametrize(
    ("relation", "raters", "fewest", "shown"),
    [
        ("SELF", 1, 3, True),
        ("LEADER", 1, 3, True),
        ("PEER", 2, 3, False),
        ("PEER", 3, 3, True),
        ("PEER", 4, 5, False),
        ("UPWARD", 0, 3, False),
        ("UPWARD", 2, 3, False),
        ("UPWARD", 3, 3, True),
        ("UPWARD", 5, 5, True),
    ],
)
def test_what_peers_and_those_led_said_is_shown_from_so_many_on(
    relation: str, raters: int, fewest: int, shown: bool
) -> None:
    assert may_be_shown(RaterRelation(relation), raters, fewest) is shown
