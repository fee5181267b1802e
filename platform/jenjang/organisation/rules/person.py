"""What a profile may hold: names, the population number (NIK), schooling; and what nobody else has."""

import re
from datetime import date

from jenjang.core.errors import BadUserInput, Conflict

NIK = re.compile(r"[0-9]{16}")


class NameMissing(BadUserInput):
    """A name can't be empty."""


class NikNotSixteenDigits(BadUserInput):
    """A NIK has 16 digits."""


class NumberTaken(Conflict):
    """Somebody in this government bears or bore the number {number}."""


class SiasnIdTaken(Conflict):
    """Something in this government already has the SIASN id {siasn_id}."""


class GraduationImpossible(BadUserInput):
    """Somebody born in {born} can't have graduated in {graduated}."""


def named(name: str, field: str = "name") -> str:
    """The name with single spaces; refused when nothing is left."""
    if not (words := name.split()):
        raise NameMissing(field)
    return " ".join(words)


def nik(text: str | None) -> str | None:
    """The NIK's 16 digits, without spaces, if one is given."""
    if text is None:
        return None
    digits = "".join(text.split())
    if not NIK.fullmatch(digits):
        raise NikNotSixteenDigits("nik")
    return digits


def graduation(year: int, birth_date: date, today: date) -> int:
    """The year of a graduation, after the birth and not in the future."""
    if not birth_date.year < year <= today.year:
        raise GraduationImpossible("graduatedIn", born=birth_date.year, graduated=year)
    return year
