"""The civil-service number: NIP of PNS, NI of PPPK; 18 digits that tell birth, appointment and sex."""

import re
from dataclasses import dataclass
from datetime import date

from jenjang.core.errors import BadUserInput, Conflict
from jenjang.organisation.terms import EmployeeKind, Sex

SHAPE = re.compile(
    r"(?P<birth>[0-9]{8})(?P<year>[0-9]{4})(?P<code>[0-9]{2})(?P<sex>[0-9])(?P<serial>[0-9]{3})"
)
SEXES = {"1": Sex.MALE, "2": Sex.FEMALE}


Field = str | tuple[str, ...]


class NotEighteenDigits(BadUserInput):
    """A civil-service number has 18 digits; this has {found} characters once its spaces are taken out."""


class BirthDateNotReal(BadUserInput):
    """The number begins with {digits}, which is no date of birth."""


class MonthOrContractUnknown(BadUserInput):
    """Digits 13 and 14 are {code}: neither a month (01-12) nor a contract code ({lowest} or above)."""


class SexDigitUnknown(BadUserInput):
    """Digit 15 is {digit}; it must be 1 (male) or 2 (female)."""


class SerialTooLow(BadUserInput):
    """The number ends with {serial}; serial numbers begin at {lowest}."""


class AppointedInFuture(BadUserInput):
    """The number tells of an appointment in {year}, which is yet to come."""


class AppointedTooYoung(BadUserInput):
    """The number tells of an appointment at {age}, younger than {youngest}."""


class AppointedTooOld(BadUserInput):
    """The number tells of an appointment at {age}, older than {oldest}."""


class BirthDateDiffers(Conflict):
    """The number tells of a birth on {number}, the profile of one on {profile}."""


class SexDiffers(Conflict):
    """The number tells {number}, the profile {profile}."""


class KindDiffers(Conflict):
    """The number is one of a {number}, the person is a {profile}."""


@dataclass(frozen=True, slots=True)
class NumberRule:
    """The bounds of a civil-service number; ages in years, by calendar year."""

    youngest: int
    oldest: int
    lowest_contract: int
    lowest_serial: int


@dataclass(frozen=True, slots=True)
class CivilServiceNumber:
    """What a civil-service number tells. `appointed` is the month of a PNS, the year of a PPPK."""

    kind: EmployeeKind
    birth_date: date
    appointed: date | int
    contract_code: str | None
    sex: Sex
    serial: int

    @property
    def digits(self) -> str:
        """The 18 digits, without spaces: how a number is kept and compared."""
        if isinstance(self.appointed, date):
            appointed = f"{self.appointed:%Y%m}"
        else:
            appointed = f"{self.appointed:04d}{self.contract_code}"
        sex = "1" if self.sex is Sex.MALE else "2"
        return f"{self.birth_date:%Y%m%d}{appointed}{sex}{self.serial:03d}"


def display(number: CivilServiceNumber) -> str:
    """The digits in the groups that letters show: `19860926 201505 1 001`."""
    digits = number.digits
    return f"{digits[:8]} {digits[8:14]} {digits[14]} {digits[15:]}"


def _parts(text: str, field: Field) -> re.Match[str]:
    digits = "".join(text.split())
    parts = SHAPE.fullmatch(digits)
    if not parts:
        raise NotEighteenDigits(field, found=len(digits))
    return parts


def number_digits(text: str, field: Field) -> str:
    """The 18 digits of a number that is only looked up, without its spaces. Raises NotEighteenDigits."""
    return _parts(text, field)[0]


def parse_number(text: str, rule: NumberRule, today: date, field: str = "number") -> CivilServiceNumber:
    """The number that `text` holds, with or without spaces; no check digit exists.

    Source: BKN's coding of NIP (birth, month of TMT CPNS, sex, serial) and of NI PPPK (birth,
    year, contract code, sex, serial). Raises the error of the first part that is wrong.
    """
    parts = _parts(text, field)
    birth_date = _birth_date(parts["birth"], field)
    kind = _kind(parts["code"], rule, field)
    if parts["sex"] not in SEXES:
        raise SexDigitUnknown(field, digit=parts["sex"])
    if int(parts["serial"]) < rule.lowest_serial:
        raise SerialTooLow(field, serial=parts["serial"], lowest=f"{rule.lowest_serial:03d}")
    year = int(parts["year"])
    _check_appointment(year, birth_date, rule, today, field)
    of_pns = kind is EmployeeKind.PNS
    return CivilServiceNumber(
        kind=kind,
        birth_date=birth_date,
        appointed=date(year, int(parts["code"]), 1) if of_pns else year,
        contract_code=None if of_pns else parts["code"],
        sex=SEXES[parts["sex"]],
        serial=int(parts["serial"]),
    )


def check_bearer(
    number: CivilServiceNumber, kind: EmployeeKind, birth_date: date, sex: Sex, field: str = "number"
) -> None:
    """Refuse a number that tells another kind, birth date or sex than its bearer's profile."""
    if number.kind is not kind:
        raise KindDiffers(field, number=number.kind, profile=kind)
    if number.birth_date != birth_date:
        raise BirthDateDiffers(field, number=number.birth_date, profile=birth_date)
    if number.sex is not sex:
        raise SexDiffers(field, number=number.sex, profile=sex)


def _birth_date(digits: str, field: str) -> date:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise BirthDateNotReal(field, digits=digits) from None


def _kind(code: str, rule: NumberRule, field: str) -> EmployeeKind:
    if 1 <= int(code) <= 12:
        return EmployeeKind.PNS
    if int(code) >= rule.lowest_contract:
        return EmployeeKind.PPPK
    raise MonthOrContractUnknown(field, code=code, lowest=rule.lowest_contract)


def _check_appointment(year: int, birth_date: date, rule: NumberRule, today: date, field: str) -> None:
    if year > today.year:
        raise AppointedInFuture(field, year=year)
    age = year - birth_date.year
    if age < rule.youngest:
        raise AppointedTooYoung(field, age=age, youngest=rule.youngest)
    if age > rule.oldest:
        raise AppointedTooOld(field, age=age, oldest=rule.oldest)
