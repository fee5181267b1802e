"""A cycle is closed batch by batch: what is evaluated is published, what isn't is missed; for good."""

from dataclasses import replace
from datetime import date

import pytest
from appraisal.conftest import As, Refused
from factories.appraisal.cycles import a_cycle, appraisal_of, evaluated
from factories.appraisal.office import Office
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.appraisal.actions import closing
from jenjang.appraisal.actions.closing import CloseCycle, Progress, close_batch, close_cycle
from jenjang.appraisal.actions.cycles import OnlySomeUnits, open_cycle_of
from jenjang.appraisal.models.calibration import Calibration
from jenjang.appraisal.models.cycle import Appraisal, AppraisalCycle
from jenjang.appraisal.models.evaluation import Evaluation
from jenjang.appraisal.rules.calibration import CalibrationRuns
from jenjang.appraisal.rules.cycles import CycleNotOpen, NotAllEvaluated, PeriodNotOver
from jenjang.appraisal.terms import AppraisalState, CycleKind
from jenjang.core.errors import NotFound, Stale

EVALUATED = ("staff", "colleague", "functional")


async def june(as_: As, office: Office, session: AsyncSession) -> AppraisalCycle:
    """June of all, in which three are evaluated."""
    cycle = await a_cycle(as_("admin"))
    for name in EVALUATED:
        await evaluated(session, await appraisal_of(session, cycle, office.people[name]), as_("admin").now)
    return cycle


async def ended(as_: As) -> list[Progress]:
    """All batches until nothing is left."""
    found = []
    while progress := await close_batch(as_("admin")):
        found.append(progress)
    return found


async def test_what_is_evaluated_is_published_and_all_else_is_missed(
    as_: As, office: Office, session: AsyncSession
) -> None:
    cycle = await june(as_, office, session)
    await close_cycle(as_("admin"), CloseCycle(cycle_id=cycle.id, missed=100, expected_version=1))
    assert (cycle.state, cycle.to_close, cycle.closed_so_far, cycle.version) == ("CLOSING", 3, 0, 2)
    assert await ended(as_) == [Progress(3, 3, False), Progress(3, 3, False), Progress(3, 3, True)]
    assert (cycle.state, cycle.closed_at, cycle.version) == ("CLOSED", as_("admin").now, 3)
    for name, person in office.people.items():
        one = await appraisal_of(session, cycle, person)
        if name in EVALUATED:
            assert (one.state, one.predicate, one.published_at) == ("PUBLISHED", "GOOD", as_("admin").now)
        else:
            assert (one.state, one.predicate, one.published_at) == ("MISSED", None, None)
    shown = await session.scalars(select(Evaluation.published_at))
    assert set(shown) == {as_("admin").now}


async def test_a_batch_does_so_many_and_says_how_far_it_is(
    as_: As, office: Office, session: AsyncSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closing, "BATCH", 2)
    monkeypatch.setattr(closing, "MISSED_AT_ONCE", 5)
    cycle = await june(as_, office, session)
    await close_cycle(as_("admin"), CloseCycle(cycle_id=cycle.id, missed=100, expected_version=1))
    assert [one.closed_so_far for one in await ended(as_)] == [2, 3, 3, 3, 3]


async def test_nobody_is_missed_without_a_word(
    as_: As, office: Office, session: AsyncSession, refused: Refused
) -> None:
    """Whoever closes says how many people they know will be missed; evaluated meanwhile, fewer may be."""
    cycle = await june(as_, office, session)
    key = cycle.id
    for missed in (None, 0, 8):
        asked = CloseCycle(cycle_id=key, missed=missed, expected_version=1)
        async with refused(NotAllEvaluated, "missed", missed=9, people=12), session.begin_nested():
            await close_cycle(as_("admin"), asked)
    await session.refresh(cycle)
    await close_cycle(as_("admin"), CloseCycle(cycle_id=cycle.id, missed=9, expected_version=1))
    assert cycle.state == "CLOSING"


async def test_a_cycle_without_results_is_closed_as_well(as_: As) -> None:
    cycle = await a_cycle(as_("admin"))
    await close_cycle(as_("admin"), CloseCycle(cycle_id=cycle.id, missed=100, expected_version=1))
    assert [one.done for one in await ended(as_)] == [False, True]
    assert (cycle.state, cycle.to_close) == ("CLOSED", 0)


