"""A file of units becomes the tree, changes it from a date on, and says who leads."""

from datetime import date

import pytest
from factories.imports import (
    BIDANG,
    DINAS,
    POSITIONS,
    SEKSI,
    UNITS,
    bring,
    dump,
    establish,
    person,
    refusals,
    unit,
)
from sqlalchemy import select

from jenjang.core.context import Context
from jenjang.organisation.actions.leading import Appoint, appoint_leader, end_leadership
from jenjang.organisation.actions.units import ChangeUnit, close_unit, rename_or_move_unit
from jenjang.organisation.models import Employee, Leadership, Unit, UnitAncestry, UnitVersion
from jenjang.organisation.terms import ImportKind, LeadershipKind, UnitKind

pytestmark = pytest.mark.anyio


async def versions(context: Context, siasn_id: str) -> list[tuple[str, date, date | None]]:
    of = UnitVersion
    rows = await context.session.execute(
        select(of.name, of.valid_from, of.valid_to)
        .join(Unit, Unit.id == of.unit_id)
        .where(Unit.siasn_id == siasn_id)
        .order_by(of.valid_from)
    )
    return [tuple(row) for row in rows]


async def ancestors(context: Context, siasn_id: str, on: date) -> list[str | None]:
    """Those above the unit and itself, nearest first, by SIASN id (None: the government)."""
    of = UnitAncestry
    unit_id = await context.session.scalar(select(Unit.id).where(Unit.siasn_id == siasn_id))
    rows = await context.session.execute(
        select(Unit.siasn_id)
        .join(of, of.ancestor_id == Unit.id)
        .where(of.unit_id == unit_id, of.valid_from <= on, (of.valid_to.is_(None)) | (of.valid_to > on))
        .order_by(of.depth)
    )
    return list(rows.scalars())


async def test_units_stand_below_one_another_and_all_below_the_government(context: Context) -> None:
    batch = await bring(context, ImportKind.UNITS, UNITS)
    assert (batch.state, batch.row_count, batch.created_count) == ("APPLIED", 3, 3)
    assert await ancestors(context, SEKSI, date(2020, 1, 1)) == [SEKSI, BIDANG, DINAS, None]


async def test_the_order_of_the_rows_does_not_matter(context: Context) -> None:
    await bring(context, ImportKind.UNITS, UNITS[::-1])
    assert await ancestors(context, SEKSI, date(2020, 1, 1)) == [SEKSI, BIDANG, DINAS, None]


async def test_the_row_of_the_government_itself_is_the_root_that_is_there(context: Context) -> None:
    government = unit("UNOR-KOTA", JenisUnorId="GOVERNMENT", NamaUnor="Pemerintah Kota Surakarta")
    batch = await bring(context, ImportKind.UNITS, [government, unit(DINAS, "UNOR-KOTA")])
    assert (batch.created_count, batch.changed_count) == (1, 0)
    roots = await context.session.scalars(select(UnitVersion).where(UnitVersion.kind == UnitKind.GOVERNMENT))
    assert len(roots.all()) == 1
    assert await ancestors(context, DINAS, date(2020, 1, 1)) == [DINAS, "UNOR-KOTA"]


async def test_the_same_file_again_changes_nothing(context: Context) -> None:
    await bring(context, ImportKind.UNITS, UNITS)
    before = await dump(context.session)
    batch = await bring(context, ImportKind.UNITS, UNITS)
    assert (batch.created_count, batch.changed_count, batch.refused_count) == (0, 0, 0)
    assert await dump(context.session) == before


async def test_a_later_date_makes_a_new_version_and_the_tree_of_each_day_stays(context: Context) -> None:
    await bring(context, ImportKind.UNITS, UNITS)
    moved = unit(SEKSI, DINAS, JenisUnorId="SEKSI", NamaUnor="Seksi Baru", TMT="01-03-2024")
    batch = await bring(context, ImportKind.UNITS, [moved])
    assert (batch.created_count, batch.changed_count) == (0, 1)
    assert await versions(context, SEKSI) == [
        (f"Nama {SEKSI}", date(2017, 1, 2), date(2024, 3, 1)),
        ("Seksi Baru", date(2024, 3, 1), None),
    ]
    assert await ancestors(context, SEKSI, date(2024, 2, 29)) == [SEKSI, BIDANG, DINAS, None]
    assert await ancestors(context, SEKSI, date(2024, 3, 1)) == [SEKSI, DINAS, None]


