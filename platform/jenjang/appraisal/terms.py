"""The words of appraisal, as closed lists."""

from enum import StrEnum


class Rating(StrEnum):
    """How results or behaviour stand to what was expected (PermenPANRB 6/2022)."""

    ABOVE = "ABOVE"
    AS_EXPECTED = "AS_EXPECTED"
    BELOW = "BELOW"


class Predicate(StrEnum):
    """The predicate of a person's performance (predikat kinerja pegawai)."""

    VERY_GOOD = "VERY_GOOD"
    GOOD = "GOOD"
    NEEDS_IMPROVEMENT = "NEEDS_IMPROVEMENT"
    POOR = "POOR"
    VERY_POOR = "VERY_POOR"


class OrganisationPredicate(StrEnum):
    """The predicate of a unit's performance (predikat kinerja organisasi, SE MenPANRB 3/2023)."""

    EXCELLENT = "EXCELLENT"
    GOOD = "GOOD"
    NEEDS_IMPROVEMENT = "NEEDS_IMPROVEMENT"
    POOR = "POOR"
    VERY_POOR = "VERY_POOR"


class CycleKind(StrEnum):
    """How long the period of an appraisal is."""

    MONTHLY = "MONTHLY"
    QUARTERLY = "QUARTERLY"
    ANNUAL = "ANNUAL"


class CycleState(StrEnum):
    """Where a cycle stands."""

    OPEN = "OPEN"
    CLOSING = "CLOSING"
    CLOSED = "CLOSED"


class SkpState(StrEnum):
    """Where an edition of an SKP stands."""

    DRAFT = "DRAFT"
    OFFERED = "OFFERED"
    ACKNOWLEDGED = "ACKNOWLEDGED"
    SUPERSEDED = "SUPERSEDED"
    WITHDRAWN = "WITHDRAWN"


class SkpModel(StrEnum):
    """How the results of an SKP are measured."""

    QUANTITATIVE = "QUANTITATIVE"
    QUALITATIVE = "QUALITATIVE"


class ResultKind(StrEnum):
    """Whether a result is of one's own task or added to it."""

    MAIN = "MAIN"
    EXTRA = "EXTRA"


class Aspect(StrEnum):
    """What an indicator measures."""

    QUANTITY = "QUANTITY"
    QUALITY = "QUALITY"
    TIME = "TIME"
    COST = "COST"


class AppraisalState(StrEnum):
    """Where somebody's appraisal in a cycle stands."""

    OPEN = "OPEN"
    EVALUATED = "EVALUATED"
    PUBLISHED = "PUBLISHED"
    ACKNOWLEDGED = "ACKNOWLEDGED"
    OBJECTED = "OBJECTED"
    FINAL = "FINAL"
    MISSED = "MISSED"


class EvaluationStage(StrEnum):
    """By what an evaluation came to be."""

    EVALUATION = "EVALUATION"
    CALIBRATION = "CALIBRATION"
    OBJECTION = "OBJECTION"


class PointKind(StrEnum):
    """What an evaluation says of somebody in words."""

    STRENGTH = "STRENGTH"
    IMPROVEMENT = "IMPROVEMENT"


class FeedbackKind(StrEnum):
    """What a piece of feedback is."""

    APPRECIATION = "APPRECIATION"
    SUGGESTION = "SUGGESTION"


class RequestState(StrEnum):
    """What became of a question for feedback."""

    ASKED = "ASKED"
    ANSWERED = "ANSWERED"
    DECLINED = "DECLINED"


class DialogueState(StrEnum):
    """Whether both sides stand by the notes of a talk."""

    NOTED = "NOTED"
    CONFIRMED = "CONFIRMED"


class Side(StrEnum):
    """Which of the two in a talk or a hearing."""

    EMPLOYEE = "EMPLOYEE"
    LEADER = "LEADER"


class RaterRelation(StrEnum):
    """How a rater stands to the person rated."""

    SELF = "SELF"
    LEADER = "LEADER"
    PEER = "PEER"
    UPWARD = "UPWARD"


class CalibrationState(StrEnum):
    """Where a calibration stands."""

    OPEN = "OPEN"
    CLOSED = "CLOSED"
    CANCELLED = "CANCELLED"


class ObjectionState(StrEnum):
    """Where an objection stands."""

    FILED = "FILED"
    DECIDED = "DECIDED"
    WITHDRAWN = "WITHDRAWN"


class ObjectionOutcome(StrEnum):
    """What the evaluator's superior decided."""

    UPHELD = "UPHELD"
    CHANGED = "CHANGED"


class PathState(StrEnum):
    """Where an improvement path stands."""

    OPEN = "OPEN"
    RUNNING = "RUNNING"
    ACHIEVED = "ACHIEVED"
    NOT_ACHIEVED = "NOT_ACHIEVED"
    LAPSED = "LAPSED"


class PathOutcome(StrEnum):
    """What an improvement path came to."""

    ACHIEVED = "ACHIEVED"
    NOT_ACHIEVED = "NOT_ACHIEVED"


class ReviewOutcome(StrEnum):
    """How a target stood when it was looked at."""

    ON_TRACK = "ON_TRACK"
    BEHIND = "BEHIND"
    REACHED = "REACHED"
    NOT_REACHED = "NOT_REACHED"


class IntentionState(StrEnum):
    """What became of the wish to make an improvement a step of the career plan."""

    WANTED = "WANTED"
    TAKEN_UP = "TAKEN_UP"
    DROPPED = "DROPPED"


class Setting(StrEnum):
    """A setting of a government's own that has bounds, as sentences call it."""

    DELIVERY_DAYS = "delivery days"
    ANSWER_DAYS = "answer days"
    OBJECTION_DAYS = "objection days"
    STATEMENT_DAYS = "statement days"
    DECISION_DAYS = "decision days"
    ESCALATION_DAYS = "escalation days"
    REMINDER_DAYS = "reminder days"
    FEWEST_RATERS = "fewest raters"


class PolicyState(StrEnum):
    """Where a government's own setting of the rules stands."""

    PROPOSED = "PROPOSED"
    PUBLISHED = "PUBLISHED"
    WITHDRAWN = "WITHDRAWN"


class CreditTarget(StrEnum):
    """What credit is gathered for."""

    RANK = "RANK"
    LEVEL = "LEVEL"
