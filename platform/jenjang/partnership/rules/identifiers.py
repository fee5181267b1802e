"""What is written of a partner: numbers by which the state knows it."""

from jenjang.core.errors import BadUserInput

NPWP_DIGITS = (15, 16)
"""Fifteen, and sixteen since 2024 (PMK 112/2022). [M]"""
NIB_DIGITS = (13,)
"""Thirteen (PP 5/2021). [M]"""
SEPARATORS = str.maketrans("", "", " .-")


class NotAnIdentifier(BadUserInput):
    """{name} has {digits} digits."""


def npwp(given: str | None) -> str | None:
    """A taxpayer's number as it is kept: its digits only. Raises NotAnIdentifier."""
    return _digits(given, "npwp", "NPWP", NPWP_DIGITS)


def nib(given: str | None) -> str | None:
    """A business number as it is kept: its digits only. Raises NotAnIdentifier."""
    return _digits(given, "nib", "NIB", NIB_DIGITS)


def _digits(given: str | None, field: str, name: str, lengths: tuple[int, ...]) -> str | None:
    if given is None:
        return None
    plain = given.translate(SEPARATORS)
    if len(plain) not in lengths or not (plain.isascii() and plain.isdigit()):
        raise NotAnIdentifier(field, name=name, digits="/".join(map(str, lengths)))
    return plain
