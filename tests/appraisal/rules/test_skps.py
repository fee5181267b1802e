"""What an SKP must say, for which year, and from which day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from factories.appraisal.skps import COUNTED, TOLD

from jenjang.appraisal.rules.listed import NoSuchBehaviour
from jenjang.appraisal.rules.skps import (
    LARGEST,
    MOST_RESULTS,
    AspectTwice,
    BeginsElsewhere,
    BehaviourTwice,
    Expectation,
    Indicator,
    NoIndicator,
    NoMainResult,
    NoTargetInWords,
    NotPlacedThen,
    NotThisYear,
    TargetMissing,
    TargetOutOfRange,
    TooLateForTheYear,
    TooManyResults,
    all_behaviours,
    begins_in,
    check_applies_within,
    check_kinds,
    check_result,
    check_year,
)
from jenjang.appraisal.terms import Aspect, ResultKind, SkpModel
from jenjang.core.errors import Refusal
from jenjang.core.texts import NoText, TextTooLong
from jenjang.organisation.rules.span import Span

COUNTING, TELLING = SkpModel.QUANTITATIVE, SkpModel.QUALITATIVE
AT = ("results", "0")
TODAY = date(2026, 7, 1)


def test_texts_are_kept_without_blanks_around() -> None:
    told = replace(TOLD, statement=" Dinilai baik ")
    assert check_result(TELLING, " Guru terlatih\n", [told], AT) == (
        "Guru terlatih",
        (replace(TOLD, statement="Dinilai baik"),),
    )


def test_a_target_may_have_six_places_and_be_as_large_as_a_budget() -> None:
    for target in (Decimal("0.000001"), Decimal("12.5"), LARGEST):
        counted = replace(COUNTED, target=target)
        assert check_result(COUNTING, "x", [counted], AT)[1] == (counted,)


@pytest.mark.parametrize(
    ("model", "statement", "indicators", "error", "field"),
    [
        (TELLING, " ", [TOLD], NoText, "statement"),
        (TELLING, "x", [], NoIndicator, "indicators"),
        (TELLING, "x", [replace(TOLD, statement="")], NoText, "indicators.0.statement"),
        (TELLING, "x", [TOLD, TOLD], AspectTwice, "indicators.1.aspect"),
        (TELLING, "x", [COUNTED], NoTargetInWords, "indicators.0.target"),
        (TELLING, "x", [replace(TOLD, measure="orang")], NoTargetInWords, "indicators.0.target"),
        (COUNTING, "x", [TOLD], TargetMissing, "indicators.0.target"),
        (COUNTING, "x", [COUNTED, replace(TOLD, target=Decimal(1))], TargetMissing, "indicators.1.target"),
        (COUNTING, "x", [replace(COUNTED, measure=None)], TargetMissing, "indicators.0.target"),
        (COUNTING, "x", [replace(COUNTED, measure=" ")], NoText, "indicators.0.measure"),
        (COUNTING, "x", [replace(COUNTED, measure="x" * 101)], TextTooLong, "indicators.0.measure"),
        (COUNTING, "x", [replace(COUNTED, target=Decimal(0))], TargetOutOfRange, "indicators.0.target"),
        (COUNTING, "x", [replace(COUNTED, target=Decimal(-1))], TargetOutOfRange, "indicators.0.target"),
        (COUNTING, "x", [replace(COUNTED, target=LARGEST + 1)], TargetOutOfRange, "indicators.0.target"),
        (
            COUNTING,
            "x",
            [replace(COUNTED, target=Decimal("0.0000001"))],
            TargetOutOfRange,
            "indicators.0.target",
        ),
    ],
)
def test_a_result_that_cannot_be_measured_is_refused_where_it_is_wrong(
    model: SkpModel, statement: str, indicators: Sequence[Indicator], error: type[Refusal], field: str
) -> None:
    with pytest.raises(error) as caught:
        check_result(model, statement, indicators, AT)
    assert type(caught.value) is error
    assert caught.value.field == (*AT, *field.split("."))


def test_each_of_the_four_aspects_may_be_measured_once() -> None:
    four = [replace(TOLD, aspect=aspect) for aspect in Aspect]
    assert check_result(TELLING, "x", four, AT)[1] == tuple(four)


def test_an_skp_has_a_result_of_the_own_task_and_at_most_forty() -> None:
    check_kinds([ResultKind.MAIN] * MOST_RESULTS)
    for kinds in ([], [ResultKind.EXTRA]):
        with pytest.raises(NoMainResult):
            check_kinds(kinds)
    with pytest.raises(TooManyResults) as caught:
        check_kinds([ResultKind.MAIN] * (MOST_RESULTS + 1))
    assert caught.value.facts == {"most": 40, "count": 41}


def test_all_behaviours_are_expected_named_or_not() -> None:
    asked = [Expectation(behaviour="LOYAL", expectation=" Hadir "), Expectation(behaviour="ADAPTIF")]
    assert all_behaviours(asked, ["AKUNTABEL", "LOYAL", "ADAPTIF"]) == (
        Expectation(behaviour="AKUNTABEL"),
        Expectation(behaviour="LOYAL", expectation="Hadir"),
        Expectation(behaviour="ADAPTIF"),
    )


def test_unknown_and_repeated_behaviours_are_refused() -> None:
    loyal = Expectation(behaviour="LOYAL")
    with pytest.raises(NoSuchBehaviour) as unknown:
        all_behaviours([loyal, Expectation(behaviour="loyal")], ["LOYAL"])
    assert unknown.value.field == ("behaviours", "1", "behaviour")
    with pytest.raises(BehaviourTwice) as twice:
        all_behaviours([loyal, loyal], ["LOYAL"])
    assert twice.value.field == ("behaviours", "1", "behaviour")
    with pytest.raises(NoText):
        all_behaviours([replace(loyal, expectation=" ")], ["LOYAL"])


def test_expectations_are_set_for_this_year_and_the_next() -> None:
    check_year(2026, TODAY)
    check_year(2027, TODAY)
    for year in (2025, 2028, -1):
        with pytest.raises(NotThisYear) as caught:
            check_year(year, TODAY)
        assert caught.value.facts == {"first": 2026, "last": 2027, "year": year}


@pytest.mark.parametrize(
    ("placed", "asked", "begins"),
    [
        (Span(date(2020, 1, 1)), None, date(2026, 1, 1)),
        (Span(date(2026, 3, 10)), None, date(2026, 3, 10)),
        (Span(date(2026, 3, 10)), date(2026, 3, 10), date(2026, 3, 10)),
        (Span(date(2020, 1, 1)), date(2026, 7, 1), date(2026, 7, 1)),
        (Span(date(2020, 1, 1)), date(2026, 12, 31), date(2026, 12, 31)),
    ],
)
def test_it_begins_with_the_year_or_the_place_or_later_as_asked(
    placed: Span, asked: date | None, begins: date
) -> None:
    assert begins_in(2026, placed, asked, TODAY) == begins


@pytest.mark.parametrize(
    "asked", [date(2025, 12, 31), date(2026, 3, 9), date(2026, 6, 30), date(2026, 9, 1), date(2027, 1, 1)]
)
def test_it_begins_neither_out_of_year_and_place_nor_later_but_in_the_past(asked: date) -> None:
    with pytest.raises(BeginsElsewhere) as caught:
        begins_in(2026, Span(date(2026, 3, 10), date(2026, 9, 1)), asked, TODAY)
    assert caught.value.facts == {"first": TODAY, "last": date(2026, 8, 31), "begins": asked}


def test_who_has_no_place_in_the_year_has_no_skp_of_it() -> None:
    with pytest.raises(NotPlacedThen):
        begins_in(2027, Span(date(2020, 1, 1), date(2027, 1, 1)), None, TODAY)


def test_nobody_agrees_on_what_applies_when_the_year_is_over() -> None:
    check_applies_within(2026, date(2026, 12, 1))
    with pytest.raises(TooLateForTheYear):
        check_applies_within(2026, date(2027, 1, 1))
