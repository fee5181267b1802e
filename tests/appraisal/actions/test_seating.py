"""Whoever manages appraisals seats others in a calibration that runs, or calls it off: none locks a cycle."""

from collections.abc import Awaitable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from appraisal.conftest import Refused
from factories.appraisal.judging import ABOVE, BELOW, Month
from factories.statements import statements
from sqlalchemy import select, update

from jenjang.appraisal.actions.calibrating import CloseCalibration, close_calibration, open_calibration
from jenjang.appraisal.actions.cancelling import CancelCalibration, cancel_calibration
from jenjang.appraisal.actions.changing import ChangeResult, change_result
from jenjang.appraisal.actions.publishing import Publish, publish_results
from jenjang.appraisal.actions.seating import Reseat, reseat
from jenjang.appraisal.models.calibration import Calibration, CalibrationMember
from jenjang.appraisal.models.evaluation import Evaluation
from jenjang.appraisal.rules.calibration import (
    CalibrationOver,
    CalibrationRuns,
    NothingReseated,
    NotSeated,
    NotTheChair,
    OwnDraftLookedAt,
    TooFewMembers,
)
from jenjang.core.errors import NotFound, Stale
from jenjang.core.texts import NoText
from jenjang.organisation.actions.service import ChangeState, end_service
from jenjang.organisation.models import Employee, Notice
from jenjang.organisation.terms import ServiceState


def seats(june: Month, calibration: Calibration, *people: str, **more: Any) -> Reseat:  # Any: fields.
    """Other seats: the first of the people is the chair."""
    chair, *members = (june.office.people[one] for one in people)
    usual = Reseat(
        calibration_id=calibration.id,
        chair_employee_id=chair,
        member_employee_ids=tuple(members),
        reason="Ketua pensiun",
        expected_version=calibration.version,
    )
    return replace(usual, **more)


def calling_off(calibration: Calibration, **more: Any) -> CancelCalibration:  # Any: fields.
    usual = CancelCalibration(
        calibration_id=calibration.id, reason="Sidang keliru", expected_version=calibration.version
    )
    return replace(usual, **more)


async def sits(june: Month) -> dict[str, bool]:
    """Who sits in the calibration, or (False) has left it."""
    names = {person: name for name, person in june.office.people.items()}
    rows = await june.context.session.scalars(
        select(CalibrationMember).execution_options(populate_existing=True)
    )
    return {names[row.employee_id]: row.left_at is None for row in rows}


async def told(june: Month, kind: str, *, read: bool = False) -> list[str]:
    """Who was told of something, and hasn't (or has) read it."""
    names = {person: name for name, person in june.office.people.items()}
    of = (Notice.kind == kind, Notice.read_at.is_not(None) if read else Notice.read_at.is_(None))
    rows = await june.context.session.scalars(select(Notice.employee_id).where(*of))
    return sorted(names[one] for one in rows)


async def read(june: Month) -> None:
    """Let everybody have read all that they were told."""
    await june.context.session.execute(update(Notice).values(read_at=june.context.now))


def lowering(june: Month, calibration: Calibration, name: str) -> ChangeResult:
    return ChangeResult(
        calibration_id=calibration.id,
        appraisal_id=june.appraisals[name],
        results=BELOW,
        results_reason="Dua target luput",
        reason="Setara rekan",
    )


async def test_a_chair_who_is_gone_is_replaced_and_the_cycle_goes_on(june: Month, refused: Refused) -> None:
    await june.evaluated("staff")
    calibration = await june.calibration("bidang", "stranger", "leader")
    admin = june.as_("admin")
    person = await admin.get(Employee, june.office.people["stranger"])
    gone = ChangeState(
        employee_id=person.id, expected_version=person.version, state=ServiceState.RETIRED, on=admin.today
    )
    await end_service(admin, gone)
    async with refused(CalibrationRuns, "cycleId", calibrations="Bidang Guru (Stranger)"):
        await publish_results(admin, Publish(cycle_id=june.cycle.id))
    changed = await reseat(june.as_("unit admin"), seats(june, calibration, "leader", "head"))
    assert (changed.chair_employee_id, changed.version) == (june.office.people["leader"], 2)
    assert await sits(june) == {"stranger": False, "leader": True, "head": True}
    async with refused(NotFound, "calibrationId"):
        await change_result(june.as_("stranger"), lowering(june, calibration, "staff"))
    closing = CloseCalibration(calibration_id=calibration.id, explanation="Satu orang", expected_version=2)
    async with refused(NotTheChair, "calibrationId"):
        await close_calibration(june.as_("head"), closing)
    await close_calibration(june.as_("leader"), closing)
    assert await publish_results(admin, Publish(cycle_id=june.cycle.id)) == 1


