"""A small government some of whose people may go to school, and a way to say that a deed changed nothing."""

from collections.abc import Callable
from datetime import date

import pytest
from factories.appraisal.office import Office, an_office, at_noon
from factories.refusing import Refused, refusing
from sqlalchemy.ext.asyncio import AsyncSession
from study.going import performed

from jenjang.core.context import Context

TODAY = date(2026, 7, 1)
As = Callable[..., Context]


@pytest.fixture
def context(context: Context) -> Context:
    """The admin's context of the house, at noon of a day that stays the same."""
    return at_noon(context, TODAY)


@pytest.fixture
async def office(session: AsyncSession) -> Office:
    """A small government, in a transaction that is undone; all but the clerk had good years."""
    office = await an_office(session, TODAY)
    await performed(session, *(one for name, one in office.people.items() if name != "clerk"))
    return office


@pytest.fixture
def as_(context: Context, office: Office) -> As:
    """`as_("staff")`, `as_("staff", on=date(…))`: the context of what somebody does."""

    def given(name: str, on: date | None = None) -> Context:
        return office.as_(context, name, on)

    return given


@pytest.fixture
def refused(session: AsyncSession) -> Refused:
    """`async with refused(Error, "field", fact=…)`: that very error, at that field, and nothing changed."""
    return refusing(session, ("study_leaves", "study_quotas", "notices"))
