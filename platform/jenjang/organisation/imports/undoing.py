"""Undoing a batch: exactly what was there before, unless somebody has changed or used it since."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Table, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core.context import Context
from jenjang.core.errors import Conflict
from jenjang.database.model import Model as AnyTable
from jenjang.database.model import followed_columns, table_of
from jenjang.organisation.actions.history import one_at_a_time
from jenjang.organisation.actions.superiors import tell_worker
from jenjang.organisation.actions.units import TREE
from jenjang.organisation.imports.ancestry import renew_ancestry
from jenjang.organisation.imports.batches import IMPORTS, KINDS, FileKind, tables
from jenjang.organisation.imports.coherence import positions_of, unfit, units_of
from jenjang.organisation.imports.letters import moved_by, tell_of
from jenjang.organisation.imports.models import ImportBatch, ImportChange
from jenjang.organisation.imports.plan import Model
from jenjang.organisation.imports.writing import TENANT, hashed
from jenjang.organisation.terms import ImportKind, ImportState

Params = Mapping[str, Any]
"""Parameters of a statement. Any: each has its own type."""


class BatchNotApplied(Conflict):
    """This file is {state}: there is nothing of it to undo."""


class LaterBatchStands(Conflict):
    """The file {file_name}, brought in later, changed the same. Undo that one first (batch {batch})."""


class ChangedSince(Conflict):
    """{count} row(s) of {table} were changed since this file was brought in; undoing would lose that."""


class UsedSince(Conflict):
    """{count} row(s) of {table} were made since and refer to what this file brought; remove them first."""


LATER = text(
    "SELECT b.id, b.file_name FROM import_batches b WHERE b.state = 'APPLIED' AND b.id > :batch"
    " AND EXISTS (SELECT FROM import_changes c, unnest(c.row_ids) r WHERE c.batch_id = b.id"
    " AND (c.table_name, r) IN (SELECT o.table_name, unnest(o.row_ids) FROM import_changes o"
    " WHERE o.batch_id = :batch)) ORDER BY b.id DESC LIMIT 1"
)


async def undo_batch(context: Context, batch_id: UUID) -> ImportBatch:
    """Put everything that a file made, changed or removed back to what it was, whole or not at all.

    Raises NotFound; BatchNotApplied; LaterBatchStands, ChangedSince, UsedSince, UnitInCircle when
    others have built on it.
    """
    await one_at_a_time(context, IMPORTS)
    batch = await context.get(ImportBatch, batch_id, lock=True)
    if batch.state != ImportState.APPLIED:
        raise BatchNotApplied(state=ImportState(batch.state))
    later = (await context.session.execute(LATER, {"batch": batch.id})).first()
    if later:
        raise LaterBatchStands(batch=later.id, file_name=later.file_name)
    if batch.kind == ImportKind.UNITS:
        await one_at_a_time(context, TREE)
    changes = await _changes(context.session, batch.id)
    for change in changes:
        await _check_untouched(context.session, change)
    await _check_unused(context.session, changes)
    of_kind = KINDS[ImportKind(batch.kind)]
    moved = await moved_by(context, batch.id)
    await _check_not_followed(context.session, batch.id, of_kind)
    async with context.session.begin_nested():
        await _put_back(context.session, batch.id, changes, of_kind)
    batch.state, batch.undone_at = str(ImportState.UNDONE), context.now
    await context.session.flush()
    await tell_worker(context)
    await tell_of(context, moved)
    return batch


async def _changes(session: AsyncSession, batch: UUID) -> Sequence[ImportChange]:
    """What the batch did, in the order in which it did it."""
    done = select(ImportChange).where(ImportChange.batch_id == batch).order_by(ImportChange.id)
    return (await session.scalars(done)).all()


async def _check_untouched(session: AsyncSession, change: ImportChange) -> None:
    """Refuse when a row is no longer as the batch left it, or is gone; lock those that are."""
    if change.after_hashes is None:
        return
    same = text(
        f"SELECT t.id FROM {_table(change)} t"
        " JOIN unnest(CAST(:ids AS uuid[]), CAST(:hashes AS text[])) n(id, hash) ON n.id = t.id"
        f" WHERE {TENANT} AND {hashed(_model(change), 't')} = n.hash FOR UPDATE OF t"
    )
    found = await session.scalars(same, {"ids": change.row_ids, "hashes": change.after_hashes})
    if missing := len(change.row_ids) - len(found.all()):
        raise ChangedSince(count=missing, table=change.table_name)


async def _check_unused(session: AsyncSession, changes: Sequence[ImportChange]) -> None:
    """Refuse when a row that the batch didn't make refers to one that it made."""
    made: dict[str, list[UUID]] = defaultdict(list)
    for change in changes:
        if change.before is None:
            made[change.table_name] += change.row_ids
    for table_name, ids in made.items():
        for table, column in _referring(table_name):
            using = text(
                f"SELECT count(*) FROM {table.name} t WHERE {TENANT}"
                f" AND t.{column} = ANY(CAST(:ids AS uuid[])) AND t.id <> ALL(CAST(:own AS uuid[]))"
            )
            own = made.get(table.name, [])
            if count := await session.scalar(using, {"ids": ids, "own": own}):
                raise UsedSince(count=count, table=table.name)


