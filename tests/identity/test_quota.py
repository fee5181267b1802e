"""Quotas: what is allowed, what is left, and how long to wait."""

import pytest
from factories.identity import Time
from hypothesis import given
from hypothesis import strategies as some

from jenjang.graph.quota import Quota, Rate, Window

RATE = Rate(1000, 60)


@pytest.mark.parametrize(
    ("cost_per_minute", "burst", "rate"),
    [(60_000, 10_000, Rate(10_000, 10)), (100_000, 100_000, Rate(100_000, 60)), (600_000, 10, Rate(10, 1))],
)
def test_a_burst_is_earned_again_at_the_steady_rate(cost_per_minute: int, burst: int, rate: Rate) -> None:
    assert Rate.of(cost_per_minute, burst) == rate


async def test_a_refusal_spends_nothing_and_says_when_to_come_again() -> None:
    quota = Quota(otherwise=RATE, ticking=Time().ticking)
    assert (await quota.take("surakarta", "app", 700)).remaining == 300
    for _ in range(3):
        refused = await quota.take("surakarta", "app", 301)
        assert (refused.allowed, refused.remaining) == (False, 300)
        assert 1 <= refused.reset_seconds <= 120
    assert (await quota.take("surakarta", "app", 300)).remaining == 0


async def test_governments_have_the_quotas_of_their_catalogue() -> None:
    quota = Quota(rates={"plaju": Rate(10, 60)}, otherwise=RATE)
    assert (await quota.take("plaju", "app", 1)).limit == 10
    assert (await quota.take("surakarta", "app", 1)).limit == 1000


async def test_one_may_ask_what_is_left_without_spending_even_when_nothing_is() -> None:
    quota = Quota(otherwise=RATE)
    assert (await quota.take("surakarta", "app", 0)).remaining == 1000
    await quota.take("surakarta", "app", 1000)
    empty = await quota.take("surakarta", "app", 0)
    assert (empty.allowed, empty.remaining) == (True, 0)


async def test_a_portion_taken_in_advance_is_given_out_to_the_last_point() -> None:
    quota = Quota(otherwise=RATE)
    given_out = 0
    while (await quota.take("surakarta", "app", 7)).allowed:
        given_out += 7
    assert given_out == 994


POINTS = some.integers(0, RATE.points)


@given(before=POINTS, now=POINTS, fades=some.floats(0, RATE.seconds), cost=POINTS)
def test_after_the_wait_and_not_sooner_the_cost_fits(before: int, now: int, fades: float, cost: int) -> None:
    def free(at: float) -> float:
        """What may be spent after so many seconds in which nothing else is."""
        if at < fades:
            return RATE.points - before * (fades - at) / RATE.seconds - now
        return RATE.points - now * max(0.0, fades + RATE.seconds - at) / RATE.seconds

    wait = Window(before, fades, now, fades + RATE.seconds).wait(RATE, cost)
    assert free(wait) >= cost - 0.001
    if wait:
        assert free(wait - 0.001) < cost
