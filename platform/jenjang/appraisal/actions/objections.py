"""Objections: an employee files one, both sides explain, the employee may withdraw it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from jenjang.appraisal.actions.judges import judge_today, who_evaluated
from jenjang.appraisal.actions.recording import last_evaluation
from jenjang.appraisal.actions.settings import settings_on
from jenjang.appraisal.actions.sight import NotTheAppraised, check_appraised, check_sees_objection
from jenjang.appraisal.actions.working_calendar import calendar_from
from jenjang.appraisal.models.cycle import Appraisal
from jenjang.appraisal.models.objection import Objection, ObjectionStatement
from jenjang.appraisal.rules.objection import check_hearing, check_may_object
from jenjang.appraisal.rules.transitions import APPRAISAL, OBJECTION, check_may
from jenjang.appraisal.rules.working_days import after_working_days
from jenjang.appraisal.terms import AppraisalState, ObjectionState, Side
from jenjang.core.context import Context
from jenjang.core.errors import Conflict, Forbidden
from jenjang.core.texts import check_text
from jenjang.graph.perform import Ref
from jenjang.organisation.actions.notices import tell, tell_again
from jenjang.organisation.actions.versions import changed, own_person
from jenjang.organisation.terms import NoticeKind


class AlreadyObjected(Conflict):
    """There was an objection to this result already; a result is objected to once."""


class NotHeard(Forbidden):
    """Only who objects and who gave the result explain an objection."""


class ObjectionClosed(Conflict):
    """This objection is {state}: nothing is explained of it any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileObjection:
    """To which result one objects, and why."""

    appraisal_id: UUID
    grounds: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explain:
    """What one side explains of an objection."""

    objection_id: UUID
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw:
    """Which objection is taken back."""

    objection_id: UUID


async def file_objection(context: Context, asked: FileObjection) -> Objection:
    """Object to one's own published result, once, until its last day (PP 30/2019).

    Raises NotAPerson, NotFound, NotTheAppraised, AlreadyObjected, IllegalStep, ObjectionOver, NoText,
    TextTooLong.
    """
    appraisal = await context.get(Appraisal, asked.appraisal_id, lock=True, field="appraisalId")
    await check_appraised(context, appraisal, "appraisalId")
    if await context.session.scalar(select(Objection.id).where(Objection.appraisal_id == appraisal.id)):
        raise AlreadyObjected("appraisalId")
    check_may(AppraisalState(appraisal.state), AppraisalState.OBJECTED, APPRAISAL, "appraisalId")
    check_may_object(context.today, appraisal.objection_until)
    objection = await _filed(context, appraisal, check_text(asked.grounds, "grounds"))
    changed(appraisal, None).state = AppraisalState.OBJECTED
    evaluator = await who_evaluated(context, appraisal)
    about = Ref("Objection", objection.id)
    await tell(context, NoticeKind.OBJECTION_FILED, about, evaluator, objection.judge_employee_id)
    return objection


async def explain(context: Context, asked: Explain) -> ObjectionStatement:
    """Explain one's side of an objection, as often as it takes: who objects, or who evaluated.

    The other side and the judge are told; the objection is of the next version, so that none is decided on
    whose last word the judge hasn't read.

    Raises NotAPerson, NotFound, NotHeard, HearingOver, ObjectionClosed, NoText, TextTooLong.
    """
    person = own_person(context)
    objection, appraisal = await objection_to_change(context, asked.objection_id)
    evaluator = await who_evaluated(context, appraisal)
    sides = {evaluator: Side.LEADER, objection.employee_id: Side.EMPLOYEE}
    if person not in sides:
        await check_sees_objection(context, objection, evaluator)
        raise NotHeard("objectionId")
    if objection.state != ObjectionState.FILED:
        raise ObjectionClosed("objectionId", state=ObjectionState(objection.state))
    check_hearing(context.today, objection.statements_until)
    statement = ObjectionStatement(
        objection_id=objection.id,
        employee_id=objection.employee_id,
        side=sides[person],
        by_employee_id=person,
        text=check_text(asked.text, "text"),
        made_at=context.now,
    )
    context.session.add(statement)
    changed(objection, None)
    context.concern("Appraisal", appraisal.id)
    await context.session.flush()
    await _tell_others(context, NoticeKind.OBJECTION_EXPLAINED, objection, [*sides])
    return statement


async def withdraw(context: Context, asked: Withdraw) -> Objection:
    """Take one's objection back: the result stands as it did; who evaluated and the judge are told.

    Raises NotAPerson, NotFound, NotTheAppraised, IllegalStep.
    """
    employee = own_person(context)
    objection, appraisal = await objection_to_change(context, asked.objection_id)
    evaluator = await who_evaluated(context, appraisal)
    if objection.employee_id != employee:
        await check_sees_objection(context, objection, evaluator)
        raise NotTheAppraised("objectionId")
    check_may(ObjectionState(objection.state), ObjectionState.WITHDRAWN, OBJECTION, "objectionId")
    changed(objection, None).state = ObjectionState.WITHDRAWN
    read = AppraisalState.ACKNOWLEDGED if appraisal.acknowledged_at else AppraisalState.PUBLISHED
    changed(appraisal, None).state = read
    await _tell_others(context, NoticeKind.OBJECTION_WITHDRAWN, objection, [evaluator])
    return objection


async def objection_to_change(context: Context, objection_id: UUID) -> tuple[Objection, Appraisal]:
    """An objection and its appraisal, locked, the appraisal first as at filing. Raises NotFound."""
    found = await context.get(Objection, objection_id, field="objectionId")
    appraisal = await context.get(Appraisal, found.appraisal_id, lock=True, field="objectionId")
    return await context.get(Objection, objection_id, lock=True, field="objectionId"), appraisal


async def _tell_others(
    context: Context, kind: NoticeKind, objection: Objection, sides: Sequence[UUID | None]
) -> None:
    """Tell these sides of an objection and its judge, but not who did it."""
    for person in dict.fromkeys((*sides, objection.judge_employee_id)):
        if person:
            await tell_again(context, kind, Ref("Objection", objection.id), person)


async def _filed(context: Context, appraisal: Appraisal, grounds: str) -> Objection:
    today = context.today
    settings = await settings_on(context, today)
    calendar = await calendar_from(context, today)
    before = await last_evaluation(context, appraisal)
    assert before  # noqa: S101  What is published was evaluated.
    objection = Objection(
        appraisal_id=appraisal.id,
        employee_id=appraisal.employee_id,
        grounds=grounds,
        filed_on=today,
        statements_until=after_working_days(today, settings.statement_days, calendar),
        decide_until=after_working_days(today, settings.decision_days, calendar),
        judge_employee_id=await judge_today(context, appraisal),
        state=ObjectionState.FILED,
        before_evaluation_id=before.id,
    )
    context.session.add(objection)
    await context.session.flush()
    return objection
