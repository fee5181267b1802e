"""A small government at work: who leads, who is led, who stands beside; and the context of each."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from factories.governments import Settled, subject
from factories.organisation import (
    LONG_AGO,
    a_leadership,
    a_placement,
    a_position,
    a_unit,
    an_employee,
    led_units,
)
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core.context import Context
from jenjang.core.permission import Role, Viewer
from jenjang.identity.models import Account, RoleGrant
from jenjang.identity.permissions import Holding, grants
from jenjang.organisation.actions.leading import UNITS_BELOW
from jenjang.organisation.actions.superiors import NAMED
from jenjang.organisation.models import Unit, UnitVersion
from jenjang.organisation.terms import UnitKind

NOBODYS = "https://issuer.example"
GIVEN = {"given_by": "test", "reason": "test", "valid_from": LONG_AGO}
ZONE = ZoneInfo("Asia/Jakarta")


@dataclass(frozen=True)
class Seat:
    """Where somebody of the office stands: the unit, whether as its leader, the level, a role given."""

    unit: str
    leads: bool = False
    level: str = "PELAKSANA"
    role: Role | None = None
    role_in: str | None = None


SEATS: Mapping[str, Seat] = {
    "head": Seat("government", leads=True, level="JPT_MADYA"),
    "leader": Seat("dinas", leads=True, level="JPT_PRATAMA"),
    "chief": Seat("bidang", leads=True, level="ADMINISTRATOR"),
    "staff": Seat("bidang"),
    "colleague": Seat("bidang"),
    "functional": Seat("bidang", level="AHLI_MUDA"),
    "stranger": Seat("badan", leads=True, level="JPT_PRATAMA"),
    "clerk": Seat("badan"),
    "admin": Seat("badan", role=Role.REGIONAL_ADMIN),
    "second admin": Seat("badan", role=Role.REGIONAL_ADMIN),
    "unit admin": Seat("badan", role=Role.REGIONAL_ADMIN, role_in="dinas"),
    "auditor": Seat("badan", role=Role.AUDITOR),
}
"""The government holds dinas and badan, the dinas the bidang. So the chief's superior is the leader,
the leader's the head, and nobody stands above the head."""


@dataclass
class Office:
    """The ids of a small government, and what each of its people may do."""

    units: Mapping[str, UUID]
    people: Mapping[str, UUID]
    viewers: dict[str, Viewer]

    @property
    def settled(self) -> Settled:
        """The same as a server's tests know governments."""
        accounts = {name: viewer.account_id for name, viewer in self.viewers.items()}
        return Settled("surakarta", dict(self.people), dict(self.units), {}, accounts)

    def as_(self, context: Context, name: str, on: date | None = None) -> Context:
        """The context of a deed that somebody does, at noon of a day (of the context's, unless said)."""
        context = replace(context, viewer=self.viewers[name])
        return at_noon(context, on) if on else context

    async def look_again(self, session: AsyncSession, on: date) -> None:
        """What everybody may do on a day, after somebody was made a leader or is one no more."""
        for name, viewer in self.viewers.items():
            leads = await led_units(session, viewer.employee_id, on) if viewer.employee_id else ()
            named = await evaluates(session, viewer.employee_id, on) if viewer.employee_id else False
            self.viewers[name] = _viewer(
                viewer.account_id, viewer.employee_id, SEATS.get(name), leads, evaluates=named
            )
            await self._give_units(session, name, on)

    async def _give_units(self, session: AsyncSession, name: str, on: date) -> None:
        """The units in which somebody holds a role that was given for some units only."""
        seat = SEATS.get(name)
        if seat and seat.role and seat.role_in:
            area = Holding(seat.role, in_units=True).area
            below = await units_below(session, self.units[seat.role_in], on)
            viewer = self.viewers[name]
            self.viewers[name] = replace(viewer, units={**viewer.units, area: below})


def at_noon(context: Context, on: date) -> Context:
    """The same context at noon of a day."""
    return replace(context, today=on, now=datetime.combine(on, time(12), ZONE))


