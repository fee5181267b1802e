"""What belongs to another government can't be told from what never was."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

import pytest
from factories.organisation import a_leadership, a_placement, a_position, a_unit, an_employee, led_units
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core.context import Context
from jenjang.core.errors import NotFound
from jenjang.database.engine import bind
from jenjang.organisation.actions.leading import Appoint, appoint_leader, end_leadership
from jenjang.organisation.actions.people import (
    ChangeNumber,
    RecordEducation,
    RecordSanction,
    change_number,
    record_education,
    record_sanction,
)
from jenjang.organisation.actions.placements import Place, Transfer, place_employee, transfer_employee
from jenjang.organisation.actions.positions import OpenPosition, close_position, open_position
from jenjang.organisation.actions.ranks import ChangeRank, change_rank
from jenjang.organisation.actions.service import ChangeState, change_service_state, end_service
from jenjang.organisation.actions.units import (
    ChangeUnit,
    OpenUnit,
    close_unit,
    open_unit,
    rename_or_move_unit,
)
from jenjang.organisation.terms import LeadershipKind, ServiceState, Severity, UnitKind

ON = date(2026, 3, 1)


@dataclass(frozen=True)
class Things:
    """The ids of one of each, of one government."""

    parent: UUID
    unit: UUID
    position: UUID
    employee: UUID
    leadership: UUID


async def things(session: AsyncSession) -> Things:
    parent, unit = await a_unit(session, "Kota"), await a_unit(session)
    position, employee = await a_position(session, unit, seats=9), await an_employee(session)
    await a_placement(session, employee, position)
    leadership = await a_leadership(session, unit, employee)
    return Things(parent.id, unit.id, position.id, employee.id, leadership.id)


@pytest.fixture
async def theirs(session: AsyncSession) -> Things:
    await bind(session, "plaju")
    made = await things(session)
    await bind(session, "surakarta")
    session.expunge_all()
    return made


Deed = Callable[[Context, Things], Awaitable[object]]
DEEDS: list[tuple[str, Deed]] = [
    ("employee", lambda c, x: place_employee(
        c, Place(employee_id=x.employee, position_id=x.position, on=ON))),
    ("position", lambda c, x: place_employee(
        c, Place(employee_id=x.employee, position_id=x.position, on=ON))),
    ("employee", lambda c, x: transfer_employee(
        c, Transfer(employee_id=x.employee, position_id=x.position, on=ON, reason="-"))),
    ("position", lambda c, x: transfer_employee(
        c, Transfer(employee_id=x.employee, position_id=x.position, on=ON, reason="-"))),
    ("employee", lambda c, x: change_rank(
        c, ChangeRank(employee_id=x.employee, rank="III/d", reason="REGULER", on=ON))),
    ("employee", lambda c, x: change_number(
        c, ChangeNumber(employee_id=x.employee, number="1", on=ON))),
    ("employee", lambda c, x: change_service_state(
        c, ChangeState(employee_id=x.employee, state=ServiceState.SUSPENDED, on=ON))),
    ("employee", lambda c, x: end_service(
        c, ChangeState(employee_id=x.employee, state=ServiceState.RETIRED, on=ON))),
    ("employee", lambda c, x: record_education(
        c, RecordEducation(employee_id=x.employee, level="S1", graduated_in=2004))),
    ("employee", lambda c, x: record_sanction(
        c, RecordSanction(employee_id=x.employee, severity=Severity.LIGHT, kind="Teguran", on=ON))),
    ("employee", lambda c, x: appoint_leader(
        c, Appoint(unit_id=x.unit, employee_id=x.employee, kind=LeadershipKind.DEFINITIVE, on=ON))),
    ("unit", lambda c, x: appoint_leader(
        c, Appoint(unit_id=x.unit, employee_id=x.employee, kind=LeadershipKind.DEFINITIVE, on=ON))),
    ("leadership", lambda c, x: end_leadership(c, x.leadership, ON)),
    ("parent", lambda c, x: open_unit(
        c, OpenUnit(name="Bidang", kind=UnitKind.BIDANG, on=ON, parent_id=x.parent))),
    ("unit", lambda c, x: rename_or_move_unit(c, ChangeUnit(unit_id=x.unit, on=ON, name="Dinas"))),
    ("parent", lambda c, x: rename_or_move_unit(
        c, ChangeUnit(unit_id=x.unit, on=ON, parent_id=x.parent))),
    ("unit", lambda c, x: close_unit(c, x.unit, ON)),
    ("unit", lambda c, x: open_position(
        c, OpenPosition(unit_id=x.unit, name="Analis", level="PELAKSANA", on=ON))),
    ("position", lambda c, x: close_position(c, x.position, ON)),
]  # fmt: skip


@pytest.mark.parametrize(("thing", "deed"), DEEDS)
async def test_a_deed_for_a_thing_of_another_government_finds_nothing(
    context: Context, refused, theirs: Things, thing: str, deed: Deed
) -> None:
    ours = await things(context.session)
    messages = []
    for other in (getattr(theirs, thing), UUID(int=1)):
        async with refused(NotFound, f"{thing}Id"):
            try:
                await deed(context, replace(ours, **{thing: other}))
            except NotFound as error:
                messages.append(error.message())
                raise
    assert messages[0] == messages[1]


async def test_nobody_leads_units_of_another_government(context: Context, theirs: Things) -> None:
    assert await led_units(context.session, theirs.employee, ON) == ()
    await bind(context.session, "plaju")
    assert await led_units(context.session, theirs.employee, ON) == (theirs.unit,)
