"""Headers are matched with tolerance for their looks, and with none for what is unknown or missing."""

from datetime import date

import pytest

from jenjang.core.errors import Refusal
from jenjang.core.settings import HOUSE
from jenjang.organisation.imports import cells
from jenjang.organisation.imports.batches import KINDS
from jenjang.organisation.imports.columns import (
    ColumnMissing,
    ColumnTwice,
    ColumnUnknown,
    canonical,
    match,
    read_table,
)
from jenjang.organisation.imports.people_columns import COLUMNS
from jenjang.organisation.imports.reading import read
from jenjang.organisation.imports.units import COLUMNS as UNIT_COLUMNS
from jenjang.organisation.imports.units import UnitRow
from jenjang.organisation.terms import ImportKind, Sex, UnitKind
from jenjang.reference.listing import shipped
from jenjang.reference.models import PositionLevel
from jenjang.schema import schema

assert schema  # All kinds of files of all rooms are known by now.
MUST = ["NIP BARU", "NAMA", "TANGGAL LAHIR", "JENIS KELAMIN", "TMT CPNS"]


def test_siasn_has_71_headers() -> None:
    assert len({canonical(column.header) for column in COLUMNS}) == 71


def test_religion_marriage_tax_and_insurance_are_known_and_not_kept() -> None:
    private = ("AGAMA", "KAWIN", "NPWP", "BPJS")
    dropped = [column for column in COLUMNS if any(word in column.header for word in private)]
    assert len(dropped) == 6
    assert all(column.attribute is None for column in dropped)


@pytest.mark.parametrize("kind", ImportKind)
def test_the_page_on_imports_names_what_must_be_there(kind: ImportKind) -> None:
    page = (HOUSE / "docs" / "imports.md").read_text("utf-8")
    line = next(line for line in page.splitlines() if line.startswith(f"| `{kind.lower()}`"))
    assert [
        column.header for column in KINDS[kind].columns if column.present and column.header not in line
    ] == []


def test_the_page_on_imports_names_each_kind_of_unit_and_level_of_position() -> None:
    page = (HOUSE / "docs" / "imports.md").read_text("utf-8")
    levels = [row["code"] for row in shipped(PositionLevel)]
    assert [value for value in (*UnitKind, *levels) if f"`{value}`" not in page] == []


@pytest.mark.parametrize("header", ["nip_baru", " NIP  Baru ", "NipBaru", "NIP"])
def test_case_spaces_signs_and_other_names_of_a_header_do_not_matter(header: str) -> None:
    assert match([header, *MUST[1:]], COLUMNS)[0].attribute == "number"


def test_an_unknown_header_is_refused_with_the_nearest_ones() -> None:
    with pytest.raises(ColumnUnknown) as refused:
        match([*MUST, "TANGAL LAHIR 2"], COLUMNS)
    assert refused.value.facts["column"] == "TANGAL LAHIR 2"
    assert "TANGGAL LAHIR" in str(refused.value)


@pytest.mark.parametrize(
    ("header", "first"),
    [("nik_ktp", "NIK"), ("Tmt Golongan Terakhir", "TMT GOLONGAN"), ("jenis kelamn", "JENIS KELAMIN")],
)
def test_the_nearest_header_is_told_first_however_it_is_written(header: str, first: str) -> None:
    with pytest.raises(ColumnUnknown) as refused:
        match([*MUST, header], COLUMNS)
    assert str(refused.value.facts["nearest"]).split(", ")[0] == first


def test_a_missing_header_is_refused_by_name() -> None:
    with pytest.raises(ColumnMissing) as refused:
        match(MUST[:-1], COLUMNS)
    assert str(refused.value) == (
        'The column "TMT CPNS" is missing. Add it to the first row, and its values below.'
    )


def test_a_header_that_is_there_twice_is_refused() -> None:
    with pytest.raises(ColumnTwice):
        match([*MUST, "nama"], COLUMNS)


def test_every_fault_of_a_row_is_told_with_the_whole_row() -> None:
    content = b"Id|DiatasanId|NamaUnor|JenisUnorId|TMT\n|A||DINOSAURUS|31-02-2020\nB|A|x|BIDANG\n"
    table = read_table(read(content), UNIT_COLUMNS, UnitRow)
    assert table.lines == []
    assert [(each.row, each.column, each.refusal.code) for each in table.refusals] == [
        (2, "Id", "CELL_EMPTY"),
        (2, "NamaUnor", "CELL_EMPTY"),
        (2, "JenisUnorId", "UNIT_KIND_UNKNOWN"),
        (2, "TMT", "DATE_UNREADABLE"),
        (3, None, "ROW_TORN"),
    ]
    assert table.refusals[0].content == {
        "Id": "",
        "DiatasanId": "A",
        "NamaUnor": "",
        "JenisUnorId": "DINOSAURUS",
        "TMT": "31-02-2020",
    }
    assert table.refusals[4].content == {
        "Id": "B",
        "DiatasanId": "A",
        "NamaUnor": "x",
        "JenisUnorId": "BIDANG",
    }


@pytest.mark.parametrize("cell", ["01-05-2015", "1/5/2015", "2015-05-01", "2015-05-01 00:00:00"])
def test_dates_are_read_as_siasn_and_as_iso_write_them(cell: str) -> None:
    assert cells.day(cell) == date(2015, 5, 1)


@pytest.mark.parametrize("cell", ["2015", "05-2015", "31-02-2015", "0001-01-01", "01-01-2999", "mei 2015"])
def test_other_texts_are_no_dates(cell: str) -> None:
    with pytest.raises(cells.DateUnreadable):
        cells.day(cell)


@pytest.mark.parametrize(
    ("cell", "sex"), [("M", Sex.MALE), ("l", Sex.MALE), ("F", Sex.FEMALE), ("Perempuan", Sex.FEMALE)]
)
def test_a_sex_is_read_in_letters_and_words(cell: str, sex: Sex) -> None:
    assert cells.sex(cell) is sex


@pytest.mark.parametrize(
    ("read_cell", "cell", "code"),
    [
        (cells.sex, "X", "SEX_UNREADABLE"),
        (cells.year, "09", "NUMBER_UNREADABLE"),
        (cells.seats, "0", "NUMBER_UNREADABLE"),
        (cells.answer, "mungkin", "ANSWER_UNREADABLE"),
        (cells.nik, "123", "NIK_NOT_SIXTEEN_DIGITS"),
        (cells.region, "3372", "REGION_UNREADABLE"),
    ],
)
def test_a_cell_that_cannot_be_read_is_refused_by_its_own_code(read_cell, cell: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_cell(cell)
    assert refused.value.code == code


def test_an_apostrophe_that_marks_a_number_as_text_is_left_out() -> None:
    assert cells.number("'19860926 201505 1 001") == "198609262015051001"
    assert cells.nik("'3372012609860001") == "3372012609860001"
