"""Who judges an objection: the evaluator's superior, and the reminder once a decision is late."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from jenjang.appraisal.actions.reach import EVALUATE, check_reaches
from jenjang.appraisal.models.cycle import Appraisal
from jenjang.appraisal.models.evaluation import Evaluation
from jenjang.appraisal.models.objection import Objection
from jenjang.appraisal.terms import EvaluationStage, ObjectionState
from jenjang.core.context import Context
from jenjang.core.errors import Forbidden
from jenjang.graph.perform import Ref
from jenjang.organisation.actions.notices import tell
from jenjang.organisation.actions.superiors import standing_of, superiors_above
from jenjang.organisation.terms import NoticeKind


class NotTheJudge(Forbidden):
    """Only the superior of who evaluated decides on an objection, never one of its two sides."""


async def who_evaluated(context: Context, appraisal: Appraisal) -> UUID | None:
    """Who gave the evaluation that was published, whoever is to evaluate now."""
    given = (
        select(Evaluation.by_employee_id)
        .where(Evaluation.appraisal_id == appraisal.id, Evaluation.stage == EvaluationStage.EVALUATION)
        .order_by(Evaluation.number.desc())
        .limit(1)
    )
    return await context.session.scalar(given) or appraisal.evaluator_employee_id


async def judge_today(context: Context, appraisal: Appraisal) -> UUID | None:
    """The superior of who evaluated, today; None while nobody leads there (PP 30/2019).

    Once the evaluator holds no office any more, the superior of whoever would evaluate in that place.
    """
    evaluator = await who_evaluated(context, appraisal)
    sides = {evaluator, appraisal.employee_id}
    return next((one for one in await _above(context, evaluator, appraisal) if one not in sides), None)


async def _above(context: Context, evaluator: UUID | None, appraisal: Appraisal) -> Sequence[UUID]:
    if evaluator and await standing_of(context, evaluator, context.today):
        return await superiors_above(context, evaluator, context.today)
    return (await superiors_above(context, appraisal.employee_id, context.today))[1:]


async def check_judges(context: Context, person: UUID, objection: Objection, appraisal: Appraisal) -> None:
    """Refuse a decision by anybody but the judge: the one named on the objection, or today's.

    Today's judge reaches the objection wherever the person is placed: who was named to evaluate has superiors
    elsewhere. Raises NotFound, NotTheJudge.
    """
    if person == await judge_today(context, appraisal):
        return
    await check_reaches(context, EVALUATE, objection.employee_id, "objectionId")
    sides = {await who_evaluated(context, appraisal), appraisal.employee_id}
    if person in sides or person != objection.judge_employee_id:
        raise NotTheJudge("objectionId")


async def remind_judges(context: Context) -> None:
    """Tell each judge once of a decision that is late; name who is to decide now, once another leads.

    Who was named stays so while nobody leads. For the worker's rounds: running it again tells nobody twice.
    """
    filed = select(Objection, Appraisal).join(
        Appraisal, (Appraisal.tenant_id == Objection.tenant_id) & (Appraisal.id == Objection.appraisal_id)
    )
    # What is being decided meanwhile is waited for: a decision keeps the judge that it had.
    waiting = filed.where(Objection.state == ObjectionState.FILED).order_by(Objection.id)
    for objection, appraisal in (await context.session.execute(waiting.with_for_update(of=Objection))).all():
        judge = await judge_today(context, appraisal)
        if judge and judge != objection.judge_employee_id:
            objection.judge_employee_id = judge
            await tell(context, NoticeKind.OBJECTION_FILED, Ref("Objection", objection.id), judge)
        if objection.decide_until < context.today:
            named = judge or objection.judge_employee_id
            await tell(context, NoticeKind.DECISION_LATE, Ref("Objection", objection.id), named)
    await context.session.flush()
