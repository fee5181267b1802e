"""A file of people: who they are and what they are now, checked by every rule that deeds obey."""

from datetime import date, timedelta
from typing import Any

import pytest
from factories.imports import (
    BIDANG,
    bring,
    dump,
    establish,
    person,
    refusals,
)
from sqlalchemy import select

from jenjang.core.context import Context
from jenjang.organisation.actions.law import cite
from jenjang.organisation.actions.service import ChangeState, change_service_state, end_service
from jenjang.organisation.models import (
    Education,
    Employee,
    EmployeeNumber,
    Placement,
    RankHolding,
    ServicePeriod,
)
from jenjang.organisation.terms import ImportKind, ServiceState
from jenjang.rules.shelf import shipped

pytestmark = pytest.mark.anyio
PEOPLE = ImportKind.PEOPLE
SPAN = shipped("rank_span", date(2020, 2, 1))


@pytest.fixture(autouse=True)
async def established(context: Context) -> None:
    await establish(context)


async def facts(context: Context, model: Any, *columns: str) -> list[tuple[Any, ...]]:
    rows = await context.session.scalars(select(model).order_by(model.employee_id, model.valid_from))
    return [tuple(getattr(row, name) for name in (*columns, "valid_from", "valid_to")) for row in rows]


async def test_a_column_that_is_missing_is_named_where_a_row_needs_it(context: Context) -> None:
    must = ("NIP BARU", "NAMA", "TANGGAL LAHIR", "JENIS KELAMIN", "TMT CPNS")
    least = {name: person(1)[name] for name in must}
    batch = await bring(context, ImportKind.PEOPLE, [least])
    assert await refusals(context.session, batch) == [(2, "TMT PNS", "PERMANENT_DATE_MISSING")]
    for more in ({"TMT PNS": "01-05-2016"}, {"STATUS CPNS PNS": "C"}):
        batch = await bring(context, ImportKind.PEOPLE, [least | more], dry_run=True)
        assert await refusals(context.session, batch) == []


async def test_a_person_comes_with_number_service_rank_placement_and_school(context: Context) -> None:
    batch = await bring(context, PEOPLE, [person()])
    assert (batch.state, batch.created_count) == ("APPLIED", 1)
    who = (await context.session.scalars(select(Employee))).one()
    assert (who.number, who.kind, who.siasn_id, who.state) == ("198609262015051001", "PNS", "PNS-1", "ACTIVE")
    nik = context.seals.unseal("employees", "nik", who.id, who.nik)
    assert (who.name, who.back_title, nik) == ("Pegawai 1", "S.IP.", "3372012609860001")
    assert (who.retires_on, who.retirement_rule) == (date(2046, 10, 1), "retirement_age 2023")
    assert await facts(context, EmployeeNumber, "number") == [("198609262015051001", date(2015, 5, 1), None)]
    assert await facts(context, ServicePeriod, "state", "decree_number") == [
        ("CANDIDATE", "813/1/2015", date(2015, 5, 1), date(2016, 5, 1)),
        ("ACTIVE", None, date(2016, 5, 1), None),
    ]
    assert await facts(context, RankHolding, "rank") == [("III/b", date(2019, 10, 1), None)]
    assert await facts(context, Placement, "fits", "misfit", "fit_rule") == [
        (True, None, f"{cite(SPAN)}, retirement_age 2023", date(2020, 2, 1), None)
    ]
    school = (await context.session.scalars(select(Education))).one()
    assert (school.level, school.programme, school.graduated_in) == ("S1", "Ilmu Pemerintahan", 2009)


