"""Leading a unit: by appointment, or acting (Plt., Plh.) until a set date."""

from collections.abc import Iterable
from datetime import date

from jenjang.core.errors import BadUserInput, Conflict
from jenjang.organisation.rules.span import Span
from jenjang.organisation.terms import LeadershipKind


class ActingNeedsAnEnd(BadUserInput):
    """Whoever acts as {kind} does so until a date; name it."""


class AlreadyLed(Conflict):
    """This unit has a leader of the kind {kind} from {begins} to {ends}."""


class LeadershipNotRunning(Conflict):
    """This leadership ran from {begins} to {ends}; it can't be ended on {on}."""


def check_acting(kind: LeadershipKind, time: Span) -> None:
    """Refuse an acting leader without an end.

    Source: an order to act (surat perintah Plt., Plh.) names its period (goal G68).
    """
    if kind is not LeadershipKind.DEFINITIVE and time.ends is None:
        raise ActingNeedsAnEnd("until", kind=kind)


def check_free(kind: LeadershipKind, led: Iterable[Span], time: Span) -> None:
    """Refuse a second leader of one kind at the same time."""
    for other in led:
        if other.common(time):
            raise AlreadyLed("unitId", kind=kind, begins=other.begins, ends=other.ends or "…")


def check_may_end(led: Span, on: date) -> None:
    """Refuse to end a leadership on a day on which it doesn't run, or on its first."""
    if on not in led or on == led.begins:
        raise LeadershipNotRunning("on", begins=led.begins, ends=led.ends or "…", on=on)
