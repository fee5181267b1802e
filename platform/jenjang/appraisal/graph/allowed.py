"""What the viewer may do with an SKP, an appraisal, what follows it (`viewerCan`); what waits for the viewer.

Each field says what the deed asks of who somebody is, of states and of days: whether it is done depends on
what it is given as well.
"""

from jenjang.appraisal.graph.calibration_deeds import MANAGE
from jenjang.appraisal.graph.calibrations import Calibration
from jenjang.appraisal.graph.cycles import Appraisal, AppraisalFilter, AppraisalOrder
from jenjang.appraisal.graph.objections import Objection
from jenjang.appraisal.graph.ratings import RatingInvitation
from jenjang.appraisal.graph.skp import Skp
from jenjang.appraisal.graph.subjects import EVALUATE, LOOKS_AT, NO_OWN_DRAFT, READ, TAKE_PART
from jenjang.graph.declare import Connection, extend, may, one, page, plain
from jenjang.identity.graph.viewer import Viewer
from jenjang.organisation.actions.superiors import OF_ONE

SUPERIOR = (
    f"EXISTS (SELECT FROM ({OF_ONE.format(tenant='{tenant}', on='{today}')}"
    " AND p.employee_id = {row}.employee_id) s"
    " WHERE s.unit_id = {row}.unit_id AND s.superior_employee_id = {me})"
)
"""SQL: the viewer is today's direct superior of a person who is still placed where the SKP is of."""
IN_PLACE = (
    "EXISTS (SELECT FROM placements p WHERE p.tenant_id = {tenant} AND p.employee_id = {row}.employee_id"
    " AND p.unit_id = {row}.unit_id AND p.valid_from <= {today}"
    " AND (p.valid_to IS NULL OR p.valid_to > {today}))"
)
OWN = "{row}.employee_id = {me}"
UNDER_WAY = (
    "EXISTS (SELECT FROM skps k WHERE k.tenant_id = {tenant} AND k.employee_id = {row}.employee_id"
    " AND k.year = {row}.year AND k.state IN ('DRAFT', 'OFFERED'))"
)
COUNTS = (
    "({today} < make_date({row}.year, 12, 1) OR {today} < {row}.begins_on + (SELECT"
    " (s.body ->> 'agreement_days')::int FROM rule_sets s WHERE s.name = 'appraisal_periods'"
    " AND s.valid_from <= {today} AND (s.valid_to IS NULL OR s.valid_to > {today}))"
    " AND NOT EXISTS (SELECT FROM skps b WHERE b.tenant_id = {tenant} AND b.employee_id = {row}.employee_id"
    " AND b.year = {row}.year AND b.state = 'ACKNOWLEDGED' AND b.begins_on >= {row}.begins_on))"
)
"""SQL: agreed on today, it or the edition that follows it would count within its year (`counts_from`). What
is agreed on already applies within it, so no later day comes of that."""
MINE = "({row}.evaluator_employee_id = {me} OR {row}.escalated_to_employee_id = {me})"
"""SQL: the viewer is to evaluate, or was handed it over, being late."""
CALIBRATED = (
    "({row}.calibration_id IS NOT NULL OR EXISTS (SELECT FROM appraisal_cycles y"
    " JOIN calibrations c ON c.tenant_id = {tenant} AND c.cycle_id = y.id AND c.state = 'OPEN'"
    " JOIN unit_ancestry u ON u.tenant_id = {tenant} AND u.unit_id = {row}.unit_id"
    " AND u.ancestor_id = c.unit_id AND u.valid_from <= least(y.ends - 1, {today})"
    " AND (u.valid_to IS NULL OR u.valid_to > least(y.ends - 1, {today}))"
    " WHERE y.tenant_id = {tenant} AND y.id = {row}.cycle_id))"
)
"""SQL: a closed calibration has judged the result, or an open one looks at it."""
IN_OPEN_CYCLE = (
    "EXISTS (SELECT FROM appraisal_cycles y WHERE y.tenant_id = {tenant} AND y.id = {row}.cycle_id"
    " AND y.state = 'OPEN')"
)
OBJECTED = "EXISTS (SELECT FROM objections o WHERE o.tenant_id = {tenant} AND o.appraisal_id = {row}.id)"
SITS = (
    "EXISTS (SELECT FROM calibration_members m WHERE m.tenant_id = {tenant} AND m.calibration_id = {row}.id"
    " AND m.employee_id = {me} AND m.left_at IS NULL)"
)
EVALUATED_BY = (
    "coalesce((SELECT e.by_employee_id FROM evaluations e WHERE e.tenant_id = {tenant}"
    " AND e.appraisal_id = {row}.appraisal_id AND e.stage = 'EVALUATION' ORDER BY e.number DESC LIMIT 1),"
    " (SELECT a.evaluator_employee_id FROM appraisals a WHERE a.tenant_id = {tenant}"
    " AND a.id = {row}.appraisal_id))"
)
BOTH_HEARD = (
    "(SELECT count(DISTINCT s.side) FROM objection_statements s WHERE s.tenant_id = {tenant}"
    " AND s.objection_id = {row}.id) = 2"
)
RATED = (
    "EXISTS (SELECT FROM appraisals a WHERE a.tenant_id = {tenant} AND a.id = {row}.appraisal_id"
    " AND a.state IN ('OPEN', 'EVALUATED'))"
)


