"""The words of training, as closed lists."""

from enum import StrEnum


class TrainingForm(StrEnum):
    """The statutory forms of competence development (PerLAN 10/2018)."""

    STRUCTURAL = "STRUCTURAL"
    MANAGERIAL = "MANAGERIAL"
    TECHNICAL = "TECHNICAL"
    FUNCTIONAL = "FUNCTIONAL"
    SOCIO_CULTURAL = "SOCIO_CULTURAL"
    SEMINAR = "SEMINAR"
    WORKSHOP = "WORKSHOP"
    COURSE = "COURSE"
    UPGRADING = "UPGRADING"
    TECHNICAL_GUIDANCE = "TECHNICAL_GUIDANCE"
    DISSEMINATION = "DISSEMINATION"
    COACHING = "COACHING"
    MENTORING = "MENTORING"
    E_LEARNING = "E_LEARNING"
    DISTANCE_LEARNING = "DISTANCE_LEARNING"
    SECONDMENT = "SECONDMENT"
    OUTDOOR_LEARNING = "OUTDOOR_LEARNING"
    BENCHMARKING = "BENCHMARKING"
    EXCHANGE = "EXCHANGE"
    SELF_STUDY = "SELF_STUDY"
    LEARNING_COMMUNITY = "LEARNING_COMMUNITY"
    ON_THE_JOB = "ON_THE_JOB"
    INTERNSHIP = "INTERNSHIP"


class FormGroup(StrEnum):
    """The two groups of forms."""

    CLASSICAL = "CLASSICAL"
    NON_CLASSICAL = "NON_CLASSICAL"


class FundingSource(StrEnum):
    """Who pays."""

    APBD = "APBD"
    APBN = "APBN"
    PARTNER = "PARTNER"


class EventState(StrEnum):
    """What became of a training event."""

    OPEN = "OPEN"
    COMPLETED = "COMPLETED"
    CANCELLED = "CANCELLED"


class EnrolmentState(StrEnum):
    """What became of an enrolment."""

    REQUESTED = "REQUESTED"
    WAITING = "WAITING"
    SEATED = "SEATED"
    COMPLETED = "COMPLETED"
    NOT_COMPLETED = "NOT_COMPLETED"
    DECLINED = "DECLINED"
    WITHDRAWN = "WITHDRAWN"
    CANCELLED = "CANCELLED"


class WaitsFor(StrEnum):
    """What somebody on the list of an event waits for."""

    SEAT = "SEAT"
    MONEY = "MONEY"
    TURN = "TURN"


class ReactionQuestion(StrEnum):
    """What who attended is asked about."""

    CONTENT = "CONTENT"
    TRAINER = "TRAINER"
    FACILITIES = "FACILITIES"


class Unfit(StrEnum):
    """Why a course isn't for somebody."""

    OF_ANOTHER_KIND = "OF_ANOTHER_KIND"
    OF_ANOTHER_LEVEL = "OF_ANOTHER_LEVEL"
    OF_ANOTHER_UNIT = "OF_ANOTHER_UNIT"
    WITHOUT_GAP = "WITHOUT_GAP"


LIVE = (EnrolmentState.REQUESTED, EnrolmentState.WAITING, EnrolmentState.SEATED)
"""Enrolments that may still lead to a training."""
