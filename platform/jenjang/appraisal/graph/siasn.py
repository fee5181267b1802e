"""Published results as SIASN takes them, by the very names of its fields."""

from jenjang.appraisal import siasn
from jenjang.appraisal.graph.cycles import Appraisal
from jenjang.appraisal.graph.subjects import OF_APPRAISED, READ
from jenjang.appraisal.models import cycle as models
from jenjang.appraisal.siasn import KINERJA_PERIODIK, SKP22
from jenjang.graph.declare import extend, field, one, record

RESULTS = "Code of the rating of results: 1 above, 2 as expected, 3 below."
BEHAVIOUR = "Code of the rating of behaviour: 1 above, 2 as expected, 3 below."
QUADRANT = "Code of the predicate: 1 (Sangat Baik) to 5 (Sangat Kurang), by the matrix."
RANK_ID = "SIASN's id of the evaluator's rank on the last day of the period; null where none is recorded."
POSITION = "The evaluator's position on the last day of the period."
UNIT = "The evaluator's unit on the last day of the period."
NAME = "The evaluator's name; null where no civil servant evaluates."
NUMBER = "The evaluator's number (NIP)."
WHOSE = "SIASN's id of who is appraised (PNS ID); null until SIASN's employee file was brought in."
STATUS = "ASN where a civil servant evaluates; else null."


@record(models.Appraisal, needs=READ, about=OF_APPRAISED, shown=siasn.ANNUAL)
class SiasnSkp22:
    """A year's published result as SIASN's `/skp22/save` takes it."""

    hasil_kinerja_nilai: int = field(RESULTS, sql=SKP22["hasilKinerjaNilai"])
    perilaku_kerja_nilai: int = field(BEHAVIOUR, sql=SKP22["perilakuKerjaNilai"])
    kuadran_kinerja_nilai: int = field(QUADRANT, sql=SKP22["kuadranKinerjaNilai"])
    penilai_golongan: str | None = field(RANK_ID, sql=SKP22["penilaiGolongan"])
    penilai_jabatan: str | None = field(POSITION, sql=SKP22["penilaiJabatan"])
    penilai_nama: str | None = field(NAME, sql=SKP22["penilaiNama"])
    penilai_nip_nrp: str | None = field(NUMBER, sql=SKP22["penilaiNipNrp"])
    penilai_unor_nama: str | None = field(UNIT, sql=SKP22["penilaiUnorNama"])
    pns_dinilai_orang: str | None = field(WHOSE, sql=SKP22["pnsDinilaiOrang"])
    status_penilai: str | None = field(STATUS, sql=SKP22["statusPenilai"])
    tahun: int = field("The year.", sql=SKP22["tahun"])


@record(models.Appraisal, needs=READ, about=OF_APPRAISED, shown=siasn.PERIODIC)
class SiasnKinerjaPeriodik:
    """A month's or quarter's published result as SIASN's `/kinerjaperiodik/save` takes it."""

    bulan_mulai_penilaian: int = field("First month, 1 to 12.", sql=KINERJA_PERIODIK["bulanMulaiPenilaian"])
    bulan_selesai_penilaian: int = field("Last month.", sql=KINERJA_PERIODIK["bulanSelesaiPenilaian"])
    hasil_kinerja_nilai: int = field(RESULTS, sql=KINERJA_PERIODIK["hasilKinerjaNilai"])
    perilaku_kerja_nilai: int = field(BEHAVIOUR, sql=KINERJA_PERIODIK["perilakuKerjaNilai"])
    kuadran_kinerja_nilai: int = field(QUADRANT, sql=KINERJA_PERIODIK["kuadranKinerjaNilai"])
    koefisien_id: str | None = field(
        "SIASN's id of the coefficient of a functional level. Known for the predicate Baik; else null.",
        sql=KINERJA_PERIODIK["koefisienId"],
    )
    penilai_golongan: str | None = field(RANK_ID, sql=KINERJA_PERIODIK["penilaiGolongan"])
    penilai_jabatan_nama: str | None = field(POSITION, sql=KINERJA_PERIODIK["penilaiJabatanNama"])
    penilai_nama: str | None = field(NAME, sql=KINERJA_PERIODIK["penilaiNama"])
    penilai_nip_nrp: str | None = field(NUMBER, sql=KINERJA_PERIODIK["penilaiNipNrp"])
    penilai_unor_nama: str | None = field(UNIT, sql=KINERJA_PERIODIK["penilaiUnorNama"])
    periodik_id: str | None = field(
        "SIASN's id of the kind of period: 1 monthly, 2 quarterly.", sql=KINERJA_PERIODIK["periodikId"]
    )
    pns_dinilai_id: str | None = field(WHOSE, sql=KINERJA_PERIODIK["pnsDinilaiId"])
    status_penilai: str | None = field(STATUS, sql=KINERJA_PERIODIK["statusPenilai"])
    tahun: int = field("The year.", sql=KINERJA_PERIODIK["tahun"])
    tahun_mulai_penilaian: int = field(
        "Year of the first month.", sql=KINERJA_PERIODIK["tahunMulaiPenilaian"]
    )
    tahun_selesai_penilaian: int = field(
        "Year of the last month.", sql=KINERJA_PERIODIK["tahunSelesaiPenilaian"]
    )


@extend(Appraisal)
class AppraisalForSiasn:
    siasn_skp22: SiasnSkp22 | None = one(
        "The result as SIASN takes a year's (skp22); null until it is published, and of a part of a year.",
        by="id",
    )
    siasn_kinerja_periodik: SiasnKinerjaPeriodik | None = one(
        "The result as SIASN takes a month's or quarter's (kinerjaperiodik); null until it is published,"
        " and of a year.",
        by="id",
    )
