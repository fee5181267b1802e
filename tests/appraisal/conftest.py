"""A small government, the context of each of its people, and a way to say that a deed changed nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from factories.appraisal.office import Office, an_office, at_noon
from factories.refusing import Refused, refusing
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang import tables
from jenjang.core.context import Context
from jenjang.database.engine import bound, engine

TODAY = date(2026, 7, 1)
TABLES = sorted(
    mapper.local_table.name
    for mapper in tables.organisation.Employee.registry.mappers
    if mapper.class_.__module__.startswith("jenjang.appraisal.models")
)

As = Callable[..., Context]


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


@pytest.fixture
def refused(session: AsyncSession) -> Refused:
    """`async with refused(Error, "field", fact=…)`: that very error, at that field, and nothing changed."""
    return refusing(session, TABLES)
