"""Credit is counted anew at the level and rank that somebody is given, and by that letter only."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

from factories.appraisal.results import AS_EXPECTED, a_result
from factories.organisation import a_position
from sqlalchemy import select

from jenjang.appraisal.actions.publishing import publish
from jenjang.appraisal.models.credit import CreditStanding
from jenjang.events.handling import Letter
from jenjang.events.models import OutboxEvent
from jenjang.handlers import HANDLERS
from jenjang.organisation.actions.placements import PLACED, Transfer, transfer_employee
from jenjang.organisation.actions.ranks import RANK_CHANGED, ChangeRank, change_rank
from jenjang.organisation.models import Unit


async def standing(session, person):
    columns = (CreditStanding.target, CreditStanding.level, CreditStanding.gathered)
    rows = await session.execute(select(*columns).where(CreditStanding.employee_id == person))
    return {row.target: (row.level, row.gathered) for row in rows}


async def deliver(context, session, name):
    told = await session.scalars(select(OutboxEvent.about_id).where(OutboxEvent.name == name))
    made = datetime.now(UTC)
    letters = [Letter(id=uuid4(), made_at=made, name=name, about=("Employee", one)) for one in told]
    assert letters
    (recount,) = HANDLERS[name]
    await recount.handle(context, letters)


async def test_another_level_begins_at_nothing_on_the_day_of_the_placement(as_, office, session):
    person, admin = office.people["functional"], as_("admin")
    appraisal = await a_result(session, office, "functional", (AS_EXPECTED, AS_EXPECTED), level="AHLI_MUDA")
    await publish(admin, [appraisal.id])
    before = await standing(session, person)
    assert before["LEVEL"] == ("AHLI_MUDA", Decimal(25))
    unit = await session.get_one(Unit, ("surakarta", office.units["bidang"]))
    goal = await a_position(session, unit, "Madya", level="AHLI_MADYA", echelon=None, ranks=(None, None))
    moved = Transfer(employee_id=person, position_id=goal.id, on=admin.today, reason="Kenaikan jenjang")
    await transfer_employee(admin, moved)
    assert await standing(session, person) == before
    for _ in range(2):  # A letter may come twice.
        await deliver(admin, session, PLACED)
        assert await standing(session, person) == {
            "RANK": ("AHLI_MADYA", Decimal(0)),
            "LEVEL": ("AHLI_MADYA", Decimal(0)),
        }


async def test_another_rank_begins_at_nothing_and_the_level_goes_on(as_, office, session):
    person, admin = office.people["functional"], as_("admin")
    appraisal = await a_result(session, office, "functional", (AS_EXPECTED, AS_EXPECTED), level="AHLI_MUDA")
    await publish(admin, [appraisal.id])
    first = admin.today.replace(day=1)
    asked = ChangeRank(employee_id=person, rank="III/d", reason="PILIHAN", on=first)
    await change_rank(admin, asked)
    await deliver(admin, session, RANK_CHANGED)
    assert await standing(session, person) == {
        "RANK": ("AHLI_MUDA", Decimal(0)),
        "LEVEL": ("AHLI_MUDA", Decimal(25)),
    }
