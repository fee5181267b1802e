"""The demo's appraisals come in once the API answers, beside it: they are history, not needed to begin."""

import asyncio
from datetime import date

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.appraisal.models.cycle import AppraisalCycle
from jenjang.appraisal.rules.predicate import predicate_rule
from jenjang.core.settings import Settings
from jenjang.database.engine import bound, engine
from jenjang.demo.appraisals.expectations import expect
from jenjang.demo.appraisals.results import recall, year_of
from jenjang.demo.people.calendar_days import AS_OF
from jenjang.operations.installation import Tell
from jenjang.organisation.actions.law import cite
from jenjang.rules.shelf import rule_in_force
from jenjang.tenancy.catalogue import Government

YEARS = (AS_OF.year - 3, AS_OF.year - 2, AS_OF.year - 1)
REGIONS = ("plaju", "maulafa", "pontianak", "surakarta", "kotabumi")
"""The five regions of the mission; their neighbours in a province have people only."""


async def fill(database_url: str, government: Government) -> int:
    """Give a government its appraisals, once, in one transaction; how many results there are then."""
    database = engine(database_url, connections=1)
    try:
        async with bound(database, government.code) as session:
            if await session.scalar(select(AppraisalCycle.id).limit(1)):
                return 0
            return await _fill(session, government.code)
    finally:
        await database.dispose()


async def _fill(session: AsyncSession, tenant: str) -> int:
    # Nothing is known yet of how many rows these tables hold: a loop in a loop would be guessed cheap.
    await session.execute(text("SET LOCAL enable_nestloop = off"))
    for year in YEARS:
        await expect(session, tenant, year)
        rule = await rule_in_force(session, "performance_predicate", date(year, 12, 31))
        await recall(session, tenant, year_of(year), predicate_rule(rule.body), cite(rule))
    await expect(session, tenant, AS_OF.year)
