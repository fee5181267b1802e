"""The domain's closed lists as the contract describes them."""

from jenjang.graph.enums import enumerated
from jenjang.organisation.terms import (
    EmployeeKind,
    ImportKind,
    ImportState,
    LeadershipKind,
    Predicate,
    ServiceState,
    Severity,
    Sex,
    Standing,
    TimelineKind,
    UnitKind,
)

__all__ = [
    "EmployeeKind",
    "ImportKind",
    "ImportState",
    "LeadershipKind",
    "Predicate",
    "ServiceState",
    "Severity",
    "Sex",
    "Standing",
    "TimelineKind",
    "UnitKind",
]

enumerated(
    EmployeeKind,
    "The two kinds of civil servant (UU 20/2023).",
    {
        "PNS": "Pegawai negeri sipil: permanent.",
        "PPPK": "Pegawai pemerintah dengan perjanjian kerja: by contract.",
    },
)
enumerated(Sex, "Sex, as the NIP carries it.", {"MALE": "Laki-laki.", "FEMALE": "Perempuan."})
enumerated(
    ServiceState,
    "Where in the life of service somebody is.",
    {
        "CANDIDATE": "Calon PNS (CPNS), on probation.",
        "ACTIVE": "Aktif.",
        "STUDY_LEAVE": "Tugas belajar, released from duty.",
        "UNPAID_LEAVE": "Cuti di luar tanggungan negara (CLTN).",
        "SUSPENDED": "Pemberhentian sementara.",
        "RETIRED": "Pensiun.",
        "CONTRACT_ENDED": "Perjanjian kerja berakhir (PPPK).",
        "RESIGNED": "Berhenti atas permintaan sendiri.",
        "DISMISSED": "Diberhentikan.",
        "TRANSFERRED_OUT": "Pindah ke instansi lain.",
        "DECEASED": "Meninggal dunia.",
    },
)
enumerated(
    Severity,
    "Severity of a sanction (PP 94/2021).",
    {"LIGHT": "Ringan.", "MEDIUM": "Sedang.", "SEVERE": "Berat."},
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
enumerated(
    TimelineKind,
    "What a line of a timeline tells.",
    {
        "SERVICE": "A state of service (kedudukan hukum).",
        "NUMBER": "A number borne (NIP, NI PPPK).",
        "RANK": "A rank held (golongan/ruang).",
        "PLACEMENT": "A position held (jabatan).",
        "LEADERSHIP": "A unit led (pemimpin unit).",
        "EDUCATION": "A school finished (pendidikan).",
        "SANCTION": "A sanction (hukuman disiplin); takes `employee:discipline`, too.",
        "PERFORMANCE": "A year's published predicate; takes `appraisal:read`, too.",
        "TRAINING": "A training completed (diklat); takes `training:read`, too.",
        "COMPETENCY": "A level assessed in a competency; takes `competence:read`, too.",
    },
)
enumerated(
    UnitKind,
    "What an organisational unit is.",
    {
        "GOVERNMENT": "The government itself (pemerintah daerah), top of its tree.",
        "SEKRETARIAT": "Sekretariat.",
        "INSPEKTORAT": "Inspektorat.",
        "DINAS": "Dinas.",
        "BADAN": "Badan.",
        "KECAMATAN": "Kecamatan (district).",
        "KELURAHAN": "Kelurahan (ward).",
        "UPTD": "Unit pelaksana teknis daerah.",
        "PUSKESMAS": "Pusat kesehatan masyarakat.",
        "SEKOLAH": "Sekolah.",
        "BIDANG": "Bidang or bagian.",
        "SUBBAGIAN": "Subbagian or subbidang.",
        "SEKSI": "Seksi.",
    },
)
enumerated(
    LeadershipKind,
    "How somebody leads a unit.",
    {
        "DEFINITIVE": "By appointment (pejabat definitif).",
        "PLT": "Pelaksana tugas: acting in a vacancy, until a date.",
        "PLH": "Pelaksana harian: acting while the holder is away, until a date.",
    },
)
enumerated(
    ImportKind,
    "What a file holds.",
    {
        "UNITS": "Units (SIASN ref-unor).",
        "POSITIONS": "Positions (peta jabatan).",
        "PEOPLE": "People: the employee file of SIASN, some 71 columns.",
        "RANKS": "Histories of rank (SIASN rw-golongan).",
        "PLACEMENTS": "Histories of position (SIASN rw-jabatan).",
        "RESULTS": "Results as SIASN holds them (rw-skp22, rw-kinerjaperiodik), CSV, XLSX or JSON.",
        "SKPS": "SKPs that both sides agreed on outside of Jenjang, a row for each result.",
    },
)
enumerated(
    ImportState,
    "What became of a file.",
    {
        "TRIED": "Tried only (dry run).",
        "REFUSED": "Refused: at least one row can't be applied, so none was.",
        "APPLIED": "Applied whole.",
        "UNDONE": "Applied and undone again.",
    },
)
enumerated(
    Predicate,
    "The predicate of a person's performance (predikat kinerja pegawai, PermenPANRB 6/2022).",
    {
        "VERY_GOOD": "Sangat Baik.",
        "GOOD": "Baik.",
        "NEEDS_IMPROVEMENT": "Butuh Perbaikan.",
        "POOR": "Kurang (misconduct).",
        "VERY_POOR": "Sangat Kurang.",
    },
)
