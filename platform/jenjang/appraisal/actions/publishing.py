"""Publication: results become the employee's to read, a thousand in as many statements as one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select, update

from jenjang.appraisal.actions.calibrated import check_latecomers, check_none_runs
from jenjang.appraisal.actions.cycles import MANAGE, check_manages, open_cycle_of
from jenjang.appraisal.actions.following import follow
from jenjang.appraisal.actions.ratings import publish_scores
from jenjang.appraisal.actions.scope import calibrations_of, evaluated_below, last_evaluations
from jenjang.appraisal.actions.settings import settings_on
from jenjang.appraisal.actions.telling import tell_published
from jenjang.appraisal.actions.working_calendar import calendar_from
from jenjang.appraisal.models.calibration import CalibrationChange
from jenjang.appraisal.models.cycle import Appraisal, AppraisalCycle
from jenjang.appraisal.models.evaluation import Evaluation, EvaluationPoint
from jenjang.appraisal.rules.cycles import check_over
from jenjang.appraisal.rules.working_days import after_working_days
from jenjang.appraisal.terms import AppraisalState
from jenjang.core.context import Context
from jenjang.core.errors import Conflict
from jenjang.core.permission import Reach
from jenjang.graph.perform import Ref
from jenjang.organisation.actions.notices import tell_all
from jenjang.organisation.models import Unit
from jenjang.organisation.terms import NoticeKind

AT_ONCE = 1000
"""Results that are published with as many statements as one."""
NAMED = 100
"""Up to how many results the chain of deeds names each."""
MOST = 2000
"""Results of one deed, which has seconds for them; the worker that closes a cycle takes its time."""


class TooManyToPublish(Conflict):
    """These are {count} results; at most {most} are published at once. Choose a unit, or close the cycle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publish:
    """Which results are published: of a cycle, and there of a unit and all below it."""

    cycle_id: UUID
    unit_id: UUID | None = None


async def publish_results(context: Context, asked: Publish) -> int:
    """Publish what is evaluated in a unit, or in all that one manages; the number of results.

    Raises CycleNotOpen, PeriodNotOver, CalibrationRuns, NotCalibrated, TooManyToPublish, NotFound.
    """
    if asked.unit_id:
        await context.get(Unit, asked.unit_id, field="unitId")
        check_manages(context, asked.unit_id, "unitId")
    seen = await context.get(AppraisalCycle, asked.cycle_id, field="cycleId")
    cycle = await open_cycle_of(context, seen.id)
    check_over(cycle.ends, context.today)
    # Who is evaluated from here on waits for the next time: what is checked is what is published.
    ids = (await context.session.scalars(_drafts(context, cycle, asked.unit_id))).all()
    if len(ids) > MOST:
        raise TooManyToPublish("unitId", count=len(ids), most=MOST)
    found = select(Appraisal.id).where(Appraisal.id.in_(ids))
    await check_none_runs(context, cycle, calibrations_of(context, cycle, found))
    await check_latecomers(context, cycle, found)
    await _concern(context, asked, ids)
    return sum([await publish(context, ids[at : at + AT_ONCE]) for at in range(0, len(ids), AT_ONCE)])


async def publish(context: Context, appraisal_ids: Sequence[UUID]) -> int:
    """Publish those of the appraisals that are evaluated; the number of them.

    Nobody can have published, evaluated or calibrated one meanwhile: all are locked first.
    """
    people = await _locked(context, appraisal_ids)
    if not people:
        return 0
    ids = list(people)
    for model in (Evaluation, EvaluationPoint, CalibrationChange):
        await _show(context, model, ids)
    await _conclude(context, ids, await answers_until(context))
    told = [(employee, Ref("Appraisal", appraisal)) for appraisal, employee in people.items()]
    await tell_all(context, NoticeKind.RESULT_PUBLISHED, told)
    await publish_scores(context, ids)
    await follow(context, ids)
    await tell_published(context, people)
    return len(ids)


async def _concern(context: Context, asked: Publish, ids: Sequence[UUID]) -> None:
    """Note what is published for the chain of deeds: the unit, and each result where they are few."""
    if asked.unit_id:
        context.concern("Unit", asked.unit_id)
    if len(ids) > NAMED:
        return
    people = select(Appraisal.id, Appraisal.employee_id).where(Appraisal.id.in_(ids)).order_by(Appraisal.id)
    for row in await context.session.execute(people):
        context.concern("Appraisal", row.id)
        context.concern("Employee", row.employee_id)


def _drafts(context: Context, cycle: AppraisalCycle, unit_id: UUID | None) -> Select[UUID]:
    """What waits to be published in a unit, or (None) wherever the viewer manages appraisals."""
    if unit_id:
        return evaluated_below(context, cycle, unit_id)
    drafts = select(Appraisal.id).where(
        Appraisal.cycle_id == cycle.id, Appraisal.state == AppraisalState.EVALUATED
    )
    if Reach.TENANT in context.viewer.reach(MANAGE):
        return drafts
    return drafts.where(Appraisal.unit_id.in_(context.viewer.units_of(MANAGE)))


async def answers_until(context: Context) -> dict[str, date]:
    """The last days to acknowledge and to object to what is published today, by column."""
    settings = await settings_on(context, context.today)
    calendar = await calendar_from(context, context.today)
    return {
        "acknowledge_until": after_working_days(context.today, settings.answer_days, calendar),
        "objection_until": after_working_days(context.today, settings.objection_days, calendar),
    }


async def _locked(context: Context, appraisal_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """The person of each appraisal that is evaluated; the rows are locked in one order for all."""
    evaluated = (
        select(Appraisal.id, Appraisal.employee_id)
        .where(Appraisal.id.in_(appraisal_ids), Appraisal.state == AppraisalState.EVALUATED)
        .order_by(Appraisal.id)
        .with_for_update()
    )
    return {row.id: row.employee_id for row in await context.session.execute(evaluated)}


async def _show(context: Context, model: Any, ids: Sequence[UUID]) -> None:  # Any: a table of drafts.
    """Let drafts of these appraisals be read by whom they are about."""
    drafts: tuple[ColumnElement[bool], ...] = (model.appraisal_id.in_(ids), model.published_at.is_(None))
    await context.session.execute(update(model).where(*drafts).values(published_at=context.now))


async def _conclude(context: Context, ids: Sequence[UUID], until: dict[str, date]) -> None:
    """The predicate of each appraisal is that of its last evaluation."""
    counts = last_evaluations(Evaluation.appraisal_id.in_(ids)).subquery()
    published = (
        update(Appraisal)
        .where(Appraisal.id == counts.c.appraisal_id)
        .values(
            predicate=counts.c.predicate,
            state=AppraisalState.PUBLISHED,
            published_at=context.now,
            **until,
            version=Appraisal.version + 1,
        )
    )
    await context.session.execute(published)
