"""Who asks for a budget's money: those whom it would pay, in the order advised, as far as one may see."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from factories.appraisal.office import Office
from factories.competence import a_standard, an_assessment
from factories.training import a_budget, a_course, an_enrolment, an_event
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from training.conftest import As

from jenjang.core.errors import NotFound
from jenjang.organisation.models import Placement, Position
from jenjang.training.actions.requests import Asking, requests_of
from jenjang.training.models.catalogue import TrainingBudget
from jenjang.training.terms import EnrolmentState as State

AUGUST, JUNE = date(2026, 8, 3), date(2026, 6, 1)


async def asks_for(session: AsyncSession, person: UUID, level: int) -> Position:
    """Let the position that somebody holds ask for M.05."""
    held = select(Placement.position_id).where(Placement.employee_id == person)
    key = (await session.scalars(held)).one()
    await a_standard(session, key, "M.05", level)
    return await session.get_one(Position, ("surakarta", key))


@pytest.fixture
async def budget(session: AsyncSession, office: Office) -> TrainingBudget:
    """The dinas', of 100; three of its people ask for 40 or 60 of it, and others for other money."""
    people = office.people
    made = await a_budget(session, office.units["dinas"], 100)
    await a_budget(session, office.units["government"], 1000)
    cheap = await an_event(session, await a_course(session), AUGUST, cost=40)
    dear = await an_event(session, await a_course(session, "LAIN", level=2), AUGUST, cost=60)
    await asks_for(session, people["staff"], 3)
    await an_assessment(session, people["staff"], "M.05", 1)
    await asks_for(session, people["functional"], 4)
    (await asks_for(session, people["colleague"], 2)).critical = True
    await session.flush()
    await an_enrolment(session, cheap, people["staff"], State.REQUESTED)
    await an_enrolment(session, cheap, people["functional"], State.REQUESTED)
    await an_enrolment(session, dear, people["colleague"], State.REQUESTED)
    # None of these asks for its money: of another unit, declined, on the list, over, of another year, source.
    await an_enrolment(session, cheap, people["clerk"], State.REQUESTED)
    await an_enrolment(session, cheap, people["chief"], State.DECLINED)
    await an_enrolment(session, dear, people["leader"], State.WAITING)
    for course, begins, more in (
        ("DULU", JUNE, {}),
        ("NANTI", date(2027, 1, 4), {}),
        ("PUSAT", AUGUST, {"source": "APBN"}),
    ):
        other = await an_event(session, await a_course(session, course), begins, cost=40, **more)
        await an_enrolment(session, other, people["staff"], State.REQUESTED)
    return made


def told(office: Office, found: list[Asking]) -> list[tuple[str, int, Decimal, Decimal, bool]]:
    names = {key: name for name, key in office.people.items()}
    return [
        (names[one.employee_id], each.points, each.weight, each.cumulative, each.is_within)
        for one in found
        for each in (one.ranked,)
    ]


async def test_they_are_ranked_by_what_they_close_for_the_money(
    office: Office, as_: As, budget: TrainingBudget
) -> None:
    """4 × 1.5 ÷ 40, 2 × 1 ÷ 40 and 2 × 1.5 ÷ 60: the same, so that the one asked for earlier is first."""
    found = await requests_of(as_("leader"), budget.id)
    assert (found.left, found.rule) == (100, "training_ranking 2026")
    assert told(office, list(found.requests)) == [
        ("functional", 4, Decimal("1.5"), 40, True),
        ("staff", 2, Decimal(1), 80, True),
        ("colleague", 2, Decimal("1.5"), 140, False),
    ]
    assert await requests_of(as_("admin"), budget.id) == found


async def test_what_is_promised_is_left_out_of_what_is_left(
    session: AsyncSession, as_: As, budget: TrainingBudget
) -> None:
    budget.committed += 50
    await session.flush()
    await session.refresh(budget)
    found = await requests_of(as_("leader"), budget.id)
    assert (found.left, [one.ranked.is_within for one in found.requests]) == (50, [True, False, False])


async def test_what_who_is_approved_waits_for_isnt_left(
    session: AsyncSession, office: Office, as_: As, budget: TrainingBudget
) -> None:
    course = await a_course(session, "PENUH")
    for begins, left in ((JUNE, 100), (AUGUST, 30), (AUGUST, 0)):
        full = await an_event(session, course, begins, cost=70)
        await an_enrolment(session, full, office.people["chief"], State.WAITING, budget_id=budget.id)
        found = await requests_of(as_("leader"), budget.id)
        assert found.left == left
    assert [one.ranked.is_within for one in found.requests] == [False] * 3


async def test_a_budget_of_elsewhere_isnt_known_and_people_of_elsewhere_arent_told(
    session: AsyncSession, office: Office, as_: As, budget: TrainingBudget
) -> None:
    with pytest.raises(NotFound):
        await requests_of(as_("stranger"), budget.id)
    with pytest.raises(NotFound):
        await requests_of(as_("admin"), UUID(int=1))
    of_chief = as_("chief")  # Who leads the bidang only: the dinas' budget isn't in reach.
    with pytest.raises(NotFound):
        await requests_of(of_chief, budget.id)
