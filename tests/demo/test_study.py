"""The demo's study leaves: in every state, for whom nothing is missing; and what merit gave a right to."""

from collections.abc import AsyncIterator, Sequence

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core import clock
from jenjang.core.sealing import Vault
from jenjang.core.settings import HOUSE
from jenjang.database.engine import bound, engine
from jenjang.demo.appraisals.filling import fill
from jenjang.demo.people.arrival import bring_in
from jenjang.demo.people.calendar_days import AS_OF
from jenjang.study.entitlements import StudyEntitlement
from jenjang.study.models import StudyLeave
from jenjang.study.terms import StudyDuty, StudyLeaveState
from jenjang.tenancy.catalogue import catalogue

PLAJU = catalogue(HOUSE / "tenants")["plaju"]
TODAY = max(clock.today(PLAJU.time_zone), AS_OF)
COUNTED = text("""
    SELECT q.taken, (SELECT count(*) FROM study_leaves l WHERE l.quota_id = q.id) AS given
      FROM study_quotas q
""")
AWAY = text("""
    SELECT (SELECT count(*) FROM employees WHERE state = 'STUDY_LEAVE') AS away,
           (SELECT count(*) FROM employees e JOIN study_leaves l ON l.employee_id = e.id
             WHERE e.state = 'STUDY_LEAVE' AND l.state = 'APPROVED') AS with_leave
""")


@pytest.fixture(scope="module")
async def filled(database, vault: Vault) -> int:
    """How many results a government has."""
    await bring_in(database.app_url, vault, PLAJU, AS_OF)
    return await fill(database.app_url, vault, PLAJU)


@pytest.fixture
async def session(filled: int, database) -> AsyncIterator[AsyncSession]:
    assert filled
    app = engine(database.app_url, connections=1)
    async with bound(app, "plaju") as session:
        yield session
    await app.dispose()


async def leaves(session: AsyncSession) -> Sequence[StudyLeave]:
    return (await session.scalars(select(StudyLeave))).all()


async def test_leaves_are_in_every_state(session: AsyncSession) -> None:
    of = StudyLeave
    counted = await session.execute(select(of.state, func.count()).group_by(of.state))
    states = {row[0]: row[1] for row in counted}
    assert states.keys() == {*StudyLeaveState}
    assert states["REQUESTED"] == 3
    assert states["DECLINED"] == states["WITHDRAWN"] == states["REPORTED"] == 1


async def test_one_owes_service_and_one_a_report(session: AsyncSession) -> None:
    told = await leaves(session)
    [owes] = [one for one in told if one.bond_to]
    assert owes.bond_to
    assert (owes.state, owes.bond_to > TODAY) == (StudyLeaveState.REPORTED, True)
    [late] = [one for one in told if one.state == StudyLeaveState.APPROVED and one.ends_on < TODAY]
    assert late.duty == StudyDuty.KEPT


async def test_quotas_count_what_was_given_and_whoever_is_away_has_a_leave(session: AsyncSession) -> None:
    rows = (await session.execute(COUNTED)).all()
    assert [row.taken for row in rows] == [row.given for row in rows]
    assert sum(row.taken for row in rows) > 5
    [row] = (await session.execute(AWAY)).all()
    assert row.away == row.with_leave > 0


async def test_rights_are_open_and_claimed_for_a_leave_and_for_a_course(session: AsyncSession) -> None:
    rights = (await session.scalars(select(StudyEntitlement))).all()
    assert sum(one.claimed_on is None for one in rights) > 10
    claimed = [one for one in rights if one.claimed_on]
    assert sorted(one.claimed_course is None for one in claimed) == [False, True]
    assert min(one.expires_on for one in rights) > TODAY
