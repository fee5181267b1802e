"""Which signs of progress are stale, and when a career is said to stand still."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jenjang.career.rules.stagnation import Career, judge, stagnation_rule
from jenjang.career.terms import CareerSign, StagnationSpared
from jenjang.core.months import months_later
from jenjang.organisation.terms import EmployeeKind, ServiceState
from jenjang.rules.shelf import shipped

TODAY = date(2026, 7, 1)
BODY = shipped("stagnation", TODAY).body
RULE = stagnation_rule(BODY)
DAYS = st.dates(date(1990, 1, 1), date(2030, 1, 1))
LASTS = st.dictionaries(st.sampled_from(CareerSign), DAYS)


def career(last: Mapping[CareerSign, date] | None = None, **more: Any) -> Career:  # Any: each of its type.
    usual = {
        "kind": EmployeeKind.PNS,
        "state": ServiceState.ACTIVE,
        "appointed_on": date(2010, 1, 1),
        "records_since": date(2010, 1, 1),
        "retires_on": date(2040, 1, 1),
        "is_studying": False,
        "last": last or {},
    }
    return Career(**{**usual, **more})


def test_a_sign_is_stale_from_the_day_on_which_its_months_are_over() -> None:
    last = {CareerSign.MOVE: date(2021, 7, 2), CareerSign.TRAINING: date(2025, 7, 1)}
    judged = judge(RULE, career(last), TODAY)
    assert [(one.sign, one.months, one.stale_from, one.is_stale) for one in judged.signs] == [
        (CareerSign.MOVE, 60, date(2026, 7, 2), False),
        (CareerSign.PLAN, 12, date(2011, 1, 1), True),
        (CareerSign.TRAINING, 12, TODAY, True),
        (CareerSign.DIALOGUE, 6, date(2010, 7, 1), True),
    ]
    assert not judged.stagnates
    tomorrow = judge(RULE, career(last), TODAY + timedelta(days=1))
    assert (tomorrow.stagnates, tomorrow.spared) == (True, None)


def test_how_many_fresh_signs_are_enough_is_said_by_the_rule() -> None:
    last = {CareerSign.TRAINING: TODAY, CareerSign.DIALOGUE: TODAY}
    for enough, stagnates in ((1, False), (2, False), (3, True), (4, True)):
        rule = stagnation_rule({**BODY, "fresh_signs_enough": enough})
        assert judge(rule, career(last), TODAY).stagnates is stagnates


def test_who_is_new_doesn_t_stand_still() -> None:
    assert judge(RULE, career(appointed_on=date(2026, 1, 2)), TODAY).stale == ()
    assert judge(RULE, career(appointed_on=date(2026, 1, 1)), TODAY).stale == (CareerSign.DIALOGUE,)


def test_no_sign_is_missed_before_records_are_kept_but_a_move_that_is_known_counts() -> None:
    last = {CareerSign.MOVE: date(2015, 1, 1), CareerSign.TRAINING: date(2024, 1, 1)}
    settled = career(last, records_since=date(2026, 1, 2))
    judged = judge(RULE, settled, TODAY)
    assert [(one.sign, one.stale_from) for one in judged.signs] == [
        (CareerSign.MOVE, date(2020, 1, 1)),
        (CareerSign.PLAN, date(2027, 1, 2)),
        (CareerSign.TRAINING, date(2027, 1, 2)),
        (CareerSign.DIALOGUE, date(2026, 7, 2)),
    ]
    assert (judged.stale, judged.stagnates) == ((CareerSign.MOVE,), False)
    assert judge(RULE, settled, date(2027, 1, 2)).stagnates
    unknown = career(records_since=date(2026, 1, 2))
    assert judge(RULE, unknown, date(2031, 1, 1)).stale == tuple(CareerSign)[1:]


@given(LASTS, DAYS, DAYS)
def test_nobody_stands_still_before_the_longest_record_had_its_time(
    last: Mapping[CareerSign, date], since: date, on: date
) -> None:
    longest = max(RULE.signs[one].months for one in CareerSign if one is not CareerSign.MOVE)
    judged = judge(RULE, career(last, records_since=since, retires_on=None), on)
    assert not judged.stagnates or on >= months_later(since, longest)


def test_a_pppk_isn_t_expected_to_move() -> None:
    signs = [one.sign for one in judge(RULE, career(kind=EmployeeKind.PPPK), TODAY).signs]
    assert signs == [CareerSign.PLAN, CareerSign.TRAINING, CareerSign.DIALOGUE]


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"is_studying": True}, StagnationSpared.STUDYING),
        ({"state": ServiceState.STUDY_LEAVE}, StagnationSpared.STUDYING),
        ({"state": ServiceState.UNPAID_LEAVE}, StagnationSpared.NOT_AT_WORK),
        ({"state": ServiceState.RESIGNED}, StagnationSpared.NOT_AT_WORK),
        ({"retires_on": date(2027, 7, 1)}, StagnationSpared.RETIRING),
        ({"retires_on": date(2027, 7, 2)}, None),
        ({"retires_on": None}, None),
    ],
)
def test_who_is_away_or_retires_soon_is_spared(more: dict[str, Any], why: StagnationSpared | None) -> None:
    judged = judge(RULE, career(**more), TODAY)
    assert (judged.spared, judged.stagnates) == (why, why is None)


@given(LASTS, DAYS, st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 900))
def test_by_time_alone_no_sign_comes_back(
    last: dict[CareerSign, date], appointed: date, on: date, days: int
) -> None:
    of = career(last, appointed_on=appointed, retires_on=None)
    now, later = judge(RULE, of, on), judge(RULE, of, on + timedelta(days=days))
    assert set(now.stale) <= set(later.stale)
    assert now.stagnates <= later.stagnates
    assert now.stagnates == (len(now.stale) == len(now.signs))


@given(LASTS, st.sampled_from(CareerSign), st.dates(date(2020, 1, 1), date(2029, 1, 1)))
def test_what_is_seen_today_is_fresh_and_changes_no_other_sign(
    last: dict[CareerSign, date], sign: CareerSign, on: date
) -> None:
    before = judge(RULE, career(last), on)
    after = judge(RULE, career({**last, sign: on}), on)
    assert set(after.stale) == set(before.stale) - {sign}


@pytest.mark.parametrize(
    "wrong",
    [
        {"fresh_signs_enough": 0},
        {"fresh_signs_enough": 5},
        {"retiring_within_months": -1},
        {"asked_again_after_months": 0},
        {"signs": {**BODY["signs"], "PLAN": {"months": 0, "kinds": ["PNS"]}}},
        {"signs": {**BODY["signs"], "PLAN": {"months": 1, "kinds": ["TNI"]}}},
    ],
)
def test_a_rule_that_makes_no_sense_isn_t_read(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        stagnation_rule({**BODY, **wrong})


def test_a_rule_names_every_sign() -> None:
    with pytest.raises(KeyError):
        stagnation_rule({**BODY, "signs": {"PLAN": {"months": 1, "kinds": ["PNS"]}}})
