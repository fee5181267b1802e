"""Somebody on a later day, as things are assumed to go, and the first day on which time has met its part."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from jenjang.career.rules.requirements import Candidate, Credit, Finding, Lacking
from jenjang.career.terms import Requirement
from jenjang.core.months import months_later
from jenjang.organisation.rules.span import Span
from jenjang.organisation.terms import Standing

SEARCHED = 120
"""Months from today among which the first is searched."""
NOT_BY_TIME = frozenset(
    {Requirement.KIND, Requirement.RANK, Requirement.EDUCATION, Requirement.VACANCY},
)
"""What stays as it is today, or as it is assumed, however much time goes by."""


@dataclass(frozen=True, slots=True)
class CreditNeed:
    """What is there by now, and the first day on which nothing is missing; None: it never comes."""

    credit: Credit
    met_on: date | None

    def on(self, day: date) -> Credit:
        """What is there on a day at least, if things go as expected."""
        met = self.met_on is not None and self.met_on <= day
        return self.credit.whole() if met else self.credit


@dataclass(frozen=True, slots=True)
class StandardLevel:
    """A level that a position asks for in a competency, and one that the person has; each with its time."""

    subject: str
    code: str
    name: str
    level: int
    time: Span
    has: int = 0
    has_in: Span | None = None


@dataclass(frozen=True, slots=True)
class Learned:
    """A level in a competency that is assumed to be reached on a day, and kept."""

    subject: str
    level: int
    since: date


@dataclass(frozen=True, slots=True)
class Ahead:
    """Somebody as assumed; the position held today is held on, and so is the rank."""

    candidate: Candidate
    standard: Sequence[StandardLevel]
    learned: Sequence[Learned]
    credit: CreditNeed | None

    def on(self, day: date) -> Candidate:
        """What counts on a day: levels that expire until then don't, unless they are learned anew.

        One that is too low counts on: nobody comes nearer to a position by not being assessed any more.
        """
        asked = {one.subject: one for one in self.standard if day in one.time}
        levels = self._levels(day)
        return replace(
            self.candidate,
            asked=len(asked),
            lacking=[
                Lacking(one.code, one.name, one.level, levels.get(subject))
                for subject, one in sorted(asked.items(), key=lambda item: item[1].code)
                if levels.get(subject, 0) < one.level
            ],
            credit=self.credit.on(day) if self.credit else None,
        )

    def _levels(self, day: date) -> Mapping[str, int]:
        counting = [
            (one.subject, one.has)
            for one in self.standard
            if one.has_in and (day in one.has_in or (one.has < one.level and one.has_in.begins <= day))
        ]
        reached = [(one.subject, one.level) for one in self.learned if one.since <= day]
        # The lowest first: the highest stays.
        return dict(sorted([*counting, *reached], key=lambda one: one[1]))


def first_met(
    judge: Callable[[date], Sequence[Finding]], today: date
) -> tuple[date | None, Sequence[Requirement]]:
    """The first day, of today and each month after, on which time can meet no more; and what is missing.

    What is missing on it, time doesn't meet at all. None where there is no such day within ten years, or
    before the service ends: then what is missing on the last day that was looked at, and IN_SERVICE.
    """
    missing: list[Requirement] = []
    for months in range(SEARCHED + 1):
        day = months_later(today, months)
        now = [one.requirement for one in judge(day) if one.standing is Standing.MISSING]
        if Requirement.IN_SERVICE in now:
            return None, [Requirement.IN_SERVICE, *missing] if missing else now
        if NOT_BY_TIME.issuperset(now):
            return day, now
        missing = now
    return None, missing
