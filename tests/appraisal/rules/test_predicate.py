"""Two ratings make a predicate: nine cells, heads of units, SIASN's codes, the sentence that says why."""

import copy
from datetime import date

import pytest

from jenjang.appraisal.rules.body import RuleSetIncomplete, RuleSetOfOtherWords
from jenjang.appraisal.rules.derivation import Change, UnitSetsResults, derivation
from jenjang.appraisal.rules.predicate import CodeOfTwo, CodeUnknown, predicate_rule
from jenjang.appraisal.terms import EvaluationStage, OrganisationPredicate, Predicate, Rating
from jenjang.rules.shelf import shipped

BODY = shipped("performance_predicate", date(2026, 11, 22)).body
RULE = predicate_rule(BODY)
CITED = "performance_predicate 2022"
NINE = [
    ("ABOVE", "BELOW", "POOR"),
    ("ABOVE", "AS_EXPECTED", "GOOD"),
    ("ABOVE", "ABOVE", "VERY_GOOD"),
    ("AS_EXPECTED", "BELOW", "POOR"),
    ("AS_EXPECTED", "AS_EXPECTED", "GOOD"),
    ("AS_EXPECTED", "ABOVE", "GOOD"),
    ("BELOW", "BELOW", "VERY_POOR"),
    ("BELOW", "AS_EXPECTED", "NEEDS_IMPROVEMENT"),
    ("BELOW", "ABOVE", "NEEDS_IMPROVEMENT"),
]


@pytest.mark.parametrize(("results", "behaviour", "predicate"), NINE)
def test_each_cell_of_the_matrix_is_the_laws(results: str, behaviour: str, predicate: str) -> None:
    assert RULE.of(Rating(results), Rating(behaviour)) is Predicate(predicate)


def test_the_matrix_has_nine_cells() -> None:
    assert len({(results, behaviour) for results, behaviour, _ in NINE}) == 9 == len(Rating) ** 2


def test_the_worse_of_two_codes_takes_misconduct_for_a_need_of_improvement_and_ours_does_not() -> None:
    """A known trap: max(hasil, perilaku), taken for the predicate's code, knows neither 4 nor 5."""
    codes = {
        (RULE.code_of(Rating(results)), RULE.code_of(Rating(behaviour))): (Rating(results), Rating(behaviour))
        for results, behaviour, _ in NINE
    }
    mislabelled = {
        pair: (max(pair), ours)
        for pair, ratings in codes.items()
        if max(pair) != (ours := RULE.code_of_predicate(RULE.of(*ratings)))
    }
    assert mislabelled == {(1, 3): (3, 4), (2, 3): (3, 4), (3, 3): (3, 5)}


@pytest.mark.parametrize(("code", "rating"), [(1, "ABOVE"), (2, "AS_EXPECTED"), (3, "BELOW")])
def test_a_rating_has_the_code_of_siasn(code: int, rating: str) -> None:
    assert RULE.code_of(Rating(rating)) == code
    assert RULE.rating_of_code(code) is Rating(rating)


@pytest.mark.parametrize(("code", "predicate"), [*enumerate(Predicate, 1)])
def test_a_predicate_has_the_quadrant_of_siasn(code: int, predicate: Predicate) -> None:
    assert RULE.code_of_predicate(predicate) == code
    assert RULE.predicate_of_code(code) is predicate


def test_a_code_that_siasn_does_not_have_is_refused() -> None:
    with pytest.raises(CodeUnknown) as refused:
        RULE.rating_of_code(4)
    assert str(refused.value) == "SIASN's code 4 stands for nothing here; known: 1, 2, 3."
    with pytest.raises(CodeUnknown):
        RULE.predicate_of_code(0)


@pytest.mark.parametrize(
    ("unit", "results"),
    [
        ("EXCELLENT", "ABOVE"),
        ("GOOD", "AS_EXPECTED"),
        ("NEEDS_IMPROVEMENT", "BELOW"),
        ("POOR", "BELOW"),
        ("VERY_POOR", "BELOW"),
    ],
)
def test_the_achievement_of_a_unit_is_the_rating_of_its_heads_results(unit: str, results: str) -> None:
    assert RULE.rating_of_unit(OrganisationPredicate(unit)) is Rating(results)
    for behaviour in Rating:
        told = derivation(RULE, CITED, Rating(results), behaviour, OrganisationPredicate(unit))
        assert told.predicate is RULE.of(Rating(results), behaviour)


