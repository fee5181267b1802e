"""A file is applied whole or not at all; what became of it is kept."""

import io
import json
import time
from datetime import date
from hashlib import sha256
from typing import Any

import pytest
import xlsxwriter
from factories.imports import UNITS, Cells, bring, delimited, dump, establish, person
from sqlalchemy import event, func, select

from jenjang.core.context import Context
from jenjang.database.model import opened_row
from jenjang.organisation.imports.batches import import_file
from jenjang.organisation.imports.columns import ColumnMissing
from jenjang.organisation.imports.commands import sentence
from jenjang.organisation.imports.models import ImportBatch, ImportChange, ImportRefusal
from jenjang.organisation.models import Employee
from jenjang.organisation.terms import ImportKind

pytestmark = pytest.mark.anyio
PEOPLE = ImportKind.PEOPLE
LEAST_RATE = 20_000 / 60
"""Rows a second that are asked for; here of this process alone, since other tests share the machine.
`bench/import_rate.py` measures the whole, with 20,000 rows."""


def spreadsheet(rows: list[Cells]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "dd-mm-yyyy"})
    for column, header in enumerate(rows[0]):
        sheet.write_string(0, column, header)
        for line, row in enumerate(rows, 1):
            cell = row[header]
            if "TANGGAL" in header or "TMT" in header:
                day_of_month, month, year = map(int, cell.split("-"))
                sheet.write_datetime(line, column, date(year, month, day_of_month), day)
            else:
                sheet.write_string(line, column, cell)
    book.close()
    return out.getvalue()


async def people(context: Context) -> list[dict[str, Any]]:
    """Everybody's row, opened, but for what PostgreSQL gave it."""
    rows = (await context.session.execute(select(*Employee.__table__.c).order_by(Employee.number))).mappings()
    opened = [opened_row(context.seals, Employee, dict(row)) for row in rows]
    return [{name: row[name] for name in row.keys() - {"id", "created_at"}} for row in opened]


async def test_trying_a_file_counts_and_applies_nothing(context: Context) -> None:
    await establish(context)
    before = await dump(context.session)
    batch = await bring(context, PEOPLE, [person(1), person(2, NAMA="")], dry_run=True)
    assert (batch.state, batch.row_count, batch.created_count, batch.refused_count) == ("TRIED", 2, 1, 1)
    assert await dump(context.session) == before
    assert (
        await context.session.scalar(
            select(func.count(ImportChange.id)).where(ImportChange.batch_id == batch.id)
        )
        == 0
    )


async def test_a_batch_tells_the_file_its_hash_and_who_brought_it(context: Context) -> None:
    content = delimited(UNITS)
    batch = await import_file(context, ImportKind.UNITS, "unor.csv", content)
    assert batch.file_name == "unor.csv"
    assert batch.file_hash == sha256(content).hexdigest()
    assert batch.imported_by == context.viewer.account_id


async def test_a_refused_row_is_kept_whole_with_a_sentence_for_a_person(context: Context) -> None:
    await establish(context)
    row = person(1, **{"JENIS KELAMIN": "F"})
    batch = await bring(context, PEOPLE, [row])
    refusal = (
        await context.session.scalars(select(ImportRefusal).where(ImportRefusal.batch_id == batch.id))
    ).one()
    columns = ("id", "facts", "content")
    kept = opened_row(context.seals, ImportRefusal, {name: getattr(refusal, name) for name in columns})
    assert json.loads(kept["content"]) == row
    assert json.loads(kept["facts"]) == {"number": "MALE", "profile": "FEMALE"}
    assert sentence(context, refusal) == "The number tells MALE, the profile FEMALE."


async def test_one_refused_row_leaves_the_sound_ones_out_too(context: Context) -> None:
    await establish(context)
    batch = await bring(context, PEOPLE, [person(1), person(2), person(3, NIK="1")])
    assert (batch.state, batch.refused_count) == ("REFUSED", 1)
    assert await people(context) == []


async def test_a_spreadsheet_brings_what_the_text_would(context: Context) -> None:
    await establish(context)
    rows = [person(1), person(2)]
    tried = await bring(context, PEOPLE, rows, dry_run=True)
    async with context.session.begin_nested() as nested:
        await bring(context, PEOPLE, rows)
        of_text = await people(context)
        await nested.rollback()
    batch = await import_file(context, PEOPLE, "pegawai.xlsx", spreadsheet(rows))
    assert (batch.created_count, tried.created_count) == (2, 2)
    assert await people(context) == of_text


async def test_a_file_of_another_kind_is_refused_as_a_whole_and_leaves_no_batch(context: Context) -> None:
    with pytest.raises(ColumnMissing):
        await import_file(context, ImportKind.UNITS, "x.csv", b"Id|NamaUnor\nA|B\n")
    assert await context.session.scalar(select(func.count(ImportBatch.id))) == 0


async def test_a_header_without_rows_is_applied_and_does_nothing(context: Context) -> None:
    batch = await import_file(context, ImportKind.UNITS, "x.csv", delimited(UNITS).splitlines(True)[0])
    assert (batch.state, batch.row_count) == ("APPLIED", 0)


async def test_many_people_come_in_with_as_many_statements_as_few(context: Context) -> None:
    await establish(context)
    statements: list[str] = []
    connection = (await context.session.connection()).sync_connection
    event.listen(connection, "before_cursor_execute", lambda *told: statements.append(told[2]))
    await bring(context, PEOPLE, [person(serial) for serial in range(1, 10)])
    few = len(statements)
    await bring(context, PEOPLE, [person(serial) for serial in range(10, 210)])
    assert len(statements) == 2 * few


async def test_thousands_of_people_come_in_fast_enough_with_progress(context: Context) -> None:
    await establish(context)
    rows = [person(serial) for serial in range(1, 2_501) if serial % 1000]
    told: list[tuple[int, int]] = []
    begun = time.process_time()
    batch = await bring(context, PEOPLE, rows, progress=lambda *step: told.append(step))
    spent = time.process_time() - begun
    assert (batch.state, batch.created_count) == ("APPLIED", 2_498)
    assert batch.created_count / spent > LEAST_RATE
    assert [step[0] for step in told] == sorted(step[0] for step in told)
    assert len(told) > 5
    assert told[-1] == (2_498, 2_498)
