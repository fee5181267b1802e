"""Undoing a file leaves the tables byte for byte as they were, or is refused."""

from uuid import uuid4

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
from jenjang.organisation.imports.undoing import (
    BatchNotApplied,
    ChangedSince,
    LaterBatchStands,
    UsedSince,
    undo_batch,
)
from jenjang.organisation.models import Employee, Placement, RankHolding
from jenjang.organisation.terms import ImportKind, Severity

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
