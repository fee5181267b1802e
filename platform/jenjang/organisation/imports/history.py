"""One person's dated facts joined: each ends where the next begins, and what is known stays."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest
from typing import Any
from uuid import UUID

from jenjang.organisation.rules.span import LaterFact

Content = Mapping[str, Any]
"""Columns of a fact and their values. Any: each column has a type of its own."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What holds from a date up to, not including, another; without an id it is not kept yet."""

    begins: date
    ends: date | None
    content: Content
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Joined:
    """The whole history after joining, and what of it is new or differs from what was kept."""

    history: Sequence[Fact]
    made: Sequence[Fact]
    changed: Sequence[Fact]


def join(kept: Sequence[Fact], brought: Iterable[Fact], until: date | None = None) -> Joined:
    """Put facts that a file brought among those that are kept; a date of beginning is a fact's key.

    An empty value that is brought changes nothing. A fact shortens the one before it, never the
    one after it. A gap that was recorded stays, and nothing new lasts beyond `until`, when the
    service ended.
    """
    after = {fact.begins: fact for fact in kept}
    for fact in brought:
        known = after.get(fact.begins)
        after[fact.begins] = _filled(known, fact) if known else _ended(fact, kept, until)
    return compared(_in_turn(sorted(after.values(), key=lambda fact: fact.begins)), kept)


def compared(history: Sequence[Fact], kept: Iterable[Fact]) -> Joined:
    """What of a history is new, and what differs from what was kept."""
    before = {fact.id: fact for fact in kept}
    return Joined(
        history,
        made=[fact for fact in history if fact.id is None],
        changed=[fact for fact in history if fact.id and fact != before[fact.id]],
    )


def check_newest(kept: Sequence[Fact], begins: date) -> None:
    """Refuse what a file calls present when something recorded began after it, unless it is recorded too."""
    if kept and begins < kept[-1].begins and all(fact.begins != begins for fact in kept):
        raise LaterFact(begins=kept[-1].begins)


def at(history: Iterable[Fact], on: date) -> Fact | None:
    """The fact that holds on a date."""
    return next((fact for fact in history if fact.begins <= on and (not fact.ends or on < fact.ends)), None)


def _ended(brought: Fact, kept: Sequence[Fact], until: date | None) -> Fact:
    """A new fact, ending with the service, and with the fact it parts when a gap follows that one."""
    parted = at(kept, brought.begins)
    gap = parted.ends if parted and parted is not kept[-1] else None
    ends = min((end for end in (brought.ends, gap, until) if end), default=None)
    return replace(brought, ends=ends)


def _filled(known: Fact, brought: Fact) -> Fact:
    given = {name: value for name, value in brought.content.items() if value is not None}
    return replace(known, content={**known.content, **given})


def _in_turn(facts: Sequence[Fact]) -> list[Fact]:
    """The same facts, each ending no later than the next begins."""
    if len(facts) < 2:
        return list(facts)
    turned = []
    for fact, following in zip_longest(facts, facts[1:]):
        if following and (fact.ends is None or fact.ends > following.begins):
            turned.append(replace(fact, ends=following.begins))
        else:
            turned.append(fact)
    return turned
