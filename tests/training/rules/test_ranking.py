"""Requests in the order of what they close for their money: an order that can be reckoned."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some

from jenjang.rules.shelf import shipped
from jenjang.training.rules.ranking import Request, Taught, gap_points, ranked, ranking_rule

RULE = ranking_rule({"levels": {"PENGAWAS": "1.5", "PELAKSANA": "1"}, "otherwise": "2", "critical": "1.5"})
LEVELS = some.integers(1, 5)
TAUGHT = some.builds(Taught, LEVELS, LEVELS, some.none() | LEVELS)
REQUESTS = some.lists(
    some.builds(
        Request,
        enrolment_id=some.uuids(),
        level=some.sampled_from(["PENGAWAS", "PELAKSANA", "AHLI_MUDA"]),
        is_critical=some.booleans(),
        taught=some.lists(TAUGHT, max_size=3),
        cost=some.decimals("0.01", "50000000", places=2),
        made_at=some.datetimes(timezones=some.just(UTC)),
    ),
    max_size=12,
    unique_by=lambda one: one.enrolment_id,
)
LEFT = some.decimals(0, "100000000", places=2)


def request(key: int, points: int, cost: int, level: str = "PELAKSANA", *, critical: bool = False) -> Request:
    taught = [Taught(upto=points, required=5, level=None)]
    made = datetime(2026, 6, key, tzinfo=UTC)
    return Request(UUID(int=key), level, critical, taught, Decimal(cost), made)


@pytest.mark.parametrize(
    ("taught", "points"),
    [
        ([], 0),
        ([Taught(4, 3, 1)], 2),
        ([Taught(2, 4, 1)], 1),
        ([Taught(3, 3, None)], 3),
        ([Taught(2, 3, 3)], 0),
        ([Taught(4, 3, 1), Taught(4, 4, 3), Taught(2, 2, 5)], 3),
    ],
)
def test_a_course_closes_what_is_asked_for_and_taught(taught: list[Taught], points: int) -> None:
    assert gap_points(taught) == points


def test_an_order_that_is_reckoned_by_hand() -> None:
    """2 × 1 ÷ 1, 2 × 1.5 × 1.5 ÷ 3, 3 × 1 ÷ 2 and 1 × 2 ÷ 0.5 for each million."""
    asked = [
        request(1, 2, 1_000_000),
        request(2, 2, 3_000_000, "PENGAWAS", critical=True),
        request(3, 3, 2_000_000),
        request(4, 1, 500_000, "AHLI_MUDA"),
    ]
    found = ranked(RULE, asked, Decimal(4_500_000))
    assert [one.request.enrolment_id.int for one in found] == [4, 1, 2, 3]
    assert [one.score for one in found] == [Decimal(4), Decimal(2), Decimal("1.5"), Decimal("1.5")]
    assert [one.cumulative for one in found] == [500_000, 1_500_000, 4_500_000, 6_500_000]
    assert [one.is_within for one in found] == [True, True, True, False]


def test_what_doesnt_fit_holds_up_nothing_cheaper() -> None:
    asked = [request(1, 5, 1_000_000), request(2, 1, 300_000)]
    dear, cheap = ranked(RULE, asked, Decimal(400_000))
    assert (dear.cumulative, dear.is_within) == (1_000_000, False)
    assert (cheap.cumulative, cheap.is_within) == (300_000, True)


@given(REQUESTS, LEFT)
def test_all_are_ranked_once_and_what_is_within_is_never_more_than_is_left(
    requests: list[Request], left: Decimal
) -> None:
    found = ranked(RULE, requests, left)
    assert sorted(one.request.enrolment_id for one in found) == sorted(one.enrolment_id for one in requests)
    assert sum((one.request.cost for one in found if one.is_within), Decimal()) <= left
    for one in found:
        before = found[: found.index(one)]
        spent = sum((each.request.cost for each in before if each.is_within), Decimal())
        assert one.cumulative == spent + one.request.cost
        assert one.is_within == (one.cumulative <= left)


@given(REQUESTS, LEFT)
def test_nobody_stands_before_who_closes_more_for_the_money(requests: list[Request], left: Decimal) -> None:
    """By cross-multiplication, without dividing as the rule does."""
    found = ranked(RULE, requests, left)
    for one, other in pairwise(found):
        mine = one.points * one.weight * other.request.cost
        theirs = other.points * other.weight * one.request.cost
        assert mine >= theirs
        if mine == theirs:
            assert one.request.made_at <= other.request.made_at
        assert one.score >= other.score
        assert abs(Fraction(one.score) - one.worth) <= Fraction(1, 20_000)


@given(REQUESTS, LEFT)
def test_the_order_in_which_they_are_read_changes_nothing(requests: list[Request], left: Decimal) -> None:
    assert ranked(RULE, requests, left) == ranked(RULE, requests[::-1], left)


@given(LEVELS, LEVELS, some.none() | LEVELS)
def test_more_taught_never_closes_less(upto: int, required: int, level: int | None) -> None:
    assert gap_points([Taught(upto + 1, required, level)]) >= gap_points([Taught(upto, required, level)]) >= 0


def test_the_rule_weighs_all_levels_and_critical_ones_more() -> None:
    rule = ranking_rule(shipped("training_ranking", date(2026, 7, 1)).body)
    assert rule.weight("JPT_PRATAMA", is_critical=True) == Decimal("3.75")
    assert rule.weight("PELAKSANA", is_critical=False) == 1
    assert rule.weight("UNHEARD_OF", is_critical=False) == 1


@pytest.mark.parametrize("weight", ["0", "-1", "NaN", "Infinity"])
def test_a_weight_that_is_none_isnt_read(weight: str) -> None:
    with pytest.raises(ValueError, match=weight):
        ranking_rule({"levels": {"PENGAWAS": weight}, "otherwise": "1", "critical": "1"})
