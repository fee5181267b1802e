"""Rows of evaluation with plausible values, as if they had been recorded before."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.training.models.enrolments import TrainingEnrolment
from jenjang.training.models.evaluation import (
    TrainingBehaviour,
    TrainingReaction,
    TrainingRemark,
    TrainingResult,
    TrainingTally,
    TrainingTest,
)
from jenjang.training.models.events import TrainingEvent
from jenjang.training.terms import ReactionQuestion


async def a_tally(
    session: AsyncSession,
    event: TrainingEvent,
    question: ReactionQuestion = ReactionQuestion.CONTENT,
    *,
    told: bool = True,
) -> TrainingTally:
    """Five fours; `told` or not."""
    said = {"answers": 5, "mean": Decimal(4)} if told else {}
    made = TrainingTally(event_id=event.id, question=question, smallest=5, score_4=5, **said)
    session.add(made)
    await session.flush()
    return made


async def a_remark(session: AsyncSession, event: TrainingEvent, remark: str = "Baik") -> TrainingRemark:
    made = TrainingRemark(event_id=event.id, remark=remark, is_told=True)
    session.add(made)
    await session.flush()
    return made


async def a_reaction(
    session: AsyncSession, enrolment: TrainingEnrolment, *, answered: bool = False
) -> TrainingReaction:
    made = TrainingReaction(answered=answered, **_of(enrolment))
    session.add(made)
    await session.flush()
    return made


async def a_test(
    session: AsyncSession, enrolment: TrainingEnrolment, before: int | None = 60, after: int | None = 80
) -> TrainingTest:
    told = {"told_before": before, "told_after": after} if None not in (before, after) else {}
    made = TrainingTest(before=before, after=after, **told, **_of(enrolment))
    session.add(made)
    await session.flush()
    return made


async def a_behaviour(
    session: AsyncSession,
    enrolment: TrainingEnrolment,
    superior: UUID,
    until: date,
    applied: int | None = None,
) -> TrainingBehaviour:
    at = datetime(2026, 6, 1, tzinfo=UTC)
    said = {"applied": applied, "example": "Melayani", "answered_at": at, "is_told": True}
    asked = {"superior_employee_id": superior, "answer_until": until, **_of(enrolment)}
    made = TrainingBehaviour(**asked, **(said if applied else {}))
    session.add(made)
    await session.flush()
    return made


async def a_result(session: AsyncSession, event: TrainingEvent, unit_id: UUID) -> TrainingResult:
    made = TrainingResult(
        event_id=event.id,
        unit_id=unit_id,
        indicator="Waktu layanan",
        measure="hari",
        before=Decimal(10),
        after=Decimal(7),
        before_on=date(2026, 1, 5),
        after_on=date(2026, 6, 1),
        source="Loket",
    )
    session.add(made)
    await session.flush()
    return made


def _of(enrolment: TrainingEnrolment) -> dict[str, UUID]:
    return {
        "event_id": enrolment.event_id,
        "enrolment_id": enrolment.id,
        "employee_id": enrolment.employee_id,
    }
