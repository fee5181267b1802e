"""Whoever manages appraisals seats others in a calibration that runs, or calls it off: none locks a cycle."""

from dataclasses import replace
from typing import Any

import pytest
from appraisal.conftest import Refused
from factories.appraisal.judging import BELOW, Month
from sqlalchemy import select

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


async def told(june: Month, kind: str) -> list[str]:
    """Who was told of something."""
    names = {person: name for name, person in june.office.people.items()}
    rows = await june.context.session.scalars(select(Notice.employee_id).where(Notice.kind == kind))
    return sorted(names[one] for one in rows)


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


async def test_who_comes_back_sits_again_and_all_are_told(june: Month) -> None:
    calibration = await june.calibration()
    admin = june.as_("admin")
    await reseat(admin, seats(june, calibration, "leader", "head"))
    await reseat(admin, seats(june, calibration, "stranger", "head"))
    rows = await june.context.session.scalars(select(CalibrationMember.employee_id))
    assert len(rows.all()) == 4
    assert await told(june, "CALIBRATION_SEATED") == ["head", "leader", "stranger"]


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
    assert (done.state, done.cancel_reason, done.version) == ("CANCELLED", "Sidang keliru", 2)
    staff = select(Evaluation).where(Evaluation.appraisal_id == june.appraisals["staff"])
    rows = (await june.context.session.scalars(staff.order_by(Evaluation.number))).all()
    assert [(row.stage, row.predicate) for row in rows] == [
        ("EVALUATION", "GOOD"),
        ("CALIBRATION", "NEEDS_IMPROVEMENT"),
        ("CALIBRATION", "GOOD"),
    ]
    assert (rows[2].change_reason, rows[2].results_reason) == ("Sidang keliru", "Semua target tercapai")
    assert (await june.of("functional")).version == 2
    async with refused(CalibrationOver, "calibrationId"):
        await cancel_calibration(admin, calling_off(calibration))
    async with refused(CalibrationOver, "calibrationId"):
        await change_result(leader, lowering(june, calibration, "functional"))
    await june.evaluated("functional")
    again, _ = await open_calibration(admin, june.opening("bidang", "head", "stranger"))
    assert not again.is_supplementary


@pytest.mark.parametrize("by", ["admin", "chief"])
async def test_who_sees_a_calibration_is_told_who_may_change_it(
    june: Month, refused: Refused, by: str
) -> None:
    calibration = await june.calibration()
    closing = CloseCalibration(calibration_id=calibration.id, expected_version=1)
    async with refused(NotSeated if by == "admin" else NotFound, "calibrationId"):
        await close_calibration(june.as_(by), closing)
