"""Study leave from the request to the bond: who may, what is refused, and that nobody passes the quota."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from factories.appraisal.office import Office
from factories.refusing import Refused
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from study.conftest import TODAY, As
from study.going import BACK, BEGINS, CHECKED, TWO_SEATS, a_master, approving

from jenjang.core.errors import NotFound, Stale
from jenjang.core.texts import NoText
from jenjang.organisation.actions.versions import NotAPerson
from jenjang.organisation.models import Employee, Notice
from jenjang.organisation.rules.years import NoSuchYear
from jenjang.organisation.terms import NoticeKind
from jenjang.study.actions.deciding import (
    BeganMeanwhile,
    Decline,
    Extend,
    LeaveDecided,
    NotOnesOwnLeave,
    NotUnderWay,
    StudyOver,
    approve,
    decline,
    extend,
)
from jenjang.study.actions.judging import NoSuchSchool
from jenjang.study.actions.quotas import QuotaKnown, QuotaSet, set_quota
from jenjang.study.actions.reporting import NothingToReport, Report, remind_students, report
from jenjang.study.actions.requesting import NothingToWithdraw, StudyBegan, Withdraw, request, withdraw
from jenjang.study.actions.settling import NothingToSettle, Settle, settle
from jenjang.study.models import StudyLeave, StudyQuota
from jenjang.study.rules.leaves import (
    BackBeforeItBegins,
    FinishedElsewhen,
    NoQuota,
    NotBegun,
    NotLonger,
    QuotaTooLow,
    QuotaUsedUp,
    StudyNotAhead,
)
from jenjang.study.rules.requirements import NotChecked, RequirementsMissing
from jenjang.study.terms import StudyDuty, StudyFunding, StudyLeaveState, StudyRequirement

LATER = date(2028, 10, 1)


@pytest.fixture
async def quota(session: AsyncSession, as_: As, office: Office) -> StudyQuota:
    """Two may go for a master this year."""
    return await set_quota(as_("admin"), TWO_SEATS)


@pytest.fixture
async def asked(as_: As, quota: StudyQuota) -> StudyLeave:
    """What the staff asks for."""
    return await request(as_("staff"), a_master())


@pytest.fixture
async def going(as_: As, asked: StudyLeave) -> StudyLeave:
    """The same, approved."""
    return await approve(as_("admin"), approving(asked))


async def told(session: AsyncSession, kind: NoticeKind) -> list[object]:
    return list(await session.scalars(select(Notice.employee_id).where(Notice.kind == kind)))


def taking_back(leave: StudyLeave, reason: str = "Batal") -> Withdraw:
    return Withdraw(leave_id=leave.id, expected_version=leave.version, reason=reason)


def back(leave: StudyLeave, **other: object) -> Report:
    usual = {"leave_id": leave.id, "expected_version": leave.version, "finished_on": BACK}
    return Report(**{**usual, "is_completed": True, "report": "Lulus", **other})  # type: ignore[arg-type]  # by name


def longer(leave: StudyLeave, back_on: date) -> Extend:
    return Extend(leave_id=leave.id, expected_version=leave.version, back_on=back_on, reason="Tesis")


async def test_a_request_tells_the_leader_and_waits(
    session: AsyncSession, asked: StudyLeave, office: Office
) -> None:
    assert (asked.state, asked.rule) == (StudyLeaveState.REQUESTED, "study_leave 2021")
    assert await told(session, NoticeKind.STUDY_REQUESTED) == [office.people["chief"]]


async def test_who_lacks_something_is_told_all_of_it(as_: As, refused: Refused) -> None:
    async with refused(RequirementsMissing, missing=[StudyRequirement.PERFORMANCE, StudyRequirement.LENGTH]):
        await request(as_("clerk"), a_master(back_on=date(2029, 9, 1)))


async def test_nobody_asks_twice_at_one_time(as_: As, asked: StudyLeave, refused: Refused) -> None:
    async with refused(RequirementsMissing, missing=[StudyRequirement.NO_OTHER_STUDY]):
        await request(as_("staff"), a_master())


@pytest.mark.parametrize(
    ("other", "error", "field"),
    [
        ({"begins_on": TODAY}, StudyNotAhead, "beginsOn"),
        ({"begins_on": date(2028, 7, 2), "back_on": date(2029, 7, 2)}, StudyNotAhead, "beginsOn"),
        ({"back_on": BEGINS}, BackBeforeItBegins, "backOn"),
        ({"back_on": date.max}, BackBeforeItBegins, "backOn"),
        ({"level": "S9"}, NoSuchSchool, "level"),
        ({"programme": " "}, NoText, "programme"),
        ({"school": ""}, NoText, "school"),
    ],
)
async def test_a_request_that_can_t_be_is_refused_where_it_is_wrong(
    as_: As, refused: Refused, other: dict[str, object], error: type, field: str
) -> None:
    async with refused(error, field):
        await request(as_("staff"), a_master(**other))


async def test_a_program_asks_for_no_leave(as_: As, refused: Refused) -> None:
    async with refused(NotAPerson):
        await request(as_("program"), a_master())


async def test_who_is_let_go_takes_a_place_and_is_told(
    session: AsyncSession, going: StudyLeave, quota: StudyQuota, office: Office
) -> None:
    assert (going.state, going.quota_id, going.approved_end) == (StudyLeaveState.APPROVED, quota.id, BACK)
    assert going.checked == sorted(CHECKED)
    assert quota.taken == 1
    assert await told(session, NoticeKind.STUDY_DECIDED) == [office.people["staff"]]


async def test_what_no_record_tells_is_named_before_anybody_goes(
    as_: As, asked: StudyLeave, refused: Refused
) -> None:
    async with refused(NotChecked, "checked", unchecked=[StudyRequirement.HEALTH]):
        await approve(as_("admin"), approving(asked, checked=CHECKED[:-1]))


async def test_no_more_go_than_the_quota(as_: As, quota: StudyQuota, refused: Refused) -> None:
    for name in ("staff", "colleague"):
        await approve(as_("admin"), approving(await request(as_(name), a_master())))
    third = await request(as_("chief"), a_master())
    async with refused(QuotaUsedUp, "leaveId", seats=2, year=2026, level="S2"):
        await approve(as_("admin"), approving(third))


async def test_where_no_quota_was_set_nobody_goes(as_: As, refused: Refused) -> None:
    asked = await request(as_("staff"), a_master(level="S3"))
    async with refused(QuotaUsedUp, "leaveId", seats=0, level="S3"):
        await approve(as_("admin"), approving(asked))


async def test_nobody_decides_on_the_own_leave(as_: As, quota: StudyQuota, refused: Refused) -> None:
    own = await request(as_("admin"), a_master())
    async with refused(NotOnesOwnLeave, "leaveId"):
        await approve(as_("admin"), approving(own))
    async with refused(NotOnesOwnLeave, "leaveId"):
        await decline(as_("admin"), Decline(leave_id=own.id, expected_version=1, reason="Tidak"))


async def test_who_decides_saw_the_latest_and_decides_once(
    as_: As, asked: StudyLeave, refused: Refused
) -> None:
    async with refused(Stale, "expectedVersion", current=1):
        await approve(as_("admin"), approving(asked, expected_version=2))
    async with refused(NotFound, "leaveId"):
        await approve(as_("admin"), approving(asked, leave_id=uuid4()))
    async with refused(BeganMeanwhile, "leaveId", on=BEGINS):
        await approve(as_("admin", on=BEGINS), approving(asked))
    await decline(as_("admin"), Decline(leave_id=asked.id, expected_version=1, reason="Kuota"))
    assert (asked.state, asked.reason) == (StudyLeaveState.DECLINED, "Kuota")
    async with refused(LeaveDecided, "leaveId", state=StudyLeaveState.DECLINED):
        await approve(as_("admin"), approving(asked))


async def test_what_was_met_at_the_request_is_judged_again(
    session: AsyncSession, as_: As, asked: StudyLeave, office: Office, refused: Refused
) -> None:
    asked.begins_on, asked.ends_on = BEGINS, date(2028, 9, 2)
    await session.flush()
    async with refused(RequirementsMissing, missing=[StudyRequirement.LENGTH]):
        await approve(as_("admin"), approving(asked))


async def test_a_place_that_is_given_back_is_free(
    as_: As, going: StudyLeave, quota: StudyQuota, refused: Refused
) -> None:
    async with refused(NotFound, "leaveId"):
        await withdraw(as_("colleague"), taking_back(going))
    async with refused(StudyBegan, "leaveId", on=BEGINS):
        await withdraw(as_("staff", on=BEGINS), taking_back(going))
    await withdraw(as_("staff"), taking_back(going))
    assert (going.state, going.quota_id, quota.taken) == (StudyLeaveState.WITHDRAWN, None, 0)
    async with refused(NothingToWithdraw, "leaveId", state=StudyLeaveState.WITHDRAWN):
        await withdraw(as_("staff"), taking_back(going))


async def test_a_study_is_made_longer_within_a_year(as_: As, going: StudyLeave, refused: Refused) -> None:
    async with refused(NotLonger, "backOn", ends=BACK, last=date(2029, 9, 1)):
        await extend(as_("admin"), longer(going, date(2029, 9, 2)))
    await extend(as_("admin"), longer(going, date(2029, 3, 1)))
    assert going.ends_on == date(2029, 3, 1)
    async with refused(NotLonger, "backOn", ends=date(2029, 3, 1)):
        await extend(as_("admin"), longer(going, date(2029, 3, 1)))
    await extend(as_("admin"), longer(going, date(2029, 9, 1)))
    async with refused(NotLonger, "backOn", last=date(2029, 9, 1)):
        await extend(as_("admin"), longer(going, date(2029, 9, 2)))


async def test_a_study_isn_t_made_longer_than_the_service_that_is_left_allows(
    session: AsyncSession, as_: As, going: StudyLeave, office: Office, refused: Refused
) -> None:
    staff = await session.get_one(Employee, (as_("admin").tenant, office.people["staff"]))
    last = date(2029, 3, 1)
    staff.retires_on = date(2036, 8, 31)
    await session.flush()
    async with refused(RequirementsMissing, missing=[StudyRequirement.SERVICE_LEFT]):
        await extend(as_("admin"), longer(going, last))
    staff.retires_on = date(2036, 9, 1)
    await session.flush()
    await extend(as_("admin"), longer(going, last))
    assert going.ends_on == last


async def test_what_is_over_isn_t_made_longer(as_: As, going: StudyLeave, refused: Refused) -> None:
    async with refused(StudyOver, "leaveId", ends=BACK):
        await extend(as_("admin", on=BACK), longer(going, date(2029, 3, 1)))
    await extend(as_("admin", on=BACK - timedelta(days=1)), longer(going, date(2029, 3, 1)))


async def test_only_who_was_let_go_studies_longer(as_: As, asked: StudyLeave, refused: Refused) -> None:
    async with refused(NotUnderWay, "leaveId", state=StudyLeaveState.REQUESTED):
        await extend(as_("admin"), longer(asked, LATER))


async def test_who_is_back_owes_twice_the_time_and_studies_no_further_until_then(
    as_: As, going: StudyLeave, refused: Refused
) -> None:
    await report(as_("staff", on=LATER), back(going))
    assert (going.state, going.bond_months) == (StudyLeaveState.REPORTED, 48)
    assert (going.finished_on, going.bond_to) == (BACK, date(2032, 9, 1))
    again = a_master(level="S3", begins_on=date(2029, 1, 1), back_on=date(2032, 1, 1))
    async with refused(RequirementsMissing, missing=[StudyRequirement.PERFORMANCE, StudyRequirement.NO_BOND]):
        await request(as_("staff", on=LATER), again)


def settling(leave: StudyLeave, finished_on: date, **other: object) -> Settle:
    usual = {"leave_id": leave.id, "expected_version": leave.version, "finished_on": finished_on}
    return Settle(**{**usual, "reason": "Surat kampus", **other})  # type: ignore[arg-type]  # by name


async def test_who_says_to_be_back_early_owes_for_all_that_was_granted_until_it_is_settled(
    session: AsyncSession, as_: As, going: StudyLeave, office: Office
) -> None:
    early, halfway = BEGINS + timedelta(days=1), date(2027, 9, 1)
    await report(as_("staff", on=LATER), back(going, finished_on=early))
    assert (going.finished_on, going.bond_months, going.bond_to) == (early, 48, date(2030, 9, 2))
    assert going.settled_on is None
    await settle(as_("admin", on=LATER), settling(going, halfway))
    assert (going.finished_on, going.bond_months, going.bond_to) == (halfway, 24, date(2029, 9, 1))
    assert (going.reason, going.decided_by_employee_id) == ("Surat kampus", office.people["admin"])
    assert going.settled_on == LATER
    await settle(as_("admin", on=LATER), settling(going, BACK))
    assert (going.finished_on, going.bond_months, going.bond_to) == (BACK, 48, date(2032, 9, 1))
    assert office.people["staff"] in await told(session, NoticeKind.STUDY_DECIDED)


async def test_who_is_back_late_owes_for_all_of_it(as_: As, going: StudyLeave) -> None:
    await report(as_("staff", on=LATER), back(going, finished_on=LATER))
    assert going.bond_months == 50


async def test_what_was_reported_is_settled_by_another_within_the_study(
    as_: As, going: StudyLeave, refused: Refused
) -> None:
    async with refused(NothingToSettle, "leaveId", state=StudyLeaveState.APPROVED):
        await settle(as_("admin", on=LATER), settling(going, BACK))
    await report(as_("staff", on=LATER), back(going))
    for on in (BEGINS, LATER + timedelta(days=1)):
        async with refused(FinishedElsewhen, "finishedOn", begins=BEGINS):
            await settle(as_("admin", on=LATER), settling(going, on))
    async with refused(NotOnesOwnLeave, "leaveId"):
        await settle(as_("staff", on=LATER), settling(going, BACK))
    async with refused(Stale, "expectedVersion", current=3):
        await settle(as_("admin", on=LATER), settling(going, BACK, expected_version=2))
    async with refused(NoText, "reason"):
        await settle(as_("admin", on=LATER), settling(going, BACK, reason=" "))
    async with refused(NotFound, "leaveId"):
        await settle(as_("admin", on=LATER), settling(going, BACK, leave_id=uuid4()))


async def test_who_paid_and_worked_on_owes_nothing(as_: As, quota: StudyQuota) -> None:
    asked = await request(as_("staff"), a_master(duty=StudyDuty.KEPT, funding=StudyFunding.SELF))
    await approve(as_("admin"), approving(asked))
    await report(as_("staff", on=LATER), back(asked, is_completed=False))
    assert (asked.bond_months, asked.bond_to, asked.is_completed) == (0, None, False)


async def test_a_report_that_can_t_be_is_refused(as_: As, going: StudyLeave, refused: Refused) -> None:
    async with refused(NotBegun, "leaveId", begins=BEGINS):
        await report(as_("staff"), back(going))
    async with refused(FinishedElsewhen, "finishedOn", begins=BEGINS):
        await report(as_("staff", on=LATER), back(going, finished_on=BEGINS))
    async with refused(FinishedElsewhen, "finishedOn", begins=BEGINS):
        await report(as_("staff", on=LATER), back(going, finished_on=LATER + timedelta(days=1)))
    async with refused(NotFound, "leaveId"):
        await report(as_("colleague", on=LATER), back(going))
    await report(as_("staff", on=LATER), back(going))
    async with refused(NothingToReport, "leaveId", state=StudyLeaveState.REPORTED):
        await report(as_("staff", on=LATER), back(going))


async def test_who_doesn_t_report_is_reminded_once(
    session: AsyncSession, as_: As, going: StudyLeave, office: Office
) -> None:
    assert await remind_students(as_("program", on=BACK + timedelta(days=29))) == 0
    for _ in range(2):
        assert await remind_students(as_("program", on=BACK + timedelta(days=30))) == 1
    assert await told(session, NoticeKind.STUDY_REPORT_DUE) == [office.people["staff"]]


async def test_a_quota_covers_who_was_let_go(
    session: AsyncSession, as_: As, going: StudyLeave, quota: StudyQuota, refused: Refused
) -> None:
    async with refused(QuotaKnown, "expectedVersion", current=1):
        await set_quota(as_("admin"), TWO_SEATS)
    async with refused(QuotaTooLow, "seats", taken=1):
        await set_quota(as_("admin"), QuotaSet(year=2026, level="S2", seats=0, expected_version=1))
    await set_quota(as_("admin"), QuotaSet(year=2026, level="S2", seats=1, expected_version=1))
    assert (quota.seats, quota.version) == (1, 2)
    assert await session.scalar(select(func.count()).select_from(StudyQuota)) == 1


@pytest.mark.parametrize(
    ("other", "error", "field"),
    [
        ({"year": 1999}, NoSuchYear, "year"),
        ({"level": "S9"}, NoSuchSchool, "level"),
        ({"seats": -1}, NoQuota, "seats"),
        ({"seats": 10_001}, NoQuota, "seats"),
    ],
)
async def test_a_quota_that_can_t_be_is_refused(
    as_: As, refused: Refused, other: dict[str, object], error: type, field: str
) -> None:
    async with refused(error, field):
        await set_quota(as_("admin"), QuotaSet(**{"year": 2026, "level": "S2", "seats": 1, **other}))  # type: ignore[arg-type]  # by name
