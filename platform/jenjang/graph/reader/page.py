"""A page of a list: keyset cursors, filters and orders over indexed columns."""

from __future__ import annotations

import base64
import binascii
import datetime
import zlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

import orjson
from graphql import GraphQLObjectType, get_named_type

from jenjang.core.errors import BadUserInput
from jenjang.graph.declare import object_type, source_of
from jenjang.graph.reader import text
from jenjang.graph.reader.relation import as_of, find, proven
from jenjang.graph.reader.row import TENANT
from jenjang.graph.reader.where import condition

if TYPE_CHECKING:
    from graphql import FieldNode, GraphQLField

    from jenjang.graph.declare import Page, Source
    from jenjang.graph.reader.asking import Asking, Given
    from jenjang.graph.reader.compiler import Compiler
    from jenjang.graph.reader.relation import Found
    from jenjang.graph.reader.row import Row

MOST = 100
COUNTED = 10_000


class PageTooLarge(BadUserInput):
    """`first` is 1 to 100."""


class BadCursor(BadUserInput):
    """This cursor is not from a list in this order: give `after` an `endCursor` of the same list."""


@dataclass(frozen=True)
class Key:
    """One column of an order."""

    column: str
    cast: str
    descending: bool


@dataclass
class Listing:
    """What a page's parts share: where it stands, the rows found, their conditions, order and number."""

    above: Row
    found: Found
    keys: list[Key]
    mark: str
    first: int
    inner: list[str] = field(default_factory=list)

    def gather(self, sql: str) -> str:
        """A column of the inner query, gathered into an array for the page's own text."""
        self.inner.append(sql)
        return f"p.a{len(self.inner) - 1}"


def compile_page(
    compiler: Compiler,
    spec: Page,
    target: GraphQLObjectType,
    nodes: list[FieldNode],
    definition: GraphQLField,
    row: Row,
) -> str:
    """A connection, as SQL that yields its JSON."""
    connection = object_type(definition)
    source = source_of(target)
    assert source  # noqa: S101  # A list of a type without rows is declared nowhere.
    row = as_of(compiler, nodes, definition, row)
    listing = listed(compiler, spec, source, nodes, definition, row)
    counting = listing.found.rows()
    after = compiler.argument(nodes, definition, "after")
    if after and after.value is not None:
        listing.found.conditions.append(beyond(compiler, listing, after))

    def member(key: str, selected: list[FieldNode]) -> str:
        name = selected[0].name.value
        if name in ("totalCount", "totalCountExact"):
            return counted(name, counting)
        if name == "pageInfo":
            previous = bool(after and after.value)
            return page_info(compiler, selected, connection, listing, has_previous=previous)
        return rows_of(compiler, name, key, selected, connection, target, listing)

    value = compiler.members(connection, nodes, member)
    return f"(SELECT {value} FROM {gathered(listing)} p)" if listing.inner else f"({value})"


def listed(
    compiler: Compiler, spec: Page, source: Source, nodes: list[FieldNode], definition: GraphQLField, row: Row
) -> Listing:
    """The list itself, before it is cut into pages."""
    found = find(compiler, spec, source, row)
    found.row = replace(found.row, listed=True)
    if spec.where:
        found.conditions.append(spec.where.format(row=found.row.alias, tenant=TENANT, at=row.at))
    found.conditions.extend(compiler.visible(source, found.row))
    asked = compiler.argument(nodes, definition, "filter")
    if asked and asked.value is not None:
        kind = get_named_type(definition.args["filter"].type)
        fields = kind.extensions["strawberry-definition"].origin.__compared__
        found.conditions.append(f"({condition(compiler, fields, asked, found.row)})")
    first = compiler.argument(nodes, definition, "first")
    number = first.value if first else 20
    if not isinstance(number, int) or not 1 <= number <= MOST:
        raise PageTooLarge("first")
    keys = ordered(compiler, spec, source, nodes, definition)
    found.row = proven(source, found.row)
    return Listing(row, found, keys, order_mark(source, keys), number)


