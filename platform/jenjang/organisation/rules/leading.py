"""Leading a unit: by appointment, or acting (Plt., Plh.) until a set date."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jenjang.core.errors import BadUserInput, Conflict
from jenjang.organisation.rules.span import Span, covered
from jenjang.organisation.terms import LeadershipKind

DEFINITIVE = LeadershipKind.DEFINITIVE


class ActingNeedsAnEnd(BadUserInput):
    """Whoever acts as {kind} does so until a date; name it."""


class AlreadyLed(Conflict):
    """This unit has a leader of the kind {kind} from {begins} to {ends}."""


class NotVacant(Conflict):
    """This unit has a definitive leader from {begins} to {ends}; a Plt. acts in a vacancy only."""


class NobodyToRepresent(Conflict):
    """This unit has no definitive leader from {begins} to {ends} whom a Plh. could represent; name a Plt."""


class LeadershipNotRunning(Conflict):
    """This leadership ran from {begins} to {ends}; it can't be ended on {on}."""


@dataclass(frozen=True, slots=True)
class Led:
    """A unit is led so for a time."""

    kind: LeadershipKind
    time: Span


def check_acting(kind: LeadershipKind, time: Span) -> None:
    """Refuse an acting leader without an end.

    Source: an order to act (surat perintah Plt., Plh.) names its period (goal G68).
    """
    if kind is not LeadershipKind.DEFINITIVE and time.ends is None:
        raise ActingNeedsAnEnd("until", kind=kind)


def check_free(kind: LeadershipKind, led: Iterable[Led], time: Span) -> None:
    """Refuse a leader against whom another stands.

    One definitive leader at a time, and one who acts. Source: UU 30/2014 Ps. 14 (2): a Plh. represents a
    definitive official who is absent for a time, a Plt. stands in for one who is gone for good. So a Plt.
    doesn't stand against a definitive leader: the vacancy ends, and the order to act with it.
    """
    others = [other for other in led if other.time.common(time)]
    for other in others:
        if (other.kind is DEFINITIVE) is (kind is DEFINITIVE):
            raise AlreadyLed("unitId", kind=other.kind, begins=other.time.begins, ends=other.time.ends or "…")
        if kind is LeadershipKind.PLT:
            raise NotVacant("unitId", begins=other.time.begins, ends=other.time.ends or "…")
    represented = (other.time for other in others if other.kind is DEFINITIVE)
    if kind is LeadershipKind.PLH and not covered(time, represented):
        raise NobodyToRepresent("unitId", begins=time.begins, ends=time.ends or "…")


def check_may_end(led: Span, on: date) -> None:
    """Refuse to end a leadership on a day on which it doesn't run, or on its first."""
    if on not in led or on == led.begins:
        raise LeadershipNotRunning("on", begins=led.begins, ends=led.ends or "…", on=on)
