"""Filters as conditions: the shape is compiled, the values stay parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jenjang.core.errors import BadUserInput
from jenjang.graph.filters import TESTS
from jenjang.graph.reader.row import TENANT
from jenjang.graph.scalars import key_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jenjang.graph.filters import Compared
    from jenjang.graph.reader.asking import Asking, Given
    from jenjang.graph.reader.compiler import Compiler
    from jenjang.graph.reader.row import Row

DEEPEST = 3
MOST = 100


class FilterTooDeep(BadUserInput):
    """`and`, `or` and `not` nest to depth 3 at the most."""


class ListTooLong(BadUserInput):
    """`in` takes at most 100 values."""


def condition(
    compiler: Compiler, fields: Mapping[str, Compared], asked: Given, row: Row, depth: int = 0
) -> str:
    """A filter object as one SQL condition; `true` where it asks for nothing."""
    if depth > DEEPEST:
        raise FilterTooDeep("filter")
    found = []
    for key, part in asked.parts():
        if part.value is None:
            continue
        if key == "not":
            found.append(f"NOT ({condition(compiler, fields, part, row, depth + 1)})")
        elif key in ("and", "or"):
            parts = [f"({condition(compiler, fields, one, row, depth + 1)})" for one in part.items()]
            found.append("(" + f" {key} ".join(parts or ["true" if key == "and" else "false"]) + ")")
        else:
            found += compared(compiler, fields[key], part, row)
    return " AND ".join(found) or "true"


def compared(compiler: Compiler, field: Compared, asked: Given, row: Row) -> list[str]:
    """One field's comparators, each a condition."""
    found = []
    for key, part in asked.parts():
        if part.value is None:
            continue
        if key == "isNull":
            test = "IS NOT NULL"
        else:
            test = TESTS[_SNAKE.get(key, key)].format(value=slot(compiler, field, key, part))
        fits = field.sql.format(row=row.alias, test=test, tenant=TENANT, at=row.at, today=compiler.today())
        # Of what a row has any number of, null is to have none: so "is null" is "not (is not null)".
        found.append(f"NOT ({fits})" if key == "isNull" and part.value else fits)
    return found


_SNAKE = {"in": "in_", "startsWith": "starts_with"}


def slot(compiler: Compiler, field: Compared, key: str, part: Given) -> str:
    """The parameter that a comparator compares with."""
    if key == "in" and len(part.value) > MOST:
        raise ListTooLong("filter")
    ready = _readied(field, like=key == "contains")

    def take(asking: Asking) -> object:
        value = part.take(asking)
        return [ready(one) for one in value] if isinstance(value, list) else ready(value)

    if key == "in":
        values = compiler.slots.put(take, f"{field.cast}[]")
        return f"ARRAY(SELECT lower(v) FROM unnest({values}) v)" if field.fold else values
    value = compiler.slots.put(take, field.cast)
    return f"lower({value})" if field.fold else value


def _readied(field: Compared, *, like: bool) -> Any:  # Any: one plain function of a value.
    def ready(value: Any) -> object:  # Any: a coerced leaf.
        if field.id_of:
            return key_of(field.id_of, value)
        if not isinstance(value, str):
            return value
        text = str(value)
        if like:
            text = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
            text = f"%{text}%"
        return text

    return ready