def ordered(
    compiler: Compiler, spec: Page, source: Source, nodes: list[FieldNode], definition: GraphQLField
) -> list[Key]:
    """The order asked for, or the list's own; the key breaks ties."""
    kind = get_named_type(definition.args["orderBy"].type)
    columns = kind.extensions["strawberry-definition"].origin.__columns__
    asked = compiler.argument(nodes, definition, "orderBy")
    wanted: list[tuple[str, str]] = list(spec.order or ())  # type: ignore[arg-type]  # pairs, from order_input
    if asked and asked.value:
        wanted = [(_name(one["field"]), _name(one.get("direction", "ASC"))) for one in asked.value]
    keys = [Key(columns[name], _cast(source, columns[name]), way == "DESC") for name, way in wanted]
    last = keys[-1].descending if keys else False
    return [*keys, Key(source.key, "uuid", last)]


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
        values = orjson.loads(base64.b64decode(cursor, validate=True))
        if not isinstance(values, list) or values[:1] != [mark]:
            raise BadCursor("after")
        return [_parsed(value, key.cast) for value, key in zip(values[1:], keys, strict=True)]
    except (binascii.Error, ValueError, TypeError):
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
        return datetime.datetime.fromisoformat(value)
    return value


def _small(value: Any) -> int:  # Any: as above.
    if not isinstance(value, int) or not -(2**31) <= value < 2**31:
        raise TypeError("int")
    return value


def gathered(listing: Listing) -> str:
    """The inner query: one more row than asked for, its columns gathered into arrays."""
    columns = ", ".join(f"{sql} AS a{index}" for index, sql in enumerate(listing.inner))
    arrays = ", ".join(f"array_agg(q.a{index}) AS a{index}" for index in range(len(listing.inner)))
    order = ", ".join(
        f"{listing.found.row.column(key.column)}{' DESC' if key.descending else ''}" for key in listing.keys
    )
    inner = listing.found.some(columns, order, listing.first + 1)
    return f"(SELECT {arrays} FROM ({inner}) q)"


def rows_of(
    compiler: Compiler,
    name: str,
    key: str,
    selected: list[FieldNode],
    connection: GraphQLObjectType,
    target: GraphQLObjectType,
    listing: Listing,
) -> str:
    """`nodes` or `edges`: the gathered rows but the one too many."""
    inside = replace(listing.found.row, path=listing.above.below(key).path)
    if name == "nodes":
        value = compiler.object(target, selected, inside)
    else:
        value = edges(compiler, object_type(connection.fields["edges"]), selected, target, listing, inside)
    return f"'[' || coalesce(array_to_string(({listing.gather(value)})[1:{listing.first}], ','), '') || ']'"


def edges(
    compiler: Compiler,
    kind: GraphQLObjectType,
    selected: list[FieldNode],
    target: GraphQLObjectType,
    listing: Listing,
    row: Row,
) -> str:
    values = ", ".join(listing.found.row.column(one.column) for one in listing.keys)

    def member(_key: str, fields: list[FieldNode]) -> str:
        if fields[0].name.value == "cursor":
            return cursor_text(listing.mark, values)
        return compiler.object(target, fields, row)

    return compiler.members(kind, selected, member)


def cursor_text(mark: str, values: str) -> str:
    array = f"json_build_array({text.literal(mark)}, {values})"
    return f"""('"' || {text.base64(f"{array}::text")} || '"')"""


def page_info(
    compiler: Compiler,
    selected: list[FieldNode],
    connection: GraphQLObjectType,
    listing: Listing,
    *,
    has_previous: bool,
) -> str:
    kind = object_type(connection.fields["pageInfo"])
    keys = [listing.gather(listing.found.row.column(key.column)) for key in listing.keys]
    length = f"coalesce(cardinality({keys[-1]}), 0)"

    def cursor(place: str) -> str:
        values = ", ".join(f"({key})[{place}]" for key in keys)
        return f"CASE WHEN {length} = 0 THEN {text.NULL} ELSE {cursor_text(listing.mark, values)} END"

    facts = {
        "hasNextPage": f"({length} > {listing.first})::text",
        "hasPreviousPage": text.literal("true" if has_previous else "false"),
        "startCursor": cursor("1"),
        "endCursor": cursor(f"least(cardinality({keys[-1]}), {listing.first})"),
    }
    return compiler.members(kind, selected, lambda _, fields: facts[fields[0].name.value])


def counted(name: str, rows: str) -> str:
    """How many rows, counted no further than the cap."""
    inner = f"SELECT 1 FROM {rows} LIMIT {COUNTED + 1}"
    value = f"least(count(*), {COUNTED})" if name == "totalCount" else f"count(*) <= {COUNTED}"
    return f"(SELECT ({value})::text FROM ({inner}) q)"