async def test_one_cycle_is_closed_and_the_other_stays_open(
    as_: As, office: Office, session: AsyncSession
) -> None:
    stays = await june(as_, office, session)
    cycle = await a_cycle(as_("admin"), number=5)
    await close_cycle(as_("admin"), CloseCycle(cycle_id=cycle.id, missed=100, expected_version=1))
    assert await close_batch(as_("admin"), stays.id) is None
    await ended(as_)
    states = await session.scalars(select(Appraisal.state).where(Appraisal.cycle_id == stays.id))
    assert (stays.state, set(states)) == ("OPEN", {"OPEN", "EVALUATED"})


async def test_nothing_is_done_in_a_cycle_that_is_being_closed(
    as_: As, office: Office, session: AsyncSession, refused: Refused
) -> None:
    cycle = await june(as_, office, session)
    await open_cycle_of(as_("chief"), cycle.id)
    asked = CloseCycle(cycle_id=cycle.id, missed=100, expected_version=1)
    await close_cycle(as_("admin"), asked)
    async with refused(CycleNotOpen, "appraisalId", state="CLOSING"):
        await open_cycle_of(as_("chief"), cycle.id, "appraisalId")
    async with refused(CycleNotOpen, "cycleId", state="CLOSING"):
        await close_cycle(as_("admin"), replace(asked, expected_version=2))
    await ended(as_)
    async with refused(CycleNotOpen, "cycleId", state="CLOSED"):
        await close_cycle(as_("admin"), replace(asked, expected_version=3))


async def test_a_running_period_isnt_closed(as_: As, refused: Refused) -> None:
    cycle = await a_cycle(as_("admin"), number=7)
    asked = CloseCycle(cycle_id=cycle.id, missed=100, expected_version=1)
    async with refused(PeriodNotOver, "cycleId", last=date(2026, 7, 31)):
        await close_cycle(as_("admin"), asked)
    assert (await close_cycle(as_("admin", on=date(2026, 8, 1)), asked)).state == "CLOSING"


async def test_a_cycle_isnt_closed_while_a_calibration_of_it_runs(
    as_: As, office: Office, session: AsyncSession, refused: Refused
) -> None:
    year = {"kind": CycleKind.ANNUAL, "year": 2025, "number": 1}
    cycle = await a_cycle(as_("admin"), **year)
    session.add(
        Calibration(
            cycle_id=cycle.id,
            unit_id=office.units["dinas"],
            chair_employee_id=office.people["leader"],
            unit_predicate="GOOD",
            rule="predicate_distribution 2023",
            state="OPEN",
            opened_at=as_("admin").now,
        )
    )
    async with refused(CalibrationRuns, "cycleId"):
        await close_cycle(as_("admin"), CloseCycle(cycle_id=cycle.id, missed=100, expected_version=1))


async def test_a_cycle_is_closed_by_who_saw_it_and_manages_it(
    as_: As, office: Office, refused: Refused
) -> None:
    whole = await a_cycle(as_("admin"), number=5)
    badan = await a_cycle(as_("admin"), unit_id=office.units["badan"])
    dinas = await a_cycle(as_("admin"), unit_id=office.units["dinas"])
    async with refused(Stale, "expectedVersion", current=1):
        await close_cycle(as_("admin"), CloseCycle(cycle_id=whole.id, missed=100, expected_version=9))
    async with refused(OnlySomeUnits, "cycleId"):
        await close_cycle(as_("unit admin"), CloseCycle(cycle_id=whole.id, missed=100, expected_version=1))
    async with refused(NotFound, "cycleId"):
        await close_cycle(as_("unit admin"), CloseCycle(cycle_id=badan.id, missed=100, expected_version=1))
    asked = CloseCycle(cycle_id=dinas.id, missed=100, expected_version=1)
    assert (await close_cycle(as_("unit admin"), asked)).state == "CLOSING"


async def test_what_was_decided_already_stays(as_: As, office: Office, session: AsyncSession) -> None:
    cycle = await june(as_, office, session)
    staff = await appraisal_of(session, cycle, office.people["staff"])
    staff.state = AppraisalState.MISSED
    await close_cycle(as_("admin"), CloseCycle(cycle_id=cycle.id, missed=100, expected_version=1))
    await ended(as_)
    assert (cycle.to_close, cycle.closed_so_far) == (2, 2)
    assert (await appraisal_of(session, cycle, office.people["staff"])).predicate is None