@plain
class SkpCan:
    """What the viewer may do with this edition of an SKP today."""

    change: bool = may(
        "`skpChange`: it is a draft, and you are one of its two sides.",
        TAKE_PART,
        when="{row}.state = 'DRAFT' AND (" + OWN + " AND " + IN_PLACE + " OR " + SUPERIOR + ")",
    )
    offer: bool = may(
        "`skpOffer`: it is a draft, you are the direct superior, and agreed on today it counts in its year.",
        TAKE_PART,
        when="{row}.state = 'DRAFT' AND " + SUPERIOR + " AND " + COUNTS,
    )
    acknowledge: bool = may(
        "`skpAcknowledge`: it is offered to you, and agreed on today it counts in its year.",
        TAKE_PART,
        when="{row}.state = 'OFFERED' AND " + OWN + " AND " + IN_PLACE + " AND " + COUNTS,
    )
    give_back: bool = may(
        "`skpReturn`: it is offered to you.", TAKE_PART, when="{row}.state = 'OFFERED' AND " + OWN
    )
    revise: bool = may(
        "`skpRevise`: it is agreed, none follows it yet, you are the direct superior, and agreed on today the"
        " next edition counts in its year.",
        TAKE_PART,
        when="{row}.state = 'ACKNOWLEDGED' AND NOT " + UNDER_WAY + " AND " + SUPERIOR + " AND " + COUNTS,
    )


@plain
class AppraisalCan:
    """What the viewer may do with this appraisal today."""

    evaluate: bool = may(
        "`appraisalEvaluate`, or anew until a calibration looks at it or it is published: you are the"
        " evaluator, or it came to you being late. Whether the period is over and an SKP agreed, it tells.",
        EVALUATE,
        when=MINE
        + " AND ({row}.state = 'OPEN' OR {row}.state = 'EVALUATED' AND NOT "
        + CALIBRATED
        + ") AND "
        + IN_OPEN_CYCLE,
    )
    acknowledge: bool = may(
        "`appraisalAcknowledge`: it is your own, published and not acknowledged yet.",
        TAKE_PART,
        when="{row}.state = 'PUBLISHED' AND " + OWN,
    )
    object: bool = may(
        "`objectionFile`: it is your own, `objectionUntil` isn't past, and none was filed.",
        TAKE_PART,
        when="{row}.state IN ('PUBLISHED', 'ACKNOWLEDGED') AND {row}.objection_until >= {today} AND "
        + OWN
        + " AND NOT "
        + OBJECTED,
    )


@plain
class CalibrationCan:
    """What the viewer may do in this calibration."""

    change: bool = may(
        "`calibrationChange`, of anybody's result but the own: it is open, and you sit in it.",
        TAKE_PART,
        when="{row}.state = 'OPEN' AND " + SITS,
    )
    close: bool = may(
        "`calibrationClose`: it is open, and you lead the session.",
        TAKE_PART,
        when="{row}.state = 'OPEN' AND {row}.chair_employee_id = {me} AND " + SITS,
    )
    reseat: bool = may(
        "`calibrationReseat`: it is open, and you manage appraisals there.",
        MANAGE,
        when="{row}.state = 'OPEN'",
        in_reach=True,
    )
    cancel: bool = may(
        "`calibrationCancel`: it is open, you manage appraisals there, and your own draft isn't one of those"
        " that it looks at.",
        MANAGE,
        when="{row}.state = 'OPEN' AND " + NO_OWN_DRAFT.format(calibration="id", which=LOOKS_AT),
        in_reach=True,
    )


@plain
class ObjectionCan:
    """What the viewer may do with this objection today."""

    explain: bool = may(
        "`objectionExplain`: you objected or gave the result, and `statementsUntil` isn't past.",
        TAKE_PART,
        when="{row}.state = 'FILED' AND {row}.statements_until >= {today}"
        " AND ({row}.employee_id = {me} OR " + EVALUATED_BY + " = {me})",
    )
    withdraw: bool = may(
        "`objectionWithdraw`: it is your own and undecided.",
        TAKE_PART,
        when="{row}.state = 'FILED' AND " + OWN,
    )
    decide: bool = may(
        "`objectionDecide`: you are named as its judge, and both sides have explained or had their days.",
        EVALUATE,
        when="{row}.state = 'FILED' AND {row}.judge_employee_id = {me}"
        " AND ({row}.statements_until < {today} OR " + BOTH_HEARD + ")",
    )


@plain
class RatingInvitationCan:
    """What the viewer may do with this invitation."""

    answer: bool = may(
        "`ratingAnswer`: you haven't answered, and the result isn't published.",
        TAKE_PART,
        when="NOT {row}.answered AND {row}.rater_employee_id = {me} AND " + RATED,
    )


@extend(Skp)
class SkpViewerCan:
    viewer_can: SkpCan = one("What you may do with this edition.")


@extend(Appraisal)
class AppraisalViewerCan:
    viewer_can: AppraisalCan = one("What you may do with this appraisal.")


@extend(Calibration)
class CalibrationViewerCan:
    viewer_can: CalibrationCan = one("What you may do in this calibration.")


@extend(Objection)
class ObjectionViewerCan:
    viewer_can: ObjectionCan = one("What you may do with this objection.")


@extend(RatingInvitation)
class RatingInvitationViewerCan:
    viewer_can: RatingInvitationCan = one("What you may do with this invitation.")


@extend(Viewer)
class ViewerToEvaluate:
    to_evaluate: Connection[Appraisal] | None = page(
        "What waits for you: appraisals not evaluated yet of which you are the evaluator, or that came to you"
        " being late.",
        where="{row}.state = 'OPEN' AND " + MINE,
        filter=AppraisalFilter,
        order=AppraisalOrder,
        needs=READ,
    )
