"""The tree of units through time."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jenjang.organisation.rules.span import Span
from jenjang.organisation.rules.tree import (
    Descent,
    ParentNotOpen,
    Standing,
    UnitInCircle,
    check_no_circle,
    check_parent_open,
    descents,
)

CITY, DINAS, BADAN, BIDANG, SEKSI = (UUID(int=n) for n in range(1, 6))
YEARS = {year: date(year, 1, 1) for year in range(2019, 2030)}


def time(begins: int, ends: int | None = None) -> Span:
    return Span(YEARS[begins], YEARS[ends] if ends else None)


TREE = {
    CITY: [Standing(CITY, None, time(2020))],
    DINAS: [Standing(DINAS, CITY, time(2020, 2023)), Standing(DINAS, CITY, time(2023))],
    BADAN: [Standing(BADAN, CITY, time(2021))],
    BIDANG: [Standing(BIDANG, DINAS, time(2020, 2022)), Standing(BIDANG, BADAN, time(2022))],
    SEKSI: [Standing(SEKSI, BIDANG, time(2020))],
}


def test_a_unit_on_top_stands_under_itself_only() -> None:
    assert descents(CITY, TREE) == (Descent(CITY, CITY, 0, time(2020)),)


def test_a_renaming_splits_nothing() -> None:
    assert descents(DINAS, TREE) == (
        Descent(DINAS, CITY, 1, time(2020)),
        Descent(DINAS, DINAS, 0, time(2020)),
    )


def test_a_move_of_the_parent_moves_its_subtree_from_that_date() -> None:
    assert descents(SEKSI, TREE) == (
        Descent(SEKSI, CITY, 3, time(2020)),
        Descent(SEKSI, DINAS, 2, time(2020, 2022)),
        Descent(SEKSI, BADAN, 2, time(2022)),
        Descent(SEKSI, BIDANG, 1, time(2020)),
        Descent(SEKSI, SEKSI, 0, time(2020)),
    )


def test_a_unit_cannot_stand_below_itself() -> None:
    below = [*descents(BIDANG, TREE), *descents(SEKSI, TREE)]
    of_bidang = [descent for descent in below if descent.ancestor == BIDANG]
    for parent in (BIDANG, SEKSI):
        with pytest.raises(UnitInCircle):
            check_no_circle(BIDANG, parent, of_bidang, time(2025))
    check_no_circle(BIDANG, DINAS, of_bidang, time(2025))
    check_no_circle(BIDANG, None, of_bidang, time(2025))


def test_a_parent_that_comes_below_later_is_a_circle_then() -> None:
    of_badan = [descent for descent in descents(BIDANG, TREE) if descent.ancestor == BADAN]
    with pytest.raises(UnitInCircle) as refused:
        check_no_circle(BADAN, BIDANG, of_badan, time(2021))
    assert refused.value.facts == {"on": YEARS[2022]}
    check_no_circle(BADAN, BIDANG, of_badan, time(2021, 2022))


@pytest.mark.parametrize(
    "versions",
    [
        [time(2020)],
        [time(2022), time(2020, 2022)],
        [time(2019, 2020), time(2020, 2022), time(2022)],
    ],
)
def test_a_parent_is_open_through_its_versions(versions: list[Span]) -> None:
    check_parent_open(versions, time(2021))


@pytest.mark.parametrize(
    "versions", [[], [time(2022)], [time(2020, 2025)], [time(2020, 2023), time(2024)], [time(2020, 2021)]]
)
def test_a_parent_that_is_not_open_all_the_time_is_refused(versions: list[Span]) -> None:
    with pytest.raises(ParentNotOpen):
        check_parent_open(versions, time(2021))


def test_a_parent_need_not_outlive_the_child() -> None:
    check_parent_open([time(2020, 2023)], time(2021, 2023))


MOVES = st.lists(st.tuples(st.integers(0, 7), st.integers(1, 60)), min_size=8, max_size=8)


@given(st.lists(MOVES, min_size=1, max_size=3))
def test_descents_agree_with_walking_up_on_every_day(rounds: list[list[tuple[int, int]]]) -> None:
    start = date(2020, 1, 1)
    units = [UUID(int=n + 1) for n in range(8)]
    standings: dict[UUID, list[Standing]] = {}
    for n, unit in enumerate(units):
        cuts = sorted({0, *(moves[n][1] for moves in rounds)})
        standings[unit] = [
            Standing(
                unit,
                units[rounds[i % len(rounds)][n][0] % n] if n else None,
                Span(start + timedelta(cut), start + timedelta(cuts[i + 1]) if i + 1 < len(cuts) else None),
            )
            for i, cut in enumerate(cuts)
        ]
    for unit in units:
        found = descents(unit, standings)
        for day in (start + timedelta(n) for n in range(0, 62, 7)):
            expected, at, depth = {}, unit, 0
            while at:
                expected[at] = depth
                at = next(standing.parent for standing in standings[at] if day in standing.span)
                depth += 1
            held = [descent for descent in found if day in descent.span]
            assert {descent.ancestor: descent.depth for descent in held} == expected
            assert len(held) == len(expected)
