"""Working days: weeks of five and six days, holidays of three years, deadlines counted forth and back."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jenjang.appraisal.rules.working_days import (
    after_working_days,
    working_calendar,
    working_day,
    working_days_between,
)
from jenjang.rules.shelf import shipped

WEEK = shipped("working_week", date(2026, 11, 22)).body
YEARS = {year: shipped("public_holidays", date(year, 6, 1)).body for year in (2024, 2025, 2026)}
FIVE = working_calendar(WEEK, YEARS.values(), six_day_week=False)
SIX = working_calendar(WEEK, YEARS.values(), six_day_week=True)
DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(("year", "national", "joint"), [(2024, 19, 10), (2025, 17, 11), (2026, 17, 8)])
def test_the_ministers_lists_are_whole(year: int, national: int, joint: int) -> None:
    kinds = [one["kind"] for one in YEARS[year]["days"]]
    days = [date.fromisoformat(one["on"]) for one in YEARS[year]["days"]]
    assert (kinds.count("NATIONAL"), kinds.count("JOINT_LEAVE")) == (national, joint)
    assert len(kinds) == national + joint
    assert days == sorted(set(days))
    assert {day.year for day in days} == {year}
    assert all(one["name"] for one in YEARS[year]["days"])


@pytest.mark.parametrize(
    ("year", "kind", "days"),
    [
        (
            2024,
            "NATIONAL",
            "0101 0208 0210 0214 0311 0329 0331 0410 0411 0501 0509 0523 0601 0617 0707 0817 0916 1127 1225",
        ),
        (2024, "JOINT_LEAVE", "0209 0312 0408 0409 0412 0415 0510 0524 0618 1226"),
        (
            2025,
            "NATIONAL",
            "0101 0127 0129 0329 0331 0401 0418 0420 0501 0512 0529 0601 0606 0627 0817 0905 1225",
        ),
        (2025, "JOINT_LEAVE", "0128 0328 0402 0403 0404 0407 0513 0530 0609 0818 1226"),
        (
            2026,
            "NATIONAL",
            "0101 0116 0217 0319 0321 0322 0403 0405 0501 0514 0527 0531 0601 0616 0817 0825 1225",
        ),
        (2026, "JOINT_LEAVE", "0216 0318 0320 0323 0324 0515 0528 1224"),
    ],
)
def test_holidays_are_those_of_the_ministers(year: int, kind: str, days: str) -> None:
    listed = [one["on"] for one in YEARS[year]["days"] if one["kind"] == kind]
    assert listed == [f"{year}-{day[:2]}-{day[2:]}" for day in days.split()]


@pytest.mark.parametrize("year", YEARS)
def test_joint_leave_falls_on_days_of_work(year: int) -> None:
    joint = [date.fromisoformat(one["on"]) for one in YEARS[year]["days"] if one["kind"] == "JOINT_LEAVE"]
    assert [day for day in joint if day.isoweekday() in (6, 7)] == []


@pytest.mark.parametrize("year", YEARS)
def test_holidays_of_one_date_in_all_years_are_in_each_list(year: int) -> None:
    listed = {one["on"] for one in YEARS[year]["days"]}
    fixed = {f"{year}-{one['month']:02}-{one['day']:02}" for one in YEARS[year]["every_year"]}
    assert len(fixed) == 5
    assert fixed <= listed


@pytest.mark.parametrize(
    ("day", "five", "six"),
    [
        (date(2026, 11, 20), True, True),
        (date(2026, 11, 21), False, True),
        (date(2026, 11, 22), False, False),
        (date(2026, 12, 24), False, False),
        (date(2026, 12, 25), False, False),
        (date(2026, 3, 21), False, False),
        (date(2025, 8, 18), False, False),
        (date(2024, 2, 14), False, False),
        (date(2024, 2, 13), True, True),
    ],
)
def test_people_work_on_days_that_are_no_holiday(day: date, five: bool, six: bool) -> None:
    assert (working_day(day, FIVE), working_day(day, SIX)) == (five, six)


def test_a_holiday_has_its_name() -> None:
    assert FIVE.name_of(date(2026, 3, 19)) == "Hari Suci Nyepi, Tahun Baru Saka 1948"
    assert FIVE.name_of(date(2026, 3, 17)) is None


@pytest.mark.parametrize(
    ("start", "count", "five", "six"),
    [
        (date(2026, 11, 20), 0, date(2026, 11, 20), date(2026, 11, 20)),
        (date(2026, 11, 20), 1, date(2026, 11, 23), date(2026, 11, 21)),
        (date(2026, 11, 2), 14, date(2026, 11, 20), date(2026, 11, 18)),
        (date(2026, 3, 13), 5, date(2026, 3, 27), date(2026, 3, 26)),
        (date(2026, 12, 18), 5, date(2026, 12, 29), date(2026, 12, 26)),
        (date(2026, 12, 30), 2, date(2027, 1, 4), date(2027, 1, 2)),
    ],
)
def test_a_deadline_counts_days_of_work_only(start: date, count: int, five: date, six: date) -> None:
    assert (after_working_days(start, count, FIVE), after_working_days(start, count, SIX)) == (five, six)


def test_a_year_without_a_list_has_the_holidays_of_all_years() -> None:
    assert FIVE.name_of(date(2027, 1, 1)) == "Tahun Baru Masehi"
    assert not working_day(date(2027, 8, 17), FIVE)
    assert working_day(date(2027, 3, 10), FIVE)


def test_once_a_year_has_its_list_the_list_alone_counts() -> None:
    moved = {"days": [{"on": "2027-03-10", "name": "Idulfitri"}], "every_year": YEARS[2026]["every_year"]}
    calendar = working_calendar(WEEK, [YEARS[2026], moved], six_day_week=False)
    assert calendar.name_of(date(2027, 3, 10)) == "Idulfitri"
    assert calendar.name_of(date(2027, 6, 1)) is None


def test_a_government_has_holidays_of_its_own() -> None:
    own = {date(2026, 10, 23): "Hari Jadi Kota Pontianak", date(2027, 10, 22): "Hari Jadi"}
    calendar = working_calendar(WEEK, YEARS.values(), six_day_week=False, local=own)
    assert working_day(date(2026, 10, 23), FIVE)
    assert not working_day(date(2026, 10, 23), calendar)
    assert not working_day(date(2027, 10, 22), calendar)
    assert calendar.name_of(date(2027, 1, 1)) == "Tahun Baru Masehi"
    assert after_working_days(date(2026, 10, 22), 1, calendar) == date(2026, 10, 26)


def test_days_between_are_counted_one_way_and_the_other() -> None:
    assert working_days_between(date(2026, 11, 2), date(2026, 11, 20), FIVE) == 14
    assert working_days_between(date(2026, 11, 20), date(2026, 11, 20), FIVE) == 0
    assert working_days_between(date(2026, 11, 20), date(2026, 11, 2), FIVE) == -14


@given(DAYS, st.integers(1, 60), st.sampled_from([FIVE, SIX]))
def test_counting_forth_and_counting_between_agree(start: date, count: int, calendar) -> None:
    end = after_working_days(start, count, calendar)
    assert working_day(end, calendar)
    assert working_days_between(start, end, calendar) == count
    assert working_days_between(start, end - timedelta(1), calendar) == count - 1


@given(DAYS, st.integers(0, 60))
def test_a_longer_deadline_ends_later_and_a_six_day_week_never_later(start: date, count: int) -> None:
    assert after_working_days(start, count, FIVE) < after_working_days(start, count + 1, FIVE)
    assert after_working_days(start, count, SIX) <= after_working_days(start, count, FIVE)
