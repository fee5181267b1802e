"""One-time passwords: the vectors of RFC 6238, the window, and no code twice."""

from base64 import b32encode
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from jenjang.identity.server import one_time

SECRET = b32encode(b"12345678901234567890").decode()
VECTORS = {
    59: "287082",
    1111111109: "081804",
    1111111111: "050471",
    1234567890: "005924",
    2000000000: "279037",
    20000000000: "353130",
}
"""RFC 6238 appendix B (SHA-1), the last six of its eight digits."""


@pytest.mark.parametrize(("at", "code"), VECTORS.items())
def test_codes_are_those_of_the_standard(at: int, code: str) -> None:
    assert one_time.step_of(SECRET, code, at, 0) == at // 30


@pytest.mark.parametrize(("later", "taken"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_clocks_may_differ_by_one_step(later: int, taken: bool) -> None:
    """RFC 6238 §5.2."""
    assert (one_time.step_of(SECRET, "050471", 1111111111 + later, 0) is not None) is taken


def test_a_code_is_taken_once_and_none_before_it_any_more() -> None:
    """RFC 6238 §5.2."""
    step = one_time.step_of(SECRET, "050471", 1111111111, 0)
    assert step
    assert one_time.step_of(SECRET, "050471", 1111111111, step) is None
    assert one_time.step_of(SECRET, "081804", 1111111111, step) is None
    assert one_time.step_of(SECRET, "081804", 1111111111, step - 2) == step - 1


@pytest.mark.parametrize("code", ["", "0", "05047", "0504711", "五〇四", "050471\0", "x" * 10_000])
def test_what_is_no_code_fits_nothing(code: str) -> None:
    assert one_time.step_of(SECRET, code, 1111111111, 0) is None


def test_an_authenticator_app_reads_what_it_needs() -> None:
    parts = urlsplit(one_time.address(SECRET, "198001012005011001", "Jenjang Kota Surakarta"))
    asked = parse_qs(parts.query)
    assert (parts.scheme, parts.netloc) == ("otpauth", "totp")
    assert unquote(parts.path) == "/Jenjang Kota Surakarta:198001012005011001"
    assert (asked["secret"], asked["digits"], asked["period"]) == ([SECRET], ["6"], ["30"])


def test_recovery_codes_are_read_however_they_are_grouped() -> None:
    codes = one_time.new_recovery_codes()
    assert len({*codes}) == one_time.CODES
    for code in codes:
        assert one_time.plain(code.lower().replace("-", " ")) == one_time.plain(code)
        assert len(one_time.plain(code)) * 5 >= 80, "bits"
