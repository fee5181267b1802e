"""The next rank (kenaikan pangkat): in which monthly window it may begin, and what stands in the way."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from jenjang.career.terms import Blocker, PromotionKind
from jenjang.core.months import YEAR, months_later
from jenjang.organisation.rules.life import IN_SERVICE
from jenjang.organisation.rules.performance import last_years
from jenjang.organisation.rules.rank import Rank
from jenjang.organisation.rules.span import Span
from jenjang.organisation.terms import ServiceState

AWAY = {
    ServiceState.CANDIDATE: Blocker.CANDIDATE,
    ServiceState.UNPAID_LEAVE: Blocker.AWAY,
    ServiceState.SUSPENDED: Blocker.AWAY,
}
"""States of service in which no rank is given, by what they block; study leave bars none."""
FURTHEST = 20 * YEAR
"""Windows, of months, after which nobody looks for the first that is open."""


@dataclass(frozen=True, slots=True)
class PromotionRule:
    """Months in a rank by way; the predicates that count, in how many years; the top rank of each education.

    Source: PP 99/2000 jo. PP 12/2002 [M]; PP 11/2017: at least Baik in the last two years [V].
    """

    months_in_rank: Mapping[PromotionKind, int]
    predicates: frozenset[str]
    predicate_years: int
    top_ranks: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Bearer:
    """What counts of somebody who bears a rank of PNS.

    `tops` are the highest ranks that the education leads to and that the position spans, by what each blocks;
    `next_level` is the functional level above, which has the ranks beyond (None: none, or by another way).
    `credit_met_on` is the first day on which the credit for the next rank is there; None: it is never, or
    none is counted at the level held. `service` are the states of service with their times.
    """

    rank: Rank
    since: date
    kind: PromotionKind
    tops: Mapping[Blocker, Rank]
    predicates: Mapping[int, str]
    sanctions: Sequence[Span] = ()
    credit_met_on: date | None = None
    leaves_on: date | None = None
    next_level: str | None = None
    service: Sequence[tuple[ServiceState, Span]] = ()


@dataclass(frozen=True, slots=True)
class Blocked:
    """What stands in the way, and the first day on which it does no more: None where time alone won't do.

    `level` is the functional level that is to be reached first.
    """

    by: Blocker
    until: date | None = None
    level: str | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """The first of a month on which a rank may begin, and all that stands in the way on that day."""

    on: date
    blocked: tuple[Blocked, ...]


def promotion_rule(body: Mapping[str, Any]) -> PromotionRule:  # Any: numbers, words and tables.
    """The rule set `rank_promotion`."""
    return PromotionRule(
        months_in_rank={PromotionKind(kind): int(months) for kind, months in body["months_in_rank"].items()},
        predicates=frozenset(body["predicates"]),
        predicate_years=int(body["predicate_years"]),
        top_ranks=dict(body["top_ranks"]),
    )


def windows(bearer: Bearer, rule: PromotionRule, months: frozenset[int], since: date) -> Iterator[Window]:
    """Every window from a day on, the next first, without end: the first of each of these months (1-12)."""
    month = _first_on_or_after(since)
    while True:
        if month.month in months:
            yield Window(month, tuple(_blocked(bearer, rule, month)))
        month = months_later(month, 1)


def first_open(
    bearer: Bearer, rule: PromotionRule, months: frozenset[int], since: date, within: int = FURTHEST
) -> Window | None:
    """The next window in which nothing stands in the way; None where none of the next ones is open."""
    ahead = islice(windows(bearer, rule, months, since), within)
    return next((window for window in ahead if not window.blocked), None)


def _first_on_or_after(day: date) -> date:
    return day if day.day == 1 else months_later(day.replace(day=1), 1)


def _blocked(bearer: Bearer, rule: PromotionRule, on: date) -> Iterator[Blocked]:
    yield from _by_service(bearer, on)
    served = months_later(bearer.since, rule.months_in_rank[bearer.kind])
    if on < served:
        yield Blocked(Blocker.TIME_IN_RANK, served)
    for why, top in bearer.tops.items():
        if top.place <= bearer.rank.place:
            yield Blocked(why, level=bearer.next_level if why is Blocker.TOP_OF_POSITION else None)
    if bearer.kind is PromotionKind.FUNCTIONAL and (bearer.credit_met_on or date.max) > on:
        yield Blocked(Blocker.CREDIT, bearer.credit_met_on)
    for sanction in bearer.sanctions:
        if on in sanction:
            yield Blocked(Blocker.SANCTION, sanction.ends)
    years = last_years(bearer.predicates, rule.predicate_years, on)
    if not years or any(bearer.predicates.get(year) not in rule.predicates for year in years):
        yield Blocked(Blocker.PERFORMANCE)


def _by_service(bearer: Bearer, on: date) -> Iterator[Blocked]:
    """That the person has left by then, is away, or is no civil servant in full yet."""
    state, time = next((one for one in bearer.service if on in one[1]), (None, None))
    gone = bearer.leaves_on is not None and bearer.leaves_on <= on
    if gone or (state and state not in IN_SERVICE):
        yield Blocked(Blocker.NOT_IN_SERVICE)
    elif state in AWAY and time:
        yield Blocked(AWAY[state], time.ends)
