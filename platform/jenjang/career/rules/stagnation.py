"""Whether somebody's career stands still: which signs of progress are stale, and since when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from jenjang.career.terms import CareerSign, StagnationSpared
from jenjang.core.months import months_later
from jenjang.organisation.terms import EmployeeKind, ServiceState

AT_WORK = frozenset({ServiceState.CANDIDATE, ServiceState.ACTIVE})
"""States of service in which a career can go on at home."""


@dataclass(frozen=True, slots=True)
class SignRule:
    """After how many months (1 or more) without it a sign is stale, and for whom it counts."""

    months: int
    kinds: frozenset[EmployeeKind]


@dataclass(frozen=True, slots=True)
class StagnationRule:
    """Source: UU 20/2023 Ps. 46, PP 11/2017 Ps. 162-163 on career management; the numbers: the house [M]."""

    signs: Mapping[CareerSign, SignRule]
    fresh_signs_enough: int
    """So many fresh signs, 1 to as many as there are, are enough: with fewer there is a case."""
    retiring_within_months: int
    """Who retires within so many months, 0 or more, is spared."""
    asked_again_after_months: int
    """So long an answer stands, 1 or more; then the leader is asked anew."""


@dataclass(frozen=True, slots=True)
class Career:
    """What is known of somebody: in service since when, and the last day of each sign (left out: never)."""

    kind: EmployeeKind
    state: ServiceState
    appointed_on: date
    records_since: date
    """From which day the government keeps records here: of what was before, nothing needs to be known."""
    retires_on: date | None
    is_studying: bool
    last: Mapping[CareerSign, date]


@dataclass(frozen=True, slots=True)
class Seen:
    """A sign as it is on a day: when it last was (None: never), and the first day on which it is stale."""

    sign: CareerSign
    months: int
    last_on: date | None
    stale_from: date
    is_stale: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """The signs that count for somebody, why nobody is asked (None: no reason), and whether to ask."""

    signs: Sequence[Seen]
    spared: StagnationSpared | None
    stagnates: bool

    @property
    def stale(self) -> Sequence[CareerSign]:
        """The signs that are stale."""
        return tuple(one.sign for one in self.signs if one.is_stale)


def stagnation_rule(body: Mapping[str, Any]) -> StagnationRule:  # Any: numbers and words by name.
    """The rule set `stagnation`. Raises KeyError of what is left out, ValueError."""
    signs = {sign: _sign(body["signs"][sign]) for sign in CareerSign}
    enough, retiring = int(body["fresh_signs_enough"]), int(body["retiring_within_months"])
    again = int(body["asked_again_after_months"])
    if not 1 <= enough <= len(signs) or retiring < 0 or again < 1:
        raise ValueError("one fresh sign at least is enough, or all of them; months are counted, not owed")
    return StagnationRule(signs, enough, retiring, again)


def judge(rule: StagnationRule, career: Career, on: date) -> Judged:
    """Which signs of a career are stale on a day, and whether its leader is to be asked.

    A sign is counted from the day on which it last was, but from no day before the appointment, nor before
    records are kept. A move that is known is the exception: positions and ranks are brought in with their
    days, so that none after it is missing.
    """
    signs = [
        _seen(sign, one.months, career, on) for sign, one in rule.signs.items() if career.kind in one.kinds
    ]
    spared = _spared(rule, career, on)
    fresh = sum(not one.is_stale for one in signs)
    return Judged(signs, spared, spared is None and fresh < rule.fresh_signs_enough)


def _sign(body: Mapping[str, Any]) -> SignRule:  # Any: as above.
    months = int(body["months"])
    if months < 1:
        raise ValueError("a sign is fresh for a month at least")
    return SignRule(months, frozenset(EmployeeKind(kind) for kind in body["kinds"]))


def _seen(sign: CareerSign, months: int, career: Career, on: date) -> Seen:
    last = career.last.get(sign)
    days = [career.appointed_on] if last is None else [career.appointed_on, last]
    if last is None or sign is not CareerSign.MOVE:
        days.append(career.records_since)
    stale_from = months_later(max(days), months)
    return Seen(sign, months, last, stale_from, stale_from <= on)


def _spared(rule: StagnationRule, career: Career, on: date) -> StagnationSpared | None:
    if career.is_studying or career.state is ServiceState.STUDY_LEAVE:
        return StagnationSpared.STUDYING
    if career.state not in AT_WORK:
        return StagnationSpared.NOT_AT_WORK
    if career.retires_on and career.retires_on <= months_later(on, rule.retiring_within_months):
        return StagnationSpared.RETIRING
    return None
