"""The demo's partners: one agreement holds, one ran out, and a firm that bids is flagged; once."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core.sealing import Vault
from jenjang.core.settings import HOUSE
from jenjang.database.engine import bound, engine
from jenjang.demo.partnership.filling import provide
from jenjang.demo.people.arrival import bring_in
from jenjang.demo.people.calendar_days import AS_OF
from jenjang.partnership.models.agreements import PartnerAgreement, ProgrammeEvaluation
from jenjang.partnership.models.facilities import Equipment, Room
from jenjang.partnership.models.partners import PartnerBid
from jenjang.tenancy.catalogue import catalogue

PLAJU = catalogue(HOUSE / "tenants")["plaju"]


@pytest.fixture(scope="module")
async def provided(database, vault: Vault) -> int:
    """How many partners a government has."""
    await bring_in(database.app_url, vault, PLAJU, AS_OF)
    return await provide(database.app_url, vault, PLAJU)


@pytest.fixture
async def session(database, provided) -> AsyncIterator[AsyncSession]:
    app = engine(database.app_url, connections=1)
    async with bound(app, PLAJU.code) as session:
        yield session
    await app.dispose()


async def test_one_agreement_holds_one_ran_out_and_a_firm_bids(session: AsyncSession, provided: int) -> None:
    assert provided == 3
    of = PartnerAgreement
    holding = select(of.valid_to > func.current_date()).order_by(of.number)
    assert list(await session.scalars(holding)) == [False, True]
    for model, count in ((PartnerBid, 1), (ProgrammeEvaluation, 1), (Room, 3), (Equipment, 3)):
        assert await session.scalar(select(func.count()).select_from(model)) == count


async def test_who_has_partners_is_given_none(database, vault: Vault, provided: int) -> None:
    assert await provide(database.app_url, vault, PLAJU) == 0
