"""Bringing a file in: read, checked row by row, and applied whole or not at all."""

import json
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from jenjang.core.context import Context
from jenjang.core.errors import Conflict
from jenjang.core.language import LANGUAGES, sentence
from jenjang.database.model import sealed_row
from jenjang.organisation.actions.history import one_at_a_time
from jenjang.organisation.actions.superiors import tell_worker
from jenjang.organisation.imports import people, people_columns, placements, positions, ranks, units
from jenjang.organisation.imports.columns import Column, RowRefusal, Table, read_table
from jenjang.organisation.imports.holding import hold
from jenjang.organisation.imports.letters import moved_by, tell_of
from jenjang.organisation.imports.models import ImportBatch, ImportRefusal
from jenjang.organisation.imports.plan import Model, Plan
from jenjang.organisation.imports.reading import read
from jenjang.organisation.imports.writing import carry_out, new_ids
from jenjang.organisation.models import (
    Education,
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
from jenjang.organisation.terms import ImportKind, ImportState

Progress = Callable[[int, int], None]
"""Told how many of how many rows are done."""
IMPORTS = "imports"
UNIQUE_VIOLATION = "23505"


class RecordedMeanwhile(Conflict):
    """Meanwhile somebody else recorded a number or an id that this file brings too. Send it once more."""


ORDER: tuple[Model, ...] = (
    Unit,
    UnitVersion,
    UnitAncestry,
    Position,
    Employee,
    EmployeeNumber,
    ServicePeriod,
    RankHolding,
    Placement,
    Education,
    Leadership,
)
"""The tables that files touch, none before one that it refers to."""


@dataclass(frozen=True, slots=True)
class FileKind:
    """What makes a kind of file: its columns, what a row becomes, what rows would do, to which tables."""

    columns: Sequence[Column]
    row: Callable[..., Any]
    plan: Callable[[Context, Table[Any]], Awaitable[Plan]]  # Any: each kind has its own row.
    tables: Sequence[Model] = ORDER
    naming: Mapping[Model, str] = field(default_factory=dict)
    """Columns that name the batch by which a row was made."""
    applied: Callable[[Context, Plan], Awaitable[None]] | None = None
    """What follows when the rows are in, such as telling people."""
    taken_back: Mapping[str, str | None] = field(default_factory=dict)
    """Tables whose rows nobody deletes: what undoing sets in those that were made (None: nothing)."""
    followed: str | None = None
    """SQL that counts the rows that follow those of `:batch` without naming them."""


KINDS = {
    ImportKind.UNITS: FileKind(units.COLUMNS, units.UnitRow, units.plan),
    ImportKind.POSITIONS: FileKind(positions.COLUMNS, positions.PositionRow, positions.plan),
    ImportKind.PEOPLE: FileKind(people_columns.COLUMNS, people_columns.PersonRow, people.plan),
    ImportKind.RANKS: FileKind(ranks.COLUMNS, ranks.RankRow, ranks.plan),
    ImportKind.PLACEMENTS: FileKind(placements.COLUMNS, placements.PlacementRow, placements.plan),
}


def register(kind: ImportKind, of_kind: FileKind) -> None:
    """Add a kind of file that a later domain reads."""
    KINDS[kind] = of_kind


def tables() -> Iterator[Model]:
    """Every table that any kind of file touches."""
    yield from dict.fromkeys(model for of_kind in KINDS.values() for model in of_kind.tables)


async def import_file(
    context: Context,
    kind: ImportKind,
    file_name: str,
    content: bytes,
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
    warn: Callable[[RowRefusal], None] | None = None,
) -> ImportBatch:
    """Bring a file in, or only try it. One refused row, and nothing of the file is applied.

    The batch tells what became of it, its refusals are kept with it; `warn` is told of each thing that is
    brought in, but looks wrong where it comes from. Raises what says that the
    file as a whole can't be read: FileEmpty, FileUnreadable, FileTooLarge, ColumnUnknown,
    ColumnMissing, ColumnTwice. Raises RecordedMeanwhile when a deed was faster.
    """
    of_kind = KINDS[kind]
    table: Table[Any] = read_table(read(content), of_kind.columns, of_kind.row)  # Any: as in FileKind.
    if not dry_run:
        await one_at_a_time(context, IMPORTS)
        await hold(context, kind, table)
    plan = await of_kind.plan(context, table)
    if warn:
        for warning in table.warnings:
            warn(warning)
    batch = _batch(context, kind, file_name, content, table, plan, dry_run=dry_run)
    context.session.add(batch)
    await context.session.flush()
    await _keep_refusals(context, batch, table.refusals)
    if batch.state == ImportState.APPLIED:
        for model, column in of_kind.naming.items():
            plan.name_batch(model, column, batch.id)
        await _apply(context, batch, plan, of_kind, progress)
        await tell_worker(context)
    elif progress:
        progress(batch.row_count, batch.row_count)
    return batch


def _batch(
    context: Context,
    kind: ImportKind,
    file_name: str,
    content: bytes,
    table: Table[Any],  # Any: each kind has its own row.
    plan: Plan,
    *,
    dry_run: bool,
) -> ImportBatch:
    refused = {refusal.row for refusal in table.refusals}
    tried = ImportState.TRIED if dry_run else ImportState.APPLIED
    return ImportBatch(
        kind=str(kind),
        state=str(ImportState.REFUSED if refused and not dry_run else tried),
        file_name=file_name,
        file_hash=sha256(content).hexdigest(),
        row_count=len({line.number for line in table.lines} | refused),
        created_count=len(plan.creating - refused),
        changed_count=len(plan.changing - plan.creating - refused),
        refused_count=len(refused),
        imported_by=context.viewer.account_id,
    )


async def _keep_refusals(context: Context, batch: ImportBatch, refusals: Sequence[RowRefusal]) -> None:
    ids = await new_ids(context.session, len(refusals))
    rows = [
        {
            "id": next(ids),
            "batch_id": batch.id,
            "row": refused.row,
            "column": refused.column,
            "code": refused.refusal.code,
            "facts": _json({name: _plain(fact) for name, fact in refused.refusal.facts.items()}),
            "messages": _json({language: sentence(refused.refusal, language) for language in LANGUAGES}),
            "content": _json(refused.content),
        }
        for refused in sorted(refusals, key=lambda each: each.row)
    ]
    if rows:
        kept = [sealed_row(context.seals, ImportRefusal, row) for row in rows]
        await context.session.execute(insert(ImportRefusal), kept)


def _json(told: Mapping[str, object]) -> str:
    return json.dumps(told, ensure_ascii=False)


def _plain(fact: object) -> str | int | None:
    """A fact of a refusal as JSON holds it."""
    if isinstance(fact, date):
        return fact.isoformat()
    return fact if isinstance(fact, int) or fact is None else str(fact)


async def _apply(
    context: Context, batch: ImportBatch, plan: Plan, of_kind: FileKind, progress: Progress | None
) -> None:
    size, done = plan.size(), 0

    def written(count: int) -> None:
        nonlocal done
        done += count
        if progress:
            progress(batch.row_count * done // size, batch.row_count)

    try:
        await carry_out(context, batch.id, plan, of_kind.tables, written)
    except IntegrityError as error:
        # Whom nobody knew when the rows were checked, no lock could hold.
        if getattr(error.orig, "sqlstate", None) == UNIQUE_VIOLATION:
            raise RecordedMeanwhile("content") from error
        raise
    await tell_of(context, await moved_by(context, batch.id))
    if of_kind.applied:
        await of_kind.applied(context, plan)
    if progress:
        progress(batch.row_count, batch.row_count)
