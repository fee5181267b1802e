"""The demo's training: sixty courses, two years of events that keep all rules, seats to be had."""

from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core import clock
from jenjang.core.sealing import Vault
from jenjang.core.settings import HOUSE
from jenjang.database.engine import bound, engine
from jenjang.demo.competence.filling import furnish
from jenjang.demo.people.arrival import bring_in
from jenjang.demo.people.calendar_days import AS_OF
from jenjang.demo.people.personas import personas
from jenjang.demo.training.filling import train
from jenjang.organisation.models import Employee
from jenjang.tenancy.catalogue import catalogue
from jenjang.training.models.catalogue import TrainingCourse, TrainingTarget
from jenjang.training.models.enrolments import TrainingCertificate, TrainingEnrolment
from jenjang.training.models.evaluation import (
    TrainingBehaviour,
    TrainingReaction,
    TrainingRemark,
    TrainingResult,
    TrainingTally,
    TrainingTest,
)
from jenjang.training.models.events import TrainingEvent
from jenjang.training.terms import EnrolmentState, EventState, TrainingForm

PLAJU = catalogue(HOUSE / "tenants")["plaju"]
GAPS = text("""
    SELECT count(*) FROM competency_gaps g
      JOIN competency_levels l ON l.employee_id = g.employee_id AND l.subject = g.subject
       AND l.valid_from <= :on AND l.valid_to > :on
     WHERE g.placed_to IS NULL AND l.level < g.required
""")
TWICE = text("""
    SELECT count(*) FROM training_enrolments a
      JOIN training_enrolments b ON b.employee_id = a.employee_id AND b.id <> a.id
      JOIN training_meetings m ON m.event_id = a.event_id
      JOIN training_meetings n ON n.event_id = b.event_id
       AND n.begins_at < m.ends_at AND n.ends_at > m.begins_at
     WHERE a.state IN ('SEATED', 'COMPLETED') AND b.state IN ('SEATED', 'COMPLETED')
""")
MONEY = text("""
    SELECT b.committed, b.realised, b.available,
           coalesce((SELECT sum(n.cost) FROM training_enrolments n
                      WHERE n.budget_id = b.id AND n.state = 'SEATED'), 0) AS promised,
           coalesce((SELECT sum(n.cost) FROM training_enrolments n
                      WHERE n.budget_id = b.id AND n.state IN ('COMPLETED', 'NOT_COMPLETED')), 0) AS paid
      FROM training_budgets b
""")
ASKED_AMISS = text("""
    SELECT count(*) FROM training_enrolments n
      JOIN training_events e ON e.id = n.event_id AND e.state = 'COMPLETED'
     WHERE EXISTS (SELECT FROM training_attendances a WHERE a.enrolment_id = n.id AND a.is_present)
        <> EXISTS (SELECT FROM training_reactions r WHERE r.enrolment_id = n.id)
""")
TOO_SHORT = text("""
    SELECT c.code FROM training_meetings m
      JOIN training_events e ON e.id = m.event_id
      JOIN training_courses c ON c.id = e.course_id
      JOIN rule_sets r ON r.name = 'training_lessons' AND r.body -> 'in_meetings' ? c.form
     GROUP BY c.code, c.amount, m.event_id
    HAVING sum(m.ends_at - m.begins_at) < c.amount * interval '45 minutes'
""")
OVER = text("""
    SELECT count(*) FROM (SELECT c.employee_id, c.year FROM training_certificates c
      JOIN employees e ON e.id = c.employee_id AND e.kind = 'PPPK'
     GROUP BY 1, 2 HAVING sum(c.hours) > 24) over
""")


async def gaps(url: str) -> int:
    app = engine(url, connections=1)
    async with bound(app, "plaju") as session:
        found = await session.scalar(GAPS, {"on": clock.today(PLAJU.time_zone)})
    await app.dispose()
    assert found
    return int(found)


@pytest.fixture(scope="module")
async def trained(database, vault: Vault) -> tuple[int, int, int]:
    """How many certificates a government's people have; how many gaps there were before, and are after."""
    await bring_in(database.app_url, vault, PLAJU, AS_OF)
    await furnish(database.app_url, vault, PLAJU)
    before = await gaps(database.app_url)
    certificates = await train(database.app_url, vault, PLAJU)
    return certificates, before, await gaps(database.app_url)


@pytest.fixture
async def session(trained: tuple[int, int, int], database) -> AsyncIterator[AsyncSession]:
    app = engine(database.app_url, connections=1)
    async with bound(app, "plaju") as session:
        yield session
    await app.dispose()


async def test_the_catalogue_has_sixty_courses_of_all_forms_that_teach_what_positions_ask_for(
    session: AsyncSession,
) -> None:
    forms = (await session.scalars(select(TrainingCourse.form))).all()
    assert len(forms) == 60
    assert set(forms) == set(TrainingForm)
    taught = set(await session.scalars(select(TrainingTarget.subject).distinct()))
    asked = set(await session.scalars(text("SELECT DISTINCT subject FROM competency_gaps")))
    assert len(taught) == 25
    assert asked - taught == set()


