"""The life of service: leave, return, end."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from factories.organisation import a_leadership, a_placement, a_position, a_unit, an_employee, led_units
from sqlalchemy import select

from jenjang.core.context import Context
from jenjang.core.errors import NotFound, Refusal, Stale
from jenjang.organisation.actions.service import ChangeState, change_service_state, end_service
from jenjang.organisation.models import Leadership, Placement, RankHolding, ServicePeriod
from jenjang.organisation.rules.life import EndsService, IllegalTransition, StillInService
from jenjang.organisation.rules.span import LaterFact, NotYet
from jenjang.organisation.terms import EmployeeKind, LeadershipKind, ServiceState

LEAVE = ChangeState(
    employee_id=UUID(int=7),
    state=ServiceState.STUDY_LEAVE,
    on=date(2026, 2, 1),
    reason="Tugas belajar S2",
    decree_number="892/1/2026",
)


async def periods(context: Context) -> list[tuple[str, date, date | None]]:
    rows = await context.session.scalars(select(ServicePeriod).order_by(ServicePeriod.valid_from))
    return [(row.state, row.valid_from, row.valid_to) for row in rows]


async def test_somebody_leaves_to_study_and_returns(context: Context) -> None:
    siti = await an_employee(context.session)
    left = await change_service_state(context, replace(LEAVE, employee_id=siti.id, expected_version=1))
    assert (left.state, left.version) == ("STUDY_LEAVE", 2)
    back = ChangeState(employee_id=siti.id, state=ServiceState.ACTIVE, on=date(2026, 6, 1))
    assert (await change_service_state(context, back)).state == "ACTIVE"
    assert await periods(context) == [
        ("ACTIVE", date(2010, 1, 1), date(2026, 2, 1)),
        ("STUDY_LEAVE", date(2026, 2, 1), date(2026, 6, 1)),
        ("ACTIVE", date(2026, 6, 1), None),
    ]


@pytest.mark.parametrize(
    "state", [ServiceState.STUDY_LEAVE, ServiceState.UNPAID_LEAVE, ServiceState.SUSPENDED]
)
async def test_who_goes_away_from_office_leads_no_more(context: Context, state: ServiceState) -> None:
    session = context.session
    siti, budi, unit = await an_employee(session), await an_employee(session), await a_unit(session)
    leads, plh = await a_leadership(session, unit, siti), LeadershipKind.PLH
    daily = await a_leadership(session, unit, budi, kind=plh, since=date(2026, 1, 5), until=date(2026, 6, 1))
    away = replace(LEAVE, employee_id=siti.id, state=state)
    await change_service_state(context, away)
    assert (leads.valid_to, daily.valid_to) == (away.on, away.on)
    assert await led_units(session, siti.id, date(2026, 1, 31)) == (unit.id,)
    assert await led_units(session, siti.id, away.on) == ()
    assert await led_units(session, budi.id, away.on) == ()


async def test_leave_before_a_leadership_on_record_is_refused(context: Context, refused) -> None:
    siti, unit = await an_employee(context.session), await a_unit(context.session)
    await a_leadership(context.session, unit, siti, since=date(2026, 3, 1))
    async with refused(LaterFact, "on", begins=date(2026, 3, 1)):
        await change_service_state(context, replace(LEAVE, employee_id=siti.id, state=ServiceState.SUSPENDED))


@pytest.mark.parametrize(
    ("change", "error", "field"),
    [
        ({"state": ServiceState.CANDIDATE}, IllegalTransition, "state"),
        ({"state": ServiceState.ACTIVE}, IllegalTransition, "state"),
        ({"state": ServiceState.RETIRED}, EndsService, "state"),
        ({"on": date(2026, 7, 2)}, NotYet, "on"),
        ({"on": date(2010, 1, 1)}, LaterFact, "on"),
        ({"on": date(2009, 12, 31)}, LaterFact, "on"),
        ({"employee_id": UUID(int=8)}, NotFound, "employeeId"),
        ({"expected_version": 9}, Stale, "expectedVersion"),
    ],
)
async def test_an_unlawful_change_of_state_is_refused(
    context: Context, refused, change: dict[str, object], error: type[Refusal], field: str
) -> None:
    siti = await an_employee(context.session)
    async with refused(error, field):
        await change_service_state(context, replace(LEAVE, **{"employee_id": siti.id, **change}))


async def test_the_end_of_service_ends_placement_leadership_and_rank(context: Context) -> None:
    session = context.session
    siti = await an_employee(session)
    unit = await a_unit(session)
    position, next_position = await a_position(session, unit), await a_position(session, unit)
    before = await a_placement(session, siti, position, until=date(2024, 1, 1))
    now = await a_placement(session, siti, position, since=date(2024, 1, 1), until=date(2026, 9, 1))
    planned = await a_placement(session, siti, next_position, since=date(2026, 9, 1))
    leads = await a_leadership(session, unit, siti)
    retire = ChangeState(employee_id=siti.id, state=ServiceState.RETIRED, on=date(2026, 6, 1))
    ended = await end_service(context, retire)
    assert (ended.state, ended.retires_on, ended.version) == ("RETIRED", date(2026, 6, 1), 2)
    assert (before.valid_to, now.valid_to, leads.valid_to) == (
        date(2024, 1, 1),
        date(2026, 6, 1),
        date(2026, 6, 1),
    )
    assert set(await session.scalars(select(Placement.id))) == {before.id, now.id}
    assert planned.id not in set(await session.scalars(select(Placement.id)))
    (rank,) = await session.scalars(select(RankHolding))
    assert rank.valid_to == date(2026, 6, 1)
    assert await periods(context) == [
        ("ACTIVE", date(2010, 1, 1), date(2026, 6, 1)),
        ("RETIRED", date(2026, 6, 1), None),
    ]


async def test_who_left_otherwise_retires_no_more(context: Context) -> None:
    siti = await an_employee(context.session)
    siti.retires_on, siti.retirement_rule = date(2038, 6, 1), "retirement_age 2023"
    died = ChangeState(employee_id=siti.id, state=ServiceState.DECEASED, on=date(2026, 7, 1))
    ended = await end_service(context, died)
    assert (ended.state, ended.retires_on, ended.retirement_rule) == ("DECEASED", None, None)


async def test_an_end_before_what_stands_on_record_is_refused(context: Context, refused) -> None:
    session = context.session
    siti = await an_employee(session)
    unit = await a_unit(session)
    await a_leadership(
        session, unit, siti, kind=LeadershipKind.PLT, since=date(2026, 5, 1), until=date(2026, 5, 9)
    )
    retire = ChangeState(employee_id=siti.id, state=ServiceState.RETIRED, on=date(2026, 4, 1))
    async with refused(LaterFact, "on", begins=date(2026, 5, 1)):
        await end_service(context, retire)
    assert (await session.scalar(select(Leadership))).valid_to == date(2026, 5, 9)


@pytest.mark.parametrize(
    ("kind", "state", "error", "field"),
    [
        (EmployeeKind.PNS, ServiceState.SUSPENDED, StillInService, "state"),
        (EmployeeKind.PNS, ServiceState.CONTRACT_ENDED, IllegalTransition, "state"),
        (EmployeeKind.PPPK, ServiceState.TRANSFERRED_OUT, IllegalTransition, "state"),
    ],
)
async def test_a_service_ends_only_as_law_knows(
    context: Context, refused, kind: EmployeeKind, state: ServiceState, error: type[Refusal], field: str
) -> None:
    somebody = await an_employee(context.session, kind=kind, rank=None)
    async with refused(error, field):
        await end_service(context, ChangeState(employee_id=somebody.id, state=state, on=date(2026, 6, 1)))


async def test_an_ended_service_is_not_ended_again(context: Context, refused) -> None:
    siti = await an_employee(context.session)
    await end_service(
        context, ChangeState(employee_id=siti.id, state=ServiceState.RESIGNED, on=date(2026, 5, 1))
    )
    async with refused(IllegalTransition, "state", current=ServiceState.RESIGNED, legal=()):
        await end_service(
            context, ChangeState(employee_id=siti.id, state=ServiceState.RETIRED, on=date(2026, 6, 1))
        )