async def test_new_seats_meet_what_the_first_ones_met(june: Month, refused: Refused) -> None:
    calibration = await june.calibration()
    admin, unit = june.as_("admin"), june.office.units["bidang"]
    refusals = [
        ("admin", seats(june, calibration, "head"), TooFewMembers, "memberEmployeeIds"),
        ("admin", seats(june, calibration, "leader", "stranger"), NothingReseated, "memberEmployeeIds"),
        ("admin", seats(june, calibration, "head", "leader", reason=" "), NoText, "reason"),
        ("admin", seats(june, calibration, "head", "leader", expected_version=9), Stale, "expectedVersion"),
        (
            "admin",
            seats(june, calibration, "head", "leader", chair_employee_id=unit),
            NotFound,
            "chairEmployeeId",
        ),
        ("admin", seats(june, calibration, "head", calibration_id=unit), NotFound, "calibrationId"),
        ("leader", seats(june, calibration, "head", "leader"), NotFound, "calibrationId"),
    ]
    for by, asked, error, field in refusals:
        async with refused(error, field), june.context.session.begin_nested():
            await reseat(june.as_(by), asked)
    await june.context.session.refresh(calibration)
    closing = CloseCalibration(calibration_id=calibration.id, explanation="Kosong", expected_version=1)
    await close_calibration(june.as_("leader"), closing)
    async with refused(CalibrationOver, "calibrationId"):
        await reseat(admin, seats(june, calibration, "head", "leader"))


async def test_new_seats_read_where_results_do_not_fit_until_it_is_called_off(june: Month) -> None:
    await june.evaluated("staff")
    calibration = await june.calibration()
    assert calibration.deviation_en
    assert "1" in calibration.deviation_en
    await june.evaluated("colleague")
    before = calibration.deviation_en
    await reseat(june.as_("admin"), seats(june, calibration, "head", "stranger"))
    assert "2" in calibration.deviation_en
    assert calibration.deviation_en != before
    await change_result(june.as_("head"), lowering(june, calibration, "staff"))
    assert calibration.deviation_en != before
    assert calibration.within_pattern is None
    await cancel_calibration(june.as_("admin"), calling_off(calibration))
    assert (calibration.deviation_id, calibration.deviation_en) == (None, None)


async def test_who_comes_back_sits_again_and_all_are_told(june: Month) -> None:
    calibration = await june.calibration()
    admin = june.as_("admin")
    await reseat(admin, seats(june, calibration, "leader", "head"))
    await read(june)
    await reseat(admin, seats(june, calibration, "stranger", "head"))
    rows = await june.context.session.scalars(select(CalibrationMember.employee_id))
    assert len(rows.all()) == 4
    assert await told(june, "CALIBRATION_SEATED") == ["stranger"]
    assert await told(june, "CALIBRATION_SEATED", read=True) == ["head", "leader"]


async def test_who_sits_in_it_and_is_to_lead_it_is_told_so(june: Month) -> None:
    calibration = await june.calibration("bidang", "leader", "stranger", "head")
    await read(june)
    await reseat(june.as_("admin"), seats(june, calibration, "head", "stranger", "leader"))
    assert await told(june, "CALIBRATION_SEATED") == ["head"]
    await read(june)
    await reseat(june.as_("admin"), seats(june, calibration, "head", "leader"))
    assert await told(june, "CALIBRATION_SEATED") == []


async def test_who_sits_in_it_is_told_that_it_was_called_off(june: Month) -> None:
    calibration = await june.calibration()
    admin = june.as_("admin")
    await reseat(admin, seats(june, calibration, "leader", "head"))
    await cancel_calibration(admin, calling_off(calibration))
    assert await told(june, "CALIBRATION_CANCELLED") == ["head", "leader"]


