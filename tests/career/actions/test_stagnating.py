"""Careers that stand still: seen by the sweep, told to who leads, answered, closed by progress."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from career.conftest import TODAY, As
from factories.appraisal.office import Office, an_office
from factories.career import a_case, a_plan
from factories.databases import Database
from factories.organisation import a_placement, a_position
from factories.racing import Race
from factories.refusing import Refused, refusing
from factories.study import a_leave, a_quota
from factories.training import a_certificate, a_course, an_enrolment, an_event
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.appraisal.models.feedback import Dialogue
from jenjang.career.actions.stagnating import (
    AnswerCase,
    CaseAnswered,
    CaseClosed,
    NoReasonForNothing,
    NotOnesOwnCase,
    answer,
    sweep,
)
from jenjang.career.actions.standstill import standstill
from jenjang.career.stagnation import StagnationCase
from jenjang.career.terms import CareerSign, StagnationAnswer, StagnationSpared
from jenjang.core.context import Context
from jenjang.core.errors import NotFound, Stale
from jenjang.database.engine import bound, engine
from jenjang.organisation.actions.versions import NotAPerson
from jenjang.organisation.models import Employee, Notice, Placement, Unit
from jenjang.organisation.terms import NoticeKind
from jenjang.study.terms import StudyLeaveState

LATER = date(2027, 1, 1)


@pytest.fixture
def refused(session: AsyncSession) -> Refused:
    return refusing(session, ("stagnation_cases", "notices"))


@pytest.fixture
async def case(session: AsyncSession, office: Office) -> StagnationCase:
    """The staff's, not answered yet."""
    return await a_case(session, office.people["staff"])


def answering(of: StagnationCase, **what: object) -> AnswerCase:
    usual = {"case_id": of.id, "expected_version": of.version, "answer": StagnationAnswer.TALK_HELD}
    return AnswerCase(**{**usual, **what})  # type: ignore[arg-type]  # by name


async def cases(session: AsyncSession, person: UUID) -> list[StagnationCase]:
    of = StagnationCase
    found = await session.scalars(select(of).where(of.employee_id == person).order_by(of.id))
    return list(found)


async def told(session: AsyncSession) -> dict[UUID, set[UUID]]:
    """Whom the leaders were told of, by leader."""
    rows = select(Notice.employee_id, StagnationCase.employee_id).join(
        StagnationCase, StagnationCase.id == Notice.about_id
    )
    found: dict[UUID, set[UUID]] = {}
    for leader, person in await session.execute(rows.where(Notice.kind == NoticeKind.CAREER_STAGNATES)):
        found.setdefault(leader, set()).add(person)
    return found


async def a_talk(session: AsyncSession, office: Office, held_on: date, *, confirmed: bool = True) -> None:
    at = datetime(2026, 6, 1, tzinfo=UTC) if confirmed else None
    made = Dialogue(
        employee_id=office.people["staff"],
        leader_employee_id=office.people["chief"],
        held_on=held_on,
        challenges="Banyak",
        advice="Terus",
        state="CONFIRMED" if confirmed else "NOTED",
        noted_by="LEADER",
        employee_confirmed_at=at,
        leader_confirmed_at=at,
        version=1,
    )
    session.add(made)
    await session.flush()


async def a_training(session: AsyncSession, person: UUID, ends: date) -> None:
    course = await a_course(session)
    event = await an_event(session, course, ends)
    await a_certificate(session, await an_enrolment(session, event, person), course, "1", ends)


async def test_the_sweep_opens_one_case_each_and_tells_who_leads_once(
    session: AsyncSession, as_: As, office: Office
) -> None:
    house, staff = as_("program"), office.people["staff"]
    opened = await sweep(house)
    assert opened == len(office.people) == len(house.concerned)
    assert await sweep(as_("program")) == 0
    (found,) = await cases(session, staff)
    assert (found.signs, found.opened_on) == (["MOVE", "PLAN", "TRAINING", "DIALOGUE"], TODAY)
    assert (found.moved_on, found.planned_on, found.rule) == (date(2020, 1, 1), None, "stagnation 2026")
    leaders = await told(session)
    assert leaders[office.people["chief"]] == {
        office.people[one] for one in ("staff", "colleague", "functional")
    }
    assert leaders[office.people["leader"]] == {office.people["chief"]}
    assert office.people["head"] not in set().union(*leaders.values()), "nobody stands above"


