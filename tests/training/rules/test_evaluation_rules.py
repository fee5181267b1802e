"""How trainings are evaluated: scores, means, what is told of how many, codes."""

from collections import Counter
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jenjang.rules.shelf import shipped
from jenjang.training.rules.evaluation import (
    ALPHABET,
    SCORES,
    NoPoints,
    NoScore,
    NotEachOnce,
    NotMeasured,
    check_measured,
    check_points,
    check_scores,
    evaluation_rule,
    hash_of_code,
    is_told,
    mean_of,
)
from jenjang.training.terms import ReactionQuestion as Question

BODY = shipped("training_evaluation", date(2026, 7, 1)).body
scores = st.lists(st.integers(1, 5), min_size=1, max_size=60)


def test_the_rule_asks_three_questions_and_tells_of_five() -> None:
    rule = evaluation_rule(BODY)
    assert (set(rule.questions), rule.smallest_group, rule.code_minutes) == (set(Question), 5, 10)
    assert (rule.behaviour_after_days, rule.behaviour_answer_days) == (90, 90)


@pytest.mark.parametrize(
    "wrong",
    [
        {"smallest_group": 1},
        {"questions": []},
        {"questions": ["CONTENT", "CONTENT"]},
        {"questions": ["WEATHER"]},
        {"code_minutes": 0},
    ],
)
def test_a_rule_that_cant_be_meant_isnt_read(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        evaluation_rule({**BODY, **wrong})


@given(scores)
def test_a_mean_is_as_reckoned_from_the_scores_themselves(given: list[int]) -> None:
    counted = Counter(given)
    plain = (sum(map(Decimal, given)) / len(given)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert mean_of([counted[score] for score in SCORES]) == plain


@given(st.integers(2, 9), st.integers(0, 60))
def test_what_is_told_grows_in_steps_of_the_smallest_group(smallest: int, people: int) -> None:
    told = 0
    for answers in range(1, people + 1):
        if is_told(answers, told, smallest):
            assert answers - told >= smallest
            told = answers
    assert told == people // smallest * smallest


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ([(Question.CONTENT, 3)], NotEachOnce),
        ([(Question.CONTENT, 3), (Question.CONTENT, 3)], NotEachOnce),
        ([(Question.CONTENT, 3), (Question.TRAINER, 0)], NoScore),
        ([(Question.CONTENT, 6), (Question.TRAINER, 1)], NoScore),
    ],
)
def test_each_question_is_answered_once_by_one_to_five(
    given: list[tuple[Question, int]], error: type[Exception]
) -> None:
    with pytest.raises(error):
        check_scores(given, ["CONTENT", "TRAINER"])
    check_scores([(Question.TRAINER, 1), (Question.CONTENT, 5)], ["CONTENT", "TRAINER"])


@pytest.mark.parametrize("wrong", ["-0.01", "100.01", "50.001", "NaN"])
def test_points_are_0_to_100(wrong: str) -> None:
    with pytest.raises(NoPoints):
        check_points(Decimal(wrong), ("after",))
    assert check_points(Decimal("100.00"), ("after",)) == 100
    assert check_points(None, ("after",)) is None


@pytest.mark.parametrize("wrong", ["Infinity", "1000000000000", "0.00001"])
def test_what_is_measured_is_a_number_that_can_be_kept(wrong: str) -> None:
    with pytest.raises(NotMeasured):
        check_measured(Decimal(wrong), "before")
    assert check_measured(Decimal("-3.1415"), "before") == Decimal("-3.1415")


@given(st.text(ALPHABET, min_size=8, max_size=8))
def test_a_code_is_the_same_however_it_is_typed_and_another_elsewhere(code: str) -> None:
    assert hash_of_code("a", f" {code[:4].lower()} {code[4:]} ") == hash_of_code("a", code)
    assert hash_of_code("b", code) != hash_of_code("a", code)
    assert not set("01ILO") & set(ALPHABET)
