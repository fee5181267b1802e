"""The shelf of national rules: which version is in force on a date, as shipped or as kept in the database."""

import datetime
import time
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from jenjang.core.errors import Conflict
from jenjang.rules.models import RuleDraft, RuleSet

T = TypeVar("T")


class NoRuleInForce(Conflict):
    """No version of the rule {name} is in force on {on}."""


class NoSuchVersion(Conflict):
    """The rule {name} has no version {version}."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One version of a national rule, in force from a date up to, not including, another (or for good)."""

    name: str
    version: str
    source: str
    confidence: str
    valid_from: datetime.date
    valid_to: datetime.date | None
    body: Mapping[str, Any]  # Any: each rule reads its own shape.

    _read: dict[object, Any] = field(init=False, compare=False, repr=False, default_factory=dict)
    """What readers made of the body. Any: each makes its own."""

    def read_by(self, read: Callable[[Mapping[str, Any]], T]) -> T:  # Any: as in the body.
        """The body as `read` makes it out; once for each reader, as long as the process keeps the rule."""
        if read not in self._read:
            self._read[read] = read(self.body)
        found: T = self._read[read]
        return found

    def in_force(self, on: datetime.date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


Versions = tuple[Rule, ...]
KEPT_FOR = 60.0
"""Seconds after which a process reads a rule anew, and so finds what was published, without a restart."""
ANEW = {"populate_existing": True}
_kept: dict[str, tuple[float, Versions]] = {}
"""What this process has read from the database, and when, by the rule's name."""


@cache
def all_shipped() -> Versions:
    """Every version of every rule that the package ships, sorted by name and date."""
    folder = files("jenjang.rules") / "data"
    rules = (read_rule(tomllib.loads(file.read_text("utf-8"))) for file in folder.iterdir())
    return tuple(sorted(rules, key=lambda rule: (rule.name, rule.valid_from)))


def all_shipped_of(name: str) -> Versions:
    """Every version of a rule that the package ships, the earliest first."""
    return tuple(rule for rule in all_shipped() if rule.name == name)


def shipped(name: str, on: datetime.date) -> Rule:
    """The shipped version of the rule on that date; needs no database. Raises NoRuleInForce."""
    return _in_force(all_shipped_of(name), name, on)


async def rule_in_force(session: AsyncSession, name: str, on: datetime.date) -> Rule:
    """The version of the rule on that date, as read at most a minute ago. Raises NoRuleInForce."""
    return _in_force(await _versions(session, name), name, on)


async def rule_of_version(session: AsyncSession, name: str, version: str) -> Rule:
    """That very version, in force or not: an old result is made anew by the rule it was made by.

    Raises NoSuchVersion.
    """
    for rule in await _versions(session, name):
        if rule.version == version:
            return rule
    raise NoSuchVersion(name=name, version=version)


def forget() -> None:
    """Read the rules from the database anew, after some were published."""
    _kept.clear()


async def load_rules(database: AsyncConnection | AsyncSession) -> int:
    """Bring every rule that is shipped, or that two persons published, into its table, as the owner.

    Counts the versions new or changed.
    """
    table = RuleSet.__table__
    known = in_order([*all_shipped(), *await published_drafts(database)])
    rows = [{column.name: getattr(rule, column.name) for column in table.columns} for rule in known]
    new = insert(RuleSet).values(rows)
    changed = {column.name: new.excluded[column.name] for column in table.columns if not column.primary_key}
    differs = or_(*(table.c[name].is_distinct_from(value) for name, value in changed.items()))
    upsert = new.on_conflict_do_update(index_elements=["name", "version"], set_=changed, where=differs)
    count = len((await database.execute(upsert.returning(table.c.version))).all())
    forget()
    return count


def in_order(rules: Iterable[Rule]) -> Versions:
    """The versions by name and date, each ended where the next of its rule begins.

    Of two that bear one name and version the first counts: what a release ships, it vouches for.
    """
    known: dict[tuple[str, str], Rule] = {}
    for rule in rules:
        known.setdefault((rule.name, rule.version), rule)
    ordered = sorted(known.values(), key=lambda rule: (rule.name, rule.valid_from))
    followers = [*ordered[1:], None]
    return tuple(_until(rule, follower) for rule, follower in zip(ordered, followers, strict=True))


def _until(rule: Rule, follower: Rule | None) -> Rule:
    if follower is None or follower.name != rule.name:
        return rule
    ends = min(rule.valid_to or follower.valid_from, follower.valid_from)
    return replace(rule, valid_to=ends)


async def published_drafts(database: AsyncConnection | AsyncSession) -> Versions:
    """What operators published beside what is shipped; only the owner of the tables may ask."""
    table = RuleDraft.__table__
    published = select(table).where(table.c.published_at.is_not(None))
    return tuple(_of_row(row) for row in await database.execute(published))


async def _versions(session: AsyncSession, name: str) -> Versions:
    """Every version of a rule, as read at most a minute ago."""
    read_at, found = _kept.get(name, (0.0, ()))
    if not found or time.monotonic() - read_at >= KEPT_FOR:
        rows = await session.scalars(select(RuleSet).where(RuleSet.name == name), execution_options=ANEW)
        found = tuple(_of_row(row) for row in rows)
        _kept[name] = (time.monotonic(), found)
    return found


def _in_force(versions: Versions, name: str, on: datetime.date) -> Rule:
    for rule in versions:
        if rule.in_force(on):
            return rule
    raise NoRuleInForce(name=name, on=on)


def read_rule(content: dict[str, Any]) -> Rule:  # Any: a file's content, before it is a rule.
    """A rule as its file tells it. Raises TypeError where the file tells something else."""
    return Rule(**{"valid_to": None, **content})


def _of_row(row: Any) -> Rule:  # Any: a RuleSet, or a row of a table that has its columns.
    return Rule(row.name, row.version, row.source, row.confidence, row.valid_from, row.valid_to, row.body)
