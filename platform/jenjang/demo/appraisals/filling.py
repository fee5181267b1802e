"""One region's appraisals: three years that are over, and what is under way."""

import datetime

from sqlalchemy import func, select

from jenjang.appraisal.models.cycle import AppraisalCycle
from jenjang.core import clock
from jenjang.core.context import Context
from jenjang.core.permission import HOUSE_ACCOUNT, Role, Viewer
from jenjang.core.sealing import Vault
from jenjang.database.engine import bound, engine
from jenjang.demo.appraisals.delegated import delegate
from jenjang.demo.appraisals.past import remember
from jenjang.demo.appraisals.present import begin
from jenjang.demo.people.calendar_days import AS_OF
from jenjang.demo.people.personas import personas
from jenjang.identity.permissions import Holding, grants
from jenjang.organisation.actions.superiors import tell_worker
from jenjang.tenancy.catalogue import Government

YEARS = (AS_OF.year - 3, AS_OF.year - 2, AS_OF.year - 1)
REGIONS = ("surakarta", "pontianak", "plaju", "maulafa", "kotabumi")
"""The five regions of the mission; their neighbours in a province have people only."""
ADMIN = (Role.REGIONAL_ADMIN,)


async def fill(app_url: str, vault: Vault, government: Government) -> int:
    """Give a government its appraisals, once, in one transaction; how many results of past years there are.

    None where it has appraisals already. `app_url`: the database as the role that serves.
    """
    database = engine(app_url, connections=1)
    try:
        async with bound(database, government.code) as session:
            if await session.scalar(select(func.count()).select_from(AppraisalCycle)):
                return 0
            viewer = Viewer(government.code, HOUSE_ACCOUNT, ADMIN, grants((Holding(*ADMIN),), frozenset()))
            today = clock.today(government.time_zone)
            seals = vault.of(government.code)
            context = Context(
                viewer, session, clock.now(), max(today, AS_OF), seals, zone=government.time_zone
            )
            await delegate(context, datetime.date(YEARS[0], 1, 1))
            results = [await remember(context, year) for year in YEARS]
            await begin(context, personas(government.code))
            await tell_worker(context)
            return sum(results)
    finally:
        await database.dispose()
