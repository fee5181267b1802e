"""A cycle covers everybody who serves and is placed in its units, once; until when, is the law's to bound."""

from dataclasses import replace
from datetime import date

import pytest
from appraisal.conftest import As, Refused
from factories.appraisal.cycles import a_cycle, a_policy, appraisal_of, evaluated
from factories.appraisal.office import SEATS, Office
from factories.organisation import a_placement, a_position, an_employee
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.appraisal.actions.cycles import ChangeCycle, OnlySomeUnits, change_cycle
from jenjang.appraisal.models.cycle import Appraisal, AppraisalCycle, CycleUnit
from jenjang.appraisal.rules.cycles import (
    CoveredAlready,
    CycleNotOpen,
    CycleThere,
    DueOutOfBounds,
    PartCovered,
    PeriodNotBegun,
)
from jenjang.appraisal.rules.periods import NoSuchPeriod
from jenjang.appraisal.terms import CycleKind, CycleState
from jenjang.core.errors import NotFound, Stale
from jenjang.organisation.models import Placement, Unit
from jenjang.organisation.terms import ServiceState

MID_JULY = date(2026, 7, 20)
"""The fourteenth working day after June 2026."""
SUPERIOR = {
    "head": None,
    "leader": "head",
    "stranger": "head",
    "chief": "leader",
    "staff": "chief",
    "colleague": "chief",
    "functional": "chief",
    "clerk": "stranger",
    "admin": "stranger",
    "second admin": "stranger",
    "unit admin": "stranger",
    "auditor": "stranger",
}


async def people_in(session: AsyncSession, cycle: AppraisalCycle) -> set[object]:
    return set(await session.scalars(select(Appraisal.employee_id).where(Appraisal.cycle_id == cycle.id)))


async def units_in(session: AsyncSession, cycle: AppraisalCycle) -> set[object]:
    return set(await session.scalars(select(CycleUnit.unit_id).where(CycleUnit.cycle_id == cycle.id)))


async def test_a_cycle_of_all_covers_everybody_with_the_evaluator_of_each(
    as_: As, office: Office, session: AsyncSession
) -> None:
    cycle = await a_cycle(as_("admin"))
    assert (cycle.begins, cycle.ends, cycle.due_on) == (date(2026, 6, 1), date(2026, 7, 1), MID_JULY)
    assert (cycle.state, cycle.version, cycle.unit_id) == ("OPEN", 1, None)
    assert (cycle.fewest_raters, cycle.escalation_days, cycle.reminder_days) == (3, 5, 3)
    assert await people_in(session, cycle) == set(office.people.values())
    assert await units_in(session, cycle) == set(office.units.values())
    for name, seat in SEATS.items():
        one = await appraisal_of(session, cycle, office.people[name])
        superior = SUPERIOR[name]
        assert one.evaluator_employee_id == (office.people[superior] if superior else None)
        assert one.unit_id == office.units[seat.unit]
        assert one.headed_unit_id == (office.units[seat.unit] if seat.leads else None)
        assert (one.level, one.state, one.months) == (seat.level, "OPEN", 1)
        assert (one.begins, one.due_on, one.predicate) == (cycle.begins, MID_JULY, None)


async def test_a_cycle_of_a_unit_covers_it_and_all_below(
    as_: As, office: Office, session: AsyncSession
) -> None:
    cycle = await a_cycle(as_("admin"), unit_id=office.units["dinas"])
    inside = ("leader", "chief", "staff", "colleague", "functional")
    assert await people_in(session, cycle) == {office.people[name] for name in inside}
    assert await units_in(session, cycle) == {office.units["dinas"], office.units["bidang"]}


async def test_whoever_does_not_serve_or_has_no_place_is_not_appraised(
    as_: As, office: Office, session: AsyncSession
) -> None:
    post = await a_position(session, await session.get_one(Unit, ("surakarta", office.units["bidang"])))
    retired = await an_employee(session, state=ServiceState.RETIRED)
    await a_placement(session, retired, post)
    on_leave = await an_employee(session, state=ServiceState.UNPAID_LEAVE)
    await a_placement(session, on_leave, post)
    left = await an_employee(session)
    await a_placement(session, left, post, until=date(2026, 6, 30))
    unplaced = await an_employee(session)
    found = await people_in(session, await a_cycle(as_("admin")))
    assert on_leave.id in found
    assert not {retired.id, left.id, unplaced.id} & found


