"""Superiors are the same whether asked for one person or for everybody."""

from datetime import date

import pytest
from factories.organisation import a_leadership, a_placement, a_position, a_unit, an_employee
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core.context import Context
from jenjang.organisation.actions.superiors import SUPERIORS, Standing, standing_of
from jenjang.organisation.models import Employee
from jenjang.organisation.terms import LeadershipKind

ON = date(2026, 7, 1)
ALL = text(SUPERIORS.format(tenant=":tenant", on="CAST(:on AS date)"))
UNTIL = {"since": date(2026, 6, 1), "until": date(2026, 9, 1)}


@pytest.fixture
async def people(session: AsyncSession) -> dict[str, Employee]:
    """A dinas with two bidang: one is led by its chief, the other by a Plt. from outside, beside a Plh."""
    dinas = await a_unit(session)
    led, vacant = [await a_unit(session, name, parent=dinas) for name in ("Bidang A", "Bidang B")]
    homes = {"leader": dinas, "chief": led, "staff": led, "orphan": vacant, "daily": vacant, "gone": led}
    people = {}
    for name, unit in homes.items():
        people[name] = await an_employee(session, name)
        until = date(2026, 6, 1) if name == "gone" else None
        await a_placement(session, people[name], await a_position(session, unit), until=until)
    await a_leadership(session, dinas, people["leader"])
    await a_leadership(session, led, people["chief"])
    await a_leadership(session, vacant, people["chief"], kind=LeadershipKind.PLT, **UNTIL)
    await a_leadership(session, dinas, people["daily"], kind=LeadershipKind.PLH, **UNTIL)
    return people


async def test_the_nearest_leader_above_who_is_not_the_person(
    context: Context, people: dict[str, Employee]
) -> None:
    expected = {"leader": None, "chief": "leader", "staff": "chief", "orphan": "chief", "daily": "chief"}
    for name, superior in expected.items():
        found = await standing_of(context, people[name].id, ON)
        assert found
        assert found.superior_employee_id == (people[superior].id if superior else None), name
        assert (found.headed_unit_id is not None) == (name in ("leader", "chief"))
    assert await standing_of(context, people["gone"].id, ON) is None
    before = await standing_of(context, people["orphan"].id, date(2026, 5, 31))
    assert before
    assert before.superior_employee_id == people["leader"].id


async def test_everybody_at_once_is_told_the_same(
    context: Context, session: AsyncSession, people: dict[str, Employee]
) -> None:
    rows = (await session.execute(ALL, {"tenant": context.tenant, "on": ON})).all()
    assert len(rows) == len(people) - 1
    for row in rows:
        assert await standing_of(context, row.employee_id, ON) == Standing(*row)
