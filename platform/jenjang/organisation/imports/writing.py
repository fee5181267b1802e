"""Writing a plan: whole columns at a time, with the rows' past noted in the same statement."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Date, Integer, LargeBinary, Numeric, SmallInteger, Text, Uuid, text
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core.context import Context
from jenjang.database.model import followed_columns, sealed_columns, sealed_row, table_of
from jenjang.organisation.imports.plan import Model, Plan, Values

AT_ONCE = 500
"""Rows a statement: none comes near the statement timeout on a busy server, and progress can be shown."""
ARRAYS = (
    (Uuid, "uuid"),
    (Text, "text"),
    (Date, "date"),
    (SmallInteger, "int2"),
    (Integer, "int4"),
    (Boolean, "bool"),
    (Numeric, "numeric"),
    (LargeBinary, "bytea"),
)
TENANT = "t.tenant_id = current_setting('app.tenant_id')"
"""Row-level security says the same; said again it lets PostgreSQL use the keys, which begin with it."""
Written = Callable[[int], None]


def hashed(model: Model, row: str) -> str:
    """SQL: the hash of a table's row. A column that a later migration adds doesn't matter while empty.

    Nor does what is sealed, which is other bytes after keys were rotated: that a person's private data was
    changed shows in the row's version. Nor does what follows from other columns.
    """
    table = table_of(model)
    names = ", ".join(f"'{name}'" for name in sorted(sealed_columns(table) | followed_columns(table)))
    told = f"to_jsonb({row}) - ARRAY[{names}]" if names else f"to_jsonb({row})"
    return f"md5(jsonb_strip_nulls({told})::text)"


async def new_ids(session: AsyncSession, count: int) -> Iterator[UUID]:
    """That many new ids, made by PostgreSQL."""
    ids = await session.scalars(text("SELECT uuidv7() FROM generate_series(1, :count)"), {"count": count})
    return iter(ids.all())


async def carry_out(
    context: Context, batch: UUID, plan: Plan, order: Sequence[Model], written: Written
) -> None:
    """Write the plan table by table in that order; `written` is told how many rows each time.

    In each table rows are changed before rows are made, since what is changed makes room in time.
    """
    session = context.session
    for model in reversed(order):
        for ids in _portions(plan.removed.get(model, ())):
            await session.execute(text(_removal(model)), {"batch": batch, "ids": ids})
            written(len(ids))
    for model in order:
        for statement, rows in (
            *_by_columns(_change, model, plan.changed.get(model, ())),
            *_by_columns(_insertion, model, plan.made.get(model, ())),
        ):
            kept = [sealed_row(context.seals, model, row) for row in rows]
            await session.execute(text(statement), {"batch": batch, **_arrays(kept)})
            written(len(rows))


def _by_columns(
    sentence: Callable[[Model, Sequence[str]], str], model: Model, rows: Iterable[Values]
) -> Iterator[tuple[str, list[Values]]]:
    """A statement for each portion of rows that give the same columns."""
    alike: dict[tuple[str, ...], list[Values]] = defaultdict(list)
    for row in rows:
        alike[tuple(row)].append(row)
    for columns, portion in alike.items():
        statement = sentence(model, columns)
        yield from ((statement, part) for part in _portions(portion))


def _portions(rows: Sequence[Any]) -> Iterator[list[Any]]:  # Any: rows or ids.
    for start in range(0, len(rows), AT_ONCE):
        yield list(rows[start : start + AT_ONCE])


def _arrays(rows: Sequence[Values]) -> dict[str, list[Any]]:  # Any: each column has its own type.
    return {f"c{place}": [row[name] for row in rows] for place, name in enumerate(rows[0])}


def _insertion(model: Model, columns: Sequence[str]) -> str:
    table = model.__tablename__
    return (
        f"WITH made AS (INSERT INTO {table} ({', '.join(columns)})"
        f" SELECT * FROM {_unnested(model, columns)} RETURNING *)"
        " INSERT INTO import_changes (batch_id, table_name, row_ids, after_hashes)"
        f" SELECT :batch, '{table}', array_agg(made.id), array_agg({hashed(model, 'made')}) FROM made"
    )


def _change(model: Model, columns: Sequence[str]) -> str:
    table = model.__tablename__
    new_values = ", ".join(f"{name} = n.{name}" for name in columns if name != "id")
    return (
        f"WITH changed AS (UPDATE {table} t SET {new_values}"
        f" FROM {_unnested(model, columns)} n({', '.join(columns)}) WHERE {TENANT} AND t.id = n.id"
        f" RETURNING t.id, to_jsonb(old) AS before, {hashed(model, 'new')} AS after_hash)"
        " INSERT INTO import_changes (batch_id, table_name, row_ids, before, after_hashes)"
        f" SELECT :batch, '{table}', array_agg(id), jsonb_agg(before), array_agg(after_hash) FROM changed"
    )


def _removal(model: Model) -> str:
    table = model.__tablename__
    return (
        f"WITH removed AS (DELETE FROM {table} t WHERE {TENANT} AND t.id = ANY(CAST(:ids AS uuid[]))"
        " RETURNING t.id, to_jsonb(old) AS before)"
        " INSERT INTO import_changes (batch_id, table_name, row_ids, before)"
        f" SELECT :batch, '{table}', array_agg(id), jsonb_agg(before) FROM removed"
    )


def _unnested(model: Model, columns: Sequence[str]) -> str:
    """SQL: one array a column, as rows."""
    types = (_array_type(model, name) for name in columns)
    return f"unnest({', '.join(f'CAST(:c{place} AS {kind}[])' for place, kind in enumerate(types))})"


def _array_type(model: Model, column: str) -> str:
    kind = model.__table__.c[column].type
    return next(name for known, name in ARRAYS if isinstance(kind, known))
