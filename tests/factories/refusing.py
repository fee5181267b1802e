"""How a test says that a deed is refused, and leaves everything as it was."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext

import pytest
from factories.spoken import check_spoken
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core.errors import Refusal

Refused = Callable[..., AbstractAsyncContextManager[None]]


def refusing(session: AsyncSession, tables: Sequence[str], *, undone: bool = False) -> Refused:
    """`async with refused(Error, "field", fact=…)`: that very error, at that field, and nothing changed.

    A field within another is said as a path: `"results.0.statement"`, or step by step. `undone`: what the
    deed did before it was refused is rolled back, as the server does.
    """

    @asynccontextmanager
    async def expect(error: type[Refusal], *field: str, **facts: object) -> AsyncIterator[None]:
        before = await everything(session, tables)
        with pytest.raises(error) as caught:
            async with session.begin_nested() if undone else nullcontext():
                yield
        assert type(caught.value) is error
        assert ".".join(caught.value.field) == ".".join(field)
        assert {name: caught.value.facts.get(name) for name in facts} == facts
        assert await everything(session, tables) == before
        check_spoken(caught.value)

    return expect


async def everything(session: AsyncSession, tables: Sequence[str]) -> dict[str, list[dict[str, object]]]:
    """Every row of these tables that the session sees."""
    await session.flush()
    return {
        table: list(await session.scalars(text(f"SELECT to_jsonb(t) FROM {table} t ORDER BY id")))
        for table in tables
    }
