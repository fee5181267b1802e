"""Who attended says once how it was; counts are told in steps, and never who said what."""

from datetime import timedelta
from uuid import UUID

import pytest
from factories.appraisal.office import Office
from factories.training import a_course, an_attendance, an_enrolment, an_event
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from training.conftest import TODAY, As, Refused

from jenjang.core.errors import NotFound
from jenjang.training.actions.completing import EventComplete, complete_event
from jenjang.training.actions.reacting import QuestionScore, React, ReactedBefore, react
from jenjang.training.models.evaluation import TrainingReaction, TrainingRemark, TrainingTally
from jenjang.training.models.events import TrainingMeeting
from jenjang.training.rules.evaluation import NotEachOnce
from jenjang.training.terms import ReactionQuestion as Question

PEOPLE = ("staff", "colleague", "functional", "clerk", "leader", "stranger")


def saying(reaction_id: UUID, score: int, remark: str | None = None) -> React:
    scores = tuple(QuestionScore(question=one, score=score) for one in Question)
    return React(reaction_id=reaction_id, scores=scores, remark=remark)


@pytest.fixture
async def asked(session: AsyncSession, office: Office, as_: As) -> dict[str, UUID]:
    """Who is asked after an event of which six were at one meeting of two, and the chief at none."""
    event = await an_event(session, await a_course(session), TODAY - timedelta(days=2), quota=9)
    of_event = select(TrainingMeeting.id).where(TrainingMeeting.event_id == event.id)
    meeting, other = (await session.scalars(of_event)).all()
    for name in PEOPLE:
        await an_attendance(session, meeting, await an_enrolment(session, event, office.people[name]))
    absent = await an_enrolment(session, event, office.people["chief"])
    for one in (meeting, other):
        await an_attendance(session, one, absent, is_present=False)
    await complete_event(as_("admin"), EventComplete(event_id=event.id, expected_version=1))
    names = {key: name for name, key in office.people.items()}
    return {names[row.employee_id]: row.id for row in await session.scalars(select(TrainingReaction))}


async def told(session: AsyncSession) -> list[tuple[int | None, object]]:
    rows = await session.execute(select(TrainingTally.answers, TrainingTally.mean))
    return [tuple(row) for row in rows]


async def test_who_attended_is_asked_and_who_didnt_isnt(asked: dict[str, UUID]) -> None:
    assert asked.keys() == set(PEOPLE)


async def test_nothing_is_told_below_five_and_then_in_steps(
    session: AsyncSession, as_: As, asked: dict[str, UUID]
) -> None:
    for place, name in enumerate(PEOPLE[:4]):
        await react(as_(name), saying(asked[name], 1 + place, f"Kata {place}"))
        assert await told(session) == [(None, None)] * 3
        assert not (await session.scalars(select(TrainingRemark).where(TrainingRemark.is_told))).all()
    await react(as_(PEOPLE[4]), saying(asked[PEOPLE[4]], 5))
    five = await told(session)
    assert [(answers, str(mean)) for answers, mean in five] == [(5, "3.00")] * 3
    await react(as_(PEOPLE[5]), saying(asked[PEOPLE[5]], 1, "Kata sesudahnya"))
    assert await told(session) == five
    shown = select(TrainingRemark.remark).where(TrainingRemark.is_told)
    assert set(await session.scalars(shown)) == {f"Kata {place}" for place in range(4)}


async def test_a_remarks_id_doesnt_tell_when_it_was_given(
    session: AsyncSession, as_: As, asked: dict[str, UUID]
) -> None:
    await react(as_("staff"), saying(asked["staff"], 3, " Baik "))
    remark = (await session.scalars(select(TrainingRemark))).one()
    assert (remark.remark, remark.id.version) == ("Baik", 4)


async def test_all_rows_of_an_event_are_written_with_each_answer(
    session: AsyncSession, as_: As, asked: dict[str, UUID]
) -> None:
    written = select(TrainingReaction.id, TrainingReaction.__table__.c.answered)
    await react(as_("staff"), saying(asked["staff"], 3))
    rows = (await session.execute(written)).all()
    assert {row.id for row in rows if row.answered} == {asked["staff"]}


async def test_an_answer_counts_once(as_: As, asked: dict[str, UUID], refused: Refused) -> None:
    await react(as_("staff"), saying(asked["staff"], 3))
    async with refused(ReactedBefore, "reactionId"):
        await react(as_("staff"), saying(asked["staff"], 4))


async def test_nobody_answers_for_another_or_leaves_a_question_out(
    as_: As, asked: dict[str, UUID], refused: Refused
) -> None:
    async with refused(NotFound, "reactionId"):
        await react(as_("chief"), saying(asked["staff"], 3))
    half = React(reaction_id=asked["staff"], scores=(QuestionScore(question=Question.CONTENT, score=3),))
    async with refused(NotEachOnce, "scores", questions="CONTENT, FACILITIES, TRAINER"):
        await react(as_("staff"), half)
