"""Two who open or close the same cycle at once: one does it, the other is told why not."""

import asyncio
from typing import Any

import pytest
from factories.appraisal.cycles import JUNE
from factories.appraisal.months import Months, months_in
from sqlalchemy import func, select

from jenjang.appraisal.actions.closing import CloseCycle, close_cycle
from jenjang.appraisal.actions.cycles import open_cycle
from jenjang.appraisal.models.cycle import AppraisalCycle
from jenjang.appraisal.rules.cycles import CycleNotOpen, CycleThere
from jenjang.core.sealing import Vault

OURS = "surakarta"


@pytest.mark.parametrize("_", range(3))
async def test_one_opens_it(fresh_database: Any, vault: Vault, _: int) -> None:
    async def opened(months: Months) -> None:
        async with months.at(OURS) as context:
            await open_cycle(context, JUNE)

    async with months_in(fresh_database.app_url, vault) as months:
        found = await asyncio.gather(opened(months), opened(months), return_exceptions=True)
        assert sorted(map(type, found), key=str) == sorted([CycleThere, type(None)], key=str)
        async with months.at(OURS) as context:
            assert await context.session.scalar(select(func.count()).select_from(AppraisalCycle)) == 1


async def test_one_closes_it(fresh_database: Any, vault: Vault) -> None:
    async with months_in(fresh_database.app_url, vault) as months:
        cycle = await months.month(OURS, people=1)

        async def asked() -> None:
            async with months.at(OURS) as context:
                await close_cycle(context, CloseCycle(cycle_id=cycle, missed=100, expected_version=1))

        found = await asyncio.gather(asked(), asked(), return_exceptions=True)
        assert sorted(map(type, found), key=str) == sorted([CycleNotOpen, type(None)], key=str)
        assert (await months.cycle(OURS, cycle)).version == 2
