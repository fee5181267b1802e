"""The words of study leave, as closed lists."""

from enum import StrEnum


class StudyFunding(StrEnum):
    """Who pays for somebody's study."""

    GOVERNMENT = "GOVERNMENT"
    SCHOLARSHIP = "SCHOLARSHIP"
    SELF = "SELF"


class StudyDuty(StrEnum):
    """Whether who studies is released from duty, or works on."""

    RELEASED = "RELEASED"
    KEPT = "KEPT"


class StudyLeaveState(StrEnum):
    """What became of a study leave."""

    REQUESTED = "REQUESTED"
    APPROVED = "APPROVED"
    DECLINED = "DECLINED"
    WITHDRAWN = "WITHDRAWN"
    REPORTED = "REPORTED"


class StudyRequirement(StrEnum):
    """What is asked of who wants to go to school."""

    KIND = "KIND"
    IN_SERVICE = "IN_SERVICE"
    TIME_SERVED = "TIME_SERVED"
    PERFORMANCE = "PERFORMANCE"
    DISCIPLINE = "DISCIPLINE"
    SERVICE_LEFT = "SERVICE_LEFT"
    EDUCATION = "EDUCATION"
    LENGTH = "LENGTH"
    NO_OTHER_STUDY = "NO_OTHER_STUDY"
    NO_BOND = "NO_BOND"
    PRIORITY = "PRIORITY"
    ADMISSION = "ADMISSION"
    HEALTH = "HEALTH"


class BondStanding(StrEnum):
    """How somebody stands to the service that is owed for a study."""

    NONE = "NONE"
    RUNNING = "RUNNING"
    SERVED = "SERVED"
    BROKEN = "BROKEN"


UNDER_WAY = (StudyLeaveState.REQUESTED, StudyLeaveState.APPROVED)
"""Leaves beside which nobody has another one."""
NOT_TAKEN = (StudyLeaveState.DECLINED, StudyLeaveState.WITHDRAWN)
"""Leaves that came to nothing."""


class EntitlementState(StrEnum):
    """Whether a right that merit gave can be claimed."""

    OPEN = "OPEN"
    CLAIMED = "CLAIMED"
    EXPIRED = "EXPIRED"
