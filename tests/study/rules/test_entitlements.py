"""Which years give a right, and when it is over."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jenjang.rules.shelf import shipped
from jenjang.study.rules.entitlements import MeritRule, earned, expires_on, merit_rule

RULE = merit_rule(shipped("merit_entitlement", date(2026, 7, 1)).body)
YEARS = st.dictionaries(st.integers(2015, 2035), st.sampled_from(["VERY_GOOD", "GOOD", "POOR"]))


def test_the_shipped_rule_gives_two_years_for_a_very_good_one() -> None:
    assert MeritRule(frozenset({"VERY_GOOD"}), 24, 90) == RULE
    assert expires_on(RULE, 2025) == date(2028, 1, 1)


def test_a_right_lasts_until_the_day_before_it_expires() -> None:
    years = {2023: "VERY_GOOD", 2024: "GOOD", 2025: "VERY_GOOD"}
    assert earned(RULE, years, date(2025, 12, 31)) == {2023: date(2026, 1, 1), 2025: date(2028, 1, 1)}
    assert earned(RULE, years, date(2026, 1, 1)) == {2025: date(2028, 1, 1)}


@given(YEARS, st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 900))
def test_later_no_more_is_earned_by_the_same_years(years: dict[int, str], on: date, days: int) -> None:
    now, later = earned(RULE, years, on), earned(RULE, years, on + timedelta(days=days))
    assert later.items() <= now.items()
    assert all(years[year] == "VERY_GOOD" and ends > on for year, ends in now.items())


@pytest.mark.parametrize("wrong", [{"months": 0}, {"remind_days": -1}, {"months": "long"}])
def test_a_rule_that_makes_no_sense_isn_t_read(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        merit_rule({"predicates": ["GOOD"], "months": 1, "remind_days": 0, **wrong})
