"""Calling a calibration off: what it changed is taken back, as if nobody had met."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, select

from jenjang.appraisal.actions.calibration_versions import changed_as_seen
from jenjang.appraisal.actions.scope import looked_at
from jenjang.appraisal.actions.seating import NAMED, calibration_to_manage, seated
from jenjang.appraisal.models.calibration import Calibration, CalibrationChange
from jenjang.appraisal.models.cycle import Appraisal, AppraisalCycle
from jenjang.appraisal.models.evaluation import Evaluation
from jenjang.appraisal.rules.calibration import OwnDraftLookedAt
from jenjang.appraisal.terms import AppraisalState, CalibrationState, EvaluationStage
from jenjang.core.context import Context
from jenjang.core.texts import check_text
from jenjang.graph.perform import Ref
from jenjang.organisation.actions.notices import tell, tell_all_again
from jenjang.organisation.actions.versions import changed
from jenjang.organisation.terms import NoticeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelCalibration:
    """Which calibration is called off, and why."""

    calibration_id: UUID
    reason: str
    expected_version: int


@dataclass(frozen=True, slots=True)
class Lifted:
    """A draft that a calibration changed: rated as before, and as now."""

    appraisal: Appraisal
    before: Evaluation
    now: Evaluation
    evaluator: UUID | None

    @property
    def is_as_before(self) -> bool:
        return (self.now.results, self.now.behaviour) == (self.before.results, self.before.behaviour)


async def cancel_calibration(context: Context, asked: CancelCalibration) -> Calibration:
    """Call a calibration off that runs: each draft that it changed is again what it was before.

    The evaluations and changes stay on file, followed by one more that takes them back with the reason. The
    unit may be calibrated anew. Whose own draft is looked at doesn't, whether it was changed or not: that
    would be to restore the own result, or to be told by a refusal that somebody changed it. Raises
    OwnDraftLookedAt, CalibrationOver, CycleNotOpen, Stale, NoText, TextTooLong, NotFound.
    """
    calibration = await calibration_to_manage(context, asked.calibration_id)
    cycle = await context.get(AppraisalCycle, calibration.cycle_id)
    own = Appraisal.employee_id == context.viewer.employee_id
    if await context.session.scalar(looked_at(context, cycle, calibration).where(own)):
        raise OwnDraftLookedAt("calibrationId")
    reason = check_text(asked.reason, "reason")
    await changed_as_seen(context, calibration, asked.expected_version)
    lifted = [one for one in await _lifted(context, calibration) if not one.is_as_before]
    await _take_back(context, lifted, reason)
    calibration.state = CalibrationState.CANCELLED
    calibration.cancel_reason = reason
    calibration.closed_at = context.now
    calibration.deviation_id = calibration.deviation_en = None
    await context.session.flush()
    about = Ref("Calibration", calibration.id)
    await tell(context, NoticeKind.CALIBRATION_CANCELLED, about, *await seated(context, calibration))
    return calibration


async def _take_back(context: Context, lifted: Sequence[Lifted], reason: str) -> None:
    """Let drafts be rated as before, and tell whoever evaluated them."""
    for one in lifted:
        changed(one.appraisal, None)
        context.cite(one.before.rule)
        context.session.add(_as_before(context, one, reason))
    for one in lifted if len(lifted) <= NAMED else ():
        context.concern("Appraisal", one.appraisal.id)
        context.concern("Employee", one.appraisal.employee_id)
    told = [(one.evaluator, Ref("Appraisal", one.appraisal.id)) for one in lifted if one.evaluator]
    await tell_all_again(context, NoticeKind.RESULT_CALIBRATED, told)


async def _lifted(context: Context, calibration: Calibration) -> Sequence[Lifted]:
    """What a calibration changed and nobody published, locked in the order in which all lock."""
    of = CalibrationChange.calibration_id == calibration.id
    touched = select(CalibrationChange.appraisal_id).where(of)
    before = set(await context.session.scalars(select(CalibrationChange.before_evaluation_id).where(of)))
    drafts = select(Appraisal).where(Appraisal.id.in_(touched), Appraisal.state == AppraisalState.EVALUATED)
    locked = drafts.order_by(Appraisal.id).with_for_update().execution_options(populate_existing=True)
    found = (await context.session.scalars(locked)).all()
    given = await _evaluations(context, touched)
    return [_lift(draft, given[draft.id], before) for draft in found]


async def _evaluations(context: Context, touched: Select[UUID]) -> Mapping[UUID, Sequence[Evaluation]]:
    """All that these appraisals were given, oldest first, by appraisal."""
    given: dict[UUID, list[Evaluation]] = defaultdict(list)
    rows = select(Evaluation).where(Evaluation.appraisal_id.in_(touched)).order_by(Evaluation.number)
    for one in await context.session.scalars(rows):
        given[one.appraisal_id].append(one)
    return given


def _lift(appraisal: Appraisal, given: Sequence[Evaluation], before: set[UUID]) -> Lifted:
    """`before`: what the calibration's changes, of which the first counts, began with."""
    by = [one.by_employee_id for one in given if one.stage == EvaluationStage.EVALUATION]
    first = next(one for one in given if one.id in before)
    return Lifted(appraisal, first, given[-1], by[-1] or appraisal.evaluator_employee_id)


def _as_before(context: Context, one: Lifted, reason: str) -> Evaluation:
    """The evaluation that takes back what a calibration changed: ratings, predicate and derivation of before.

    The derivation tells why the result is what it is, which the session that was called off has no part in.
    """
    was = one.before
    return Evaluation(
        appraisal_id=was.appraisal_id,
        employee_id=was.employee_id,
        number=one.now.number + 1,
        stage=EvaluationStage.CALIBRATION,
        results=was.results,
        results_reason=was.results_reason,
        behaviour=was.behaviour,
        behaviour_reason=was.behaviour_reason,
        unit_predicate=was.unit_predicate,
        predicate=was.predicate,
        rule=was.rule,
        derivation_id=was.derivation_id,
        derivation_en=was.derivation_en,
        change_reason=reason,
        by_employee_id=context.viewer.employee_id,
        made_at=context.now,
    )
