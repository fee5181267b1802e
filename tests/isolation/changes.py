"""What could be otherwise about a row, so that a deed may be done to it: its state, a day, an end."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import asyncpg
from isolation.keys import Row
from sqlalchemy import Column, Table

DAYS = (30, -30, 0, -400)
"""Days from today that a date is moved to."""


@dataclass(frozen=True)
class Change:
    """Other values for some columns of a row of ours."""

    table: str
    key: UUID
    values: tuple[tuple[str, object], ...]
    instead: tuple["Change", ...] = ()
    """What to do where the table doesn't take it: empty what tells when, or all that may be empty."""

    @property
    def statement(self) -> str:
        """SQL whose parameters are the row's id and the values in order."""
        changed = ", ".join(f'"{name}" = ${place}' for place, (name, _) in enumerate(self.values, 2))
        return f"UPDATE {self.table} SET {changed} WHERE id = $1"


async def change(superuser: asyncpg.Connection, asked: Change) -> bool:
    """Change the row and nothing that would follow; False where its table doesn't take it."""
    try:
        async with superuser.transaction():
            await superuser.execute("SET LOCAL session_replication_role = replica")
            await superuser.execute(asked.statement, asked.key, *(value for _, value in asked.values))
    except asyncpg.IntegrityConstraintViolationError:
        return False
    return True


def changes_of(table: Table, row: Row, today: datetime.date) -> Iterator[Change]:
    """Another value for each column alone: for its state first, then for all that is of a closed list."""
    columns = [column for column in table.c if not (column.primary_key or column.computed)]
    key = row["id"]
    assert isinstance(key, UUID)
    for column in sorted(columns, key=lambda column: (column.name != "state", not known(column))):
        empty = [one for one in columns if one.nullable and one is not column] if known(column) else []
        emptied = [[one.name for one in empty if _tells_when(one)], [one.name for one in empty]]
        for value in _others(column, row[column.name], today):
            set_to = ((column.name, value),)
            instead = (
                Change(table.name, key, (*set_to, *((one, None) for one in names))) for names in emptied
            )
            yield Change(table.name, key, set_to, tuple(instead) if empty else ())


def known(column: Column[object]) -> list[str]:
    """The closed list that a column's value is of; empty where it is of none."""
    name = f"ck_{column.table.name}_{column.name}_known"
    for constraint in column.table.constraints:
        if constraint.name == name:
            return re.findall(r"'(\w+)'", str(constraint.sqltext))  # type: ignore[attr-defined]  # a check
    return []


def _tells_when(column: Column[object]) -> bool:
    return column.type.python_type in (datetime.date, datetime.datetime)


def _others(column: Column[object], value: object, today: datetime.date) -> Iterator[object]:
    """What else the column could hold: of its list, no flag, another day, nothing."""
    yield from (one for one in known(column) if one != value)
    if isinstance(value, bool):
        yield not value
    if type(value) is datetime.date:
        yield from (today + datetime.timedelta(days=days) for days in DAYS)
    if value is not None and column.nullable and not isinstance(value, str):
        yield None