async def test_a_session_called_off_leaves_what_the_evaluators_gave(june: Month, refused: Refused) -> None:
    for name in ("staff", "colleague", "functional"):
        await june.evaluated(name)
    calibration = await june.calibration()
    leader, admin = june.as_("leader"), june.as_("admin")
    await change_result(leader, lowering(june, calibration, "staff"))
    await change_result(leader, lowering(june, calibration, "colleague"))
    assert await told(june, "RESULT_CALIBRATED") == ["chief", "chief"]
    async with refused(NotFound, "calibrationId"):
        await cancel_calibration(leader, calling_off(calibration))
    async with refused(NoText, "reason"):
        await cancel_calibration(admin, calling_off(calibration, reason=""))
    done = await cancel_calibration(june.as_("unit admin"), calling_off(calibration))
    assert (done.state, done.cancel_reason, done.version) == ("CANCELLED", "Sidang keliru", 4)
    staff = select(Evaluation).where(Evaluation.appraisal_id == june.appraisals["staff"])
    rows = (await june.context.session.scalars(staff.order_by(Evaluation.number))).all()
    assert [(row.stage, row.predicate) for row in rows] == [
        ("EVALUATION", "GOOD"),
        ("CALIBRATION", "NEEDS_IMPROVEMENT"),
        ("CALIBRATION", "GOOD"),
    ]
    assert (rows[2].change_reason, rows[2].results_reason) == ("Sidang keliru", "Semua target tercapai")
    assert (rows[2].derivation_id, rows[2].derivation_en) == (rows[0].derivation_id, rows[0].derivation_en)
    assert "kalibrasi" in rows[1].derivation_id
    assert (await june.of("functional")).version == 2
    async with refused(CalibrationOver, "calibrationId"):
        await cancel_calibration(admin, calling_off(calibration))
    async with refused(CalibrationOver, "calibrationId"):
        await change_result(leader, lowering(june, calibration, "functional"))
    await june.evaluated("functional")
    again, _ = await open_calibration(admin, june.opening("bidang", "head", "stranger"))
    assert not again.is_supplementary


@pytest.mark.parametrize("is_changed", [True, False])
async def test_nobody_calls_off_what_looks_at_their_own_draft(
    june: Month, refused: Refused, is_changed: bool
) -> None:
    """Nor is told by a refusal whether it was changed."""
    for name in ("admin", "clerk"):
        await june.evaluated(name, by="stranger")
    calibration = await june.calibration("badan", "leader", "head")
    await change_result(june.as_("leader"), lowering(june, calibration, "admin" if is_changed else "clerk"))
    async with refused(OwnDraftLookedAt, "calibrationId"):
        await cancel_calibration(june.as_("admin"), calling_off(calibration))
    await cancel_calibration(june.as_("second admin"), calling_off(calibration))
    again = await june.calibration("bidang")
    assert (await cancel_calibration(june.as_("admin"), calling_off(again))).state == "CANCELLED"


async def test_who_manages_calls_off_a_further_session_though_another_judged_their_own_draft(
    june: Month, refused: Refused
) -> None:
    await june.evaluated("admin", by="stranger")
    first = await june.calibration("badan", "leader", "head")
    closing = CloseCalibration(calibration_id=first.id, explanation="Satu orang", expected_version=1)
    await close_calibration(june.as_("leader"), closing)
    await june.evaluated("clerk", by="stranger")
    further = await june.calibration("badan", "leader", "head")
    assert further.is_supplementary
    await change_result(june.as_("leader"), lowering(june, further, "clerk"))
    assert (await cancel_calibration(june.as_("admin"), calling_off(further))).state == "CANCELLED"
    assert (await june.of("admin")).calibration_id == first.id


async def test_what_was_changed_first_is_taken_back_whatever_the_clocks_said(june: Month) -> None:
    """Who asked first may have waited for whoever changed it first."""
    first = await june.evaluated("staff")
    calibration = await june.calibration()
    leader = june.as_("leader")
    await change_result(leader, lowering(june, calibration, "staff"))
    before = replace(june.as_("stranger"), now=leader.now - timedelta(seconds=1))
    better = replace(lowering(june, calibration, "staff"), results=ABOVE, results_reason="Semua terlampaui")
    await change_result(before, better)
    await cancel_calibration(june.as_("admin"), calling_off(calibration))
    rows = select(Evaluation).where(Evaluation.appraisal_id == june.appraisals["staff"])
    last = (await june.context.session.scalars(rows.order_by(Evaluation.number.desc()).limit(1))).one()
    assert (last.number, last.predicate, last.results_reason) == (4, first.predicate, first.results_reason)