async def test_the_same_date_corrects_the_version_that_began_then(context: Context) -> None:
    await bring(context, ImportKind.UNITS, UNITS)
    await bring(context, ImportKind.UNITS, [unit(DINAS, NamaUnor="Dinas Betul")])
    assert await versions(context, DINAS) == [("Dinas Betul", date(2017, 1, 2), None)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([unit("A", "NOWHERE")], [(2, "DiatasanId", "UNIT_UNKNOWN")]),
        ([unit("A"), unit("A")], [(3, "Id", "UNIT_TWICE")]),
        ([unit("A", KodeWilayah="16.71")], [(2, "KodeWilayah", "REGION_OUTSIDE")]),
        ([unit("A", KodeWilayah="33.721")], [(2, "KodeWilayah", "REGION_UNREADABLE")]),
        ([unit("A", "A")], [(2, "DiatasanId", "UNIT_IN_CIRCLE")]),
        (
            [unit("A", "B"), unit("B", "A")],
            [(2, "DiatasanId", "UNIT_IN_CIRCLE"), (3, "DiatasanId", "UNIT_IN_CIRCLE")],
        ),
        ([unit("A"), unit("B", "A", TMT="01-01-2010")], [(3, "DiatasanId", "PARENT_NOT_OPEN")]),
        ([unit("A", PemimpinPnsId="NOBODY")], [(2, "PemimpinPnsId", "LEADER_UNKNOWN")]),
        ([unit("A", JenisUnorId="KANTOR")], [(2, "JenisUnorId", "UNIT_KIND_UNKNOWN")]),
    ],
    ids=["parent", "twice", "region", "unreadable", "itself", "circle", "not open", "leader", "kind"],
)
async def test_a_fault_is_told_by_row_and_column_and_nothing_is_applied(context, rows, expected) -> None:
    before = await dump(context.session)
    batch = await bring(context, ImportKind.UNITS, rows)
    assert batch.state == "REFUSED"
    assert await refusals(context.session, batch) == expected
    assert await dump(context.session) == before


async def test_what_is_older_than_the_newest_version_is_refused(context: Context) -> None:
    await bring(context, ImportKind.UNITS, UNITS)
    batch = await bring(context, ImportKind.UNITS, [unit(DINAS, NamaUnor="Dulu", TMT="01-01-2015")])
    assert await refusals(context.session, batch) == [(2, "TMT", "LATER_FACT")]


async def test_a_closed_unit_may_open_again_but_not_while_it_was_open(context: Context) -> None:
    await bring(context, ImportKind.UNITS, UNITS)
    unit_id = await context.session.scalar(select(Unit.id).where(Unit.siasn_id == SEKSI))
    await close_unit(context, unit_id, date(2024, 1, 1))
    within = unit(SEKSI, BIDANG, JenisUnorId="SEKSI", NamaUnor="Lagi", TMT="01-06-2023")
    batch = await bring(context, ImportKind.UNITS, [within])
    assert await refusals(context.session, batch) == [(2, "TMT", "LATER_FACT")]
    batch = await bring(context, ImportKind.UNITS, [within | {"TMT": "01-06-2024"}])
    assert batch.state == "APPLIED"
    assert (await versions(context, SEKSI))[-1] == ("Lagi", date(2024, 6, 1), None)


async def test_a_leader_is_appointed_once_the_person_is_known_and_followed_by_the_next(
    context: Context,
) -> None:
    await establish(context)
    both = [person(1), person(2, **{"TMT JABATAN": "01-06-2023"})]
    await bring(context, ImportKind.PEOPLE, both)
    batch = await bring(context, ImportKind.UNITS, [unit(DINAS, PemimpinPnsId="PNS-1")])
    assert batch.changed_count == 1
    again = await bring(context, ImportKind.UNITS, [unit(DINAS, PemimpinPnsId="PNS-1")])
    assert again.changed_count == 0
    await bring(context, ImportKind.UNITS, [unit(DINAS, PemimpinPnsId="PNS-2")])
    rows = await context.session.scalars(select(Leadership).order_by(Leadership.valid_from))
    assert [(row.kind, row.valid_from, row.valid_to) for row in rows] == [
        ("DEFINITIVE", date(2020, 2, 1), date(2023, 6, 1)),
        ("DEFINITIVE", date(2023, 6, 1), None),
    ]


