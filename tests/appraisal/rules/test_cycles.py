"""Nobody is appraised twice for one period; a cycle is opened, due and closed at its time."""

from datetime import date
from uuid import UUID

import pytest

from jenjang.appraisal.rules.cycles import (
    CoveredAlready,
    CycleNotOpen,
    CycleThere,
    DueOutOfBounds,
    PartCovered,
    PeriodNotBegun,
    PeriodNotOver,
    check_begun,
    check_due,
    check_not_covered,
    check_open,
    check_over,
)
from jenjang.appraisal.rules.periods import period
from jenjang.appraisal.terms import CycleKind, CycleState
from jenjang.core.errors import Conflict

ROOT, DINAS, BIDANG, BADAN = (UUID(int=one) for one in range(1, 5))
ABOVE = {None: (), ROOT: (ROOT,), DINAS: (DINAS, ROOT), BIDANG: (BIDANG, DINAS, ROOT), BADAN: (BADAN, ROOT)}
BELOW = {
    None: (),
    ROOT: (ROOT, DINAS, BIDANG, BADAN),
    DINAS: (DINAS, BIDANG),
    BIDANG: (BIDANG,),
    BADAN: (BADAN,),
}
UNITS = (None, ROOT, DINAS, BIDANG, BADAN)


def refusal(wanted: UUID | None, there: UUID | None) -> type[Conflict] | None:
    """What stands against a cycle where there is one, said in another way than the rule says it."""
    if wanted == there:
        return CycleThere
    if there is None or there in ABOVE[wanted]:
        return CoveredAlready
    return PartCovered if wanted is None or wanted in ABOVE[there] else None


@pytest.mark.parametrize("wanted", UNITS)
@pytest.mark.parametrize("there", UNITS)
def test_a_second_cycle_is_refused_wherever_it_meets_the_first(
    wanted: UUID | None, there: UUID | None
) -> None:
    expected = refusal(wanted, there)
    if expected is None:
        check_not_covered(wanted, [there], ABOVE[wanted], BELOW[wanted])
        return
    with pytest.raises(expected):
        check_not_covered(wanted, [there], ABOVE[wanted], BELOW[wanted])


def test_only_what_stands_beside_another_is_free() -> None:
    check_not_covered(DINAS, [], ABOVE[DINAS], BELOW[DINAS])
    check_not_covered(None, [], (), ())
    free = {(wanted, there) for wanted in UNITS for there in UNITS if refusal(wanted, there) is None}
    assert free == {(DINAS, BADAN), (BADAN, DINAS), (BIDANG, BADAN), (BADAN, BIDANG)}


def test_a_period_is_opened_from_its_first_day_and_closed_after_its_last() -> None:
    june = period(CycleKind.MONTHLY, 2026, 6)
    check_begun(june, date(2026, 6, 1))
    with pytest.raises(PeriodNotBegun, match="2026-06-01"):
        check_begun(june, date(2026, 5, 31))
    check_over(june.ends, date(2026, 7, 1))
    with pytest.raises(PeriodNotOver, match="2026-06-30"):
        check_over(june.ends, date(2026, 6, 30))


def test_a_day_is_due_within_its_bounds() -> None:
    bounds = (date(2026, 7, 1), date(2026, 7, 20))
    for due in bounds:
        check_due(due, *bounds)
    for due in (date(2026, 6, 30), date(2026, 7, 21)):
        with pytest.raises(DueOutOfBounds):
            check_due(due, *bounds)


def test_only_an_open_cycle_is_worked_in() -> None:
    check_open(CycleState.OPEN)
    for state in (CycleState.CLOSING, CycleState.CLOSED):
        with pytest.raises(CycleNotOpen, match=state):
            check_open(state)
