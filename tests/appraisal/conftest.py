"""A small government, the context of each of its people, and a way to say that a deed changed nothing."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from datetime import date

import pytest
from factories.appraisal.office import Office, an_office, at_noon
from factories.spoken import check_spoken
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang import tables
from jenjang.core.context import Context
from jenjang.core.errors import Refusal
from jenjang.database.engine import bound, engine

TODAY = date(2026, 7, 1)
TABLES = sorted(
    mapper.local_table.name
    for mapper in tables.organisation.Employee.registry.mappers
    if mapper.class_.__module__.startswith("jenjang.appraisal.models")
)

As = Callable[..., Context]
Refused = Callable[..., AbstractAsyncContextManager[None]]


@pytest.fixture
def context(context: Context) -> Context:
    """The admin's context of the house, at noon of a day that stays the same."""
    return at_noon(context, TODAY)


@pytest.fixture(scope="module")
async def standing_office(database) -> Office:
    """A small government that stays in this module's database."""
    app = engine(database.app_url, connections=1)
    async with bound(app, "surakarta") as session:
        found = await an_office(session, TODAY)
    await app.dispose()
    return found


@pytest.fixture
def office(standing_office: Office) -> Office:
    """A small government, as `session` finds it; what a test does to it is undone."""
    return replace(standing_office, viewers=dict(standing_office.viewers))


@pytest.fixture
def as_(context: Context, office: Office) -> As:
    """`as_("chief")`, `as_("chief", on=date(…))`: the context of what somebody does."""

    def given(name: str, on: date | None = None) -> Context:
        return office.as_(context, name, on)

    return given


async def everything(session: AsyncSession) -> dict[str, list[dict[str, object]]]:
    """Every row of appraisal that the session sees."""
    await session.flush()
    return {
        table: list(await session.scalars(text(f"SELECT to_jsonb(t) FROM {table} t ORDER BY id")))
        for table in TABLES
    }


@pytest.fixture
def refused(session: AsyncSession) -> Refused:
    """`async with refused(Error, "field", fact=…)`: that very error, at that field, and nothing changed.

    A field within another is said as a path: `"results.0.statement"`.
    """

    @asynccontextmanager
    async def expect(error: type[Refusal], field: str = "", **facts: object) -> AsyncIterator[None]:
        before = await everything(session)
        with pytest.raises(error) as caught:
            yield
        assert type(caught.value) is error
        assert ".".join(caught.value.field) == field
        assert {name: caught.value.facts.get(name) for name in facts} == facts
        assert await everything(session) == before
        check_spoken(caught.value)

    return expect
