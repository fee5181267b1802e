"""Columns: which headers a kind of file has, and how the cells under them become values."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Generic, TypeVar

from jenjang.core.errors import BadUserInput, Refusal
from jenjang.organisation.imports.reading import Row, Sheet

R = TypeVar("R")
V = TypeVar("V")
_NOISE = re.compile(r"[\W_]+")


class ColumnUnknown(BadUserInput):
    """There is no column "{column}" in such a file. Remove it, or rename it; nearest are: {nearest}."""


class ColumnMissing(BadUserInput):
    """The column "{column}" is missing. Add it to the first row, and its values below."""


class ColumnTwice(BadUserInput):
    """The column "{column}" is there twice. Remove one of them."""


class CellEmpty(BadUserInput):
    """This must not be empty."""


class RowTorn(BadUserInput):
    """The row has {found} cells, the header {expected}. Look for a stray delimiter or quotation mark."""


@dataclass(frozen=True, slots=True)
class Column:
    """A header; the attribute its cells fill (None: known, but not kept) and how they are read."""

    header: str
    attribute: str | None = None
    parse: Callable[[str], Any] = str  # Any: each column has a type of its own.
    filled: bool = False
    present: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RowRefusal:
    """What stands against a row, at which column, with the whole row as it was sent."""

    row: int
    column: str | None
    refusal: Refusal
    content: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line(Generic[R]):
    """A row that could be read: its number, its values, and its cells as they were sent."""

    number: int
    value: R
    cells: Sequence[str]


@dataclass(slots=True)
class Table(Generic[R]):
    """A file's rows as values of their kind, and the refusals so far."""

    header: Sequence[str]
    columns: Mapping[str, str]
    lines: list[Line[R]] = field(default_factory=list)
    refusals: list[RowRefusal] = field(default_factory=list)
    warnings: list[RowRefusal] = field(default_factory=list)
    """What looks wrong where the file comes from, and is brought in as it is."""

    def refuse(self, number: int, cells: Sequence[str], attribute: str | None, refusal: Refusal) -> None:
        """Note what stands against a row, at the column that fills `attribute`."""
        self.refusals.append(self._at(number, cells, attribute, refusal))

    def warn(self, number: int, cells: Sequence[str], attribute: str, refusal: Refusal) -> None:
        """Note what looks wrong in a row that is brought in nevertheless."""
        self.warnings.append(self._at(number, cells, attribute, refusal))

    def _at(self, number: int, cells: Sequence[str], attribute: str | None, refusal: Refusal) -> RowRefusal:
        column = self.columns.get(attribute) if attribute else None
        return RowRefusal(number, column, refusal, _content(self.header, cells))


@dataclass(slots=True)
class Trial(Generic[R]):
    """One row before the rules: a refusal is noted at its column, and the other rules are asked still."""

    table: Table[R]
    line: Line[R]
    sound: bool = True

    def of(self, attribute: str, decide: Callable[..., V], *given: object) -> V | None:
        """What the rule decides; None when it refuses."""
        try:
            return decide(*given)
        except Refusal as refusal:
            self.refuse(attribute, refusal)
            return None

    def refuse(self, attribute: str, refusal: Refusal) -> None:
        """Note what stands against the row."""
        self.table.refuse(self.line.number, self.line.cells, attribute, refusal)
        self.sound = False

    def warn(self, attribute: str, refusal: Refusal) -> None:
        """Note what looks wrong in the row, which is brought in nevertheless."""
        self.table.warn(self.line.number, self.line.cells, attribute, refusal)


def canonical(header: str) -> str:
    """A header without its case, spaces and signs: `NIP_Baru ` is `nipbaru`."""
    return _NOISE.sub("", header).casefold()


def read_table(sheet: Sheet, columns: Sequence[Column], row_type: Callable[..., R]) -> Table[R]:
    """The sheet's rows as values of `row_type`; a row that can't be read becomes refusals.

    Raises ColumnUnknown, ColumnMissing, ColumnTwice: the file as a whole is not of this kind.
    """
    layout = match(sheet.header, columns)
    kept = [(index, column) for index, column in enumerate(layout) if column.attribute]
    given = {column.attribute: sheet.header[index] for index, column in kept if column.attribute}
    absent = {c.attribute: None for c in columns if c.attribute and c.attribute not in given}
    # What a row lacks may stand under a header that the file has left out: that too is named.
    table = Table[R](sheet.header, {c.attribute: c.header for c in columns if c.attribute} | given)
    for row in sheet.rows:
        _read_row(table, row, kept, absent, row_type)
    return table


def match(header: Sequence[str], columns: Sequence[Column]) -> list[Column]:
    """The column under each header, matched without regard to case, spaces and signs."""
    known = {canonical(name): column for column in columns for name in (column.header, *column.also)}
    found: list[Column] = []
    for name in header:
        column = known.get(canonical(name))
        if column is None:
            raise ColumnUnknown("file", column=name, nearest=_nearest(name, columns))
        if column in found:
            raise ColumnTwice("file", column=column.header)
        found.append(column)
    for column in columns:
        if column.present and column not in found:
            raise ColumnMissing("file", column=column.header)
    return found


def _nearest(name: str, columns: Sequence[Column]) -> str:
    """The three headers that resemble a name most, the nearest first."""
    headers = {canonical(column.header): column.header for column in columns}
    near = get_close_matches(canonical(name), headers, n=3, cutoff=0)
    return ", ".join(headers[one] for one in near)


def _read_row(
    table: Table[R],
    row: Row,
    kept: Sequence[tuple[int, Column]],
    absent: Mapping[str, None],
    row_type: Callable[..., R],
) -> None:
    cells = row.cells
    if len(cells) != len(table.header):
        torn = RowTorn(found=len(cells), expected=len(table.header))
        table.refuse(row.number, cells, None, torn)
        return
    values: dict[str, Any] = dict(absent)  # Any: each column has a type of its own.
    sound = True
    for index, column in kept:
        name = column.attribute or ""
        try:
            values[name] = _value(cells[index], column)
        except Refusal as refusal:
            table.refuse(row.number, cells, name, refusal)
            sound = False
    if sound:
        table.lines.append(Line(row.number, row_type(**values), cells))


def _value(cell: str, column: Column) -> Any:  # Any: each column has a type of its own.
    if cell:
        return column.parse(cell)
    if column.filled:
        raise CellEmpty
    return None


def _content(header: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """The row as it was sent, by header; cells beyond the header under a `+`, so that none is lost."""
    content = dict(zip(header, cells, strict=False))
    if len(cells) > len(header):
        content["+"] = "|".join(cells[len(header) :])
    return content
