"""The columns of SIASN's rw-skp22 and rw-kinerjaperiodik, of what it answers and of what it takes."""

import re
from dataclasses import dataclass

from jenjang.appraisal.rules.periods import FIRST, LAST
from jenjang.core.errors import BadUserInput
from jenjang.organisation.imports import cells
from jenjang.organisation.imports.columns import Column

_WHOLE = re.compile(r"(\d{1,9})(\.0+)?")


class CodeUnreadable(BadUserInput):
    """{found} is no whole number: write SIASN's code."""


class YearUnlikely(BadUserInput):
    """{found} is no year of appraisal: write one from {first} to {last}."""


def code(cell: str) -> int:
    """A code of SIASN; a spreadsheet may have made `2.0` of it."""
    if found := _WHOLE.fullmatch(cell):
        return int(found[1])
    raise CodeUnreadable(found=cell)


def year(cell: str) -> int:
    """A year that is meant."""
    found = code(cell)
    if not FIRST <= found <= LAST:
        raise YearUnlikely(found=cell, first=FIRST, last=LAST)
    return found


COLUMNS = (
    Column("id", "result_id"),
    Column("pnsDinilaiOrang", "siasn_id", also=("pnsDinilaiId", "PNS ID")),
    Column("nip", "number", cells.number, also=("NIP BARU", "nipBaru", "pnsDinilaiNip")),
    Column("tahun", "year", year, filled=True, present=True),
    Column("hasilKinerjaNilai", "results", code, filled=True, present=True),
    Column("perilakuKerjaNilai", "behaviour", code, filled=True, present=True),
    Column("kuadranKinerjaNilai", "predicate", code, filled=True, present=True),
    Column("periodikId", "kind", code),
    Column("bulanMulaiPenilaian", "first_month", code),
    *map(
        Column,
        (
            "bulanSelesaiPenilaian",
            "hasilKinerja",
            "instansiId",
            "instansiNama",
            "jabatan",
            "koefisienId",
            "koefisenId",  # So SIASN writes it in what it answers.
            "kriteria",
            "kuadranKinerja",
            "kuadranNilai",
            "nama",
            "namaPenilai",
            "nipLama",
            "nipNrpPenilai",
            "path",
            "penilaiGolongan",
            "penilaiGolonganId",
            "penilaiJabatan",
            "penilaiJabatanNama",
            "penilaiJabatanNm",
            "penilaiNama",
            "penilaiNipNrp",
            "penilaiPnsId",
            "penilaiUnorNama",
            "penilaiUnorNm",
            "perilakuKerja",
            "periodikNama",
            "persentase",
            "statusPenilai",
            "statusVerifikasi",
            "tahunMulaiPenilaian",
            "tahunSelesaiPenilaian",
            "unorId",
            "unorNama",
        ),
    ),
)
"""By name, without regard to case: SIASN answers KuadranKinerjaNilai where it takes kuadranKinerjaNilai."""


@dataclass(frozen=True, slots=True)
class ResultRow:
    """What SIASN holds of somebody's year, month or quarter, in its codes."""

    result_id: str | None
    siasn_id: str | None
    number: str | None
    year: int
    results: int
    behaviour: int
    predicate: int
    kind: int | None
    first_month: int | None
