"""The world of these tests put into a database: both governments' people, appraisals and accounts."""

from collections.abc import Iterable, Iterator
from typing import Any

from graph.reader.accounts import accounts
from graph.reader.appraisals import appraisals
from graph.reader.careers import careers, planned
from graph.reader.competence import competence
from graph.reader.judged import judgements, settings
from graph.reader.partnership import partnership
from graph.reader.studies import studies
from graph.reader.talks import talks
from graph.reader.training import training
from graph.reader.world import HERE, THERE, Row, organisation
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from jenjang.core.sealing import Seals, Vault
from jenjang.database.engine import bound
from jenjang.database.model import sealed_row


def everything(tenant: str) -> Iterator[tuple[type[Any], Iterable[Row]]]:  # Any: a model.
    """The rows of each table, in the order in which they need each other."""
    yield from organisation(tenant)
    yield from appraisals(tenant)
    yield from judgements(tenant)
    yield from talks()
    yield from accounts()
    yield from settings()
    yield from competence()
    yield from careers()
    yield from partnership()
    yield from training()
    yield from studies()
    yield from planned()


async def populate(app: AsyncEngine, vault: Vault) -> None:
    """Put the same organisation, with other names and data, into both governments."""
    for tenant in (HERE, THERE):
        async with bound(app, tenant) as session:
            for model, rows in everything(tenant):
                await put(session, vault.of(tenant), model, rows)


async def put(
    session: AsyncSession, seals: Seals, model: type[Any], rows: Iterable[Row]
) -> None:  # Any: a model.
    """Insert rows that needn't all name the same columns."""
    kept = [sealed_row(seals, model, row) for row in rows]
    columns = {name for row in kept for name in row}
    await session.execute(
        insert(model.__table__), [{name: row.get(name) for name in columns} for row in kept]
    )
