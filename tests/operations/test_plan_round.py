"""The worker's round reminds of plans that are to be renewed, once."""

from datetime import timedelta
from typing import Any

from factories.appraisal.office import an_office
from factories.career import a_plan
from factories.served import OURS
from sqlalchemy import select

from jenjang.core import clock
from jenjang.core.sealing import Vault
from jenjang.database.engine import bound, engine
from jenjang.operations.worker import round_of
from jenjang.organisation.models import Notice


async def test_a_round_reminds_the_person_and_the_leader_once(fresh_database: Any, vault: Vault) -> None:
    app, worker = engine(fresh_database.app_url, 1), engine(fresh_database.worker_url, 2)
    today = clock.today("Asia/Jakarta")
    async with bound(app, OURS) as session:
        office = await an_office(session, today)
        await a_plan(session, office.people["staff"], today - timedelta(days=350))
    for _ in range(2):
        await round_of(worker, [OURS], vault)
        async with bound(app, OURS) as session:
            told = await session.scalars(select(Notice.employee_id).where(Notice.kind == "PLAN_TO_RENEW"))
            assert sorted(told) == sorted((office.people["staff"], office.people["chief"]))
    await app.dispose()
    await worker.dispose()
