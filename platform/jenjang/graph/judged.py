"""Answers that rules judge: root fields of queries whose rows are read at once and then weighed in Python."""

import inspect
from base64 import b64encode
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, TypeVar

import orjson
import strawberry
from strawberry.types import Info
from strawberry.types.nodes import SelectedField, Selection

from jenjang.core.errors import Forbidden, NotFound
from jenjang.graph.declare import Connection, Edge, Needs, PageInfo, described
from jenjang.graph.limits import JUDGED
from jenjang.graph.perform import Performance
from jenjang.graph.reader.page import MOST, PageTooLarge

OF_THE_HOUSE = frozenset({"context", "selected"})
"""Arguments of a judge that nobody gives in a document."""
T = TypeVar("T")
Judge = Callable[..., Awaitable[Any]]
"""Takes the context and the field's arguments. Any: gives what the contract promises, or None."""


def judged(description: str, *, needs: str) -> Callable[[Judge], Any]:  # Any: a field of the query.
    """A root field that `judge` answers in one transaction that only reads, all at one moment.

    What a compiled statement can't tell, since a pure rule decides it, is asked this way; the statements are
    as many however much is found. Whoever holds the permission nowhere is refused; what `judge` doesn't
    find (NotFound) is null, as what is out of reach is everywhere. A judge with an argument `selected`
    gets the names of the fields that are asked of its answer: what costs a statement is for who wants it.
    """

    def declare(judge: Judge) -> Any:  # Any: as above.
        asked = inspect.signature(judge)
        selects = "selected" in asked.parameters

        async def resolve(info: Info, **given: object) -> object:
            performance: Performance = info.context
            if not performance.asking.viewer.may(needs):
                raise Forbidden(permission=needs, coordinate=f"Query.{info.field_name}")
            # One after the other: an operation takes one connection of the pool, and not one for each field.
            async with performance.one_at_a_time, performance.looking() as context:
                if selects:
                    given["selected"] = _names(
                        one for field in info.selected_fields for one in field.selections
                    )
                try:
                    return await judge(context, **given)
                except NotFound:
                    return None

        told = inspect.Parameter("info", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Info)
        arguments = [one for name, one in asked.parameters.items() if name not in OF_THE_HOUSE]
        signature = asked.replace(parameters=[told, *arguments])
        resolve.__signature__ = signature  # type: ignore[attr-defined]  # read back by inspect.signature()
        return strawberry.field(
            resolver=resolve,
            description=described(description),
            directives=(Needs(permission=needs),),
            metadata={JUDGED: True},
        )

    return declare


def cursor(mark: str, *values: object) -> str:
    """A cursor as the reader's are: a place in the list of that mark."""
    return b64encode(orjson.dumps([mark, *map(str, values)])).decode()


def many(first: int) -> int:
    """How many rows a page of a judged list may have. Raises PageTooLarge outside 1 to 100."""
    if not 1 <= first <= MOST:
        raise PageTooLarge("first")
    return first


def page(rows: Sequence[tuple[str, T]], after: str | None, *, more: bool, total: int) -> Connection[T]:
    """A page of a judged list: its rows with their cursors, whether more follow, and how many there are."""
    edges = [Edge(cursor=place, node=node) for place, node in rows]
    info = PageInfo(
        has_next_page=more,
        has_previous_page=after is not None,
        start_cursor=edges[0].cursor if edges else None,
        end_cursor=edges[-1].cursor if edges else None,
    )
    nodes = [edge.node for edge in edges]
    return Connection(nodes=nodes, edges=edges, page_info=info, total_count=total, total_count_exact=True)


def _names(selections: Iterable[Selection]) -> frozenset[str]:
    """The names of fields, those in fragments too."""
    found: set[str] = set()
    for one in selections:
        found |= {one.name} if isinstance(one, SelectedField) else _names(one.selections)
    return frozenset(found)
