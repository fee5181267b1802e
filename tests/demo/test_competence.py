"""The demo's competencies: everything is asked for, most is assessed, and whoever is new misses the most."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.competence.models import CompetencyAssessment, CompetencyLevel, TechnicalCompetency
from jenjang.core.sealing import Vault
from jenjang.core.settings import HOUSE
from jenjang.database.engine import bound, engine
from jenjang.demo.competence.filling import furnish
from jenjang.demo.people.arrival import bring_in
from jenjang.demo.people.calendar_days import AS_OF
from jenjang.demo.people.personas import personas
from jenjang.organisation.models import Employee
from jenjang.tenancy.catalogue import catalogue

PLAJU = catalogue(HOUSE / "tenants")["plaju"]
UNASKED = text("""
    SELECT count(*) FROM placements p WHERE p.valid_to IS NULL AND NOT EXISTS (
        SELECT FROM competency_standards s WHERE s.position_id = p.position_id AND s.valid_to IS NULL)
""")
MISSED = text("""
    SELECT g.placed_from > CAST(:since AS date) AS new, avg(greatest(g.required - l.level, 0))::float,
           count(*)
      FROM competency_gaps g
      JOIN competency_levels l ON l.employee_id = g.employee_id AND l.subject = g.subject
     WHERE g.placed_to IS NULL GROUP BY 1 ORDER BY 1
""")


@pytest.fixture(scope="module")
async def furnished(database, vault: Vault) -> int:
    """How many levels of a government's people were assessed."""
    await bring_in(database.app_url, vault, PLAJU, AS_OF)
    return await furnish(database.app_url, vault, PLAJU)


@pytest.fixture
async def session(furnished: int, database) -> AsyncIterator[AsyncSession]:
    app = engine(database.app_url, connections=1)
    async with bound(app, "plaju") as session:
        yield session
    await app.dispose()


async def test_every_position_that_is_held_asks_for_something(session: AsyncSession) -> None:
    assert await session.scalar(UNASKED) == 0
    known = await session.scalar(select(func.count()).select_from(TechnicalCompetency))
    assert known == 16
    asked = text("SELECT count(DISTINCT technical_competency_id) FROM competency_standards")
    assert await session.scalar(asked) >= 12


async def test_most_is_assessed_and_who_is_new_misses_the_most(session: AsyncSession, furnished: int) -> None:
    people = select(func.count(func.distinct(CompetencyAssessment.employee_id)))
    assert await session.scalar(people) > 380
    assert furnished > 3000
    since = AS_OF.replace(year=AS_OF.year - 3)
    (_, settled, _), (_, new, count) = (await session.execute(MISSED, {"since": since})).all()
    assert count > 300
    assert new > settled > 0


async def test_what_the_staff_learned_counts(session: AsyncSession) -> None:
    number = personas("plaju")["staff"]
    learned = (
        select(CompetencyAssessment.source)
        .join(CompetencyLevel, CompetencyLevel.assessment_id == CompetencyAssessment.id)
        .join(Employee, Employee.id == CompetencyLevel.employee_id)
        .where(Employee.number == number, CompetencyLevel.subject == "M.05")
        .order_by(CompetencyLevel.valid_from.desc())
        .limit(1)
    )
    assert (await session.scalars(learned)).all() == ["TRAINING"]


async def test_a_second_start_brings_nothing_new(furnished: int, database, vault: Vault) -> None:
    assert furnished > 0
    assert await furnish(database.app_url, vault, PLAJU) == 0
