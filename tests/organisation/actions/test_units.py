"""Opening, renaming, moving and closing units."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from factories.organisation import a_leadership, a_placement, a_position, a_unit, an_employee
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core.context import Context
from jenjang.core.errors import NotFound, Refusal
from jenjang.organisation.actions.positions import OpenPosition, open_position
from jenjang.organisation.actions.units import (
    ChangeUnit,
    OpenUnit,
    close_unit,
    open_unit,
    rename_or_move_unit,
)
from jenjang.organisation.models import UnitAncestry, UnitVersion
from jenjang.organisation.rules.person import NameMissing, SiasnIdTaken
from jenjang.organisation.rules.span import LaterFact
from jenjang.organisation.rules.tree import (
    ChildLeftBehind,
    NothingChanged,
    ParentNotOpen,
    UnitInCircle,
    UnitNotOpen,
    UnitStillHasPeople,
    UnitStillHasPositions,
)
from jenjang.organisation.terms import UnitKind

LONG_AGO = date(2020, 1, 1)
ON = date(2026, 3, 1)
WEEK = timedelta(7)
NOBODY = UUID(int=9)
Line = tuple[UUID, int, date, date | None]


async def ancestry(session: AsyncSession, unit_id: UUID) -> list[Line]:
    rows = await session.scalars(
        select(UnitAncestry)
        .where(UnitAncestry.unit_id == unit_id)
        .order_by(UnitAncestry.depth, UnitAncestry.valid_from)
    )
    return [(row.ancestor_id, row.depth, row.valid_from, row.valid_to) for row in rows]


async def versions(session: AsyncSession, unit_id: UUID) -> list[tuple[object, ...]]:
    rows = await session.scalars(
        select(UnitVersion).where(UnitVersion.unit_id == unit_id).order_by(UnitVersion.valid_from)
    )
    return [(row.name, row.kind, row.parent_id, row.valid_from, row.valid_to) for row in rows]


async def the_government(session: AsyncSession) -> UUID:
    """The root that every government is given."""
    tops = select(UnitVersion.unit_id).where(
        UnitVersion.parent_id.is_(None), UnitVersion.kind == UnitKind.GOVERNMENT
    )
    (root,) = await session.scalars(tops.distinct())
    return root


async def test_a_unit_stands_under_the_government_unless_another_is_named(context: Context) -> None:
    session = context.session
    root = await the_government(session)
    dinas = await open_unit(context, OpenUnit(name="Dinas", kind=UnitKind.DINAS, on=LONG_AGO))
    assert await ancestry(session, dinas.id) == [(dinas.id, 0, LONG_AGO, None), (root, 1, LONG_AGO, None)]
    bidang = OpenUnit(name="Bidang", kind=UnitKind.BIDANG, on=LONG_AGO, parent_id=dinas.id)
    bidang_id = (await open_unit(context, bidang)).id
    moved = await rename_or_move_unit(context, ChangeUnit(unit_id=bidang_id, on=ON, parent_id=None))
    assert moved.parent_id == root
    renamed = ChangeUnit(unit_id=root, on=ON, parent_id=None, name="Pemerintah Kota Solo")
    assert (await rename_or_move_unit(context, renamed)).parent_id is None
    assert await the_government(session) == root


async def test_a_unit_opens_under_another(context: Context) -> None:
    city = await a_unit(context.session, "Sekretariat Daerah", since=LONG_AGO)
    laweyan = OpenUnit(
        name="Kecamatan  Laweyan",
        kind=UnitKind.KECAMATAN,
        on=ON,
        parent_id=city.id,
        region_code="33.72.01",
        siasn_id="U1",
        decree_number="Perda 3/2026",
    )
    unit = await open_unit(context, laweyan)
    assert unit.siasn_id == "U1"
    (version,) = await context.session.scalars(select(UnitVersion).where(UnitVersion.unit_id == unit.id))
    assert (version.name, version.kind, version.parent_id) == ("Kecamatan Laweyan", "KECAMATAN", city.id)
    assert (version.region_code, version.decree_number) == ("33.72.01", "Perda 3/2026")
    assert await ancestry(context.session, city.id) == [(city.id, 0, LONG_AGO, None)]
    assert await ancestry(context.session, unit.id) == [(unit.id, 0, ON, None), (city.id, 1, ON, None)]


@pytest.mark.parametrize(
    ("change", "error", "field"),
    [
        ({"name": " "}, NameMissing, "name"),
        ({"parent_id": NOBODY}, NotFound, "parentId"),
        ({"on": date(2019, 12, 31)}, ParentNotOpen, "parentId"),
        ({"siasn_id": "U1"}, SiasnIdTaken, "siasnId"),
    ],
)
async def test_a_unit_that_cannot_be_is_refused(
    context: Context, refused, change: dict[str, object], error: type[Refusal], field: str
) -> None:
    city = await open_unit(
        context, OpenUnit(name="Kota", kind=UnitKind.GOVERNMENT, on=LONG_AGO, siasn_id="U1")
    )
    right = OpenUnit(name="Dinas", kind=UnitKind.DINAS, on=ON, parent_id=city.id)
    async with refused(error, field):
        await open_unit(context, replace(right, **change))


async def test_a_renaming_is_a_new_version(context: Context) -> None:
    city = await a_unit(context.session, "Kota")
    dinas = await a_unit(context.session, parent=city)
    before = await ancestry(context.session, dinas.id)
    await rename_or_move_unit(
        context, ChangeUnit(unit_id=dinas.id, on=ON, name="Dinas Pendidikan dan Olahraga")
    )
    assert await versions(context.session, dinas.id) == [
        ("Dinas Pendidikan", "DINAS", city.id, LONG_AGO, ON),
        ("Dinas Pendidikan dan Olahraga", "DINAS", city.id, ON, None),
    ]
    assert await ancestry(context.session, dinas.id) == before


async def test_a_move_takes_the_subtree_along_from_that_date(context: Context) -> None:
    session = context.session
    city = await a_unit(session, "Kota")
    dinas, badan = await a_unit(session, parent=city), await a_unit(session, "Badan", parent=city)
    bidang = await a_unit(session, "Bidang", kind=UnitKind.BIDANG, parent=dinas)
    seksi = await a_unit(session, "Seksi", kind=UnitKind.SEKSI, parent=bidang)
    kept = [await ancestry(session, unit.id) for unit in (city, dinas, badan)]
    moved = await rename_or_move_unit(context, ChangeUnit(unit_id=bidang.id, on=ON, parent_id=badan.id))
    assert (moved.name, moved.kind, moved.parent_id) == ("Bidang", "BIDANG", badan.id)
    assert await ancestry(session, seksi.id) == [
        (seksi.id, 0, LONG_AGO, None),
        (bidang.id, 1, LONG_AGO, None),
        (dinas.id, 2, LONG_AGO, ON),
        (badan.id, 2, ON, None),
        (city.id, 3, LONG_AGO, None),
    ]
    assert [await ancestry(session, unit.id) for unit in (city, dinas, badan)] == kept


async def test_a_unit_moves_to_right_under_the_government(context: Context) -> None:
    city = await a_unit(context.session, "Kota")
    dinas = await a_unit(context.session, parent=city)
    await rename_or_move_unit(context, ChangeUnit(unit_id=dinas.id, on=ON, parent_id=None))
    assert await ancestry(context.session, dinas.id) == [
        (dinas.id, 0, LONG_AGO, None),
        (city.id, 1, LONG_AGO, ON),
        (await the_government(context.session), 1, ON, None),
    ]


async def test_a_move_may_be_back_dated_where_nothing_later_is_recorded(context: Context, refused) -> None:
    session = context.session
    city = await a_unit(session, "Kota")
    dinas, young = await a_unit(session, parent=city), await a_unit(session, "Badan", since=ON, parent=city)
    change = ChangeUnit(unit_id=dinas.id, on=date(2021, 1, 1), name="Dinas P dan K")
    await rename_or_move_unit(context, change)
    for on in (date(2021, 1, 1), date(2020, 6, 1)):
        async with refused(LaterFact, "on", begins=date(2021, 1, 1)):
            await rename_or_move_unit(context, replace(change, on=on, name="Dinas"))
    async with refused(ParentNotOpen, "parentId", begins=date(2022, 1, 1)):
        await rename_or_move_unit(
            context, ChangeUnit(unit_id=dinas.id, on=date(2022, 1, 1), parent_id=young.id)
        )


async def test_a_change_that_cannot_be_is_refused(context: Context, refused) -> None:
    session = context.session
    city = await a_unit(session, "Kota")
    dinas = await a_unit(session, parent=city)
    bidang = await a_unit(session, "Bidang", parent=dinas)
    shut = await a_unit(session, "Dinas Pasar", until=date(2025, 1, 1))
    right = ChangeUnit(unit_id=dinas.id, on=ON)
    cases = [
        ({}, NothingChanged, "unitId"),
        ({"name": "Dinas Pendidikan", "parent_id": city.id}, NothingChanged, "unitId"),
        ({"name": ""}, NameMissing, "name"),
        ({"parent_id": dinas.id}, UnitInCircle, "parentId"),
        ({"parent_id": bidang.id}, UnitInCircle, "parentId"),
        ({"parent_id": NOBODY}, NotFound, "parentId"),
        ({"parent_id": shut.id}, ParentNotOpen, "parentId"),
        ({"unit_id": NOBODY}, NotFound, "unitId"),
        ({"unit_id": shut.id, "name": "Pasar"}, UnitNotOpen, "unitId"),
    ]
    for change, error, field in cases:
        async with refused(error, field):
            await rename_or_move_unit(context, replace(right, **change))


async def test_an_empty_unit_closes_and_its_leader_leads_no_more(context: Context) -> None:
    session = context.session
    city = await a_unit(session, "Kota")
    dinas = await a_unit(session, parent=city)
    await a_unit(session, "Bidang", parent=dinas, until=ON)
    leads = await a_leadership(session, dinas, await an_employee(session))
    closed = await close_unit(context, dinas.id, ON)
    assert closed.id == dinas.id
    assert await versions(session, dinas.id) == [("Dinas Pendidikan", "DINAS", city.id, LONG_AGO, ON)]
    assert await ancestry(session, dinas.id) == [(dinas.id, 0, LONG_AGO, ON), (city.id, 1, LONG_AGO, ON)]
    assert leads.valid_to == ON


async def test_a_unit_in_use_stays_open(context: Context, refused) -> None:
    session = context.session
    city = await a_unit(session, "Kota")
    dinas = await a_unit(session, parent=city)
    async with refused(ChildLeftBehind, "unitId", on=ON, count=1):
        await close_unit(context, city.id, ON)
    position = await a_position(session, dinas, until=date(2026, 4, 1))
    async with refused(UnitStillHasPositions, "unitId", on=ON, count=1):
        await close_unit(context, dinas.id, ON)
    await a_placement(session, await an_employee(session), position, until=date(2026, 5, 1))
    async with refused(UnitStillHasPeople, "unitId", on=date(2026, 4, 1), count=1):
        await close_unit(context, dinas.id, date(2026, 4, 1))
    for on in (LONG_AGO, date(2019, 1, 1)):
        async with refused(LaterFact, "on", begins=LONG_AGO):
            await close_unit(context, dinas.id, on)
    async with refused(NotFound, "unitId"):
        await close_unit(context, NOBODY, ON)
    await close_unit(context, dinas.id, date(2026, 5, 1))
    async with refused(UnitNotOpen, "unitId"):
        await close_unit(context, dinas.id, date(2026, 6, 1))


async def test_two_moves_at_once_never_make_a_circle(race) -> None:
    one, other = [await race.alone(lambda c: a_unit(c.session)) for _ in range(2)]
    answer = await race.second_of(
        lambda c: rename_or_move_unit(c, ChangeUnit(unit_id=one.id, on=ON, parent_id=other.id)),
        lambda c: rename_or_move_unit(c, ChangeUnit(unit_id=other.id, on=ON, parent_id=one.id)),
    )
    assert type(answer) is UnitInCircle


async def test_a_unit_opened_while_one_above_it_moves_stands_where_that_went(race) -> None:
    city = await race.alone(lambda c: a_unit(c.session, "Kota"))
    dinas, badan = [await race.alone(lambda c: a_unit(c.session, parent=city)) for _ in range(2)]
    bidang = await race.alone(lambda c: a_unit(c.session, "Bidang", parent=dinas))
    seksi = await race.second_of(
        lambda c: rename_or_move_unit(
            c, ChangeUnit(unit_id=dinas.id, on=LONG_AGO + WEEK, parent_id=badan.id)
        ),
        lambda c: open_unit(c, OpenUnit(name="Seksi", kind=UnitKind.SEKSI, on=ON, parent_id=bidang.id)),
    )
    assert await race.alone(lambda c: ancestry(c.session, seksi.id)) == [
        (seksi.id, 0, ON, None),
        (bidang.id, 1, ON, None),
        (dinas.id, 2, ON, None),
        (badan.id, 3, ON, None),
        (city.id, 4, ON, None),
    ]


async def test_no_position_opens_in_a_unit_that_closes_meanwhile(race) -> None:
    unit = await race.alone(lambda c: a_unit(c.session))
    opening = OpenPosition(unit_id=unit.id, name="Analis", level="PELAKSANA", on=ON)
    answer = await race.second_of(
        lambda c: close_unit(c, unit.id, date(2026, 6, 1)), lambda c: open_position(c, opening)
    )
    assert type(answer) is UnitNotOpen