async def test_a_pppk_begins_active_with_a_golongan_of_its_own_list(context: Context) -> None:
    contract = {
        "NIP BARU": "199009132025212014",
        "TANGGAL LAHIR": "13-09-1990",
        "JENIS KELAMIN": "F",
        "KEDUDUKAN PNS ID": "71",
        "TMT CPNS": "01-05-2025",
        "TMT PNS": "",
        "GOL AKHIR ID": "09",
        "TMT GOLONGAN": "01-05-2025",
        "TMT JABATAN": "01-05-2025",
    }
    await bring(context, PEOPLE, [person(**contract)])
    assert await facts(context, ServicePeriod, "state") == [("ACTIVE", date(2025, 5, 1), None)]
    assert await facts(context, RankHolding, "rank") == [("PPPK-IX", date(2025, 5, 1), None)]
    assert await facts(context, Placement, "fits") == [(True, date(2025, 5, 1), None)]


async def test_a_candidate_is_not_yet_permanent(context: Context) -> None:
    await bring(context, PEOPLE, [person(**{"STATUS CPNS PNS": "C", "TMT PNS": ""})])
    assert await facts(context, ServicePeriod, "state") == [("CANDIDATE", date(2015, 5, 1), None)]
    await bring(context, PEOPLE, [person()])
    assert await facts(context, ServicePeriod, "state") == [
        ("CANDIDATE", date(2015, 5, 1), date(2016, 5, 1)),
        ("ACTIVE", date(2016, 5, 1), None),
    ]


async def test_a_state_without_a_date_of_its_own_begins_on_the_day_of_the_import(context: Context) -> None:
    await bring(context, PEOPLE, [person(**{"KEDUDUKAN PNS ID": "Tugas Belajar"})])
    assert (await facts(context, ServicePeriod, "state"))[-1] == ("STUDY_LEAVE", context.today, None)


async def test_the_same_file_again_changes_nothing(context: Context) -> None:
    rows = [person(1), person(2)]
    await bring(context, PEOPLE, rows)
    before = await dump(context.session)
    batch = await bring(context, PEOPLE, rows)
    assert (batch.row_count, batch.created_count, batch.changed_count) == (2, 0, 0)
    assert await dump(context.session) == before


async def test_what_changed_is_changed_and_history_gets_a_new_dated_fact(context: Context) -> None:
    await bring(context, PEOPLE, [person(1), person(2)])
    promoted = person(
        1,
        **{
            "NAMA": "Nama Baru",
            "GOL AKHIR ID": "33",
            "TMT GOLONGAN": "01-10-2023",
            "JABATAN NAMA": "Analis Kebijakan Ahli Pertama",
            "UNOR ID": BIDANG,
            "TMT JABATAN": "02-01-2024",
        },
    )
    batch = await bring(context, PEOPLE, [promoted, person(2)])
    assert (batch.created_count, batch.changed_count) == (0, 1)
    who = (await context.session.scalars(select(Employee).where(Employee.siasn_id == "PNS-1"))).one()
    await context.session.refresh(who)
    assert (who.name, who.version, who.retires_on) == ("Nama Baru", 2, date(2044, 10, 1))
    ranks = await context.session.scalars(
        select(RankHolding).where(RankHolding.employee_id == who.id).order_by(RankHolding.valid_from)
    )
    assert [(row.rank, row.valid_to) for row in ranks] == [("III/b", date(2023, 10, 1)), ("III/c", None)]
    placements = await context.session.scalars(
        select(Placement).where(Placement.employee_id == who.id).order_by(Placement.valid_from)
    )
    assert [(row.valid_to, row.fits, row.misfit) for row in placements] == [
        (date(2024, 1, 2), True, None),
        (None, False, "RANK_TOO_HIGH"),
    ]


async def test_somebody_without_rank_and_position_comes_in_too(context: Context) -> None:
    nothing = {"GOL AKHIR ID": "", "JABATAN NAMA": "", "TINGKAT PENDIDIKAN ID": ""}
    batch = await bring(context, PEOPLE, [person(**nothing)])
    assert (batch.state, batch.created_count) == ("APPLIED", 1)
    who = (await context.session.scalars(select(Employee))).one()
    assert (who.retires_on, await facts(context, Placement)) == (None, [])


