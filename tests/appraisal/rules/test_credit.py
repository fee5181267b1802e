"""Credit of functional positions: the law's table row by row, exact parts of years, and projected days."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jenjang.appraisal.rules.body import RuleSetIncomplete
from jenjang.appraisal.rules.credit import (
    Earned,
    NotAFunctionalLevel,
    NotMonthsOfAYear,
    credit_rule,
)
from jenjang.appraisal.terms import Predicate
from jenjang.reference.listing import shipped as listed
from jenjang.reference.models import PositionLevel
from jenjang.rules.shelf import shipped

BODY = shipped("functional_credit", date(2026, 11, 22)).body
RULE = credit_rule(BODY)
# Level; a year at Baik, Sangat Baik, Butuh Perbaikan, Kurang, Sangat Kurang; next rank, next level; SIASN.
TABLE = [
    ("PEMULA", "3.75", "5.63", "2.81", "1.88", "0.94", 15, 15, 52),
    ("TERAMPIL", "5", "7.5", "3.75", "2.5", "1.25", 20, 60, 62),
    ("MAHIR", "12.5", "18.75", "9.38", "6.25", "3.13", 50, 100, 72),
    ("PENYELIA", "25", "37.5", "18.75", "12.5", "6.25", 100, None, 82),
    ("AHLI_PERTAMA", "12.5", "18.75", "9.38", "6.25", "3.13", 50, 100, 12),
    ("AHLI_MUDA", "25", "37.5", "18.75", "12.5", "6.25", 100, 200, 22),
    ("AHLI_MADYA", "37.5", "56.25", "28.13", "18.75", "9.38", 150, 450, 32),
    ("AHLI_UTAMA", "50", "75", "37.5", "25", "12.5", 200, None, 42),
]
LEVELS = [row[0] for row in TABLE]
ORDER = [
    Predicate.GOOD,
    Predicate.VERY_GOOD,
    Predicate.NEEDS_IMPROVEMENT,
    Predicate.POOR,
    Predicate.VERY_POOR,
]


def _as_printed(credit: Decimal) -> Decimal:
    return credit.quantize(Decimal("0.01"), ROUND_HALF_UP)


@pytest.mark.parametrize("row", TABLE, ids=LEVELS)
def test_a_year_gives_what_the_laws_table_says(row: tuple) -> None:
    level, *amounts = row[:6]
    assert [_as_printed(RULE.credit(level, one, 12)) for one in ORDER] == [
        Decimal(amount) for amount in amounts
    ]


@pytest.mark.parametrize("row", TABLE, ids=LEVELS)
def test_the_next_rank_and_level_take_what_the_laws_table_says(row: tuple) -> None:
    level, rank, above, code = row[0], *row[6:]
    need = RULE.need(level)
    assert (need.rank, need.level, RULE.code_of(level)) == (rank, above, code)


@pytest.mark.parametrize("level", LEVELS)
def test_every_rank_costs_exactly_four_years_at_baik(level: str) -> None:
    year = RULE.credit(level, Predicate.GOOD, 12)
    need = RULE.need(level).rank
    assert 4 * year == need
    assert RULE.projected(level, Decimal(), need, Predicate.GOOD, date(2026, 1, 1)) == date(2030, 1, 1)


def test_the_levels_are_those_of_functional_positions() -> None:
    functional = {row["code"] for row in listed(PositionLevel) if row["kind"].startswith("JF_")}
    assert {*RULE.levels} == functional == {*LEVELS}


@pytest.mark.parametrize(
    ("level", "predicate", "months", "amount"),
    [
        ("PEMULA", "VERY_GOOD", 12, "5.625"),
        ("PEMULA", "NEEDS_IMPROVEMENT", 12, "2.8125"),
        ("PEMULA", "VERY_POOR", 12, "0.9375"),
        ("PEMULA", "VERY_POOR", 1, "0.078125"),
        ("MAHIR", "NEEDS_IMPROVEMENT", 12, "9.375"),
        ("AHLI_MADYA", "NEEDS_IMPROVEMENT", 12, "28.125"),
        ("AHLI_MUDA", "GOOD", 6, "12.5"),
        ("AHLI_MUDA", "GOOD", 3, "6.25"),
        ("AHLI_PERTAMA", "GOOD", 1, "1.041667"),
        ("AHLI_PERTAMA", "GOOD", 2, "2.083333"),
        ("TERAMPIL", "GOOD", 1, "0.416667"),
    ],
)
def test_a_part_of_a_year_is_exact_where_a_decimal_can_be(
    level: str, predicate: str, months: int, amount: str
) -> None:
    found = RULE.credit(level, Predicate(predicate), months)
    assert str(found) == amount


def test_an_amount_of_many_places_stays_exact() -> None:
    told = {**BODY["levels"], "MAHIR": {**BODY["levels"]["MAHIR"], "coefficient": "0.00001"}}
    rule = credit_rule({**BODY, "levels": told, "percents": {**BODY["percents"], "POOR": "1"}})
    assert rule.credit("MAHIR", Predicate.POOR, 12) == Decimal("0.0000001")


def test_twelve_months_one_by_one_are_a_year_to_the_last_place() -> None:
    for level in LEVELS:
        for predicate in Predicate:
            months = [Earned(level, predicate, 1)] * 12
            assert RULE.gathered(months) == RULE.credit(level, predicate, 12)
    assert 12 * RULE.credit("AHLI_PERTAMA", Predicate.GOOD, 1) != RULE.credit(
        "AHLI_PERTAMA", Predicate.GOOD, 12
    )


def test_years_of_different_predicates_add_up() -> None:
    parts = [Earned("AHLI_MUDA", Predicate.GOOD, 12), Earned("AHLI_MUDA", Predicate.VERY_GOOD, 6)]
    assert RULE.gathered(parts) == Decimal("43.75")
    assert RULE.gathered([]) == 0


@pytest.mark.parametrize("months", [0, -1, 13])
def test_more_months_than_a_year_has_give_nothing(months: int) -> None:
    with pytest.raises(NotMonthsOfAYear):
        RULE.credit("MAHIR", Predicate.GOOD, months)


def test_who_holds_no_functional_position_gathers_no_credit() -> None:
    with pytest.raises(NotAFunctionalLevel) as refused:
        RULE.credit("PENGAWAS", Predicate.GOOD, 12)
    assert refused.value.facts["level"] == "PENGAWAS"
    with pytest.raises(NotAFunctionalLevel):
        RULE.need("PELAKSANA")


@pytest.mark.parametrize(
    ("gathered", "predicate", "since", "met"),
    [
        ("0", "VERY_GOOD", date(2026, 1, 1), date(2028, 9, 1)),
        ("0", "GOOD", date(2026, 1, 1), date(2030, 1, 1)),
        ("0", "NEEDS_IMPROVEMENT", date(2026, 1, 1), date(2031, 5, 1)),
        ("0", "POOR", date(2026, 1, 1), date(2034, 1, 1)),
        ("0", "VERY_POOR", date(2026, 1, 1), date(2042, 1, 1)),
        ("75", "GOOD", date(2026, 1, 1), date(2027, 1, 1)),
        ("99.99", "GOOD", date(2026, 1, 1), date(2026, 2, 1)),
        ("100", "GOOD", date(2026, 1, 1), date(2026, 1, 1)),
        ("100", "GOOD", date(2026, 1, 2), date(2026, 2, 1)),
        ("75", "GOOD", date(2026, 1, 15), date(2027, 2, 1)),
        ("75", "GOOD", date(2026, 12, 31), date(2028, 1, 1)),
    ],
)
def test_the_day_on_which_a_need_is_met_is_the_first_of_a_month(
    gathered: str, predicate: str, since: date, met: date
) -> None:
    found = RULE.projected("AHLI_MUDA", Decimal(gathered), Decimal(100), Predicate(predicate), since)
    assert found == met


def test_above_the_highest_level_there_is_no_day() -> None:
    need = RULE.need("AHLI_UTAMA").level
    assert RULE.projected("AHLI_UTAMA", Decimal(), need, Predicate.GOOD, date(2026, 1, 1)) is None


def test_a_predicate_that_earns_nothing_leads_to_no_day() -> None:
    rule = credit_rule({**BODY, "percents": {**BODY["percents"], "VERY_POOR": "0"}})
    assert rule.projected("MAHIR", Decimal(), Decimal(50), Predicate.VERY_POOR, date(2026, 1, 1)) is None
    assert rule.projected("MAHIR", Decimal(50), Decimal(50), Predicate.VERY_POOR, date(2026, 1, 1)) == date(
        2026, 1, 1
    )


def test_a_higher_degree_adds_a_quarter_of_the_next_ranks_need() -> None:
    assert RULE.for_degree("AHLI_MUDA") == 25
    assert RULE.for_degree("AHLI_PERTAMA") == Decimal("12.5")


def test_a_rule_without_a_percent_for_each_predicate_is_no_rule() -> None:
    with pytest.raises(RuleSetIncomplete):
        credit_rule({**BODY, "percents": {"GOOD": "100"}})


@given(st.sampled_from(LEVELS), st.sampled_from(Predicate), st.integers(1, 11))
def test_a_further_month_gives_more_and_a_worse_predicate_less(
    level: str, predicate: Predicate, months: int
) -> None:
    assert RULE.credit(level, predicate, months) < RULE.credit(level, predicate, months + 1)
    ranked = [RULE.credit(level, one, months) for one in Predicate]
    assert ranked == sorted(ranked, reverse=True)
    assert len(set(ranked)) == len(ranked)


@given(
    st.sampled_from(LEVELS),
    st.sampled_from(Predicate),
    st.decimals(0, 460, places=4),
    st.dates(date(2024, 1, 1), date(2030, 12, 31)),
)
def test_on_the_projected_day_the_need_is_met_and_a_month_before_it_is_not(
    level: str, predicate: Predicate, gathered: Decimal, since: date
) -> None:
    need = RULE.need(level).rank
    met = RULE.projected(level, gathered, need, predicate, since)
    assert met is not None
    assert met.day == 1
    first = (since.year * 12 + since.month - 1) + (since.day > 1)
    months = met.year * 12 + met.month - 1 - first
    monthly = Fraction(RULE.credit(level, predicate, 12)) / 12
    assert Fraction(gathered) + months * monthly >= need
    assert months == 0 or Fraction(gathered) + (months - 1) * monthly < need
