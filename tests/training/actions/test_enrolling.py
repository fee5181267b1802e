"""Who enrols gets a seat or a place on the list; who goes away gives the seat to the next, in order."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from factories.appraisal.office import Office
from factories.organisation import an_employee
from factories.statements import statements
from factories.training import ZONE, a_budget, a_course, an_enrolment, an_event
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from training.conftest import As, Refused

from jenjang.core.errors import NotFound, Stale
from jenjang.organisation.actions.versions import NotAPerson
from jenjang.organisation.models import Employee, Notice
from jenjang.organisation.rules.life import NotInService
from jenjang.organisation.rules.years import NoSuchYear
from jenjang.training.actions.budgets import BudgetKnown, BudgetSet, NoBudget, set_budget
from jenjang.training.actions.enrolling import (
    Approve,
    BegunBefore,
    Decline,
    ElsewhereThen,
    Enrol,
    EnrolledBefore,
    EnrolmentClosed,
    EventIsCancelled,
    EventIsOver,
    NotEnrolled,
    NothingToDecide,
    NotOnesOwnRequest,
    TrainsThere,
    Withdraw,
    approve,
    decline,
    enrol,
    withdraw,
)
from jenjang.training.actions.seating import events_with_a_list, seat_who_waits
from jenjang.training.models.catalogue import TrainingBudget
from jenjang.training.models.enrolments import TrainingEnrolment
from jenjang.training.models.events import TrainingEvent
from jenjang.training.rules.audience import NotForYou
from jenjang.training.rules.money import CeilingTooLow
from jenjang.training.terms import EnrolmentState as State
from jenjang.training.terms import FundingSource

AUGUST = date(2026, 8, 3)


async def told(session: AsyncSession, kind: str) -> list[object]:
    return list(await session.scalars(select(Notice.employee_id).where(Notice.kind == kind)))


async def states(session: AsyncSession, event: TrainingEvent) -> dict[object, str]:
    await session.flush()
    of = TrainingEnrolment
    rows = select(of.employee_id, of.state).where(of.event_id == event.id).order_by(of.made_at, of.id)
    return {row.employee_id: row.state for row in await session.execute(rows)}


async def money(session: AsyncSession, budget: TrainingBudget) -> tuple[int, int, int]:
    await session.refresh(budget)
    return int(budget.committed), int(budget.realised), int(budget.available)


async def test_seats_go_by_turn_and_who_comes_later_waits(
    session: AsyncSession, office: Office, as_: As
) -> None:
    event = await an_event(session, await a_course(session), AUGUST, quota=2)
    made = [await enrol(as_(who), Enrol(event_id=event.id)) for who in ("staff", "chief", "clerk")]
    assert [one.state for one in made] == [State.SEATED, State.SEATED, State.WAITING]
    assert made[0].cost == 0


async def test_a_seat_that_comes_free_goes_to_the_next_at_once_who_is_told(
    session: AsyncSession, office: Office, as_: As
) -> None:
    event = await an_event(session, await a_course(session), AUGUST, quota=1)
    first = await enrol(as_("staff"), Enrol(event_id=event.id))
    await an_enrolment(
        session, event, office.people["clerk"], State.WAITING, datetime(2026, 6, 3, tzinfo=ZONE)
    )
    await an_enrolment(
        session, event, office.people["chief"], State.WAITING, datetime(2026, 6, 2, tzinfo=ZONE)
    )
    gone = await withdraw(as_("staff"), Withdraw(enrolment_id=first.id, reason=" Dinas luar "))
    assert (gone.state, gone.reason, gone.version) == (State.WITHDRAWN, "Dinas luar", 3)
    assert await states(session, event) == {
        office.people["staff"]: State.WITHDRAWN,
        office.people["chief"]: State.SEATED,
        office.people["clerk"]: State.WAITING,
    }
    assert await told(session, "TRAINING_SEATED") == [office.people["chief"]]


async def test_who_withdrew_may_enrol_again_at_the_end_of_the_list(
    session: AsyncSession, office: Office, as_: As
) -> None:
    event = await an_event(session, await a_course(session), AUGUST, quota=1)
    first = await enrol(as_("staff"), Enrol(event_id=event.id))
    await enrol(as_("chief"), Enrol(event_id=event.id))
    await withdraw(as_("staff"), Withdraw(enrolment_id=first.id))
    assert (await enrol(as_("staff"), Enrol(event_id=event.id))).state == State.WAITING


async def test_nobody_is_at_two_events_at_once(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    course = await a_course(session)
    one, other = [await an_event(session, course, AUGUST, title=title) for title in ("I", "II")]
    later = await an_event(session, course, AUGUST, hour=10)
    assert (await enrol(as_("staff"), Enrol(event_id=one.id))).state == State.SEATED
    there = {"title": "Pelayanan Publik, I", "on": "2026-08-03", "begins": "08:00", "ends": "10:00"}
    async with refused(ElsewhereThen, "eventId", **there):
        await enrol(as_("staff"), Enrol(event_id=other.id))
    assert (await enrol(as_("staff"), Enrol(event_id=later.id))).state == State.SEATED


async def test_who_got_a_seat_elsewhere_meanwhile_is_passed_over_on_the_list(
    session: AsyncSession, office: Office, as_: As
) -> None:
    course = await a_course(session)
    full = await an_event(session, course, AUGUST, quota=1)
    seat = await enrol(as_("clerk"), Enrol(event_id=full.id))
    for who in ("staff", "chief"):
        await enrol(as_(who), Enrol(event_id=full.id))
    other = await an_event(session, course, AUGUST + timedelta(days=1), quota=5)
    await enrol(as_("staff"), Enrol(event_id=other.id))
    await withdraw(as_("clerk"), Withdraw(enrolment_id=seat.id))
    assert (await states(session, full))[office.people["staff"]] == State.WAITING
    assert (await states(session, full))[office.people["chief"]] == State.SEATED


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"for_kind": "PPPK"}, NotForYou),
        ({"for_levels": ["ADMINISTRATOR"]}, NotForYou),
        ({"for_gap": True}, NotForYou),
    ],
)
async def test_whom_the_course_isnt_for_doesnt_enrol(
    session: AsyncSession,
    office: Office,
    as_: As,
    refused: Refused,
    more: dict[str, object],
    error: type[Exception],
) -> None:
    event = await an_event(session, await a_course(session, **more), AUGUST)
    async with refused(error, "eventId"):
        await enrol(as_("staff"), Enrol(event_id=event.id))


async def test_a_course_for_a_unit_is_for_all_below_it(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    event = await an_event(session, await a_course(session, for_unit_id=office.units["dinas"]), AUGUST)
    assert (await enrol(as_("staff"), Enrol(event_id=event.id))).state == State.SEATED
    async with refused(NotForYou, "eventId"):
        await enrol(as_("clerk"), Enrol(event_id=event.id))


async def test_who_may_not_enrol_changes_nothing(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    course = await a_course(session)
    event = await an_event(session, course, AUGUST, trainer_employee_id=office.people["chief"])
    over = await an_event(session, course, AUGUST, enrol_until=date(2026, 6, 30))
    await enrol(as_("staff"), Enrol(event_id=event.id))
    async with refused(EnrolledBefore, "eventId"):
        await enrol(as_("staff"), Enrol(event_id=event.id))
    async with refused(TrainsThere, "eventId"):
        await enrol(as_("chief"), Enrol(event_id=event.id))
    async with refused(NotAPerson):
        await enrol(as_("program"), Enrol(event_id=event.id))
    async with refused(EnrolmentClosed, "eventId"):
        await enrol(as_("clerk"), Enrol(event_id=over.id))
    (await session.get_one(Employee, ("surakarta", office.people["clerk"]))).state = "RETIRED"
    async with refused(NotInService, "eventId"):
        await enrol(as_("clerk"), Enrol(event_id=event.id))


async def test_what_was_cancelled_or_completed_says_so_also_to_whom_it_isnt_for(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    course = await a_course(session, for_kind="PPPK")
    cancelled = await an_event(session, course, AUGUST, state="CANCELLED", cancel_reason="Banjir")
    completed = await an_event(session, course, AUGUST, state="COMPLETED")
    async with refused(EventIsCancelled, "eventId", reason="Banjir"):
        await enrol(as_("staff"), Enrol(event_id=cancelled.id))
    async with refused(EventIsOver, "eventId"):
        await enrol(as_("staff"), Enrol(event_id=completed.id))


async def test_nobody_enrols_is_approved_or_gets_a_seat_once_the_first_meeting_began(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    """It is noon: the first meeting was at eight."""
    today = as_("staff").today
    event = await an_event(session, await a_course(session), today)
    dear = await an_event(session, await a_course(session, "BAYAR"), today, cost=60)
    await a_budget(session, office.units["dinas"], 100)
    asks = await an_enrolment(session, dear, office.people["staff"], State.REQUESTED)
    waits = await an_enrolment(session, event, office.people["clerk"], State.WAITING)
    afternoon = await an_event(session, await a_course(session, "SORE"), today, hour=15)
    async with refused(EnrolmentClosed, "eventId"):
        await enrol(as_("staff"), Enrol(event_id=event.id))
    async with refused(EnrolmentClosed, "enrolmentId"):
        await approve(as_("leader"), Approve(enrolment_id=asks.id, expected_version=1))
    assert await events_with_a_list(as_("admin")) == []
    assert await seat_who_waits(as_("admin"), event.id) == 0
    assert waits.state == State.WAITING
    assert (await enrol(as_("staff"), Enrol(event_id=afternoon.id))).state == State.SEATED


async def test_who_left_the_service_gets_neither_seat_nor_money(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    budget = await a_budget(session, office.units["dinas"], 100)
    event = await an_event(session, await a_course(session), AUGUST, cost=60)
    gone = await an_enrolment(session, event, office.people["staff"], State.WAITING, budget_id=budget.id)
    stays = await an_enrolment(session, event, office.people["colleague"], State.WAITING, budget_id=budget.id)
    asks = await an_enrolment(session, event, office.people["functional"], State.REQUESTED)
    for who in ("staff", "functional"):
        (await session.get_one(Employee, ("surakarta", office.people[who]))).state = "RETIRED"
    async with refused(NotInService, "enrolmentId"):
        await approve(as_("leader"), Approve(enrolment_id=asks.id, expected_version=1))
    assert await seat_who_waits(as_("admin"), event.id) == 1
    assert (gone.state, stays.state) == (State.WAITING, State.SEATED)
    assert await money(session, budget) == (60, 0, 40)


async def test_only_the_own_enrolment_is_withdrawn_and_before_it_begins(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    event = await an_event(session, await a_course(session), AUGUST)
    made = await enrol(as_("staff"), Enrol(event_id=event.id))
    async with refused(NotFound, "enrolmentId"):
        await withdraw(as_("chief"), Withdraw(enrolment_id=made.id))
    async with refused(BegunBefore, "enrolmentId", on=AUGUST):
        await withdraw(as_("staff", AUGUST), Withdraw(enrolment_id=made.id))
    await withdraw(as_("staff"), Withdraw(enrolment_id=made.id))
    async with refused(NotEnrolled, "enrolmentId"):
        await withdraw(as_("staff"), Withdraw(enrolment_id=made.id))


async def test_what_costs_waits_for_the_leader_and_its_cost_is_promised_with_the_seat(
    session: AsyncSession, office: Office, as_: As
) -> None:
    budget = await a_budget(session, office.units["dinas"], 100)
    event = await an_event(session, await a_course(session), AUGUST, cost=60)
    made = await enrol(as_("staff"), Enrol(event_id=event.id))
    assert (made.state, await money(session, budget)) == (State.REQUESTED, (0, 0, 100))
    assert await told(session, "TRAINING_REQUESTED") == [office.people["chief"]]
    seen = await approve(as_("chief"), Approve(enrolment_id=made.id, expected_version=1))
    assert (seen.state, seen.cost, seen.decided_by_employee_id) == (State.SEATED, 60, office.people["chief"])
    assert await money(session, budget) == (60, 0, 40)


async def test_who_cant_be_paid_waits_until_there_is_money(
    session: AsyncSession, office: Office, as_: As
) -> None:
    budget = await a_budget(session, office.units["dinas"], 100)
    event = await an_event(session, await a_course(session), AUGUST, cost=60, quota=5)
    made = [await enrol(as_(who), Enrol(event_id=event.id)) for who in ("staff", "chief")]
    for one in made:
        await approve(as_("leader"), Approve(enrolment_id=one.id, expected_version=1))
    assert [one.state for one in made] == [State.SEATED, State.WAITING]
    raised = BudgetSet(
        unit_id=budget.unit_id,
        year=2026,
        source=FundingSource.APBD,
        ceiling=budget.ceiling + 20,
        expected_version=1,
    )
    assert (await set_budget(as_("admin"), raised)).version == 2
    assert await events_with_a_list(as_("admin")) == [event.id]
    assert await seat_who_waits(as_("admin"), event.id) == 1
    assert await events_with_a_list(as_("admin")) == []
    assert await money(session, budget) == (120, 0, 0)
    await withdraw(as_("staff"), Withdraw(enrolment_id=made[0].id))
    assert await money(session, budget) == (60, 0, 60)


async def test_the_nearest_budget_above_pays_and_without_any_nobody_goes(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    event = await an_event(session, await a_course(session), AUGUST, cost=60)
    made = await enrol(as_("staff"), Enrol(event_id=event.id))
    asked = Approve(enrolment_id=made.id, expected_version=1)
    await a_budget(session, office.units["badan"], 100)
    await a_budget(session, office.units["dinas"], 100, year=2027)
    async with refused(NoBudget, "enrolmentId", year=2026, source="APBD"):
        await approve(as_("chief"), asked)
    far = await a_budget(session, office.units["dinas"], 100)
    near = await a_budget(session, office.units["bidang"], 100)
    await approve(as_("chief"), asked)
    assert (await money(session, near), await money(session, far)) == ((60, 0, 40), (0, 0, 100))


async def test_who_decides_reaches_the_person_and_is_somebody_else(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    await a_budget(session, office.units["dinas"], 100)
    event = await an_event(session, await a_course(session), AUGUST, cost=60)
    made = await enrol(as_("chief"), Enrol(event_id=event.id))
    asked = Approve(enrolment_id=made.id, expected_version=1)
    for who in ("stranger", "staff"):
        async with refused(NotFound, "enrolmentId"):
            await approve(as_(who), asked)
    async with refused(NotOnesOwnRequest, "enrolmentId"):
        await approve(as_("chief"), asked)
    async with refused(Stale, "expectedVersion", current=1):
        await approve(as_("leader"), Approve(enrolment_id=made.id, expected_version=2))
    no = Decline(enrolment_id=made.id, expected_version=1, reason=" Tidak sekarang ")
    assert (await decline(as_("leader"), no)).reason == "Tidak sekarang"
    assert await told(session, "TRAINING_DECLINED") == [office.people["chief"]]
    async with refused(NothingToDecide, "enrolmentId"):
        await approve(as_("leader"), Approve(enrolment_id=made.id, expected_version=2))


async def test_a_budget_is_set_once_and_changed_as_it_was_seen(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    def setting(ceiling: int, year: int = 2026, version: int | None = None) -> BudgetSet:
        of = {"unit_id": office.units["dinas"], "year": year, "source": FundingSource.APBD}
        return BudgetSet(ceiling=Decimal(ceiling), expected_version=version, **of)  # type: ignore[arg-type]  # a table's values

    admin = as_("admin")
    budget = await set_budget(admin, setting(100))
    async with refused(BudgetKnown, "expectedVersion", current=1):
        await set_budget(admin, setting(200))
    async with refused(NoSuchYear, "year"):
        await set_budget(admin, setting(200, 1999))
    budget.committed += 80
    async with refused(CeilingTooLow, "ceiling", spent=80):
        await set_budget(admin, setting(79, version=1))
    assert (await set_budget(admin, setting(80, version=1))).version == 2
    async with refused(Stale, "expectedVersion", current=2):
        await set_budget(admin, setting(90, version=1))


async def test_a_long_list_is_looked_at_with_as_many_statements_as_a_short_one(
    session: AsyncSession, office: Office, as_: As
) -> None:
    """Who waits is locked in one go: else each approval of a crowd would be dearer than the one before."""
    unit = office.units["dinas"]
    budget = await a_budget(session, unit, 10)
    counted = []
    for people in (1, 12):
        event = await an_event(session, await a_course(session, f"KRS-{people}"), AUGUST, quota=50, cost=60)
        for place in range(people):
            one = await an_employee(session, f"Pegawai {people} {place}")
            await an_enrolment(session, event, one.id, State.WAITING, budget_id=budget.id)
        with statements(session) as told:
            assert await seat_who_waits(as_("admin"), event.id) == 0
        counted.append(len(told))
    assert counted[0] == counted[1]
