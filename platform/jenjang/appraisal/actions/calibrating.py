"""Calibrating: named members look at a unit's results together, say why one changes, and close."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, select

from jenjang.appraisal.actions.cycles import check_manages, open_cycle_of
from jenjang.appraisal.actions.law import distribution_law_on
from jenjang.appraisal.actions.people import changed, own_person
from jenjang.appraisal.actions.scope import open_calibrations
from jenjang.appraisal.actions.spread import Spread, spread_of
from jenjang.appraisal.models.calibration import Calibration, CalibrationCount, CalibrationMember
from jenjang.appraisal.models.cycle import AppraisalCycle, CycleUnit
from jenjang.appraisal.rules.calibration import (
    CalibratedBefore,
    CalibrationAround,
    CalibrationOver,
    NotTheChair,
    UnitNotRated,
    check_explained,
    check_members,
)
from jenjang.appraisal.rules.cycles import check_open
from jenjang.appraisal.rules.texts import check_text
from jenjang.appraisal.rules.working_days import DAY
from jenjang.appraisal.terms import CalibrationState, CycleState
from jenjang.core.context import Context
from jenjang.core.errors import NotFound
from jenjang.organisation.models import Employee, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCalibration:
    """The results of which unit are looked at, in which cycle, by whom, with whom in the chair."""

    cycle_id: UUID
    unit_id: UUID
    chair_employee_id: UUID
    member_employee_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseCalibration:
    """Which calibration is closed, and why results don't fit the pattern, where they don't."""

    calibration_id: UUID
    explanation: str | None = None
    expected_version: int


async def open_calibration(context: Context, asked: OpenCalibration) -> tuple[Calibration, Spread]:
    """Open a calibration of a unit and all below it, and count how results are spread before.

    Raises CycleNotOpen, UnitNotRated, CalibratedBefore, CalibrationAround, TooFewMembers, NotFound.
    """
    await context.get(Unit, asked.unit_id, field="unitId")
    check_manages(context, asked.unit_id, "unitId")
    # Locked against whoever evaluates or publishes in the cycle: they read it locked for sharing.
    cycle = await context.get(AppraisalCycle, asked.cycle_id, lock=True, field="cycleId")
    check_open(CycleState(cycle.state))
    predicate = await _predicate(context, asked)
    await _check_alone(context, cycle, asked.unit_id)
    law = await distribution_law_on(context, cycle.ends - DAY)
    members = await _members(context, asked, law.rule.fewest_members)
    calibration = Calibration(
        cycle_id=cycle.id,
        unit_id=asked.unit_id,
        chair_employee_id=asked.chair_employee_id,
        unit_predicate=predicate,
        rule=law.name,
        state=CalibrationState.OPEN,
        opened_at=context.now,
    )
    context.session.add(calibration)
    await context.session.flush()
    of = {"calibration_id": calibration.id}
    context.session.add_all(CalibrationMember(employee_id=one, **of) for one in members)
    spread = await spread_of(context, calibration)
    before = spread.counts.items()
    context.session.add_all(CalibrationCount(predicate=one, before=count, **of) for one, count in before)
    await context.session.flush()
    return calibration, spread


async def close_calibration(context: Context, asked: CloseCalibration) -> Calibration:
    """Close a calibration as its chair; where results don't fit the unit's pattern, say why.

    Raises NotTheChair, CalibrationOver, Stale, DeviationUnexplained, OwnDraftCounted, NoText, TextTooLong,
    NotFound.
    """
    calibration = await sat_in(context, asked.calibration_id)
    if calibration.chair_employee_id != own_person(context):
        raise NotTheChair("calibrationId")
    changed(calibration, asked.expected_version)
    await open_cycle_of(context, calibration.cycle_id, "calibrationId")
    explanation = None if asked.explanation is None else check_text(asked.explanation, "explanation")
    spread = await spread_of(context, calibration)
    check_explained(spread.deviations[context.language], explanation, has_own=spread.has_own)
    calibration.within_pattern = not spread.deviations["id"]
    calibration.deviation_id = spread.told("id")
    calibration.deviation_en = spread.told("en")
    calibration.explanation = explanation
    calibration.state = CalibrationState.CLOSED
    calibration.closed_at = context.now
    for count in await context.session.scalars(_counts_of(calibration)):
        count.after = {str(one): people for one, people in spread.counts.items()}[count.predicate]
    await context.session.flush()
    return calibration


async def sat_in(context: Context, calibration_id: UUID) -> Calibration:
    """An open calibration in which one sits, locked.

    Raises CalibrationOver, NotAPerson; NotFound for who doesn't sit in it.
    """
    own = own_person(context)
    calibration = await context.get(Calibration, calibration_id, lock=True, field="calibrationId")
    seat = (CalibrationMember.calibration_id == calibration.id, CalibrationMember.employee_id == own)
    if await context.session.scalar(select(CalibrationMember.id).where(*seat)) is None:
        raise NotFound("calibrationId")
    if calibration.state != CalibrationState.OPEN:
        raise CalibrationOver("calibrationId")
    return calibration


async def _predicate(context: Context, asked: OpenCalibration) -> str:
    """The unit's own predicate in the cycle. Raises UnitNotRated, NotFound for a unit that isn't in it."""
    of = (CycleUnit.cycle_id == asked.cycle_id, CycleUnit.unit_id == asked.unit_id)
    unit = await context.session.scalar(select(CycleUnit).where(*of))
    if unit is None:
        raise NotFound("unitId")
    if unit.predicate is None:
        raise UnitNotRated("unitId")
    return unit.predicate


async def _check_alone(context: Context, cycle: AppraisalCycle, unit_id: UUID) -> None:
    """No result is looked at in two sessions at once, nor a unit twice."""
    of = (Calibration.cycle_id == cycle.id, Calibration.unit_id == unit_id)
    if await context.session.scalar(select(Calibration.id).where(*of)):
        raise CalibratedBefore("unitId")
    if await context.session.scalar(open_calibrations(context, cycle, unit_id).limit(1)):
        raise CalibrationAround("unitId")


async def _members(context: Context, asked: OpenCalibration, fewest: int) -> list[UUID]:
    """Who sits in the session, the chair among them. Raises TooFewMembers, NotFound."""
    members = list(dict.fromkeys((asked.chair_employee_id, *asked.member_employee_ids)))
    check_members(members, fewest)
    known = set(await context.session.scalars(select(Employee.id).where(Employee.id.in_(members))))
    if asked.chair_employee_id not in known:
        raise NotFound("chairEmployeeId")
    for index, one in enumerate(asked.member_employee_ids):
        if one not in known:
            raise NotFound(("memberEmployeeIds", str(index)))
    return members


def _counts_of(calibration: Calibration) -> Select[CalibrationCount]:
    return select(CalibrationCount).where(CalibrationCount.calibration_id == calibration.id)
