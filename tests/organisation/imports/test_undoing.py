"""Undoing a file leaves the tables byte for byte as they were, or is refused."""

from datetime import date
from uuid import UUID, uuid4

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
    held_rank,
    person,
    position,
    unit,
)
from sqlalchemy import select

from jenjang.core.context import Context
from jenjang.core.errors import NotFound
from jenjang.organisation.actions.people import RecordSanction, record_sanction
from jenjang.organisation.actions.placements import Place, place_employee
from jenjang.organisation.actions.positions import OpenPosition, open_position
from jenjang.organisation.actions.units import (
    ChangeUnit,
    OpenUnit,
    close_unit,
    open_unit,
    rename_or_move_unit,
)
from jenjang.organisation.imports.models import ImportBatch
from jenjang.organisation.imports.undoing import (
    BatchNotApplied,
    ChangedSince,
    LaterBatchStands,
    UsedSince,
    undo_batch,
)
from jenjang.organisation.models import Employee, Placement, Position, RankHolding, Unit, UnitAncestry
from jenjang.organisation.rules.tree import UnitInCircle
from jenjang.organisation.terms import ImportKind, Severity, UnitKind

pytestmark = pytest.mark.anyio
NIP = person()["NIP BARU"]


async def test_each_kind_of_file_is_undone_to_the_byte_the_last_first(context: Context) -> None:
    files = [
        (ImportKind.UNITS, UNITS),
        (ImportKind.POSITIONS, POSITIONS),
        (ImportKind.PEOPLE, [person(1), person(2)]),
        (ImportKind.RANKS, [held_rank(NIP, "31", "01-05-2015"), held_rank(NIP, "32", "01-10-2019")]),
        (ImportKind.PLACEMENTS, [held_position(NIP, "Guru Ahli Pertama", SEKSI, "01-06-2018")]),
        (ImportKind.UNITS, [unit(DINAS, PemimpinPnsId="PNS-1")]),
        (ImportKind.UNITS, [unit(SEKSI, DINAS, JenisUnorId="SEKSI", TMT="01-03-2024")]),
        (ImportKind.POSITIONS, [POSITIONS[2] | {"JUMLAH FORMASI": "9"}]),
        (ImportKind.PEOPLE, [person(1, **{"GOL AKHIR ID": "33", "TMT GOLONGAN": "01-10-2023", "NAMA": "X"})]),
        (ImportKind.UNITS, [unit(DINAS, PemimpinPnsId="PNS-2")]),
    ]
    steps = []
    for kind, rows in files:
        before = await dump(context.session)
        batch = await bring(context, kind, rows)
        assert batch.state == "APPLIED"
        assert await dump(context.session) != before
        steps.append((batch, before))
    for batch, before in reversed(steps):
        undone = await undo_batch(context, batch.id)
        assert (undone.state, undone.undone_at) == ("UNDONE", context.now)
        assert await dump(context.session) == before


async def test_an_undone_file_can_be_brought_in_again(context: Context) -> None:
    await establish(context)
    batch = await bring(context, ImportKind.PEOPLE, [person()])
    await undo_batch(context, batch.id)
    again = await bring(context, ImportKind.PEOPLE, [person()])
    assert (again.state, again.created_count) == ("APPLIED", 1)


async def refused(context: Context, batch_id, refusal: type[Exception]) -> Exception:
    """Undoing it is refused so, and changes nothing."""
    before = await dump(context.session)
    with pytest.raises(refusal) as told:
        await undo_batch(context, batch_id)
    assert await dump(context.session) == before
    return told.value


async def test_what_was_not_applied_or_is_undone_already_is_not_undone(context: Context) -> None:
    tried = await bring(context, ImportKind.UNITS, UNITS, dry_run=True)
    await refused(context, tried.id, BatchNotApplied)
    batch = await bring(context, ImportKind.UNITS, UNITS)
    await undo_batch(context, batch.id)
    await refused(context, batch.id, BatchNotApplied)
    await refused(context, uuid4(), NotFound)


async def test_a_later_file_that_changed_the_same_is_undone_first(context: Context) -> None:
    await establish(context)
    first = await bring(context, ImportKind.PEOPLE, [person()])
    later = await bring(context, ImportKind.PEOPLE, [person(NAMA="Nama Baru")], "later.csv")
    told = await refused(context, first.id, LaterBatchStands)
    assert "later.csv" in str(told)
    await undo_batch(context, later.id)
    await undo_batch(context, first.id)


async def test_a_deed_since_then_is_not_lost(context: Context) -> None:
    await establish(context)
    batch = await bring(context, ImportKind.PEOPLE, [person()])
    who = (await context.session.scalars(select(Employee))).one()
    record = RecordSanction(
        employee_id=who.id, severity=Severity.LIGHT, kind="Teguran lisan", on=context.today
    )
    await record_sanction(context, record)
    await refused(context, batch.id, ChangedSince)


