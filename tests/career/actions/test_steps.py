"""Steps are added while a plan is made, end by the own word or by what is recorded, and no other way."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from career.conftest import As
from factories.appraisal.national import a_national_year
from factories.appraisal.office import Office
from factories.career import a_goal, a_plan, a_step
from factories.competence import a_technical_competency
from factories.databases import Database
from factories.refusing import Refused
from factories.training import a_certificate, a_course, an_enrolment, an_event
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.appraisal.models.credit import NationalResult
from jenjang.appraisal.terms import CycleKind, Rating
from jenjang.career.actions.plan_decisions import ApprovePlan, approve
from jenjang.career.actions.plan_steps import (
    AddStep,
    ChangeStep,
    FinishStep,
    RemoveStep,
    add_step,
    change_step,
    finish_step,
    remove_step,
)
from jenjang.career.actions.plans import NotBeingMade
from jenjang.career.actions.settling import HANDLERS, settle
from jenjang.career.models import CareerGoal, CareerPlan, CareerStep
from jenjang.career.rules.plans import (
    DueInThePast,
    GoalFull,
    NamesACourse,
    NamesALevel,
    NotDoneOn,
    NothingMore,
    NotYourWord,
    StepAfterGoal,
    StepDone,
    StepTwice,
)
from jenjang.career.terms import PlanState, StepKind
from jenjang.competence.actions.assessing import Assess, assess
from jenjang.competence.actions.subjects import CompetencyOutOfUse, NameOneCompetency
from jenjang.competence.rules.levels import NoSuchLevel
from jenjang.competence.terms import AssessmentSource
from jenjang.core.errors import NotFound, Stale
from jenjang.core.texts import NoText
from jenjang.database.engine import engine
from jenjang.events.handling import Letter
from jenjang.handlers import HANDLERS as ALL
from jenjang.organisation.models import Notice
from jenjang.organisation.terms import Predicate
from jenjang.rules import shelf
from jenjang.training.terms import EnrolmentState

TODAY, DAY, NEAR, FAR = date(2026, 7, 1), date(2026, 12, 1), date(2027, 7, 1), date(2029, 1, 1)


ASKED_PREDICATES = text("""
    UPDATE rule_sets SET body = jsonb_set(body, '{predicates}', CAST(:predicates AS jsonb))
     WHERE name = 'position_requirements'
