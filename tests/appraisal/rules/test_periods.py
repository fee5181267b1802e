"""Periods: their days and codes; which edition of an SKP counts for one; none is evaluated without."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jenjang.appraisal.rules.periods import (
    MONTHS,
    Edition,
    NoSuchPeriod,
    NotAgreed,
    NoYearOfAppraisal,
    edition_for,
    period,
    period_rule,
)
from jenjang.appraisal.rules.predicate import CodeUnknown
from jenjang.appraisal.terms import CycleKind
from jenjang.rules.shelf import shipped

RULE = period_rule(shipped("appraisal_periods", date(2026, 11, 22)).body)
MONTHLY, QUARTERLY, ANNUAL = CycleKind


@pytest.mark.parametrize(
    ("kind", "number", "begins", "ends"),
    [
        (MONTHLY, 1, date(2026, 1, 1), date(2026, 2, 1)),
        (MONTHLY, 2, date(2026, 2, 1), date(2026, 3, 1)),
        (MONTHLY, 12, date(2026, 12, 1), date(2027, 1, 1)),
        (QUARTERLY, 1, date(2026, 1, 1), date(2026, 4, 1)),
        (QUARTERLY, 4, date(2026, 10, 1), date(2027, 1, 1)),
        (ANNUAL, 1, date(2026, 1, 1), date(2027, 1, 1)),
    ],
)
def test_a_period_begins_and_ends(kind: CycleKind, number: int, begins: date, ends: date) -> None:
    found = period(kind, 2026, number)
    assert (found.begins, found.ends) == (begins, ends)


@pytest.mark.parametrize(
    ("kind", "number", "count"), [(MONTHLY, 0, 12), (MONTHLY, 13, 12), (QUARTERLY, 5, 4), (ANNUAL, 2, 1)]
)
def test_a_year_has_no_further_periods(kind: CycleKind, number: int, count: int) -> None:
    with pytest.raises(NoSuchPeriod) as refused:
        period(kind, 2026, number)
    assert refused.value.facts == {"kind": kind, "number": number, "count": count}


@pytest.mark.parametrize("year", [-1, 0, 1999, 2101, 9999])
def test_a_year_is_one_that_people_serve_in(year: int) -> None:
    with pytest.raises(NoYearOfAppraisal):
        period(MONTHLY, year, 1)


@given(st.sampled_from(CycleKind), st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_day_lies_in_one_period_of_each_kind(kind: CycleKind, on: date) -> None:
    periods = [period(kind, on.year, number) for number in range(1, 12 // MONTHS[kind] + 1)]
    assert sum(one.begins <= on < one.ends for one in periods) == 1


def test_kinds_have_the_codes_of_siasn() -> None:
    assert [RULE.code_of(kind) for kind in CycleKind] == [1, 2, None]
    assert [RULE.kind_of_code(1), RULE.kind_of_code(2)] == [MONTHLY, QUARTERLY]
    with pytest.raises(CodeUnknown) as refused:
        RULE.kind_of_code(3)
    assert refused.value.facts == {"found": 3, "known": "1, 2"}


@pytest.mark.parametrize(
    ("begins", "acknowledged", "edition", "applies"),
    [
        (date(2026, 1, 1), date(2025, 12, 20), 1, date(2026, 1, 1)),
        (date(2026, 1, 1), date(2026, 1, 1), 1, date(2026, 1, 1)),
        (date(2026, 1, 1), date(2026, 1, 31), 1, date(2026, 1, 1)),
        (date(2026, 1, 1), date(2026, 2, 1), 1, date(2026, 3, 1)),
        (date(2026, 1, 1), date(2026, 12, 31), 1, date(2027, 1, 1)),
        (date(2026, 6, 15), date(2026, 7, 15), 1, date(2026, 6, 15)),
        (date(2026, 6, 15), date(2026, 7, 16), 1, date(2026, 8, 1)),
        (date(2026, 1, 1), date(2026, 1, 20), 2, date(2026, 2, 1)),
        (date(2026, 1, 1), date(2026, 12, 1), 3, date(2027, 1, 1)),
        (date(2026, 1, 1), date(2025, 11, 20), 2, date(2026, 1, 1)),
    ],
)
def test_an_edition_counts_from_its_beginning_or_from_the_month_after(
    begins: date, acknowledged: date, edition: int, applies: date
) -> None:
    assert RULE.applies_from(begins, acknowledged, edition) == applies


def test_nothing_is_evaluated_that_was_not_agreed_before() -> None:
    march = period(MONTHLY, 2026, 3)
    for applies_from in (None, date(2026, 3, 2), date(2026, 4, 1)):
        with pytest.raises(NotAgreed) as refused:
            edition_for(march, [Edition(1, applies_from)] if applies_from else [])
        assert refused.value.facts == {"begins": date(2026, 3, 1)}
    for applies_from in (date(2026, 3, 1), date(2026, 1, 1)):
        assert edition_for(march, [Edition(1, applies_from)]).number == 1


@pytest.mark.parametrize(
    ("kind", "number", "last"),
    [(QUARTERLY, 1, date(2026, 3, 1)), (QUARTERLY, 4, date(2026, 12, 1)), (ANNUAL, 1, date(2026, 12, 1))],
)
def test_of_a_longer_period_the_last_month_must_be_agreed_before(
    kind: CycleKind, number: int, last: date
) -> None:
    assert edition_for(period(kind, 2026, number), [Edition(1, last)]).number == 1
    with pytest.raises(NotAgreed):
        edition_for(period(kind, 2026, number), [Edition(1, last + timedelta(1))])


def test_the_last_edition_that_applies_counts() -> None:
    editions = [Edition(1, date(2026, 1, 1)), Edition(2, date(2026, 3, 1)), Edition(3, date(2026, 5, 1))]
    assert [edition_for(period(MONTHLY, 2026, number), editions).number for number in (1, 2, 3, 4, 5, 6)] == [
        1,
        1,
        2,
        2,
        3,
        3,
    ]
    assert edition_for(period(QUARTERLY, 2026, 1), editions).number == 2
    assert edition_for(period(ANNUAL, 2026, 1), reversed(editions)).number == 3


def test_of_two_editions_from_one_day_the_later_counts() -> None:
    editions = [Edition(2, date(2026, 2, 1)), Edition(3, date(2026, 2, 1)), Edition(1, date(2026, 1, 1))]
    assert edition_for(period(MONTHLY, 2026, 2), editions).number == 3
