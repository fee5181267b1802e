"""The meetings of an event, and who is at two of them at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from itertools import pairwise
from typing import Any

from jenjang.core.errors import BadUserInput

MOST_MEETINGS = 100


class NoMeeting(BadUserInput):
    """Give 1 to {most} meetings."""


class MeetingWithoutTime(BadUserInput):
    """A meeting ends after it begins, on the same day or the next."""


class MeetingsOverlap(BadUserInput):
    """Two meetings of an event don't overlap."""


@dataclass(frozen=True, slots=True)
class Time:
    """From a moment up to, not including, another."""

    begins: datetime
    ends: datetime


def check_meetings(times: Sequence[Time]) -> None:
    """Refuse meetings that can't be held. Raises NoMeeting, MeetingWithoutTime, MeetingsOverlap."""
    if not 0 < len(times) <= MOST_MEETINGS:
        raise NoMeeting("meetings", most=MOST_MEETINGS)
    for place, time in enumerate(times):
        if time.ends <= time.begins or (time.ends - time.begins).days:
            raise MeetingWithoutTime(("meetings", str(place)))
    if any(overlap([one], [other]) for one, other in pairwise(sorted(times, key=lambda one: one.begins))):
        raise MeetingsOverlap("meetings")


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
