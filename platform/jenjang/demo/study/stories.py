"""What became of those of a region who want to go to school: told by days from today."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from jenjang.study.terms import StudyDuty, StudyFunding

SCHOOLS = ("Universitas Nusantara Raya", "Universitas Bina Praja", "Institut Pemerintahan Cendekia")
"""Nobody goes to one of these elsewhere."""
PROGRAMMES = {
    "S1": ("Administrasi Publik", "Akuntansi Sektor Publik", "Sistem Informasi"),
    "S2": ("Kebijakan Publik", "Perencanaan Wilayah", "Manajemen Sektor Publik", "Analitika Data"),
}
NEXT = {"D3": "S1", "S1": "S2"}
"""Who finished which school goes on to which."""


class Outcome(StrEnum):
    """How far a story is told."""

    ASKED = "ASKED"
    LET_GO = "LET_GO"
    DECLINED = "DECLINED"
    TAKEN_BACK = "TAKEN_BACK"
    BACK = "BACK"


@dataclass(frozen=True, slots=True)
class Story:
    """Somebody's way to school. Days are from today, negative ones past."""

    outcome: Outcome
    asked: int
    begins: int
    ends: int
    duty: StudyDuty = StudyDuty.RELEASED
    funding: StudyFunding = StudyFunding.GOVERNMENT
    is_priority: bool = False
    says: str = ""
    """Why it was declined or taken back; what was brought home."""


KEPT = StudyDuty.KEPT
STORIES: Sequence[Story] = (
    Story(Outcome.LET_GO, -60, 75, 75 + 700, funding=StudyFunding.SCHOLARSHIP),
    Story(
        Outcome.BACK,
        *(-668, -610, -150),
        duty=KEPT,
        says="Tesis tentang antrean layanan selesai dan diuji. Hasilnya dipakai untuk menyusun ulang loket.",
    ),
    Story(Outcome.LET_GO, -668, -610, -45, duty=KEPT),
    Story(Outcome.LET_GO, -40, 75, 75 + 720, is_priority=True),
    Story(
        Outcome.DECLINED,
        *(-50, 130, 130 + 700),
        says="Unit kehilangan dua orang tahun ini. Ajukan kembali setelah formasi terisi.",
    ),
    Story(
        Outcome.TAKEN_BACK,
        *(-35, 120, 120 + 720),
        funding=StudyFunding.SCHOLARSHIP,
        says="Beasiswa belum turun; saya ajukan kembali tahun depan.",
    ),
    Story(Outcome.ASKED, -9, 190, 190 + 720),
    Story(Outcome.ASKED, -6, 200, 200 + 600, duty=KEPT, funding=StudyFunding.SELF),
    Story(Outcome.ASKED, -2, 150, 150 + 690, is_priority=True),
)
"""Whoever came back owes service still; whoever is let go since long should have come back by now."""
