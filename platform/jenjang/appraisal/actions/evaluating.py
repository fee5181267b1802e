"""Evaluating: the evaluator rates a period, and says what is strong and what is to become better."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, insert, literal, select, union_all

from jenjang.appraisal.actions.cycles import open_cycle_of
from jenjang.appraisal.actions.evaluators import check_evaluates, refresh_evaluator
from jenjang.appraisal.actions.people import changed
from jenjang.appraisal.actions.recording import Rated, record_evaluation
from jenjang.appraisal.actions.scope import calibrations_of
from jenjang.appraisal.actions.skp_editions import skp_that_counts
from jenjang.appraisal.models.cycle import Appraisal, AppraisalCycle
from jenjang.appraisal.models.evaluation import Evaluation, EvaluationPoint
from jenjang.appraisal.rules.evaluation import check_evaluable, check_may_evaluate, check_points, early_days
from jenjang.appraisal.rules.periods import Period
from jenjang.appraisal.rules.texts import check_text
from jenjang.appraisal.terms import AppraisalState, CycleKind, EvaluationStage, PointKind, Rating
from jenjang.core.context import Context
from jenjang.core.errors import NotFound
from jenjang.database.model import table_of
from jenjang.reference.models import Behaviour, Competency
from jenjang.rules.shelf import rule_in_force

LISTED = union_all(
    select(literal("behaviour").label("field"), Behaviour.code),
    select(literal("competency"), Competency.code),
)
"""The codes of both of the nation's lists, by the field that names one."""
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
    NotAgreed, NoText, TextTooLong, NotFound, and what `check_points` and `record_evaluation` raise.
    """
    appraisal, cycle = await _to_evaluate(context, asked)
    # All that changes of the appraisal goes into one statement, at the end.
    with context.session.no_autoflush:
        this = select(Appraisal.id).where(Appraisal.id == appraisal.id)
        running = await context.session.scalar(calibrations_of(context, cycle, this).limit(1))
        check_may_evaluate(AppraisalState(appraisal.state), bool(appraisal.calibration_id or running))
        appraisal.skp_id = await _skp(context, appraisal, cycle)
        await _say(context, appraisal, asked)
        rated = Rated(
            asked.results,
            check_text(asked.results_reason, "resultsReason"),
            asked.behaviour,
            check_text(asked.behaviour_reason, "behaviourReason"),
        )
        return await record_evaluation(context, appraisal, rated, EvaluationStage.EVALUATION)


async def _to_evaluate(context: Context, asked: Evaluate) -> tuple[Appraisal, AppraisalCycle]:
    """The appraisal as its next version, locked, by its evaluator, and its cycle, which is open."""
    seen = await context.get(Appraisal, asked.appraisal_id, field="appraisalId")
    # The cycle before the appraisal, as whoever closes or calibrates it does: nobody waits in a circle.
    cycle = await open_cycle_of(context, seen.cycle_id, "appraisalId")
    appraisal = await context.get(Appraisal, seen.id, lock=True, field="appraisalId")
    standing = await refresh_evaluator(context, appraisal)
    await check_evaluates(context, appraisal, standing)
    return changed(appraisal, asked.expected_version), cycle


async def _skp(context: Context, appraisal: Appraisal, cycle: AppraisalCycle) -> UUID:
    """The SKP that the evaluation goes by, once the period is over."""
    period = Period(CycleKind(cycle.kind), cycle.year, cycle.number, cycle.begins, cycle.ends)
    early = early_days((await rule_in_force(context.session, "appraisal_periods", cycle.begins)).body)
    check_evaluable(period, early, context.today)
    return (await skp_that_counts(context, appraisal.employee_id, period)).id


async def _say(context: Context, appraisal: Appraisal, asked: Evaluate) -> None:
    """The points of an evaluation; those of the one before were drafts, and give way."""
    check_points(asked.strengths, asked.improvements)
    said = {PointKind.STRENGTH: asked.strengths, PointKind.IMPROVEMENT: asked.improvements}
    await _check_listed(context, said)
    points = [
        {
            "appraisal_id": appraisal.id,
            "employee_id": appraisal.employee_id,
            "kind": kind,
            "statement": check_text(point.statement, (FIELDS[kind], str(index), "statement")),
            "behaviour": point.behaviour,
            "competency": point.competency,
        }
        for kind, told in said.items()
        for index, point in enumerate(told)
    ]
    await context.session.execute(delete(EvaluationPoint).where(EvaluationPoint.appraisal_id == appraisal.id))
    await context.session.execute(insert(table_of(EvaluationPoint)), points)


async def _check_listed(context: Context, said: dict[PointKind, tuple[Point, ...]]) -> None:
    """Every behaviour and competency named is on the nation's list. Raises NotFound."""
    known = {(row.field, row.code) for row in await context.session.execute(LISTED)}
    for kind, points in said.items():
        for index, point in enumerate(points):
            for field, code in (("behaviour", point.behaviour), ("competency", point.competency)):
                if code is not None and (field, code) not in known:
                    raise NotFound((FIELDS[kind], str(index), field))