@pytest.mark.parametrize(
    ("placed", "months"),
    [
        ([(date(2020, 1, 1), None)], 12),
        ([(date(2025, 3, 1), None)], 10),
        ([(date(2025, 3, 2), None)], 9),
        ([(date(2020, 1, 1), date(2025, 5, 15)), (date(2025, 5, 15), None)], 12),
        ([(date(2020, 1, 1), date(2025, 5, 15)), (date(2025, 5, 20), None)], 11),
        ([(date(2025, 12, 20), None)], 1),
    ],
    ids=["all year", "from March", "from 2 March", "moved in May", "without a place in May", "at the end"],
)
async def test_the_full_months_in_service_and_in_a_place_count_at_least_one(
    as_: As, office: Office, session: AsyncSession, placed: list[tuple[date, date | None]], months: int
) -> None:
    await session.execute(update(Placement).values(valid_from=date(2019, 1, 1)))
    person = await an_employee(session)
    post = await a_position(session, await session.get_one(Unit, ("surakarta", office.units["bidang"])))
    for since, until in placed:
        await a_placement(session, person, post, since=since, until=until)
    cycle = await a_cycle(as_("admin"), kind=CycleKind.ANNUAL, year=2025, number=1)
    assert (await appraisal_of(session, cycle, person.id)).months == months


async def test_whoever_began_to_serve_within_the_year_has_fewer_months(
    as_: As, office: Office, session: AsyncSession
) -> None:
    person = await an_employee(session, appointed_on=date(2025, 8, 1))
    post = await a_position(session, await session.get_one(Unit, ("surakarta", office.units["bidang"])))
    await a_placement(session, person, post, since=date(2025, 8, 1))
    cycle = await a_cycle(as_("admin"), kind=CycleKind.ANNUAL, year=2025, number=1)
    assert (await appraisal_of(session, cycle, person.id)).months == 5


async def test_in_a_running_period_people_are_as_they_stand_today(
    as_: As, office: Office, session: AsyncSession
) -> None:
    moved = (Placement.employee_id == office.people["staff"],)
    await session.execute(update(Placement).where(*moved).values(valid_to=date(2026, 7, 10)))
    quarter = {"kind": CycleKind.QUARTERLY, "number": 3}
    cycle = await a_cycle(as_("admin"), **quarter)
    found = await appraisal_of(session, cycle, office.people["staff"])
    assert (found.unit_id, found.months) == (office.units["bidang"], 1)
    assert (await appraisal_of(session, cycle, office.people["colleague"])).months == 3


async def test_the_governments_own_settings_of_the_period_hold(
    as_: As, office: Office, session: AsyncSession
) -> None:
    by = (office.viewers["admin"].account_id, office.viewers["second admin"].account_id)
    await a_policy(session, *by, valid_from=date(2026, 5, 1), delivery_days=5, reminder_days=2)
    await a_policy(session, *by, valid_from=date(2026, 6, 15), number=2, delivery_days=1)
    cycle = await a_cycle(as_("admin"))
    assert (cycle.due_on, cycle.reminder_days) == (date(2026, 7, 7), 2)


async def test_until_when_is_within_the_laws_days_of_delivery(as_: As, refused: Refused) -> None:
    bounds = {"least": date(2026, 7, 1), "most": date(2026, 7, 21)}
    for due in (date(2026, 6, 30), date(2026, 7, 22)):
        async with refused(DueOutOfBounds, "dueOn", due=due, **bounds):
            await a_cycle(as_("admin"), due_on=due)
    assert (await a_cycle(as_("admin"), due_on=date(2026, 7, 21))).due_on == date(2026, 7, 21)


@pytest.mark.parametrize(
    ("opened", "due"),
    [
        (MID_JULY, MID_JULY),  # Still to be kept: the law's own day.
        (date(2026, 7, 22), date(2026, 8, 11)),  # Passed: fourteen working days from the opening.
    ],
)
async def test_a_cycle_opened_after_the_usual_day_is_due_as_many_days_after_its_opening(
    as_: As, opened: date, due: date
) -> None:
    assert (await a_cycle(as_("admin", opened))).due_on == due


