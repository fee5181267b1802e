"""Rows of the organisation with plausible values, as if they had been recorded long ago."""

import itertools
from datetime import date
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.organisation.actions.leading import LED_UNITS
from jenjang.organisation.models import (
    Employee,
    EmployeeNumber,
    Leadership,
    Placement,
    Position,
    RankHolding,
    ServicePeriod,
    Unit,
    UnitAncestry,
    UnitVersion,
)
from jenjang.organisation.terms import EmployeeKind, LeadershipKind, ServiceState, Sex, UnitKind

LONG_AGO = date(2020, 1, 1)
SERIAL = itertools.count(1)


async def a_unit(
    session: AsyncSession,
    name: str = "Dinas Pendidikan",
    *,
    kind: UnitKind = UnitKind.DINAS,
    parent: Unit | None = None,
    since: date = LONG_AGO,
    until: date | None = None,
) -> Unit:
    """A unit with one version, and its ancestry; its parent must have stood where it stands all along."""
    unit = Unit()
    session.add(unit)
    await session.flush()
    dates = {"valid_from": since, "valid_to": until}
    parent_id = parent.id if parent else None
    session.add(UnitVersion(unit_id=unit.id, name=name, kind=kind, parent_id=parent_id, **dates))
    session.add(UnitAncestry(unit_id=unit.id, ancestor_id=unit.id, depth=0, **dates))
    above = select(UnitAncestry).where(UnitAncestry.unit_id == parent_id)
    for step in (await session.scalars(above)).all() if parent else ():
        line = {"ancestor_id": step.ancestor_id, "depth": step.depth + 1}
        session.add(UnitAncestry(unit_id=unit.id, **line, **dates))
    await session.flush()
    return unit


async def a_position(
    session: AsyncSession,
    unit: Unit,
    name: str = "Kepala Bidang",
    *,
    level: str = "ADMINISTRATOR",
    echelon: str | None = "III.b",
    ranks: tuple[str | None, str | None] = ("III/c", "IV/a"),
    retirement_age: int = 58,
    seats: int = 1,
    since: date = LONG_AGO,
    until: date | None = None,
) -> Position:
    position = Position(
        unit_id=unit.id,
        name=name,
        level=level,
        echelon=echelon,
        lowest_rank=ranks[0],
        highest_rank=ranks[1],
        retirement_age=retirement_age,
        retirement_rule="retirement_age 2023",
        seats=seats,
        valid_from=since,
        valid_to=until,
    )
    session.add(position)
    await session.flush()
    return position


async def an_employee(
    session: AsyncSession,
    name: str = "Siti Aminah",
    *,
    kind: EmployeeKind = EmployeeKind.PNS,
    sex: Sex = Sex.FEMALE,
    birth_date: date = date(1980, 5, 17),
    appointed_on: date = date(2010, 1, 1),
    state: ServiceState = ServiceState.ACTIVE,
    rank: str | None = "III/c",
    rank_since: date = LONG_AGO,
) -> Employee:
    """Somebody in one state since the appointment, with a number that tells the same as the profile."""
    serial = next(SERIAL)
    code = f"{appointed_on:%m}" if kind is EmployeeKind.PNS else f"{21 + serial // 1000:02d}"
    digit = "1" if sex is Sex.MALE else "2"
    number = f"{birth_date:%Y%m%d}{appointed_on:%Y}{code}{digit}{serial % 1000:03d}"
    employee = Employee(
        number=number,
        kind=kind,
        name=name,
        sex=sex,
        birth_date=birth_date,
        appointed_on=appointed_on,
        state=state,
    )
    session.add(employee)
    await session.flush()
    begun = {"employee_id": employee.id, "valid_from": appointed_on}
    session.add(EmployeeNumber(number=number, kind=kind, **begun))
    session.add(ServicePeriod(state=state, **begun))
    if rank:
        session.add(RankHolding(employee_id=employee.id, rank=rank, valid_from=rank_since))
    await session.flush()
    return employee


async def a_placement(
    session: AsyncSession,
    employee: Employee,
    position: Position,
    *,
    since: date = LONG_AGO,
    until: date | None = None,
) -> Placement:
    placement = Placement(
        employee_id=employee.id,
        position_id=position.id,
        unit_id=position.unit_id,
        fits=True,
        fit_rule="rank_span 2000, retirement_age 2023",
        valid_from=since,
        valid_to=until,
    )
    session.add(placement)
    await session.flush()
    return placement


async def a_leadership(
    session: AsyncSession,
    unit: Unit,
    employee: Employee,
    *,
    kind: LeadershipKind = LeadershipKind.DEFINITIVE,
    since: date = LONG_AGO,
    until: date | None = None,
) -> Leadership:
    leadership = Leadership(
        unit_id=unit.id, employee_id=employee.id, kind=kind, valid_from=since, valid_to=until
    )
    session.add(leadership)
    await session.flush()
    return leadership


async def led_units(session: AsyncSession, employee_id: UUID, on: date) -> tuple[UUID, ...]:
    """The units that somebody leads on a date, as the gate asks for them."""
    sql = LED_UNITS.format(
        tenant="current_setting('app.tenant_id')", employee=":employee", on="CAST(:on AS date)"
    )
    return tuple(await session.scalars(text(sql), {"employee": employee_id, "on": on}))
