"""How the contract may change: nothing is taken away before its announced date."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from graphql import GraphQLSchema, build_schema, get_named_type
from graphql.utilities import BreakingChange, find_schema_changes

REASON = re.compile(r"Use `[^`]+`\. Removal on (\d{4}-(?:01-01|07-01))\.")
"""What a deprecation says: the remedy, and the day, on 1 January or 1 July only."""
REMOVED = re.compile(r"([\w.]+) was removed")
AHEAD = timedelta(days=365)
"""How long before its removal a deprecation is announced, at least."""


def changes(old: str, new: str) -> tuple[list[str], list[str]]:
    """What differs between two contracts (as SDL): what breaks clients, and what doesn't."""
    found = find_schema_changes(build_schema(old), build_schema(new))
    breaking = [change.description for change in found if isinstance(change, BreakingChange)]
    others = [change.description for change in found if not isinstance(change, BreakingChange)]
    return sorted(breaking), sorted(others)


def early(old: str, new: str, today: date) -> list[str]:
    """Breaking changes whose day has not come: all but removals that were announced for today or before."""
    before = build_schema(old)
    lapsed = set(removable(before, today))
    breaking, _ = changes(old, new)
    return [told for told in breaking if (gone := REMOVED.search(told)) is None or gone[1] not in lapsed]


def removable(schema: GraphQLSchema, today: date) -> Iterator[str]:
    """What was announced to go today or before; and types that nothing else gives."""
    given: dict[str, list[bool]] = {}
    for owner, name, part in members(schema):
        found = REASON.fullmatch(part.deprecation_reason or "")
        goes = bool(found) and date.fromisoformat(found[1]) <= today  # type: ignore[index]  # found
        if goes:
            yield f"{owner}.{name}"
        if hasattr(part, "type"):
            given.setdefault(get_named_type(part.type).name, []).append(goes)
    yield from (name for name, all_go in given.items() if all(all_go))


def misannounced(old: str | None, new: str, today: date) -> Iterator[str]:
    """Deprecations that don't say what to use instead and when it ends, or that begin too late."""
    known = set(deprecations(old)) if old else set()
    for coordinate, reason in deprecations(new).items():
        found = REASON.fullmatch(reason)
        if not found:
            yield f'{coordinate}: say "Use `x`. Removal on 2030-01-01." (1 January or 1 July)'
        elif coordinate not in known and date.fromisoformat(found[1]) < today + AHEAD:
            yield f"{coordinate}: announce the removal 12 months ahead at least"


def deprecations(contract: str) -> dict[str, str]:
    """The reasons by coordinate."""
    every = members(build_schema(contract))
    return {
        f"{owner}.{name}": part.deprecation_reason for owner, name, part in every if part.deprecation_reason
    }


def members(schema: GraphQLSchema) -> Iterator[tuple[str, str, Any]]:  # Any: whatever can be deprecated.
    """Fields, input fields and enum values, by owner and name."""
    for owner, kind in schema.type_map.items():
        for name, part in (getattr(kind, "fields", None) or getattr(kind, "values", None) or {}).items():
            yield owner, name, part
