"""The words of partnership, as closed lists."""

from enum import StrEnum


class PartnerKind(StrEnum):
    """What a partner is."""

    UNIVERSITY = "UNIVERSITY"
    GOVERNMENT = "GOVERNMENT"
    BUMN = "BUMN"
    BUMD = "BUMD"
    PRIVATE = "PRIVATE"
    CSO = "CSO"
    PROFESSION = "PROFESSION"
    INTERNATIONAL = "INTERNATIONAL"


class AgreementKind(StrEnum):
    """How something was agreed."""

    MOU = "MOU"
    PKS = "PKS"


class ContributionKind(StrEnum):
    """What a partner gives."""

    MONEY = "MONEY"
    SEATS = "SEATS"
    TRAINER = "TRAINER"


class EquipmentKind(StrEnum):
    """What is lent to a meeting."""

    PROJECTOR = "PROJECTOR"
    LAPTOP = "LAPTOP"
    SOUND_SYSTEM = "SOUND_SYSTEM"
    VIDEO_CONFERENCE = "VIDEO_CONFERENCE"
    CAMERA = "CAMERA"
    LAB_SET = "LAB_SET"
    VEHICLE = "VEHICLE"
