"""Scalars of the contract, and the global id that names a node."""

import base64
import binascii
import datetime
import re
from decimal import Decimal
from typing import Any, NewType
from uuid import UUID

import strawberry

from jenjang.core.errors import BadUserInput

NIP = NewType("NIP", str)
"""Nomor Induk Pegawai: 18 digits, of a PNS (NIP) or a PPPK (NI PPPK)."""

_NIP = re.compile(r"\d{18}", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DECIMAL = re.compile(r"-?\d{1,28}(\.\d{1,28})?", re.ASCII)


class NotADate(BadUserInput):
    """`{name}`: {found} is not a date; write YYYY-MM-DD, in quotation marks."""


class NotAMoment(BadUserInput):
    """`{name}`: {found} is not a time; write 2026-01-31T08:00:00Z, in quotation marks."""


class ZoneMissing(BadUserInput):
    """`{name}`: {found} has no time zone; write 2026-01-31T08:00:00Z."""


class OutsideCalendar(BadUserInput):
    """`{name}`: {found} lies outside the calendar."""


class NotADecimal(BadUserInput):
    """`{name}`: {found} is not a decimal number; write it with a point, in quotation marks, as "12.50"."""


class NotANip(BadUserInput):
    """`{name}`: {found} is not a NIP; write its 18 digits in quotation marks."""


def _date(value: object) -> datetime.date:
    try:
        return datetime.date.fromisoformat(value if isinstance(value, str) and _DATE.fullmatch(value) else "")
    except ValueError:
        raise NotADate from None


def _moment(value: object) -> datetime.datetime:
    try:
        moment = datetime.datetime.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise NotAMoment from None
    if moment.tzinfo is None:
        raise ZoneMissing
    try:
        return moment.astimezone(datetime.UTC)
    except OverflowError:
        raise OutsideCalendar from None


def _decimal(value: object) -> Decimal:
    if isinstance(value, bool) or not _DECIMAL.fullmatch(str(value) if isinstance(value, str | int) else ""):
        raise NotADecimal
    return Decimal(str(value))


def _nip(value: object) -> NIP:
    digits = re.sub(r"\s", "", value) if isinstance(value, str) else ""
    if not _NIP.fullmatch(digits):
        raise NotANip
    return NIP(digits)


def moment_text(value: datetime.datetime) -> str:
    """A moment as the contract writes it: UTC, to the second, with `Z`."""
    return value.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


SCALARS: dict[object, Any] = {  # Any: Strawberry's ScalarDefinition is not generic.
    datetime.date: strawberry.scalar(
        name="Date",
        description="A calendar date, `YYYY-MM-DD`.",
        specified_by_url="https://datatracker.ietf.org/doc/html/rfc3339",
        serialize=lambda value: value.isoformat(),
        parse_value=_date,
    ),
    datetime.datetime: strawberry.scalar(
        name="DateTime",
        description="A moment in UTC, to the second: `2026-01-31T08:00:00Z`.",
        specified_by_url="https://datatracker.ietf.org/doc/html/rfc3339",
        serialize=moment_text,
        parse_value=_moment,
    ),
    Decimal: strawberry.scalar(
        name="Decimal",
        description="An exact decimal number, as a string.",
        specified_by_url="https://speleotrove.com/decimal/daconvs.html",
        serialize=str,
        parse_value=_decimal,
    ),
    NIP: strawberry.scalar(
        name="NIP",
        description="Nomor Induk Pegawai, 18 digits, of a PNS (NIP) or a PPPK (NI PPPK). Spaces don't count.",
        specified_by_url="https://peraturan.bkn.go.id/",
        serialize=str,
        parse_value=_nip,
    ),
}


def encode_id(type_name: str, key: object) -> str:
    """The opaque global id of a node."""
    return base64.b64encode(f"{type_name}:{key}".encode()).decode()


def decode_id(text: object) -> tuple[str, UUID] | None:
    """Type and key of a global id, or None where it is none of ours."""
    try:
        type_name, _, key = base64.b64decode(str(text), validate=True).decode().partition(":")
        return type_name, UUID(key)
    except (binascii.Error, ValueError):
        return None


def key_of(type_name: str, text: object) -> UUID | None:
    """The key in a global id of that type; None (which names nothing) for any other text."""
    named = decode_id(text)
    return named[1] if named and named[0] == type_name else None
