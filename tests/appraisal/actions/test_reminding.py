"""Evaluators are told once of what is due and of what is late; then it goes to the leader above."""

from datetime import date
from uuid import UUID

import pytest
from appraisal.conftest import As
from factories.appraisal.cycles import a_cycle, appraisal_of, evaluated
from factories.appraisal.office import Office
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.appraisal.actions.reminding import remind
from jenjang.appraisal.models.cycle import Appraisal, AppraisalCycle
from jenjang.appraisal.models.policy import LocalHoliday
from jenjang.appraisal.terms import CycleState
from jenjang.organisation.models import Leadership, Notice

DUE_SOON, LAST, LATE, WITH_THE_SUPERIOR = (date(2026, 7, day) for day in (15, 20, 21, 27))
"""June is due on Monday, 20 July; three working days before that is Wednesday, five after it Monday."""


@pytest.fixture
async def june(as_: As) -> AppraisalCycle:
    return await a_cycle(as_("admin"))


async def told(session: AsyncSession, office: Office, about: UUID) -> set[tuple[str, str]]:
    """Who was told what about an appraisal."""
    names = {person: name for name, person in office.people.items()}
    rows = await session.scalars(select(Notice).where(Notice.about_id == about))
    return {(names[row.employee_id], row.kind) for row in rows if row.about_type == "Appraisal"}


async def escalated(session: AsyncSession, office: Office) -> dict[str, int]:
    """To whom how many appraisals went, as they were told: once each."""
    names = {person: name for name, person in office.people.items()}
    of_kind = select(Notice).where(Notice.kind == "EVALUATION_ESCALATED")
    rows = (await session.scalars(of_kind.execution_options(populate_existing=True))).all()
    assert {row.about_type for row in rows} <= {"AppraisalCycle"}
    assert len({row.employee_id for row in rows}) == len(rows)
    return {names[row.employee_id]: row.count for row in rows}


async def test_an_evaluator_is_told_before_it_is_due_once(
    as_: As, office: Office, session: AsyncSession, june: AppraisalCycle
) -> None:
    staff = (await appraisal_of(session, june, office.people["staff"])).id
    assert await remind(as_("admin", on=date(2026, 7, 14))) == 0
    assert await remind(as_("admin", on=DUE_SOON)) == len(office.people) - 1
    assert await told(session, office, staff) == {("chief", "EVALUATION_DUE")}
    assert await remind(as_("admin", on=DUE_SOON)) == 0
    assert await remind(as_("admin", on=LAST)) == 0


async def test_a_holiday_of_the_governments_own_lets_the_reminder_come_earlier(
    as_: As, office: Office, session: AsyncSession, june: AppraisalCycle
) -> None:
    session.add(LocalHoliday(day=date(2026, 7, 16), name="Hari jadi kota"))
    await session.flush()
    assert await remind(as_("admin", on=date(2026, 7, 13))) == 0
    assert await remind(as_("admin", on=date(2026, 7, 14))) == len(office.people) - 1


async def test_what_is_late_goes_to_the_leader_above_after_some_days(
    as_: As, office: Office, session: AsyncSession, june: AppraisalCycle
) -> None:
    staff = (await appraisal_of(session, june, office.people["staff"])).id
    await remind(as_("admin", on=LATE))
    assert await told(session, office, staff) == {("chief", "EVALUATION_LATE")}
    await remind(as_("admin", on=date(2026, 7, 24)))
    assert (await appraisal_of(session, june, office.people["staff"])).escalated_at is None
    await remind(as_("admin", on=WITH_THE_SUPERIOR))
    found = await appraisal_of(session, june, office.people["staff"])
    assert found.escalated_to_employee_id == office.people["leader"]
    assert found.escalated_at == as_("admin", on=WITH_THE_SUPERIOR).now
    assert found.version == 1
    assert await told(session, office, staff) == {("chief", "EVALUATION_LATE")}
    assert await escalated(session, office) == {"leader": 3, "head": 6}
    assert await remind(as_("admin", on=date(2026, 7, 28))) == 0
    assert (await appraisal_of(session, june, office.people["staff"])).escalated_at == found.escalated_at


async def test_nobody_stands_above_whom_the_head_evaluates(
    as_: As, office: Office, session: AsyncSession, june: AppraisalCycle
) -> None:
    await remind(as_("admin", on=WITH_THE_SUPERIOR))
    for name in ("leader", "stranger", "head"):
        found = await appraisal_of(session, june, office.people[name])
        assert (found.escalated_to_employee_id, found.escalated_at) == (None, None)


async def test_a_new_leader_is_told_and_the_one_above_that_one(
    as_: As, office: Office, session: AsyncSession, june: AppraisalCycle
) -> None:
    staff = (await appraisal_of(session, june, office.people["staff"])).id
    await remind(as_("admin", on=WITH_THE_SUPERIOR))
    gone = update(Leadership).where(Leadership.employee_id == office.people["chief"])
    await session.execute(gone.values(valid_to=WITH_THE_SUPERIOR))
    await remind(as_("admin", on=WITH_THE_SUPERIOR))
    found = await appraisal_of(session, june, office.people["staff"])
    assert found.evaluator_employee_id == office.people["leader"]
    assert found.escalated_to_employee_id == office.people["head"]
    assert ("leader", "EVALUATION_LATE") in await told(session, office, staff)
    assert (await escalated(session, office))["head"] == 9


async def test_nobody_is_reminded_of_what_is_done_or_of_a_closed_cycle(
    as_: As, office: Office, session: AsyncSession, june: AppraisalCycle
) -> None:
    staff = await appraisal_of(session, june, office.people["staff"])
    await evaluated(session, staff, as_("admin").now)
    await remind(as_("admin", on=LATE))
    assert await told(session, office, staff.id) == set()
    june.state = CycleState.CLOSING
    await session.flush()
    assert await remind(as_("admin", on=WITH_THE_SUPERIOR)) == 0
    assert not (await session.scalars(select(Appraisal).where(Appraisal.escalated_at.is_not(None)))).all()


async def test_who_has_not_acknowledged_a_result_is_told_once_the_day_has_passed(
    as_: As, office: Office, session: AsyncSession, june: AppraisalCycle
) -> None:
    until, after = date(2026, 7, 10), date(2026, 7, 11)
    people = {
        "staff": "PUBLISHED",
        "colleague": "ACKNOWLEDGED",
        "functional": "OBJECTED",
        "clerk": "PUBLISHED",
    }
    about = {}
    for name, state in people.items():
        row = await appraisal_of(session, june, office.people[name])
        row.state, row.predicate, row.published_at = state, "GOOD", as_("admin").now
        row.acknowledge_until = None if name == "clerk" else until
        about[name] = row.id
    await session.flush()
    await remind(as_("admin", on=until))
    assert await told(session, office, about["staff"]) == set()
    assert await remind(as_("admin", on=after)) == 1
    assert await told(session, office, about["staff"]) == {("staff", "ACKNOWLEDGEMENT_LATE")}
    for name in ("colleague", "functional", "clerk"):
        assert await told(session, office, about[name]) == set()
    assert await remind(as_("admin", on=date(2026, 7, 13))) == 0
