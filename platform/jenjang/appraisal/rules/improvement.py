"""Paths of improvement: which results open one, until when targets are looked at, how one ends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from jenjang.appraisal.rules.body import one_of
from jenjang.appraisal.terms import CycleKind, PathOutcome, Predicate, ReviewOutcome
from jenjang.core.errors import BadUserInput, Conflict
from jenjang.core.months import months_later

MOST_TARGETS = 10
FINAL = {ReviewOutcome.REACHED, ReviewOutcome.NOT_REACHED}
"""What a target came to for good."""


class NoTargets(BadUserInput):
    """A path of improvement has 1 to {most} targets, not {count}."""


class ReviewOutOfTime(BadUserInput):
    """A target is looked at from {first} to {last}, not on {on}."""


class NotAPathDay(BadUserInput):
    """This lies between the path's first day, {first}, and today, {last}: not on {on}."""


class TargetsUnderReview(Conflict):
    """A target of this path was looked at already: the targets stay as they are."""


class TargetsOpen(Conflict):
    """{open} of {targets} targets are neither reached nor missed for good: look at each once more."""


class OtherConclusion(BadUserInput):
    """{reached} of {targets} targets were reached, so the path ends as {follows}."""


@dataclass(frozen=True, slots=True)
class PathRule:
    """Results of which periods and with which predicates open a path, and how many months it may take.

    Source: PP 30/2019 (counselling, six months to improve); which periods is the house's reading [M].
    """

    kinds: frozenset[CycleKind]
    predicates: frozenset[Predicate]
    months: int

    def last_review(self, since: date) -> date:
        """The last day on which a target set on a day may be looked at."""
        return months_later(since, self.months)


def path_rule(body: Mapping[str, Any]) -> PathRule:  # Any: lists of words, and a number of months.
    """The rule set `improvement_path`. Raises RuleSetOfOtherWords."""
    return PathRule(
        frozenset(map(one_of(CycleKind, "kinds"), body["kinds"])),
        frozenset(map(one_of(Predicate, "predicates"), body["predicates"])),
        body["months"],
    )


def check_targets(reviews: Sequence[date], first: date, last: date) -> None:
    """Refuse no targets or too many, and one that is to be looked at outside of the path's time."""
    if not 1 <= len(reviews) <= MOST_TARGETS:
        raise NoTargets("targets", most=MOST_TARGETS, count=len(reviews))
    for number, on in enumerate(reviews):
        if not first <= on <= last:
            raise ReviewOutOfTime(("targets", str(number), "reviewOn"), first=first, last=last, on=on)


def check_held(held_on: date, first: date, today: date) -> None:
    """Refuse counselling or a review that was held before the path began, or that is still to come."""
    if not first <= held_on <= today:
        raise NotAPathDay("heldOn", first=first, last=today, on=held_on)


def check_conclusion(outcome: PathOutcome, latest: Sequence[ReviewOutcome | None]) -> None:
    """Refuse an end before each target was last found reached or missed, and one that these don't tell.

    `latest` holds, for each target, what the last look at it found; None where there was none.
    """
    left = sum(one not in FINAL for one in latest)
    if left:
        raise TargetsOpen("pathId", open=left, targets=len(latest))
    reached = latest.count(ReviewOutcome.REACHED)
    follows = PathOutcome.ACHIEVED if reached == len(latest) else PathOutcome.NOT_ACHIEVED
    if outcome is not follows:
        raise OtherConclusion("outcome", reached=reached, targets=len(latest), follows=follows)
