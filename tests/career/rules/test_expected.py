"""Which years a result is expected of, before it is out."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jenjang.career.rules.expected import with_expected
from jenjang.organisation.rules.performance import last_years

GOOD, POOR = "GOOD", "POOR"
JANUARY = date(2027, 2, 15)
"""When last year's results aren't out yet."""


@pytest.mark.parametrize(
    ("known", "first"),
    [
        ({2024: GOOD, 2025: GOOD}, 2026),
        ({2025: GOOD, 2026: GOOD}, 2027),
        ({2027: GOOD}, 2028),
        ({2019: GOOD}, 2026),  # Of 2020 to 2025 none is to come any more.
        ({}, 2027),
    ],
)
def test_a_year_is_expected_from_the_one_after_the_latest_known(known: dict[int, str], first: int) -> None:
    told = with_expected(known, POOR, JANUARY)
    assert min(year for year, one in told.items() if one == POOR) == first
    assert {year: one for year, one in told.items() if one == GOOD} == known


def test_in_january_last_year_counts_as_it_is_expected() -> None:
    told = with_expected({2024: GOOD, 2025: GOOD}, GOOD, JANUARY)
    assert [told.get(year) for year in last_years(told, 2, JANUARY)] == [GOOD, GOOD]
    later = date(2028, 3, 1)
    assert [told.get(year) for year in last_years(told, 2, later)] == [GOOD, GOOD]


def test_nothing_is_expected_where_nothing_is_assumed() -> None:
    assert with_expected({2024: GOOD}, None, JANUARY) == {2024: GOOD}


@given(
    known=st.dictionaries(st.integers(2015, 2027), st.sampled_from([GOOD, POOR]), max_size=6),
    today=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    ahead=st.integers(0, 18),
)
def test_what_is_known_stays_and_no_year_to_come_is_without(
    known: dict[int, str], today: date, ahead: int
) -> None:
    told = with_expected(known, GOOD, today)
    assert known.items() <= told.items()
    assert today.year + ahead in told
    past = [year for year in told if year not in known and year < today.year]
    assert set(past) <= {today.year - 1}