async def an_office_of(race: Race) -> Office:
    async def make(context: Context) -> Office:
        return await an_office(context.session, TODAY)

    made: Office = await race.alone(make)
    return made


@pytest.mark.parametrize(
    ("since", "stands_still"),
    [(None, False), (TODAY, False), (date(2025, 7, 2), False), (date(2025, 7, 1), True)],
)
async def test_nobody_stands_still_for_want_of_records_from_before_they_were_kept(
    race: Race, fresh_database: Database, since: date | None, stands_still: bool
) -> None:
    office = await an_office_of(race)
    owner = engine(fresh_database.owner_url, connections=1)
    async with bound(owner, "surakarta") as session:
        settled = text("UPDATE tenants SET records_since = :since, created_at = '2026-06-30 17:00+00'")
        await session.execute(settled, {"since": since})
    await owner.dispose()

    async def look(context: Context) -> tuple[date, int]:
        seen = await standstill(office.as_(context, "staff", TODAY), office.people["staff"])
        return seen.records_since, await sweep(office.as_(context, "program", TODAY))

    kept_since, opened = await race.alone(look)
    assert kept_since == (since or TODAY), "in the government's own time zone"
    assert opened == (len(office.people) if stands_still else 0)


async def test_two_sweeps_at_once_open_one_case_each_and_tell_the_leader_once(race: Race) -> None:
    office = await an_office_of(race)

    async def look(context: Context) -> object:
        return await sweep(replace(office.as_(context, "program", TODAY), concerned=[]))

    async def leaders(context: Context) -> object:
        opened = await context.session.scalar(text("SELECT count(*) FROM stagnation_cases"))
        notices = await context.session.scalar(
            text("SELECT count(*) FROM notices WHERE kind = 'CAREER_STAGNATES'")
        )
        return opened, notices, await told(context.session)

    assert await race.second_of(look, look) == 0
    opened, notices, by_leader = await race.alone(leaders)
    assert opened == len(office.people)
    assert notices == sum(len(people) for people in by_leader.values())


async def test_progress_closes_a_case_and_too_little_doesn_t(
    session: AsyncSession, as_: As, office: Office
) -> None:
    staff = office.people["staff"]
    await sweep(as_("program"))
    await a_talk(session, office, TODAY, confirmed=False)
    await a_training(session, staff, date(2025, 7, 1))
    assert await sweep(as_("program")) == 0
    (found,) = await cases(session, staff)
    assert found.ended_on is None, "the talk isn't confirmed, and the course was too long ago"
    await a_plan(session, staff, date(2026, 6, 1))
    house = replace(as_("program"), concerned=[])
    assert await sweep(house) == 0
    await session.refresh(found)
    assert (found.ended_on, found.ended_by, found.version) == (TODAY, "PROGRESS", 2)
    assert house.concerned == [("StagnationCase", found.id)]


async def test_every_sign_is_seen_by_its_own_record(session: AsyncSession, as_: As, office: Office) -> None:
    staff = office.people["staff"]
    await a_talk(session, office, date(2026, 5, 1))
    await a_training(session, staff, date(2026, 5, 5))
    await a_plan(session, staff, date(2026, 6, 1))
    seen = (await standstill(as_("chief"), staff)).judged
    assert {one.sign: one.last_on for one in seen.signs} == {
        CareerSign.MOVE: date(2020, 1, 1),
        CareerSign.PLAN: TODAY,
        CareerSign.TRAINING: date(2026, 5, 5),
        CareerSign.DIALOGUE: date(2026, 5, 1),
    }
    assert seen.stale == (CareerSign.MOVE,)


