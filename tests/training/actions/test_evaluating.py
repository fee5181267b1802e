"""Tests, what superiors see, what units measure: of who attended only, once, by whom it is asked."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from factories.appraisal.office import Office
from factories.training import a_certificate, a_course, an_attendance, an_enrolment, an_event
from factories.training_evaluation import a_behaviour, a_test
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from training.conftest import TODAY, As, Refused

from jenjang.competence.rules.standards import AskedForTwice
from jenjang.core.errors import NotFound
from jenjang.organisation.models import Notice
from jenjang.training.actions.attending import NobodyNamed, NotTheTrainer
from jenjang.training.actions.evaluating import (
    AddResult,
    AnswerBehaviour,
    AnsweredBefore,
    AnswerOver,
    NotAfter,
    NotAttended,
    NoteTests,
    NotHeld,
    Points,
    add_result,
    answer_behaviour,
    ask_superiors,
    note_tests,
)
from jenjang.training.actions.events import EventEnded
from jenjang.training.looking import evaluations
from jenjang.training.models.enrolments import TrainingEnrolment
from jenjang.training.models.evaluation import TrainingBehaviour, TrainingTest
from jenjang.training.models.events import TrainingEvent, TrainingMeeting
from jenjang.training.rules.evaluation import NoPoints, NoScore
from jenjang.training.terms import EnrolmentState as State

LONG_AGO = TODAY - timedelta(days=91)
"""The first day of an event that ended 90 days before."""


async def held(session: AsyncSession, begins: date = LONG_AGO, **more: object) -> TrainingEvent:
    return await an_event(session, await a_course(session), begins, state="COMPLETED", **more)  # type: ignore[arg-type]  # columns


async def certified(session: AsyncSession, event: TrainingEvent, who: UUID, number: str) -> TrainingEnrolment:
    done = await an_enrolment(session, event, who, State.COMPLETED)
    await attended(session, event, done)
    course = await a_course(session, f"K-{number}", teaches=None)
    await a_certificate(session, done, course, number)
    return done


async def attended(session: AsyncSession, event: TrainingEvent, enrolment: TrainingEnrolment) -> None:
    first = select(TrainingMeeting.id).where(TrainingMeeting.event_id == event.id).limit(1)
    await an_attendance(session, (await session.scalars(first)).one(), enrolment)


def points(of: TrainingEnrolment, **more: str) -> Points:
    return Points(enrolment_id=of.id, **{name: Decimal(value) for name, value in more.items()})


async def test_points_are_noted_before_and_after_and_the_gain_is_reckoned(
    session: AsyncSession, office: Office, as_: As
) -> None:
    event = await held(session, trainer_employee_id=office.people["chief"])
    done = await certified(session, event, office.people["staff"], "1")
    for given in ({"before": "41.50"}, {"after": "80"}):
        await note_tests(as_("chief"), NoteTests(event_id=event.id, people=(points(done, **given),)))
    noted = (await session.scalars(select(TrainingTest))).one()
    await session.refresh(noted)
    assert (noted.before, noted.after, noted.gain) == (Decimal("41.50"), Decimal(80), Decimal("38.50"))
    assert noted.by_employee_id == office.people["chief"]


async def test_tests_that_cant_be_noted_are_refused(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    event = await held(session, trainer_employee_id=office.people["chief"])
    done = await certified(session, event, office.people["staff"], "1")
    own = await certified(session, event, office.people["chief"], "2")
    absent = await an_enrolment(session, event, office.people["clerk"], State.NOT_COMPLETED)
    waited = await an_enrolment(session, event, office.people["leader"], State.CANCELLED)
    key = event.id
    for people, error, field in (
        ((), NobodyNamed, "people"),
        ((points(done, after="101"),), NoPoints, "people.0.after"),
        ((points(done, after="1"), points(done, after="1")), AskedForTwice, "people.1.enrolmentId"),
        ((points(own, after="100"),), NotTheTrainer, "people.0.enrolmentId"),
        ((points(absent, after="100"),), NotAttended, "people.0.after"),
        ((points(waited, before="100"),), NotFound, "people.0.enrolmentId"),
    ):
        async with refused(error, field):
            await note_tests(as_("chief"), NoteTests(event_id=key, people=people))
    async with refused(NotTheTrainer, "eventId"):
        await note_tests(as_("staff"), NoteTests(event_id=key, people=(points(done, after="1"),)))
    event.state, event.cancel_reason = "CANCELLED", "Banjir"
    await session.flush()
    async with refused(EventEnded, "eventId"):
        await note_tests(as_("chief"), NoteTests(event_id=key, people=(points(done, after="1"),)))


async def test_superiors_are_asked_once_of_who_was_certified_90_days_ago(
    session: AsyncSession, office: Office, as_: As
) -> None:
    event = await held(session)
    await certified(session, event, office.people["staff"], "1")
    await certified(session, event, office.people["head"], "2")
    absent = await an_enrolment(session, event, office.people["clerk"], State.NOT_COMPLETED)
    await attended(session, event, absent)
    assert await ask_superiors(as_("admin", TODAY - timedelta(days=1))) == 0
    assert await ask_superiors(as_("admin")) == 1
    assert await ask_superiors(as_("admin")) == 0
    asked = (await session.scalars(select(TrainingBehaviour))).one()
    assert (asked.employee_id, asked.superior_employee_id) == (office.people["staff"], office.people["chief"])
    assert asked.answer_until == TODAY + timedelta(days=90)
    notice = (await session.scalars(select(Notice).where(Notice.kind == "TRAINING_TO_EVALUATE"))).one()
    assert (notice.employee_id, notice.about_id) == (office.people["chief"], asked.id)


async def test_nobody_is_asked_of_what_is_too_long_ago(
    session: AsyncSession, office: Office, as_: As
) -> None:
    event = await held(session, LONG_AGO - timedelta(days=90))
    await certified(session, event, office.people["staff"], "1")
    assert await ask_superiors(as_("admin")) == 0
    assert await ask_superiors(as_("admin", TODAY - timedelta(days=1))) == 1


@pytest.fixture
async def asked(session: AsyncSession, office: Office) -> TrainingBehaviour:
    """The chief is asked of the staff, until tomorrow."""
    done = await certified(session, await held(session), office.people["staff"], "1")
    return await a_behaviour(session, done, office.people["chief"], TODAY + timedelta(days=1))


def answer(of: TrainingBehaviour, applied: int = 4) -> AnswerBehaviour:
    return AnswerBehaviour(behaviour_id=of.id, applied=applied, example=" Melayani lebih cepat ")


async def test_who_is_asked_answers_once(as_: As, asked: TrainingBehaviour, refused: Refused) -> None:
    async with refused(NoScore, "applied"):
        await answer_behaviour(as_("chief"), answer(asked, 6))
    await answer_behaviour(as_("chief", TODAY + timedelta(days=1)), answer(asked))
    assert (asked.applied, asked.example) == (4, "Melayani lebih cepat")
    async with refused(AnsweredBefore, "behaviourId"):
        await answer_behaviour(as_("chief"), answer(asked))


@pytest.mark.parametrize("who", ["staff", "leader", "admin"])
async def test_nobody_else_answers(as_: As, asked: TrainingBehaviour, refused: Refused, who: str) -> None:
    async with refused(NotFound, "behaviourId"):
        await answer_behaviour(as_(who), answer(asked))


async def test_an_answer_comes_in_time(as_: As, asked: TrainingBehaviour, refused: Refused) -> None:
    async with refused(AnswerOver, "behaviourId", until=TODAY + timedelta(days=1)):
        await answer_behaviour(as_("chief", TODAY + timedelta(days=2)), answer(asked))


def result(event: TrainingEvent, unit: UUID, **more: object) -> AddResult:
    given = {"indicator": "Waktu layanan", "measure": "hari", "source": "Loket"}
    numbers = {"before": Decimal(12), "after": Decimal(9)}
    days = {"before_on": TODAY - timedelta(days=200), "after_on": TODAY}
    return AddResult(event_id=event.id, unit_id=unit, **{**given, **numbers, **days, **more})  # type: ignore[arg-type]  # a table's values


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [("12", "9", "-25.00"), ("-4", "2", "150.00"), ("3", "4", "33.33"), ("0", "4", None)],
)
async def test_a_change_is_reckoned_in_per_cent(
    session: AsyncSession, office: Office, as_: As, before: str, after: str, change: str | None
) -> None:
    numbers = {"before": Decimal(before), "after": Decimal(after)}
    made = await add_result(as_("admin"), result(await held(session), office.units["dinas"], **numbers))
    await session.refresh(made)
    assert made.change_percent == (change if change is None else Decimal(change))


async def test_results_are_of_an_event_that_was_held_and_of_days_that_were(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    event, unit = await held(session), office.units["dinas"]
    for more in ({"after_on": TODAY + timedelta(days=1)}, {"before_on": TODAY}):
        async with refused(NotAfter, "afterOn"):
            await add_result(as_("admin"), result(event, unit, **more))
    async with refused(NotFound, "unitId"):
        await add_result(as_("admin"), result(event, UUID(int=1)))
    event.state = "OPEN"
    await session.flush()
    async with refused(NotHeld, "eventId"):
        await add_result(as_("admin"), result(event, unit))


@pytest.mark.parametrize(("people", "told"), [(4, None), (5, (5, Decimal("57.60"), Decimal("20.40")))])
async def test_means_are_told_from_five_people_on(
    session: AsyncSession, office: Office, people: int, told: object
) -> None:
    event = await held(session)
    names = ("staff", "colleague", "functional", "clerk", "leader")[:people]
    for place, name in enumerate(names):
        done = await an_enrolment(session, event, office.people[name], State.COMPLETED)
        await a_test(session, done, 50 + place + (30 if place == 4 else 0) - place % 2, 78)
        await a_behaviour(session, done, office.people["head"], TODAY, 1 + place)
    untested = await an_enrolment(session, event, office.people["stranger"], State.COMPLETED)
    await a_test(session, untested, None, 100)
    seen = (await session.execute(select(evaluations).where(evaluations.c.event_id == event.id))).one()
    assert (seen.tested, seen.before, seen.gain) == (told or (None, None, None))
    assert (seen.observed, seen.applied) == ((5, Decimal("3.00")) if told else (None, None))
