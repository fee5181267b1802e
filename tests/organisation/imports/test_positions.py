"""A file of positions becomes the establishment, with spans and ages from the national rules."""

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
    held_position,
    person,
    position,
    refusals,
)
from sqlalchemy import select

from jenjang.core.context import Context
from jenjang.organisation.actions.positions import close_position
from jenjang.organisation.models import Placement, Position
from jenjang.organisation.terms import ImportKind

pytestmark = pytest.mark.anyio


async def found(context: Context, name: str) -> Position:
    return (await context.session.scalars(select(Position).where(Position.name == name))).one()


async def test_level_eselon_span_and_retirement_age_follow_from_the_row(context: Context) -> None:
    await establish(context)
    head = await found(context, "Kepala Dinas")
    assert (head.level, head.echelon, head.critical, head.seats) == ("JPT_PRATAMA", "II.b", True, 1)
    assert (head.lowest_rank, head.highest_rank) == ("IV/a", "IV/c")
    assert (head.retirement_age, head.retirement_rule) == (60, "retirement_age 2023")
    analyst = await found(context, "Analis Kebijakan Ahli Pertama")
    assert (analyst.level, analyst.seats, analyst.retirement_age) == ("AHLI_PERTAMA", 2, 58)
    teacher = await found(context, "Guru Ahli Pertama")
    assert (teacher.seats, teacher.retirement_age) == (9999, 60)


async def test_a_span_of_its_own_stands_before_the_national_one(context: Context) -> None:
    await bring(context, ImportKind.UNITS, UNITS)
    own = {"GOLONGAN TERENDAH ID": "33", "GOLONGAN TERTINGGI ID": "III/d"}
    await bring(context, ImportKind.POSITIONS, [position("Penata", BIDANG, "PELAKSANA", **own)])
    assert (await found(context, "Penata")).lowest_rank == "III/c"
    assert (await found(context, "Penata")).highest_rank == "III/d"


async def test_the_same_file_again_changes_nothing_and_another_number_of_seats_does(context: Context) -> None:
    await establish(context)
    before = await dump(context.session)
    batch = await bring(context, ImportKind.POSITIONS, POSITIONS)
    assert (batch.created_count, batch.changed_count) == (0, 0)
    assert await dump(context.session) == before
    more = POSITIONS[2] | {"JUMLAH FORMASI": "5"}
    batch = await bring(context, ImportKind.POSITIONS, [more])
    assert (batch.created_count, batch.changed_count) == (0, 1)
    assert (await found(context, "Analis Kebijakan Ahli Pertama")).seats == 5


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (position("A", "NOWHERE", "PELAKSANA"), [(2, "UNOR ID", "UNIT_UNKNOWN")]),
        (position("A", DINAS, "RAJA"), [(2, "JENJANG", "POSITION_LEVEL_UNKNOWN")]),
        (position("A", DINAS, "PENGAWAS", **{"ESELON ID": "99"}), [(2, "ESELON ID", "ECHELON_UNKNOWN")]),
        (
            position("A", DINAS, "PENGAWAS", **{"ESELON ID": "21"}),
            [(2, "ESELON ID", "ECHELON_LEVEL_DIFFERS")],
        ),
        (
            position("A", DINAS, "PENGAWAS", **{"GOLONGAN TERENDAH ID": "09"}),
            [(2, "GOLONGAN TERENDAH ID", "RANK_UNKNOWN")],
        ),
        (
            position("A", DINAS, "PENGAWAS", **{"GOLONGAN TERENDAH ID": "34", "GOLONGAN TERTINGGI ID": "31"}),
            [(2, "GOLONGAN TERTINGGI ID", "RANK_SPAN_UPSIDE_DOWN")],
        ),
        (
            position("A", DINAS, "PENGAWAS", **{"JUMLAH FORMASI": "banyak"}),
            [(2, "JUMLAH FORMASI", "NUMBER_UNREADABLE")],
        ),
        (position("A", DINAS, "PENGAWAS", KRITIS="ENTAH"), [(2, "KRITIS", "ANSWER_UNREADABLE")]),
        (position("A", DINAS, "PENGAWAS", TMT="01-01-2015"), [(2, "TMT", "UNIT_NOT_OPEN")]),
    ],
    ids=["unit", "level", "eselon", "other level", "rank", "span", "seats", "critical", "before unit"],
)
async def test_a_fault_is_told_by_row_and_column_and_nothing_is_applied(context, row, expected) -> None:
    await bring(context, ImportKind.UNITS, UNITS)
    before = await dump(context.session)
    batch = await bring(context, ImportKind.POSITIONS, [row, position("Sound", DINAS, "PELAKSANA")])
    assert batch.state == "REFUSED"
    assert await refusals(context.session, batch) == expected
    assert await dump(context.session) == before


