"""A published result reads as SIASN takes it; an unpublished one doesn't, whoever asks."""

import pytest
from factories.appraisal.office import Office
from factories.appraisal.results import ABOVE, AS_EXPECTED, BELOW, a_cycle, a_result, evaluated
from factories.served import OURS, Served
from sqlalchemy import update

from jenjang.appraisal.terms import CycleKind, EvaluationStage
from jenjang.database.engine import bound, engine
from jenjang.organisation.models import Employee

SKP22 = """
query {
  appraisals(first: 10) {
    nodes {
      siasnSkp22 {
        hasilKinerjaNilai perilakuKerjaNilai kuadranKinerjaNilai penilaiGolongan penilaiJabatan penilaiNama
        penilaiNipNrp penilaiUnorNama pnsDinilaiOrang statusPenilai tahun
      }
      siasnKinerjaPeriodik {
        bulanMulaiPenilaian bulanSelesaiPenilaian hasilKinerjaNilai perilakuKerjaNilai kuadranKinerjaNilai
        koefisienId penilaiGolongan penilaiJabatanNama penilaiNama penilaiNipNrp penilaiUnorNama periodikId
        pnsDinilaiId statusPenilai tahun tahunMulaiPenilaian tahunSelesaiPenilaian
      }
    }
  }
}
"""


@pytest.fixture
def office(served: Served) -> Office:
    """The people and units of the government that is served."""
    settled = served.governments[OURS]
    return Office(settled.units, settled.people, {})


@pytest.fixture
async def session(served, office_database):
    """A transaction of the office's government, kept when the test leaves it."""
    app = engine(office_database.app_url, connections=1)
    yield lambda: bound(app, OURS)
    await app.dispose()


async def asked(served, subject):
    found = await served.data(SKP22, {}, subject=subject)
    return found["appraisals"]["nodes"]


async def test_a_year_reads_as_skp22(served, office, session):
    async with session() as kept:
        await kept.execute(
            update(Employee).where(Employee.id == office.people["staff"]).values(siasn_id="PNS-STAFF")
        )
        number = (await kept.get_one(Employee, (OURS, office.people["chief"]))).number
        await a_result(kept, office, "staff", (ABOVE, AS_EXPECTED), published=True)
    assert await asked(served, "staff") == [
        {
            "siasnKinerjaPeriodik": None,
            "siasnSkp22": {
                "hasilKinerjaNilai": 1,
                "perilakuKerjaNilai": 2,
                "kuadranKinerjaNilai": 2,
                "penilaiGolongan": "33",
                "penilaiJabatan": "Jabatan chief",
                "penilaiNama": "Chief",
                "penilaiNipNrp": number,
                "penilaiUnorNama": "Bidang Guru",
                "pnsDinilaiOrang": "PNS-STAFF",
                "statusPenilai": "ASN",
                "tahun": 2025,
            },
        }
    ]


async def test_a_quarter_reads_as_kinerjaperiodik(served, office, session):
    async with session() as kept:
        quarter = await a_cycle(kept, kind=CycleKind.QUARTERLY, number=2)
        how = {"cycle": quarter, "level": "AHLI_MUDA", "evaluator": None, "months": 3}
        await a_result(kept, office, "functional", published=True, **how)
    assert await asked(served, "functional") == [
        {
            "siasnSkp22": None,
            "siasnKinerjaPeriodik": {
                "bulanMulaiPenilaian": 4,
                "bulanSelesaiPenilaian": 6,
                "hasilKinerjaNilai": 2,
                "perilakuKerjaNilai": 2,
                "kuadranKinerjaNilai": 2,
                "koefisienId": "22",
                "penilaiGolongan": None,
                "penilaiJabatanNama": None,
                "penilaiNama": None,
                "penilaiNipNrp": None,
                "penilaiUnorNama": None,
                "periodikId": "2",
                "pnsDinilaiId": None,
                "statusPenilai": None,
                "tahun": 2025,
                "tahunMulaiPenilaian": 2025,
                "tahunSelesaiPenilaian": 2025,
            },
        }
    ]


@pytest.mark.parametrize("subject", ["staff", "chief", "admin", "auditor"])
async def test_nothing_reads_so_before_publication(served, office, session, subject):
    async with session() as kept:
        await a_result(kept, office, "staff")
    assert await asked(served, subject) == [{"siasnSkp22": None, "siasnKinerjaPeriodik": None}]


async def test_a_decision_that_isnt_published_yet_shows_nowhere(served, office, session):
    async with session() as kept:
        appraisal = await a_result(kept, office, "staff", (BELOW, AS_EXPECTED), published=True)
        await evaluated(kept, appraisal, (ABOVE, ABOVE), number=2, stage=EvaluationStage.OBJECTION)
    (found,) = await asked(served, "admin")
    assert found["siasnSkp22"]["hasilKinerjaNilai"] == 3
    assert found["siasnSkp22"]["kuadranKinerjaNilai"] == 3


async def test_of_the_coefficient_no_other_predicate_than_good_is_known(served, office, session):
    async with session() as kept:
        month = await a_cycle(kept, kind=CycleKind.MONTHLY, number=11)
        how = {"cycle": month, "level": "AHLI_MUDA", "months": 1, "published": True}
        await a_result(kept, office, "functional", (ABOVE, ABOVE), **how)
    (found,) = await asked(served, "functional")
    periodic = found["siasnKinerjaPeriodik"]
    assert periodic["koefisienId"] is None
    assert (periodic["periodikId"], periodic["bulanMulaiPenilaian"], periodic["bulanSelesaiPenilaian"]) == (
        "1",
        11,
        11,
    )
