"""What people of the demo work as, what they have studied, and which ranks that leads to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from jenjang.demo.people.calendar_days import AS_OF
from jenjang.reference.listing import shipped as listed
from jenjang.reference.models import Rank
from jenjang.rules.shelf import shipped


@dataclass(frozen=True, slots=True)
class Trade:
    """A kind of work: the position's name and level, how usual it is, and how often by contract (PPPK)."""

    position: str
    level: str
    weight: int
    contract_share: float
    programmes: tuple[str, ...]


LAW = ("Ilmu Hukum", "Ilmu Pemerintahan", "Administrasi Publik", "Manajemen", "Ilmu Administrasi Negara")
ADMINISTRATION = ("Administrasi Publik", "Manajemen", "Akuntansi", "Ilmu Pemerintahan", "Teknik Informatika")
OFFICE_SKILL = ("Administrasi Perkantoran", "Akuntansi", "Manajemen Informatika", "Sekretari")
TEACHING = (
    "Pendidikan Guru Sekolah Dasar",
    "Pendidikan Matematika",
    "Pendidikan Bahasa Indonesia",
    "Pendidikan Biologi",
)

TRADES: Mapping[str, Sequence[Trade]] = {
    "office": (
        Trade("Pengadministrasi Perkantoran", "PELAKSANA", 26, 0.25, OFFICE_SKILL),
        Trade("Pengolah Data dan Informasi", "PELAKSANA", 22, 0.25, OFFICE_SKILL),
        Trade("Penelaah Teknis Kebijakan", "PELAKSANA", 22, 0.1, ADMINISTRATION),
        Trade("Analis Kebijakan Ahli Pertama", "AHLI_PERTAMA", 10, 0.2, LAW),
        Trade("Analis Kebijakan Ahli Muda", "AHLI_MUDA", 8, 0.0, LAW),
        Trade("Arsiparis Terampil", "TERAMPIL", 6, 0.3, OFFICE_SKILL),
        Trade("Pranata Komputer Mahir", "MAHIR", 4, 0.0, OFFICE_SKILL),
        Trade("Perencana Ahli Muda", "AHLI_MUDA", 4, 0.0, ADMINISTRATION),
    ),
    "personnel": (
        Trade("Analis SDM Aparatur Ahli Pertama", "AHLI_PERTAMA", 4, 0.2, LAW),
        Trade("Analis SDM Aparatur Ahli Muda", "AHLI_MUDA", 4, 0.0, LAW),
        Trade("Pengolah Data dan Informasi", "PELAKSANA", 3, 0.2, OFFICE_SKILL),
    ),
    "audit": (
        Trade("Auditor Ahli Pertama", "AHLI_PERTAMA", 4, 0.0, ADMINISTRATION),
        Trade("Auditor Ahli Muda", "AHLI_MUDA", 4, 0.0, ADMINISTRATION),
        Trade("Auditor Ahli Madya", "AHLI_MADYA", 2, 0.0, ADMINISTRATION),
    ),
    "school": (
        Trade("Guru Ahli Pertama", "AHLI_PERTAMA", 10, 0.5, TEACHING),
        Trade("Guru Ahli Muda", "AHLI_MUDA", 7, 0.0, TEACHING),
        Trade("Guru Ahli Madya", "AHLI_MADYA", 3, 0.0, TEACHING),
        Trade("Pengadministrasi Perkantoran", "PELAKSANA", 2, 0.4, OFFICE_SKILL),
    ),
    "health": (
        Trade("Perawat Terampil", "TERAMPIL", 6, 0.4, ("Keperawatan",)),
        Trade("Perawat Mahir", "MAHIR", 4, 0.0, ("Keperawatan",)),
        Trade("Bidan Terampil", "TERAMPIL", 5, 0.4, ("Kebidanan",)),
        Trade("Bidan Penyelia", "PENYELIA", 3, 0.0, ("Kebidanan",)),
        Trade("Dokter Ahli Pertama", "AHLI_PERTAMA", 3, 0.2, ("Pendidikan Dokter",)),
        Trade("Dokter Ahli Muda", "AHLI_MUDA", 2, 0.0, ("Pendidikan Dokter",)),
        Trade("Apoteker Ahli Pertama", "AHLI_PERTAMA", 2, 0.3, ("Farmasi",)),
        Trade("Pengadministrasi Perkantoran", "PELAKSANA", 2, 0.3, OFFICE_SKILL),
    ),
}
HEAD_PROGRAMMES: Mapping[str, tuple[str, ...]] = {"school": TEACHING, "health": ("Pendidikan Dokter",)}


@dataclass(frozen=True, slots=True)
class Schooling:
    """A level of education; the first and top rank that it leads to, the age, the PPPK's golongan."""

    level: str
    level_id: str
    first_rank: str
    top_rank: str
    age: int
    contract_rank: str


# Up to the top rank of one's education a rank comes by years alone (PP 99/2000 jo. PP 12/2002) [M].
SCHOOLING = {
    "SMA": Schooling("SMA", "15", "II/a", "III/b", 19, "PPPK-V"),
    "D3": Schooling("D3", "30", "II/c", "III/c", 22, "PPPK-VII"),
    "S1": Schooling("S1", "40", "III/a", "III/d", 23, "PPPK-IX"),
    "S2": Schooling("S2", "45", "III/b", "IV/a", 25, "PPPK-X"),
}
USUAL_SCHOOLING: Mapping[str, tuple[str, ...]] = {
    "JPT_PRATAMA": ("S2",),
    "ADMINISTRATOR": ("S1", "S2"),
    "PENGAWAS": ("S1", "S1", "S2"),
    "AHLI_MADYA": ("S1", "S2"),
    "AHLI_MUDA": ("S1", "S1", "S2"),
    "AHLI_PERTAMA": ("S1",),
    "PENYELIA": ("D3",),
    "MAHIR": ("D3",),
    "TERAMPIL": ("D3",),
    "PELAKSANA": ("SMA", "SMA", "D3", "S1"),
}
LADDER = tuple(row["code"] for row in listed(Rank) if row["scheme"] == "PNS")
RANK_IDS = {row["code"]: row["siasn_id"] for row in listed(Rank)}
RANK_NAMES = {row["code"]: row["name"] for row in listed(Rank)}


@cache
def span(level: str, echelon: str | None) -> tuple[int, int]:
    """The lowest and highest step of the ladder that such a position spans, by the shipped rule."""
    body = shipped("rank_span", AS_OF).body
    found = body["echelons"].get(echelon) or body["levels"][level]
    return LADDER.index(found["lowest"]), LADDER.index(found["highest"])
