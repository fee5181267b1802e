"""A government sets what it may and nothing else: each bound to the day."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from jenjang.appraisal.policy import (
    NUMBERS,
    BoundsUpsideDown,
    DecisionBeforeStatements,
    OutOfBounds,
    Settings,
    SettingWithoutBounds,
    bounds,
    check_allowed,
    defaults,
)
from jenjang.appraisal.terms import Setting
from jenjang.rules.shelf import shipped

BODY = shipped("appraisal_deadlines", date(2026, 11, 22)).body
NATIONAL = defaults(BODY)
ALLOWED = bounds(BODY)


def changed(name: str, **parts: int) -> Mapping[str, Any]:
    """The body with another value or bounds of one setting."""
    told = BODY["settings"]
    return {**BODY, "settings": {**told, name: {**told[name], **parts}}}


def test_a_government_that_sets_nothing_has_the_nations_values() -> None:
    told = Settings(
        delivery_days=14,
        answer_days=14,
        objection_days=14,
        statement_days=5,
        decision_days=14,
        escalation_days=5,
        reminder_days=3,
        fewest_raters=3,
        six_day_week=False,
    )
    assert told == NATIONAL
    check_allowed(NATIONAL, ALLOWED)


def test_every_number_has_bounds_and_a_source() -> None:
    assert tuple(ALLOWED) == NUMBERS
    assert len(NUMBERS) == 8
    assert all(bound.law for bound in ALLOWED.values())


@pytest.mark.parametrize(
    ("name", "setting"),
    [
        ("delivery_days", "deliveryDays"),
        ("answer_days", "answerDays"),
        ("objection_days", "objectionDays"),
        ("statement_days", "statementDays"),
        ("decision_days", "decisionDays"),
        ("escalation_days", "escalationDays"),
        ("reminder_days", "reminderDays"),
        ("fewest_raters", "fewestRaters"),
    ],
)
def test_a_setting_outside_its_bounds_is_refused_by_name(name: str, setting: str) -> None:
    bound = ALLOWED[name]
    quick = replace(NATIONAL, statement_days=ALLOWED["statement_days"].least)
    for within in (bound.least, bound.most):
        check_allowed(replace(quick, **{name: within}), ALLOWED)
    for outside in (bound.least - 1, bound.most + 1):
        with pytest.raises(OutOfBounds) as refused:
            check_allowed(replace(quick, **{name: outside}), ALLOWED)
        assert refused.value.field == (setting,)
        assert refused.value.facts == {
            "setting": Setting[name.upper()],
            "value": outside,
            "least": bound.least,
            "most": bound.most,
            "law": bound.law,
        }


def test_what_protects_the_employee_gets_no_shorter_and_what_binds_the_office_no_longer() -> None:
    assert (ALLOWED["answer_days"].least, ALLOWED["objection_days"].least) == (14, 14)
    assert (ALLOWED["delivery_days"].most, ALLOWED["decision_days"].most) == (14, 14)
    assert ALLOWED["fewest_raters"].least == 3


def test_a_decision_is_not_due_before_both_sides_have_explained() -> None:
    with pytest.raises(DecisionBeforeStatements) as refused:
        check_allowed(replace(NATIONAL, statement_days=6, decision_days=5), ALLOWED)
    assert refused.value.facts == {"statement": 6, "decision": 5}
    check_allowed(replace(NATIONAL, statement_days=5, decision_days=5), ALLOWED)


def test_a_government_may_keep_six_days_a_week() -> None:
    check_allowed(replace(NATIONAL, six_day_week=True), ALLOWED)


def test_a_rule_that_leaves_a_setting_out_is_no_rule() -> None:
    told = {name: one for name, one in BODY["settings"].items() if name != "reminder_days"}
    with pytest.raises(SettingWithoutBounds) as refused:
        bounds({**BODY, "settings": told})
    assert refused.value.facts == {"missing": "reminder_days"}


@pytest.mark.parametrize("parts", [{"value": 31}, {"value": 13}, {"least": 20, "most": 10}])
def test_a_nations_value_lies_within_its_own_bounds(parts: dict[str, int]) -> None:
    with pytest.raises(BoundsUpsideDown):
        bounds(changed("answer_days", **parts))
