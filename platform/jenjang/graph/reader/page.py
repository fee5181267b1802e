"""A page of a list: keyset cursors, filters and orders over indexed columns."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from graphql import get_named_type

from jenjang.core.errors import BadUserInput
from jenjang.graph.declare import object_type, source_of
from jenjang.graph.reader.cursor import Key, beyond, cursor_text, order_mark, ordered
from jenjang.graph.reader.relation import as_of, find, shown, where
from jenjang.graph.reader.text import Json, computed, only_if
from jenjang.graph.reader.where import condition

if TYPE_CHECKING:
    from graphql import FieldNode, GraphQLObjectType

    from jenjang.graph.declare import Page, Source
    from jenjang.graph.reader.compiler import Compiler
    from jenjang.graph.reader.relation import Found
    from jenjang.graph.reader.row import Row
    from jenjang.graph.reader.selection import Chosen

MOST = 100
COUNTED = 10_000


class PageTooLarge(BadUserInput):
    """`first` is 1 to 100."""


@dataclass
class Listing:
    """What a page's parts share: where it stands, the rows found, their conditions, order and number.

    `further`: it is asked whether more rows follow, so one more than `first` is read.
    """

    above: Row
    found: Found
    keys: list[Key]
    mark: str
    first: int
    further: bool = False
    columns: list[str] = field(default_factory=list)

    def gather(self, sql: str) -> str:
        """A column of the page's rows, for its own text to aggregate."""
        if sql not in self.columns:
            self.columns.append(sql)
        return f"q.a{self.columns.index(sql)}"

    def rows(self) -> str:
        """The SELECT of the page's rows."""
        columns = ", ".join(f"{sql} AS a{index}" for index, sql in enumerate(self.columns))
        order = ", ".join(
            self.found.row.column(key.column) + (" DESC" if key.descending else "") for key in self.keys
        )
        return self.found.some(columns, order, self.first + self.further)

    def cursor(self, place: str) -> Json:
        """The cursor of the row at that place; null where there is none."""
        keys = [self.gather(self.found.row.column(key.column)) for key in self.keys]
        values = ", ".join(f"(array_agg({key}))[{place}]" for key in keys)
        return only_if("count(*) > 0", cursor_text(self.mark, values))


def compile_page(compiler: Compiler, spec: Page, target: GraphQLObjectType, chosen: Chosen, row: Row) -> Json:
    """A connection: an aggregate over the rows of the page."""
    connection = chosen.kind
    source = source_of(target)
    assert source  # noqa: S101  # A list of a type without rows is declared nowhere.
    row = as_of(compiler, chosen, row)
    listing = listed(compiler, spec, source, chosen, row)
    listing.further = asks_further(compiler, connection, chosen.nodes)
    counting = listing.found.rows()
    after = compiler.argument(chosen, "after")
    if after and after.value is not None:
        listing.found.conditions.append(beyond(compiler, listing, after))

    def member(key: str, selected: list[FieldNode]) -> Json:
        name = selected[0].name.value
        if name in ("totalCount", "totalCountExact"):
            return counted(name, counting)
        if name == "pageInfo":
            previous = bool(after and after.value)
            return page_info(compiler, selected, connection, listing, has_previous=previous)
        return rows_of(compiler, key, selected, connection, target, listing)

    value = compiler.members(connection, chosen.nodes, member)
    if not listing.columns:
        return value
    # `hasPreviousPage` alone gathers no rows: HAVING makes them one answer all the same.
    one = " HAVING true" if listing.columns == [listing.found.row.key] else ""
    return computed(f"(SELECT {value.sql()} FROM ({listing.rows()}) q{one})")


def asks_further(compiler: Compiler, connection: GraphQLObjectType, nodes: list[FieldNode]) -> bool:
    """Whether `hasNextPage` is selected."""
    kind = object_type(connection.fields["pageInfo"])
    return any(
        one[0].name.value == "hasNextPage"
        for selected in compiler.selected(connection, nodes).values()
        if selected[0].name.value == "pageInfo"
        for one in compiler.selected(kind, selected).values()
    )


def listed(compiler: Compiler, spec: Page, source: Source, chosen: Chosen, row: Row) -> Listing:
    """The list itself, before it is cut into pages."""
    found = find(compiler, spec, source, row)
    found.row = replace(found.row, listed=True)
    where(compiler, spec, found)
    found.row = shown(compiler, source, found)
    asked = compiler.argument(chosen, "filter")
    if asked and asked.value is not None:
        kind = get_named_type(chosen.definition.args["filter"].type)
        fields = kind.extensions["strawberry-definition"].origin.__compared__
        found.conditions.append(f"({condition(compiler, fields, asked, found.row)})")
    first = compiler.argument(chosen, "first")
    number = first.value if first else 20
    if not isinstance(number, int) or not 1 <= number <= MOST:
        raise PageTooLarge("first")
    keys = ordered(compiler, spec, source, chosen)
    return Listing(row, found, keys, order_mark(source, keys), number)


def rows_of(
    compiler: Compiler,
    key: str,
    selected: list[FieldNode],
    connection: GraphQLObjectType,
    target: GraphQLObjectType,
    listing: Listing,
) -> Json:
    """`nodes` or `edges`: the rows but the one too many."""
    inside = replace(listing.found.row, path=listing.above.below(key).path)

    def member(_key: str, fields: list[FieldNode]) -> Json:
        if fields[0].name.value == "cursor":
            values = ", ".join(inside.column(one.column) for one in listing.keys)
            return cursor_text(listing.mark, values)
        return compiler.object(target, fields, inside)

    if selected[0].name.value == "nodes":
        value = compiler.object(target, selected, inside)
    else:
        value = compiler.members(object_type(connection.fields["edges"]), selected, member)
    column = listing.gather(value.sql())
    rows = f"string_agg({column}, ',')"
    if listing.further:
        rows = f"array_to_string((array_agg({column}))[1:{listing.first}], ',')"
    return Json("[", f"coalesce({rows}, '')", "]")


def page_info(
    compiler: Compiler,
    selected: list[FieldNode],
    connection: GraphQLObjectType,
    listing: Listing,
    *,
    has_previous: bool,
) -> Json:
    facts = {
        "hasNextPage": lambda: computed(f"(count(*) > {listing.first})::text"),
        "hasPreviousPage": lambda: Json("true" if has_previous else "false"),
        "startCursor": lambda: listing.cursor("1"),
        "endCursor": lambda: listing.cursor(f"least(count(*), {listing.first})"),
    }
    listing.gather(listing.found.row.key)  # Whatever is told of a page, a cursor that is none is refused.
    kind = object_type(connection.fields["pageInfo"])
    return compiler.members(kind, selected, lambda _, fields: facts[fields[0].name.value]())


def counted(name: str, rows: str) -> Json:
    """How many rows, counted no further than the cap."""
    inner = f"SELECT 1 FROM {rows} LIMIT {COUNTED + 1}"
    value = f"least(count(*), {COUNTED})" if name == "totalCount" else f"count(*) <= {COUNTED}"
    return computed(f"(SELECT ({value})::text FROM ({inner}) q)")
