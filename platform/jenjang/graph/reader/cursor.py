"""Keyset cursors: where a row stands in an order, and what comes after it."""

from __future__ import annotations

import binascii
import datetime
import zlib
from base64 import b64decode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import orjson
from graphql import get_named_type

from jenjang.core.errors import BadUserInput
from jenjang.graph.reader.text import Json, base64, literal, quoted

if TYPE_CHECKING:
    from jenjang.graph.declare import Page, Source
    from jenjang.graph.reader.asking import Asking, Given
    from jenjang.graph.reader.compiler import Compiler
    from jenjang.graph.reader.page import Listing
    from jenjang.graph.reader.selection import Chosen


class BadCursor(BadUserInput):
    """This cursor is not from a list in this order: give `after` an `endCursor` of the same list."""


@dataclass(frozen=True)
class Key:
    """One column of an order."""

    column: str
    cast: str
    descending: bool


def ordered(compiler: Compiler, spec: Page, source: Source, chosen: Chosen) -> list[Key]:
    """The order asked for, or the list's own; the key breaks ties."""
    kind = get_named_type(chosen.definition.args["orderBy"].type)
    columns = kind.extensions["strawberry-definition"].origin.__columns__
    asked = compiler.argument(chosen, "orderBy")
    wanted: list[tuple[str, str]] = list(spec.order or ())  # type: ignore[arg-type]  # pairs, from order_input
    if asked and asked.value:
        wanted = [(_name(one["field"]), _name(one.get("direction", "ASC"))) for one in asked.value]
    keys = [
        Key(column, _cast(source, column), way == "DESC") for name, way in wanted for column in columns[name]
    ]
    last = keys[-1].descending if keys else False
    return [*keys, Key(source.key, _cast(source, source.key), last)]


def _name(value: Any) -> str:  # Any: an enum member, or its name.
    return str(getattr(value, "value", value))


def _cast(source: Source, column: str) -> str:
    kinds: dict[type, str] = {
        datetime.date: "date",
        int: "int",
        datetime.datetime: "timestamptz",
        UUID: "uuid",
    }
    return kinds.get(source.table.c[column].type.python_type, "text")


def beyond(compiler: Compiler, listing: Listing, after: Given) -> str:
    """The rows after a cursor, in the listing's order."""
    places = range(len(listing.keys))
    slots = [compiler.slots.put(_place(after, listing, place), listing.keys[place].cast) for place in places]
    names = [listing.found.row.column(key.column) for key in listing.keys]
    if len({key.descending for key in listing.keys}) == 1:
        way = "<" if listing.keys[0].descending else ">"
        return f"({', '.join(names)}) {way} ({', '.join(slots)})"
    found = "false"
    for name, slot, key in reversed(list(zip(names, slots, listing.keys, strict=True))):
        way = "<" if key.descending else ">"
        found = f"({name} {way} {slot} OR ({name} = {slot} AND {found}))"
    return found


def _place(after: Given, listing: Listing, place: int) -> Any:  # Any: a Take.
    mark, keys = listing.mark, listing.keys

    def take(asking: Asking) -> object:
        return read_cursor(after.take(asking), mark, keys)[place]

    return take


def order_mark(source: Source, keys: list[Key]) -> str:
    """What a cursor carries to tell of which rows, and in which order of them, it is a place."""
    order = " ".join(f"{'-' if key.descending else ''}{key.column}" for key in keys)
    return f"{zlib.crc32(f'{source.table.name} {order}'.encode()):x}"


def read_cursor(cursor: Any, mark: str, keys: list[Key]) -> list[object]:  # Any: the client's text.
    """The values a cursor stands at.

    Raises BadCursor where it is none of ours or of another order.
    """
    try:
        values = orjson.loads(b64decode(cursor, validate=True))
        if not isinstance(values, list) or values[:1] != [mark]:
            raise BadCursor("after")
        return [_parsed(value, key.cast) for value, key in zip(values[1:], keys, strict=True)]
    except (binascii.Error, ValueError, TypeError, OverflowError):
        raise BadCursor("after") from None


def _parsed(value: Any, cast: str) -> object:  # Any: JSON of a cursor.
    if cast == "int":
        return _small(value)
    if not isinstance(value, str) or "\0" in value:
        raise TypeError(cast)
    if cast == "uuid":
        return UUID(value)
    if cast == "date":
        return datetime.date.fromisoformat(value)
    if cast == "timestamptz":
        return _moment(value)
    return value


def _small(value: Any) -> int:  # Any: as above.
    if not isinstance(value, int) or isinstance(value, bool) or not -(2**31) <= value < 2**31:
        raise TypeError("int")
    return value


def _moment(text: str) -> datetime.datetime:
    """Raises OverflowError where no calendar has that moment in UTC, ValueError where it has no offset."""
    moment = datetime.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment.astimezone(datetime.UTC)


def cursor_text(mark: str, values: str) -> Json:
    return quoted(base64(f"json_build_array({literal(mark)}, {values})::text"))
