"""What other rooms look at, through the eyes of the role that serves: every column, one government."""

import pytest
from factories.appraisal.office import Office
from factories.competence import a_standard, a_technical_competency, an_assessment
from sqlalchemy import Table, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.competence.looking import asked_in_units, gaps, subjects
from jenjang.organisation.models import Placement


@pytest.mark.parametrize("window", [subjects, gaps, asked_in_units], ids=lambda one: one.name)
async def test_a_window_has_its_columns_and_shows_the_bound_government_only(
    session: AsyncSession, office: Office, window: Table
) -> None:
    own = await a_technical_competency(session)
    held = select(Placement.position_id).where(Placement.employee_id == office.people["staff"])
    await a_standard(session, (await session.scalars(held)).one(), own)
    await an_assessment(session, office.people["staff"])
    rows = (await session.execute(select(window))).all()
    assert rows
    assert {row.tenant_id for row in rows} == {"surakarta"}
    await session.execute(text("SELECT set_config('app.tenant_id', 'plaju', true)"))
    assert {row.tenant_id for row in await session.execute(select(window))} <= {"plaju"}
    await session.execute(text("SELECT set_config('app.tenant_id', '', true)"))
    assert (await session.execute(select(window))).all() == []


async def test_a_gap_tells_what_is_asked_and_when(session: AsyncSession, office: Office) -> None:
    staff = office.people["staff"]
    held = select(Placement.position_id).where(Placement.employee_id == staff)
    standard = await a_standard(session, (await session.scalars(held)).one(), "M.05", 4)
    (row,) = await session.execute(select(gaps).where(gaps.c.employee_id == staff))
    assert (row.subject, row.competency, row.required) == ("M.05", "M.05", 4)
    assert (row.required_from, row.required_to) == (standard.valid_from, None)
    assert row.position_id == standard.position_id
