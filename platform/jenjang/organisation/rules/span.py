"""Times from a date up to, not including, another."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jenjang.core.errors import BadUserInput, Conflict


class EndsBeforeItBegins(BadUserInput):
    """It would end on {ends}, but begins on {begins}."""


class LaterFact(Conflict):
    """Something recorded begins on {begins}, on or after this date; it must be undone first."""


class NotYet(BadUserInput):
    """This takes effect on {on}; record it on that day or later."""


@dataclass(frozen=True, slots=True)
class Span:
    """A time from a date up to, not including, another; None: for good."""

    begins: date
    ends: date | None = None

    def __contains__(self, on: date) -> bool:
        return self.begins <= on and (self.ends is None or on < self.ends)

    def common(self, other: "Span") -> "Span | None":
        """The time that both share, if any."""
        begins = max(self.begins, other.begins)
        ends = min((end for end in (self.ends, other.ends) if end), default=None)
        return None if ends and ends <= begins else Span(begins, ends)


def span(begins: date, ends: date | None, field: str = "until") -> Span:
    """The time between two dates that somebody gave; refused when it is empty."""
    if ends and ends <= begins:
        raise EndsBeforeItBegins(field, begins=begins, ends=ends)
    return Span(begins, ends)


def peak(times: Iterable[Span], within: Span) -> int:
    """How many of the times hold at once at most, at any date within a time."""
    shared = [part for time in times if (part := time.common(within))]
    return max((sum(part.begins in other for other in shared) for part in shared), default=0)


def covered(time: Span, parts: Iterable[Span]) -> bool:
    """Whether the parts, one following the other, hold through the whole time."""
    reached = time.begins
    for part in sorted(parts, key=lambda part: part.begins):
        if reached not in part:
            continue
        if part.ends is None or (time.ends and time.ends <= part.ends):
            return True
        reached = part.ends
    return False


def check_not_ahead(on: date, today: date, field: str = "on") -> None:
    """Refuse a date after today: what is true only later is recorded then."""
    if on > today:
        raise NotYet(field, on=on)
