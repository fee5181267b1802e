"""The words of the domain, as closed lists."""

from enum import StrEnum


class UnitKind(StrEnum):
    """What an organisational unit (unit organisasi, unor) is."""

    GOVERNMENT = "GOVERNMENT"
    SEKRETARIAT = "SEKRETARIAT"
    INSPEKTORAT = "INSPEKTORAT"
    DINAS = "DINAS"
    BADAN = "BADAN"
    KECAMATAN = "KECAMATAN"
    KELURAHAN = "KELURAHAN"
    UPTD = "UPTD"
    PUSKESMAS = "PUSKESMAS"
    SEKOLAH = "SEKOLAH"
    BIDANG = "BIDANG"
    SUBBAGIAN = "SUBBAGIAN"
    SEKSI = "SEKSI"


class EmployeeKind(StrEnum):
    """The two kinds of civil servant (UU 20/2023)."""

    PNS = "PNS"
    PPPK = "PPPK"


class Sex(StrEnum):
    """Sex as the civil-service number carries it."""

    MALE = "MALE"
    FEMALE = "FEMALE"


class ServiceState(StrEnum):
    """Where in the life of service somebody is; only legal transitions lead from one to another."""

    CANDIDATE = "CANDIDATE"
    ACTIVE = "ACTIVE"
    STUDY_LEAVE = "STUDY_LEAVE"
    UNPAID_LEAVE = "UNPAID_LEAVE"
    SUSPENDED = "SUSPENDED"
    RETIRED = "RETIRED"
    CONTRACT_ENDED = "CONTRACT_ENDED"
    RESIGNED = "RESIGNED"
    DISMISSED = "DISMISSED"
    TRANSFERRED_OUT = "TRANSFERRED_OUT"
    DECEASED = "DECEASED"


class LeadershipKind(StrEnum):
    """How somebody leads a unit: by appointment, or acting until a date (Plt., Plh.)."""

    DEFINITIVE = "DEFINITIVE"
    PLT = "PLT"
    PLH = "PLH"


class Severity(StrEnum):
    """Severity of a disciplinary sanction (PP 94/2021)."""

    LIGHT = "LIGHT"
    MEDIUM = "MEDIUM"
    SEVERE = "SEVERE"


class ImportKind(StrEnum):
    """What a file holds."""

    UNITS = "UNITS"
    POSITIONS = "POSITIONS"
    PEOPLE = "PEOPLE"
    RANKS = "RANKS"
    PLACEMENTS = "PLACEMENTS"
    RESULTS = "RESULTS"
    SKPS = "SKPS"


class ImportState(StrEnum):
    """What became of a file."""

    TRIED = "TRIED"
    REFUSED = "REFUSED"
    APPLIED = "APPLIED"
    UNDONE = "UNDONE"


class TimelineKind(StrEnum):
    """What a line of somebody's timeline tells."""

    SERVICE = "SERVICE"
    NUMBER = "NUMBER"
    RANK = "RANK"
    PLACEMENT = "PLACEMENT"
    LEADERSHIP = "LEADERSHIP"
    EDUCATION = "EDUCATION"
    SANCTION = "SANCTION"


class NoticeKind(StrEnum):
    """What somebody is told."""

    SKP_OFFERED = "SKP_OFFERED"
    SKP_CHANGED = "SKP_CHANGED"
    SKP_RETURNED = "SKP_RETURNED"
    SKP_IMPORTED = "SKP_IMPORTED"
    SKP_ACKNOWLEDGED = "SKP_ACKNOWLEDGED"
    EVALUATOR_NAMED = "EVALUATOR_NAMED"
    EVALUATOR_WITHDRAWN = "EVALUATOR_WITHDRAWN"
    EVALUATION_DUE = "EVALUATION_DUE"
    EVALUATION_LATE = "EVALUATION_LATE"
    EVALUATION_ESCALATED = "EVALUATION_ESCALATED"
    CALIBRATION_SEATED = "CALIBRATION_SEATED"
    CALIBRATION_CANCELLED = "CALIBRATION_CANCELLED"
    RESULT_CALIBRATED = "RESULT_CALIBRATED"
    RESULT_PUBLISHED = "RESULT_PUBLISHED"
    RESULT_CHANGED = "RESULT_CHANGED"
    ACKNOWLEDGEMENT_LATE = "ACKNOWLEDGEMENT_LATE"
    FEEDBACK_ASKED = "FEEDBACK_ASKED"
    FEEDBACK_GIVEN = "FEEDBACK_GIVEN"
    FEEDBACK_DECLINED = "FEEDBACK_DECLINED"
    DIALOGUE_NOTED = "DIALOGUE_NOTED"
    RATING_ASKED = "RATING_ASKED"
    OBJECTION_FILED = "OBJECTION_FILED"
    OBJECTION_EXPLAINED = "OBJECTION_EXPLAINED"
    OBJECTION_WITHDRAWN = "OBJECTION_WITHDRAWN"
    OBJECTION_DECIDED = "OBJECTION_DECIDED"
    DECISION_LATE = "DECISION_LATE"
    PATH_OPENED = "PATH_OPENED"
    PATH_TO_COUNSEL = "PATH_TO_COUNSEL"
    REVIEW_DUE = "REVIEW_DUE"
    COMPETENCY_ASSESSED = "COMPETENCY_ASSESSED"
    ASSESSMENT_WITHDRAWN = "ASSESSMENT_WITHDRAWN"
    STANDARD_CHANGED = "STANDARD_CHANGED"
    TRAINING_REQUESTED = "TRAINING_REQUESTED"
    TRAINING_SEATED = "TRAINING_SEATED"
    TRAINING_DECLINED = "TRAINING_DECLINED"
    TRAINING_CANCELLED = "TRAINING_CANCELLED"
    TRAINING_COMPLETED = "TRAINING_COMPLETED"
    STUDY_REQUESTED = "STUDY_REQUESTED"
    STUDY_DECIDED = "STUDY_DECIDED"
    STUDY_REPORT_DUE = "STUDY_REPORT_DUE"
    ENTITLEMENT_GRANTED = "ENTITLEMENT_GRANTED"
    ENTITLEMENT_EXPIRES = "ENTITLEMENT_EXPIRES"


class Standing(StrEnum):
    """How somebody stands to a requirement; MANUAL is what no record here can tell: somebody checks it."""

    MET = "MET"
    MISSING = "MISSING"
    MANUAL = "MANUAL"


class Predicate(StrEnum):
    """The predicate of a person's performance (predikat kinerja pegawai)."""

    VERY_GOOD = "VERY_GOOD"
    GOOD = "GOOD"
    NEEDS_IMPROVEMENT = "NEEDS_IMPROVEMENT"
    POOR = "POOR"
    VERY_POOR = "VERY_POOR"