""")


async def goal_of(
    session: AsyncSession, office: Office, state: PlanState = PlanState.DRAFT, **more: object
) -> CareerGoal:
    return await a_goal(session, await a_plan(session, office.people["staff"], TODAY, state, **more), NEAR)


def step(goal: CareerGoal, **more: object) -> AddStep:
    return AddStep(**{"goal_id": goal.id, "kind": StepKind.OTHER, "what": " Membaca ", "due": DAY, **more})


def letter(name: str, person: UUID, field: str = "employee_id") -> Letter:
    of = ("Employee", person)
    made = datetime(2026, 7, 1, tzinfo=UTC)
    return Letter(id=uuid4(), made_at=made, name=name, about=of, payload={field: person})


async def test_each_kind_names_what_it_waits_for(session: AsyncSession, office: Office, as_: As) -> None:
    goal, course = await goal_of(session, office), await a_course(session)
    one = await add_step(as_("staff"), step(goal))
    assert (one.what, one.due, one.done_on) == ("Membaca", DAY, None)
    two = await add_step(as_("staff"), step(goal, kind=StepKind.TRAINING, course_id=course.id))
    assert two.course_id == course.id
    three = await add_step(as_("staff"), step(goal, kind=StepKind.COMPETENCY, competency="M.05", level=3))
    await session.refresh(three)
    assert (three.subject, three.level) == ("M.05", 3)


WRONG: list[tuple[dict[str, Any], Any, str]] = [
    ({"what": " "}, NoText, "what"),
    ({"due": TODAY}, DueInThePast, "due"),
    ({"due": FAR}, StepAfterGoal, "due"),
    ({"kind": StepKind.TRAINING}, NamesACourse, "courseId"),
    ({"course_id": uuid4()}, NamesACourse, "courseId"),
    ({"kind": StepKind.TRAINING, "course_id": uuid4()}, NotFound, "courseId"),
    ({"kind": StepKind.COMPETENCY}, NamesALevel, "level"),
    ({"level": 3}, NamesALevel, "level"),
    ({"competency": "M.01"}, NamesALevel, "competency"),
    ({"kind": StepKind.COMPETENCY, "level": 3}, NameOneCompetency, "competency"),
    ({"kind": StepKind.COMPETENCY, "competency": "M.05"}, NamesALevel, "level"),
    ({"kind": StepKind.COMPETENCY, "competency": "M.05", "level": 6}, NoSuchLevel, "level"),
    ({"kind": StepKind.COMPETENCY, "competency": "X.99", "level": 3}, NotFound, "competency"),
    ({"step_intention_id": uuid4()}, NotFound, "stepIntentionId"),
]


@pytest.mark.parametrize(("wrong", "error", "field"), WRONG)
async def test_a_step_that_is_none_is_refused_where_it_is_wrong(
    session: AsyncSession, office: Office, as_: As, refused: Refused, wrong: Any, error: Any, field: str
) -> None:
    goal = await goal_of(session, office)
    async with refused(error, field):
        await add_step(as_("staff"), step(goal, **wrong))


async def test_what_is_out_of_use_isnt_planned(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    goal, own = await goal_of(session, office), await a_technical_competency(session)
    own.valid_to = TODAY
    await session.flush()
    asked = step(goal, kind=StepKind.COMPETENCY, technical_competency_id=own.id, level=3)
    async with refused(CompetencyOutOfUse, "technicalCompetencyId", code="T.01", on=TODAY):
        await add_step(as_("staff"), asked)


async def test_steps_of_others_arent_there_and_those_submitted_stay(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    goal = await goal_of(session, office)
    made = await a_step(session, goal)
    change = ChangeStep(
        step_id=made.id, expected_version=1, kind=StepKind.MENTORING, what="Bimbingan", due=NEAR
    )
    for who in ("colleague", "chief"):
        async with refused(NotFound, "goalId"):
            await add_step(as_(who), step(goal))
        async with refused(NotFound, "stepId"):
            await change_step(as_(who), change)
        async with refused(NotFound, "stepId"):
            await remove_step(as_(who), RemoveStep(step_id=made.id, expected_version=1))
        async with refused(NotFound, "stepId"):
            await finish_step(as_(who), FinishStep(step_id=made.id, on=TODAY))
    async with refused(Stale, "expectedVersion"):
        await change_step(as_("staff"), replace(change, expected_version=4))
    changed = await change_step(as_("staff"), change)
    assert (changed.kind, changed.what, changed.due) == (StepKind.MENTORING, "Bimbingan", NEAR)
    async with refused(Stale, "expectedVersion"):
        await remove_step(as_("staff"), RemoveStep(step_id=made.id, expected_version=1))
    plan = await remove_step(as_("staff"), RemoveStep(step_id=made.id, expected_version=2))
    plan.state = PlanState.SUBMITTED
    async with refused(NotBeingMade, "goalId", state=PlanState.SUBMITTED):
        await add_step(as_("staff"), step(goal))


async def test_a_goal_holds_twenty_steps(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    goal = await goal_of(session, office)
    for _ in range(20):
        await a_step(session, goal)
    async with refused(GoalFull, "goalId", most=20):
        await add_step(as_("staff"), step(goal))


async def test_the_own_word_ends_what_nothing_else_tells(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    goal = await goal_of(session, office, PlanState.APPROVED)
    made, course = await a_step(session, goal), await a_course(session)
    other = await a_step(session, goal, StepKind.TRAINING, course_id=course.id)
    asked = FinishStep(step_id=made.id, on=TODAY)
    for on in (date(2026, 6, 30), date(2026, 7, 2)):
        async with refused(NotDoneOn, "on", on=on):
            await finish_step(as_("staff"), replace(asked, on=on))
    async with refused(NotYourWord, "stepId"):
        await finish_step(as_("staff"), replace(asked, step_id=other.id))
    assert (await finish_step(as_("staff"), asked)).done_on == TODAY
    async with refused(StepDone, "stepId", on=TODAY):
        await finish_step(as_("staff"), asked)


async def test_nothing_is_done_of_a_plan_that_isnt_approved(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    made = await a_step(session, await goal_of(session, office))
    async with refused(NothingMore, "stepId", state=PlanState.DRAFT):
        await finish_step(as_("staff"), FinishStep(step_id=made.id, on=TODAY))


async def test_a_course_ends_its_step_once_completed_and_not_by_enrolling(
    session: AsyncSession, office: Office, as_: As
) -> None:
    goal = await goal_of(session, office, PlanState.APPROVED)
    course = await a_course(session)
    made = await a_step(session, goal, StepKind.TRAINING, course_id=course.id)
    event = await an_event(session, course, date(2026, 8, 3))
    enrolled = await an_enrolment(session, event, office.people["staff"], EnrolmentState.SEATED)
    later = as_("staff", date(2026, 9, 1))
    (take_up,) = [one for one in HANDLERS if one.name == "training.completed"]
    told = letter("training.completed", office.people["staff"])
    await take_up.handle(later, [told])
    await session.refresh(made)
    assert made.done_on is None
    before = await a_certificate(session, enrolled, course, "0001")
    assert before.issued_on < TODAY
    await take_up.handle(later, [told])
    await session.refresh(made)
    assert made.done_on is None
    again = await an_enrolment(session, await an_event(session, course, date(2026, 8, 10)), made.employee_id)
    await a_certificate(session, again, course, "0002", ends=date(2026, 8, 4))
    program = as_("program", date(2026, 9, 1))
    await take_up.handle(program, [told, told])
    await session.refresh(made)
    assert made.done_on == date(2026, 8, 5)
    assert program.concerned == [("CareerStep", made.id)]
    await take_up.handle(program, [told])
    assert program.concerned == [("CareerStep", made.id)]
    notices = select(Notice.employee_id).where(Notice.kind == "PLAN_STEP_DONE")
    assert list(await session.scalars(notices)) == [office.people["staff"]]


async def test_what_was_held_before_the_plan_began_ends_a_step_once_it_is_certified(
    session: AsyncSession, office: Office, as_: As
) -> None:
    goal = await goal_of(session, office, PlanState.APPROVED)
    course = await a_course(session)
    made = await a_step(session, goal, StepKind.TRAINING, course_id=course.id)
    event = await an_event(session, course, date(2026, 6, 29))
    enrolled = await an_enrolment(session, event, office.people["staff"], EnrolmentState.COMPLETED)
    await a_certificate(session, enrolled, course, "0001", ends=date(2026, 6, 30))
    await settle(as_("program"), [office.people["staff"]])
    await session.refresh(made)
    assert made.done_on == TODAY


async def test_a_level_reached_ends_its_step_by_the_letter_that_assessing_tells(
    session: AsyncSession, office: Office, as_: As
) -> None:
    goal = await goal_of(session, office, PlanState.APPROVED)
    low = await a_step(session, goal, StepKind.COMPETENCY, competency="M.05", level=3)
    high = await a_step(session, goal, StepKind.COMPETENCY, competency="M.05", level=4)
    asked = Assess(
        employee_id=office.people["staff"],
        level=3,
        assessed_on=TODAY,
        source=AssessmentSource.TRAINING,
        competency="M.05",
    )
    await assess(as_("chief"), asked)
    (name,) = await session.scalars(text("SELECT name FROM events WHERE name LIKE 'competence.%'"))
    (take_up,) = ALL[name]
    await take_up.handle(as_("program"), [letter(name, office.people["staff"])])
    await session.refresh(low)
    await session.refresh(high)
    assert (low.done_on, high.done_on) == (TODAY, None)


async def test_a_good_result_ends_its_step_and_a_poor_one_doesnt(
    session: AsyncSession, office: Office, as_: As
) -> None:
    made = await a_step(session, await goal_of(session, office, PlanState.APPROVED), StepKind.APPRAISAL)
    for year, predicate, done in ((2025, "VERY_GOOD", None), (2026, "POOR", None), (2027, "GOOD", TODAY)):
        rated = {"results": Rating.AS_EXPECTED, "behaviour": Rating.AS_EXPECTED, "follows": predicate}
        of = {"employee_id": office.people["staff"], "kind": CycleKind.ANNUAL, "rule": "r 1"}
        session.add(NationalResult(year=year, number=1, predicate=predicate, **rated, **of))
        await session.flush()
        await settle(as_("program"), [office.people["staff"]])
        await session.refresh(made)
        assert made.done_on == done, year


async def test_a_plan_waits_for_a_course_or_a_level_once(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    plan = await a_plan(session, office.people["staff"], TODAY, PlanState.DRAFT)
    goal, far = await a_goal(session, plan, NEAR), await a_goal(session, plan, FAR)
    course, other = await a_course(session, "PKP"), await a_course(session, "PKA")
    own = await a_technical_competency(session)
    me = as_("staff")
    course_step = {"kind": StepKind.TRAINING, "what": "Ikut PKP", "course_id": course.id}
    level = {"kind": StepKind.COMPETENCY, "competency": "M.01", "level": 3, "what": "Belajar"}
    technical = {**level, "competency": None, "technical_competency_id": own.id}
    first = await add_step(me, step(goal, **course_step))
    for one in (level, technical):
        await add_step(me, step(goal, **one))
    for said, what, field in (
        (course_step, "Ikut PKP", "courseId"),
        (level, "Belajar", "competency"),
        (technical, "Belajar", "technicalCompetencyId"),
    ):
        async with refused(StepTwice, field, what=what, due=DAY):
            await add_step(me, step(far, **{**said, "what": "Sekali lagi"}))
    higher = await add_step(me, step(far, **{**level, "level": 4}))
    second = await add_step(me, step(far, **{**course_step, "course_id": other.id}))
    change = {"due": DAY, "expected_version": plan.version}
    async with refused(StepTwice, "competency", what="Belajar", due=DAY):
        await change_step(me, ChangeStep(step_id=higher.id, **level, **change))
    async with refused(StepTwice, "courseId", what="Ikut PKP", due=DAY):
        await change_step(me, ChangeStep(step_id=second.id, **course_step, **change))
    again = ChangeStep(step_id=first.id, **{**course_step, "what": "Lulus PKP"}, **change)
    assert (await change_step(me, again)).what == "Lulus PKP"
    first.done_on = TODAY
    await session.flush()
    assert (await add_step(me, step(far, **course_step))).course_id == course.id


@pytest.fixture
async def only_the_best(database: Database) -> AsyncIterator[None]:
    """Positions ask for Sangat Baik."""
    owner = engine(database.owner_url)

    async def asked(predicates: str) -> None:
        async with AsyncSession(owner) as session, session.begin():
            await session.execute(ASKED_PREDICATES, {"predicates": predicates})
        shelf.forget()

    await asked('["VERY_GOOD"]')
    yield
    await asked('["VERY_GOOD", "GOOD"]')
    await owner.dispose()


async def test_a_good_result_is_what_the_rule_of_positions_calls_good(
    session: AsyncSession, office: Office, as_: As, only_the_best: None
) -> None:
    made = await a_step(session, await goal_of(session, office, PlanState.APPROVED), StepKind.APPRAISAL)
    for year, predicate, done in ((2026, Predicate.GOOD, None), (2027, Predicate.VERY_GOOD, TODAY)):
        await a_national_year(session, office.people["staff"], year, predicate)
        await settle(as_("program"), [office.people["staff"]])
        await session.refresh(made)
        assert made.done_on == done, year


async def test_what_is_there_at_approval_ends_at_once_and_others_plans_stay(
    session: AsyncSession, office: Office, as_: As
) -> None:
    asked = Assess(
        employee_id=office.people["staff"],
        level=4,
        assessed_on=TODAY,
        source=AssessmentSource.TRAINING,
        competency="M.05",
    )
    await assess(as_("chief"), asked)
    goal = await goal_of(session, office, PlanState.SUBMITTED)
    made = await a_step(session, goal, StepKind.COMPETENCY, competency="M.05", level=3)
    await a_step(
        session, await a_goal(session, await session.get_one(CareerPlan, ("surakarta", goal.plan_id)), FAR)
    )
    theirs = await a_plan(session, office.people["colleague"], TODAY)
    other = await a_step(
        session, await a_goal(session, theirs, NEAR), StepKind.COMPETENCY, competency="M.05", level=3
    )
    await settle(as_("program"), office.people.values())
    await session.refresh(made)
    assert made.done_on is None
    await approve(as_("chief"), ApprovePlan(plan_id=goal.plan_id, expected_version=1))
    await session.refresh(made)
    await session.refresh(other)
    assert (made.done_on, other.done_on) == (TODAY, None)
    assert (await session.scalars(select(CareerStep.id).where(CareerStep.done_on.is_not(None)))).all() == [
        made.id
    ]
