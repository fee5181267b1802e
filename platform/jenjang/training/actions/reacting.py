"""Level 1: who attended says once how it was. Only counts are kept, and told in steps.

As with competency ratings, an answer has no row and no time of its own: one statement counts it in the rows
of all questions, another writes anew who was asked, so that nothing in the tables tells when somebody
answered. A remark has a random id. What is told changes only when as many answered since as the smallest
group has: two reads differ by that many people, or by none.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import false, or_, select, true, update
from sqlalchemy.dialects.postgresql import insert

from jenjang.core.context import Context
from jenjang.core.errors import Conflict, NotFound
from jenjang.core.texts import check_text
from jenjang.organisation.actions.versions import own_person
from jenjang.training.actions.law import evaluation_rule_on
from jenjang.training.actions.seating import locked_event
from jenjang.training.models.enrolments import TrainingEnrolment
from jenjang.training.models.evaluation import TrainingReaction, TrainingRemark, TrainingTally
from jenjang.training.models.events import TrainingEvent
from jenjang.training.rules.evaluation import SCORES, check_scores, is_told, mean_of
from jenjang.training.terms import ReactionQuestion


class ReactedBefore(Conflict):
    """You have answered this: an answer is counted once, and nobody knows which one is yours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionScore:
    """A question and the score, 1 to 5."""

    question: ReactionQuestion
    score: int


@dataclass(frozen=True, slots=True, kw_only=True)
class React:
    """How it was: a score for each question, all at once, and what else there is to say."""

    reaction_id: UUID
    scores: tuple[QuestionScore, ...]
    remark: str | None = None


async def ask_who_attended(
    context: Context, event: TrainingEvent, attended: Sequence[TrainingEnrolment]
) -> None:
    """Ask each who was at a meeting at least how it was. Raises NoRuleInForce."""
    if not attended:
        return
    rule = await evaluation_rule_on(context, event.ends_on)
    asked = [
        {"event_id": event.id, "enrolment_id": one.id, "employee_id": one.employee_id} for one in attended
    ]
    await context.session.execute(insert(TrainingReaction), asked)
    tallies = [
        {"event_id": event.id, "question": one, "smallest": rule.smallest_group} for one in rule.questions
    ]
    await context.session.execute(insert(TrainingTally), tallies)


async def react(context: Context, asked: React) -> TrainingReaction:
    """Count an answer, once. Raises NotAPerson, NotFound, ReactedBefore, NotEachOnce, NoScore, NoText,
    TextTooLong.
    """
    me = own_person(context)
    reaction = await context.get(TrainingReaction, asked.reaction_id, field="reactionId")
    if reaction.employee_id != me:
        raise NotFound("reactionId")
    # All answers about an event wait for each other.
    await locked_event(context, reaction.event_id, "reactionId")
    await context.session.refresh(reaction)
    if reaction.answered:
        raise ReactedBefore("reactionId")
    of = TrainingTally
    tallies = (
        await context.session.scalars(
            select(of).where(of.event_id == reaction.event_id).execution_options(populate_existing=True)
        )
    ).all()
    check_scores([(one.question, one.score) for one in asked.scores], [one.question for one in tallies])
    remark = None if asked.remark is None else check_text(asked.remark, "remark")
    told = _count(tallies, {one.question: one.score for one in asked.scores})
    await context.session.flush()
    await _keep(context, reaction, remark, told=told)
    return reaction


def _count(tallies: Sequence[TrainingTally], scores: dict[ReactionQuestion, int]) -> bool:
    """Count a score of each question; whether what all said is told anew by that."""
    told = False
    for tally in tallies:
        name = f"score_{scores[ReactionQuestion(tally.question)]}"
        setattr(tally, name, getattr(tally, name) + 1)
        counts = [getattr(tally, f"score_{score}") for score in SCORES]
        if is_told(sum(counts), tally.answers or 0, tally.smallest):
            tally.answers, tally.mean = sum(counts), mean_of(counts)
            told = True
    return told


async def _keep(context: Context, reaction: TrainingReaction, remark: str | None, *, told: bool) -> None:
    """Keep a remark under a random id; write all that is of the event anew, in no order of answering."""
    event_id = reaction.event_id
    if remark is not None:
        # Ids that the database gives tell the order in which they were given.
        context.session.add(TrainingRemark(id=uuid.uuid4(), event_id=event_id, remark=remark))
        await context.session.flush()
    shown = or_(TrainingRemark.is_told, true() if told else false())
    answered = or_(TrainingReaction.answered, TrainingReaction.id == reaction.id)
    unsynchronised = {"synchronize_session": False}
    remarks = update(TrainingRemark).where(TrainingRemark.event_id == event_id).values(is_told=shown)
    people = update(TrainingReaction).where(TrainingReaction.event_id == event_id).values(answered=answered)
    await context.session.execute(remarks, execution_options=unsynchronised)
    await context.session.execute(people, execution_options=unsynchronised)
    await context.session.refresh(reaction)
