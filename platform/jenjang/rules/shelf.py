"""The shelf of national rules: which version is in force on a date, as shipped or as kept in the database."""

import datetime
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from jenjang.core.errors import Conflict
from jenjang.rules.models import RuleSet


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

    def in_force(self, on: datetime.date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


Versions = tuple[Rule, ...]
_kept: dict[str, Versions] = {}
"""What this process has read from the database, by the rule's name."""


@cache
def all_shipped() -> Versions:
    """Every version of every rule that the package ships, sorted by name and date."""
    folder = files("jenjang.rules") / "data"
    rules = (_read(tomllib.loads(file.read_text("utf-8"))) for file in folder.iterdir())
    return tuple(sorted(rules, key=lambda rule: (rule.name, rule.valid_from)))


def shipped(name: str, on: datetime.date) -> Rule:
    """The shipped version of the rule on that date; needs no database. Raises NoRuleInForce."""
    return _in_force(tuple(rule for rule in all_shipped() if rule.name == name), name, on)


async def rule_in_force(session: AsyncSession, name: str, on: datetime.date) -> Rule:
    """The version of the rule on that date, read once a process. Raises NoRuleInForce."""
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
    """Bring every shipped rule into its table, as the owner; count the versions new or changed."""
    table = RuleSet.__table__
    rows = [{column.name: getattr(rule, column.name) for column in table.columns} for rule in all_shipped()]
    new = insert(RuleSet).values(rows)
    changed = {column.name: new.excluded[column.name] for column in table.columns if not column.primary_key}
    differs = or_(*(table.c[name].is_distinct_from(value) for name, value in changed.items()))
    upsert = new.on_conflict_do_update(index_elements=["name", "version"], set_=changed, where=differs)
    count = len((await database.execute(upsert.returning(table.c.version))).all())
    forget()
    return count


async def _versions(session: AsyncSession, name: str) -> Versions:
    """Every version of a rule, read once a process."""
    if name not in _kept:
        rows = await session.scalars(select(RuleSet).where(RuleSet.name == name))
        if found := tuple(_of_row(row) for row in rows):
            _kept[name] = found
    return _kept.get(name, ())


def _in_force(versions: Versions, name: str, on: datetime.date) -> Rule:
    for rule in versions:
        if rule.in_force(on):
            return rule
    raise NoRuleInForce(name=name, on=on)


def _read(content: dict[str, Any]) -> Rule:  # Any: a file's content, before it is a rule.
    return Rule(**{"valid_to": None, **content})


def _of_row(row: RuleSet) -> Rule:
    return Rule(row.name, row.version, row.source, row.confidence, row.valid_from, row.valid_to, row.body)
