"""A plan has near and far goals with dated steps, and goes its way from draft to approval."""

from datetime import date
from itertools import product

import pytest

from jenjang.career.rules.plans import (
    CHANGED_IN,
    LEGAL,
    DueAfterService,
    DueInThePast,
    DueTooFar,
    GoalFull,
    GoalWithoutStep,
    NoGoalOfHorizon,
    PlanFull,
    PlanIsElsewhere,
    Planned,
    StepAfterGoal,
    check_complete,
    check_due,
    check_follows,
    check_room_for_goal,
    check_room_for_step,
    check_within,
    plan_rule,
)
from jenjang.career.terms import Horizon, PlanState
from jenjang.rules.shelf import shipped

TODAY = date(2026, 11, 22)
RULE = plan_rule(shipped("career_plan", TODAY).body)
NEAR = Planned("Lulus pelatihan", date(2027, 11, 22), Horizon.SHORT, [date(2027, 3, 1)])
FAR = Planned("Menjadi pengawas", date(2027, 11, 23), Horizon.LONG, [date(2027, 10, 1)])


def test_twelve_months_to_the_day_are_short() -> None:
    assert RULE.horizon(NEAR.due, TODAY) is Horizon.SHORT
    assert RULE.horizon(FAR.due, TODAY) is Horizon.LONG


def test_a_plan_with_both_and_steps_is_complete() -> None:
    check_complete(RULE, [NEAR, FAR], TODAY, None)


@pytest.mark.parametrize(("goals", "missing"), [([NEAR], "LONG"), ([FAR], "SHORT"), ([], "SHORT")])
def test_a_plan_without_one_of_them_is_told_which(goals: list[Planned], missing: str) -> None:
    with pytest.raises(NoGoalOfHorizon, match=f"at least one {missing} goal"):
        check_complete(RULE, goals, TODAY, None)


def test_a_goal_without_a_step_is_told_by_name() -> None:
    with pytest.raises(GoalWithoutStep, match='"Menjadi kepala" has no step'):
        check_complete(
            RULE, [NEAR, FAR, Planned("Menjadi kepala", date(2030, 1, 1), Horizon.LONG, [])], TODAY, None
        )


def test_a_goal_that_is_past_counts_no_more_and_asks_for_nothing() -> None:
    past = Planned("Ikut lokakarya", TODAY, Horizon.SHORT, [])
    check_complete(RULE, [NEAR, FAR, past], TODAY, None)
    with pytest.raises(NoGoalOfHorizon, match="at least one SHORT goal"):
        check_complete(RULE, [past, FAR], TODAY, None)


def test_a_step_is_due_by_its_goal() -> None:
    check_within(NEAR.due, NEAR.due)
    with pytest.raises(StepAfterGoal):
        check_within(NEAR.due, FAR.due)


def test_a_plan_looks_ahead_and_not_too_far() -> None:
    check_due(RULE, date(2026, 11, 23), TODAY, None)
    check_due(RULE, date(2041, 11, 22), TODAY, None)
    with pytest.raises(DueInThePast):
        check_due(RULE, TODAY, TODAY, None)
    with pytest.raises(DueTooFar, match="15 years ahead, to 2041-11-22"):
        check_due(RULE, date(2041, 11, 23), TODAY, None)


def test_what_is_due_is_due_while_the_person_serves() -> None:
    ends = date(2028, 3, 1)
    check_due(RULE, date(2028, 2, 29), TODAY, ends)
    with pytest.raises(DueAfterService, match="due on 2028-03-01, but the service ends on 2028-03-01"):
        check_due(RULE, ends, TODAY, ends)
    check_complete(RULE, [NEAR, FAR], TODAY, ends)
    with pytest.raises(DueAfterService, match="due on 2027-11-23, but the service ends on 2027-11-23"):
        check_complete(RULE, [NEAR, FAR], TODAY, FAR.due)


def test_no_far_goal_is_asked_of_whom_none_is_left_for() -> None:
    check_complete(RULE, [NEAR], TODAY, date(2027, 11, 23))
    with pytest.raises(NoGoalOfHorizon, match="at least one LONG goal"):
        check_complete(RULE, [NEAR], TODAY, date(2027, 11, 24))
    with pytest.raises(NoGoalOfHorizon, match="at least one SHORT goal"):
        check_complete(RULE, [], TODAY, date(2027, 11, 23))


def test_a_plan_holds_so_much_and_no_more() -> None:
    check_room_for_goal(RULE, 9, "planId")
    with pytest.raises(PlanFull, match="10 goals already"):
        check_room_for_goal(RULE, 10, "planId")
    check_room_for_step(RULE, 19)
    with pytest.raises(GoalFull, match="20 steps already"):
        check_room_for_step(RULE, 20)


@pytest.mark.parametrize(("state", "wanted"), list(product(PlanState, PlanState)))
def test_each_step_is_legal_or_told_with_those_that_are(state: PlanState, wanted: PlanState) -> None:
    if wanted in LEGAL[state]:
        check_follows(state, wanted)
    else:
        with pytest.raises(PlanIsElsewhere, match=f"The plan is {state}: .* become {wanted}"):
            check_follows(state, wanted)


def test_only_a_submitted_plan_is_approved_and_what_is_changed_can_be_submitted() -> None:
    assert [state for state in PlanState if PlanState.APPROVED in LEGAL[state]] == [PlanState.SUBMITTED]
    assert all(PlanState.SUBMITTED in LEGAL[state] for state in CHANGED_IN)
