"""Filters in Python, as SQL means them: true, false, or unknown where nothing is recorded."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from graph.reader import twins
from graph.reader.rows import Row, Rows, lowered
from graph.reader.twins import decoded, twin

from jenjang.graph.filters import Compared

Truth = bool | None
PLAIN = re.compile(r"\{row\}\.(\w+) \{test\}")


def every(parts: Iterable[Truth]) -> Truth:
    found = list(parts)
    return False if False in found else None if None in found else True


def some(parts: Iterable[Truth]) -> Truth:
    found = list(parts)
    return True if True in found else None if None in found else False


def opposite(truth: Truth) -> Truth:
    return None if truth is None else not truth


def fits(kind: Any, wanted: Mapping[str, Any], rows: Rows, row: Row, at: date) -> Truth:  # Any: GraphQL's.
    """Whether a row fits a filter."""
    declared: Mapping[str, Compared] = kind.extensions["strawberry-definition"].origin.__compared__
    parts: list[Truth] = []
    for name, part in wanted.items():
        if part is None:
            continue
        if name == "not":
            parts.append(opposite(fits(kind, part, rows, row, at)))
        elif name in ("and", "or"):
            inner = [fits(kind, one, rows, row, at) for one in part]
            parts.append(every(inner) if name == "and" else some(inner))
        else:
            tests = [(test, value) for test, value in part.items() if value is not None]
            parts += [
                compared(f"{kind.name}.{name}", declared[name], test, value, rows, row, at)
                for test, value in tests
            ]
    return every(parts)


def compared(
    where: str, field: Compared, test: str, value: Any, rows: Rows, row: Row, at: date
) -> Truth:  # Any: an input value.
    wanted = value
    if test != "isNull":
        wanted = [ready(field, one) for one in value] if test == "in" else ready(field, value)
    if plain := PLAIN.fullmatch(field.sql):
        return tested(test, row[plain[1]], wanted)
    if where in twins.COMPUTED:
        return tested(test, twins.COMPUTED[where](rows, row, at), wanted)
    values = twin(twins.COMPARED, where)(rows, row, at)
    if test == "isNull":
        return (not values) is value
    return any(tested(test, one, wanted) is True for one in values)


def ready(field: Compared, value: Any) -> Any:  # Any: an input value, made ready to compare.
    if field.id_of:
        kind, key = decoded(value)
        return key if kind == field.id_of else None
    value = getattr(value, "value", value)
    return lowered(value) if field.fold and isinstance(value, str) else value


def tested(test: str, value: Any, wanted: Any) -> Truth:  # Any: a column's value and what it is held against.
    if test == "isNull":
        return (value is None) is wanted
    if test == "in":
        return some(None if value is None or one is None else value == one for one in wanted)
    if value is None or wanted is None:
        return None
    match test:
        case "eq":
            return bool(value == wanted)
        case "contains":
            return wanted in value
        case "startsWith":
            return bool(value.startswith(wanted))
        case "gt":
            return bool(value > wanted)
        case "gte":
            return bool(value >= wanted)
        case "lt":
            return bool(value < wanted)
        case _:
            return bool(value <= wanted)
