"""What an app may offer whom: `viewerCan` of leaves and rights says what deeds then do."""

from datetime import timedelta
from uuid import UUID

import pytest
from factories.served import OURS, Served
from factories.study import a_leave, a_quota, an_entitlement
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core import clock
from jenjang.database.engine import bound, engine
from jenjang.graph.scalars import encode_id
from jenjang.organisation.models import Employee
from jenjang.study.terms import StudyLeaveState

TODAY = clock.today("Asia/Jakarta")
LEAVE = """query($id: ID!) { node(id: $id) { ... on StudyLeave {
  decidedByName decidedBy { name } viewerCan { approve decline extend settle withdraw report } } } }"""
RIGHT = "query($id: ID!) { node(id: $id) { ... on StudyEntitlement { viewerCan { claim } } } }"
SUBJECTS = ("staff", "chief", "admin", "colleague")


async def allowed(served: Served, document: str, kind: str, key: UUID) -> dict[str, str]:
    """What each of them may do with it; who doesn't see it has no name there."""
    found = {}
    for name in SUBJECTS:
        node = (await served.data(document, {"id": encode_id(kind, key)}, subject=name))["node"]
        if node:
            found[name] = " ".join(deed for deed, may in node["viewerCan"].items() if may)
    return found


async def made(fresh_database, state: StudyLeaveState, days: int) -> UUID:  # type: ignore[no-untyped-def]
    """A leave of the staff's in that state, beginning so many days from today."""
    app = engine(fresh_database.app_url, connections=1)
    async with bound(app, OURS) as session:
        leave = await _leave(session, state, days)
    await app.dispose()
    return leave


async def _leave(session: AsyncSession, state: StudyLeaveState, days: int) -> UUID:
    begins = TODAY + timedelta(days=days)
    ends = begins + timedelta(days=365)
    quota = await a_quota(session, begins.year)
    staff, admin = [await _person(session, one) for one in ("Staff", "Admin")]
    more = {"approved_end": ends, "quota_id": quota.id, "decided_by_employee_id": admin}
    told = {"finished_on": ends, "is_completed": True, "report": "Lulus", "bond_months": 0}
    reported = {**more, **told, "reported_at": clock.now()}
    decided = {StudyLeaveState.APPROVED: more, StudyLeaveState.REPORTED: reported}.get(state, {})
    return (await a_leave(session, staff, begins, ends_on=ends, state=state, **decided)).id


async def _person(session: AsyncSession, name: str) -> UUID:
    return (await session.scalars(select(Employee.id).where(Employee.name == name))).one()


@pytest.mark.parametrize(
    ("state", "days", "own", "admins"),
    [
        (StudyLeaveState.REQUESTED, 30, "withdraw", "approve decline"),
        (StudyLeaveState.REQUESTED, 0, "withdraw", "decline"),
        (StudyLeaveState.APPROVED, 30, "withdraw", "extend"),
        (StudyLeaveState.APPROVED, 0, "", "extend"),
        (StudyLeaveState.APPROVED, -1, "report", "extend"),
        (StudyLeaveState.APPROVED, -365, "report", ""),
        (StudyLeaveState.REPORTED, -365, "", "settle"),
        (StudyLeaveState.DECLINED, 30, "", ""),
    ],
)
async def test_a_leave_offers_what_its_state_and_day_let(
    served: Served, fresh_database, state: StudyLeaveState, days: int, own: str, admins: str
) -> None:
    leave = await made(fresh_database, state, days)
    assert await allowed(served, LEAVE, "StudyLeave", leave) == {"staff": own, "chief": "", "admin": admins}


async def test_whoever_asked_is_told_who_decided_without_that_ones_file(
    served: Served, fresh_database
) -> None:
    leave = await made(fresh_database, StudyLeaveState.APPROVED, 30)
    node = (await served.data(LEAVE, {"id": encode_id("StudyLeave", leave)}, subject="staff"))["node"]
    assert (node["decidedByName"], node["decidedBy"]) == ("Admin", None)


@pytest.mark.parametrize(
    ("more", "may"),
    [
        ({}, "claim"),
        ({"claimed_on": TODAY, "claimed_course": "LAY-02"}, ""),
        ({"expires_on": TODAY}, ""),
    ],
)
async def test_a_right_is_claimed_by_its_own_person_while_it_is_open(
    served: Served, fresh_database, more: dict[str, object], may: str
) -> None:
    app = engine(fresh_database.app_url, connections=1)
    async with bound(app, OURS) as session:
        usual = {"expires_on": TODAY + timedelta(days=1), "granted_on": TODAY - timedelta(days=300)}
        right = await an_entitlement(session, await _person(session, "Staff"), **{**usual, **more})
        key = right.id
    await app.dispose()
    told = await allowed(served, RIGHT, "StudyEntitlement", key)
    assert told["staff"] == may
    assert {told[name] for name in told if name != "staff"} == {""}
