"""Civil-service numbers: what they tell, and each way they are refused."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jenjang.core.errors import Refusal
from jenjang.organisation.rules.number import (
    AppointedInFuture,
    AppointedTooOld,
    AppointedTooYoung,
    BirthDateDiffers,
    BirthDateNotReal,
    CivilServiceNumber,
    KindDiffers,
    MonthOrContractUnknown,
    NotEighteenDigits,
    NumberRule,
    SerialTooLow,
    SexDiffers,
    SexDigitUnknown,
    check_bearer,
    display,
    parse_number,
)
from jenjang.organisation.terms import EmployeeKind, Sex

RULE = NumberRule(youngest=16, oldest=60, lowest_contract=21, lowest_serial=1)
TODAY = date(2026, 11, 21)
PNS = CivilServiceNumber(EmployeeKind.PNS, date(1986, 9, 26), date(2015, 5, 1), None, Sex.MALE, 1)
PPPK = CivilServiceNumber(EmployeeKind.PPPK, date(1990, 9, 13), 2025, "24", Sex.FEMALE, 14)


@pytest.mark.parametrize(
    "text",
    ["198609262015051001", "19860926 201505 1 001", " 1986 0926 2015 05 1 001\n", "19860926\u00a02015051001"],
)
def test_a_nip_tells_birth_month_of_appointment_sex_and_serial(text: str) -> None:
    assert parse_number(text, RULE, TODAY) == PNS


def test_a_ni_pppk_tells_birth_year_contract_sex_and_serial() -> None:
    assert parse_number("199009132025242014", RULE, TODAY) == PPPK


def test_a_number_is_shown_in_groups() -> None:
    assert display(PNS) == "19860926 201505 1 001"
    assert display(PPPK) == "19900913 202524 2 014"


@pytest.mark.parametrize(
    ("text", "error", "facts"),
    [
        ("", NotEighteenDigits, {"found": 0}),
        ("19860926201505100", NotEighteenDigits, {"found": 17}),
        ("1986092620150510011", NotEighteenDigits, {"found": 19}),
        ("19860926201505100A", NotEighteenDigits, {"found": 18}),
        ("19860926-2015051001", NotEighteenDigits, {"found": 19}),
        ("١٩٨٦٠٩٢٦٢٠١٥٠٥١٠٠١", NotEighteenDigits, {"found": 18}),
        ("198602292015051001", BirthDateNotReal, {"digits": "19860229"}),
        ("198613012015051001", BirthDateNotReal, {"digits": "19861301"}),
        ("000001012015051001", BirthDateNotReal, {"digits": "00000101"}),
        ("198609262015001001", MonthOrContractUnknown, {"code": "00", "lowest": 21}),
        ("198609262015131001", MonthOrContractUnknown, {"code": "13", "lowest": 21}),
        ("198609262015201001", MonthOrContractUnknown, {"code": "20", "lowest": 21}),
        ("198609262015050001", SexDigitUnknown, {"digit": "0"}),
        ("198609262015053001", SexDigitUnknown, {"digit": "3"}),
        ("198609262015051000", SerialTooLow, {"serial": "000", "lowest": "001"}),
        ("198609262027011001", AppointedInFuture, {"year": 2027}),
        ("198609262001051001", AppointedTooYoung, {"age": 15, "youngest": 16}),
        ("198609261985051001", AppointedTooYoung, {"age": -1, "youngest": 16}),
        ("196009262021211001", AppointedTooOld, {"age": 61, "oldest": 60}),
    ],
)
def test_a_wrong_number_is_refused_by_name(text: str, error: type[Refusal], facts: dict[str, object]) -> None:
    with pytest.raises(error) as refused:
        parse_number(text, RULE, TODAY)
    assert type(refused.value) is error
    assert refused.value.facts == facts
    assert refused.value.field == ("number",)


@pytest.mark.parametrize(
    "text",
    [
        "198609262002121999",  # sixteen by calendar year
        "196009262020121001",  # sixty by calendar year
        "198609262026121001",  # this very year
        "198602282015011001",
        "198802292015011001",  # a leap day
        "199009132025212001",  # the lowest contract code
        "199009132025992001",
    ],
)
def test_the_bounds_themselves_are_accepted(text: str) -> None:
    assert parse_number(text, RULE, TODAY).digits == text


@given(
    birth=st.dates(date(1950, 1, 1), date(2005, 12, 31)),
    age=st.integers(16, 60),
    code=st.one_of(st.integers(1, 12), st.integers(21, 99)),
    sex=st.sampled_from("12"),
    serial=st.integers(1, 999),
)
def test_every_legal_number_reads_back_as_written(
    birth: date, age: int, code: int, sex: str, serial: int
) -> None:
    text = f"{birth:%Y%m%d}{birth.year + age}{code:02d}{sex}{serial:03d}"
    number = parse_number(text, RULE, date(2099, 1, 1))
    assert number.digits == text
    assert parse_number(display(number), RULE, date(2099, 1, 1)) == number


@given(st.text(max_size=24))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    with suppress(Refusal):
        assert parse_number(text, RULE, TODAY).digits == "".join(text.split())


def test_a_number_must_match_its_bearer() -> None:
    check_bearer(PNS, EmployeeKind.PNS, date(1986, 9, 26), Sex.MALE)
    with pytest.raises(KindDiffers):
        check_bearer(PNS, EmployeeKind.PPPK, date(1986, 9, 26), Sex.MALE)
    with pytest.raises(BirthDateDiffers) as refused:
        check_bearer(PNS, EmployeeKind.PNS, date(1986, 9, 27), Sex.MALE)
    assert (
        refused.value.message()
        == "The number tells of a birth on 1986-09-26, the profile of one on 1986-09-27."
    )
    with pytest.raises(SexDiffers):
        check_bearer(PNS, EmployeeKind.PNS, date(1986, 9, 26), Sex.FEMALE)