async def _check_not_followed(session: AsyncSession, batch: UUID, of_kind: FileKind) -> None:
    """Refuse when rows follow those of the batch without naming them."""
    if of_kind.followed and (count := await session.scalar(text(of_kind.followed), {"batch": batch})):
        raise UsedSince(count=count, table=of_kind.tables[0].__tablename__)


def _referring(table_name: str) -> Iterator[tuple[Table, str]]:
    """The columns of all tables that name a row of that table in the same government."""
    for table in AnyTable.metadata.sorted_tables:
        for constraint in table.foreign_key_constraints:
            if constraint.referred_table.name == table_name and len(constraint.column_keys) == 2:
                yield table, constraint.column_keys[1]


async def _put_back(
    session: AsyncSession, batch: UUID, changes: Sequence[ImportChange], of_kind: FileKind
) -> None:
    """Restore the rows; refused when what others did since no longer fits with them."""
    positions, units = await positions_of(session, batch), await units_of(session, batch)
    before = await unfit(session, positions, units)
    await _restore(session, changes, of_kind)
    for table, rows in (await unfit(session, positions, units)).items():
        if new := rows - before[table]:
            raise UsedSince(count=len(new), table=table)
    await renew_ancestry(session, units)


async def _restore(session: AsyncSession, changes: Sequence[ImportChange], of_kind: FileKind) -> None:
    """Take back the steps, the last first: what was made goes, what was changed or removed returns."""
    for change in reversed(changes):
        params: Params = {"ids": change.row_ids}
        if change.before is None:
            statement = _unmade(change, of_kind)
        else:
            params = {"change": change.id}
            statement = _returned(change) if change.after_hashes is None else _changed_back(change)
        if statement:
            await session.execute(text(statement), params)


def _unmade(change: ImportChange, of_kind: FileKind) -> str | None:
    """SQL that removes what was made, or marks what nobody deletes; None: it stays as it is."""
    table = _table(change)
    if table not in of_kind.taken_back:
        return f"DELETE FROM {table} t WHERE {TENANT} AND t.id = ANY(CAST(:ids AS uuid[]))"
    marks = of_kind.taken_back[table]
    return marks and f"UPDATE {table} t SET {marks} WHERE {TENANT} AND t.id = ANY(CAST(:ids AS uuid[]))"


BEFORE = (
    "(SELECT r.* FROM import_changes c,"
    " jsonb_populate_recordset(NULL::{table}, c.before) r WHERE c.id = :change)"
)


def _changed_back(change: ImportChange) -> str:
    table = _table(change)
    kept = {"tenant_id", "id"} | followed_columns(table_of(_model(change)))
    columns = [name for name in _columns(change) if name not in kept]
    old_values = ", ".join(f"{name} = b.{name}" for name in columns)
    before = BEFORE.format(table=table)
    return f"UPDATE {table} t SET {old_values} FROM {before} b WHERE {TENANT} AND t.id = b.id"


def _returned(change: ImportChange) -> str:
    table, columns = _table(change), ", ".join(_columns(change))
    return f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {BEFORE.format(table=table)} b"


def _model(change: ImportChange) -> Model:
    return next(model for model in tables() if model.__tablename__ == change.table_name)


def _table(change: ImportChange) -> str:
    """The table's name, one of those that files touch."""
    name: str = _model(change).__tablename__
    return name


def _columns(change: ImportChange) -> list[str]:
    """The table's columns, but those that PostgreSQL computes."""
    return [column.name for column in _model(change).__table__.columns if column.computed is None]
