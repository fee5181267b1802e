"""Who judges an objection: the evaluator's superior, and the reminder once a decision is late."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ARRAY, Select, Uuid, any_, exists, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute

from jenjang.appraisal.actions.reach import EVALUATE, reaches
from jenjang.appraisal.actions.sight import check_sees_objection
from jenjang.appraisal.models.cycle import Appraisal
from jenjang.appraisal.models.evaluation import Evaluation
from jenjang.appraisal.models.objection import Objection
from jenjang.appraisal.terms import EvaluationStage, ObjectionState
from jenjang.core.context import Context
from jenjang.core.errors import Forbidden
from jenjang.graph.perform import Ref
from jenjang.organisation.actions.notices import tell_all
from jenjang.organisation.actions.superiors import (
    line_above,
    superiors_of_all,
)
from jenjang.organisation.models import Notice
from jenjang.organisation.terms import NoticeKind

AT_ONCE = 200
"""Objections that one transaction locks: a deed waits two seconds for its own."""


class NotTheJudge(Forbidden):
    """Only the superior of who evaluated decides on an objection, never one of its two sides."""


async def who_evaluated(context: Context, appraisal: Appraisal) -> UUID | None:
    """Who gave the evaluation that was published, whoever is to evaluate now."""
    return await context.session.scalar(_given(appraisal.id)) or appraisal.evaluator_employee_id


def _given(appraisal_id: UUID | InstrumentedAttribute[UUID]) -> Select[UUID | None]:
    return (
        select(Evaluation.by_employee_id)
        .where(Evaluation.appraisal_id == appraisal_id, Evaluation.stage == EvaluationStage.EVALUATION)
        .order_by(Evaluation.number.desc())
        .limit(1)
    )


async def judge_today(context: Context, appraisal: Appraisal) -> UUID | None:
    """The superior of who evaluated, today; None while nobody leads there (PP 30/2019).

    Once the evaluator holds no office any more, the superior of whoever would evaluate in that place.
    """
    evaluator = await who_evaluated(context, appraisal)
    sides = [one for one in (evaluator, appraisal.employee_id) if one]
    superiors = await superiors_of_all(context, sides, context.today)
    return _judge_among(superiors, evaluator, appraisal.employee_id)


def _judge_among(
    superiors: Mapping[UUID, UUID | None], evaluator: UUID | None, employee: UUID
) -> UUID | None:
    """The nearest above the evaluator, or the evaluator's place, who is neither side.

    `superiors`: of all above both sides; who isn't placed has none.
    """
    if evaluator and evaluator in superiors:
        above = line_above(superiors, evaluator)
    else:
        above = line_above(superiors, employee)[1:]
    return next((one for one in above if one not in (evaluator, employee)), None)


async def check_judges(context: Context, person: UUID, objection: Objection, appraisal: Appraisal) -> None:
    """Refuse a decision by anybody but the judge: today's, or the one named on the objection.

    Today's judge reaches the objection wherever the person is placed: who was named to evaluate has superiors
    elsewhere. The one named decides as long as the person is in reach, or nobody else is the judge: who leads
    elsewhere by now. Raises NotFound, NotTheJudge.
    """
    today = await judge_today(context, appraisal)
    if person == today:
        return
    evaluator = await who_evaluated(context, appraisal)
    named = person == objection.judge_employee_id and person not in (evaluator, appraisal.employee_id)
    if named and (today is None or await reaches(context, EVALUATE, objection.employee_id)):
        return
    await check_sees_objection(context, objection, evaluator)
    raise NotTheJudge("objectionId")


class Filed(NamedTuple):
    """An objection that waits: both sides, who was named, whether that one was told that it is late."""

    id: UUID
    employee_id: UUID
    evaluator_id: UUID | None
    judge_id: UUID | None
    is_late: bool
    is_told: bool


async def remind_judges(context: Context) -> bool:
    """Tell each judge once of a decision that is late; name who is to decide now, once another leads.

    Who was named stays so while nobody leads. For the worker's rounds: of so many objections at once that no
    deed waits for it, True where others may be left for another transaction. Running it again tells nobody
    twice.
    """
    judges = await _to_tell(context)
    # One array, as a statement takes only so many parameters.
    told_of = Objection.id == any_(literal(sorted(judges), ARRAY(Uuid)))
    waiting = select(Objection).where(told_of, Objection.state == ObjectionState.FILED)
    # What is being decided meanwhile keeps the judge that it has: if it isn't decided, the next round comes.
    free = waiting.order_by(Objection.id).limit(AT_ONCE).with_for_update(skip_locked=True)
    objections = (await context.session.scalars(free.execution_options(populate_existing=True))).all()
    told = [(judges[one.id], Ref("Objection", one.id), one) for one in objections]
    others = [(judge, about) for judge, about, one in told if judge != one.judge_employee_id]
    late = [(judge, about) for judge, about, one in told if one.decide_until < context.today]
    for judge, _, objection in told:
        objection.judge_employee_id = judge
    await tell_all(context, NoticeKind.OBJECTION_FILED, others)
    await tell_all(context, NoticeKind.DECISION_LATE, late)
    await context.session.flush()
    return len(objections) == AT_ONCE


async def _to_tell(context: Context) -> dict[UUID, UUID]:
    """Objections of which somebody is to be told, and the judge of each; nothing is locked for that."""
    filed = [Filed(*row) for row in await context.session.execute(_filed(context.today))]
    sides = {side for one in filed for side in (one.employee_id, one.evaluator_id) if side}
    superiors = await superiors_of_all(context, sides, context.today)
    judges = {
        one: _judge_among(superiors, one.evaluator_id, one.employee_id) or one.judge_id for one in filed
    }
    return {
        one.id: judge
        for one, judge in judges.items()
        if judge and (judge != one.judge_id or (one.is_late and not one.is_told))
    }


def _filed(today: date) -> Select[UUID, UUID, UUID | None, UUID | None, bool, bool]:
    of = (Appraisal.tenant_id == Objection.tenant_id) & (Appraisal.id == Objection.appraisal_id)
    told = exists().where(
        Notice.tenant_id == Objection.tenant_id,
        Notice.employee_id == Objection.judge_employee_id,
        Notice.kind == NoticeKind.DECISION_LATE,
        Notice.about_id == Objection.id,
    )
    evaluator = func.coalesce(_given(Appraisal.id).scalar_subquery(), Appraisal.evaluator_employee_id)
    late = Objection.decide_until < today
    return (
        select(Objection.id, Appraisal.employee_id, evaluator, Objection.judge_employee_id, late, told)
        .join(Appraisal, of)
        .where(Objection.state == ObjectionState.FILED)
    )
