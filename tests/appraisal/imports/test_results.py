"""What SIASN holds is brought in as it stands there, beside ours; what its own ratings don't give is told."""

import json
from itertools import product

import pytest
from factories.appraisal.results import AS_EXPECTED, BELOW, a_cycle, a_result
from factories.imports import delimited, refusals
from sqlalchemy import select, update

from jenjang.appraisal.actions.publishing import publish
from jenjang.appraisal.imports.results import RatingsGiveAnother
from jenjang.appraisal.models.credit import NationalResult
from jenjang.appraisal.terms import CycleKind
from jenjang.organisation.imports.batches import import_file
from jenjang.organisation.imports.undoing import undo_batch
from jenjang.organisation.models import Employee
from jenjang.organisation.terms import ImportKind, ImportState


@pytest.fixture(autouse=True)
async def known(session, office):
    """People as SIASN knows them."""
    for name in ("staff", "colleague", "functional"):
        person = update(Employee).where(Employee.id == office.people[name])
        await session.execute(person.values(siasn_id=f"PNS-{name}"))


def result(hasil=2, perilaku=2, kuadran=2, **changes):
    return {
        "id": "SKP-1",
        "pnsDinilaiOrang": "PNS-staff",
        "tahun": "2025",
        "hasilKinerjaNilai": str(hasil),
        "perilakuKerjaNilai": str(perilaku),
        "kuadranKinerjaNilai": str(kuadran),
    } | changes


def quarter(month, **changes):
    return result(periodikId="2", bulanMulaiPenilaian=month, **changes)


async def bring(context, *rows, **how):
    return await import_file(context, ImportKind.RESULTS, "skp.csv", delimited(rows), **how)


async def bring_json(context, content):
    return await import_file(context, ImportKind.RESULTS, "skp.json", content.encode())


async def kept(session):
    columns = NationalResult.__table__.c
    names = ("employee_id", "kind", "year", "number", "results", "behaviour", "predicate", "follows", "rule")
    rows = await session.execute(select(*(columns[name] for name in names)).order_by("year", "number"))
    return [tuple(row) for row in rows]


async def links(session):
    return list(await session.scalars(select(NationalResult.appraisal_id).order_by(NationalResult.id)))


async def test_a_year_is_brought_in(as_, office, session):
    batch = await bring(as_("admin"), result(1, 1, 1))
    assert (batch.state, batch.created_count) == (ImportState.APPLIED, 1)
    staff, rule = office.people["staff"], "performance_predicate 2022"
    assert await kept(session) == [
        (staff, "ANNUAL", 2025, 1, "ABOVE", "ABOVE", "VERY_GOOD", "VERY_GOOD", rule)
    ]


async def test_quarters_and_months_are_named_by_the_month_in_which_they_begin(as_, session):
    month = result(periodikId="1", bulanMulaiPenilaian="11")
    await bring(as_("admin"), quarter("4"), quarter("10"), month)
    found = [(kind, number) for _, kind, _, number, *_ in await kept(session)]
    assert found == [("QUARTERLY", 2), ("QUARTERLY", 4), ("MONTHLY", 11)]


async def test_a_person_is_found_by_number_too(as_, office, session):
    staff = await session.get_one(Employee, ("surakarta", office.people["staff"]))
    await bring(as_("admin"), result(pnsDinilaiOrang="", nip=f"'{staff.number}"))
    assert [row[0] for row in await kept(session)] == [staff.id]


def worse(hasil, perilaku):
    """What a program makes of it that takes the worse of the two ratings for the quadrant: three cells."""
    return {1: 1, 2: 2, 3: 3}[max(hasil, perilaku)]


@pytest.mark.parametrize(("hasil", "perilaku"), [*product((1, 2, 3), repeat=2)])
async def test_of_nine_cells_those_that_max_mislabels_are_told_and_kept(as_, session, hasil, perilaku):
    told = []
    sent = worse(hasil, perilaku)
    batch = await bring(as_("admin"), result(hasil, perilaku, sent), warn=told.append)
    ((*_, predicate, follows, _),) = await kept(session)
    assert batch.state == ImportState.APPLIED
    is_trap = (hasil, perilaku) in {(1, 3), (2, 3), (3, 3)}
    assert (predicate != follows) is is_trap
    assert [(one.row, one.column, type(one.refusal)) for one in told] == (
        [(2, "kuadranKinerjaNilai", RatingsGiveAnother)] if is_trap else []
    )