def test_a_head_of_a_unit_is_rated_by_nothing_else() -> None:
    with pytest.raises(UnitSetsResults) as refused:
        derivation(RULE, CITED, Rating.ABOVE, Rating.ABOVE, OrganisationPredicate.GOOD)
    assert refused.value.facts == {"unit": "GOOD", "asked": "AS_EXPECTED", "results": "ABOVE"}


def test_a_result_says_why_it_is_what_it_is() -> None:
    told = derivation(RULE, CITED, Rating.ABOVE, Rating.AS_EXPECTED)
    assert told.predicate is Predicate.GOOD
    assert told.text("id") == (
        "karena hasil kerja di atas ekspektasi, perilaku kerja sesuai ekspektasi, "
        "aturan performance_predicate 2022"
    )
    assert told.text("en") == (
        "because results above expectation, behaviour as expected, rule performance_predicate 2022"
    )


def test_the_result_of_a_head_of_a_unit_names_the_unit() -> None:
    told = derivation(RULE, CITED, Rating.ABOVE, Rating.ABOVE, OrganisationPredicate.EXCELLENT)
    assert told.text("id") == (
        "karena unit yang dipimpin berpredikat Istimewa sehingga hasil kerja di atas ekspektasi, "
        "perilaku kerja di atas ekspektasi, aturan performance_predicate 2022"
    )
    assert told.text("en") == (
        "because the unit that is headed is Excellent, which makes results above expectation, "
        "behaviour above expectation, rule performance_predicate 2022"
    )


@pytest.mark.parametrize(
    ("stage", "before", "indonesian", "english"),
    [
        (
            "CALIBRATION",
            "VERY_GOOD",
            "; diubah dalam kalibrasi dari Sangat Baik: Setara.",
            "; changed in calibration from Very Good: Setara.",
        ),
        (
            "CALIBRATION",
            "GOOD",
            "; predikat tetap Baik dalam kalibrasi: Setara.",
            "; the predicate stays Good in calibration: Setara.",
        ),
        (
            "OBJECTION",
            "POOR",
            "; diubah dengan putusan atas keberatan dari Kurang: Setara.",
            "; changed by the decision on an objection from Poor: Setara.",
        ),
        (
            "OBJECTION",
            "GOOD",
            "; predikat tetap Baik dengan putusan atas keberatan: Setara.",
            "; the predicate stays Good by the decision on an objection: Setara.",
        ),
    ],
)
def test_a_later_result_says_what_it_was_before(
    stage: str, before: str, indonesian: str, english: str
) -> None:
    first = derivation(RULE, CITED, Rating.ABOVE, Rating.AS_EXPECTED)
    change = Change(EvaluationStage(stage), Predicate(before), "Setara.")
    later = derivation(RULE, CITED, Rating.ABOVE, Rating.AS_EXPECTED, change=change)
    assert later.text("id") == first.text("id") + indonesian
    assert later.text("en") == first.text("en") + english


def test_a_matrix_without_one_of_its_cells_is_no_rule() -> None:
    body = copy.deepcopy(dict(BODY))
    del body["cells"]["BELOW"]["ABOVE"]
    with pytest.raises(RuleSetIncomplete) as refused:
        predicate_rule(body)
    assert refused.value.facts["missing"] == "ABOVE"


def test_a_matrix_of_other_words_is_no_rule() -> None:
    body = copy.deepcopy(dict(BODY))
    body["rating_of_unit"]["BRILLIANT"] = "ABOVE"
    with pytest.raises(RuleSetOfOtherWords) as refused:
        predicate_rule(body)
    assert refused.value.facts["unknown"] == "BRILLIANT"


def test_a_cell_of_no_known_predicate_is_no_rule() -> None:
    body = copy.deepcopy(dict(BODY))
    body["cells"]["ABOVE"]["ABOVE"] = "PERFECT"
    with pytest.raises(RuleSetOfOtherWords) as refused:
        predicate_rule(body)
    assert refused.value.facts["unknown"] == "PERFECT"


def test_a_code_stands_for_one_rating_only() -> None:
    body = copy.deepcopy(dict(BODY))
    body["codes"]["ratings"]["BELOW"] = 2
    with pytest.raises(CodeOfTwo):
        predicate_rule(body)
