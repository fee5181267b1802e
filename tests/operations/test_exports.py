"""Published results leave as SIASN takes them: one JSON payload a line, or a table; nothing else leaves."""

import asyncio
import csv
import io
import json
from datetime import date

import pytest
from factories.appraisal.office import an_office
from factories.appraisal.results import ABOVE, AS_EXPECTED, BELOW, a_cycle, a_result

from jenjang.appraisal.terms import CycleKind
from jenjang.database.engine import bound, engine

ANNUAL = ("appraisal", "export", "surakarta", "--kind", "annual", "--year", "2025")


@pytest.fixture
def results(fresh_database, monkeypatch):
    """A year's result that is published, one that isn't, one of 2024, and two quarters."""
    monkeypatch.setenv("JENJANG_DATABASE_URL", fresh_database.app_url)
    asyncio.run(filled(fresh_database.app_url))


async def filled(url):
    app = engine(url, connections=1)
    async with bound(app, "surakarta") as session:
        office = await an_office(session, date(2026, 7, 1))
        await a_result(session, office, "staff", (ABOVE, BELOW), published=True)
        await a_result(session, office, "colleague")
        before = await a_cycle(session, year=2024)
        await a_result(session, office, "staff", cycle=before, published=True)
        for number in (1, 2):
            quarter = await a_cycle(session, kind=CycleKind.QUARTERLY, number=number)
            await a_result(session, office, "staff", (AS_EXPECTED, ABOVE), cycle=quarter, published=True)
    await app.dispose()


@pytest.mark.usefixtures("results")
def test_a_year_is_written_as_skp22_one_payload_a_line(command_line):
    done = command_line(*ANNUAL)
    (line,) = done.out.splitlines()
    told = json.loads(line)
    assert list(told) == [
        "hasilKinerjaNilai",
        "perilakuKerjaNilai",
        "kuadranKinerjaNilai",
        "penilaiGolongan",
        "penilaiJabatan",
        "penilaiNama",
        "penilaiNipNrp",
        "penilaiUnorNama",
        "pnsDinilaiOrang",
        "statusPenilai",
        "tahun",
    ]
    # The trap: the worse of 1 and 3 would be quadrant 3, Butuh Perbaikan.
    assert [told[name] for name in list(told)[:3]] == [1, 3, 4]
    assert (told["penilaiNama"], told["tahun"], done.code) == ("Chief", 2025, 0)
    assert "Written: 1 result." in done.err


@pytest.mark.usefixtures("results")
def test_quarters_are_written_as_kinerjaperiodik_in_a_table_all_or_one(command_line):
    asked = ("appraisal", "export", "surakarta", "--kind", "quarterly", "--year", "2025", "--format", "csv")

    def months(*more):
        done = command_line(*asked, *more)
        return [row["bulanMulaiPenilaian"] for row in csv.DictReader(io.StringIO(done.out))]

    assert months() == ["1", "4"]
    assert months("--number", "2") == ["4"]


@pytest.mark.usefixtures("results")
def test_a_quarter_that_no_year_has_is_refused(command_line):
    done = command_line(
        "appraisal", "export", "surakarta", "--kind", "quarterly", "--year", "2025", "--number", "5"
    )
    assert (done.code, done.out) == (2, "")
