"""Reading a file: bytes become a header and rows of text, whatever a spreadsheet or SIASN made of them."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook

from jenjang.core.errors import BadUserInput
from jenjang.organisation.imports.objects import is_json, table_of_objects

DELIMITERS = "|;\t,"
"""Delimiters in the order in which a tie between them is decided."""
MOST_BYTES = 64 * 2**20
"""The largest file, in bytes; also the largest that a compressed spreadsheet may unpack to, times four."""
MOST_ROWS = 200_000
EXACT = 2**53
"""Above this a spreadsheet's number no longer holds every digit."""
SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
Value = int | float | str | bool | time | date | datetime | timedelta


class FileEmpty(BadUserInput):
    """The file holds no header. Send a file whose first row names the columns."""


class FileUnreadable(BadUserInput):
    """This is neither a text table (CSV) nor a spreadsheet (XLSX). Save it again as one of these."""


class FileTooLarge(BadUserInput):
    """The file is larger than {most}. Split it and send the parts one after another."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file: its number as a spreadsheet shows it (the first row is 1) and its cells."""

    number: int
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A header and the rows under it; empty rows are left out, row numbers stay."""

    header: Sequence[str]
    rows: Sequence[Row]


def read(content: bytes) -> Sheet:
    """The table in the file: XLSX or JSON by its first bytes, any other is read as delimited text.

    Raises FileEmpty, FileUnreadable, FileTooLarge, ObjectsUnreadable.
    """
    if len(content) > MOST_BYTES:
        raise FileTooLarge("file", most=f"{MOST_BYTES // 2**20} MB")
    lines = _spreadsheet(content) if content.startswith(SPREADSHEETS) else _rows_of(_decoded(content))
    lines = _without_bare_columns(lines)
    rows = [Row(number, cells) for number, cells in enumerate(lines, 1) if any(cells)]
    # Blank lines may go before the header; a row of empty cells is no header.
    if not rows or rows[0].number != next(number for number, cells in enumerate(lines, 1) if cells):
        raise FileEmpty("file")
    if len(rows) > MOST_ROWS:
        raise FileTooLarge("file", most=f"{MOST_ROWS} rows")
    return Sheet(rows[0].cells, rows[1:])


def _without_bare_columns(lines: list[list[str]]) -> list[list[str]]:
    """The rows without last columns that have neither header nor cell: a delimiter ended each line."""
    header: Sequence[str] = next((cells for cells in lines if cells), ())
    width = len(header)
    while width and not header[width - 1]:
        width -= 1
    if width == len(header) or not width or any(any(cells[width:]) for cells in lines):
        return lines
    return [cells[:width] for cells in lines]


def _decoded(content: bytes) -> str:
    """The text: by its byte-order mark, else UTF-8, else Windows' Latin alphabet."""
    encoding = next((name for mark, name in BYTE_ORDER_MARKS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise FileUnreadable("file")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def delimiter_of(header: str) -> str:
    """The delimiter that parts the header line into most cells."""
    return max(DELIMITERS, key=lambda mark: len(_cells(header, mark)))


def _rows_of(text: str) -> list[list[str]]:
    """The rows of a text: of its objects if it is JSON."""
    return table_of_objects(text) if is_json(text) else _lines_of(text)


def _lines_of(text: str) -> list[list[str]]:
    """The rows of a delimited text; blank lines before the header count, as they do in an editor."""
    table = text.lstrip("\n")
    return [[] for _ in range(len(text) - len(table))] + _text_table(table)


def _text_table(text: str) -> list[list[str]]:
    """The rows of a delimited text, by its quotes where they balance, else line by line.

    SIASN's exports carry names and addresses with a single quotation mark in them, which a
    strict reader takes for the beginning of a cell that swallows the rows that follow.
    """
    lines = text.split("\n")
    while lines and not lines[-1]:
        lines.pop()
    if not lines:
        return []
    mark = delimiter_of(lines[0])
    if '"' not in text:
        return [_stripped(line.split(mark)) for line in lines]
    quoted = _by_quotes(text, mark)
    if quoted is not None and len(quoted) == len(lines):
        return quoted
    single = [_by_line(line, mark, len(_cells(lines[0], mark))) for line in lines]
    widths = {len(cells) for cells in single if any(cells)}
    return quoted if quoted is not None and len(widths) > 1 else single


def _by_quotes(text: str, mark: str) -> list[list[str]] | None:
    """The rows as quoting parts them; None where it breaks off or rows differ in width."""
    try:
        rows = [_stripped(cells) for cells in csv.reader(io.StringIO(text), delimiter=mark, strict=True)]
    except csv.Error:
        return None
    return rows if len({len(cells) for cells in rows if any(cells)}) == 1 else None


def _by_line(line: str, mark: str, width: int) -> list[str]:
    """One line's cells: by its quotes if that gives the header's width, else as if quotes were letters."""
    cells = _cells(line, mark)
    return cells if len(cells) == width else _stripped(line.split(mark))


def _cells(line: str, mark: str) -> list[str]:
    try:
        return _stripped(next(csv.reader([line], delimiter=mark, strict=True), []))
    except csv.Error:
        return _stripped(line.split(mark))


def _stripped(cells: Iterable[str]) -> list[str]:
    return [cell.strip() for cell in cells]


def _spreadsheet(content: bytes) -> list[list[str]]:
    """The rows of the first sheet."""
    try:
        _check_unpacked_size(content)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        values = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, zipfile.BadZipFile, IndexError) as error:
        raise FileUnreadable("file") from error
    rows = [[_text(value) for value in row] for row in values]
    return [cells if any(cells) else [] for cells in rows]


def _check_unpacked_size(content: bytes) -> None:
    """Refuse a small archive that would unpack to more than the memory a file may take."""
    if not content.startswith(b"PK"):
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > 4 * MOST_BYTES:
            raise FileTooLarge("file", most=f"{4 * MOST_BYTES // 2**20} MB unpacked")


def _text(value: Value) -> str:
    """A spreadsheet's value as a text table would carry it; dates in ISO form."""
    if isinstance(value, str):
        return value.strip().replace("\x00", "")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, float) and value.is_integer():
        return str(int(value)) if abs(value) < EXACT else f"{value:.5e}"
    return str(value)
