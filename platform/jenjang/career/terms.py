"""The words of careers, as closed lists."""

from enum import StrEnum


class MoveKind(StrEnum):
    """How one position leads to another (PermenPANRB 22/2021 on pola karier)."""

    HORIZONTAL = "HORIZONTAL"
    VERTICAL = "VERTICAL"
    DIAGONAL = "DIAGONAL"


class Requirement(StrEnum):
    """What a position asks of whoever is to hold it."""

    KIND = "KIND"
    RANK = "RANK"
    EDUCATION = "EDUCATION"
    EXPERIENCE = "EXPERIENCE"
    PERFORMANCE = "PERFORMANCE"
    COMPETENCIES = "COMPETENCIES"
    CREDIT = "CREDIT"
    DISCIPLINE = "DISCIPLINE"
    AGE = "AGE"
    VACANCY = "VACANCY"
    COMPETENCY_TEST = "COMPETENCY_TEST"
    INTEGRITY = "INTEGRITY"
    HEALTH = "HEALTH"
    SELECTION = "SELECTION"


class PromotionKind(StrEnum):
    """By which way somebody gets the next rank (kenaikan pangkat)."""

    REGULER = "REGULER"
    STRUCTURAL = "STRUCTURAL"
    FUNCTIONAL = "FUNCTIONAL"


class Blocker(StrEnum):
    """What stands in the way of the next rank."""

    TIME_IN_RANK = "TIME_IN_RANK"
    PERFORMANCE = "PERFORMANCE"
    CREDIT = "CREDIT"
    SANCTION = "SANCTION"
    TOP_OF_EDUCATION = "TOP_OF_EDUCATION"
    TOP_OF_POSITION = "TOP_OF_POSITION"
    NOT_IN_SERVICE = "NOT_IN_SERVICE"


class ForecastBy(StrEnum):
    """By what positions are grouped in a forecast."""

    KIND = "KIND"
    LEVEL = "LEVEL"
    POSITION = "POSITION"


class Consent(StrEnum):
    """Who may know what somebody wishes: each includes those before."""

    SELF_ONLY = "SELF_ONLY"
    LEADER = "LEADER"
    COMMITTEE = "COMMITTEE"
