"""What calibrations stand in the way of publishing results: those that run, those still to be opened."""

from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute

from jenjang.appraisal.actions.scope import tree_day
from jenjang.appraisal.models.calibration import Calibration
from jenjang.appraisal.models.cycle import Appraisal, AppraisalCycle
from jenjang.appraisal.rules.calibration import CalibrationRuns, NotCalibrated
from jenjang.appraisal.terms import CalibrationState
from jenjang.core.context import Context
from jenjang.organisation.actions.history import runs_on
from jenjang.organisation.models import Employee, UnitAncestry, UnitVersion

NAMED = 10
"""How many units a refusal names."""


async def check_none_runs(context: Context, cycle: AppraisalCycle, open_ones: Select[UUID]) -> None:
    """Refuse to publish while any of these open calibrations of a cycle runs. Raises CalibrationRuns."""
    chair = and_(Employee.tenant_id == Calibration.tenant_id, Employee.id == Calibration.chair_employee_id)
    running = (
        select(UnitVersion.name, Employee.name)
        .select_from(Calibration)
        .outerjoin(UnitVersion, _called(context, cycle, Calibration.unit_id))
        .join(Employee, chair)
        .where(Calibration.id.in_(open_ones))
        .order_by(UnitVersion.name, Calibration.id)
        .limit(NAMED)
    )
    found = (await context.session.execute(running)).all()
    if found:
        named = ", ".join(f"{unit or '-'} ({leads})" for unit, leads in found)
        raise CalibrationRuns("cycleId", calibrations=named)


async def check_latecomers(context: Context, cycle: AppraisalCycle, drafts: Select[UUID]) -> None:
    """Refuse to publish drafts that no calibration has judged, of units that were calibrated.

    Raises NotCalibrated.
    """
    of = (Calibration.cycle_id == cycle.id, Calibration.state == CalibrationState.CLOSED)
    closed = (await context.session.scalars(select(Calibration.unit_id).where(*of).distinct())).all()
    if not closed:
        return
    late = drafts.with_only_columns(Appraisal.unit_id, func.count()).where(Appraisal.calibration_id.is_(None))
    rows = await context.session.execute(late.group_by(Appraisal.unit_id))
    waiting = {unit: count for unit, count in rows}  # noqa: C416  # A row isn't typed as a pair.
    day = tree_day(context, cycle)
    line = select(UnitAncestry.unit_id, UnitAncestry.ancestor_id).where(
        UnitAncestry.unit_id.in_(waiting), UnitAncestry.ancestor_id.in_(closed), runs_on(UnitAncestry, day)
    )
    above = (await context.session.execute(line)).all()
    if above:
        count = sum(waiting[unit] for unit in {one.unit_id for one in above})
        named = select(UnitVersion.name).where(
            UnitVersion.unit_id.in_({one.ancestor_id for one in above}), runs_on(UnitVersion, day)
        )
        names = await context.session.scalars(named.order_by(UnitVersion.name).limit(NAMED))
        raise NotCalibrated("cycleId", count=count, units=", ".join(names))


def _called(
    context: Context, cycle: AppraisalCycle, unit_id: InstrumentedAttribute[UUID]
) -> ColumnElement[bool]:
    """The version of a unit that counts in a cycle, which tells its name."""
    same = and_(UnitVersion.tenant_id == Calibration.tenant_id, UnitVersion.unit_id == unit_id)
    return same & runs_on(UnitVersion, tree_day(context, cycle))
