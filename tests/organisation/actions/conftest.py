"""A fixed day, and a way to say that a deed is refused and leaves everything as it was."""

from datetime import date

import pytest
from factories.refusing import Refused, refusing
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core.context import Context
from jenjang.database.model import Model

TABLES = sorted(
    mapper.local_table.name
    for mapper in Model.registry.mappers
    if mapper.class_.__module__ == "jenjang.organisation.models"
)


@pytest.fixture
def context(context: Context) -> Context:
    """The admin's context of the house, on a day that stays the same."""
    context.today = date(2026, 7, 1)
    return context


@pytest.fixture
def refused(session: AsyncSession) -> Refused:
    """`async with refused(Error, "field", fact=…)`: that very error, at that field, and nothing changed."""
    return refusing(session, TABLES)