async def an_office(session: AsyncSession, on: date, issuer: str = NOBODYS) -> Office:
    """A small government, as it is on a day; its people come in by accounts of an issuer."""
    units = await _units(session)
    people = {name: await _servant(session, name, seat, units) for name, seat in SEATS.items()}
    accounts = {name: await _account(session, issuer, name, people[name]) for name in SEATS}
    program = await _account(session, issuer, "program", None)
    for name, seat in SEATS.items():
        await _role(session, accounts[name], seat, units)
    viewers = {name: _viewer(accounts[name], people[name], seat, ()) for name, seat in SEATS.items()}
    viewers["program"] = _viewer(program, None, None, ())
    office = Office({name: unit.id for name, unit in units.items()}, people, viewers)
    await office.look_again(session, on)
    return office


async def _units(session: AsyncSession) -> dict[str, Unit]:
    root_id = select(UnitVersion.unit_id).where(UnitVersion.kind == UnitKind.GOVERNMENT).limit(1)
    root = (await session.scalars(select(Unit).where(Unit.id == root_id.scalar_subquery()))).one()
    dinas = await a_unit(session, "Dinas Pendidikan", parent=root)
    bidang = await a_unit(session, "Bidang Guru", kind=UnitKind.BIDANG, parent=dinas)
    badan = await a_unit(session, "Badan Kepegawaian", kind=UnitKind.BADAN, parent=root)
    return {"government": root, "dinas": dinas, "bidang": bidang, "badan": badan}


async def _servant(session: AsyncSession, name: str, seat: Seat, units: Mapping[str, Unit]) -> UUID:
    unit = units[seat.unit]
    employee = await an_employee(session, name.title())
    position = await a_position(session, unit, f"Jabatan {name}", level=seat.level, echelon=None)
    await a_placement(session, employee, position)
    if seat.leads:
        await a_leadership(session, unit, employee)
    return employee.id


async def _account(session: AsyncSession, issuer: str, name: str, employee_id: UUID | None) -> UUID:
    known = subject(name, "surakarta")
    client = None if employee_id else known
    account = Account(issuer=issuer, subject=known, employee_id=employee_id, client=client)
    session.add(account)
    await session.flush()
    if client:
        session.add(RoleGrant(account_id=account.id, role=Role.INTEGRATION_CLIENT, **GIVEN))
    return account.id


async def _role(session: AsyncSession, account: UUID, seat: Seat, units: Mapping[str, Unit]) -> None:
    if seat.role:
        unit_id = units[seat.role_in].id if seat.role_in else None
        session.add(RoleGrant(account_id=account, role=seat.role, unit_id=unit_id, **GIVEN))
        await session.flush()


def _viewer(
    account: UUID,
    employee: UUID | None,
    seat: Seat | None,
    leads: tuple[UUID, ...],
    *,
    evaluates: bool = False,
) -> Viewer:
    """What the gate makes of an account."""
    holdings: list[Holding] = []
    if employee:
        holdings.append(Holding(Role.STAFF))
        holdings += [Holding(Role.LEADER)] if leads or evaluates else []
    else:
        holdings.append(Holding(Role.INTEGRATION_CLIENT))
    if seat and seat.role:
        holdings.append(Holding(seat.role, in_units=seat.role_in is not None))
    return Viewer(
        tenant="surakarta",
        account_id=account,
        roles=tuple(dict.fromkeys(one.role for one in holdings)),
        grants=grants(tuple(holdings), frozenset()),
        employee_id=employee,
        units={Holding(Role.LEADER).area: leads},
    )


async def evaluates(session: AsyncSession, employee_id: UUID, on: date) -> bool:
    """Whether somebody evaluates anybody by delegated authority on a day."""
    sql = NAMED.format(
        tenant="current_setting('app.tenant_id')", employee=":employee", on="CAST(:on AS date)"
    )
    return await session.scalar(text(sql), {"employee": employee_id, "on": on}) is not None


async def units_below(session: AsyncSession, unit_id: UUID, on: date) -> tuple[UUID, ...]:
    """A unit and all below it on a day."""
    sql = UNITS_BELOW.format(tenant="current_setting('app.tenant_id')", unit=":unit", on="CAST(:on AS date)")
    return tuple(await session.scalars(text(sql), {"unit": unit_id, "on": on}))
