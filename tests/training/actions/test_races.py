"""Many at once: no seat is given twice, the list keeps its order, no budget is passed."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from factories.appraisal.office import Office, an_office
from factories.organisation import a_placement, a_position, an_employee
from factories.racing import Deed, Race
from factories.training import a_budget, a_course, an_enrolment, an_event
from sqlalchemy import func, select

from jenjang.core.context import Context
from jenjang.core.errors import Refusal
from jenjang.core.permission import Viewer
from jenjang.database.engine import bound, engine
from jenjang.organisation.models import Unit
from jenjang.training.actions.enrolling import (
    Approve,
    ElsewhereThen,
    Enrol,
    Withdraw,
    approve,
    enrol,
    withdraw,
)
from jenjang.training.models.catalogue import TrainingBudget
from jenjang.training.models.enrolments import TrainingEnrolment
from jenjang.training.terms import EnrolmentState as State

TODAY, AUGUST = date(2026, 7, 1), date(2026, 8, 3)
PEOPLE = 24
"""At once, each on a connection of its own."""


class Crowd(Race):
    """Deeds that wait for each other as long as it takes: a server tells who waits too long to come again."""

    async def alone(self, deed: Deed) -> Any:  # Any: whatever the deed gives.
        async with bound(self.app, "surakarta", 60_000, 60_000) as session:
            return await deed(replace(self.context, session=session))


@pytest.fixture
async def race(race: Race) -> AsyncIterator[Race]:
    """The race with a connection for each."""
    app = engine(race.app.url.render_as_string(hide_password=False), connections=PEOPLE)
    yield Crowd(race.context, app)
    await app.dispose()


async def settled(race: Race, **event: Any) -> tuple[Office, list[UUID], UUID]:
    """An office, many people in its bidang, and an event."""

    async def make(context: Context) -> tuple[Office, list[UUID], UUID]:
        session = context.session
        office = await an_office(session, TODAY)
        unit = await session.get_one(Unit, ("surakarta", office.units["bidang"]))
        position = await a_position(session, unit, "Analis", seats=PEOPLE, echelon=None)
        people = [await an_employee(session, f"Pegawai {one}") for one in range(PEOPLE)]
        for one in people:
            await a_placement(session, one, position)
        made = await an_event(session, await a_course(session), AUGUST, **event)
        return office, [one.id for one in people], made.id

    found: tuple[Office, list[UUID], UUID] = await race.alone(make)
    return found


def as_one(office: Office, context: Context, person: UUID) -> Context:
    """The context of somebody of the staff."""
    of: Viewer = office.viewers["staff"]
    like = office.as_(context, "staff", TODAY)
    like.viewer = Viewer(
        tenant=of.tenant, account_id=of.account_id, roles=of.roles, grants=of.grants, employee_id=person
    )
    return like


async def counted(race: Race, event_id: UUID) -> dict[str, int]:
    async def count(context: Context) -> dict[str, int]:
        of = TrainingEnrolment
        rows = select(of.state, func.count()).where(of.event_id == event_id).group_by(of.state)
        return {row[0]: row[1] for row in await context.session.execute(rows)}

    found: dict[str, int] = await race.alone(count)
    return found


async def test_of_many_who_enrol_at_once_as_many_get_a_seat_as_there_are(race: Race) -> None:
    office, people, event = await settled(race, quota=7)

    def enrolling(person: UUID) -> Any:
        async def do(context: Context) -> str:
            return (await enrol(as_one(office, context, person), Enrol(event_id=event))).state

        return race.alone(do)

    states = await asyncio.gather(*map(enrolling, people))
    assert (states.count("SEATED"), states.count("WAITING")) == (7, PEOPLE - 7)
    assert await counted(race, event) == {"SEATED": 7, "WAITING": PEOPLE - 7}


async def test_whoever_leaves_at_once_their_seats_go_to_the_first_on_the_list(race: Race) -> None:
    office, people, event = await settled(race, quota=8)

    async def fill(context: Context) -> list[UUID]:
        of = TrainingEnrolment
        for one in people:
            await enrol(as_one(office, context, one), Enrol(event_id=event))
        seats = (
            select(of.id).where(of.event_id == event, of.state == State.SEATED).order_by(of.made_at, of.id)
        )
        return list(await context.session.scalars(seats))

    seats = await race.alone(fill)

    def leaving(place: int) -> Any:
        async def do(context: Context) -> None:
            await withdraw(as_one(office, context, people[place]), Withdraw(enrolment_id=seats[place]))

        return race.alone(do)

    await asyncio.gather(*map(leaving, range(8)))

    async def seated(context: Context) -> set[UUID]:
        of = TrainingEnrolment
        return set(
            await context.session.scalars(
                select(of.employee_id).where(of.event_id == event, of.state == State.SEATED)
            )
        )

    assert await race.alone(seated) == set(people[8:16])


async def test_however_many_are_approved_at_once_no_budget_is_passed(race: Race) -> None:
    office, people, event = await settled(race, quota=PEOPLE, cost=30)

    async def ask(context: Context) -> list[UUID]:
        await a_budget(context.session, office.units["dinas"], 100)
        return [(await enrol(as_one(office, context, one), Enrol(event_id=event))).id for one in people]

    asked = await race.alone(ask)

    def approving(enrolment: UUID) -> Any:
        async def do(context: Context) -> str:
            leader = office.as_(context, "leader", TODAY)
            return (await approve(leader, Approve(enrolment_id=enrolment, expected_version=1))).state

        return race.alone(do)

    states = await asyncio.gather(*map(approving, asked))
    assert (states.count("SEATED"), states.count("WAITING")) == (3, PEOPLE - 3)

    async def promised(context: Context) -> tuple[int, int]:
        budget = (await context.session.scalars(select(TrainingBudget))).one()
        costs = await context.session.scalar(select(func.sum(TrainingEnrolment.cost)))
        return int(budget.committed), int(costs or 0)

    assert await race.alone(promised) == (90, 90)


async def test_who_enrols_for_two_events_at_one_time_at_once_gets_one_seat(race: Race) -> None:
    office, people, first = await settled(race)

    async def open_another(context: Context) -> UUID:
        return (await an_event(context.session, await a_course(context.session, "LAIN"), AUGUST)).id

    second = await race.alone(open_another)

    def enrolling(event: UUID) -> Any:
        async def do(context: Context) -> None:
            await enrol(as_one(office, context, people[0]), Enrol(event_id=event))

        return do

    assert isinstance(await race.second_of(enrolling(first), enrolling(second)), ElsewhereThen)


async def test_two_events_that_give_seats_to_the_same_people_dont_wait_for_each_other_for_ever(
    race: Race,
) -> None:
    """Each has a seat to give, and the same people on its list in the other order: one gets each seat."""
    office, people, first = await settled(race, quota=1)

    async def line_up(context: Context) -> tuple[UUID, list[UUID]]:
        session = context.session
        second = await an_event(session, await a_course(session, "LAIN"), AUGUST, quota=1)
        seats = []
        for event, holder, line in ((first, 0, people[2:4]), (second.id, 1, people[3:1:-1])):
            found = await an_enrolment(
                session, await session.get_one(type(second), ("surakarta", event)), people[holder]
            )
            seats.append(found.id)
            for one in line:
                await an_enrolment(
                    session, await session.get_one(type(second), ("surakarta", event)), one, State.WAITING
                )
        return second.id, seats

    second, seats = await race.alone(line_up)

    def leaving(place: int) -> Any:
        async def do(context: Context) -> None:
            await withdraw(as_one(office, context, people[place]), Withdraw(enrolment_id=seats[place]))

        return race.alone(do)

    found = await asyncio.gather(leaving(0), leaving(1), return_exceptions=True)
    assert not [one for one in found if isinstance(one, BaseException) and not isinstance(one, Refusal)]
    assert (await counted(race, first))["SEATED"] == (await counted(race, second))["SEATED"] == 1
