"""The domain's closed lists as the contract describes them."""

from jenjang.appraisal.terms import (
    AppraisalState,
    Aspect,
    CalibrationState,
    CreditTarget,
    CycleKind,
    CycleState,
    DialogueState,
    EvaluationStage,
    FeedbackKind,
    IntentionState,
    ObjectionOutcome,
    ObjectionState,
    OrganisationPredicate,
    PathOutcome,
    PathState,
    PointKind,
    PolicyState,
    RaterRelation,
    Rating,
    RequestState,
    ResultKind,
    ReviewOutcome,
    Side,
    SkpModel,
    SkpState,
)
from jenjang.graph.enums import enumerated
from jenjang.organisation.graph.enums import Predicate
from jenjang.organisation.terms import NoticeKind

__all__ = [
    "AppraisalState",
    "Aspect",
    "CalibrationState",
    "CreditTarget",
    "CycleKind",
    "CycleState",
    "DialogueState",
    "EvaluationStage",
    "FeedbackKind",
    "IntentionState",
    "NoticeKind",
    "ObjectionOutcome",
    "ObjectionState",
    "OrganisationPredicate",
    "PathOutcome",
    "PathState",
    "PointKind",
    "PolicyState",
    "Predicate",
    "RaterRelation",
    "Rating",
    "RequestState",
    "ResultKind",
    "ReviewOutcome",
    "Side",
    "SkpModel",
    "SkpState",
]

