"""The next rank: each thing that stands in its way, alone and together, window by window."""

from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jenjang.career.rules.months import months_later
from jenjang.career.rules.promotion import (
    Bearer,
    Blocked,
    first_open,
    promotion_rule,
    windows,
)
from jenjang.career.terms import Blocker, PromotionKind
from jenjang.organisation.rules.life import IN_SERVICE
from jenjang.organisation.rules.rank import Rank, rank_rule
from jenjang.organisation.rules.span import Span
from jenjang.organisation.terms import EmployeeKind, ServiceState
from jenjang.reference.listing import shipped as listed
from jenjang.reference.models import EducationLevel
from jenjang.reference.models import Rank as ListedRank
from jenjang.rules.shelf import shipped

TODAY = date(2026, 11, 22)
RULE = promotion_rule(shipped("rank_promotion", TODAY).body)
EVERY_MONTH = rank_rule(shipped("rank_change", TODAY).body).months
SIX_A_YEAR = rank_rule(shipped("rank_change", date(2025, 1, 1)).body).months
WINDOW = date(2026, 12, 1)
III_A, III_B, III_D = (
    Rank(code, EmployeeKind.PNS, place) for code, place in (("a", 9), ("b", 10), ("d", 12))
)
READY = Bearer(
    rank=III_A,
    since=date(2022, 12, 1),
    kind=PromotionKind.REGULER,
    tops={Blocker.TOP_OF_EDUCATION: III_D, Blocker.TOP_OF_POSITION: III_D},
    predicates={2024: "GOOD", 2025: "VERY_GOOD"},
)


def stands_in_the_way(bearer: Bearer, on: date = WINDOW) -> list[Blocked]:
    return list(next(windows(bearer, RULE, EVERY_MONTH, on)).blocked)


def test_after_four_years_at_baik_nothing_stands_in_the_way() -> None:
    assert stands_in_the_way(READY) == []


@pytest.mark.parametrize(
    ("changed", "blocked"),
    [
        ({"since": date(2022, 12, 2)}, Blocked(Blocker.TIME_IN_RANK, date(2026, 12, 2))),
        ({"since": date(2024, 2, 29)}, Blocked(Blocker.TIME_IN_RANK, date(2028, 2, 29))),
        ({"predicates": {2024: "NEEDS_IMPROVEMENT", 2025: "GOOD"}}, Blocked(Blocker.PERFORMANCE)),
        ({"predicates": {2025: "GOOD"}}, Blocked(Blocker.PERFORMANCE)),
        ({"predicates": {2022: "GOOD", 2023: "GOOD"}}, Blocked(Blocker.PERFORMANCE)),
        ({"predicates": {2023: "GOOD", 2025: "GOOD"}}, Blocked(Blocker.PERFORMANCE)),
        ({"predicates": {}}, Blocked(Blocker.PERFORMANCE)),
        ({"sanctions": [Span(WINDOW, date(2027, 3, 1))]}, Blocked(Blocker.SANCTION, date(2027, 3, 1))),
        ({"sanctions": [Span(date(2020, 1, 1))]}, Blocked(Blocker.SANCTION)),
        ({"tops": {Blocker.TOP_OF_EDUCATION: III_A}}, Blocked(Blocker.TOP_OF_EDUCATION)),
        ({"tops": {Blocker.TOP_OF_POSITION: III_A}}, Blocked(Blocker.TOP_OF_POSITION)),
        ({"kind": PromotionKind.FUNCTIONAL}, Blocked(Blocker.CREDIT)),
        (
            {"kind": PromotionKind.FUNCTIONAL, "credit_met_on": date(2027, 1, 1)},
            Blocked(Blocker.CREDIT, date(2027, 1, 1)),
        ),
        ({"leaves_on": WINDOW}, Blocked(Blocker.NOT_IN_SERVICE)),
        (
            {"tops": {Blocker.TOP_OF_POSITION: III_A}, "next_level": "AHLI_MUDA"},
            Blocked(Blocker.TOP_OF_POSITION, level="AHLI_MUDA"),
        ),
        (
            {"tops": {Blocker.TOP_OF_EDUCATION: III_A}, "next_level": "AHLI_MUDA"},
            Blocked(Blocker.TOP_OF_EDUCATION),
        ),
        ({"service": [(ServiceState.UNPAID_LEAVE, Span(WINDOW))]}, Blocked(Blocker.AWAY)),
        (
            {"service": [(ServiceState.SUSPENDED, Span(date(2026, 1, 1), date(2027, 2, 1)))]},
            Blocked(Blocker.AWAY, date(2027, 2, 1)),
        ),
        ({"service": [(ServiceState.CANDIDATE, Span(WINDOW))]}, Blocked(Blocker.CANDIDATE)),
        *(
            ({"service": [(left, Span(WINDOW))], "leaves_on": WINDOW}, Blocked(Blocker.NOT_IN_SERVICE))
            for left in set(ServiceState) - IN_SERVICE
        ),
        ({"service": [(ServiceState.RESIGNED, Span(WINDOW))]}, Blocked(Blocker.NOT_IN_SERVICE)),
    ],
)
def test_each_thing_stands_in_the_way_by_itself(changed: dict[str, Any], blocked: Blocked) -> None:
    assert stands_in_the_way(replace(READY, **changed)) == [blocked]