async def test_an_empty_cell_erases_nothing(context: Context) -> None:
    await bring(context, PEOPLE, [person()])
    before = await dump(context.session)
    batch = await bring(context, PEOPLE, [person(**{"NIK": "", "GELAR BELAKANG": "", "GOL AKHIR ID": ""})])
    assert batch.changed_count == 0
    assert await dump(context.session) == before


async def test_another_number_of_the_same_person_is_kept_as_history(context: Context) -> None:
    await bring(context, PEOPLE, [person()])
    renumbered = person(
        **{"NIP BARU": "198609262018031001", "TMT CPNS": "01-03-2018", "TMT PNS": "01-03-2019"}
    )
    batch = await bring(context, PEOPLE, [renumbered])
    assert (batch.state, batch.created_count, batch.changed_count) == ("APPLIED", 0, 1)
    assert await facts(context, EmployeeNumber, "number") == [
        ("198609262015051001", date(2015, 5, 1), date(2018, 3, 1)),
        ("198609262018031001", date(2018, 3, 1), None),
    ]
    old = await bring(context, PEOPLE, [person(**{"PNS ID": "PNS-9"})])
    assert await refusals(context.session, old) == [(2, "NIP BARU", "IDENTITY_DIFFERS")]


NOWHERE = {"JABATAN NAMA": "", "TMT JABATAN": ""}
AHEAD = f"{date.today() + timedelta(days=2):%d-%m-%Y}"  # noqa: DTZ011  Any day ahead will do.


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"NIP BARU": "123"}, [("NIP BARU", "NOT_EIGHTEEN_DIGITS")]),
        ({"NIP BARU": "198613262015051001"}, [("NIP BARU", "BIRTH_DATE_NOT_REAL")]),
        ({"NIP BARU": "198609262015131001"}, [("NIP BARU", "MONTH_OR_CONTRACT_UNKNOWN")]),
        ({"NIP BARU": "198609262015053001"}, [("NIP BARU", "SEX_DIGIT_UNKNOWN")]),
        ({"NIP BARU": "198609262015051000"}, [("NIP BARU", "SERIAL_TOO_LOW")]),
        ({"NIP BARU": "198609261996051001"}, [("NIP BARU", "APPOINTED_TOO_YOUNG")]),
        ({"NIP BARU": "1.98609e+17"}, [("NIP BARU", "NUMBER_ROUNDED")]),
        ({"NIP BARU": "1,98609E+17"}, [("NIP BARU", "NUMBER_ROUNDED")]),
        ({"NIK": "3.37201E+15"}, [("NIK", "NUMBER_ROUNDED")]),
        ({"TANGGAL LAHIR": "27-09-1986"}, [("NIP BARU", "BIRTH_DATE_DIFFERS")]),
        ({"JENIS KELAMIN": "F"}, [("NIP BARU", "SEX_DIFFERS")]),
        ({"JENIS KELAMIN": "?"}, [("JENIS KELAMIN", "SEX_UNREADABLE")]),
        ({"NAMA": ""}, [("NAMA", "CELL_EMPTY")]),
        ({"NIK": "1"}, [("NIK", "NIK_NOT_SIXTEEN_DIGITS")]),
        ({"KEDUDUKAN PNS ID": "777"}, [("KEDUDUKAN PNS ID", "LEGAL_POSITION_UNKNOWN")]),
        ({"KEDUDUKAN PNS ID": "99"}, [("KEDUDUKAN PNS ID", "ENDS_SERVICE")]),
        (
            {"TMT CPNS": AHEAD, "TMT PNS": "", "GOL AKHIR ID": "", "TMT GOLONGAN": "", **NOWHERE},
            [("TMT CPNS", "NOT_YET")],
        ),
        ({"TMT PNS": ""}, [("TMT PNS", "PERMANENT_DATE_MISSING")]),
        ({"TMT PNS": "01-05-2014"}, [("TMT PNS", "BEFORE_SERVICE")]),
        ({"TMT GOLONGAN": "01-04-2010"}, [("TMT GOLONGAN", "BEFORE_SERVICE")]),
        ({"TMT GOLONGAN": ""}, [("TMT GOLONGAN", "CELL_EMPTY")]),
        ({"GOL AKHIR ID": "09"}, [("GOL AKHIR ID", "RANK_UNKNOWN")]),
        ({"TMT JABATAN": ""}, [("TMT JABATAN", "CELL_EMPTY")]),
        ({"TMT JABATAN": "01-01-2016"}, [("TMT JABATAN", "POSITION_NOT_OPEN")]),
        ({"UNOR ID": "NOWHERE"}, [("UNOR ID", "UNIT_UNKNOWN")]),
        ({"UNOR ID": BIDANG}, [("JABATAN NAMA", "POSITION_UNKNOWN")]),
        ({"TINGKAT PENDIDIKAN ID": "99"}, [("TINGKAT PENDIDIKAN ID", "EDUCATION_LEVEL_UNKNOWN")]),
        ({"TAHUN LULUS": ""}, [("TAHUN LULUS", "CELL_EMPTY")]),
        ({"TAHUN LULUS": "1980"}, [("TAHUN LULUS", "GRADUATION_IMPOSSIBLE")]),
        (
            {"JENIS KELAMIN": "F", "GOL AKHIR ID": "99", "UNOR ID": "X"},
            [("NIP BARU", "SEX_DIFFERS"), ("GOL AKHIR ID", "RANK_UNKNOWN"), ("UNOR ID", "UNIT_UNKNOWN")],
        ),
    ],
)
async def test_a_fault_is_told_by_row_and_column_and_nothing_is_applied(context, changes, expected) -> None:
    before = await dump(context.session)
    batch = await bring(context, PEOPLE, [person(2), person(1, **changes)])
    assert (batch.state, batch.row_count, batch.refused_count) == ("REFUSED", 2, 1)
    assert await refusals(context.session, batch) == [(3, *fault) for fault in expected]
    assert await dump(context.session) == before


