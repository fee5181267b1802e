"""Rounds that remind judges: what is decided meanwhile doesn't wait for them, nor they for it."""

from dataclasses import dataclass, replace

import pytest
from factories.appraisal.after import (
    GOOD,
    a_cycle,
    an_appraisal,
    evaluated_so,
    objected,
)
from factories.appraisal.office import Office, an_office
from factories.databases import Database
from factories.organisation import a_leadership
from factories.racing import Race
from sqlalchemy import select

from jenjang.appraisal.actions import judges
from jenjang.appraisal.actions.judges import remind_judges
from jenjang.appraisal.actions.publishing import publish
from jenjang.appraisal.models.cycle import AppraisalCycle
from jenjang.appraisal.models.objection import Objection
from jenjang.core.context import Context
from jenjang.core.sealing import Vault
from jenjang.database.engine import bound, engine
from jenjang.operations.worker import round_of
from jenjang.organisation.models import Employee, Leadership, Unit

EVALUATORS = {"staff": "chief", "chief": "leader"}


@dataclass
class Waiting:
    """Objections of the staff, whose judge the leader is, and of the chief, whose judge the head was."""

    race: Race
    office: Office
    objections: dict[str, Objection]

    async def judges(self) -> dict[str, str]:
        """Who is named to judge whose objection."""

        async def look(context: Context) -> dict[str, str]:
            named = select(Objection.employee_id, Objection.judge_employee_id)
            names = {key: name for name, key in self.office.people.items()}
            found = (await context.session.execute(named)).all()
            return {names[one]: names[judge] for one, judge in found if judge}

        found: dict[str, str] = await self.race.alone(look)
        return found

    async def free(self, context: Context) -> set[str]:
        """Whose objections no other transaction has locked."""
        rows = select(Objection.id).with_for_update(skip_locked=True)
        ids = set(await context.session.scalars(rows))
        return {name for name, one in self.objections.items() if one.id in ids}


@pytest.fixture
async def waiting(race: Race) -> Waiting:
    async def settle(context: Context) -> Waiting:
        office = await an_office(context.session, context.today)
        cycle = await a_cycle(context)
        objections = {name: await an_objection(context, office, cycle, name) for name in EVALUATORS}
        await lead(context, office, "colleague")
        return Waiting(race, office, objections)

    found: Waiting = await race.alone(settle)
    return found


async def an_objection(context: Context, office: Office, cycle: AppraisalCycle, name: str) -> Objection:
    appraisal = await an_appraisal(context, office, name, cycle=cycle)
    rated = replace(GOOD, results=None) if appraisal.headed_unit_id else GOOD
    await evaluated_so(office.as_(context, EVALUATORS[name]), appraisal, rated)
    await publish(office.as_(context, "admin"), [appraisal.id])
    await context.session.refresh(appraisal)
    return await objected(context, office, appraisal, name)


async def lead(context: Context, office: Office, name: str) -> None:
    """Somebody leads the government from today on, in place of the head."""
    led = select(Leadership).where(Leadership.employee_id == office.people["head"])
    for one in await context.session.scalars(led):
        one.valid_to = context.today
    unit = await context.session.get_one(Unit, (context.tenant, office.units["government"]))
    leader = await context.session.get_one(Employee, (context.tenant, office.people[name]))
    await a_leadership(context.session, unit, leader, since=context.today)


async def test_a_round_locks_no_objection_whose_judge_stays(waiting: Waiting) -> None:
    race = waiting.race
    async with bound(race.app, "surakarta") as session:
        await remind_judges(replace(race.context, session=session))
        assert await race.alone(waiting.free) == {"staff"}
    assert await waiting.judges() == {"staff": "leader", "chief": "colleague"}


async def test_a_round_leaves_what_somebody_has_locked_to_the_next(waiting: Waiting) -> None:
    race = waiting.race
    async with bound(race.app, "surakarta") as session:
        assert await waiting.free(replace(race.context, session=session)) == {"staff", "chief"}
        await race.alone(remind_judges)
        assert await waiting.judges() == {"staff": "leader", "chief": "head"}
    await race.alone(remind_judges)
    assert await waiting.judges() == {"staff": "leader", "chief": "colleague"}


async def test_the_worker_names_every_judge_some_to_a_transaction(
    waiting: Waiting, fresh_database: Database, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nobody(context: Context) -> None:
        for one in await context.session.scalars(select(Objection)):
            one.judge_employee_id = None

    await waiting.race.alone(nobody)
    monkeypatch.setattr(judges, "AT_ONCE", 1)
    assert await waiting.race.alone(remind_judges)
    assert len(await waiting.judges()) == 1
    database = engine(fresh_database.worker_url, 1)
    await round_of(database, ["surakarta"], vault)
    await database.dispose()
    assert await waiting.judges() == {"staff": "leader", "chief": "colleague"}
