"""What may be given as a date, a moment, a decimal number or a NIP."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from jenjang.core.errors import BadUserInput
from jenjang.graph import scalars
from jenjang.graph.scalars import SCALARS, decode_id, encode_id


def parsed(kind: object, value: object) -> object:
    return SCALARS[kind].parse_value(value)


@pytest.mark.parametrize(
    ("kind", "given", "value"),
    [
        (date, "2026-02-28", date(2026, 2, 28)),
        (date, "0001-01-01", date(1, 1, 1)),
        (date, "9999-12-31", date(9999, 12, 31)),
        (datetime, "2026-01-31T08:00:00Z", datetime(2026, 1, 31, 8, tzinfo=UTC)),
        (datetime, "2026-01-31T08:00:00+07:00", datetime(2026, 1, 31, 1, tzinfo=UTC)),
        (Decimal, "12.50", Decimal("12.50")),
        (Decimal, -3, Decimal(-3)),
        (scalars.NIP, "19800517 201001 2 001", "198005172010012001"),
    ],
)
def test_these_are_taken(kind: object, given: object, value: object) -> None:
    assert parsed(kind, given) == value


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        *(
            (date, one)
            for one in ("2026-02-30", "0000-01-01", "10000-01-01", "20260101", "2026-W05-6", "now")
        ),
        *(
            (date, one)
            for one in ("2026-01-01T00:00:00Z", "２０２６-01-01", "infinity", "", None, 20260101, [])
        ),
        *((datetime, one) for one in ("2026-01-31", "2026-01-31T08:00:00", "0001-01-01T00:00:00+23:59", 7)),
        *((Decimal, one) for one in ("NaN", "Infinity", "-inf", "1e9", "1E+999999999", "1_0", "٣", "", ".5")),
        *((Decimal, one) for one in ("9" * 29, 10**40, True, 1.5, None, [])),
        *(
            (scalars.NIP, one)
            for one in ("19800517201001200", "１９８００５１７２０１００１２００１", "", 198005172010012001)
        ),
    ],
)
def test_these_are_not(kind: object, given: object) -> None:
    with pytest.raises(BadUserInput):
        parsed(kind, given)


@pytest.mark.parametrize("text", ["", "x", "RW1wbG95ZWU6", "é", "RW1wbG95ZWU6eA==", None, 7, "\0"])
def test_what_is_no_global_id_names_nothing(text: object) -> None:
    assert decode_id(text) is None


def test_a_global_id_names_type_and_key() -> None:
    key = "01a20050-5893-7b84-9931-c21cefb7691b"
    named = decode_id(encode_id("Unit", key))
    assert named is not None
    assert (named[0], str(named[1])) == ("Unit", key)
