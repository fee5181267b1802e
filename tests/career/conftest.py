"""A small government, and a context of whoever does something in it."""

from collections.abc import Callable
from datetime import date

import pytest
from factories.appraisal.office import Office, an_office, at_noon
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core.context import Context

TODAY = date(2026, 7, 1)
As = Callable[[str], Context]


@pytest.fixture
def context(context: Context) -> Context:
    """The admin's context of the house, at noon of a day that stays the same."""
    return at_noon(context, TODAY)


@pytest.fixture
async def office(session: AsyncSession) -> Office:
    """A small government, in a transaction that is undone."""
    return await an_office(session, TODAY)


@pytest.fixture
def as_(context: Context, office: Office) -> As:
    """`as_("chief")`: the context of what somebody does."""
    return lambda name: office.as_(context, name)
