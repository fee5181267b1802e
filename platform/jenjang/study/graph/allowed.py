"""What the viewer may do with a study leave or a right (`viewerCan`), for apps to show or hide.

Each field says what the deed asks of who somebody is, of states and of days: what stands on record, and
whether the quota has a place, the deed tells.
"""

from jenjang.graph.declare import extend, may, one, plain
from jenjang.study.actions.deciding import MANAGE
from jenjang.study.graph.deeds import TAKE_PART
from jenjang.study.graph.entitlements import TO_NOTHING, StudyEntitlement
from jenjang.study.graph.leaves import StudyLeave

OWN = "{row}.employee_id = {me}"
OF_ANOTHER = "{row}.employee_id IS DISTINCT FROM {me}"


@plain
class StudyLeaveCan:
    """What the viewer may do with this leave today."""

    approve: bool = may(
        "`studyLeaveApprove`: it waits for a decision, isn't your own, and the study is still to come.",
        MANAGE,
        everywhere=True,
        when=f"{{row}}.state = 'REQUESTED' AND {OF_ANOTHER} AND {{row}}.begins_on > {{today}}",
        in_reach=True,
    )
    decline: bool = may(
        "`studyLeaveDecline`: it waits for a decision, and isn't your own.",
        MANAGE,
        everywhere=True,
        when=f"{{row}}.state = 'REQUESTED' AND {OF_ANOTHER}",
        in_reach=True,
    )
    extend: bool = may(
        "`studyLeaveExtend`: it was approved, isn't over, isn't your own, and nobody reported back.",
        MANAGE,
        everywhere=True,
        when=f"{{row}}.state = 'APPROVED' AND {OF_ANOTHER} AND {{row}}.ends_on > {{today}}",
        in_reach=True,
    )
    settle: bool = may(
        "`studyLeaveSettle`: it was reported of, and isn't your own.",
        MANAGE,
        everywhere=True,
        when=f"{{row}}.state = 'REPORTED' AND {OF_ANOTHER}",
        in_reach=True,
    )
    withdraw: bool = may(
        "`studyLeaveWithdraw`: it is your own, and requested, or approved and not begun.",
        TAKE_PART,
        when=OWN
        + " AND ({row}.state = 'REQUESTED' OR {row}.state = 'APPROVED' AND {row}.begins_on > {today})",
    )
    report: bool = may(
        "`studyLeaveReport`: it is your own, approved, and began before today.",
        TAKE_PART,
        when=OWN + " AND {row}.state = 'APPROVED' AND {row}.begins_on < {today}",
    )


@plain
class StudyEntitlementCan:
    """What the viewer may do with this right today."""

    claim: bool = may(
        "`studyEntitlementClaim`: it is your own, isn't over, and not claimed, or for a leave that came to"
        " nothing.",
        TAKE_PART,
        when=OWN + " AND {row}.expires_on > {today} AND ({row}.claimed_on IS NULL OR " + TO_NOTHING + ")",
    )


@extend(StudyLeave)
class StudyLeaveViewerCan:
    viewer_can: StudyLeaveCan = one("What you may do with this leave.")


@extend(StudyEntitlement)
class StudyEntitlementViewerCan:
    viewer_can: StudyEntitlementCan = one("What you may do with this right.")