async def test_the_same_position_recorded_anew_is_no_move_another_one_is(
    session: AsyncSession, as_: As, office: Office
) -> None:
    staff = office.people["staff"]
    held = (await session.scalars(select(Placement).where(Placement.employee_id == staff))).one()
    held.valid_to = date(2026, 3, 1)
    await session.flush()
    again = Placement(
        employee_id=staff,
        position_id=held.position_id,
        unit_id=held.unit_id,
        valid_from=date(2026, 3, 1),
        valid_to=date(2026, 6, 1),
    )
    session.add(again)
    await session.flush()
    (move, *_) = (await standstill(as_("staff"), staff)).judged.signs
    assert move.last_on == date(2020, 1, 1)
    unit = await session.get_one(Unit, ("surakarta", held.unit_id))
    other = await a_position(session, unit)
    person = await session.get_one(Employee, ("surakarta", staff))
    await a_placement(session, person, other, since=date(2026, 6, 1))
    (move, *_) = (await standstill(as_("staff"), staff)).judged.signs
    assert move.last_on == date(2026, 6, 1)


async def test_who_goes_to_school_is_spared_and_the_case_closed(
    session: AsyncSession, as_: As, office: Office, case: StagnationCase
) -> None:
    staff = office.people["staff"]
    leave = await a_leave(session, staff, date(2026, 1, 5))
    assert (await standstill(as_("staff"), staff)).judged.spared is None, "it is only asked for"
    leave.quota_id, leave.approved_end = (await a_quota(session)).id, leave.ends_on
    leave.state = StudyLeaveState.APPROVED
    await session.flush()
    assert (await standstill(as_("staff"), staff)).judged.spared is StagnationSpared.STUDYING
    await sweep(as_("program"))
    await session.refresh(case)
    assert (case.ended_by, case.ended_on) == ("SPARED", TODAY)
    assert await cases(session, staff) == [case]


async def test_who_leads_answers_and_is_asked_anew_if_nothing_comes_of_it(
    session: AsyncSession, as_: As, office: Office, case: StagnationCase
) -> None:
    done = await answer(as_("chief"), answering(case, comment=" Sudah bicara "))
    assert (done.answer, done.comment, done.answered_on) == ("TALK_HELD", "Sudah bicara", TODAY)
    assert (done.answered_by_employee_id, done.version) == (office.people["chief"], 2)
    await sweep(as_("program", on=date(2026, 12, 31)))
    await session.refresh(case)
    assert case.ended_on is None
    assert case.employee_id not in (await told(session)).get(office.people["chief"], set())
    await sweep(as_("program", on=LATER))
    await session.refresh(case)
    assert (case.ended_by, case.ended_on) == ("ASKED_AGAIN", LATER)
    _, again = await cases(session, case.employee_id)
    assert (again.opened_on, again.answered_on) == (LATER, None)
    assert case.employee_id in (await told(session))[office.people["chief"]]


async def test_what_is_refused(
    session: AsyncSession, as_: As, office: Office, case: StagnationCase, refused: Refused
) -> None:
    async with refused(NotOnesOwnCase, "caseId"):
        await answer(as_("staff"), answering(case))
    for by in ("colleague", "stranger"):
        async with refused(NotFound, "caseId"):
            await answer(as_(by), answering(case))
    async with refused(NoReasonForNothing, "comment"):
        await answer(as_("chief"), answering(case, answer=StagnationAnswer.NONE_NEEDED))
    async with refused(Stale, "expectedVersion", current=1):
        await answer(as_("chief"), answering(case, expected_version=2))
    async with refused(NotAPerson):
        await answer(as_("program"), answering(case))
    await answer(as_("chief"), answering(case))
    async with refused(CaseAnswered, "caseId", on=TODAY):
        await answer(as_("leader"), answering(case))
    over = await a_case(session, office.people["colleague"], ended_on=TODAY, ended_by="PROGRESS")
    async with refused(CaseClosed, "caseId", on=TODAY):
        await answer(as_("chief"), answering(over))


async def test_who_is_out_of_reach_isn_t_known(as_: As, office: Office) -> None:
    with pytest.raises(NotFound):
        await standstill(as_("colleague"), office.people["staff"])
