"""Credit is gathered at the present level and rank: of the year in which they began, only what came after."""

from datetime import date
from decimal import Decimal

import pytest

from jenjang.appraisal.rules.credit import Earned, credit_rule
from jenjang.appraisal.rules.standing import Result, Tenure, projections, standings
from jenjang.appraisal.terms import CreditTarget, Predicate
from jenjang.rules.shelf import shipped

RULE = credit_rule(shipped("functional_credit", date(2025, 12, 31)).body)
RANK, LEVEL = CreditTarget.RANK, CreditTarget.LEVEL


def good(year: int, level: str = "AHLI_PERTAMA", months: int = 12) -> Result:
    return Result(year, Earned(level, Predicate.GOOD, months))


def gathered(tenure: Tenure, *results: Result) -> dict[CreditTarget, Decimal]:
    return {one.target: one.gathered for one in standings(RULE, tenure, results)}


def test_years_at_the_level_add_up():
    tenure = Tenure("AHLI_PERTAMA", date(2020, 1, 1), None)
    assert gathered(tenure, good(2023), good(2024), good(2025)) == {
        RANK: Decimal("37.5"),
        LEVEL: Decimal("37.5"),
    }


def test_a_new_rank_begins_at_nothing_while_the_level_goes_on():
    tenure = Tenure("AHLI_PERTAMA", date(2020, 1, 1), date(2025, 1, 1))
    assert gathered(tenure, good(2024), good(2025)) == {RANK: Decimal("12.5"), LEVEL: Decimal(25)}


def test_another_level_counts_no_more():
    tenure = Tenure("AHLI_MUDA", date(2025, 1, 1), date(2020, 1, 1))
    assert gathered(tenure, good(2024), good(2025, "AHLI_MUDA")) == {RANK: Decimal(25), LEVEL: Decimal(25)}


@pytest.mark.parametrize(
    ("since", "months"),
    [
        (date(2024, 12, 31), 12),
        (date(2025, 1, 1), 12),
        (date(2025, 1, 2), 11),
        (date(2025, 4, 1), 9),
        (date(2025, 4, 2), 8),
        (date(2025, 12, 1), 1),
        (date(2025, 12, 2), 0),
        (date(2026, 4, 1), 0),
    ],
)
def test_of_the_first_year_the_whole_months_count(since, months):
    tenure = Tenure("AHLI_PERTAMA", since, None)
    exactly = RULE.gathered([Earned("AHLI_PERTAMA", Predicate.GOOD, months)] if months else [])
    assert gathered(tenure, good(2025))[RANK] == exactly


def test_never_more_months_than_the_result_has():
    tenure = Tenure("AHLI_PERTAMA", date(2025, 4, 1), None)
    assert gathered(tenure, good(2025, months=6))[RANK] == Decimal("6.25")


def test_months_of_a_third_add_up_to_whole_years():
    tenure = Tenure("PENYELIA", date(2023, 1, 1), None)
    parts = [Result(2023 + year, Earned("PENYELIA", Predicate.GOOD, 4)) for year in range(3)]
    assert gathered(tenure, *parts) == {RANK: Decimal(25)}


def test_the_highest_of_a_line_has_no_next_level():
    tenure = Tenure("AHLI_UTAMA", date(2020, 1, 1), None)
    assert [one.target for one in standings(RULE, tenure, [])] == [RANK]


def test_results_are_counted_up_to_the_year_after_the_last_or_from_the_beginning():
    tenure = Tenure("AHLI_PERTAMA", date(2025, 4, 1), None)
    assert {one.counted_to for one in standings(RULE, tenure, [good(2025)])} == {date(2026, 1, 1)}
    assert {one.counted_to for one in standings(RULE, tenure, [good(2024)])} == {date(2025, 4, 1)}


def test_the_need_is_projected_for_each_predicate():
    rank, _ = standings(RULE, Tenure("AHLI_PERTAMA", date(2024, 1, 1), None), [good(2024), good(2025)])
    assert projections(RULE, rank) == {
        Predicate.VERY_GOOD: date(2027, 5, 1),
        Predicate.GOOD: date(2028, 1, 1),
        Predicate.NEEDS_IMPROVEMENT: date(2028, 9, 1),
        Predicate.POOR: date(2030, 1, 1),
        Predicate.VERY_POOR: date(2034, 1, 1),
    }