@pytest.mark.parametrize(
    "changed",
    [
        {"predicates": {2023: "GOOD", 2024: "GOOD"}},  # That of 2025 isn't published yet.
        {"predicates": {2024: "GOOD", 2025: "GOOD", 2026: "POOR"}},  # 2026 hasn't ended.
        {"sanctions": [Span(date(2026, 1, 1), WINDOW)]},
        {"kind": PromotionKind.FUNCTIONAL, "credit_met_on": WINDOW},
        {"tops": {Blocker.TOP_OF_POSITION: III_B}},
        {"tops": {}},
        {"leaves_on": date(2026, 12, 2)},
        {"service": [(ServiceState.STUDY_LEAVE, Span(date(2026, 1, 1)))]},
        {"service": [(ServiceState.UNPAID_LEAVE, Span(date(2026, 1, 1), WINDOW))]},
    ],
)
def test_what_does_not_stand_in_the_way(changed: dict[str, Any]) -> None:
    assert stands_in_the_way(replace(READY, **changed)) == []


def test_a_functional_rank_takes_two_years() -> None:
    functional = replace(
        READY, kind=PromotionKind.FUNCTIONAL, since=date(2025, 1, 1), credit_met_on=date(2026, 3, 1)
    )
    assert stands_in_the_way(functional) == [Blocked(Blocker.TIME_IN_RANK, date(2027, 1, 1))]
    opened = first_open(functional, RULE, EVERY_MONTH, TODAY)
    assert opened
    assert opened.on == date(2027, 1, 1)


def test_windows_are_those_of_the_rule_the_next_first() -> None:
    six = [window.on for window in islice(windows(READY, RULE, SIX_A_YEAR, TODAY), 3)]
    assert six == [date(2026, 12, 1), date(2027, 2, 1), date(2027, 4, 1)]
    monthly = [window.on for window in islice(windows(READY, RULE, EVERY_MONTH, WINDOW), 6)]
    assert monthly == [WINDOW, *(date(2027, month, 1) for month in range(1, 6))]


def test_where_time_alone_wont_do_there_is_no_first_window() -> None:
    assert (
        first_open(replace(READY, tops={Blocker.TOP_OF_EDUCATION: III_A}), RULE, EVERY_MONTH, TODAY) is None
    )


def test_the_top_rank_of_an_education_is_a_rank_and_every_education_has_one() -> None:
    ranks = [row["code"] for row in listed(ListedRank)]
    assert set(RULE.top_ranks) == {row["code"] for row in listed(EducationLevel)}
    tops = [ranks.index(RULE.top_ranks[row["code"]]) for row in listed(EducationLevel)]
    assert tops == sorted(tops)


@given(
    since=st.dates(date(2018, 1, 1), date(2026, 11, 1)),
    ends=st.dates(date(2026, 1, 1), date(2029, 1, 1)),
    credit=st.dates(date(2026, 1, 1), date(2030, 1, 1)),
)
def test_the_first_open_window_is_the_first_after_the_last_day_told(
    since: date, ends: date, credit: date
) -> None:
    bearer = replace(
        READY,
        since=since,
        kind=PromotionKind.FUNCTIONAL,
        credit_met_on=credit,
        sanctions=[Span(date(2025, 1, 1), ends)],
        predicates=dict.fromkeys(range(2020, 2040), "GOOD"),
    )
    told = [blocked.until for blocked in stands_in_the_way(bearer) if blocked.until]
    opened = first_open(bearer, RULE, EVERY_MONTH, WINDOW)
    assert opened is not None
    assert max([WINDOW, *told]) <= opened.on < months_later(max([WINDOW, *told]), 1)
