"""Evaluations: from when on, with how many points, and what may become of a result and its improvements."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from jenjang.appraisal.rules.body import of_each
from jenjang.appraisal.rules.periods import Period
from jenjang.appraisal.rules.transitions import APPRAISAL, Transitions, check_may
from jenjang.appraisal.terms import AppraisalState, CycleKind, IntentionState, PointKind
from jenjang.core.errors import BadUserInput, Conflict

MOST = 20
"""Points of one kind: who is told more remembers none."""
YEARS = 5
"""How far ahead a step may lie: a career plan holds no longer [M]."""
INTENTION: Transitions[IntentionState] = {
    IntentionState.WANTED: frozenset({IntentionState.TAKEN_UP, IntentionState.DROPPED}),
    IntentionState.TAKEN_UP: frozenset(),
    IntentionState.DROPPED: frozenset({IntentionState.WANTED}),
}
"""What was dropped may be wished anew; what a plan took up is the plan's until it lets it go."""


class PeriodStillRuns(Conflict):
    """This period runs: it can be evaluated from {since} on."""


class NoStrength(BadUserInput):
    """Name at least one strength: an evaluation says what is good too."""


class NoImprovement(BadUserInput):
    """Name at least one thing to improve: an evaluation says what comes next."""


class TooManyPoints(BadUserInput):
    """At most {most} points of one kind are kept, not {count}."""


class PointTwice(BadUserInput):
    """This point stands there already: name each once."""


class ResultCalibrated(Conflict):
    """A calibration looks, or has looked, at this result: only there is it changed until it is published."""


class ObjectionUnderWay(Conflict):
    """An objection to this result is under way: withdraw it, or wait for the decision."""


class NotAnImprovement(BadUserInput):
    """This is a strength: a step is made of an improvement."""


class AlreadyAStep(Conflict):
    """This improvement was made a step already: drop that one to word another."""


class WantedInThePast(BadUserInput):
    """A step lies ahead: choose {today} or a later day, not {wanted}."""


class WantedTooLate(BadUserInput):
    """A step lies within {years} years: choose {latest} or an earlier day, not {wanted}."""


def early_days(body: Mapping[str, Any]) -> Mapping[CycleKind, int]:  # Any: kinds, each with codes and days.
    """How many days (0 or more) before its end a period may be evaluated, by kind, of `appraisal_periods`."""
    return of_each(CycleKind, body["kinds"], "kinds", lambda told: told.get("evaluated_early", 0))


def check_evaluable(appraised: Period, early: Mapping[CycleKind, int], today: date) -> None:
    """Refuse to evaluate a period that runs, but for its last days where the rule says so."""
    since = appraised.ends - timedelta(early[appraised.kind])
    if today < since:
        raise PeriodStillRuns("appraisalId", since=since)


def check_points(strengths: Collection[object], improvements: Collection[object]) -> None:
    """Refuse an evaluation without a strength, without an improvement, or with too many of one kind."""
    if not strengths:
        raise NoStrength("strengths")
    if not improvements:
        raise NoImprovement("improvements")
    for field, points in (("strengths", strengths), ("improvements", improvements)):
        if len(points) > MOST:
            raise TooManyPoints(field, most=MOST, count=len(points))


def check_each_once(statements: Sequence[str], field: str) -> None:
    """Refuse a point that says the same as one before it, but for case and white space. Raises PointTwice."""
    said: set[str] = set()
    for index, statement in enumerate(statements):
        words = " ".join(statement.casefold().split())
        if words in said:
            raise PointTwice((field, str(index), "statement"))
        said.add(words)


def check_may_evaluate(state: AppraisalState, calibrated: bool) -> None:
    """Refuse to evaluate what is published or missed, and to go behind a calibration's back.

    Raises IllegalStep, ResultCalibrated.
    """
    check_may(state, AppraisalState.EVALUATED, APPRAISAL, "appraisalId")
    if calibrated and state is AppraisalState.EVALUATED:
        raise ResultCalibrated("appraisalId")


def check_may_acknowledge(state: AppraisalState) -> None:
    """Refuse to acknowledge twice, and what isn't the last word. Raises IllegalStep, ObjectionUnderWay."""
    if state is AppraisalState.OBJECTED:
        raise ObjectionUnderWay("appraisalId")
    check_may(state, AppraisalState.ACKNOWLEDGED, APPRAISAL, "appraisalId")


def check_may_want(kind: PointKind, present: IntentionState | None, wanted: date, today: date) -> None:
    """Refuse a step that is no improvement, is made already, lies behind, or more than 5 years ahead.

    `present`: what became of the point's intention, if there was one. Raises NotAnImprovement, AlreadyAStep,
    WantedInThePast, WantedTooLate.
    """
    if kind is not PointKind.IMPROVEMENT:
        raise NotAnImprovement("pointId")
    if present and IntentionState.WANTED not in INTENTION[present]:
        raise AlreadyAStep("pointId")
    if wanted < today:
        raise WantedInThePast("wantedBy", today=today, wanted=wanted)
    latest = date(today.year + YEARS, 12, 31)
    if wanted > latest:
        raise WantedTooLate("wantedBy", years=YEARS, latest=latest, wanted=wanted)
