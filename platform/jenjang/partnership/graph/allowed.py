"""What the viewer may do with a partner, an agreement, a programme, a room (`viewerCan`).

Each field says what the deed asks of who somebody is, of states and of days: whether it is done depends on
what it is given, and on trainings that are to come, as well.
"""

from jenjang.graph.declare import extend, may, one, plain
from jenjang.partnership.graph.facilities import Room
from jenjang.partnership.graph.register import MANAGE, Partner, PartnerAgreement, PartnerProgramme

NOT_CLOSED = "coalesce({row}.closed_on > {today}, true)"
NOT_ENDED = "{row}.ended_on IS NULL"


@plain
class PartnerCan:
    """What the viewer may do with this partner today."""

    change: bool = may("`partnerChange`.", MANAGE, everywhere=True)
    agree: bool = may(
        "`partnerAgreementAdd`: it isn't closed. Whether it bids in a procurement, it tells.",
        MANAGE,
        everywhere=True,
        when=NOT_CLOSED,
        in_reach=True,
    )
    close: bool = may(
        "`partnerClose`: it isn't closed yet.",
        MANAGE,
        everywhere=True,
        when="{row}.closed_on IS NULL",
        in_reach=True,
    )


@plain
class PartnerAgreementCan:
    """What the viewer may do with this agreement today."""

    prolong: bool = may(
        "`partnerAgreementProlong`: it wasn't ended.", MANAGE, everywhere=True, when=NOT_ENDED, in_reach=True
    )
    end: bool = may(
        "`partnerAgreementEnd`: it wasn't ended, and holds or is to.",
        MANAGE,
        everywhere=True,
        when=NOT_ENDED + " AND {row}.valid_to > {today}",
        in_reach=True,
    )
    contribute: bool = may("`partnerContributionSet`.", MANAGE, everywhere=True)


@plain
class PartnerProgrammeCan:
    """What the viewer may do with this programme today."""

    evaluate: bool = may(
        "`partnerProgrammeEvaluate`: a year in which it runs has begun.",
        MANAGE,
        everywhere=True,
        when="date_trunc('year', {row}.valid_from::timestamp) <= {today}",
        in_reach=True,
    )
    end: bool = may(
        "`partnerProgrammeEnd`: it wasn't ended, and runs or is to.",
        MANAGE,
        everywhere=True,
        when=NOT_ENDED + " AND {row}.valid_to > {today}",
        in_reach=True,
    )


@plain
class RoomCan:
    """What the viewer may do with this room today."""

    change: bool = may("`roomChange`: its name, its seats, and that it closes.", MANAGE, everywhere=True)


@extend(Partner)
class PartnerViewerCan:
    viewer_can: PartnerCan = one("What you may do with this partner.")


@extend(PartnerAgreement)
class AgreementViewerCan:
    viewer_can: PartnerAgreementCan = one("What you may do with this agreement.")


@extend(PartnerProgramme)
class ProgrammeViewerCan:
    viewer_can: PartnerProgrammeCan = one("What you may do with this programme.")


@extend(Room)
class RoomViewerCan:
    viewer_can: RoomCan = one("What you may do with this room.")
