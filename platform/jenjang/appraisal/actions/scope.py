"""What of a cycle stands below a unit: units, drafts with the evaluation that counts, calibrations."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.dialects.postgresql import distinct_on

from jenjang.appraisal.models.calibration import Calibration
from jenjang.appraisal.models.cycle import Appraisal, AppraisalCycle
from jenjang.appraisal.models.evaluation import Evaluation
from jenjang.appraisal.rules.working_days import DAY
from jenjang.appraisal.terms import AppraisalState, CalibrationState
from jenjang.core.context import Context
from jenjang.organisation.actions.history import runs_on
from jenjang.organisation.models import UnitAncestry


def tree_day(context: Context, cycle: AppraisalCycle) -> date:
    """The day whose tree of units counts: the last of the period, or today while it runs."""
    return min(cycle.ends - DAY, context.today)


def units_below(unit_id: UUID, on: date) -> Select[UUID]:
    """A unit and all below it."""
    return select(UnitAncestry.unit_id).where(UnitAncestry.ancestor_id == unit_id, runs_on(UnitAncestry, on))


def units_above(unit_id: UUID, on: date) -> Select[UUID]:
    """A unit and all above it."""
    return select(UnitAncestry.ancestor_id).where(UnitAncestry.unit_id == unit_id, runs_on(UnitAncestry, on))


def evaluated_below(context: Context, cycle: AppraisalCycle, unit_id: UUID) -> Select[UUID]:
    """The appraisals in a unit and all below it that are evaluated and not published."""
    return select(Appraisal.id).where(
        Appraisal.cycle_id == cycle.id,
        Appraisal.unit_id.in_(units_below(unit_id, tree_day(context, cycle))),
        Appraisal.state == AppraisalState.EVALUATED,
    )


def looked_at(context: Context, cycle: AppraisalCycle, calibration: Calibration) -> Select[UUID]:
    """The drafts that a calibration looks at: a further one at those alone that none has judged."""
    drafts = evaluated_below(context, cycle, calibration.unit_id)
    return drafts.where(Appraisal.calibration_id.is_(None)) if calibration.is_supplementary else drafts


def rated_below(context: Context, cycle: AppraisalCycle, unit_id: UUID) -> Select[UUID]:
    """The appraisals in a unit and all below it that have a result, published or not."""
    return select(Appraisal.id).where(
        Appraisal.cycle_id == cycle.id,
        Appraisal.unit_id.in_(units_below(unit_id, tree_day(context, cycle))),
        Appraisal.state.not_in((AppraisalState.OPEN, AppraisalState.MISSED)),
    )


def last_evaluations(of: ColumnElement[bool]) -> Select[UUID, str]:
    """Each appraisal with the predicate of its last evaluation, the one that counts."""
    return (
        select(Evaluation.appraisal_id, Evaluation.predicate)
        .where(of)
        .ext(distinct_on(Evaluation.appraisal_id))
        .order_by(Evaluation.appraisal_id, Evaluation.number.desc())
    )


def open_calibrations(context: Context, cycle: AppraisalCycle, unit_id: UUID) -> Select[UUID]:
    """The open calibrations of a unit, of those above it and of those below it."""
    day = tree_day(context, cycle)
    above = Calibration.unit_id.in_(units_above(unit_id, day))
    below = Calibration.unit_id.in_(units_below(unit_id, day))
    opened = (Calibration.cycle_id == cycle.id, Calibration.state == CalibrationState.OPEN)
    return select(Calibration.id).where(*opened, above | below)


def calibrations_of(context: Context, cycle: AppraisalCycle, appraisals: Select[UUID]) -> Select[UUID]:
    """The open calibrations that look at any of these appraisals of the cycle."""
    units = select(Appraisal.unit_id).where(Appraisal.id.in_(appraisals))
    above = select(UnitAncestry.ancestor_id).where(
        UnitAncestry.unit_id.in_(units), runs_on(UnitAncestry, tree_day(context, cycle))
    )
    return select(Calibration.id).where(
        Calibration.cycle_id == cycle.id,
        Calibration.state == CalibrationState.OPEN,
        Calibration.unit_id.in_(above),
    )
