"""Who leads which units."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from factories.organisation import a_leadership, a_unit, an_employee, led_units

from jenjang.core.context import Context
from jenjang.core.errors import NotFound, Refusal
from jenjang.organisation.actions.leading import Appoint, appoint_leader, end_leadership
from jenjang.organisation.actions.units import ChangeUnit, rename_or_move_unit
from jenjang.organisation.rules.leading import (
    ActingNeedsAnEnd,
    AlreadyLed,
    LeadershipNotRunning,
    NobodyToRepresent,
    NotVacant,
)
from jenjang.organisation.rules.life import AwayFromOffice, NotInService
from jenjang.organisation.rules.span import EndsBeforeItBegins
from jenjang.organisation.rules.tree import UnitNotOpen
from jenjang.organisation.terms import LeadershipKind, ServiceState

ON = date(2026, 3, 1)
UNTIL = date(2026, 6, 1)
HEAD = Appoint(
    unit_id=UUID(int=7), employee_id=UUID(int=8), kind=LeadershipKind.DEFINITIVE, on=ON, decree_number="821"
)
ACTING = replace(HEAD, kind=LeadershipKind.PLT, until=UNTIL)


async def test_a_unit_has_a_leader_and_another_who_acts(context: Context) -> None:
    session = context.session
    unit, siti, budi = await a_unit(session), await an_employee(session), await an_employee(session)
    head = await appoint_leader(context, replace(HEAD, unit_id=unit.id, employee_id=siti.id))
    assert (head.unit_id, head.employee_id, head.kind) == (unit.id, siti.id, "DEFINITIVE")
    assert (head.valid_from, head.valid_to, head.decree_number) == (ON, None, "821")
    daily = replace(ACTING, kind=LeadershipKind.PLH, unit_id=unit.id, employee_id=budi.id)
    acting = await appoint_leader(context, daily)
    assert (acting.kind, acting.valid_from, acting.valid_to) == ("PLH", ON, UNTIL)


async def test_a_plt_acts_in_a_vacancy_only(context: Context, refused) -> None:
    session = context.session
    unit, siti, budi = await a_unit(session), await an_employee(session), await an_employee(session)
    head = await a_leadership(session, unit, siti, until=date(2026, 4, 1))
    acting = replace(ACTING, unit_id=unit.id, employee_id=budi.id)
    async with refused(NotVacant, "unitId", begins=date(2020, 1, 1), ends=date(2026, 4, 1)):
        await appoint_leader(context, acting)
    await end_leadership(context, head.id, ON)
    assert (await appoint_leader(context, acting)).kind == "PLT"


async def test_a_plh_represents_a_definitive_leader_all_the_time(context: Context, refused) -> None:
    session = context.session
    unit, siti, budi = await a_unit(session), await an_employee(session), await an_employee(session)
    daily = replace(ACTING, kind=LeadershipKind.PLH, unit_id=unit.id, employee_id=budi.id)
    async with refused(NobodyToRepresent, "unitId", begins=ON, ends=UNTIL):
        await appoint_leader(context, daily)
    head = await a_leadership(session, unit, siti, until=date(2026, 5, 1))
    async with refused(NobodyToRepresent, "unitId"):
        await appoint_leader(context, daily)
    representing = await appoint_leader(context, replace(daily, until=date(2026, 5, 1)))
    await end_leadership(context, head.id, date(2026, 4, 1))
    assert (head.valid_to, representing.valid_to) == (date(2026, 4, 1), date(2026, 4, 1))


async def test_one_acts_at_a_time(context: Context, refused) -> None:
    session = context.session
    unit, siti, budi = await a_unit(session), await an_employee(session), await an_employee(session)
    await appoint_leader(context, replace(ACTING, unit_id=unit.id, employee_id=siti.id))
    for kind in (LeadershipKind.PLT, LeadershipKind.PLH):
        async with refused(AlreadyLed, "unitId", kind=LeadershipKind.PLT, begins=ON, ends=UNTIL):
            await appoint_leader(context, replace(ACTING, kind=kind, unit_id=unit.id, employee_id=budi.id))


async def test_a_vacancy_ends_where_a_definitive_leader_begins(context: Context) -> None:
    session = context.session
    unit, siti, budi = await a_unit(session), await an_employee(session), await an_employee(session)
    acting = await appoint_leader(context, replace(ACTING, unit_id=unit.id, employee_id=siti.id))
    on = date(2026, 5, 1)
    await appoint_leader(context, replace(HEAD, unit_id=unit.id, employee_id=budi.id, on=on))
    assert acting.valid_to == on


async def test_who_is_away_from_office_is_given_none(context: Context, refused) -> None:
    unit = await a_unit(context.session)
    for state in (ServiceState.STUDY_LEAVE, ServiceState.UNPAID_LEAVE, ServiceState.SUSPENDED):
        away = await an_employee(context.session, state=state)
        async with refused(AwayFromOffice, "employeeId", on=ON, state=state):
            await appoint_leader(context, replace(HEAD, unit_id=unit.id, employee_id=away.id))


@pytest.mark.parametrize(
    ("appointment", "change", "error", "field"),
    [
        (HEAD, {"unit_id": UUID(int=9)}, NotFound, "unitId"),
        (HEAD, {"employee_id": UUID(int=9)}, NotFound, "employeeId"),
        (HEAD, {"on": date(2009, 12, 31)}, NotInService, "employeeId"),
        (HEAD, {"on": date(2019, 12, 31)}, UnitNotOpen, "unitId"),
        (ACTING, {"until": None}, ActingNeedsAnEnd, "until"),
        (ACTING, {"kind": LeadershipKind.PLH, "until": None}, ActingNeedsAnEnd, "until"),
        (ACTING, {"until": ON}, EndsBeforeItBegins, "until"),
    ],
)
async def test_an_appointment_that_cannot_be_is_refused(
    context: Context,
    refused,
    appointment: Appoint,
    change: dict[str, object],
    error: type[Refusal],
    field: str,
) -> None:
    unit, siti = await a_unit(context.session), await an_employee(context.session)
    right = {"unit_id": unit.id, "employee_id": siti.id}
    async with refused(error, field):
        await appoint_leader(context, replace(appointment, **(right | change)))


async def test_who_serves_no_more_leads_no_more(context: Context, refused) -> None:
    unit = await a_unit(context.session)
    gone = await an_employee(context.session, state=ServiceState.RETIRED)
    async with refused(NotInService, "employeeId", on=ON):
        await appoint_leader(context, replace(HEAD, unit_id=unit.id, employee_id=gone.id))


async def test_one_leader_of_a_kind_at_a_time(context: Context, refused) -> None:
    session = context.session
    unit, siti, budi = await a_unit(session), await an_employee(session), await an_employee(session)
    first = await a_leadership(session, unit, siti)
    second = replace(HEAD, unit_id=unit.id, employee_id=budi.id)
    async with refused(AlreadyLed, "unitId", begins=date(2020, 1, 1), ends="…"):
        await appoint_leader(context, second)
    await end_leadership(context, first.id, ON)
    assert first.valid_to == ON
    assert (await appoint_leader(context, second)).valid_from == ON
    async with refused(AlreadyLed, "unitId", begins=ON):
        await appoint_leader(context, replace(second, on=date(2026, 6, 1)))


async def test_of_two_leaders_appointed_at_once_one_leads(race) -> None:
    unit = await race.alone(lambda c: a_unit(c.session))
    siti, budi = [await race.alone(lambda c: an_employee(c.session)) for _ in range(2)]
    head = replace(HEAD, unit_id=unit.id)
    answer = await race.second_of(
        lambda c: appoint_leader(c, replace(head, employee_id=siti.id)),
        lambda c: appoint_leader(c, replace(head, employee_id=budi.id)),
    )
    assert type(answer) is AlreadyLed


async def test_a_leadership_ends_once(context: Context, refused) -> None:
    session = context.session
    acting = await a_leadership(
        session,
        await a_unit(session),
        await an_employee(session),
        kind=LeadershipKind.PLH,
        since=ON,
        until=UNTIL,
    )
    for on in (ON, UNTIL, date(2026, 2, 1)):
        async with refused(LeadershipNotRunning, "on", begins=ON, ends=UNTIL):
            await end_leadership(context, acting.id, on)
    async with refused(NotFound, "leadershipId"):
        await end_leadership(context, UUID(int=9), ON)
    assert (await end_leadership(context, acting.id, date(2026, 5, 1))).valid_to == date(2026, 5, 1)


async def test_a_leader_leads_the_whole_subtree_of_that_date(context: Context) -> None:
    session = context.session
    city = await a_unit(session, "Pemerintah Kota")
    dinas, badan = await a_unit(session, parent=city), await a_unit(session, "Badan", parent=city)
    bidang = await a_unit(session, "Bidang", parent=dinas)
    seksi = await a_unit(session, "Seksi", parent=bidang)
    siti = await an_employee(session)
    await a_leadership(session, dinas, siti, until=date(2026, 5, 1))
    await a_leadership(session, badan, siti, kind=LeadershipKind.PLT, since=ON, until=UNTIL)
    await rename_or_move_unit(context, ChangeUnit(unit_id=bidang.id, on=date(2026, 4, 1), parent_id=badan.id))

    async def led(*on: int) -> tuple[UUID, ...]:
        return await led_units(session, siti.id, date(*on))

    assert await led(2019, 12, 31) == ()
    assert await led(2026, 2, 28) == tuple(sorted([dinas.id, bidang.id, seksi.id]))
    assert await led(2026, 3, 1) == tuple(sorted([dinas.id, bidang.id, seksi.id, badan.id]))
    assert await led(2026, 4, 1) == tuple(sorted([dinas.id, bidang.id, seksi.id, badan.id]))
    assert await led(2026, 5, 1) == tuple(sorted([bidang.id, seksi.id, badan.id]))
    assert await led(2026, 6, 1) == ()
    assert await led_units(session, UUID(int=9), ON) == ()
