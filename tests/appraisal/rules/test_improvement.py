"""Paths of improvement: what opens one, and how one is gone."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from jenjang.appraisal.rules.body import RuleSetOfOtherWords
from jenjang.appraisal.rules.improvement import (
    NotAPathDay,
    NoTargets,
    OtherConclusion,
    PathRule,
    ReviewOutOfTime,
    TargetsOpen,
    check_conclusion,
    check_held,
    check_targets,
    path_rule,
)
from jenjang.appraisal.terms import CycleKind, PathOutcome, Predicate, ReviewOutcome
from jenjang.rules.shelf import shipped

DAY = timedelta(1)
FIRST, LAST = date(2026, 7, 1), date(2027, 1, 1)
REACHED, MISSED = ReviewOutcome.REACHED, ReviewOutcome.NOT_REACHED
TRACK, BEHIND = ReviewOutcome.ON_TRACK, ReviewOutcome.BEHIND
ACHIEVED, NOT_ACHIEVED = PathOutcome.ACHIEVED, PathOutcome.NOT_ACHIEVED


@pytest.fixture
def rule() -> PathRule:
    return path_rule(shipped("improvement_path", FIRST).body)


@pytest.mark.parametrize("kind", CycleKind)
@pytest.mark.parametrize("predicate", Predicate)
def test_quarters_and_years_below_good_open_a_path(
    rule: PathRule, kind: CycleKind, predicate: Predicate
) -> None:
    below_good = predicate in {Predicate.NEEDS_IMPROVEMENT, Predicate.POOR, Predicate.VERY_POOR}
    opens = kind in rule.kinds and predicate in rule.predicates
    assert opens is (below_good and kind is not CycleKind.MONTHLY)


@pytest.mark.parametrize(
    ("since", "last"),
    [
        (date(2026, 7, 1), date(2027, 1, 1)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 30), date(2028, 2, 29)),
        (date(2026, 6, 30), date(2026, 12, 30)),
    ],
)
def test_a_target_is_looked_at_within_six_months(rule: PathRule, since: date, last: date) -> None:
    assert rule.last_review(since) == last


def test_a_rule_of_other_words_is_refused() -> None:
    with pytest.raises(RuleSetOfOtherWords):
        path_rule({"kinds": ["WEEKLY"], "predicates": [], "months": 6})


@pytest.mark.parametrize("count", [0, 11])
def test_a_path_has_one_to_ten_targets(count: int) -> None:
    with pytest.raises(NoTargets, match=f"not {count}"):
        check_targets([FIRST] * count, FIRST, LAST)


def test_the_first_and_the_last_day_are_ones_to_look_at_targets() -> None:
    check_targets([FIRST, LAST] * 5, FIRST, LAST)


@pytest.mark.parametrize("on", [FIRST - DAY, LAST + DAY])
def test_a_target_out_of_time_is_named_by_its_place(on: date) -> None:
    with pytest.raises(ReviewOutOfTime) as caught:
        check_targets([FIRST, on], FIRST, LAST)
    assert caught.value.field == ("targets", "1", "reviewOn")


def test_counselling_and_reviews_lie_between_the_first_day_and_today() -> None:
    today = FIRST + 9 * DAY
    check_held(FIRST, FIRST, today)
    check_held(today, FIRST, today)
    for on in (FIRST - DAY, today + DAY):
        with pytest.raises(NotAPathDay):
            check_held(on, FIRST, today)


@pytest.mark.parametrize(
    ("latest", "follows"),
    [
        ([REACHED], ACHIEVED),
        ([REACHED, REACHED], ACHIEVED),
        ([REACHED, MISSED], NOT_ACHIEVED),
        ([MISSED], NOT_ACHIEVED),
    ],
)
def test_a_path_ends_as_its_targets_tell(latest: Sequence[ReviewOutcome], follows: PathOutcome) -> None:
    check_conclusion(follows, latest)
    (other,) = set(PathOutcome) - {follows}
    with pytest.raises(OtherConclusion, match=follows):
        check_conclusion(other, latest)


@pytest.mark.parametrize("one", [None, TRACK, BEHIND])
@pytest.mark.parametrize("outcome", PathOutcome)
def test_a_path_goes_on_until_each_target_is_reached_or_missed(
    outcome: PathOutcome, one: ReviewOutcome | None
) -> None:
    with pytest.raises(TargetsOpen, match="1 of 2"):
        check_conclusion(outcome, [REACHED, one])
