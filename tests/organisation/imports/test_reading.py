"""Files of many makes are read alike, and what can't be read is refused as a whole."""

import io
from datetime import date

import pytest
import xlsxwriter

from jenjang.organisation.imports.reading import (
    FileEmpty,
    FileTooLarge,
    FileUnreadable,
    delimiter_of,
    read,
)

TEXT = "NIP|NAMA|ALAMAT\n1|Siti|Jl. Mawar, No. 1\n2|Budi|Jl. Melati; Gg. 2\n"


def rows(content: bytes) -> list[list[str]]:
    sheet = read(content)
    return [list(sheet.header), *(list(row.cells) for row in sheet.rows)]


EXPECTED = [["NIP", "NAMA", "ALAMAT"], ["1", "Siti", "Jl. Mawar, No. 1"], ["2", "Budi", "Jl. Melati; Gg. 2"]]


@pytest.mark.parametrize("mark", ["|", ";", ",", "\t"])
def test_any_of_four_delimiters_is_detected_from_the_header(mark: str) -> None:
    assert delimiter_of(mark.join(["NIP", "NAMA", "A B"])) == mark
    content = f'NIP{mark}NAMA\n1{mark}"a{mark}b"\n'.encode()
    assert rows(content) == [["NIP", "NAMA"], ["1", f"a{mark}b"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_understood_and_left_out(encoding: str) -> None:
    assert rows(TEXT.encode(encoding)) == EXPECTED


def test_windows_letters_are_read_where_the_text_is_not_utf8() -> None:
    assert rows("NIP|NAMA\n1|René\n".encode("cp1252")) == [["NIP", "NAMA"], ["1", "René"]]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_of_three_ways(ending: str) -> None:
    assert rows(TEXT.replace("\n", ending).encode()) == EXPECTED


def test_a_quoted_cell_may_hold_the_delimiter_quotes_and_a_line_break() -> None:
    content = b'NIP;NAMA\n1;"Siti; ""Ani""\nRahayu"\n2;Budi\n'
    assert rows(content) == [["NIP", "NAMA"], ["1", 'Siti; "Ani"\nRahayu'], ["2", "Budi"]]


@pytest.mark.parametrize(
    "line",
    ['2|Budi|"Gg. Buntu', '2|Budi|Gg. "Buntu', '2|Budi|"Gg" Buntu', '2|"Budi|Gg. Buntu'],
    ids=["at the start", "within", "closed too early", "in the middle"],
)
def test_a_stray_quotation_mark_swallows_nothing(line: str) -> None:
    found = rows(f"NIP|NAMA|ALAMAT\n1|Siti|x\n{line}\n3|Ani|y\n".encode())
    assert [len(cells) for cells in found] == [3, 3, 3, 3]
    assert found[3] == ["3", "Ani", "y"]
    assert found[2][0] == "2"


def test_empty_rows_are_left_out_and_row_numbers_stay_those_of_the_spreadsheet() -> None:
    sheet = read(b"NIP|NAMA\n\n1|Siti\n|\n2|Budi\n")
    assert [(row.number, list(row.cells)) for row in sheet.rows] == [(3, ["1", "Siti"]), (5, ["2", "Budi"])]


def test_a_spreadsheet_reads_like_the_text_it_came_from() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "dd-mm-yyyy"})
    sheet.write_row(0, 0, ["NIP", "TAHUN LULUS", "TMT CPNS", "KRITIS"])
    sheet.write_string(1, 0, "198609262015051001")
    sheet.write_number(1, 1, 2009)
    sheet.write_datetime(1, 2, date(2015, 5, 1), day)
    sheet.write_string(1, 3, " Y ")
    book.close()
    assert rows(out.getvalue()) == [
        ["NIP", "TAHUN LULUS", "TMT CPNS", "KRITIS"],
        ["198609262015051001", "2009", "2015-05-01", "Y"],
    ]


def test_a_number_whose_digits_the_spreadsheet_lost_does_not_pass_for_one() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    sheet.write_string(0, 0, "NIP BARU")
    sheet.write_number(1, 0, 198609262015051001)
    book.close()
    assert rows(out.getvalue())[1] == ["1.98609e+17"]


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", FileEmpty),
        (b"\n\n", FileEmpty),
        (b"||\n1|2|3\n", FileEmpty),
        (b"PK\x03\x04 this is no archive", FileUnreadable),
        (b"\xd0\xcf\x11\xe0 nor is this a workbook", FileUnreadable),
        (b"NIP|NAMA\n1|\x00\n", FileUnreadable),
        (b"x" * (64 * 2**20 + 1), FileTooLarge),
        (b"NIP\n" + b"1\n" * 200_001, FileTooLarge),
    ],
    ids=["nothing", "lines", "no header", "archive", "workbook", "binary", "bytes", "rows"],
)
def test_what_is_no_table_is_refused_as_a_whole(content: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        read(content)


@pytest.mark.parametrize("blank", [0, 1, 3])
def test_rows_keep_the_numbers_that_an_editor_shows(blank: int) -> None:
    sheet = read(("\n" * blank + TEXT.replace("2|Budi", "\n2|Budi")).encode())
    assert list(sheet.header) == EXPECTED[0]
    assert [row.number for row in sheet.rows] == [blank + 2, blank + 4]
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        for place, line in enumerate(TEXT.splitlines()):
            page.write_row(blank + place, 0, line.split("|"))
    assert [row.number for row in read(out.getvalue()).rows] == [blank + 2, blank + 3]


@pytest.mark.parametrize("more", ["|", "||", " | |"])
def test_a_delimiter_at_the_end_of_every_line_makes_no_column(more: str) -> None:
    assert rows(TEXT.replace("\n", f"{more}\n").encode()) == EXPECTED


def test_a_column_without_a_header_is_kept_when_it_holds_anything() -> None:
    assert rows(b"NIP|NAMA|\n1|Siti|x\n") == [["NIP", "NAMA", ""], ["1", "Siti", "x"]]