async def test_somebody_who_is_there_twice_is_refused(context: Context) -> None:
    batch = await bring(context, PEOPLE, [person(1), person(1), person(2, **{"PNS ID": "PNS-1"})])
    assert await refusals(context.session, batch) == [
        (3, "NIP BARU", "PERSON_TWICE"),
        (3, "PNS ID", "PERSON_TWICE"),
        (4, "PNS ID", "PERSON_TWICE"),
    ]


async def test_a_number_that_is_anothers_is_refused(context: Context) -> None:
    await bring(context, PEOPLE, [person(1), person(2)])
    taken = person(1, **{"PNS ID": "PNS-2"})
    batch = await bring(context, PEOPLE, [taken])
    assert await refusals(context.session, batch) == [(2, "NIP BARU", "NUMBER_TAKEN")]


async def test_no_more_people_than_seats_come_to_a_position(context: Context) -> None:
    seat = {"JABATAN NAMA": "Analis Kebijakan Ahli Pertama", "UNOR ID": BIDANG}
    batch = await bring(context, PEOPLE, [person(serial, **seat) for serial in (1, 2, 3)])
    assert await refusals(context.session, batch) == [(4, "TMT JABATAN", "NO_SEAT_LEFT")]
    batch = await bring(context, PEOPLE, [person(serial, **seat) for serial in (1, 2)])
    assert batch.state == "APPLIED"
    batch = await bring(context, PEOPLE, [person(3, **seat)])
    assert await refusals(context.session, batch) == [(2, "TMT JABATAN", "NO_SEAT_LEFT")]


async def test_a_fact_that_is_older_than_what_is_known_is_refused(context: Context) -> None:
    await bring(context, PEOPLE, [person()])
    batch = await bring(context, PEOPLE, [person(**{"GOL AKHIR ID": "31", "TMT GOLONGAN": "01-04-2017"})])
    assert await refusals(context.session, batch) == [(2, "TMT GOLONGAN", "LATER_FACT")]