enumerated(
    Rating,
    "How results (hasil kerja) or behaviour (perilaku kerja) stand to what was expected.",
    {
        "ABOVE": "Di atas ekspektasi.",
        "AS_EXPECTED": "Sesuai ekspektasi.",
        "BELOW": "Di bawah ekspektasi.",
    },
)
enumerated(
    OrganisationPredicate,
    "The predicate of a unit's performance (predikat kinerja organisasi, SE MenPANRB 3/2023).",
    {
        "EXCELLENT": "Istimewa.",
        "GOOD": "Baik.",
        "NEEDS_IMPROVEMENT": "Butuh Perbaikan (Cukup).",
        "POOR": "Kurang.",
        "VERY_POOR": "Sangat Kurang.",
    },
)
enumerated(
    CycleKind,
    "How long the period of an appraisal is.",
    {"MONTHLY": "A month (bulanan).", "QUARTERLY": "A quarter (triwulanan).", "ANNUAL": "A year (tahunan)."},
)
enumerated(
    CycleState,
    "Where a cycle stands.",
    {
        "OPEN": "People are evaluated.",
        "CLOSING": "Results are being published, so many at a time.",
        "CLOSED": "Every result is published; who was not evaluated is recorded as missed.",
    },
)
enumerated(
    SkpState,
    "Where an edition of an SKP stands.",
    {
        "DRAFT": "Being talked over (dialog kinerja).",
        "OFFERED": "Offered by the leader; the employee reads it.",
        "ACKNOWLEDGED": "Acknowledged by the employee: it holds.",
        "SUPERSEDED": "A later edition is agreed; this one stands until that applies (`appliesUntil`).",
        "WITHDRAWN": "Taken back before it was acknowledged.",
    },
)
enumerated(
    SkpModel,
    "How the results of an SKP are measured.",
    {
        "QUANTITATIVE": "Kuantitatif: each indicator has a number to reach.",
        "QUALITATIVE": "Kualitatif: in words.",
    },
)
enumerated(
    ResultKind,
    "Whether a result is of the own task or added to it.",
    {"MAIN": "Hasil kerja utama.", "EXTRA": "Hasil kerja tambahan."},
)
enumerated(
    Aspect,
    "What an indicator measures.",
    {"QUANTITY": "Kuantitas.", "QUALITY": "Kualitas.", "TIME": "Waktu.", "COST": "Biaya."},
)
enumerated(
    AppraisalState,
    "Where somebody's appraisal stands.",
    {
        "OPEN": "Not evaluated yet.",
        "EVALUATED": "Evaluated; nobody but the leaders sees the result yet.",
        "PUBLISHED": "The employee can read result, derivation and feedback.",
        "ACKNOWLEDGED": "The employee has acknowledged it.",
        "OBJECTED": "The employee objects (keberatan); it is not decided yet.",
        "FINAL": "Decided on an objection: final.",
        "MISSED": "The cycle was closed before anybody evaluated.",
    },
)
enumerated(
    EvaluationStage,
    "By what an evaluation came to be.",
    {
        "EVALUATION": "By the evaluator (pejabat penilai kinerja).",
        "CALIBRATION": "By a calibration.",
        "OBJECTION": "By the decision on an objection.",
    },
)
enumerated(
    PointKind,
    "What an evaluation says in words.",
    {"STRENGTH": "What went well.", "IMPROVEMENT": "What can be better."},
)
enumerated(
    FeedbackKind,
    "What a piece of feedback is.",
    {"APPRECIATION": "What was good and why.", "SUGGESTION": "What could be done otherwise, and how."},
)
enumerated(
    RequestState,
    "What became of a question for feedback.",
    {"ASKED": "Not answered yet.", "ANSWERED": "Answered.", "DECLINED": "Declined."},
)
enumerated(
    DialogueState,
    "Whether both sides stand by the notes of a talk.",
    {"NOTED": "Noted by one; the other has not confirmed yet.", "CONFIRMED": "Confirmed by both."},
)
enumerated(
    Side,
    "Which of the two in a talk or a hearing.",
    {"EMPLOYEE": "The employee.", "LEADER": "The leader, or evaluator."},
)
enumerated(
    RaterRelation,
    "How raters stand to the person rated.",
    {
        "SELF": "The person.",
        "LEADER": "The leader.",
        "PEER": "Colleagues; shown from a number of raters on.",
        "UPWARD": "People that the person leads; shown from a number of raters on.",
    },
)
enumerated(
    CalibrationState,
    "Where a calibration stands.",
    {
        "OPEN": "Its members may still change results.",
        "CLOSED": "Closed, its distribution checked.",
        "CANCELLED": "Called off: what it had changed was taken back.",
    },
)
enumerated(
    ObjectionState,
    "Where an objection stands.",
    {"FILED": "Being heard.", "DECIDED": "Decided, finally.", "WITHDRAWN": "Taken back by the employee."},
)
enumerated(
    ObjectionOutcome,
    "What was decided on an objection.",
    {"UPHELD": "The result stays.", "CHANGED": "The result was changed."},
)
enumerated(
    PathState,
    "Where an improvement path stands.",
    {
        "OPEN": "Opened by a result; no targets yet.",
        "RUNNING": "Targets are set.",
        "ACHIEVED": "Concluded: achieved.",
        "NOT_ACHIEVED": "Concluded: not achieved.",
        "LAPSED": "Never begun: a decision on an objection lifted the result that opened it.",
    },
)
enumerated(
    PathOutcome,
    "What an improvement path came to.",
    {
        "ACHIEVED": "Every target was reached.",
        "NOT_ACHIEVED": "At least one target was not.",
    },
)
enumerated(
    ReviewOutcome,
    "How a target stood when it was looked at.",
    {
        "ON_TRACK": "On the way to it.",
        "BEHIND": "Behind.",
        "REACHED": "Reached.",
        "NOT_REACHED": "Not reached, finally.",
    },
)
enumerated(
    IntentionState,
    "What became of the wish to make an improvement a step of the career plan.",
    {
        "WANTED": "Kept until a career plan takes it up.",
        "TAKEN_UP": "A step of a career plan.",
        "DROPPED": "Not wanted any more.",
    },
)
enumerated(
    PolicyState,
    "Where a government's own settings stand.",
    {
        "PROPOSED": "Proposed by one person; another must publish them.",
        "PUBLISHED": "Published by a second person: they hold from their first day.",
        "WITHDRAWN": "Taken back before they were published.",
    },
)
enumerated(
    CreditTarget,
    "What credit (angka kredit) is gathered for.",
    {"RANK": "The next rank (pangkat).", "LEVEL": "The next level of the position (jenjang)."},
)
enumerated(
    NoticeKind,
    "What somebody is told.",
    {
        "SKP_OFFERED": "An SKP waits to be acknowledged.",
        "SKP_CHANGED": "A new edition of the SKP waits to be acknowledged.",
        "SKP_RETURNED": "Somebody gave back the SKP that you offered.",
        "SKP_IMPORTED": "An SKP that you agreed on outside of Jenjang was brought in by file: look at it.",
        "SKP_ACKNOWLEDGED": "Somebody agreed on the SKP that you offered.",
        "EVALUATOR_NAMED": "Another official is named to evaluate somebody: you are that person, or evaluate"
        " from now on, or did until now.",
        "EVALUATOR_WITHDRAWN": "Nobody is named to evaluate somebody any more, the direct superior does: you"
        " are that person, or that superior, or evaluated until now.",
        "EVALUATION_DUE": "Somebody is to be evaluated soon.",
        "EVALUATION_LATE": "Somebody should have been evaluated by now.",
        "EVALUATION_ESCALATED": "Leaders whom you lead have not evaluated in time: `count` appraisals of the"
        " cycle wait for you.",
        "CALIBRATION_SEATED": "You sit in a calibration, or lead it from now on.",
        "CALIBRATION_CANCELLED": "A calibration in which you sat was called off.",
        "RESULT_CALIBRATED": "A calibration changed a result that you gave, or took a change back.",
        "RESULT_PUBLISHED": "Your result can be read.",
        "RESULT_CHANGED": "Your result was changed by the decision on an objection.",
        "ACKNOWLEDGEMENT_LATE": "You should have acknowledged your result by now.",
        "FEEDBACK_ASKED": "Somebody asks you for feedback.",
        "FEEDBACK_GIVEN": "Somebody gave you feedback.",
        "FEEDBACK_DECLINED": "Somebody declined to give you feedback.",
        "DIALOGUE_NOTED": "Notes of a talk wait to be confirmed.",
        "RATING_ASKED": "You are asked to rate competencies.",
        "OBJECTION_FILED": "Somebody objects to a result of yours to give or judge.",
        "OBJECTION_EXPLAINED": "The other side explained an objection, or either side to you as its judge.",
        "OBJECTION_WITHDRAWN": "An objection to a result of yours to give or judge was taken back.",
        "OBJECTION_DECIDED": "Your objection is decided.",
        "DECISION_LATE": "An objection should have been decided by you by now.",
        "PATH_OPENED": "A path of improvement was opened for you.",
        "PATH_TO_COUNSEL": "Somebody whom you lead is to be counselled on a path of improvement.",
        "REVIEW_DUE": "A target of an improvement path is to be looked at.",
        "COMPETENCY_ASSESSED": "You were assessed in a competency.",
        "ASSESSMENT_WITHDRAWN": "An assessment of yours was withdrawn, and why.",
        "STANDARD_CHANGED": "What your position asks for changed, and with it your gap.",
        "TRAINING_REQUESTED": "Somebody whom you lead asks to go to a training.",
        "TRAINING_SEATED": "You have a seat in a training, maybe from the waiting list.",
        "TRAINING_DECLINED": "Your request to go to a training was declined.",
        "TRAINING_CANCELLED": "A training that you were to go to is cancelled, or over: you had no seat.",
        "TRAINING_MOVED": "Meetings of a training that you go to or train at were moved, added or cancelled.",
        "TRAINING_COMPLETED": "You completed a training; the certificate is there.",
        "STUDY_REQUESTED": "Somebody whom you lead asks for leave to study.",
        "STUDY_DECIDED": "Your study leave was approved, declined or made longer.",
        "STUDY_REPORT_DUE": "You should be back from school: report what came of it.",
        "PLAN_SUBMITTED": "Somebody whom you lead submitted a career plan for approval.",
        "PLAN_RETURNED": "Your career plan was returned, with a comment.",
        "PLAN_APPROVED": "Your career plan was approved.",
        "PLAN_STEP_DONE": "A step of your career plan is done, as is recorded elsewhere.",
        "TRAINING_TO_EVALUATE": "You are asked whether somebody applies what a training taught.",
        "ENTITLEMENT_GRANTED": "Your result earned you a right to school or to a course.",
        "ENTITLEMENT_EXPIRES": "A right to school or to a course that you earned is about to expire.",
        "PLAN_TO_RENEW": "A career plan, yours or of somebody whom you lead, is to be renewed soon.",
        "CAREER_STAGNATES": "The career of somebody whom you lead stands still: say what is done.",
    },
)