async def test_a_period_that_lies_ahead_or_is_none_is_not_opened(as_: As, refused: Refused) -> None:
    async with refused(PeriodNotBegun, "number", begins=date(2026, 8, 1)):
        await a_cycle(as_("admin"), number=8)
    async with refused(NoSuchPeriod, "number", number=13):
        await a_cycle(as_("admin"), number=13)


async def test_nobody_is_appraised_twice_for_a_period(as_: As, office: Office, refused: Refused) -> None:
    dinas, bidang, badan = (office.units[name] for name in ("dinas", "bidang", "badan"))
    await a_cycle(as_("admin"), unit_id=dinas)
    async with refused(CycleThere, "number"):
        await a_cycle(as_("admin"), unit_id=dinas)
    async with refused(CoveredAlready, "unitId"):
        await a_cycle(as_("admin"), unit_id=bidang)
    async with refused(PartCovered, "unitId"):
        await a_cycle(as_("admin"))
    async with refused(PartCovered, "unitId"):
        await a_cycle(as_("admin"), unit_id=office.units["government"])
    await a_cycle(as_("admin"), unit_id=badan)
    await a_cycle(as_("admin"), number=5)
    async with refused(CycleThere, "number"):
        await a_cycle(as_("admin"), number=5)
    async with refused(CoveredAlready, "unitId"):
        await a_cycle(as_("admin"), number=5, unit_id=bidang)


async def test_who_manages_a_unit_opens_cycles_there_only(as_: As, office: Office, refused: Refused) -> None:
    async with refused(OnlySomeUnits, "unitId"):
        await a_cycle(as_("unit admin"))
    async with refused(NotFound, "unitId"):
        await a_cycle(as_("unit admin"), unit_id=office.units["badan"])
    async with refused(NotFound, "unitId"):
        await a_cycle(as_("unit admin"), unit_id=office.people["staff"])
    assert (await a_cycle(as_("unit admin"), unit_id=office.units["bidang"])).state == "OPEN"


async def test_a_later_day_moves_what_waits_and_takes_it_back_from_the_leader_above(
    as_: As, office: Office, session: AsyncSession
) -> None:
    cycle = await a_cycle(as_("admin"))
    late = {"escalated_to_employee_id": office.people["leader"], "escalated_at": func.now()}
    await session.execute(update(Appraisal).values(late))
    done = await appraisal_of(session, cycle, office.people["colleague"])
    await evaluated(session, done, as_("admin").now)
    asked = ChangeCycle(cycle_id=cycle.id, due_on=date(2026, 7, 10), expected_version=1)
    await change_cycle(as_("admin"), asked)
    assert (cycle.due_on, cycle.version) == (date(2026, 7, 10), 2)
    waits = await appraisal_of(session, cycle, office.people["staff"])
    assert (waits.due_on, waits.escalated_to_employee_id, waits.escalated_at) == (cycle.due_on, None, None)
    done = await appraisal_of(session, cycle, office.people["colleague"])
    assert (done.due_on, done.escalated_to_employee_id) == (MID_JULY, office.people["leader"])


async def test_a_day_is_changed_by_who_saw_the_cycle_manages_it_and_while_it_is_open(
    as_: As, session: AsyncSession, refused: Refused
) -> None:
    cycle = await a_cycle(as_("admin"))
    asked = ChangeCycle(cycle_id=cycle.id, due_on=date(2026, 7, 10), expected_version=1)
    async with refused(Stale, "expectedVersion", current=1):
        await change_cycle(as_("admin"), replace(asked, expected_version=7))
    async with refused(OnlySomeUnits, "cycleId"):
        await change_cycle(as_("unit admin"), asked)
    async with refused(DueOutOfBounds, "dueOn"):
        await change_cycle(as_("admin"), replace(asked, due_on=date(2026, 8, 10)))
    async with refused(NotFound, "cycleId"):
        await change_cycle(as_("admin"), replace(asked, cycle_id=as_("admin").viewer.account_id))
    cycle.state = CycleState.CLOSING
    async with refused(CycleNotOpen, "cycleId", state=CycleState.CLOSING):
        await change_cycle(as_("admin"), asked)
