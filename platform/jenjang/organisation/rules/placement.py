"""Placing somebody in a position: is there a seat, and does the person fit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from jenjang.core.errors import BadUserInput, Conflict
from jenjang.organisation.rules.rank import Rank, rank_fits
from jenjang.organisation.rules.span import Span, peak
from jenjang.organisation.terms import EmployeeKind


class NoSeatLeft(Conflict):
    """All {seats} seat(s) of this position are taken at some time from {on} on."""


class PositionNotOpen(Conflict):
    """This position isn't open from {begins} to {ends}."""


class SeatsMissing(BadUserInput):
    """A position has at least one seat; {seats} is too few."""


class PositionHeld(Conflict):
    """A position can't close on {on} while {count} placement(s) in it run then or later."""


class PositionNotRunning(Conflict):
    """This position is open from {begins} to {ends}; it can't close on {on}."""


class EchelonLevelDiffers(BadUserInput):
    """This eselon is one of {expected}, not of {level}."""


class SamePosition(Conflict):
    """This person already holds that position."""


class NotPlaced(Conflict):
    """This person holds no position on {on}, so there is none to be transferred from."""


class Misfit(StrEnum):
    """Why somebody doesn't fit, or can't be known to fit, the position given to them."""

    RANK_UNKNOWN = "RANK_UNKNOWN"
    OTHER_RANK_SCHEME = "OTHER_RANK_SCHEME"
    RANK_TOO_LOW = "RANK_TOO_LOW"
    RANK_TOO_HIGH = "RANK_TOO_HIGH"
    PAST_RETIREMENT_AGE = "PAST_RETIREMENT_AGE"


UNDECIDED = frozenset({Misfit.RANK_UNKNOWN, Misfit.OTHER_RANK_SCHEME})
"""Reasons that leave the question open for a person to decide."""


Ends = tuple[str | None, str | None]
"""The codes of the lowest and highest rank of a span; None: open at that end."""
NO_ENDS: Ends = (None, None)
SpanBody = Mapping[str, Mapping[str, Any]]
"""The rule set `rank_span`: spans by eselon and by level, and the level below each. Any: of both shapes."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether somebody fits a position (None: undecided), what stands against it, by which rules."""

    fits: bool | None
    misfits: tuple[Misfit, ...]
    rule: str


def standard_span(body: SpanBody, level: str, echelon: str | None) -> Ends:
    """The lowest and highest rank that such a position usually spans, by the rule set `rank_span`."""
    found = body["echelons"].get(echelon or "") or body["levels"].get(level) or {}
    return found.get("lowest"), found.get("highest")


def span_demanded(own: Ends, standard: Ends, kind: EmployeeKind, rule: str) -> tuple[Ends, str]:
    """The ends of the span that a position demands of a kind of civil servant, and what says so.

    The position's own span where it has one, else the national one by `rule`. The national spans are
    of PNS: a PPPK's grade is set by the contract.
    """
    if own not in (NO_ENDS, standard):
        return own, "position"
    return (NO_ENDS if kind is EmployeeKind.PPPK else standard), rule


def level_below(body: SpanBody, level: str) -> str | None:
    """The functional level from which one rises to this, by the rule set `rank_span`; None: from none."""
    below: str | None = body.get("below", {}).get(level)
    return below


def span_of_rising(body: SpanBody, demanded: Ends, level: str, held: str | None) -> Ends:
    """What a functional position demands of whoever holds a position of the level `held`.

    Who rises from the level below may still bear its top rank, and bears it on while the level is held: the
    next rank is only reached there. A position whose own lowest rank isn't the usual one demands that.
    Source: PermenPANRB 1/2023 [M].
    """
    lowest, highest = demanded
    below = level_below(body, level)
    if below is None or held not in (below, level) or lowest != standard_span(body, level, None)[0]:
        return demanded
    return standard_span(body, below, None)[1], highest


def check_echelon(level: str, of_echelon: str) -> None:
    """Refuse an eselon that belongs to another level of position."""
    if level != of_echelon:
        raise EchelonLevelDiffers("echelon", level=level, expected=of_echelon)


def check_seat(seats: int, taken: Sequence[Span], wanted: Span) -> None:
    """Refuse a placement that at any time would be one more than the position has seats."""
    if peak(taken, wanted) >= seats:
        raise NoSeatLeft("positionId", seats=seats, on=wanted.begins)


def check_seats(seats: int) -> int:
    """The number of seats, one at least."""
    if seats < 1:
        raise SeatsMissing("seats", seats=seats)
    return seats


def check_may_shut(position: Span, on: date, held: int) -> None:
    """Refuse to close a position that isn't open on that date, or that somebody holds then or later."""
    if on not in position or on == position.begins:
        raise PositionNotRunning("on", begins=position.begins, ends=position.ends or "…", on=on)
    if held:
        raise PositionHeld("positionId", on=on, count=held)


def check_open(position: Span, wanted: Span) -> None:
    """Refuse a placement that isn't within the time that the position exists."""
    if position.common(wanted) != wanted:
        raise PositionNotOpen("positionId", begins=position.begins, ends=position.ends or "…")


def fit(
    rank: Rank | None, lowest: Rank | None, highest: Rank | None, on: date, retires_on: date, rule: str
) -> Fit:
    """Whether somebody of that rank, who would retire on that day, fits a position from a date.

    The span is the position's own (PP 11/2017 and the establishment's decree), wider for who rises
    (`span_of_rising`); without a span any rank fits. `rule` names the versions of
    the rules that span and age come from.
    """
    misfits = list(_rank_misfits(rank, lowest, highest))
    if retires_on <= on:
        misfits.append(Misfit.PAST_RETIREMENT_AGE)
    fits = None if misfits and UNDECIDED.issuperset(misfits) else not misfits
    return Fit(fits, tuple(misfits), rule)


def _rank_misfits(rank: Rank | None, lowest: Rank | None, highest: Rank | None) -> list[Misfit]:
    span = [end for end in (lowest, highest) if end]
    if not span:
        return []
    if rank is None:
        return [Misfit.RANK_UNKNOWN]
    if any(end.scheme is not rank.scheme for end in span):
        return [Misfit.OTHER_RANK_SCHEME]
    if rank_fits(rank, lowest, highest):
        return []
    too_low = lowest is not None and rank.place < lowest.place
    return [Misfit.RANK_TOO_LOW if too_low else Misfit.RANK_TOO_HIGH]
