"""What the viewer may do with a career plan, an aspiration or a case of stagnation (`viewerCan`)."""

from jenjang.career.actions.plan_decisions import APPROVE
from jenjang.career.graph.aspirations import STATE, CareerAspiration
from jenjang.career.graph.plan_deeds import PLAN
from jenjang.career.graph.plans import CareerPlan
from jenjang.career.graph.stagnation import StagnationCase
from jenjang.graph.declare import extend, may, one, plain

OWN = "{row}.employee_id = {me}"
NONE_IN_THE_MAKING = (
    "NOT EXISTS (SELECT FROM career_plans o WHERE o.tenant_id = {tenant}"
    " AND o.employee_id = {row}.employee_id AND o.state IN ('DRAFT', 'SUBMITTED', 'RETURNED'))"
)
TO_DECIDE = "{row}.state = 'SUBMITTED' AND {row}.employee_id IS DISTINCT FROM {me}"

TO_ANSWER = (
    "{row}.ended_on IS NULL AND {row}.answered_on IS NULL AND {me} IS NOT NULL AND {row}.employee_id <> {me}"
)


@plain
class CareerPlanCan:
    """What the viewer may do with this plan today."""

    change: bool = may(
        "Its goals and steps, and `careerPlanSubmit`, `careerPlanDiscard`: it is your own, and being made.",
        PLAN,
        when="{row}.state IN ('DRAFT', 'RETURNED') AND " + OWN,
    )
    take_back: bool = may(
        "`careerPlanTakeBack`: it is your own, and not decided.",
        PLAN,
        when="{row}.state = 'SUBMITTED' AND " + OWN,
    )
    finish_steps: bool = may(
        "`careerStepFinish`: it is your own, and approved.", PLAN, when="{row}.state = 'APPROVED' AND " + OWN
    )
    renew: bool = may(
        "`careerPlanRenew`: it is your own, approved, and you make no other.",
        PLAN,
        when="{row}.state = 'APPROVED' AND " + OWN + " AND " + NONE_IN_THE_MAKING,
    )
    decide: bool = may(
        "`careerPlanApprove`, `careerPlanReturn`: it is submitted, and of somebody whom you lead.",
        APPROVE,
        when=TO_DECIDE,
        in_reach=True,
    )


@plain
class CareerAspirationCan:
    """What the viewer may do with this aspiration today."""

    change: bool = may(
        "`careerAspirationChange`, `careerAspirationWithdraw`: it is your own, and wasn't taken back.",
        STATE,
        when=OWN + " AND {row}.withdrawn_on IS NULL",
    )


@plain
class StagnationCaseCan:
    """What the viewer may do with this case today."""

    answer: bool = may(
        "`stagnationCaseAnswer`: it is open, not answered, and of somebody whom you lead.",
        APPROVE,
        when=TO_ANSWER,
        in_reach=True,
    )


@extend(CareerPlan)
class CareerPlanViewerCan:
    viewer_can: CareerPlanCan = one("What you may do with this plan.")


@extend(CareerAspiration)
class CareerAspirationViewerCan:
    viewer_can: CareerAspirationCan = one("What you may do with this aspiration.")


@extend(StagnationCase)
class StagnationCaseViewerCan:
    viewer_can: StagnationCaseCan = one("What you may do with this case.")