async def test_what_a_calibration_below_gave_is_left_by_one_above_that_is_called_off(june: Month) -> None:
    await june.evaluated("staff")
    below = await june.calibration()
    await change_result(june.as_("leader"), lowering(june, below, "staff"))
    closing = CloseCalibration(calibration_id=below.id, explanation="Satu orang", expected_version=2)
    await close_calibration(june.as_("leader"), closing)
    above = await june.calibration("dinas")
    raised = replace(lowering(june, above, "staff"), results=ABOVE, results_reason="Semua terlampaui")
    await change_result(june.as_("leader"), raised)
    await cancel_calibration(june.as_("admin"), calling_off(above))
    rows = select(Evaluation).where(Evaluation.appraisal_id == june.appraisals["staff"])
    found = (await june.context.session.scalars(rows.order_by(Evaluation.number))).all()
    assert [one.predicate for one in found] == ["GOOD", "NEEDS_IMPROVEMENT", "GOOD", "NEEDS_IMPROVEMENT"]
    assert found[3].derivation_en == found[1].derivation_en != found[2].derivation_en
    assert found[3].change_reason == "Sidang keliru"


async def test_the_unit_sets_the_results_of_its_head_also_as_they_are_taken_back(june: Month) -> None:
    calibration = await june.calibration("bidang", "head", "stranger")
    given = await june.evaluated("chief", results=None)
    asked = replace(
        lowering(june, calibration, "chief"),
        results=None,
        behaviour=BELOW,
        behaviour_reason="Laporan warga terbukti",
    )
    await change_result(june.as_("head"), asked)
    await cancel_calibration(june.as_("admin"), calling_off(calibration))
    rows = select(Evaluation).where(Evaluation.appraisal_id == june.appraisals["chief"])
    last = (await june.context.session.scalars(rows.order_by(Evaluation.number.desc()).limit(1))).one()
    assert (last.predicate, last.unit_predicate) == (given.predicate, "GOOD")
    assert last.change_reason == "Sidang keliru"


async def test_what_many_were_before_is_read_by_as_many_statements_as_for_one(june: Month) -> None:
    names, counted = ("staff", "colleague", "functional"), []
    for name in names:
        await june.evaluated(name)
    for some in (names[:1], names):
        calibration = await june.calibration()
        for name in some:
            await change_result(june.as_("leader"), lowering(june, calibration, name))
        counted.append(await reads(june, cancel_calibration(june.as_("admin"), calling_off(calibration))))
    assert counted[0] == counted[1]


async def reads(june: Month, deed: Awaitable[object]) -> int:
    """How many statements a deed takes to read what it is about."""
    with statements(june.context.session) as told:
        await deed
    return sum(one.startswith("SELECT") for one in told)


@pytest.mark.parametrize(("most", "named"), [(1, set()), (2, {"Appraisal", "Employee"})])
async def test_the_chain_names_each_result_taken_back_where_they_are_few(
    june: Month, monkeypatch: pytest.MonkeyPatch, most: int, named: set[str]
) -> None:
    monkeypatch.setattr("jenjang.appraisal.actions.cancelling.NAMED", most)
    names = ("staff", "colleague")
    for name in names:
        await june.evaluated(name)
    calibration = await june.calibration()
    for name in names:
        await change_result(june.as_("leader"), lowering(june, calibration, name))
    admin = june.as_("admin")
    admin.concerned.clear()
    await cancel_calibration(admin, calling_off(calibration))
    assert {kind for kind, _ in admin.concerned} == {"Unit", "AppraisalCycle"} | named


@pytest.mark.parametrize("by", ["admin", "chief"])
async def test_who_sees_a_calibration_is_told_who_may_change_it(
    june: Month, refused: Refused, by: str
) -> None:
    calibration = await june.calibration()
    closing = CloseCalibration(calibration_id=calibration.id, expected_version=1)
    async with refused(NotSeated if by == "admin" else NotFound, "calibrationId"):
        await close_calibration(june.as_(by), closing)
