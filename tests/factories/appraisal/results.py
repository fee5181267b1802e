"""Annual and periodic results, as if they had been evaluated, and published if so asked."""

import datetime
from uuid import UUID

from factories.appraisal.office import Office
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.appraisal.models.cycle import Appraisal, AppraisalCycle
from jenjang.appraisal.models.evaluation import Evaluation
from jenjang.appraisal.rules.periods import period
from jenjang.appraisal.rules.predicate import predicate_rule
from jenjang.appraisal.terms import AppraisalState, CycleKind, CycleState, EvaluationStage, Rating
from jenjang.rules.shelf import shipped

AS_EXPECTED, ABOVE, BELOW = Rating.AS_EXPECTED, Rating.ABOVE, Rating.BELOW
PUBLISHED = datetime.datetime(2026, 1, 12, 3, tzinfo=datetime.UTC)


async def a_cycle(
    session: AsyncSession, year: int = 2025, kind: CycleKind = CycleKind.ANNUAL, number: int = 1
) -> AppraisalCycle:
    """The open cycle of a period for everybody, made where it isn't there yet."""
    found = await session.scalar(
        select(AppraisalCycle).where(
            AppraisalCycle.kind == kind, AppraisalCycle.year == year, AppraisalCycle.number == number
        )
    )
    if found:
        return found
    appraised = period(kind, year, number)
    cycle = AppraisalCycle(
        kind=kind,
        year=year,
        number=number,
        begins=appraised.begins,
        ends=appraised.ends,
        due_on=appraised.ends + datetime.timedelta(14),
        state=CycleState.OPEN,
        fewest_raters=3,
        escalation_days=5,
        reminder_days=3,
        opened_at=PUBLISHED,
    )
    session.add(cycle)
    await session.flush()
    return cycle


async def a_result(
    session: AsyncSession,
    office: Office,
    name: str,
    ratings: tuple[Rating, Rating] = (AS_EXPECTED, AS_EXPECTED),
    *,
    cycle: AppraisalCycle | None = None,
    level: str | None = None,
    evaluator: str | None = "chief",
    months: int = 12,
    published: bool = False,
) -> Appraisal:
    """Somebody's evaluated appraisal (of the year 2025), with ratings of results and behaviour."""
    cycle = cycle or await a_cycle(session)
    rule = predicate_rule(shipped("performance_predicate", cycle.begins).body)
    predicate = rule.of(*ratings)
    at = PUBLISHED if published else None
    appraisal = Appraisal(
        cycle_id=cycle.id,
        employee_id=office.people[name],
        unit_id=office.units["bidang"],
        evaluator_employee_id=office.people[evaluator] if evaluator else None,
        level=level,
        state=AppraisalState.PUBLISHED if published else AppraisalState.EVALUATED,
        predicate=predicate if published else None,
        months=months,
        begins=cycle.begins,
        due_on=cycle.due_on,
        published_at=at,
    )
    session.add(appraisal)
    await session.flush()
    await evaluated(session, appraisal, ratings, published_at=at)
    return appraisal


async def evaluated(
    session: AsyncSession,
    appraisal: Appraisal,
    ratings: tuple[Rating, Rating],
    *,
    number: int = 1,
    stage: EvaluationStage = EvaluationStage.EVALUATION,
    published_at: datetime.datetime | None = None,
    by: UUID | None = None,
) -> Evaluation:
    """One more evaluation of an appraisal."""
    results, behaviour = ratings
    rule = predicate_rule(shipped("performance_predicate", appraisal.begins).body)
    evaluation = Evaluation(
        appraisal_id=appraisal.id,
        employee_id=appraisal.employee_id,
        number=number,
        stage=stage,
        results=results,
        results_reason="Tercapai",
        behaviour=behaviour,
        behaviour_reason="Baik",
        predicate=rule.of(results, behaviour),
        rule="performance_predicate 2022",
        derivation_id="karena",
        derivation_en="because",
        by_employee_id=by,
        made_at=PUBLISHED,
        published_at=published_at,
    )
    session.add(evaluation)
    await session.flush()
    return evaluation
