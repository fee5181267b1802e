"""Where who leads changes, the worker looks soon who evaluates by now, and reminds them."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import pytest
from factories.appraisal.months import Months, months_in
from sqlalchemy import select, update
from structlog.testing import capture_logs

from jenjang.appraisal.models.cycle import Appraisal
from jenjang.appraisal.rules.working_days import DAY
from jenjang.core.sealing import Vault
from jenjang.database.engine import engine
from jenjang.operations import worker
from jenjang.operations.worker import gathered, rounds
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
    monkeypatch.setattr(worker, "GATHER", 0.5)

    async def until(count: int) -> None:
        while sum(line["event"] == "round done" for line in lines) < count:
            await reminded(months)

    with capture_logs() as lines:
        async with going_round(fresh_database.worker_url, vault), asyncio.timeout(PATIENCE):
            await until(1)
            began = time.monotonic()
            for _ in range(50):
                async with months.at(OURS) as context:
                    await tell_worker(context)
            await until(2)
            passed = time.monotonic() - began
    assert sum(line["event"] == "round done" for line in lines) <= 2 + passed / worker.GATHER


async def test_who_is_told_to_stop_gathers_no_longer() -> None:
    stop = asyncio.Event()
    stop.set()
    await asyncio.wait_for(gathered(stop, 3600), PATIENCE)
