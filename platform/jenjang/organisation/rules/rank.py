"""Ranks: their order, the span a position demands, and the step from one to the next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from jenjang.core.errors import BadUserInput, Conflict
from jenjang.organisation.rules.span import Span
from jenjang.organisation.terms import EmployeeKind


class RankOfOtherScheme(Conflict):
    """A PNS holds a golongan/ruang and a PPPK a golongan of its own list: {rank} isn't one of {scheme}."""


class RankSpanUpsideDown(BadUserInput):
    """The lowest rank, {lowest}, is above the highest, {highest}."""


class NotARankDate(BadUserInput):
    """A rank begins on the first of a month that has a window; {on} is none."""


class RankReasonUnknown(BadUserInput):
    """{reason} is no reason for a change of rank; known: {known}."""


class WrongRankStep(Conflict):
    """From {held} to {wanted} are {steps} step(s); for {reason} it must be {least} to {most}."""


class SanctionInForce(Conflict):
    """A disciplinary sanction is in force until {ends}; it bars a change of rank for {reason}."""


@dataclass(frozen=True, slots=True)
class Rank:
    """A rank and its place in the order of its scheme (1: the lowest)."""

    code: str
    scheme: EmployeeKind
    place: int


@dataclass(frozen=True, slots=True)
class Steps:
    """How many steps up (below 0: down) a reason for a change of rank allows, what bars it, and when."""

    least: int
    most: int
    barred_by_sanction: bool = False
    any_day: bool = False


@dataclass(frozen=True, slots=True)
class RankRule:
    """The months in whose first a rank may begin, and the reasons with the steps they allow."""

    months: frozenset[int]
    reasons: Mapping[str, Steps]


def rank_rule(body: Mapping[str, Any]) -> RankRule:  # Any: months and reasons, each of its own shape.
    """The rule set `rank_change` as `check_rank_change` reads it."""
    reasons = {reason: Steps(**steps) for reason, steps in body["reasons"].items()}
    return RankRule(frozenset(body["months"]), reasons)


def rank_fits(rank: Rank, lowest: Rank | None, highest: Rank | None) -> bool:
    """Whether the rank lies within the span that a position demands; an open end demands nothing.

    Raises RankOfOtherScheme for a PPPK's grade against a span of PNS ranks, or the reverse.
    """
    check_scheme(rank, *(end for end in (lowest, highest) if end))
    return (not lowest or lowest.place <= rank.place) and (not highest or rank.place <= highest.place)


def check_scheme(rank: Rank, *others: Rank) -> None:
    """Refuse to compare ranks of PNS with grades of PPPK."""
    for other in others:
        if other.scheme is not rank.scheme:
            raise RankOfOtherScheme("rank", rank=rank.code, scheme=other.scheme)


def check_span(lowest: Rank | None, highest: Rank | None) -> None:
    """Refuse a span of ranks of two schemes, or one that ends below its beginning."""
    if lowest and highest:
        check_scheme(lowest, highest)
        if highest.place < lowest.place:
            raise RankSpanUpsideDown("highestRank", lowest=lowest.code, highest=highest.code)


def check_bearer_of_rank(rank: Rank, kind: EmployeeKind) -> None:
    """Refuse a rank of PNS for a PPPK, or the reverse."""
    if rank.scheme is not kind:
        raise RankOfOtherScheme("rank", rank=rank.code, scheme=kind)


def check_no_sanction(reason: str, sanctions: Iterable[Span], on: date, rule: RankRule) -> None:
    """Refuse a change of rank that begins while a sanction is in force, if that bars the reason.

    Source: PP 94/2021 on discipline; which reasons are barred is the rule set's.
    """
    steps = rule.reasons.get(reason)
    for sanction in sanctions:
        if steps and steps.barred_by_sanction and on in sanction:
            raise SanctionInForce("on", ends=sanction.ends or "…", reason=reason)


def check_rank_change(held: Rank, wanted: Rank, reason: str, on: date, rule: RankRule) -> None:
    """Refuse a change of rank outside a window, or by other steps than its reason allows.

    Source: PerBKN 4/2025 (windows on the first of every month since 1 October 2025); the steps
    by reason, and which reasons wait for no window, are the rule set's.
    """
    check_scheme(wanted, held)
    steps = rule.reasons.get(reason)
    if steps is None:
        raise RankReasonUnknown("reason", reason=reason, known=", ".join(sorted(rule.reasons)))
    if not steps.any_day and (on.day != 1 or on.month not in rule.months):
        raise NotARankDate("on", on=on)
    taken = wanted.place - held.place
    if not taken or not steps.least <= taken <= steps.most:
        raise WrongRankStep(
            "rank",
            held=held.code,
            wanted=wanted.code,
            steps=taken,
            reason=reason,
            least=steps.least,
            most=steps.most,
        )
