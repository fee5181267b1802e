"""A file and a deed at the same time: one waits for the other, and nothing of either is lost."""

from datetime import date
from uuid import UUID

import pytest
from factories.imports import BIDANG, DINAS, UNITS, bring, establish, person, refusals, unit
from sqlalchemy import select

from jenjang.core.context import Context
from jenjang.organisation.actions.leading import Appoint, appoint_leader
from jenjang.organisation.actions.people import Hire, RecordEducation, hire_employee, record_education
from jenjang.organisation.actions.placements import Place, place_employee
from jenjang.organisation.actions.units import ChangeUnit, rename_or_move_unit
from jenjang.organisation.imports.batches import RecordedMeanwhile
from jenjang.organisation.models import Employee, Leadership, Placement, Position, Unit, UnitAncestry
from jenjang.organisation.rules.leading import AlreadyLed
from jenjang.organisation.rules.person import NumberTaken, SiasnIdTaken
from jenjang.organisation.rules.placement import NoSeatLeft
from jenjang.organisation.terms import EmployeeKind, ImportKind, LeadershipKind, Sex

pytestmark = pytest.mark.anyio
SEAT = {"JABATAN NAMA": "Kepala Bidang", "UNOR ID": BIDANG}


async def employee(context: Context, serial: int) -> UUID:
    found = select(Employee.id).where(Employee.siasn_id == f"PNS-{serial}")
    return (await context.session.scalars(found)).one()


async def unit_id(context: Context, siasn_id: str) -> UUID:
    return (await context.session.scalars(select(Unit.id).where(Unit.siasn_id == siasn_id))).one()


async def place(context: Context, serial: int) -> object:
    seat = (await context.session.scalars(select(Position.id).where(Position.name == "Kepala Bidang"))).one()
    who = await employee(context, serial)
    return await place_employee(context, Place(employee_id=who, position_id=seat, on=date(2024, 1, 1)))


async def fill(context: Context) -> list[tuple[int, str | None, str]]:
    """A file brings somebody to the bidang's only seat; what was refused of it."""
    return await refusals(context.session, await bring(context, ImportKind.PEOPLE, [person(3, **SEAT)]))


async def peopled(context: Context) -> None:
    await establish(context)
    await bring(context, ImportKind.PEOPLE, [person(1), person(2)])


async def holders(context: Context) -> int:
    held = select(Placement).join(Position, Position.id == Placement.position_id)
    return len((await context.session.scalars(held.where(Position.name == "Kepala Bidang"))).all())


async def test_a_file_sees_the_seat_that_a_deed_just_took(race) -> None:
    await race.alone(peopled)
    told = await race.second_of(lambda c: place(c, 1), fill)
    assert told == [(2, "TMT JABATAN", "NO_SEAT_LEFT")]
    assert await race.alone(holders) == 1


async def test_a_deed_sees_the_seat_that_a_file_just_took(race) -> None:
    await race.alone(peopled)
    assert type(await race.second_of(fill, lambda c: place(c, 1))) is NoSeatLeft
    assert await race.alone(holders) == 1


def hire(serial: int, siasn_id: str) -> Hire:
    """Whom the file brings as `person(serial)`, under a PNS ID."""
    return Hire(
        number=person(serial)["NIP BARU"],
        kind=EmployeeKind.PNS,
        name="Pegawai",
        sex=Sex.MALE,
        birth_date=date(1986, 9, 26),
        appointed_on=date(2015, 5, 1),
        siasn_id=siasn_id,
    )


@pytest.mark.parametrize(
    ("hired", "then"),
    [(hire(3, "LAIN"), [(2, "NIP BARU", "IDENTITY_DIFFERS")]), (hire(4, "PNS-3"), [])],
)
async def test_of_a_file_and_a_deed_that_bring_one_person_at_once_one_is_refused(race, hired, then) -> None:
    async def people(context: Context) -> int:
        return len((await context.session.scalars(select(Employee.id))).all())

    await race.alone(peopled)
    told = await race.second_of(lambda c: hire_employee(c, hired), fill)
    assert type(told) is RecordedMeanwhile
    assert await race.alone(people) == 3
    assert await race.alone(fill) == then


@pytest.mark.parametrize(
    ("hired", "error"), [(hire(3, "LAIN"), NumberTaken), (hire(4, "PNS-3"), SiasnIdTaken)]
)
async def test_who_hires_whom_a_file_just_brings_is_refused(race, hired, error) -> None:
    await race.alone(peopled)
    assert type(await race.second_of(fill, lambda c: hire_employee(c, hired))) is error


async def test_a_deed_on_a_person_is_not_overwritten_by_a_file(race) -> None:
    async def study(context: Context) -> object:
        who = await employee(context, 1)
        return await record_education(
            context, RecordEducation(employee_id=who, level="S2", graduated_in=2019)
        )

    async def now(context: Context) -> tuple[str, int]:
        who = await context.session.get_one(Employee, (context.tenant, await employee(context, 1)))
        return who.name, who.version

    await race.alone(peopled)
    await race.second_of(study, lambda c: bring(c, ImportKind.PEOPLE, [person(1, NAMA="Nama Baru")]))
    assert await race.alone(now) == ("Nama Baru", 3)


async def test_a_leader_appointed_meanwhile_is_followed_not_doubled(race) -> None:
    async def appoint(context: Context) -> object:
        who, led = await employee(context, 1), await unit_id(context, DINAS)
        definitive, on = LeadershipKind.DEFINITIVE, date(2021, 1, 1)
        return await appoint_leader(context, Appoint(unit_id=led, employee_id=who, kind=definitive, on=on))

    async def name_leader(context: Context) -> object:
        return await bring(context, ImportKind.UNITS, [unit(DINAS, PemimpinPnsId="PNS-2")])

    async def ends(context: Context) -> list[date | None]:
        return list(
            await context.session.scalars(select(Leadership.valid_to).order_by(Leadership.valid_from))
        )

    await race.alone(peopled)
    assert (await race.second_of(appoint, name_leader)).state == "APPLIED"
    assert await race.alone(ends) == [race.context.today, None]
    assert type(await race.second_of(name_leader, appoint)) is AlreadyLed


async def test_a_file_of_units_sees_where_a_deed_just_moved_them(race) -> None:
    async def move(context: Context) -> object:
        bidang, lain = await unit_id(context, BIDANG), await unit_id(context, "UNOR-LAIN")
        return await rename_or_move_unit(
            context, ChangeUnit(unit_id=bidang, on=date(2024, 1, 1), parent_id=lain)
        )

    async def open_below(context: Context) -> object:
        new = unit("UNOR-BARU", BIDANG, JenisUnorId="SEKSI", TMT="01-06-2024")
        return await bring(context, ImportKind.UNITS, [new])

    async def above(context: Context) -> set[UUID]:
        new = await unit_id(context, "UNOR-BARU")
        of = UnitAncestry
        return set(await context.session.scalars(select(of.ancestor_id).where(of.unit_id == new)))

    await race.alone(lambda c: bring(c, ImportKind.UNITS, [*UNITS, unit("UNOR-LAIN")]))
    await race.second_of(move, open_below)
    lain, dinas = [await race.alone(lambda c, of=of: unit_id(c, of)) for of in ("UNOR-LAIN", DINAS)]
    found = await race.alone(above)
    assert lain in found
    assert dinas not in found
