"""Changing a result in a calibration: what it was, what it is, and why, kept beside each other."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from jenjang.appraisal.actions.cycles import open_cycle_of
from jenjang.appraisal.actions.judges import who_evaluated
from jenjang.appraisal.actions.recording import Rated, last_evaluation, record_evaluation
from jenjang.appraisal.actions.scope import tree_day, units_below
from jenjang.appraisal.actions.seating import sat_in
from jenjang.appraisal.actions.spread import Spread, note_spread
from jenjang.appraisal.models.calibration import Calibration, CalibrationChange
from jenjang.appraisal.models.cycle import Appraisal
from jenjang.appraisal.models.evaluation import Evaluation
from jenjang.appraisal.rules.calibration import JudgedBefore, NotEvaluated, check_changes, check_may_calibrate
from jenjang.appraisal.terms import AppraisalState, EvaluationStage, Rating
from jenjang.core.context import Context
from jenjang.core.errors import NotFound
from jenjang.core.texts import check_text
from jenjang.graph.perform import Ref
from jenjang.organisation.actions.notices import tell_again
from jenjang.organisation.actions.versions import changed, own_person
from jenjang.organisation.terms import NoticeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeResult:
    """How a person is rated instead; what is left out stays, and keeps its reason."""

    calibration_id: UUID
    appraisal_id: UUID
    expected_version: int | None = None
    results: Rating | None = None
    results_reason: str | None = None
    behaviour: Rating | None = None
    behaviour_reason: str | None = None
    reason: str


async def change_result(context: Context, asked: ChangeResult) -> tuple[CalibrationChange, Spread]:
    """Change the draft of somebody else's result as a member, and say how results are spread then.

    The calibration is of the next version, so that nobody closes it who didn't see this change; two members
    who change two people's results don't stand against each other.

    Raises CalibrationOver, NotSeated, CycleNotOpen, OwnResult, NotEvaluated, JudgedBefore, Stale,
    NothingChanges, NoText, TextTooLong, UnitSetsResults, NotAPerson, NotFound.
    """
    calibration = await sat_in(context, asked.calibration_id)
    appraisal = await _draft(context, calibration, asked)
    before = await last_evaluation(context, appraisal)
    if before is None:
        raise NotEvaluated("appraisalId")
    after = await record_evaluation(
        context,
        appraisal,
        before,
        _rated(asked, before),
        EvaluationStage.CALIBRATION,
        check_text(asked.reason, "reason"),
    )
    change = CalibrationChange(
        calibration_id=calibration.id,
        appraisal_id=appraisal.id,
        employee_id=appraisal.employee_id,
        before_evaluation_id=before.id,
        after_evaluation_id=after.id,
        before=before.predicate,
        after=after.predicate,
        reason=after.change_reason,
        by_employee_id=own_person(context),
        made_at=context.now,
    )
    context.concern("Employee", appraisal.employee_id)
    context.session.add(change)
    await context.session.flush()
    if evaluator := await who_evaluated(context, appraisal):
        await tell_again(context, NoticeKind.RESULT_CALIBRATED, Ref("Appraisal", appraisal.id), evaluator)
    changed(calibration, None)
    return change, await note_spread(context, calibration)


async def _draft(context: Context, calibration: Calibration, asked: ChangeResult) -> Appraisal:
    """Somebody else's appraisal below the unit, as its next version, locked, with a draft to change."""
    cycle = await open_cycle_of(context, calibration.cycle_id, "calibrationId")
    below = units_below(calibration.unit_id, tree_day(context, cycle))
    looked_at = (Appraisal.cycle_id == cycle.id, Appraisal.unit_id.in_(below))
    found = select(Appraisal.id).where(Appraisal.id == asked.appraisal_id, *looked_at)
    if await context.session.scalar(found) is None:
        raise NotFound("appraisalId")
    appraisal = await context.get(Appraisal, asked.appraisal_id, lock=True, field="appraisalId")
    own = appraisal.employee_id == own_person(context)
    check_may_calibrate(AppraisalState(appraisal.state), own=own)
    if calibration.is_supplementary and appraisal.calibration_id:
        raise JudgedBefore("appraisalId")
    return changed(appraisal, asked.expected_version)


def _rated(asked: ChangeResult, before: Evaluation) -> Rated:
    """Both ratings after the change; a rating that changes says why anew."""
    was = (Rating(before.results), Rating(before.behaviour))
    rated = (asked.results or was[0], asked.behaviour or was[1])
    check_changes(was, rated)
    results_reason = before.results_reason if rated[0] is was[0] else ""
    behaviour_reason = before.behaviour_reason if rated[1] is was[1] else ""
    return Rated(
        rated[0],
        check_text(asked.results_reason or results_reason, "resultsReason"),
        rated[1],
        check_text(asked.behaviour_reason or behaviour_reason, "behaviourReason"),
    )
