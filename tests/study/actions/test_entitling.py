"""Rights that merit gives: granted once, claimed by their holder for one thing, reminded of in time."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from factories.appraisal.national import a_national_year
from factories.appraisal.office import Office
from factories.refusing import Refused, refusing
from factories.study import a_leave, a_quota, a_reported_leave, an_entitlement
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from study.conftest import TODAY, As

from jenjang.core.errors import NotFound, Stale
from jenjang.events.handling import Letter
from jenjang.handlers import HANDLERS
from jenjang.organisation.actions.versions import NotAPerson
from jenjang.organisation.models import Employee, Notice
from jenjang.organisation.rules.life import NotInService
from jenjang.organisation.terms import NoticeKind, Predicate
from jenjang.study.actions.entitling import (
    Claim,
    ClaimOneThing,
    EntitlementClaimed,
    EntitlementExpired,
    LeaveBeforeTheRight,
    LeaveClaimedFor,
    LeaveNotTaken,
    claim,
    grant,
    remind_entitled,
)
from jenjang.study.entitlements import StudyEntitlement
from jenjang.study.terms import StudyLeaveState


@pytest.fixture
def refused(session: AsyncSession) -> Refused:
    return refusing(session, ("study_entitlements", "study_leaves", "notices"))


@pytest.fixture
async def right(session: AsyncSession, office: Office) -> StudyEntitlement:
    """The staff's right of last year."""
    return await an_entitlement(session, office.people["staff"])


def claiming(of: StudyEntitlement, **what: object) -> Claim:
    return Claim(**{"entitlement_id": of.id, "expected_version": of.version, **what})  # type: ignore[arg-type]  # by name


async def rights(session: AsyncSession) -> set[tuple[UUID, int]]:
    found = await session.scalars(select(StudyEntitlement))
    return {(one.employee_id, one.year) for one in found}


async def told(session: AsyncSession, kind: NoticeKind) -> list[UUID]:
    return list(await session.scalars(select(Notice.employee_id).where(Notice.kind == kind)))


async def test_a_very_good_year_gives_a_right_once_however_often_it_is_told(
    session: AsyncSession, as_: As, office: Office
) -> None:
    staff, clerk = office.people["staff"], office.people["clerk"]
    await a_national_year(session, clerk, 2024, Predicate.VERY_GOOD)
    await a_national_year(session, clerk, 2022, Predicate.VERY_GOOD)
    letters = [
        Letter(
            name="appraisal.result_published",
            about=("Appraisal", uuid4()),
            payload={"employee_id": one},
            id=uuid4(),
            made_at=datetime(2026, 7, 1, tzinfo=UTC),
        )
        for one in (staff, clerk, clerk)
    ]
    house = as_("program")
    handlers = HANDLERS["appraisal.result_published"]
    (handler,) = [one for one in handlers if one.deed == "studyEntitlementsGrant"]
    for _ in range(2):
        await handler.handle(house, letters)
        assert await rights(session) == {(clerk, 2024)}, "2022's is over, and the staff's years are good"
        assert await told(session, NoticeKind.ENTITLEMENT_GRANTED) == [clerk]
    (made,) = await session.scalars(select(StudyEntitlement))
    assert (made.granted_on, made.expires_on) == (TODAY, date(2027, 1, 1))
    assert (made.rule, made.predicate) == ("merit_entitlement 2026", "VERY_GOOD")
    assert house.concerned == [("StudyEntitlement", made.id)]


async def test_who_left_the_service_gets_none(session: AsyncSession, as_: As, office: Office) -> None:
    clerk = office.people["clerk"]
    await a_national_year(session, clerk, 2025, Predicate.VERY_GOOD)
    (await session.get_one(Employee, ("surakarta", clerk))).state = "RESIGNED"
    await session.flush()
    assert await grant(as_("program"), [clerk]) == 0
    assert await grant(as_("program"), []) == 0


async def test_who_left_the_service_claims_nothing_and_is_reminded_of_nothing(
    session: AsyncSession, as_: As, office: Office, right: StudyEntitlement, refused: Refused
) -> None:
    (await session.get_one(Employee, ("surakarta", office.people["staff"]))).state = "RETIRED"
    await session.flush()
    async with refused(NotInService, on=TODAY):
        await claim(as_("staff"), claiming(right, course="Diklat"))
    assert await remind_entitled(as_("program", on=date(2027, 10, 3))) == 0
    assert await told(session, NoticeKind.ENTITLEMENT_EXPIRES) == []


