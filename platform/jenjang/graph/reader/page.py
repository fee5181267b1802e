"""A page of a list: keyset cursors, filters and orders over indexed columns."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from graphql import GraphQLObjectType, get_named_type

from jenjang.core.errors import BadUserInput
from jenjang.graph.declare import object_type, source_of
from jenjang.graph.reader import text
from jenjang.graph.reader.cursor import Key, beyond, cursor_text, order_mark, ordered
from jenjang.graph.reader.relation import as_of, find, proven
from jenjang.graph.reader.row import TENANT
from jenjang.graph.reader.where import condition

if TYPE_CHECKING:
    from graphql import FieldNode, GraphQLField

    from jenjang.graph.declare import Page, Source
    from jenjang.graph.reader.compiler import Compiler
    from jenjang.graph.reader.relation import Found
    from jenjang.graph.reader.row import Row

MOST = 100
COUNTED = 10_000


class PageTooLarge(BadUserInput):
    """`first` is 1 to 100."""


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
