"""A small government with partners, and a way to say that a deed changed nothing."""

from collections.abc import Callable
from datetime import date

import pytest
from factories.appraisal.office import Office, an_office, at_noon
from factories.refusing import Refused, refusing
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core.context import Context

TODAY = date(2026, 7, 1)
TABLES = (
    *("partners", "partner_trainers", "partner_bids", "partner_agreements", "partner_contributions"),
    *("partner_programmes", "programme_evaluations", "rooms", "equipment"),
)
As = Callable[..., Context]


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
    """`as_("admin")`: the context of what somebody does."""

    def given(name: str, on: date | None = None) -> Context:
        return office.as_(context, name, on)

    return given


@pytest.fixture
def refused(session: AsyncSession) -> Refused:
    """`async with refused(Error, "field", fact=…)`: that very error, at that field, and nothing changed."""
    return refusing(session, TABLES, undone=True)
