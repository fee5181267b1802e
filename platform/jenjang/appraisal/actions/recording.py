"""Evaluations are recorded: ratings become a predicate with its derivation, by the rule of the period."""

from dataclasses import dataclass

from sqlalchemy import select

from jenjang.appraisal.actions.law import Cited, predicate_law_of, predicate_law_on
from jenjang.appraisal.models.cycle import Appraisal, AppraisalCycle, CycleUnit
from jenjang.appraisal.models.evaluation import Evaluation
from jenjang.appraisal.rules.derivation import Change, Derivation, derivation
from jenjang.appraisal.rules.predicate import PredicateRule
from jenjang.appraisal.rules.working_days import DAY
from jenjang.appraisal.terms import AppraisalState, EvaluationStage, OrganisationPredicate, Predicate, Rating
from jenjang.core.context import Context
from jenjang.core.errors import BadUserInput, Conflict


class UnitWithoutPredicate(Conflict):
    """This person heads a unit whose predicate of this period isn't set: results are rated by it."""


class ResultsNotRated(BadUserInput):
    """Rate the results too: they follow from the unit's predicate only for whoever heads a unit."""


@dataclass(frozen=True, slots=True)
class Rated:
    """Two ratings, each with its reason; of whoever heads a unit the results may be left out."""

    results: Rating | None
    results_reason: str
    behaviour: Rating
    behaviour_reason: str


async def record_evaluation(
    context: Context,
    appraisal: Appraisal,
    rated: Rated,
    stage: EvaluationStage,
    *,
    change_reason: str | None = None,
) -> Evaluation:
    """Add an evaluation to an appraisal that the caller has locked and allowed the step for.

    The rule is that in force on the last day of the period; a decision on an objection goes by the version
    by which the result was made. After the first stage `change_reason` says why. The caller counts the
    appraisal's version. Raises UnitWithoutPredicate, ResultsNotRated, UnitSetsResults.
    """
    before = await last_evaluation(context, appraisal)
    law = await _law(context, appraisal, before, stage)
    unit = await _unit_predicate(context, appraisal)
    change = _change(before, stage, change_reason)
    found = derivation(law.rule, law.name, _results(law.rule, rated, unit), rated.behaviour, unit, change)
    evaluation = Evaluation(
        appraisal_id=appraisal.id,
        employee_id=appraisal.employee_id,
        number=before.number + 1 if before else 1,
        stage=stage,
        results_reason=rated.results_reason,
        behaviour_reason=rated.behaviour_reason,
        change_reason=change_reason,
        by_employee_id=context.viewer.employee_id,
        made_at=context.now,
        **_told(found),
    )
    context.session.add(evaluation)
    if appraisal.state == AppraisalState.OPEN:
        appraisal.state = AppraisalState.EVALUATED
    await context.session.flush()
    return evaluation


async def last_evaluation(context: Context, appraisal: Appraisal) -> Evaluation | None:
    """The evaluation that counts."""
    of = select(Evaluation).where(Evaluation.appraisal_id == appraisal.id)
    last: Evaluation | None = await context.session.scalar(of.order_by(Evaluation.number.desc()).limit(1))
    return last


def _told(found: Derivation) -> dict[str, object]:
    """What of a derivation is kept."""
    return {
        "results": found.results,
        "behaviour": found.behaviour,
        "unit_predicate": found.unit,
        "predicate": found.predicate,
        "rule": found.cited,
        "derivation_id": found.text("id"),
        "derivation_en": found.text("en"),
    }


async def _law(
    context: Context, appraisal: Appraisal, before: Evaluation | None, stage: EvaluationStage
) -> Cited[PredicateRule]:
    if before and stage is EvaluationStage.OBJECTION:
        return await predicate_law_of(context, before.rule)
    cycle = await context.get(AppraisalCycle, appraisal.cycle_id)
    return await predicate_law_on(context, cycle.ends - DAY)


async def _unit_predicate(context: Context, appraisal: Appraisal) -> OrganisationPredicate | None:
    """The predicate of the unit that the person heads. Raises UnitWithoutPredicate."""
    if appraisal.headed_unit_id is None:
        return None
    in_cycle = (CycleUnit.cycle_id == appraisal.cycle_id, CycleUnit.unit_id == appraisal.headed_unit_id)
    # Shared, so that nobody sets another predicate before what rests on this one is kept.
    predicate = await context.session.scalar(
        select(CycleUnit.predicate).where(*in_cycle).with_for_update(read=True)
    )
    if predicate is None:
        raise UnitWithoutPredicate("results")
    return OrganisationPredicate(predicate)


def _results(rule: PredicateRule, rated: Rated, unit: OrganisationPredicate | None) -> Rating:
    """The rating of results: as rated, or as it follows from the unit. Raises ResultsNotRated."""
    if rated.results is not None:
        return rated.results
    if unit is None:
        raise ResultsNotRated("results")
    return rule.rating_of_unit(unit)


def _change(before: Evaluation | None, stage: EvaluationStage, reason: str | None) -> Change | None:
    if before is None or stage is EvaluationStage.EVALUATION or reason is None:
        return None
    return Change(stage, Predicate(before.predicate), reason)
