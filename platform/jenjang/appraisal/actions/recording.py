"""Evaluations are recorded: ratings become a predicate with its derivation, by the rule of the period."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from sqlalchemy import select

from jenjang.appraisal.actions.law import Cited, predicate_law_of, predicate_law_on
from jenjang.appraisal.models.cycle import Appraisal, AppraisalCycle, CycleUnit
from jenjang.appraisal.models.evaluation import Evaluation
from jenjang.appraisal.rules.derivation import Change, Derivation, derivation
from jenjang.appraisal.rules.predicate import PredicateRule
from jenjang.appraisal.rules.working_days import DAY
from jenjang.appraisal.terms import EvaluationStage, OrganisationPredicate, Predicate, Rating
from jenjang.core.context import Context
from jenjang.core.errors import BadUserInput, Conflict


class UnitWithoutPredicate(Conflict):
    """This person heads a unit whose predicate of this period isn't set: results are rated by it."""


class ResultsNotRated(BadUserInput):
    """Rate the results too: they follow from the unit's predicate only for whoever heads a unit."""


class Appraised(Protocol):
    """What of an appraisal an evaluation needs to know."""

    id: UUID
    employee_id: UUID
    cycle_id: UUID
    headed_unit_id: UUID | None


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
    before: Evaluation,
    rated: Rated,
    stage: EvaluationStage,
    change_reason: str,
) -> Evaluation:
    """Add an evaluation after the first stage to an appraisal that the caller has locked and allowed it for.

    `before`: the one that counts until now. The rule is that in force on the last day of the period; a
    decision on an objection goes by the version by which the result was made. The caller counts the
    appraisal's version. Raises UnitWithoutPredicate, ResultsNotRated, UnitSetsResults.
    """
    law = await _law(context, appraisal, before, stage)
    unit = await unit_predicate(context, appraisal)
    change = Change(stage, Predicate(before.predicate), change_reason)
    found = derived(law, rated, unit, change)
    evaluation = evaluation_of(context, appraisal, rated, found, before.number + 1)
    context.session.add(evaluation)
    await context.session.flush()
    return evaluation


def derived(
    law: Cited[PredicateRule], rated: Rated, unit: OrganisationPredicate | None, change: Change | None = None
) -> Derivation:
    """The predicate that follows from ratings. Raises ResultsNotRated, UnitSetsResults."""
    return derivation(law.rule, law.name, _results(law.rule, rated, unit), rated.behaviour, unit, change)


def evaluation_of(
    context: Context, appraisal: Appraised, rated: Rated, found: Derivation, number: int
) -> Evaluation:
    """An evaluation as it is kept, its place among those of the appraisal being `number`, from 1."""
    return Evaluation(
        appraisal_id=appraisal.id,
        employee_id=appraisal.employee_id,
        number=number,
        stage=found.change.stage if found.change else EvaluationStage.EVALUATION,
        results=found.results,
        results_reason=rated.results_reason,
        behaviour=found.behaviour,
        behaviour_reason=rated.behaviour_reason,
        unit_predicate=found.unit,
        predicate=found.predicate,
        rule=found.cited,
        derivation_id=found.text("id"),
        derivation_en=found.text("en"),
        change_reason=found.change.reason if found.change else None,
        by_employee_id=context.viewer.employee_id,
        made_at=context.now,
    )


async def last_evaluation(context: Context, appraisal: Appraisal) -> Evaluation | None:
    """The evaluation that counts."""
    of = select(Evaluation).where(Evaluation.appraisal_id == appraisal.id)
    last: Evaluation | None = await context.session.scalar(of.order_by(Evaluation.number.desc()).limit(1))
    return last


async def _law(
    context: Context, appraisal: Appraisal, before: Evaluation, stage: EvaluationStage
) -> Cited[PredicateRule]:
    if stage is EvaluationStage.OBJECTION:
        return await predicate_law_of(context, before.rule)
    cycle = await context.get(AppraisalCycle, appraisal.cycle_id)
    return await predicate_law_on(context, cycle.ends - DAY)


async def unit_predicate(context: Context, appraisal: Appraised) -> OrganisationPredicate | None:
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
