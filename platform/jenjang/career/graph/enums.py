"""The closed lists of careers in the contract."""

from jenjang.career.terms import MoveKind, Requirement, Standing
from jenjang.graph.enums import enumerated

__all__ = ["MoveKind", "Requirement", "Standing"]

enumerated(
    MoveKind,
    "How one position leads to another (PermenPANRB 22/2021 on pola karier).",
    {
        "HORIZONTAL": "To an equal level, within a group or between two (perpindahan horizontal).",
        "VERTICAL": "To a higher level within a group (perpindahan vertikal).",
        "DIAGONAL": "To a higher level of another group (perpindahan diagonal).",
    },
)
enumerated(
    Requirement,
    "What a position asks of whoever is to hold it.",
    {
        "KIND": "To be PNS, or PPPK.",
        "RANK": "A rank (golongan/ruang) within the position's span.",
        "EDUCATION": "A school of at least that level.",
        "EXPERIENCE": "So many months in positions of certain levels.",
        "PERFORMANCE": "One of these predicates in each of the last years.",
        "COMPETENCIES": "The levels that the position's standard asks for.",
        "CREDIT": "The credit (angka kredit) that a further level takes.",
        "DISCIPLINE": "No disciplinary sanction (hukuman disiplin) in force.",
        "AGE": "Not older than so many years.",
        "VACANCY": "A seat that is free.",
        "COMPETENCY_TEST": "Uji kompetensi of functional positions.",
        "INTEGRITY": "Integrity and morality.",
        "HEALTH": "Health of body and mind.",
        "SELECTION": "Open selection (seleksi terbuka).",
    },
)
enumerated(
    Standing,
    "How somebody stands to a requirement.",
    {
        "MET": "It is met.",
        "MISSING": "It isn't met.",
        "MANUAL": "No record here can tell: somebody checks it.",
    },
)
