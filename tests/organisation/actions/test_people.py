"""Hiring, renumbering, schooling, sanctions."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from factories.organisation import an_employee
from sqlalchemy import select

from jenjang.core.context import Context
from jenjang.core.errors import NotFound, Refusal, Stale
from jenjang.organisation.actions.people import (
    ChangeNumber,
    Hire,
    RecordEducation,
    RecordSanction,
    change_number,
    hire_employee,
    record_education,
    record_sanction,
)
from jenjang.organisation.models import EmployeeNumber, RankHolding, ServicePeriod
from jenjang.organisation.rules.life import NotInService
from jenjang.organisation.rules.number import BirthDateDiffers, KindDiffers, NotEighteenDigits, SexDiffers
from jenjang.organisation.rules.person import (
    GraduationImpossible,
    NameMissing,
    NikNotSixteenDigits,
    NumberTaken,
    SiasnIdTaken,
)
from jenjang.organisation.rules.rank import RankOfOtherScheme
from jenjang.organisation.rules.span import EndsBeforeItBegins, LaterFact, NotYet
from jenjang.organisation.terms import EmployeeKind, ServiceState, Severity, Sex

SITI = Hire(
    number="19860926 201505 2 001",
    kind=EmployeeKind.PNS,
    name=" Siti  Aminah ",
    sex=Sex.FEMALE,
    birth_date=date(1986, 9, 26),
    appointed_on=date(2015, 5, 1),
    rank="III/a",
    decree_number="813/12/2015",
    siasn_id="A1",
    nik="3372 0266 0986 0001",
)
BUDI = Hire(
    number="199009132025241014",
    kind=EmployeeKind.PPPK,
    name="Budi Santoso",
    sex=Sex.MALE,
    birth_date=date(1990, 9, 13),
    appointed_on=date(2025, 3, 1),
    rank="PPPK-IX",
)
NOBODY = UUID(int=7)


async def test_a_pns_begins_as_candidate(context: Context) -> None:
    siti = await hire_employee(context, SITI)
    nik = context.seals.unseal("employees", "nik", siti.id, siti.nik)
    assert (siti.number, siti.name, nik) == ("198609262015052001", "Siti Aminah", "3372026609860001")
    assert (siti.state, siti.version, siti.tenant_id) == (ServiceState.CANDIDATE, 1, "surakarta")
    (number,) = await context.session.scalars(select(EmployeeNumber))
    assert (number.employee_id, number.number, number.kind) == (siti.id, "198609262015052001", "PNS")
    assert (number.valid_from, number.valid_to) == (date(2015, 5, 1), None)
    (period,) = await context.session.scalars(select(ServicePeriod))
    assert (period.employee_id, period.state, period.valid_from) == (siti.id, "CANDIDATE", date(2015, 5, 1))
    assert period.decree_number == "813/12/2015"
    (holding,) = await context.session.scalars(select(RankHolding))
    assert (holding.employee_id, holding.rank, holding.valid_from) == (siti.id, "III/a", date(2015, 5, 1))


async def test_a_pppk_begins_active(context: Context) -> None:
    budi = await hire_employee(context, BUDI)
    assert (budi.state, budi.kind, budi.number) == ("ACTIVE", "PPPK", "199009132025241014")


@pytest.mark.parametrize(
    ("change", "error", "field"),
    [
        ({"number": "1986"}, NotEighteenDigits, "number"),
        ({"birth_date": date(1986, 9, 27)}, BirthDateDiffers, "number"),
        ({"sex": Sex.MALE}, SexDiffers, "number"),
        ({"kind": EmployeeKind.PPPK}, KindDiffers, "number"),
        ({"appointed_on": date(2026, 7, 2)}, NotYet, "appointedOn"),
        ({"name": " "}, NameMissing, "name"),
        ({"nik": "337202"}, NikNotSixteenDigits, "nik"),
        ({"rank": "PPPK-IX"}, RankOfOtherScheme, "rank"),
        ({"rank": "V/z"}, NotFound, "rank"),
    ],
)
async def test_a_hire_that_does_not_add_up_is_refused(
    context: Context, refused, change: dict[str, object], error: type[Refusal], field: str
) -> None:
    async with refused(error, field):
        await hire_employee(context, replace(SITI, **change))


async def test_a_number_is_borne_once(context: Context, refused) -> None:
    siti = await hire_employee(context, SITI)
    async with refused(NumberTaken, "number", number="198609262015052001"):
        await hire_employee(context, replace(SITI, siasn_id=None))
    await change_number(
        context, ChangeNumber(employee_id=siti.id, number="198609262015052002", on=date(2016, 1, 1))
    )
    async with refused(NumberTaken, "number"):
        await hire_employee(context, replace(SITI, siasn_id=None))


async def test_of_two_hires_with_one_number_at_once_one_stands(race) -> None:
    answer = await race.second_of(
        lambda c: hire_employee(c, SITI), lambda c: hire_employee(c, replace(SITI, siasn_id=None))
    )
    assert type(answer) is NumberTaken


async def test_of_two_hires_with_one_siasn_id_at_once_one_stands(race) -> None:
    answer = await race.second_of(
        lambda c: hire_employee(c, SITI),
        lambda c: hire_employee(c, replace(SITI, number="198609262015052009")),
    )
    assert type(answer) is SiasnIdTaken


async def test_of_two_who_take_one_number_at_once_one_gets_it(race) -> None:
    budi = await race.alone(lambda c: hire_employee(c, BUDI))
    twin = await race.alone(lambda c: hire_employee(c, replace(BUDI, number="199009132025241015")))
    wanted = ChangeNumber(employee_id=budi.id, number="199009132026211003", on=date(2026, 3, 1))
    answer = await race.second_of(
        lambda c: change_number(c, wanted),
        lambda c: change_number(c, replace(wanted, employee_id=twin.id)),
    )
    assert type(answer) is NumberTaken


async def test_a_siasn_id_is_given_once(context: Context, refused) -> None:
    await hire_employee(context, SITI)
    async with refused(SiasnIdTaken, "siasnId", siasn_id="A1"):
        await hire_employee(context, replace(SITI, number="198609262015052009"))


async def test_a_new_number_keeps_the_old_one_on_record(context: Context) -> None:
    budi = await hire_employee(context, BUDI)
    change = ChangeNumber(employee_id=budi.id, number="19900913 2026 21 1 003", on=date(2026, 3, 1))
    changed = await change_number(context, replace(change, expected_version=1))
    assert (changed.id, changed.number, changed.version) == (budi.id, "199009132026211003", 2)
    numbers = await context.session.execute(
        select(EmployeeNumber.number, EmployeeNumber.valid_from, EmployeeNumber.valid_to).order_by(
            EmployeeNumber.valid_from
        )
    )
    assert numbers.all() == [
        ("199009132025241014", date(2025, 3, 1), date(2026, 3, 1)),
        ("199009132026211003", date(2026, 3, 1), None),
    ]


@pytest.mark.parametrize(
    ("change", "error", "field"),
    [
        ({"number": "199009142026211003"}, BirthDateDiffers, "number"),
        ({"number": "199009132026212003"}, SexDiffers, "number"),
        ({"number": "199009132026011003"}, KindDiffers, "number"),
        ({"number": "199009132025241014"}, NumberTaken, "number"),
        ({"on": date(2025, 3, 1)}, LaterFact, "on"),
        ({"on": date(2026, 7, 2)}, NotYet, "on"),
        ({"on": date(2020, 1, 1)}, NotInService, "employeeId"),
        ({"expected_version": 2}, Stale, "expectedVersion"),
        ({"employee_id": NOBODY}, NotFound, "employeeId"),
    ],
)
async def test_a_number_of_somebody_else_is_refused(
    context: Context, refused, change: dict[str, object], error: type[Refusal], field: str
) -> None:
    budi = await hire_employee(context, BUDI)
    right = ChangeNumber(employee_id=budi.id, number="199009132026211003", on=date(2026, 3, 1))
    async with refused(error, field):
        await change_number(context, replace(right, **change))


async def test_a_school_is_recorded(context: Context, refused) -> None:
    siti = await an_employee(context.session)
    record = RecordEducation(employee_id=siti.id, level="S1", graduated_in=2004, programme="Teknik Sipil")
    education = await record_education(context, record)
    assert (education.employee_id, education.level, education.graduated_in) == (siti.id, "S1", 2004)
    assert siti.version == 2
    async with refused(NotFound, "level"):
        await record_education(context, replace(record, level="S9"))
    for year in (1980, 2027):
        async with refused(GraduationImpossible, "graduatedIn", born=1980, graduated=year):
            await record_education(context, replace(record, graduated_in=year))
    async with refused(Stale, "expectedVersion", current=2):
        await record_education(context, replace(record, expected_version=1))


async def test_a_sanction_is_recorded(context: Context, refused) -> None:
    siti = await an_employee(context.session)
    record = RecordSanction(
        employee_id=siti.id,
        severity=Severity.MEDIUM,
        kind="Pemotongan tunjangan kinerja",
        on=date(2026, 1, 1),
        until=date(2026, 7, 1),
    )
    sanction = await record_sanction(context, record)
    assert (sanction.severity, sanction.valid_from, sanction.valid_to) == (
        "MEDIUM",
        date(2026, 1, 1),
        date(2026, 7, 1),
    )
    async with refused(EndsBeforeItBegins, "until"):
        await record_sanction(context, replace(record, until=date(2026, 1, 1)))
    async with refused(NotInService, "employeeId"):
        await record_sanction(context, replace(record, on=date(2009, 12, 31)))
    async with refused(NameMissing, "kind"):
        await record_sanction(context, replace(record, kind=""))
