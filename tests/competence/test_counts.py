"""Counts of units are those of the rows, whatever happens to people, units and standards, on any day."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from random import Random

import pytest
from competence.chance import Chance
from competence.counted import check_counts
from factories.appraisal.office import Office, an_office
from factories.competence import a_technical_competency
from factories.databases import Database
from factories.racing import Race
from sqlalchemy import func, select, text, tuple_, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from jenjang.competence.actions import settling
from jenjang.competence.actions.settling import settle_counts
from jenjang.competence.models import CompetencyCount, CompetencyStandard
from jenjang.core.context import Context
from jenjang.core.sealing import Vault
from jenjang.database.engine import bound, engine
from jenjang.operations.worker import round_of
from jenjang.organisation.models import Placement

TODAY = date(2026, 7, 1)


async def an_eventful_past(context: Context, office: Office, seed: int, deeds: int) -> Chance:
    """A government to which much happened."""
    own = await a_technical_competency(context.session)
    chance = Chance(office.as_(context, "admin"), office, Random(seed), own.id)  # noqa: S311  # a test's dice
    await chance.some(deeds)
    return chance


@pytest.mark.parametrize("seed", range(6))
async def test_whatever_happens_counts_are_those_of_the_rows_on_any_day(
    session: AsyncSession, context: Context, office: Office, seed: int
) -> None:
    chance = await an_eventful_past(context, office, seed, 20)
    seen = 0
    for _ in range(4):
        await chance.some(10)
        seen += await check_counts(session)
    assert seen > 100


@pytest.fixture
async def worker(fresh_database: Database) -> AsyncIterator[AsyncEngine]:
    """The database as the role that works in the background."""
    found = engine(fresh_database.worker_url, 4)
    yield found
    await found.dispose()


async def test_settled_counts_are_the_same_in_fewer_rows(
    worker: AsyncEngine, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with bound(worker, "surakarta") as session:
        context = replace(context, session=session)
        await an_eventful_past(context, await an_office(session, TODAY), 7, 60)
        before = await rows_and_days(session)
        assert before[0] > before[1]
        monkeypatch.setattr(settling, "AT_ONCE", 10)
        rounds = 1
        while await settle_counts(context):
            rounds += 1
        assert rounds > 2
        after = await rows_and_days(session)
        assert after[0] == after[1] <= before[1]
        assert await check_counts(session)
        assert not await settle_counts(context)
        assert await rows_and_days(session) == after


@pytest.fixture
async def eventful(worker: AsyncEngine, context: Context) -> Race:
    """A database in which much happened, with the worker's connections."""

    async def happens(context: Context) -> None:
        await an_eventful_past(context, await an_office(context.session, TODAY), 7, 60)

    race = Race(context, worker)
    await race.alone(happens)
    return race


async def test_counts_settled_twice_at_once_are_counted_once(eventful: Race) -> None:
    await eventful.second_of(settle_counts, settle_counts)
    assert await eventful.alone(lambda context: check_counts(context.session))


async def test_the_worker_settles_counts_in_its_round(
    eventful: Race, worker: AsyncEngine, vault: Vault
) -> None:
    async def told(context: Context) -> tuple[int, int]:
        return await rows_and_days(context.session)

    rows, days = await eventful.alone(told)
    assert rows > days
    await round_of(worker, ["surakarta"], vault)
    rows, days = await eventful.alone(told)
    assert rows == days


async def rows_and_days(session: AsyncSession) -> tuple[int, int]:
    """How many rows there are, and of how many units, competencies and days."""
    of = CompetencyCount
    asked = select(func.count(), func.count(tuple_(of.unit_id, of.subject, of.day).distinct()))
    rows, days = (await session.execute(asked)).one()
    return rows, days


async def test_what_changes_no_count_writes_none(
    session: AsyncSession, context: Context, office: Office
) -> None:
    await an_eventful_past(context, office, 3, 30)
    before = await rows_and_days(session)
    assert before[0]
    await session.execute(update(Placement).values(reason="Mutasi"))
    await session.execute(update(CompetencyStandard).values(decree_number="7"))
    assert await rows_and_days(session) == before


@pytest.mark.parametrize(
    "change", ["UPDATE competency_counts SET short = 0", "DELETE FROM competency_counts"]
)
async def test_whoever_serves_changes_no_count(session: AsyncSession, change: str) -> None:
    with pytest.raises(DBAPIError, match="permission denied"):
        await session.execute(text(change))
