"""Calling a calibration off: what it changed is taken back, as if nobody had met."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on

from jenjang.appraisal.actions.judges import who_evaluated
from jenjang.appraisal.actions.people import changed
from jenjang.appraisal.actions.recording import Rated, last_evaluation, record_evaluation
from jenjang.appraisal.actions.seating import calibration_to_manage
from jenjang.appraisal.models.calibration import Calibration, CalibrationChange
from jenjang.appraisal.models.cycle import Appraisal
from jenjang.appraisal.models.evaluation import Evaluation
from jenjang.appraisal.terms import AppraisalState, CalibrationState, EvaluationStage, Rating
from jenjang.core.context import Context
from jenjang.core.texts import check_text
from jenjang.graph.perform import Ref
from jenjang.organisation.actions.notices import tell_again
from jenjang.organisation.terms import NoticeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelCalibration:
    """Which calibration is called off, and why."""

    calibration_id: UUID
    reason: str
    expected_version: int


async def cancel_calibration(context: Context, asked: CancelCalibration) -> Calibration:
    """Call a calibration off that runs: each draft that it changed is again what its evaluator gave.

    The evaluations and changes stay on file, followed by one more that takes them back with the reason. The
    unit may be calibrated anew. Raises CalibrationOver, CycleNotOpen, Stale, NoText, TextTooLong, NotFound.
    """
    calibration = await calibration_to_manage(context, asked.calibration_id)
    reason = check_text(asked.reason, "reason")
    changed(calibration, asked.expected_version)
    for first in await _first_changes(context, calibration):
        await _take_back(context, first, reason)
    calibration.state = CalibrationState.CANCELLED
    calibration.cancel_reason = reason
    calibration.closed_at = context.now
    await context.session.flush()
    return calibration


async def _first_changes(context: Context, calibration: Calibration) -> Sequence[CalibrationChange]:
    """The first change of each result, which knows what its evaluator had given."""
    changes = (
        select(CalibrationChange)
        .where(CalibrationChange.calibration_id == calibration.id)
        .ext(distinct_on(CalibrationChange.appraisal_id))
        .order_by(CalibrationChange.appraisal_id, CalibrationChange.made_at, CalibrationChange.id)
    )
    return (await context.session.scalars(changes)).all()


async def _take_back(context: Context, first: CalibrationChange, reason: str) -> None:
    """Let a draft be rated as before its first change, if it is one still and rated otherwise now."""
    appraisal = await context.get(Appraisal, first.appraisal_id, lock=True)
    before = await context.get(Evaluation, first.before_evaluation_id)
    now = await last_evaluation(context, appraisal)
    same = now and (now.results, now.behaviour) == (before.results, before.behaviour)
    if now is None or same or appraisal.state != AppraisalState.EVALUATED:
        return
    rated = Rated(
        Rating(before.results), before.results_reason, Rating(before.behaviour), before.behaviour_reason
    )
    changed(appraisal, None)
    context.concern("Appraisal", appraisal.id)
    context.concern("Employee", appraisal.employee_id)
    await record_evaluation(context, appraisal, now, rated, EvaluationStage.CALIBRATION, reason)
    evaluator = await who_evaluated(context, appraisal)
    if evaluator:
        await tell_again(context, NoticeKind.RESULT_CALIBRATED, Ref("Appraisal", appraisal.id), evaluator)