async def leaderships(context: Context) -> list[tuple[date, date | None]]:
    of = Leadership
    rows = await context.session.execute(select(of.valid_from, of.valid_to).order_by(of.valid_from))
    return [tuple(row) for row in rows]


async def appointed(context: Context, on: date, until: date | None = None) -> Leadership:
    """The dinas is led by the first of two people from a day on."""
    await establish(context)
    await bring(context, ImportKind.PEOPLE, [person(1), person(2)])
    who = await context.session.scalar(select(Employee.id).where(Employee.siasn_id == "PNS-1"))
    unit_id = await context.session.scalar(select(Unit.id).where(Unit.siasn_id == DINAS))
    definitive = LeadershipKind.DEFINITIVE
    appointment = Appoint(unit_id=unit_id, employee_id=who, kind=definitive, on=on, until=until)
    return await appoint_leader(context, appointment)


async def test_a_leader_follows_on_the_day_on_which_the_last_one_stopped(context: Context) -> None:
    led = await appointed(context, date(2021, 1, 1))
    await end_leadership(context, led.id, date(2023, 1, 1))
    batch = await bring(context, ImportKind.UNITS, [unit(DINAS, PemimpinPnsId="PNS-2")])
    assert batch.state == "APPLIED"
    assert await leaderships(context) == [(date(2021, 1, 1), date(2023, 1, 1)), (date(2023, 1, 1), None)]


async def test_a_leader_until_a_day_to_come_is_followed_or_stays(context: Context) -> None:
    await appointed(context, date(2021, 1, 1), date(2999, 1, 1))
    same = await bring(context, ImportKind.UNITS, [unit(DINAS, PemimpinPnsId="PNS-1")])
    assert same.changed_count == 0
    batch = await bring(context, ImportKind.UNITS, [unit(DINAS, PemimpinPnsId="PNS-2")])
    assert batch.state == "APPLIED"
    assert await leaderships(context) == [(date(2021, 1, 1), context.today), (context.today, None)]


async def test_nobody_leads_a_unit_before_it_opened(context: Context) -> None:
    await establish(context)
    await bring(context, ImportKind.PEOPLE, [person()])
    opened = unit("UNOR-BARU", DINAS, TMT="01-01-2024")
    renamed = opened | {"NamaUnor": "Nama lain", "TMT": "01-06-2024", "PemimpinPnsId": "PNS-1"}
    await bring(context, ImportKind.UNITS, [opened])
    await bring(context, ImportKind.UNITS, [renamed])
    assert await leaderships(context) == [(date(2024, 1, 1), None)]


async def test_nobody_is_appointed_to_a_unit_that_is_closed(context: Context) -> None:
    await bring(context, ImportKind.UNITS, [*UNITS, unit("UNOR-TUTUP", DINAS)])
    await bring(context, ImportKind.POSITIONS, POSITIONS)
    await bring(context, ImportKind.PEOPLE, [person()])
    unit_id = await context.session.scalar(select(Unit.id).where(Unit.siasn_id == "UNOR-TUTUP"))
    await close_unit(context, unit_id, date(2024, 1, 1))
    row = unit("UNOR-TUTUP", DINAS, PemimpinPnsId="PNS-1")
    batch = await bring(context, ImportKind.UNITS, [row])
    assert await refusals(context.session, batch) == [(2, "PemimpinPnsId", "UNIT_NOT_OPEN")]


async def test_a_file_that_was_in_changes_nothing_after_a_unit_was_renamed(context: Context) -> None:
    await bring(context, ImportKind.UNITS, UNITS)
    unit_id = await context.session.scalar(select(Unit.id).where(Unit.siasn_id == DINAS))
    change = ChangeUnit(unit_id=unit_id, on=date(2025, 1, 1), name="Dinas Lain", decree_number="1/2025")
    await rename_or_move_unit(context, change)
    before = await dump(context.session)
    batch = await bring(context, ImportKind.UNITS, UNITS)
    assert (batch.state, batch.changed_count) == ("APPLIED", 0)
    assert await dump(context.session) == before
    await bring(context, ImportKind.UNITS, [unit(DINAS, NamaUnor="Dinas Ketiga", TMT="01-02-2025")])
    decrees = await context.session.scalars(
        select(UnitVersion.decree_number)
        .where(UnitVersion.unit_id == unit_id)
        .order_by(UnitVersion.valid_from)
    )
    assert decrees.all() == [None, "1/2025", None]
