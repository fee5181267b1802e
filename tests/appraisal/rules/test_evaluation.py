"""An evaluation waits for its period, says what is good and what isn't, and respects a calibration."""

from datetime import date

import pytest

from jenjang.appraisal.rules.evaluation import (
    MOST,
    AlreadyAStep,
    NoImprovement,
    NoStrength,
    NotAnImprovement,
    ObjectionUnderWay,
    PeriodStillRuns,
    PointTwice,
    ResultCalibrated,
    TooManyPoints,
    WantedInThePast,
    WantedTooLate,
    check_each_once,
    check_evaluable,
    check_may_acknowledge,
    check_may_evaluate,
    check_may_want,
    check_points,
    early_days,
)
from jenjang.appraisal.rules.periods import period
from jenjang.appraisal.rules.transitions import IllegalStep
from jenjang.appraisal.terms import AppraisalState, CycleKind, IntentionState, PointKind
from jenjang.rules.shelf import shipped

TODAY = date(2026, 7, 1)
EARLY = early_days(shipped("appraisal_periods", TODAY).body)


@pytest.mark.parametrize(
    ("kind", "number", "since"),
    [
        (CycleKind.MONTHLY, 6, date(2026, 6, 30)),
        (CycleKind.QUARTERLY, 2, date(2026, 7, 1)),
        (CycleKind.ANNUAL, 1, date(2027, 1, 1)),
    ],
)
def test_a_period_is_evaluated_once_over_and_a_month_on_its_last_day(
    kind: CycleKind, number: int, since: date
) -> None:
    appraised = period(kind, 2026, number)
    check_evaluable(appraised, EARLY, since)
    with pytest.raises(PeriodStillRuns) as caught:
        check_evaluable(appraised, EARLY, date.fromordinal(since.toordinal() - 1))
    assert caught.value.facts == {"since": since}


def test_an_evaluation_names_a_strength_and_an_improvement() -> None:
    check_points(["a"], ["b"])
    with pytest.raises(NoStrength):
        check_points([], ["b"])
    with pytest.raises(NoImprovement):
        check_points(["a"], [])


def test_nobody_is_told_more_than_can_be_remembered() -> None:
    check_points(["a"] * MOST, ["b"] * MOST)
    with pytest.raises(TooManyPoints) as caught:
        check_points(["a"], ["b"] * (MOST + 1))
    assert caught.value.field == ("improvements",)


def test_a_point_is_named_once() -> None:
    check_each_once(["Ramah", "Cepat"], "strengths")
    with pytest.raises(PointTwice) as caught:
        check_each_once(["Ramah", "Cepat", "  cepat\n"], "strengths")
    assert caught.value.field == ("strengths", "2", "statement")


def test_a_step_lies_within_five_years() -> None:
    check_may_want(PointKind.IMPROVEMENT, None, date(2031, 12, 31), TODAY)
    with pytest.raises(WantedTooLate) as caught:
        check_may_want(PointKind.IMPROVEMENT, None, date(2032, 1, 1), TODAY)
    assert caught.value.facts == {"years": 5, "latest": date(2031, 12, 31), "wanted": date(2032, 1, 1)}


def test_a_draft_is_done_anew_unless_it_was_calibrated() -> None:
    check_may_evaluate(AppraisalState.OPEN, calibrated=False)
    check_may_evaluate(AppraisalState.EVALUATED, calibrated=False)
    check_may_evaluate(AppraisalState.OPEN, calibrated=True)
    with pytest.raises(ResultCalibrated):
        check_may_evaluate(AppraisalState.EVALUATED, calibrated=True)


@pytest.mark.parametrize("state", [*AppraisalState][2:])
def test_what_is_published_or_missed_is_evaluated_no_more(state: AppraisalState) -> None:
    with pytest.raises(IllegalStep):
        check_may_evaluate(state, calibrated=False)


def test_a_result_is_acknowledged_once_and_not_while_an_objection_is_heard() -> None:
    check_may_acknowledge(AppraisalState.PUBLISHED)
    with pytest.raises(ObjectionUnderWay):
        check_may_acknowledge(AppraisalState.OBJECTED)
    for state in (AppraisalState.ACKNOWLEDGED, AppraisalState.FINAL, AppraisalState.EVALUATED):
        with pytest.raises(IllegalStep):
            check_may_acknowledge(state)


def test_a_step_is_made_of_an_improvement_once_and_lies_ahead() -> None:
    check_may_want(PointKind.IMPROVEMENT, None, TODAY, TODAY)
    check_may_want(PointKind.IMPROVEMENT, IntentionState.DROPPED, TODAY, TODAY)
    with pytest.raises(NotAnImprovement):
        check_may_want(PointKind.STRENGTH, None, TODAY, TODAY)
    for state in (IntentionState.WANTED, IntentionState.TAKEN_UP):
        with pytest.raises(AlreadyAStep):
            check_may_want(PointKind.IMPROVEMENT, state, TODAY, TODAY)
    with pytest.raises(WantedInThePast):
        check_may_want(PointKind.IMPROVEMENT, None, date(2026, 6, 30), TODAY)
