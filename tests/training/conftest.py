"""A small government that trains its people, and a way to say that a deed changed nothing."""

from collections.abc import Callable
from datetime import date

import pytest
from factories.appraisal.office import Office, an_office, at_noon
from factories.refusing import Refused, refusing
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core.context import Context

TODAY = date(2026, 7, 1)
TABLES = (
    *("training_courses", "training_targets", "training_budgets", "training_events", "training_meetings"),
    *("training_enrolments", "training_attendances", "training_certificates", "training_cap_raises"),
    *("partner_agreements", "partner_contributions", "training_equipment_needs"),
    *("training_equipment_bookings", "rooms", "equipment"),
    *("training_codes", "training_reactions", "training_tallies", "training_remarks", "training_tests"),
    *("training_behaviours", "training_results", "competency_assessments", "notices", "events"),
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
    """`as_("chief")`, `as_("chief", on=date(…))`: the context of what somebody does."""

    def given(name: str, on: date | None = None) -> Context:
        return office.as_(context, name, on)

    return given


@pytest.fixture
def refused(session: AsyncSession) -> Refused:
    """`async with refused(Error, "field", fact=…)`: that very error, at that field, and nothing changed."""
    return refusing(session, TABLES, undone=True)
