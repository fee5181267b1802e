"""The meetings of an event, and who is at two of them at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

from jenjang.core.errors import BadUserInput
from jenjang.training.terms import TrainingForm

MOST_MEETINGS = 100
Field = tuple[str, ...]
"""The path of an input field."""


class NoMeeting(BadUserInput):
    """Give 1 to {most} meetings."""


class MeetingWithoutTime(BadUserInput):
    """A meeting ends after it begins, on the same day or the next."""


class MeetingsOverlap(BadUserInput):
    """This meeting is at the same time as another of the event."""


class MeetingsTooShort(BadUserInput):
    """The meetings last for {given} JP of {minutes} minutes, and the course has {lessons}: meet longer, or
    more often."""


@dataclass(frozen=True, slots=True)
class LessonRule:
    """How many minutes a lesson (JP) has, and of which forms all lessons are held in meetings."""

    minutes: int
    in_meetings: frozenset[TrainingForm]


@dataclass(frozen=True, slots=True)
class Time:
    """From a moment up to, not including, another."""

    begins: datetime
    ends: datetime


def check_meetings(times: Mapping[Field, Time], field: str) -> None:
    """Refuse meetings that can't be held, each told by the input field that names it.

    Of two that overlap the one named later is told. Raises NoMeeting at `field`, MeetingWithoutTime,
    MeetingsOverlap.
    """
    if not 0 < len(times) <= MOST_MEETINGS:
        raise NoMeeting(field, most=MOST_MEETINGS)
    for at, time in times.items():
        if time.ends <= time.begins or (time.ends - time.begins).days:
            raise MeetingWithoutTime(at)
    named = list(times)
    for one, other in pairwise(sorted(times, key=lambda at: times[at].begins)):
        if overlap([times[one]], [times[other]]):
            raise MeetingsOverlap(max(one, other, key=named.index))


def lesson_rule(body: Mapping[str, Any]) -> LessonRule:  # Any: a rule's body; here minutes and forms.
    """How lessons are held, as the rule's data tells it. Raises KeyError, ValueError."""
    minutes = int(body["minutes"])
    if minutes < 1:
        raise ValueError(minutes)
    return LessonRule(minutes, frozenset(TrainingForm(form) for form in body["in_meetings"]))


def check_lessons(
    rule: LessonRule, form: TrainingForm, lessons: int, times: Iterable[Time], field: str
) -> None:
    """Refuse meetings that are too short together for the lessons of a form. Raises MeetingsTooShort."""
    together = sum((time.ends - time.begins for time in times), timedelta())
    given = together // timedelta(minutes=rule.minutes)
    if form in rule.in_meetings and given < lessons:
        raise MeetingsTooShort(field, given=given, minutes=rule.minutes, lessons=lessons)


def overlap(some: Iterable[Time], others: Sequence[Time]) -> bool:
    """Whether one of them is at the same time as one of the others."""
    return any(one.begins < other.ends and other.begins < one.ends for one in some for other in others)


def percent_of(body: Mapping[str, Any]) -> int:  # Any: a rule's body; here its percent.
    """At how many of the meetings, 1-100 per cent, somebody is to be. Raises ValueError."""
    percent = int(body["percent"])
    if percent not in range(1, 101):
        raise ValueError(percent)
    return percent


def attended_enough(present: int, meetings: int, percent: int) -> bool:
    """Whether somebody was at so many of the meetings that it counts: at least `percent`, 1-100, of them."""
    return meetings > 0 and Fraction(100 * present, meetings) >= percent
