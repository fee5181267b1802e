"""Cells: texts that become dates, numbers, yes or no, sexes, NIK and kode wilayah."""

import re
from datetime import date
from functools import lru_cache

from jenjang.core.errors import BadUserInput
from jenjang.organisation.rules import person
from jenjang.organisation.terms import Sex

_DAY_FIRST = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]\d{2}:\d{2}.*)?")
_ROUNDED = re.compile(r"\d([.,]\d+)?[eE]\+?\d+")
_REGION = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?")
SEXES = {
    **dict.fromkeys(("M", "L", "PRIA", "LAKI-LAKI", "LAKI LAKI", "MALE"), Sex.MALE),
    **dict.fromkeys(("F", "P", "W", "WANITA", "PEREMPUAN", "FEMALE"), Sex.FEMALE),
}
ANSWERS = {
    **dict.fromkeys(("Y", "YA", "YES", "TRUE", "1"), True),
    **dict.fromkeys(("T", "TIDAK", "N", "NO", "FALSE", "0"), False),
}
EARLIEST = date(1900, 1, 1)
LATEST = date(2200, 1, 1)


class DateUnreadable(BadUserInput):
    """{found} is no date. Write it as dd-mm-yyyy or yyyy-mm-dd."""


class NumberUnreadable(BadUserInput):
    """{found} is no whole number from {least} to {most}."""


class AnswerUnreadable(BadUserInput):
    """{found} is neither yes (Y, YA) nor no (T, TIDAK)."""


class SexUnreadable(BadUserInput):
    """{found} is no sex. Write M or L for male, F or P for female."""


class NumberRounded(BadUserInput):
    """A spreadsheet rounded this number to {found}. Format the column as text and fill its digits in anew."""


class RegionUnreadable(BadUserInput):
    """{found} is no kode wilayah. Write it with dots, as 33.72.01.1001."""


@lru_cache(maxsize=65_536)
def day(cell: str) -> date:
    """A date as SIASN writes it (dd-mm-yyyy) or in ISO form; a time after it is left out."""
    if found := _DAY_FIRST.fullmatch(cell):
        dd, mm, yyyy = found.groups()
    elif found := _YEAR_FIRST.fullmatch(cell):
        yyyy, mm, dd = found.groups()
    else:
        raise DateUnreadable(found=cell)
    try:
        value = date(int(yyyy), int(mm), int(dd))
    except ValueError:
        raise DateUnreadable(found=cell) from None
    if not EARLIEST <= value < LATEST:
        raise DateUnreadable(found=cell)
    return value


def year(cell: str) -> int:
    """A year in four digits."""
    return _whole(cell, 1900, 2199)


def seats(cell: str) -> int:
    """How many may hold a position."""
    return _whole(cell, 1, 9999)


def answer(cell: str) -> bool:
    """Yes or no, in Indonesian or English."""
    try:
        return ANSWERS[cell.upper()]
    except KeyError:
        raise AnswerUnreadable(found=cell) from None


def sex(cell: str) -> Sex:
    """Male or female, in SIASN's letters or in words."""
    try:
        return SEXES[cell.upper()]
    except KeyError:
        raise SexUnreadable(found=cell) from None


def nik(cell: str) -> str | None:
    """A national identity number. SIASN marks it as text by an apostrophe before it."""
    return person.nik(_unrounded(cell.lstrip("'")))


def region(cell: str) -> str:
    """A kode wilayah with its dots."""
    if not _REGION.fullmatch(cell):
        raise RegionUnreadable(found=cell)
    return cell


def number(cell: str) -> str:
    """A civil-service number's text; SIASN marks it as text by an apostrophe before it."""
    return "".join(_unrounded(cell.lstrip("'")).split())


def _unrounded(cell: str) -> str:
    if _ROUNDED.fullmatch(cell):
        raise NumberRounded(found=cell)
    return cell


def _whole(cell: str, least: int, most: int) -> int:
    if not cell.isdecimal() or not least <= int(cell) <= most:
        raise NumberUnreadable(found=cell, least=least, most=most)
    return int(cell)
