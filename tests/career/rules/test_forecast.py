"""What becomes of a group's seats year by year: nobody is lost, and nobody counts twice."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from jenjang.career.rules.forecast import Counted, ahead, together, widest, year_ends

ON = date(2026, 11, 22)
YEARS = 4
COUNTS = st.lists(st.integers(0, 50), min_size=YEARS, max_size=YEARS)


@st.composite
def counted(draw: st.DrawFn) -> Counted:
    retiring = draw(COUNTS)
    held = sum(retiring) + draw(st.integers(0, 50))
    return Counted(draw(st.sampled_from("ABC")), held, draw(COUNTS), retiring)


def test_the_year_that_runs_is_the_first() -> None:
    assert year_ends(ON, 2) == [date(2026, 12, 31), date(2027, 12, 31)]


def test_each_year_takes_away_who_retires_in_it_and_the_gap_may_be_below_zero() -> None:
    found = ahead(Counted("PENGAWAS", 5, (4, 5, 5), (0, 2, 1)), ON)
    told = [(one.year, one.required, one.retiring, one.available, one.gap) for one in found.years]
    assert told == [(2026, 4, 0, 5, -1), (2027, 5, 2, 3, 2), (2028, 5, 1, 2, 3)]
    assert found.gap == 3


@given(counted())
def test_who_is_left_and_who_retired_are_all_who_were_there(of: Counted) -> None:
    found = ahead(of, ON)
    gone = 0
    for one in found.years:
        gone += one.retiring
        assert one.available + gone == of.held
        assert one.required == one.available + one.gap
    assert [one.year for one in found.years] == [ON.year + later for later in range(YEARS)]


@given(st.lists(counted(), max_size=5))
def test_all_together_are_the_groups_added_up(groups: list[Counted]) -> None:
    found = ahead(together(groups, YEARS), ON)
    each = [ahead(one, ON) for one in groups]
    for place, year in enumerate(found.years):
        assert year.gap == sum(one.years[place].gap for one in each)
    assert found.held == sum(one.held for one in each)


@given(st.lists(counted(), max_size=5))
def test_where_most_is_wanted_comes_first(groups: list[Counted]) -> None:
    found = widest(ahead(one, ON) for one in groups)
    assert [one.gap for one in found] == sorted((one.gap for one in found), reverse=True)
