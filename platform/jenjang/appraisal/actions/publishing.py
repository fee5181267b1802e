"""Publication: results become the employee's to read, a thousand in as many statements as one."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select, update

from jenjang.appraisal.actions.calendar import holidays
from jenjang.appraisal.actions.notices import tell_all
from jenjang.appraisal.actions.settings import settings_on
from jenjang.appraisal.models.calibration import CalibrationChange
from jenjang.appraisal.models.cycle import Appraisal
from jenjang.appraisal.models.evaluation import Evaluation, EvaluationPoint
from jenjang.appraisal.rules.working_days import after_working_days
from jenjang.appraisal.terms import AppraisalState, NoticeKind
from jenjang.core.context import Context
from jenjang.graph.perform import Ref

WITHIN = timedelta(366)
"""Longer than any deadline: the holidays of the next year are asked for too."""


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
    await _conclude(context, ids, await objection_until(context))
    told = [(employee, Ref("Appraisal", appraisal)) for appraisal, employee in people.items()]
    await tell_all(context, NoticeKind.RESULT_PUBLISHED, told)
    return len(ids)


async def objection_until(context: Context) -> date:
    """The last day to object to what is published today."""
    days = (await settings_on(context, context.today)).objection_days
    calendar = await holidays(context, context.today, context.today + WITHIN)
    return after_working_days(context.today, days, calendar)


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


async def _conclude(context: Context, ids: Sequence[UUID], objection_until: date) -> None:
    """The predicate of each appraisal is that of its last evaluation."""
    counts = (
        select(Evaluation.appraisal_id, Evaluation.predicate)
        .where(Evaluation.appraisal_id.in_(ids))
        .distinct(Evaluation.appraisal_id)
        .order_by(Evaluation.appraisal_id, Evaluation.number.desc())
        .subquery()
    )
    published = (
        update(Appraisal)
        .where(Appraisal.id == counts.c.appraisal_id)
        .values(
            predicate=counts.c.predicate,
            state=AppraisalState.PUBLISHED,
            published_at=context.now,
            objection_until=objection_until,
            version=Appraisal.version + 1,
        )
    )
    await context.session.execute(published)