async def test_a_position_that_is_there_twice_is_refused(context: Context) -> None:
    await bring(context, ImportKind.UNITS, UNITS)
    row = position("A", DINAS, "PELAKSANA")
    batch = await bring(context, ImportKind.POSITIONS, [row, row])
    assert await refusals(context.session, batch) == [(3, "JABATAN NAMA", "POSITION_TWICE")]


async def test_an_empty_cell_or_a_column_left_out_changes_nothing(context: Context) -> None:
    await establish(context)
    told = {"JUMLAH FORMASI": "5", "KRITIS": "Y", "GOLONGAN TERENDAH ID": "II/a", "ESELON ID": "41"}
    await bring(context, ImportKind.POSITIONS, [position("Kepala Seksi", SEKSI, "PENGAWAS", **told)])
    before = await dump(context.session)
    untold = dict(position("Kepala Seksi", SEKSI, "PENGAWAS", **{"JABATAN ID": ""}))
    for column in ("JUMLAH FORMASI", "KRITIS"):
        del untold[column]
    batch = await bring(context, ImportKind.POSITIONS, [untold])
    assert (batch.state, batch.created_count, batch.changed_count) == ("APPLIED", 0, 0)
    assert await dump(context.session) == before


async def test_half_a_span_leaves_the_other_end_open_as_by_the_deed(context: Context) -> None:
    await establish(context)
    row = position("Staf Senior", DINAS, "PELAKSANA", **{"GOLONGAN TERENDAH ID": "IV/a"})
    await bring(context, ImportKind.POSITIONS, [row])
    senior = await found(context, "Staf Senior")
    assert (senior.lowest_rank, senior.highest_rank) == ("IV/a", None)
    upside_down = row | {"GOLONGAN TERENDAH ID": "", "GOLONGAN TERTINGGI ID": "III/d"}
    batch = await bring(context, ImportKind.POSITIONS, [upside_down])
    assert await refusals(context.session, batch) == [(2, "GOLONGAN TERTINGGI ID", "RANK_SPAN_UPSIDE_DOWN")]


async def test_another_level_brings_its_usual_span_and_no_eselon_of_the_old_one(context: Context) -> None:
    await establish(context)
    await bring(context, ImportKind.POSITIONS, [position("Kepala Bidang", BIDANG, "AHLI_MUDA")])
    head = await found(context, "Kepala Bidang")
    assert (head.level, head.echelon, head.lowest_rank, head.highest_rank) == (
        "AHLI_MUDA",
        None,
        "III/c",
        "III/d",
    )


async def test_a_position_without_an_id_gets_it_from_the_file(context: Context) -> None:
    await establish(context)
    await bring(context, ImportKind.POSITIONS, [position("Arsiparis", DINAS, "MAHIR", **{"JABATAN ID": ""})])
    batch = await bring(context, ImportKind.POSITIONS, [position("Arsiparis", DINAS, "MAHIR")])
    assert (batch.created_count, batch.changed_count) == (0, 1)
    assert (await found(context, "Arsiparis")).siasn_id == f"{DINAS}/Arsiparis"


async def test_a_closed_position_opens_again_and_each_holder_is_in_that_of_the_time(context: Context) -> None:
    await establish(context)
    old = await found(context, "Guru Ahli Pertama")
    await close_position(context, old.id, date(2021, 1, 1))
    again = POSITIONS[3] | {"TMT": "01-01-2022"}
    batch = await bring(context, ImportKind.POSITIONS, [again])
    assert (batch.created_count, batch.changed_count) == (1, 0)
    assert (await bring(context, ImportKind.POSITIONS, [again])).created_count == 0
    batch = await bring(context, ImportKind.PEOPLE, [person(**{"TMT JABATAN": "01-02-2022"})])
    assert await refusals(context.session, batch) == []
    early = held_position(person()["NIP BARU"], "Guru Ahli Pertama", SEKSI, "01-06-2018")
    await bring(context, ImportKind.PLACEMENTS, [early])
    held = await context.session.scalars(select(Placement).order_by(Placement.valid_from))
    assert [(each.position_id == old.id, each.valid_from, each.valid_to) for each in held] == [
        (True, date(2018, 6, 1), date(2021, 1, 1)),
        (False, date(2022, 2, 1), None),
    ]
