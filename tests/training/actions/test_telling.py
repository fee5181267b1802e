"""The means of tests and of what superiors say move in steps: two looks differ by five people, or by none."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

import pytest
from factories.appraisal.office import Office
from factories.training import an_attendance, an_enrolment
from factories.training_evaluation import a_behaviour
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from training.actions.test_evaluating import held
from training.conftest import TODAY, As

from jenjang.organisation.models import Employee
from jenjang.training.actions.evaluating import (
    AnswerBehaviour,
    NoteTests,
    Points,
    answer_behaviour,
    note_tests,
)
from jenjang.training.looking import evaluations
from jenjang.training.models.enrolments import TrainingEnrolment
from jenjang.training.models.events import TrainingEvent, TrainingMeeting
from jenjang.training.rules.evaluation import is_told
from jenjang.training.terms import EnrolmentState

TEN = 10


@pytest.fixture
async def event(session: AsyncSession, office: Office) -> TrainingEvent:
    """One that was held; the chief trained."""
    return await held(session, trainer_employee_id=office.people["chief"])


@pytest.fixture
async def people(session: AsyncSession, office: Office, event: TrainingEvent) -> list[TrainingEnrolment]:
    """Ten who completed it."""
    others = (
        await session.scalars(
            select(Employee.id)
            .where(Employee.id.not_in([office.people["chief"], office.people["head"]]))
            .order_by(Employee.id)
            .limit(TEN)
        )
    ).all()
    assert len(others) == TEN
    meeting = await session.scalar(
        select(TrainingMeeting.id).where(TrainingMeeting.event_id == event.id).limit(1)
    )
    found = []
    for one in others:
        done = await an_enrolment(session, event, one, EnrolmentState.COMPLETED)
        await an_attendance(session, meeting, done)
        found.append(done)
    return found


async def seen(session: AsyncSession, event: TrainingEvent) -> Sequence[object]:
    """How many, and which mean, of level 2 and of level 3."""
    of = evaluations.c
    row = (await session.execute(select(evaluations).where(of.event_id == event.id))).one()
    return row.tested, row.after, row.observed, row.applied


async def test_what_superiors_say_is_told_by_fives_and_no_answer_in_between_moves_it(
    session: AsyncSession, office: Office, as_: As, event: TrainingEvent, people: list[TrainingEnrolment]
) -> None:
    told = []
    for place, done in enumerate(people):
        asked = await a_behaviour(session, done, office.people["head"], TODAY + timedelta(days=1))
        said = AnswerBehaviour(behaviour_id=asked.id, applied=1 + place % 5, example="Melayani")
        await answer_behaviour(as_("head"), said)
        told.append((await seen(session, event))[2:])
    nothing, first, both = (None, None), (5, Decimal("3.00")), (10, Decimal("3.00"))
    assert told == [nothing] * 4 + [first] * 5 + [both]


async def test_tests_are_told_by_fives_and_what_is_corrected_when_five_are(
    session: AsyncSession, as_: As, event: TrainingEvent, people: list[TrainingEnrolment]
) -> None:
    async def noted(who: Sequence[TrainingEnrolment], after: int) -> Sequence[object]:
        points = tuple(Points(enrolment_id=one.id, before=Decimal(40), after=Decimal(after)) for one in who)
        await note_tests(as_("chief"), NoteTests(event_id=event.id, people=points))
        return (await seen(session, event))[:2]

    assert await noted(people[:4], 80) == (None, None)
    assert await noted(people[4:5], 80) == (5, Decimal("80.00"))
    assert await noted(people[5:9], 100) == (5, Decimal("80.00"))
    # The same again is nobody new.
    assert await noted(people[5:9], 100) == (5, Decimal("80.00"))
    # Who was told of before, and is corrected, counts as well.
    assert await noted(people[:1], 100) == (9, Decimal("91.11"))
    assert await noted(people[:4], 60) == (9, Decimal("91.11"))
    assert await noted(people[4:5], 60) == (9, Decimal("77.78"))


async def test_who_has_but_one_test_is_in_no_mean(
    session: AsyncSession, as_: As, event: TrainingEvent, people: list[TrainingEnrolment]
) -> None:
    points = tuple(Points(enrolment_id=one.id, after=Decimal(80)) for one in people)
    await note_tests(as_("chief"), NoteTests(event_id=event.id, people=points))
    assert (await seen(session, event))[:2] == (None, None)


@given(st.integers(2, 9), st.integers(0, 60))
def test_steps_are_never_smaller_than_the_smallest_group(smallest: int, answers: int) -> None:
    told = 0
    for said in range(1, answers + 1):
        if is_told(said, told, smallest):
            assert said - told >= smallest
            told = said
    assert answers - told < smallest