UNTOLD = {"KEDUDUKAN PNS ID": "", "STATUS CPNS PNS": ""}


async def the_one(context: Context) -> Employee:
    who = (await context.session.scalars(select(Employee))).one()
    await context.session.refresh(who)
    return who


@pytest.mark.parametrize("state", [ServiceState.SUSPENDED, ServiceState.STUDY_LEAVE])
async def test_a_file_that_tells_no_state_brings_nobody_back(context: Context, state: ServiceState) -> None:
    await bring(context, PEOPLE, [person()])
    change = ChangeState(employee_id=(await the_one(context)).id, state=state, on=date(2024, 1, 1))
    await change_service_state(context, change)
    before = await dump(context.session)
    batch = await bring(context, PEOPLE, [person(**UNTOLD)])
    assert (batch.state, batch.changed_count) == ("APPLIED", 0)
    assert await dump(context.session) == before


async def test_a_candidate_whose_state_is_untold_is_permanent_by_tmt_pns(context: Context) -> None:
    await bring(context, PEOPLE, [person(**{"STATUS CPNS PNS": "C", "TMT PNS": ""})])
    await bring(context, PEOPLE, [person(**UNTOLD | {"TMT PNS": ""})])
    assert (await the_one(context)).state == "CANDIDATE"
    await bring(context, PEOPLE, [person(**UNTOLD)])
    assert (await facts(context, ServicePeriod, "state"))[-1] == ("ACTIVE", date(2016, 5, 1), None)


@pytest.mark.parametrize("told", ["Mengundurkan Diri", ""])
async def test_who_left_gets_no_new_retirement_nor_anything_later(context: Context, told: str) -> None:
    await bring(context, PEOPLE, [person()])
    left = ChangeState(
        employee_id=(await the_one(context)).id, state=ServiceState.RESIGNED, on=date(2024, 1, 1)
    )
    await end_service(context, left)
    before = await dump(context.session)
    batch = await bring(context, PEOPLE, [person(**{"KEDUDUKAN PNS ID": told, "STATUS CPNS PNS": ""})])
    assert (batch.state, batch.changed_count) == ("APPLIED", 0)
    assert await dump(context.session) == before
    assert (await the_one(context)).retires_on is None
    later = {"GOL AKHIR ID": "33", "TMT GOLONGAN": "01-01-2024", "KEDUDUKAN PNS ID": told}
    batch = await bring(context, PEOPLE, [person(**later | {"STATUS CPNS PNS": ""})])
    assert await refusals(context.session, batch) == [(2, "TMT GOLONGAN", "NOT_IN_SERVICE")]


async def test_a_number_of_the_other_kind_is_refused_as_by_the_deed(context: Context) -> None:
    await bring(context, PEOPLE, [person()])
    contract = {
        "NIP BARU": "198609262025211001",
        "KEDUDUKAN PNS ID": "71",
        "TMT CPNS": "01-01-2025",
        "TMT PNS": "",
        "GOL AKHIR ID": "",
        "TMT GOLONGAN": "",
        **NOWHERE,
    }
    batch = await bring(context, PEOPLE, [person(**contract)])
    assert await refusals(context.session, batch) == [(2, "NIP BARU", "KIND_DIFFERS")]


async def test_somebody_who_is_there_by_number_and_by_pns_id_is_there_twice(context: Context) -> None:
    await bring(context, PEOPLE, [person()])
    by_number = person(**{"PNS ID": "", "NAMA": "Satu"})
    by_id = person(**{"NIP BARU": "198609262018031001", "TMT CPNS": "01-03-2018", "TMT PNS": "01-03-2019"})
    batch = await bring(context, PEOPLE, [by_number, by_id])
    assert await refusals(context.session, batch) == [(3, "NIP BARU", "PERSON_TWICE")]
