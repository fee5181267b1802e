"""The words of competencies, as closed lists."""

from enum import StrEnum


class CompetencyFamily(StrEnum):
    """What kind of competency: the nation's two, or a government's own."""

    MANAGERIAL = "MANAGERIAL"
    SOCIO_CULTURAL = "SOCIO_CULTURAL"
    TECHNICAL = "TECHNICAL"


class AssessmentSource(StrEnum):
    """Where an assessed level comes from."""

    ASSESSMENT_CENTRE = "ASSESSMENT_CENTRE"
    LEADER = "LEADER"
    TRAINING = "TRAINING"
    MENTORING = "MENTORING"
    CERTIFICATE = "CERTIFICATE"
    IMPORT = "IMPORT"


class MatchClass(StrEnum):
    """How well somebody matches a position, by job-person match."""

    MEETS = "MEETS"
    STILL_MEETS = "STILL_MEETS"
    FALLS_SHORT = "FALLS_SHORT"
