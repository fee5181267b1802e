"""A month of a government in a database that others use too: committed, evaluated, asked to be closed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from factories.appraisal.cycles import evaluated
from factories.organisation import a_leadership, a_placement, a_position, a_unit, an_employee
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from jenjang.appraisal.actions.closing import CloseCycle, close_cycle
from jenjang.appraisal.actions.cycles import OpenCycle, open_cycle
from jenjang.appraisal.models.cycle import Appraisal, AppraisalCycle
from jenjang.appraisal.models.evaluation import Evaluation
from jenjang.appraisal.terms import CycleKind
from jenjang.core.context import Context
from jenjang.core.sealing import Vault
from jenjang.database.engine import engine
from jenjang.operations.house import as_house
from jenjang.organisation.models import Notice


@dataclass
class Months:
    """Governments' months in one database, as the app."""

    app: AsyncEngine
    vault: Vault

    @asynccontextmanager
    async def at(self, tenant: str) -> AsyncIterator[Context]:
        """The house at work there, in a transaction that commits."""
        async with as_house(self.app, tenant, self.vault) as context:
            assert context
            yield context

    async def month(self, tenant: str, people: int, waiting: int = 1) -> UUID:
        """May 2026 of a government: so many people with a result, so many that nobody evaluated."""
        async with self.at(tenant) as context:
            session = context.session
            unit = await a_unit(session)
            post = await a_position(session, unit, seats=people + waiting + 1)
            staff = [await an_employee(session) for _ in range(people + waiting + 1)]
            for one in staff:
                await a_placement(session, one, post)
            await a_leadership(session, unit, staff[0])
            asked = OpenCycle(kind=CycleKind.MONTHLY, year=2026, number=5, unit_id=unit.id)
            cycle = await open_cycle(context, asked)
            led = select(Appraisal).where(Appraisal.evaluator_employee_id == staff[0].id).limit(people)
            for row in (await session.scalars(led)).all():
                await evaluated(session, row, context.now)
            key: UUID = cycle.id
            return key

    async def asked_to_close(self, tenant: str, cycle_id: UUID) -> None:
        async with self.at(tenant) as context:
            await close_cycle(context, CloseCycle(cycle_id=cycle_id, missed=100, expected_version=1))

    async def cycle(self, tenant: str, cycle_id: UUID) -> AppraisalCycle:
        async with self.at(tenant) as context:
            return await context.get(AppraisalCycle, cycle_id)

    async def published(self, tenant: str) -> tuple[int, int, int]:
        """How many appraisals are published and evaluations shown, and how many were told."""
        async with self.at(tenant) as context:
            appraisals = select(func.count()).where(Appraisal.state == "PUBLISHED")
            shown = select(func.count()).where(Evaluation.published_at.is_not(None))
            told = select(func.count()).where(Notice.kind == "RESULT_PUBLISHED")
            counts = [await context.session.scalar(one) for one in (appraisals, shown, told)]
        first, second, third = (count or 0 for count in counts)
        return first, second, third


@asynccontextmanager
async def months_in(url: str, vault: Vault) -> AsyncIterator[Months]:
    """Months in the database at that address, as the app."""
    app = engine(url, 3)
    yield Months(app, vault)
    await app.dispose()
