"""A fixed day, and a way to say that a deed is refused and leaves everything as it was."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import date

import pytest
from factories.spoken import check_spoken
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core.context import Context
from jenjang.core.errors import Refusal
from jenjang.database.model import Model

TABLES = sorted(
    mapper.local_table.name
    for mapper in Model.registry.mappers
    if mapper.class_.__module__ == "jenjang.organisation.models"
)

Refused = Callable[..., AbstractAsyncContextManager[None]]


@pytest.fixture
def context(context: Context) -> Context:
    """The admin's context of the house, on a day that stays the same."""
    context.today = date(2026, 7, 1)
    return context


async def everything(session: AsyncSession) -> dict[str, list[dict[str, object]]]:
    """Every row of the organisation that the session sees."""
    await session.flush()
    return {
        table: list(await session.scalars(text(f"SELECT to_jsonb(t) FROM {table} t ORDER BY id")))
        for table in TABLES
    }


@pytest.fixture
def refused(session: AsyncSession) -> Refused:
    """`async with refused(Error, "field", fact=…)`: that very error, at that field, and nothing changed."""

    @asynccontextmanager
    async def expect(error: type[Refusal], field: str = "", **facts: object) -> AsyncIterator[None]:
        before = await everything(session)
        with pytest.raises(error) as caught:
            yield
        assert type(caught.value) is error
        assert caught.value.field == ((field,) if field else ())
        assert {name: caught.value.facts.get(name) for name in facts} == facts
        assert await everything(session) == before
        check_spoken(caught.value)

    return expect
