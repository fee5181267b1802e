"""Objections: days, hearing, and what a decision may be."""

from datetime import date, timedelta

import pytest

from jenjang.appraisal.rules.objection import (
    HearingOver,
    NotHeardYet,
    ObjectionOver,
    SameRatings,
    UpheldKeepsRatings,
    check_heard,
    check_hearing,
    check_may_object,
    check_outcome,
)
from jenjang.appraisal.terms import ObjectionOutcome, Rating, Side

LAST = date(2026, 7, 21)
DAY = timedelta(1)
BEFORE = (Rating.BELOW, Rating.AS_EXPECTED)


def test_the_last_day_is_one_on_which_to_object_and_to_explain() -> None:
    check_may_object(LAST, LAST)
    check_hearing(LAST, LAST)


def test_the_day_after_is_not() -> None:
    with pytest.raises(ObjectionOver, match="2026-07-21"):
        check_may_object(LAST + DAY, LAST)
    with pytest.raises(HearingOver, match="2026-07-21"):
        check_hearing(LAST + DAY, LAST)


def test_a_result_without_a_last_day_takes_no_objection() -> None:
    with pytest.raises(ObjectionOver, match="until -"):
        check_may_object(LAST, None)


@pytest.mark.parametrize("sides", [(), (Side.EMPLOYEE,), (Side.LEADER,)])
def test_a_decision_waits_for_both_sides_until_the_hearing_is_over(sides: tuple[Side, ...]) -> None:
    with pytest.raises(NotHeardYet):
        check_heard(sides, LAST, LAST)
    check_heard(sides, LAST + DAY, LAST)


def test_both_sides_heard_is_enough_at_once() -> None:
    check_heard([Side.LEADER, Side.EMPLOYEE], LAST - 9 * DAY, LAST)


@pytest.mark.parametrize("other", [(Rating.AS_EXPECTED, Rating.AS_EXPECTED), (Rating.BELOW, Rating.ABOVE)])
def test_a_change_is_another_rating_of_results_or_of_behaviour(other: tuple[Rating, Rating]) -> None:
    check_outcome(ObjectionOutcome.CHANGED, BEFORE, other, told=True)
    with pytest.raises(SameRatings):
        check_outcome(ObjectionOutcome.CHANGED, other, other, told=True)


def test_what_is_upheld_is_told_without_ratings() -> None:
    check_outcome(ObjectionOutcome.UPHELD, BEFORE, BEFORE, told=False)
    with pytest.raises(UpheldKeepsRatings):
        check_outcome(ObjectionOutcome.UPHELD, BEFORE, BEFORE, told=True)