async def test_events_of_two_years_are_over_and_others_are_to_come(session: AsyncSession) -> None:
    of = TrainingEvent
    counted = await session.execute(select(of.state, func.count()).group_by(of.state))
    states = {row[0]: row[1] for row in counted}
    assert states[EventState.COMPLETED] > 50
    assert states[EventState.CANCELLED] == 1
    assert states[EventState.OPEN] > 25
    first = await session.scalar(select(func.min(of.begins_on)))
    assert first
    assert first < clock.today(PLAJU.time_zone) - timedelta(days=365)


async def test_no_rule_is_broken_by_what_is_told(session: AsyncSession) -> None:
    assert await session.scalar(TWICE) == 0
    assert await session.scalar(OVER) == 0
    assert (await session.scalars(TOO_SHORT)).all() == []
    money = (await session.execute(MONEY)).all()
    assert len(money) > 10
    assert [(row.committed, row.realised) for row in money] == [(row.promised, row.paid) for row in money]
    assert all(row.available >= 0 for row in money)
    of = TrainingEnrolment
    seats = select(of.event_id, func.count().label("taken")).where(of.state == EnrolmentState.SEATED)
    taken = seats.group_by(of.event_id).subquery()
    event = TrainingEvent
    over = select(func.count()).select_from(taken).join(event, event.id == taken.c.event_id)
    assert await session.scalar(over.where(taken.c.taken > event.quota)) == 0
    waiting = select(of.event_id).where(of.state == EnrolmentState.WAITING)
    lists = over.where(taken.c.event_id.in_(waiting))
    assert (await session.scalar(lists) or 0) >= 5
    assert await session.scalar(lists.where(taken.c.taken < event.quota)) == 0


async def test_requests_wait_for_leaders(session: AsyncSession) -> None:
    asked = select(func.count()).where(TrainingEnrolment.state == EnrolmentState.REQUESTED)
    assert (await session.scalar(asked) or 0) > 10


async def test_gaps_are_smaller_by_what_was_learned(trained: tuple[int, int, int]) -> None:
    certificates, before, after = trained
    assert certificates > 500
    assert before - after > 50


async def test_the_staff_has_a_certificate_of_what_it_learned_and_one_to_come(session: AsyncSession) -> None:
    number = personas("plaju")["staff"]
    me = select(Employee.id).where(Employee.number == number).scalar_subquery()
    of = TrainingEnrolment
    joined = select(of.state).join(TrainingEvent, TrainingEvent.id == of.event_id).where(of.employee_id == me)
    today = clock.today(PLAJU.time_zone)
    over = joined.where(TrainingEvent.state == EventState.OPEN, TrainingEvent.ends_on < today)
    assert (await session.scalars(over)).all() == [EnrolmentState.SEATED]
    papers = select(TrainingCertificate.ends_on).where(TrainingCertificate.employee_id == me)
    days: list[date] = list(await session.scalars(papers))
    assert max(days) < today


async def test_who_was_there_said_how_it_was_and_no_more_is_told_than_was_said(session: AsyncSession) -> None:
    assert await session.scalar(ASKED_AMISS) == 0
    told = (await session.scalars(select(TrainingTally))).all()
    answers = {one.event_id: 0 for one in told}
    asked = select(TrainingReaction).where(TrainingReaction.answered)
    for one in await session.scalars(asked):
        answers[one.event_id] += 1
    for tally in told:
        counts = [getattr(tally, f"score_{score}") for score in range(1, 6)]
        assert sum(counts) == answers[tally.event_id]
        assert (tally.answers or 0) == answers[tally.event_id] // 5 * 5
    assert sum(one.mean is not None for one in told) > 50
    remarks = (await session.scalars(select(TrainingRemark.is_told))).all()
    assert len(remarks) > 50
    assert {*remarks} == {True, False}


async def test_tests_superiors_and_units_tell_what_a_training_led_to(session: AsyncSession) -> None:
    gains = (await session.scalars(select(TrainingTest.gain))).all()
    assert len(gains) > 200
    assert min(filter(None, gains)) < 0 < max(filter(None, gains))
    today = clock.today(PLAJU.time_zone)
    of = TrainingBehaviour
    due = select(func.count()).where(of.answered_at.is_(None), of.answer_until >= today)
    assert (await session.scalar(due) or 0) > 10
    scores = (await session.scalars(select(of.applied).where(of.answered_at.is_not(None)).distinct())).all()
    assert {*scores} == {2, 3, 4, 5}
    assert (await session.scalar(select(func.count()).where(of.answered_at > func.now())) or 0) == 0
    assert (await session.scalar(select(func.count()).select_from(TrainingResult)) or 0) > 3


async def test_a_second_start_brings_nothing_new(
    trained: tuple[int, int, int], database, vault: Vault
) -> None:
    assert trained[0] > 0
    assert await train(database.app_url, vault, PLAJU) == 0
