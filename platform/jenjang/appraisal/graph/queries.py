"""What can be asked of appraisal."""

import strawberry

from jenjang.appraisal.graph import calibrations as calibrating
from jenjang.appraisal.graph import cycles, evaluations, policies, ratings, skp
from jenjang.appraisal.graph import feedback as talking
from jenjang.appraisal.graph import objections as objecting
from jenjang.appraisal.graph.credits import NationalFilter, NationalOrder, NationalResult
from jenjang.appraisal.graph.settings import AppraisalSettings
from jenjang.appraisal.graph.subjects import READ, TAKE_PART
from jenjang.graph.declare import AS_OF, Connection, one, page


@strawberry.type
class Query:
    unit_objectives: Connection[skp.UnitObjective] | None = page(
        "What units are to reach, latest year first.",
        filter=skp.ObjectiveFilter,
        order=skp.ObjectiveOrder,
        needs="unit:read",
    )
    skps: Connection[skp.Skp] | None = page(
        "Expectations (SKP) that you may see.", filter=skp.SkpFilter, order=skp.SkpOrder, needs=READ
    )
    skp_results: Connection[skp.SkpResult] | None = page(
        "Expected results that you may see; `filter: { orphan: { eq: true } }`: those that lead nowhere.",
        filter=skp.ResultFilter,
        order=skp.ResultOrder,
        needs=READ,
    )
    appraisal_cycles: Connection[cycles.AppraisalCycle] | None = page(
        "Periods of appraisal, latest first.",
        filter=cycles.CycleFilter,
        order=cycles.CycleOrder,
        needs=policies.READ,
    )
    appraisals: Connection[cycles.Appraisal] | None = page(
        "Appraisals that you may see, latest period first.",
        filter=cycles.AppraisalFilter,
        order=cycles.AppraisalOrder,
        needs=READ,
    )
    step_intentions: Connection[evaluations.StepIntention] | None = page(
        "Improvements that people want to make steps of their career plans.",
        filter=evaluations.IntentionFilter,
        order=evaluations.IntentionOrder,
        needs=READ,
    )
    feedback: Connection[talking.Feedback] | None = page(
        "Feedback that you got, gave, or that people you lead got.",
        filter=talking.FeedbackFilter,
        order=talking.FeedbackOrder,
        needs=talking.READ,
    )
    feedback_requests: Connection[talking.FeedbackRequest] | None = page(
        "Questions for feedback that you asked or are asked.",
        filter=talking.RequestFilter,
        order=talking.RequestOrder,
        needs=talking.READ,
    )
    dialogues: Connection[talking.Dialogue] | None = page(
        "Talks that you had, or that people you lead had.",
        filter=talking.DialogueFilter,
        order=talking.DialogueOrder,
        needs=talking.READ,
    )
    rating_invitations: Connection[ratings.RatingInvitation] | None = page(
        "Whose competencies you are asked to rate.",
        filter=ratings.InvitationFilter,
        order=ratings.InvitationOrder,
        needs=TAKE_PART,
    )
    calibrations: Connection[calibrating.Calibration] | None = page(
        "Calibrations in which you sit, or that you may oversee.",
        filter=calibrating.CalibrationFilter,
        order=calibrating.CalibrationOrder,
        needs=calibrating.READ,
    )
    objections: Connection[objecting.Objection] | None = page(
        "Objections that you may see.",
        filter=objecting.ObjectionFilter,
        order=objecting.ObjectionOrder,
        needs=READ,
    )
    improvement_paths: Connection[objecting.ImprovementPath] | None = page(
        "Paths of improvement that you may see.",
        filter=objecting.PathFilter,
        order=objecting.PathOrder,
        needs=READ,
    )
    national_results: Connection[NationalResult] | None = page(
        "What SIASN holds; `filter: { differs: { eq: true } }` lists where ours is another.",
        filter=NationalFilter,
        order=NationalOrder,
        needs=READ,
    )
    appraisal_settings: AppraisalSettings | None = one(
        "The settings in force, your government's own or the nation's, and what may be set.",
        arguments=(AS_OF,),
        needs=policies.READ,
    )
    appraisal_policies: Connection[policies.AppraisalPolicy] | None = page(
        "What the government set itself, latest first; `appraisalSettings` tells what holds.",
        filter=policies.PolicyFilter,
        order=policies.PolicyOrder,
        needs=policies.READ,
    )
    local_holidays: Connection[policies.LocalHoliday] | None = page(
        "The government's own holidays.",
        filter=policies.HolidayFilter,
        order=policies.HolidayOrder,
        needs=policies.READ,
    )
    notices: Connection[policies.Notice] | None = page(
        "What you are told, newest first.",
        filter=policies.NoticeFilter,
        order=policies.NoticeOrder,
        needs=TAKE_PART,
    )
