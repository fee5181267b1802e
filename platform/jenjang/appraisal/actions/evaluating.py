"""Evaluating: the evaluator rates a period, and says what is strong and what is to become better."""

from dataclasses import dataclass
from uuid import UUID

from jenjang.appraisal.actions.evaluation_case import Locked, Surroundings, locked, surroundings
from jenjang.appraisal.actions.evaluation_writing import Said, write_evaluation
from jenjang.appraisal.actions.evaluators import check_evaluates, evaluator_of
from jenjang.appraisal.actions.law import predicate_law_on
from jenjang.appraisal.actions.recording import Rated, derived, evaluation_of, unit_predicate
from jenjang.appraisal.models.evaluation import Evaluation
from jenjang.appraisal.rules.cycles import check_open
from jenjang.appraisal.rules.evaluation import (
    check_each_once,
    check_evaluable,
    check_may_evaluate,
    check_points,
    early_days,
)
from jenjang.appraisal.rules.listed import check_behaviour, check_competency
from jenjang.appraisal.rules.periods import edition_for
from jenjang.appraisal.rules.working_days import DAY
from jenjang.appraisal.terms import AppraisalState, CycleState, PointKind, Rating
from jenjang.core.context import Context
from jenjang.core.texts import check_text
from jenjang.organisation.actions.versions import check_version
from jenjang.reference.codes import codes_with
from jenjang.reference.models import Behaviour, Competency
from jenjang.rules.shelf import rule_in_force

FIELDS = {PointKind.STRENGTH: "strengths", PointKind.IMPROVEMENT: "improvements"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A strength or an improvement in words, and which behaviour or competency it is about."""

    statement: str
    behaviour: str | None = None
    competency: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluate:
    """How somebody is rated, and why; of whoever heads a unit `results` follow from the unit's predicate."""

    appraisal_id: UUID
    expected_version: int
    results: Rating | None = None
    results_reason: str
    behaviour: Rating
    behaviour_reason: str
    strengths: tuple[Point, ...]
    improvements: tuple[Point, ...]


async def evaluate(context: Context, asked: Evaluate) -> Evaluation:
    """Rate somebody as the evaluator, or anew until the result is published or calibrated.

    Raises NotTheEvaluator, NotAPerson, CycleNotOpen, Stale, IllegalStep, ResultCalibrated, PeriodStillRuns,
    NotAgreed, NoText, TextTooLong, NoSuchBehaviour, NoSuchCompetency, UnitWithoutPredicate, ResultsNotRated,
    UnitSetsResults, Overtaken, and what `check_points` raises.
    """
    appraisal = await locked(context, asked.appraisal_id)
    check_open(CycleState(appraisal.cycle_state), "appraisalId")
    around = await surroundings(context, appraisal)
    await check_evaluates(context, appraisal, around.standing)
    check_may_evaluate(AppraisalState(appraisal.state), around.calibrated)
    check_version(appraisal, asked.expected_version)
    skp = await _skp(context, appraisal, around)
    points = await _points(context, asked)
    rated = Rated(
        asked.results,
        check_text(asked.results_reason, "resultsReason"),
        asked.behaviour,
        check_text(asked.behaviour_reason, "behaviourReason"),
    )
    law = await predicate_law_on(context, appraisal.period.ends - DAY)
    found = derived(law, rated, await unit_predicate(context, appraisal))
    evaluation = evaluation_of(context, appraisal, rated, found, around.evaluations + 1)
    evaluator = evaluator_of(appraisal, around.standing)
    await write_evaluation(context, evaluation, points, evaluator, skp)
    return evaluation


async def _skp(context: Context, appraisal: Locked, around: Surroundings) -> UUID:
    """The SKP that the evaluation goes by, once the period is over."""
    period = appraisal.period
    rule = await rule_in_force(context.session, "appraisal_periods", period.begins)
    check_evaluable(period, rule.read_by(early_days), context.today)
    return around.skps[edition_for(period, around.editions).number]


async def _points(context: Context, asked: Evaluate) -> list[Said]:
    """The points of an evaluation, as they are kept."""
    check_points(asked.strengths, asked.improvements)
    said = {PointKind.STRENGTH: asked.strengths, PointKind.IMPROVEMENT: asked.improvements}
    for kind, told in said.items():
        check_each_once([point.statement for point in told], FIELDS[kind])
    await _check_listed(context, said)
    return [
        Said(
            kind,
            check_text(point.statement, (FIELDS[kind], str(index), "statement")),
            point.behaviour,
            point.competency,
        )
        for kind, told in said.items()
        for index, point in enumerate(told)
    ]


async def _check_listed(context: Context, said: dict[PointKind, tuple[Point, ...]]) -> None:
    """Every behaviour and competency named is on the nation's list.

    Raises NoSuchBehaviour, NoSuchCompetency.
    """
    for kind, points in said.items():
        for index, point in enumerate(points):
            at = (FIELDS[kind], str(index))
            if (code := point.behaviour) is not None:
                check_behaviour(code, await codes_with(context.session, Behaviour, code), (*at, "behaviour"))
            if (code := point.competency) is not None:
                known = await codes_with(context.session, Competency, code)
                check_competency(code, known, (*at, "competency"))
