"""Answers that rules judge: root fields of queries whose rows are read at once and then weighed in Python."""

import inspect
from base64 import b64encode
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
import strawberry
from strawberry.types import Info

from jenjang.core.errors import Forbidden, NotFound
from jenjang.graph.declare import Needs, described
from jenjang.graph.limits import JUDGED
from jenjang.graph.perform import Performance

Judge = Callable[..., Awaitable[Any]]
"""Takes the context and the field's arguments. Any: gives what the contract promises, or None."""


def judged(description: str, *, needs: str) -> Callable[[Judge], Any]:  # Any: a field of the query.
    """A root field that `judge` answers in one transaction that only reads, all at one moment.

    What a compiled statement can't tell, since a pure rule decides it, is asked this way; the statements are
    as many however much is found. Whoever holds the permission nowhere is refused; what `judge` doesn't
    find (NotFound) is null, as what is out of reach is everywhere.
    """

    def declare(judge: Judge) -> Any:  # Any: as above.
        async def resolve(info: Info, **given: object) -> object:
            performance: Performance = info.context
            if not performance.asking.viewer.may(needs):
                raise Forbidden(permission=needs, coordinate=f"Query.{info.field_name}")
            # One after the other: an operation takes one connection of the pool, and not one for each field.
            async with performance.one_at_a_time, performance.looking() as context:
                try:
                    return await judge(context, **given)
                except NotFound:
                    return None

        asked = inspect.signature(judge)
        told = inspect.Parameter("info", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Info)
        arguments = [one for name, one in asked.parameters.items() if name != "context"]
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
