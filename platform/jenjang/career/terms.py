"""The words of careers, as closed lists."""

from enum import StrEnum

from jenjang.organisation.terms import ServiceState

SERVING = (ServiceState.CANDIDATE, ServiceState.ACTIVE)
"""States of service of who is at work, and so plans a career and goes to another position."""


class MoveKind(StrEnum):
    """How one position leads to another (PermenPANRB 22/2021 on pola karier)."""

    HORIZONTAL = "HORIZONTAL"
    VERTICAL = "VERTICAL"
    DIAGONAL = "DIAGONAL"


class Requirement(StrEnum):
    """What a position asks of whoever is to hold it."""

    IN_SERVICE = "IN_SERVICE"
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
    AWAY = "AWAY"
    CANDIDATE = "CANDIDATE"


class PlanState(StrEnum):
    """Where a career plan is."""

    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    RETURNED = "RETURNED"
    APPROVED = "APPROVED"
    RENEWED = "RENEWED"
    DISCARDED = "DISCARDED"


class Horizon(StrEnum):
    """How far off a goal is: within twelve months, or later."""

    SHORT = "SHORT"
    LONG = "LONG"


class StepKind(StrEnum):
    """What a step of a plan is, which tells what ends it."""

    TRAINING = "TRAINING"
    COMPETENCY = "COMPETENCY"
    APPRAISAL = "APPRAISAL"
    MENTORING = "MENTORING"
    OTHER = "OTHER"


OWN_WORD = frozenset({StepKind.MENTORING, StepKind.OTHER})
"""Kinds of steps that end by their person's own word; the others end by what is recorded elsewhere."""
OPEN = (PlanState.DRAFT, PlanState.SUBMITTED, PlanState.RETURNED)
"""States of a plan that is being made: nobody has two of them."""


class ForecastBy(StrEnum):
    """By what positions are grouped in a forecast."""

    KIND = "KIND"
    LEVEL = "LEVEL"
    POSITION = "POSITION"
    COMPETENCY = "COMPETENCY"


class Consent(StrEnum):
    """Who may know what somebody wishes: each includes those before."""

    SELF_ONLY = "SELF_ONLY"
    LEADER = "LEADER"
    COMMITTEE = "COMMITTEE"


class CareerSign(StrEnum):
    """By what it shows that a career goes on."""

    MOVE = "MOVE"
    PLAN = "PLAN"
    TRAINING = "TRAINING"
    DIALOGUE = "DIALOGUE"


class StagnationSpared(StrEnum):
    """Why nobody is asked about somebody's career now."""

    NOT_AT_WORK = "NOT_AT_WORK"
    STUDYING = "STUDYING"
    RETIRING = "RETIRING"


class StagnationAnswer(StrEnum):
    """What was done for somebody whose career stands still."""

    PLAN_BEGUN = "PLAN_BEGUN"
    TRAINING_ASKED = "TRAINING_ASKED"
    TALK_HELD = "TALK_HELD"
    NONE_NEEDED = "NONE_NEEDED"


class StagnationEnd(StrEnum):
    """Why a case is closed."""

    PROGRESS = "PROGRESS"
    SPARED = "SPARED"
    ASKED_AGAIN = "ASKED_AGAIN"
