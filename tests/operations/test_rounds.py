"""Where who leads changes, the worker looks soon who evaluates by now, and reminds them."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import pytest
from factories.appraisal.months import Months, months_in
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from jenjang.appraisal.models.cycle import Appraisal
from jenjang.appraisal.rules.working_days import DAY
from jenjang.core.sealing import Vault
from jenjang.database.engine import engine
from jenjang.operations import worker
from jenjang.operations.bell import Bell
from jenjang.operations.worker import gathered, round_of, rounds
from jenjang.organisation.actions.leading import Appoint, appoint_leader, end_leadership
from jenjang.organisation.actions.superiors import tell_worker
from jenjang.organisation.models import Leadership, Notice
from jenjang.organisation.terms import LeadershipKind

OURS, THEIRS = "surakarta", "plaju"
PATIENCE = 60.0
"""Seconds after which a test gives up; a round by itself comes after an hour."""


@pytest.fixture
async def months(fresh_database: Any, vault: Vault) -> AsyncIterator[Months]:
    async with months_in(fresh_database.app_url, vault) as found:
        yield found


@asynccontextmanager
async def going_round(url: str, vault: Vault) -> AsyncIterator[None]:
    """A worker's rounds of both governments, until the block ends."""
    stop, database = asyncio.Event(), engine(url, 1)
    task = asyncio.create_task(rounds(stop, url, database, (OURS, THEIRS), vault))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(task, PATIENCE)
        await database.dispose()


async def reminded(months: Months) -> set[UUID]:
    """Who was told of an evaluation that is late."""
    async with months.at(OURS) as context:
        told = select(Notice.employee_id).where(Notice.kind == "EVALUATION_LATE")
        return set(await context.session.scalars(told))


async def test_who_comes_to_lead_is_the_evaluator_soon_and_is_reminded(
    fresh_database: Any, vault: Vault, months: Months, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "GATHER", 0.01)
    await months.month(OURS, people=1, waiting=2)
    async with months.at(OURS) as context:
        leads = (await context.session.scalars(select(Leadership))).one()
        waits = select(Appraisal).where(
            Appraisal.state == "OPEN", Appraisal.evaluator_employee_id.is_not(None)
        )
        staff, new = (await context.session.scalars(waits.order_by(Appraisal.employee_id))).all()
        on = context.today
        await context.session.execute(update(Appraisal).values(due_on=on - DAY))
    async with going_round(fresh_database.worker_url, vault), asyncio.timeout(PATIENCE):
        while await reminded(months) != {leads.employee_id}:
            pass
        async with months.at(OURS) as context:
            await end_leadership(context, leads.id, on)
            taking_over = Appoint(
                unit_id=leads.unit_id, employee_id=new.employee_id, kind=LeadershipKind.DEFINITIVE, on=on
            )
            await appoint_leader(context, taking_over)
        while await reminded(months) != {leads.employee_id, new.employee_id}:
            pass
    async with months.at(OURS) as context:
        found = await context.get(Appraisal, staff.id)
    assert (found.evaluator_employee_id, found.version) == (new.employee_id, staff.version)


async def test_many_changes_within_the_same_seconds_are_answered_by_one_round(
    fresh_database: Any, vault: Vault, months: Months, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long it takes to gather them: here, until all have rung."""
    gathers, all_rang, bells = asyncio.Event(), asyncio.Event(), []
    answered: list[list[str]] = []

    async def until_all_rang(_: asyncio.Event, seconds: float) -> None:
        assert seconds == worker.GATHER
        gathers.set()
        await all_rang.wait()

    def hung(tenants: frozenset[str]) -> Bell:
        bells.append(Bell(tenants))
        return bells[-1]

    async def counted(database: AsyncEngine, tenants: Iterable[str], vault: Vault) -> int:
        answered.append([*tenants])
        done[len(answered) - 1].set()
        return await round_of(database, answered[-1], vault)

    done = [asyncio.Event() for _ in range(3)]
    monkeypatch.setattr(worker, "Bell", hung)
    monkeypatch.setattr(worker, "gathered", until_all_rang)
    monkeypatch.setattr(worker, "round_of", counted)
    async with going_round(fresh_database.worker_url, vault), asyncio.timeout(PATIENCE):
        await done[0].wait()
        for number in range(50):
            async with months.at(OURS) as context:
                await tell_worker(context)
            if number == 0:
                await gathers.wait()
        async with months.at(THEIRS) as context:
            await tell_worker(context)
        # One line tells what rings in the order of the commits: once the last is heard, all are.
        while THEIRS not in bells[0].waiting:
            await reminded(months)
        all_rang.set()
        await done[1].wait()
        async with months.at(THEIRS) as context:
            await tell_worker(context)
        await done[2].wait()
    assert answered == [[THEIRS, OURS], [THEIRS, OURS], [THEIRS]]


async def test_who_is_told_to_stop_gathers_no_longer() -> None:
    stop = asyncio.Event()
    stop.set()
    await asyncio.wait_for(gathered(stop, 3600), PATIENCE)
