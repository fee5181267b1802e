"""Rows as these tests see them: whole tables of one government in plain Python."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from jenjang.core.sealing import Seals
from jenjang.database.engine import bound
from jenjang.database.model import Model, opened_row

Row = dict[str, Any]  # Any: a column's value.


@dataclass
class Rows:
    """Every row of one government and the shared lists, by table."""

    tenant: str
    tables: dict[str, list[Row]]
    found: dict[tuple[str, str], dict[object, list[Row]]] = field(default_factory=dict)

    def all(self, table: str) -> list[Row]:
        return self.tables[table]

    def where(self, table: str, column: str, value: object) -> list[Row]:
        """The rows with that value in that column."""
        if value is None:
            return []
        index = self.found.get((table, column))
        if index is None:
            index = self.found[table, column] = {}
            for row in self.all(table):
                index.setdefault(row[column], []).append(row)
        return index.get(value, [])

    def at(self, table: str, column: str, value: object, on: date) -> list[Row]:
        """Those of them that hold on a date."""
        return [row for row in self.where(table, column, value) if holds(row, on)]


async def rows_of(app: AsyncEngine, seals: Seals, names: Iterable[str]) -> Rows:
    """Read tables whole, one after another, in a transaction of the government's own; open what is sealed."""
    found = {}
    async with bound(app, seals.tenant) as session:
        for name in sorted(names):
            table = Model.metadata.tables[name]
            result = await session.execute(select(table))
            found[name] = [opened_row(seals, table, dict(row)) for row in result.mappings()]
    return Rows(seals.tenant, found)


def holds(row: Row, on: date) -> bool:
    """A dated row holds from its first day up to, not including, its last."""
    return row["valid_from"] <= on and (row["valid_to"] is None or on < row["valid_to"])


def stands(_: Rows, row: Row, on: date) -> bool:
    """The same, as what a declaration's own condition is said by."""
    return holds(row, on)


def lowered(text: str) -> str:
    """Lower case as the database has it: letter by letter."""
    return "".join("i" if letter == "İ" else letter.lower() for letter in text)
