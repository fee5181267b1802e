"""Decisions on objections: the judge keeps or changes a result, for good."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from jenjang.appraisal.actions.following import follow
from jenjang.appraisal.actions.judges import check_judges, who_evaluated
from jenjang.appraisal.actions.objections import objection_to_change
from jenjang.appraisal.actions.recording import Rated, record_evaluation
from jenjang.appraisal.actions.telling import tell_published
from jenjang.appraisal.models.cycle import Appraisal
from jenjang.appraisal.models.evaluation import Evaluation
from jenjang.appraisal.models.objection import Objection, ObjectionStatement
from jenjang.appraisal.rules.objection import check_heard, check_outcome
from jenjang.appraisal.rules.transitions import OBJECTION, check_may
from jenjang.appraisal.terms import (
    AppraisalState,
    EvaluationStage,
    ObjectionOutcome,
    ObjectionState,
    Rating,
    Side,
)
from jenjang.core.context import Context
from jenjang.core.texts import check_text
from jenjang.graph.perform import Ref
from jenjang.organisation.actions.notices import tell
from jenjang.organisation.actions.versions import changed, own_person
from jenjang.organisation.terms import NoticeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide:
    """What is decided on an objection and why; of a changed result the ratings that are others now."""

    objection_id: UUID
    expected_version: int
    outcome: ObjectionOutcome
    results: Rating | None = None
    behaviour: Rating | None = None
    results_reason: str | None = None
    behaviour_reason: str | None = None
    reason: str


async def decide(context: Context, asked: Decide) -> Objection:
    """Decide on an objection after both sides were heard: the result is final (PP 30/2019).

    A rating that is left out stays as it was, with its reason. Raises NotAPerson, NotFound, NotTheJudge,
    IllegalStep, NotHeardYet, UpheldKeepsRatings, SameRatings, NoText, TextTooLong, UnitSetsResults, Stale.
    """
    objection, appraisal = await _to_judge(context, asked.objection_id)
    before = await context.get(Evaluation, objection.before_evaluation_id)
    reason = check_text(asked.reason, "reason")
    rated = _rated(asked, before)
    changed(objection, asked.expected_version)
    if asked.outcome is ObjectionOutcome.CHANGED:
        after = await record_evaluation(context, appraisal, before, rated, EvaluationStage.OBJECTION, reason)
        after.published_at = context.now
        objection.after_evaluation_id, appraisal.predicate = after.id, after.predicate
    objection.state, objection.outcome = ObjectionState.DECIDED, asked.outcome
    objection.decision_reason, objection.decided_at = reason, context.now
    objection.decided_by_employee_id = context.viewer.employee_id
    changed(appraisal, None).state = AppraisalState.FINAL
    await context.session.flush()
    await _tell(context, objection, appraisal)
    if asked.outcome is ObjectionOutcome.CHANGED:
        await follow(context, [appraisal.id])
        await tell_published(context, {appraisal.id: appraisal.employee_id})
    return objection


async def _to_judge(context: Context, objection_id: UUID) -> tuple[Objection, Appraisal]:
    """The objection and its appraisal, locked, if who asks may decide on it now."""
    judge = own_person(context)
    objection, appraisal = await objection_to_change(context, objection_id)
    await check_judges(context, judge, objection, appraisal)
    check_may(ObjectionState(objection.state), ObjectionState.DECIDED, OBJECTION, "objectionId")
    told = select(ObjectionStatement.side).where(ObjectionStatement.objection_id == objection.id).distinct()
    sides = [Side(side) for side in await context.session.scalars(told)]
    check_heard(sides, context.today, objection.statements_until)
    return objection, appraisal


def _rated(asked: Decide, before: Evaluation) -> Rated:
    """The ratings after the decision. Raises UpheldKeepsRatings, SameRatings, NoText, TextTooLong."""
    given = (asked.results, asked.behaviour, asked.results_reason, asked.behaviour_reason)
    results, behaviour = asked.results or Rating(before.results), asked.behaviour or Rating(before.behaviour)
    was = Rating(before.results), Rating(before.behaviour)
    told = any(one is not None for one in given)
    check_outcome(asked.outcome, was, (results, behaviour), told=told)
    return Rated(
        results,
        _reason(asked.results_reason, before.results_reason, "resultsReason", kept=results is was[0]),
        behaviour,
        _reason(asked.behaviour_reason, before.behaviour_reason, "behaviourReason", kept=behaviour is was[1]),
    )


def _reason(given: str | None, before: str, field: str, *, kept: bool) -> str:
    """The reason of a rating: a rating that is another now needs one of its own."""
    return before if kept and given is None else check_text(given or "", field)


async def _tell(context: Context, objection: Objection, appraisal: Appraisal) -> None:
    evaluator = await who_evaluated(context, appraisal)
    about = Ref("Objection", objection.id)
    await tell(context, NoticeKind.OBJECTION_DECIDED, about, objection.employee_id, evaluator)
    if objection.outcome == ObjectionOutcome.CHANGED:
        await tell(context, NoticeKind.RESULT_CHANGED, Ref("Appraisal", appraisal.id), objection.employee_id)
