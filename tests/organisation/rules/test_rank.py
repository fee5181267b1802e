"""Ranks: order, spans, steps, windows; PNS and PPPK never mixed."""

from datetime import date

import pytest

from jenjang.core.errors import Refusal
from jenjang.organisation.rules.rank import (
    NotARankDate,
    Rank,
    RankOfOtherScheme,
    RankReasonUnknown,
    RankRule,
    RankSpanUpsideDown,
    Steps,
    WrongRankStep,
    check_bearer_of_rank,
    check_rank_change,
    check_span,
    rank_fits,
)
from jenjang.organisation.terms import EmployeeKind

LADDER = [f"{group}/{room}" for group in ("I", "II", "III", "IV") for room in "abcd"] + ["IV/e"]
RANKS = {code: Rank(code, EmployeeKind.PNS, place) for place, code in enumerate(LADDER, 1)}
GRADE_IX = Rank("IX", EmployeeKind.PPPK, 9)
MONTHLY = RankRule(
    frozenset(range(1, 13)), {"REGULAR": Steps(1, 1), "DIPLOMA": Steps(1, 4), "DEMOTION": Steps(-1, -1)}
)
TWICE = RankRule(frozenset({4, 10}), {"REGULAR": Steps(1, 1)})


@pytest.mark.parametrize(
    ("rank", "lowest", "highest", "fits"),
    [
        ("III/d", "III/d", "IV/b", True),
        ("IV/b", "III/d", "IV/b", True),
        ("III/c", "III/d", "IV/b", False),
        ("IV/c", "III/d", "IV/b", False),
        ("I/a", None, "IV/b", True),
        ("IV/e", "III/d", None, True),
        ("IV/e", None, None, True),
    ],
)
def test_a_rank_fits_within_its_span(rank: str, lowest: str | None, highest: str | None, fits: bool) -> None:
    assert rank_fits(RANKS[rank], RANKS.get(lowest or ""), RANKS.get(highest or "")) is fits


def test_a_grade_of_pppk_is_never_held_against_a_rank_of_pns() -> None:
    with pytest.raises(RankOfOtherScheme):
        rank_fits(GRADE_IX, RANKS["III/a"], None)
    with pytest.raises(RankOfOtherScheme):
        check_bearer_of_rank(GRADE_IX, EmployeeKind.PNS)
    with pytest.raises(RankOfOtherScheme):
        check_span(RANKS["III/a"], GRADE_IX)
    with pytest.raises(RankOfOtherScheme):
        check_rank_change(RANKS["III/a"], GRADE_IX, "REGULAR", date(2026, 1, 1), MONTHLY)
    check_bearer_of_rank(GRADE_IX, EmployeeKind.PPPK)


def test_a_span_rises() -> None:
    check_span(RANKS["III/a"], RANKS["III/a"])
    check_span(None, RANKS["III/a"])
    with pytest.raises(RankSpanUpsideDown):
        check_span(RANKS["III/b"], RANKS["III/a"])


@pytest.mark.parametrize(
    ("held", "wanted", "reason", "on", "rule"),
    [
        ("III/a", "III/b", "REGULAR", date(2026, 2, 1), MONTHLY),
        ("II/d", "III/a", "REGULAR", date(2023, 4, 1), TWICE),
        ("II/a", "III/a", "DIPLOMA", date(2026, 2, 1), MONTHLY),
        ("III/b", "III/a", "DEMOTION", date(2026, 2, 1), MONTHLY),
    ],
)
def test_a_legal_change_of_rank(held: str, wanted: str, reason: str, on: date, rule: RankRule) -> None:
    check_rank_change(RANKS[held], RANKS[wanted], reason, on, rule)


def test_a_reason_of_any_day_waits_for_no_window() -> None:
    rule = RankRule(frozenset({4, 10}), {"DEATH": Steps(1, 1, any_day=True)})
    check_rank_change(RANKS["III/a"], RANKS["III/b"], "DEATH", date(2023, 5, 17), rule)


@pytest.mark.parametrize(
    ("held", "wanted", "reason", "on", "rule", "error"),
    [
        ("III/a", "III/c", "REGULAR", date(2026, 2, 1), MONTHLY, WrongRankStep),
        ("III/b", "III/a", "REGULAR", date(2026, 2, 1), MONTHLY, WrongRankStep),
        ("III/a", "III/a", "DIPLOMA", date(2026, 2, 1), MONTHLY, WrongRankStep),
        ("III/a", "III/b", "DEMOTION", date(2026, 2, 1), MONTHLY, WrongRankStep),
        ("III/a", "III/b", "REGULAR", date(2026, 2, 2), MONTHLY, NotARankDate),
        ("III/a", "III/b", "REGULAR", date(2023, 5, 1), TWICE, NotARankDate),
        ("III/a", "III/b", "FAVOUR", date(2026, 2, 1), MONTHLY, RankReasonUnknown),
    ],
)
def test_an_illegal_change_of_rank(
    held: str, wanted: str, reason: str, on: date, rule: RankRule, error: type[Refusal]
) -> None:
    with pytest.raises(error) as refused:
        check_rank_change(RANKS[held], RANKS[wanted], reason, on, rule)
    assert type(refused.value) is error
