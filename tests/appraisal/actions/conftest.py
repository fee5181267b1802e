"""A month to judge, in the small government."""

import pytest
from factories.appraisal.judging import Month, a_month
from factories.appraisal.office import Office

from jenjang.core.context import Context


@pytest.fixture
async def june(context: Context, office: Office) -> Month:
    """June 2026, over since yesterday."""
    return await a_month(context, office)