async def test_a_row_that_was_changed_or_is_gone_is_noticed(context: Context) -> None:
    await establish(context)
    batch = await bring(context, ImportKind.PEOPLE, [person()])
    rank = (await context.session.scalars(select(RankHolding))).one()
    rank.decree_number = "by hand"
    await context.session.flush()
    await refused(context, batch.id, ChangedSince)
    rank.decree_number = None
    await context.session.flush()
    await context.session.delete((await context.session.scalars(select(Placement))).one())
    await context.session.flush()
    await refused(context, batch.id, ChangedSince)


async def test_what_others_built_on_stays(context: Context) -> None:
    units = await bring(context, ImportKind.UNITS, UNITS)
    await bring(context, ImportKind.POSITIONS, [position("A", BIDANG, "PELAKSANA")])
    await refused(context, units.id, UsedSince)


async def unit_id(context: Context, siasn_id: str) -> UUID:
    return (await context.session.scalars(select(Unit.id).where(Unit.siasn_id == siasn_id))).one()


async def above(context: Context, below: UUID) -> list[UUID]:
    of = UnitAncestry
    rows = await context.session.scalars(
        select(of.ancestor_id).where(of.unit_id == below).order_by(of.depth, of.valid_from)
    )
    return list(rows)


async def moved(context: Context) -> tuple[ImportBatch, UUID, UUID]:
    """A file moves the bidang from one dinas to another; the batch, the bidang and the new dinas."""
    await bring(context, ImportKind.UNITS, [*UNITS, unit("UNOR-LAIN")])
    row = unit(BIDANG, "UNOR-LAIN", JenisUnorId="BIDANG", TMT="01-03-2024")
    batch = await bring(context, ImportKind.UNITS, [row])
    return batch, await unit_id(context, BIDANG), await unit_id(context, "UNOR-LAIN")


async def test_a_unit_opened_below_one_that_a_file_moved_goes_back_with_it(context: Context) -> None:
    batch, bidang, lain = await moved(context)
    opening = OpenUnit(name="Seksi Baru", kind=UnitKind.SEKSI, on=date(2025, 1, 1), parent_id=bidang)
    new = await open_unit(context, opening)
    assert lain in await above(context, new.id)
    await undo_batch(context, batch.id)
    dinas = await unit_id(context, DINAS)
    assert (await above(context, new.id))[:3] == [new.id, bidang, dinas]
    assert lain not in await above(context, new.id)


async def test_undoing_a_move_never_makes_a_circle(context: Context) -> None:
    batch, bidang, _ = await moved(context)
    dinas = await unit_id(context, DINAS)
    await rename_or_move_unit(context, ChangeUnit(unit_id=dinas, on=date(2025, 1, 1), parent_id=bidang))
    await refused(context, batch.id, UnitInCircle)


async def test_a_unit_that_a_file_opened_again_stays_open_once_it_is_used(context: Context) -> None:
    await bring(context, ImportKind.UNITS, UNITS)
    seksi = await unit_id(context, SEKSI)
    await close_unit(context, seksi, date(2024, 1, 1))
    again = unit(SEKSI, BIDANG, JenisUnorId="SEKSI", TMT="01-06-2024")
    batch = await bring(context, ImportKind.UNITS, [again])
    opening = OpenPosition(unit_id=seksi, name="Staf", level="PELAKSANA", on=date(2025, 1, 1))
    await open_position(context, opening)
    await refused(context, batch.id, UsedSince)


async def test_nobody_returns_to_a_seat_that_another_got_since(context: Context) -> None:
    await establish(context)
    head = {"JABATAN NAMA": "Kepala Bidang", "UNOR ID": BIDANG}
    await bring(context, ImportKind.PEOPLE, [person(1, **head), person(2)])
    left = [held_position(NIP, "Guru Ahli Pertama", SEKSI, "01-01-2024")]
    batch = await bring(context, ImportKind.PLACEMENTS, left)
    await place(context, 2, "Kepala Bidang")
    await refused(context, batch.id, UsedSince)


async def test_seats_that_a_file_added_stay_once_they_are_taken(context: Context) -> None:
    await establish(context)
    await bring(context, ImportKind.PEOPLE, [person(1), person(2)])
    more = POSITIONS[1] | {"JUMLAH FORMASI": "2"}
    batch = await bring(context, ImportKind.POSITIONS, [more])
    await place(context, 1, "Kepala Bidang")
    await place(context, 2, "Kepala Bidang")
    await refused(context, batch.id, UsedSince)


async def place(context: Context, serial: int, position: str) -> None:
    who = await context.session.scalar(select(Employee.id).where(Employee.siasn_id == f"PNS-{serial}"))
    where = await context.session.scalar(select(Position.id).where(Position.name == position))
    await place_employee(context, Place(employee_id=who, position_id=where, on=date(2025, 1, 1)))
