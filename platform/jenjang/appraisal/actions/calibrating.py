"""Calibrating: named members look at a unit's results together, say why one changes, and close."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, select, update

from jenjang.appraisal.actions.calibration_versions import changed_as_seen
from jenjang.appraisal.actions.cycles import check_manages, open_cycle_of
from jenjang.appraisal.actions.law import distribution_law_on
from jenjang.appraisal.actions.scope import (
    evaluated_below,
    looked_at,
    open_calibrations,
    tree_day,
    units_above,
)
from jenjang.appraisal.actions.seating import NAMED, concern, members_of, sat_in, seat
from jenjang.appraisal.actions.spread import Spread, note_spread
from jenjang.appraisal.models.calibration import Calibration, CalibrationCount
from jenjang.appraisal.models.cycle import Appraisal, AppraisalCycle, CycleUnit
from jenjang.appraisal.rules.calibration import (
    CalibratedBefore,
    CalibrationAround,
    NotTheChair,
    UnitNotRated,
    check_explained,
)
from jenjang.appraisal.rules.cycles import check_open
from jenjang.appraisal.rules.working_days import DAY
from jenjang.appraisal.terms import CalibrationState, CycleState
from jenjang.core.context import Context
from jenjang.core.errors import NotFound
from jenjang.core.texts import check_text
from jenjang.organisation.actions.versions import own_person
from jenjang.organisation.models import Unit

AT_ONCE = 1000
"""Results that are marked as judged by one statement: a whole government's take longer than one may."""


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

    Of a unit that was calibrated before, by itself or with one above, a further one looks at those whom no
    calibration has judged: who was evaluated since. The pattern counts all. Raises CycleNotOpen,
    UnitNotRated, CalibratedBefore, CalibrationAround, TooFewMembers, NotFound.
    """
    await context.get(Unit, asked.unit_id, field="unitId")
    check_manages(context, asked.unit_id, "unitId")
    # Locked against whoever evaluates or publishes in the cycle: they read it locked for sharing.
    cycle = await context.get(AppraisalCycle, asked.cycle_id, lock=True, field="cycleId")
    check_open(CycleState(cycle.state))
    predicate = await _predicate(context, asked)
    is_supplementary = await _is_supplementary(context, cycle, asked.unit_id)
    law = await distribution_law_on(context, cycle.ends - DAY)
    members = await members_of(
        context, asked.chair_employee_id, asked.member_employee_ids, law.rule.fewest_members
    )
    calibration = Calibration(
        cycle_id=cycle.id,
        unit_id=asked.unit_id,
        chair_employee_id=asked.chair_employee_id,
        unit_predicate=predicate,
        rule=law.name,
        state=CalibrationState.OPEN,
        is_supplementary=is_supplementary,
        opened_at=context.now,
    )
    context.session.add(calibration)
    await context.session.flush()
    concern(context, calibration)
    await seat(context, calibration, members)
    spread = await note_spread(context, calibration)
    context.session.add_all(
        CalibrationCount(calibration_id=calibration.id, predicate=one, before=count)
        for one, count in spread.counts.items()
    )
    await context.session.flush()
    return calibration, spread


async def close_calibration(context: Context, asked: CloseCalibration) -> Calibration:
    """Close a calibration as its chair; where results don't fit the unit's pattern, say why.

    Raises NotTheChair, NotSeated, CalibrationOver, Stale, DeviationUnexplained, OwnDraftCounted, NoText,
    TextTooLong, NotFound.
    """
    calibration = await sat_in(context, asked.calibration_id)
    if calibration.chair_employee_id != own_person(context):
        raise NotTheChair("calibrationId")
    await changed_as_seen(context, calibration, asked.expected_version)
    await open_cycle_of(context, calibration.cycle_id, "calibrationId")
    explanation = None if asked.explanation is None else check_text(asked.explanation, "explanation")
    # Read before they are counted: whoever is evaluated meanwhile isn't judged uncounted.
    drafts = await _looked_at(context, calibration)
    spread = await note_spread(context, calibration)
    check_explained(spread.deviations[context.language], explanation, has_own=spread.has_own)
    calibration.within_pattern = not spread.deviations["id"]
    calibration.explanation = explanation
    calibration.state = CalibrationState.CLOSED
    calibration.closed_at = context.now
    for count in await context.session.scalars(_counts_of(calibration)):
        count.after = {str(one): people for one, people in spread.counts.items()}[count.predicate]
    await _judge(context, calibration, drafts)
    await context.session.flush()
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


async def _is_supplementary(context: Context, cycle: AppraisalCycle, unit_id: UUID) -> bool:
    """Whether the unit or one above it was calibrated before.

    No result is looked at in two sessions at once, nor again by those below who judged it. Raises
    CalibrationAround, CalibratedBefore.
    """
    if await context.session.scalar(open_calibrations(context, cycle, unit_id).limit(1)):
        raise CalibrationAround("unitId")
    above = Calibration.unit_id.in_(units_above(unit_id, tree_day(context, cycle)))
    of = (Calibration.cycle_id == cycle.id, above)
    closed = select(Calibration.id).where(*of, Calibration.state == CalibrationState.CLOSED)
    if await context.session.scalar(closed.limit(1)) is None:
        return False
    since = evaluated_below(context, cycle, unit_id).where(Appraisal.calibration_id.is_(None))
    if await context.session.scalar(since.limit(1)) is None:
        raise CalibratedBefore("unitId")
    return True


async def _looked_at(context: Context, calibration: Calibration) -> Sequence[UUID]:
    """The drafts that a calibration looks at, by id, so that parts of them follow each other.

    None is locked: until this is committed nobody else changes them. Members and who calls it off wait for
    the calibration, which is locked; evaluators are refused by it; publishing waits for the cycle.
    """
    cycle = await context.get(AppraisalCycle, calibration.cycle_id)
    drafts = looked_at(context, cycle, calibration)
    return (await context.session.scalars(drafts.order_by(Appraisal.id))).all()


async def _judge(context: Context, calibration: Calibration, drafts: Sequence[UUID]) -> None:
    """Note of drafts that a calibration looked at them.

    Each is marked, some by a statement, and not told by when it was evaluated: what is committed after a
    calibration has closed may have begun before, and would pass as judged though nobody looked at it.
    """
    for one in drafts if len(drafts) <= NAMED else ():
        context.concern("Appraisal", one)
    for at in range(0, len(drafts), AT_ONCE):
        some = update(Appraisal).where(Appraisal.id.in_(drafts[at : at + AT_ONCE]))
        judged = some.values(calibration_id=calibration.id)
        await context.session.execute(judged.execution_options(synchronize_session=False))


def _counts_of(calibration: Calibration) -> Select[CalibrationCount]:
    return select(CalibrationCount).where(CalibrationCount.calibration_id == calibration.id)
