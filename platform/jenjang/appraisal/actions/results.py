"""Results at the employee: read, acknowledged, and an improvement made a step of the career plan."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import exists, select

from jenjang.appraisal.actions.reach import READ, check_reaches
from jenjang.appraisal.actions.sight import NotTheAppraised, check_appraised, check_own_point
from jenjang.appraisal.actions.telling import tell_intended
from jenjang.appraisal.models.cycle import Appraisal
from jenjang.appraisal.models.evaluation import EvaluationPoint, StepIntention
from jenjang.appraisal.rules.evaluation import INTENTION, check_may_acknowledge, check_may_want
from jenjang.appraisal.rules.transitions import check_may
from jenjang.appraisal.terms import AppraisalState, IntentionState, PointKind
from jenjang.core.context import Context
from jenjang.core.errors import Conflict
from jenjang.core.texts import check_text
from jenjang.organisation.actions.history import one_at_a_time
from jenjang.organisation.actions.versions import changed, own_person
from jenjang.organisation.windows import improvement, improvements_planned


class NotPublishedYet(Conflict):
    """There is no result to read yet: it wasn't published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledge:
    """Which of the own results is acknowledged."""

    appraisal_id: UUID
    expected_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeStep:
    """Which improvement becomes which step, and until when it is wanted."""

    point_id: UUID
    step: str
    wanted_by: date


async def mark_read(context: Context, appraisal_id: UUID) -> Appraisal:
    """Note when the employee first read the own result.

    Raises NotPublishedYet, NotTheAppraised, NotAPerson, NotFound.
    """
    appraisal = await _own_result(context, appraisal_id)
    appraisal.read_at = appraisal.read_at or context.now
    return appraisal


async def acknowledge(context: Context, asked: Acknowledge) -> Appraisal:
    """Acknowledge the own result, which takes no right to object away.

    Raises NotPublishedYet, ObjectionUnderWay, IllegalStep, Stale, NotTheAppraised, NotAPerson,
    NotFound.
    """
    appraisal = await _own_result(context, asked.appraisal_id)
    check_may_acknowledge(AppraisalState(appraisal.state))
    changed(appraisal, asked.expected_version)
    appraisal.state = AppraisalState.ACKNOWLEDGED
    appraisal.acknowledged_at = context.now
    appraisal.read_at = appraisal.read_at or context.now
    return appraisal


async def make_step(context: Context, asked: MakeStep) -> StepIntention:
    """Make an improvement of a published result a step that one means to take; a dropped one anew.

    Raises NotAnImprovement, AlreadyAStep, WantedInThePast, WantedTooLate, NoText, TextTooLong,
    NotTheAppraised, NotAPerson, NotFound.
    """
    point = await context.get(EvaluationPoint, asked.point_id, lock=True, field="pointId")
    await check_own_point(context, point, "pointId")
    present = await context.session.scalar(select(StepIntention).where(StepIntention.point_id == point.id))
    stands = IntentionState(present.state) if present else None
    check_may_want(PointKind(point.kind), stands, asked.wanted_by, context.today)
    intention = present or StepIntention(point_id=point.id, employee_id=point.employee_id)
    intention.step = check_text(asked.step, "step")
    intention.wanted_by = asked.wanted_by
    intention.state = IntentionState.WANTED
    context.session.add(intention)
    await context.session.flush()
    await tell_intended(context, intention)
    return intention


async def drop_step(context: Context, intention_id: UUID) -> StepIntention:
    """Give up a step that no plan took up. Raises IllegalStep, NotTheAppraised, NotAPerson, NotFound."""
    # Whoever takes it up at the same time waits, or is seen; locked before the row, as there.
    await one_at_a_time(context, improvement(intention_id))
    intention = await context.get(StepIntention, intention_id, lock=True, field="stepIntentionId")
    if intention.employee_id != own_person(context):
        await check_reaches(context, READ, intention.employee_id, "stepIntentionId")
        raise NotTheAppraised("stepIntentionId")
    planned = select(exists().where(improvements_planned.c.id == intention_id))
    held = await context.session.scalar(planned)
    stands = IntentionState.TAKEN_UP if held else IntentionState(intention.state)
    check_may(stands, IntentionState.DROPPED, INTENTION, "stepIntentionId")
    intention.state = IntentionState.DROPPED
    return intention


async def _own_result(context: Context, appraisal_id: UUID) -> Appraisal:
    """The own appraisal, locked and published.

    Raises NotPublishedYet, NotTheAppraised, NotAPerson, NotFound.
    """
    appraisal = await context.get(Appraisal, appraisal_id, lock=True, field="appraisalId")
    await check_appraised(context, appraisal, "appraisalId")
    if appraisal.published_at is None:
        raise NotPublishedYet("appraisalId")
    return appraisal
