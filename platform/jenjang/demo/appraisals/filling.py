"""One region's appraisals: three years that are over, and what is under way."""

import datetime

from jenjang.appraisal.models.cycle import AppraisalCycle
from jenjang.core.sealing import Vault
from jenjang.demo.appraisals.delegated import delegate
from jenjang.demo.appraisals.past import remember
from jenjang.demo.appraisals.present import begin
from jenjang.demo.dealings import once
from jenjang.demo.people.calendar_days import AS_OF
from jenjang.demo.people.personas import personas
from jenjang.demo.study.filling import send_to_school
from jenjang.organisation.actions.superiors import tell_worker
from jenjang.tenancy.catalogue import Government

YEARS = (AS_OF.year - 3, AS_OF.year - 2, AS_OF.year - 1)
REGIONS = ("surakarta", "pontianak", "plaju", "maulafa", "kotabumi")
"""The five regions of the mission; their neighbours in a province have people only."""


async def fill(app_url: str, vault: Vault, government: Government) -> int:
    """Give a government its appraisals, once, in one transaction; how many results of past years there are.

    None where it has appraisals already. `app_url`: the database as the role that serves.
    """
    async with once(app_url, vault, government, AppraisalCycle) as context:
        if context is None:
            return 0
        await delegate(context, datetime.date(YEARS[0], 1, 1))
        cast = personas(government.code)
        results = [await remember(context, year) for year in YEARS[:-1]]
        # Who tries the demo finds a right that merit gave: the mentor's.
        results.append(await remember(context, YEARS[-1], best=(cast["mentor"],)))
        await begin(context, cast)
        await send_to_school(context, cast)
        await tell_worker(context)
        return sum(results)
