"""The worker's round asks superiors how far people apply what they learned, once."""

from datetime import timedelta
from typing import Any

from factories.appraisal.office import an_office
from factories.served import OURS
from factories.training import a_certificate, a_course, an_enrolment, an_event
from sqlalchemy import func, select

from jenjang.core import clock
from jenjang.core.sealing import Vault
from jenjang.database.engine import bound, engine
from jenjang.operations.worker import round_of
from jenjang.organisation.models import Notice
from jenjang.training.models.evaluation import TrainingBehaviour
from jenjang.training.terms import EnrolmentState


async def test_a_round_asks_superiors_once(fresh_database: Any, vault: Vault) -> None:
    app, worker = engine(fresh_database.app_url, 1), engine(fresh_database.worker_url, 2)
    today = clock.today("Asia/Jakarta")
    async with bound(app, OURS) as session:
        office = await an_office(session, today)
        course = await a_course(session)
        event = await an_event(session, course, today - timedelta(days=100), state="COMPLETED")
        done = await an_enrolment(session, event, office.people["staff"], EnrolmentState.COMPLETED)
        await a_certificate(session, done, course, "0001")
    for _ in range(2):
        await round_of(worker, [OURS], vault)
        async with bound(app, OURS) as session:
            asked = await session.scalars(select(TrainingBehaviour.superior_employee_id))
            assert asked.all() == [office.people["chief"]]
            told = select(func.count()).where(Notice.kind == "TRAINING_TO_EVALUATE")
            assert await session.scalar(told) == 1
    await app.dispose()
    await worker.dispose()
