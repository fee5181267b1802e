"""Calibrations: who sits in one, what one may change, and when it may be closed."""

from collections.abc import Collection, Sequence
from uuid import UUID

from jenjang.appraisal.terms import AppraisalState, Rating
from jenjang.core.errors import BadUserInput, Conflict, Forbidden


class TooFewMembers(BadUserInput):
    """A calibration has at least {fewest} members, its chair among them; {count} is named."""


class UnitNotRated(Conflict):
    """The unit has no predicate in this cycle yet, so no pattern is asked of its people: set that first."""


class CalibratedBefore(Conflict):
    """This unit, or one above, was calibrated in this cycle already, and nobody below was evaluated since."""


class CalibrationAround(Conflict):
    """A calibration of this unit, or of one above or below, is open in this cycle: close that first."""


class CalibrationOver(Conflict):
    """This calibration is over: nothing is changed in it any more."""


class CalibrationRuns(Conflict):
    """These calibrations run: {calibrations}. Close or cancel them before the results are published."""


class NotCalibrated(Conflict):
    """{count} result(s) came after the calibration of {units}: open a further one of it for them first."""


class JudgedBefore(Conflict):
    """A calibration has judged this result; this further one looks at those that were evaluated since."""


class NotSeated(Forbidden):
    """Only who sits in the calibration does this; who manages appraisals there seats others or cancels it."""


class NothingReseated(BadUserInput):
    """Just these people sit in the calibration already, with this chair."""


class OwnResult(Forbidden):
    """Nobody calibrates their own result."""


class OwnDraftLookedAt(Forbidden):
    """Your own draft is one of those that this calibration looks at: let somebody else call it off."""


class NotEvaluated(Conflict):
    """This person isn't evaluated, or the result is published: a calibration changes what lies between."""


class NothingChanges(BadUserInput):
    """Both ratings are what they were: a calibration keeps what it changes, with the reason."""


class NotTheChair(Forbidden):
    """Only who chairs the calibration closes it."""


class DeviationUnexplained(Conflict):
    """Results don't fit the pattern: {deviation}. Explain why, or change what should be changed."""


class OwnDraftCounted(Conflict):
    """Your own draft is counted, so you aren't told whether results fit the pattern: say what was weighed."""


def check_members(members: Collection[UUID], fewest: int) -> None:
    """Refuse a session of fewer different people than the rule asks for."""
    if len(set(members)) < fewest:
        raise TooFewMembers("memberEmployeeIds", fewest=fewest, count=len(set(members)))


def check_may_calibrate(state: AppraisalState, *, own: bool) -> None:
    """Refuse to calibrate one's own result, and what isn't a draft. Raises OwnResult, NotEvaluated."""
    if own:
        raise OwnResult("appraisalId")
    if state is not AppraisalState.EVALUATED:
        raise NotEvaluated("appraisalId")


def check_changes(before: tuple[Rating, Rating], after: tuple[Rating, Rating]) -> None:
    """Refuse a change that leaves both ratings, of results and of behaviour, as they were."""
    if before == after:
        raise NothingChanges("results")


def check_explained(deviations: Sequence[str], explanation: str | None, *, has_own: bool) -> None:
    """Refuse to close without a word on why results don't fit; small units too (SE MenPANRB 3/2023).

    Whose own draft is counted always explains, so that no refusal tells how that one was rated.
    Raises OwnDraftCounted, DeviationUnexplained.
    """
    if has_own and explanation is None:
        raise OwnDraftCounted("explanation")
    if deviations and explanation is None:
        raise DeviationUnexplained("explanation", deviation="; ".join(deviations))