async def test_the_warning_says_what_follows_and_what_is_held(as_):
    told = []
    await bring(as_("admin"), result(1, 3, 3), dry_run=True, warn=told.append)
    (warning,) = told
    assert warning.refusal.facts == {"follows": "4 (Kurang)", "found": "3 (Butuh Perbaikan)"}


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (result(hasil="4"), "hasilKinerjaNilai", "CODE_UNKNOWN"),
        (result(perilaku="0"), "perilakuKerjaNilai", "CODE_UNKNOWN"),
        (result(kuadran="6"), "kuadranKinerjaNilai", "CODE_UNKNOWN"),
        (result(kuadran="Baik"), "kuadranKinerjaNilai", "CODE_UNREADABLE"),
        (result(tahun="1925"), "tahun", "YEAR_UNLIKELY"),
        (result(tahun=""), "tahun", "CELL_EMPTY"),
        (result(pnsDinilaiOrang=""), "pnsDinilaiOrang", "WHOSE_RESULT"),
        (result(pnsDinilaiOrang="PNS-nobody"), "pnsDinilaiOrang", "NOBODY_OF_THAT_ID"),
        (quarter(""), "periodikId", "WHICH_MONTH"),
        (quarter("13"), "periodikId", "WHICH_MONTH"),
        (result(periodikId="7", bulanMulaiPenilaian="1"), "periodikId", "CODE_UNKNOWN"),
    ],
)
async def test_a_row_that_cant_be_is_refused_at_its_column_and_nothing_is_kept(
    as_, session, row, column, code
):
    sound = {name: result(pnsDinilaiOrang="PNS-colleague").get(name, "") for name in row}
    batch = await bring(as_("admin"), sound, row)
    assert batch.state == ImportState.REFUSED
    assert await refusals(session, batch) == [(3, column, code)]
    assert await kept(session) == []


async def test_two_people_in_one_row_and_one_period_twice_are_refused(as_, office, session):
    other = await session.get_one(Employee, ("surakarta", office.people["colleague"]))
    batch = await bring(as_("admin"), result(nip=other.number))
    assert await refusals(session, batch) == [(2, "pnsDinilaiOrang", "OTHER_PERSONS_NUMBER")]
    batch = await bring(as_("admin"), result(), result(1, 1, 1))
    assert await refusals(session, batch) == [(3, "pnsDinilaiOrang", "RESULT_TWICE")]


async def test_the_same_file_again_changes_nothing_and_another_changes_what_differs(as_, session):
    await bring(as_("admin"), result())
    again = await bring(as_("admin"), result())
    assert (again.created_count, again.changed_count) == (0, 0)
    corrected = await bring(as_("admin"), result(1, 1, 1))
    assert (corrected.created_count, corrected.changed_count) == (0, 1)
    assert [row[6] for row in await kept(session)] == ["VERY_GOOD"]
    await undo_batch(as_("admin"), corrected.id)
    assert [row[6] for row in await kept(session)] == ["GOOD"]


@pytest.mark.parametrize(
    "told",
    [
        lambda row: json.dumps([row]),
        lambda row: json.dumps({"code": 1, "data": [row]}),
        lambda row: json.dumps(row),
        lambda row: f"{json.dumps(row)}\n{json.dumps(row | {'pnsDinilaiId': 'PNS-colleague'})}\n",
    ],
)
async def test_json_is_read_as_siasn_answers_it(as_, session, told):
    answered = {
        "id": "8ae4",
        "hasilKinerja": "SESUAI EKSPEKTASI",
        "hasilKinerjaNilai": 2,
        "kuadranKinerja": "BAIK",
        "KuadranKinerjaNilai": "2",
        "PerilakuKerjaNilai": 2.0,
        "perilakuKerja": "SESUAI EKSPEKTASI",
        "pnsDinilaiId": "PNS-staff",
        "statusPenilai": "ASN",
        "tahun": 2025,
        "path": {"dok_uri": "x"},
        "penilaiUnorNm": None,
    }
    batch = await bring_json(as_("admin"), told(answered))
    assert batch.state == ImportState.APPLIED, await refusals(session, batch)
    assert {row[6] for row in await kept(session)} == {"GOOD"}


async def test_ours_is_put_beside_when_siasn_s_comes_in_and_undone_with_it(as_, office, session):
    ours = await a_result(session, office, "staff", (AS_EXPECTED, AS_EXPECTED))
    batch = await bring(as_("admin"), result(3, 2, 3))
    assert await links(session) == [ours.id]
    await undo_batch(as_("admin"), batch.id)
    assert await links(session) == []


async def test_ours_is_put_beside_at_publication_and_the_file_can_still_be_undone(as_, office, session):
    year = await a_cycle(session, year=2024)
    years = {"periodikId": "", "bulanMulaiPenilaian": ""}
    batch = await bring(as_("admin"), result(**years), result(tahun="2024", **years), quarter("1"))
    wanted = [
        await a_result(session, office, "staff"),
        await a_result(session, office, "staff", (BELOW, BELOW), cycle=year),
        await a_result(session, office, "staff", cycle=await a_cycle(session, kind=CycleKind.QUARTERLY)),
    ]
    await publish(as_("admin"), [one.id for one in wanted])
    assert await links(session) == [one.id for one in wanted]
    await undo_batch(as_("admin"), batch.id)
    assert await links(session) == []
