"""Orders and cursors in Python: a place in a list, by the values of its columns."""

import base64
import json
import re
import zlib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from graph.reader.rows import Row
from graphql import GraphQLArgument, get_named_type

from jenjang.graph.declare import Page, Source


class BadInput(Exception):
    """The whole operation is refused for what was given to it."""


def order_of(
    spec: Page, source: Source, argument: GraphQLArgument, arguments: Mapping[str, Any]
) -> list[tuple[str, bool]]:
    """Columns and whether they go down; the key last, in the direction of the one before."""
    columns = get_named_type(argument.type).extensions["strawberry-definition"].origin.__columns__
    wanted = [(one["field"].value, one["direction"].value) for one in arguments.get("orderBy") or ()]
    asked = wanted or spec.order or ()
    keys = [(column, way == "DESC") for name, way in asked for column in columns[name]]
    return [*keys, (source.key, keys[-1][1] if keys else False)]


def ordered(rows: list[Row], keys: list[tuple[str, bool]]) -> list[Row]:
    for column, down in reversed(keys):
        rows = sorted(rows, key=lambda row: row[column], reverse=down)
    return rows


def later(values: list[Any], place: list[Any], keys: list[tuple[str, bool]]) -> bool:  # Any: columns' values.
    """Whether a row comes after a place in the order."""
    for value, mark, (_, down) in zip(values, place, keys, strict=False):
        if value != mark:
            return bool(value < mark) if down else bool(value > mark)
    return False


def mark_of(source: Source, keys: list[tuple[str, bool]]) -> str:
    order = " ".join(("-" if down else "") + column for column, down in keys)
    return f"{zlib.crc32(f'{source.table.name} {order}'.encode()):x}"


def cursor_of(source: Source, row: Row, keys: list[tuple[str, bool]]) -> str:
    values = [row[column] for column, _ in keys]
    texts = [value if isinstance(value, int) else written(value) for value in values]
    text = json.dumps([mark_of(source, keys), *texts], ensure_ascii=False)
    return base64.b64encode(text.encode()).decode()


def written(value: object) -> str:
    """A value as PostgreSQL writes it into JSON."""
    if isinstance(value, datetime):
        return re.sub(r"\.?0*(\+|$)", r"\1", value.isoformat(timespec="microseconds"), count=1)
    return str(value)


def cursor_values(cursor: str, source: Source, keys: list[tuple[str, bool]]) -> list[Any]:
    """Where a cursor stands. Any: columns' values. Raises BadInput where it is not of this order."""
    try:
        mark, *texts = json.loads(base64.b64decode(cursor, validate=True).decode())
        if mark != mark_of(source, keys):
            raise BadInput
        kinds = [source.table.c[column].type.python_type for column, _ in keys]
        return [read(kind, text) for kind, text in zip(kinds, texts, strict=True)]
    except (ValueError, TypeError):
        raise BadInput from None


def read(kind: type, text: object) -> object:
    if not isinstance(text, int if kind is int else str):
        raise TypeError
    readers: dict[type, Callable[[Any], object]] = {
        date: date.fromisoformat,
        datetime: datetime.fromisoformat,
        UUID: UUID,
    }
    return readers.get(kind, kind)(text)