async def test_it_is_claimed_for_a_course_once(as_: As, right: StudyEntitlement, refused: Refused) -> None:
    done = await claim(as_("staff"), claiming(right, course=" Diklat Auditor "))
    assert (done.claimed_course, done.leave_id, done.claimed_on) == ("Diklat Auditor", None, TODAY)
    assert done.version == 2
    async with refused(EntitlementClaimed, "entitlementId", on=TODAY):
        await claim(as_("staff"), claiming(right, course="Lain"))


async def test_for_a_leave_that_comes_to_nothing_it_may_be_claimed_again(
    session: AsyncSession, as_: As, office: Office, right: StudyEntitlement, refused: Refused
) -> None:
    leave = await a_leave(session, office.people["staff"])
    await claim(as_("staff"), claiming(right, leave_id=leave.id))
    async with refused(EntitlementClaimed, "entitlementId"):
        await claim(as_("staff"), claiming(right, course="Lain"))
    earlier = await an_entitlement(session, office.people["staff"], 2024)
    async with refused(LeaveClaimedFor, "leaveId", year=2025):
        await claim(as_("staff"), claiming(earlier, leave_id=leave.id))
    leave.state = StudyLeaveState.DECLINED
    await session.flush()
    async with refused(LeaveNotTaken, "leaveId"):
        await claim(as_("staff"), claiming(earlier, leave_id=leave.id))
    again = await claim(as_("staff"), claiming(right, course="Diklat"))
    assert (again.leave_id, again.claimed_course) == (None, "Diklat")


async def test_what_is_refused(
    session: AsyncSession, as_: As, office: Office, right: StudyEntitlement, refused: Refused
) -> None:
    others = await a_leave(session, office.people["colleague"])
    async with refused(ClaimOneThing):
        await claim(as_("staff"), claiming(right))
    async with refused(ClaimOneThing):
        await claim(as_("staff"), claiming(right, course="Diklat", leave_id=others.id))
    async with refused(NotFound, "entitlementId"):
        await claim(as_("colleague"), claiming(right, course="Diklat"))
    async with refused(NotFound, "leaveId"):
        await claim(as_("staff"), claiming(right, leave_id=others.id))
    async with refused(Stale, "expectedVersion", current=1):
        await claim(as_("staff"), claiming(right, course="Diklat", expected_version=2))
    async with refused(NotAPerson):
        await claim(as_("program"), claiming(right, course="Diklat"))
    async with refused(EntitlementExpired, "entitlementId", on=right.expires_on):
        await claim(as_("staff", on=right.expires_on), claiming(right, course="Diklat"))


async def test_who_doesn_t_claim_is_reminded_once_before_it_is_over(
    session: AsyncSession, as_: As, office: Office, right: StudyEntitlement
) -> None:
    staff = office.people["staff"]
    await an_entitlement(session, staff, 2024, claimed_course="Diklat", claimed_on=TODAY)
    assert await remind_entitled(as_("program", on=date(2027, 10, 2))) == 0
    for _ in range(2):
        assert await remind_entitled(as_("program", on=date(2027, 10, 3))) == 1
    assert await told(session, NoticeKind.ENTITLEMENT_EXPIRES) == [staff]
    assert await remind_entitled(as_("program", on=right.expires_on)) == 0


async def test_it_is_not_claimed_for_a_school_that_was_over_before(
    session: AsyncSession, as_: As, office: Office, right: StudyEntitlement, refused: Refused
) -> None:
    staff, admin = office.people["staff"], office.people["admin"]
    over = await a_reported_leave(session, staff, await a_quota(session, 2024), admin, "Lulus")
    early = over.begins_on + timedelta(days=1)
    right.granted_on = early
    await session.flush()
    async with refused(LeaveBeforeTheRight, "leaveId", began=over.begins_on, granted=early):
        await claim(as_("staff"), claiming(right, leave_id=over.id))
    right.granted_on = over.begins_on
    await session.flush()
    assert (await claim(as_("staff"), claiming(right, leave_id=over.id))).leave_id == over.id


async def test_it_is_claimed_for_a_school_that_began_before_and_is_under_way(
    session: AsyncSession, as_: As, office: Office, right: StudyEntitlement
) -> None:
    leave = await a_leave(session, office.people["staff"], right.granted_on - timedelta(days=60))
    assert (await claim(as_("staff"), claiming(right, leave_id=leave.id))).leave_id == leave.id
