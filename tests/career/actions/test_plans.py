"""A person makes a plan, the leader decides on it, and the next one takes its place."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

import pytest
from career.conftest import As
from factories.appraisal.office import Office
from factories.career import a_goal, a_plan, a_step
from factories.refusing import Refused
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.career.actions.plan_decisions import (
    ApprovePlan,
    NotOnesOwnPlan,
    ReturnPlan,
    approve,
    give_back,
)
from jenjang.career.actions.plan_goals import (
    AddGoal,
    ChangeGoal,
    RemoveGoal,
    add_goal,
    begin_with,
    change_goal,
    remove_goal,
)
from jenjang.career.actions.plan_steps import (
    AddStep,
    ChangeStep,
    FinishStep,
    add_step,
    change_step,
    finish_step,
)
from jenjang.career.actions.plans import (
    BeginPlan,
    NewGoal,
    NotBeingMade,
    OwnPlan,
    PlanStands,
    PlanUnderWay,
    discard,
    renew,
    submit,
    take_back,
)
from jenjang.career.models import CareerGoal, CareerPlan, CareerStep
from jenjang.career.rules.plans import (
    LEGAL,
    DueAfterService,
    DueInThePast,
    DueTooFar,
    GoalWithoutStep,
    NoGoalOfHorizon,
    PlanFull,
    PlanIsElsewhere,
    StepAfterGoal,
    check_follows,
)
from jenjang.career.terms import OPEN, Horizon, PlanState, StepKind
from jenjang.core.errors import NotFound, Stale
from jenjang.core.texts import NoText, TextTooLong
from jenjang.organisation.actions.versions import NotAPerson
from jenjang.organisation.models import Employee, Notice
from jenjang.organisation.rules.life import NotInService

TODAY, NEAR, FAR = date(2026, 7, 1), date(2027, 7, 1), date(2029, 1, 1)


def seen(plan: CareerPlan, version: int | None = None) -> OwnPlan:
    return OwnPlan(plan_id=plan.id, expected_version=version or plan.version)


def approval(plan: CareerPlan) -> ApprovePlan:
    return ApprovePlan(plan_id=plan.id, expected_version=plan.version)


def returning(plan: CareerPlan, comment: str = "Perjelas") -> ReturnPlan:
    return ReturnPlan(plan_id=plan.id, expected_version=plan.version, comment=comment)


async def whole(session: AsyncSession, office: Office, state: PlanState, who: str = "staff") -> CareerPlan:
    """A plan with a goal near and one far, a step each."""
    plan = await a_plan(session, office.people[who], TODAY, state)
    for due in (NEAR, FAR):
        await a_step(session, await a_goal(session, plan, due))
    return plan


async def told(session: AsyncSession, kind: str) -> list[UUID]:
    return list(await session.scalars(select(Notice.employee_id).where(Notice.kind == kind)))


async def test_a_plan_is_begun_with_goals_whose_horizon_is_told(session: AsyncSession, as_: As) -> None:
    goals = (NewGoal(title=" Lulus PKP ", due=NEAR), NewGoal(title="Menjadi pengawas", due=FAR))
    plan = await begin_with(as_("staff"), BeginPlan(goals=goals))
    assert (plan.state, plan.begins_on, plan.version) == (PlanState.DRAFT, TODAY, 3)
    kept = (await session.scalars(select(CareerGoal).order_by(CareerGoal.due))).all()
    assert [(one.title, one.horizon) for one in kept] == [
        ("Lulus PKP", Horizon.SHORT),
        ("Menjadi pengawas", Horizon.LONG),
    ]


async def test_nobody_begins_what_isnt_one(as_: As, refused: Refused) -> None:
    async with refused(NotAPerson):
        await begin_with(as_("program"), BeginPlan())
    async with refused(DueInThePast, "goals.0.due"):
        await begin_with(as_("staff"), BeginPlan(goals=(NewGoal(title="Kemarin", due=TODAY),)))
    async with refused(NoText, "goals.0.title"):
        await begin_with(as_("staff"), BeginPlan(goals=(NewGoal(title=" ", due=NEAR),)))


async def test_who_serves_no_more_plans_no_more(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    (await session.get_one(Employee, ("surakarta", office.people["staff"]))).state = "RETIRED"
    async with refused(NotInService):
        await begin_with(as_("staff"), BeginPlan())


@pytest.mark.parametrize("state", OPEN)
async def test_nobody_makes_two_plans_at_once(
    session: AsyncSession, office: Office, as_: As, refused: Refused, state: PlanState
) -> None:
    await a_plan(session, office.people["staff"], TODAY, state)
    async with refused(PlanUnderWay, state=state):
        await begin_with(as_("staff"), BeginPlan())


async def test_who_has_an_approved_plan_renews_it(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    old = await whole(session, office, PlanState.APPROVED)
    async with refused(PlanStands):
        await begin_with(as_("staff"), BeginPlan())
    async with refused(Stale, "expectedVersion"):
        await renew(as_("staff"), seen(old, 9))
    async with refused(NotFound, "planId"):
        await renew(as_("colleague"), seen(old))
    near = select(CareerStep).where(CareerStep.plan_id == old.id, CareerStep.due == NEAR)
    (done,) = await session.scalars(near)
    done.done_on = TODAY
    made = await renew(as_("staff", date(2026, 12, 1)), seen(old))
    assert (made.state, made.renews_plan_id, old.state) == (PlanState.DRAFT, old.id, PlanState.APPROVED)
    goals = (await session.scalars(select(CareerGoal).where(CareerGoal.plan_id == made.id))).all()
    assert sorted((one.due, one.horizon) for one in goals) == [(NEAR, Horizon.SHORT), (FAR, Horizon.LONG)]
    steps = (await session.scalars(select(CareerStep).where(CareerStep.plan_id == made.id))).all()
    assert [one.due for one in steps] == [FAR]
    async with refused(PlanUnderWay):
        await renew(as_("staff"), seen(old))


async def test_what_lies_behind_isnt_carried_over(session: AsyncSession, office: Office, as_: As) -> None:
    old = await whole(session, office, PlanState.APPROVED)
    made = await renew(as_("staff", NEAR), seen(old))
    goals = (await session.scalars(select(CareerGoal).where(CareerGoal.plan_id == made.id))).all()
    assert [one.due for one in goals] == [FAR]


async def test_only_an_approved_plan_is_renewed(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    plan = await whole(session, office, PlanState.DISCARDED)
    async with refused(PlanIsElsewhere, "planId"):
        await renew(as_("staff"), seen(plan))


async def test_submitting_tells_the_leader_and_taking_back_makes_a_draft_of_it(
    session: AsyncSession, office: Office, as_: As
) -> None:
    plan = await whole(session, office, PlanState.DRAFT)
    assert (await submit(as_("staff"), seen(plan))).state == PlanState.SUBMITTED
    assert await told(session, "PLAN_SUBMITTED") == [office.people["chief"]]
    assert (await take_back(as_("staff"), seen(plan))).state == PlanState.DRAFT
    assert plan.version == 3


async def test_nobody_leads_the_head_whose_plan_is_submitted_all_the_same(
    session: AsyncSession, office: Office, as_: As
) -> None:
    plan = await whole(session, office, PlanState.DRAFT, "head")
    await submit(as_("head"), seen(plan))
    assert await told(session, "PLAN_SUBMITTED") == []


async def test_a_plan_that_isnt_whole_isnt_submitted(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    plan = await a_plan(session, office.people["staff"], TODAY, PlanState.DRAFT)
    await a_goal(session, plan, NEAR, "Lulus PKP")
    asked = seen(plan)
    async with refused(NoGoalOfHorizon, "planId", horizon=Horizon.LONG):
        await submit(as_("staff"), asked)
    await session.refresh(plan)
    await a_step(session, await a_goal(session, plan, FAR))
    async with refused(GoalWithoutStep, "planId", goal="Lulus PKP"):
        await submit(as_("staff"), asked)


async def test_a_draft_that_lay_for_a_year_is_seen_from_the_day_of_its_submission(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    plan, late = await whole(session, office, PlanState.DRAFT), as_("staff", date(2027, 8, 1))
    async with refused(NoGoalOfHorizon, "planId", horizon=Horizon.SHORT):
        await submit(late, seen(plan, 1))
    await session.refresh(plan)
    near = await add_goal(late, AddGoal(plan_id=plan.id, title="Lulus PKP", due=date(2028, 8, 1)))
    assert near.horizon == Horizon.SHORT
    await a_step(session, near)
    await submit(late, seen(plan))
    goals = await session.scalars(select(CareerGoal).where(CareerGoal.plan_id == plan.id))
    assert {one.due: one.horizon for one in goals} == {
        NEAR: Horizon.SHORT,
        date(2028, 8, 1): Horizon.SHORT,
        FAR: Horizon.LONG,
    }


async def test_what_was_far_on_submission_is_far_for_the_leader_and_what_is_past_is_told(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    plan = await whole(session, office, PlanState.SUBMITTED)
    async with refused(NoGoalOfHorizon, "planId", horizon=Horizon.SHORT):
        await approve(as_("chief", NEAR), approval(plan))
    await session.refresh(plan)
    approved = await approve(as_("chief", date(2027, 6, 30)), approval(plan))
    assert approved.state == PlanState.APPROVED


@pytest.mark.parametrize("changed", [False, True])
async def test_what_is_done_while_a_plan_is_renewed_is_done_in_the_next_unless_it_says_another_thing(
    session: AsyncSession, office: Office, as_: As, changed: bool
) -> None:
    old = await whole(session, office, PlanState.APPROVED)
    made = await renew(as_("staff"), seen(old))
    steps = select(CareerStep).order_by(CareerStep.due)
    copy = (await session.scalars(steps.where(CareerStep.plan_id == made.id))).first()
    origin = (await session.scalars(steps.where(CareerStep.plan_id == old.id))).first()
    assert copy
    assert origin
    said = {"kind": StepKind.OTHER, "what": "Magang" if changed else copy.what, "due": date(2027, 6, 1)}
    await change_step(as_("staff"), ChangeStep(step_id=copy.id, expected_version=made.version, **said))
    day = date(2026, 7, 5)
    await finish_step(as_("staff", day), FinishStep(step_id=origin.id, on=day))
    await submit(as_("staff", day), seen(made))
    await approve(as_("chief", date(2026, 7, 10)), approval(made))
    await session.refresh(copy)
    assert copy.done_on == (None if changed else day)


DEEDS: dict[str, Any] = {"submit": submit, "take_back": take_back, "discard": discard, "renew": renew}


@pytest.mark.parametrize("name", DEEDS)
async def test_a_plan_of_others_isnt_there(
    session: AsyncSession, office: Office, as_: As, refused: Refused, name: str
) -> None:
    plan = await whole(session, office, PlanState.SUBMITTED)
    for who in ("colleague", "chief", "admin"):
        async with refused(NotFound, "planId"):
            await DEEDS[name](as_(who), seen(plan))
    async with refused(NotFound, "planId"):
        await DEEDS[name](as_("staff"), OwnPlan(plan_id=uuid4(), expected_version=1))


@pytest.mark.parametrize("name", ["submit", "take_back", "discard"])
async def test_an_approved_plan_isnt_made_any_more_and_an_old_version_is_told(
    session: AsyncSession, office: Office, as_: As, refused: Refused, name: str
) -> None:
    plan = await whole(session, office, PlanState.APPROVED)
    asked = seen(plan)
    async with refused(PlanIsElsewhere, "planId", state=PlanState.APPROVED):
        await DEEDS[name](as_("staff"), asked)
    async with refused(Stale, "expectedVersion"):
        await DEEDS[name](as_("staff"), replace(asked, expected_version=7))


async def test_approval_stands_for_a_year_and_retires_the_plan_before(
    session: AsyncSession, office: Office, as_: As
) -> None:
    old = await whole(session, office, PlanState.APPROVED)
    plan = await whole(session, office, PlanState.SUBMITTED)
    done = await approve(as_("chief"), approval(plan))
    assert (done.state, done.approved_on, done.stands_until) == (PlanState.APPROVED, TODAY, date(2027, 7, 1))
    assert (done.rule, done.decided_by_employee_id) == ("career_plan 2026", office.people["chief"])
    assert (old.state, old.version) == (PlanState.RENEWED, 2)
    assert await told(session, "PLAN_APPROVED") == [office.people["staff"]]


async def test_a_returned_plan_is_worked_on_and_submitted_again(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    plan = await whole(session, office, PlanState.SUBMITTED)
    async with refused(NoText, "comment"):
        await give_back(as_("chief"), returning(plan, " "))
    async with refused(TextTooLong, "comment"):
        await give_back(as_("chief"), returning(plan, "x" * 4001))
    await give_back(as_("chief"), returning(plan))
    assert (plan.state, plan.comment) == (PlanState.RETURNED, "Perjelas")
    assert await told(session, "PLAN_RETURNED") == [office.people["staff"]]
    await add_goal(as_("staff"), AddGoal(plan_id=plan.id, title="Lagi", due=NEAR))
    async with refused(GoalWithoutStep, "planId"):
        await submit(as_("staff"), seen(plan))


@pytest.mark.parametrize("who", ["leader", "head", "admin"])
async def test_whoever_leads_above_decides_too(
    session: AsyncSession, office: Office, as_: As, who: str
) -> None:
    plan = await whole(session, office, PlanState.SUBMITTED)
    assert (await approve(as_(who), approval(plan))).state == PlanState.APPROVED


@pytest.mark.parametrize("decide", [approve, give_back])
async def test_nobody_else_decides(
    session: AsyncSession, office: Office, as_: As, refused: Refused, decide: Any
) -> None:
    plan = await whole(session, office, PlanState.SUBMITTED)
    own = await whole(session, office, PlanState.SUBMITTED, "chief")
    ask = approval if decide is approve else returning
    for who in ("colleague", "stranger", "auditor"):
        async with refused(NotFound, "planId"):
            await decide(as_(who), ask(plan))
    async with refused(NotOnesOwnPlan, "planId"):
        await decide(as_("chief"), ask(own))
    async with refused(Stale, "expectedVersion"):
        await decide(as_("chief"), replace(ask(plan), expected_version=9))
    plan.state = PlanState.RETURNED
    plan.comment = "x"
    async with refused(PlanIsElsewhere, "planId"):
        await decide(as_("chief"), ask(plan))
    plan.state = PlanState.DRAFT
    async with refused(NotFound, "planId"):
        await decide(as_("chief"), ask(plan))


async def test_no_plan_leads_beyond_the_service(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    person = await session.get_one(Employee, ("surakarta", office.people["staff"]))
    person.retires_on = FAR
    beyond = {"due": FAR, "ends": FAR}
    async with refused(DueAfterService, "goals.0.due", **beyond):
        await begin_with(as_("staff"), BeginPlan(goals=(NewGoal(title="Menjadi pengawas", due=FAR),)))
    plan = await a_plan(session, office.people["staff"], TODAY, PlanState.DRAFT)
    near, far = [await a_goal(session, plan, due) for due in (NEAR, FAR)]
    async with refused(DueAfterService, "due", **beyond):
        await add_goal(as_("staff"), AddGoal(plan_id=plan.id, title="Menjadi pengawas", due=FAR))
    change = ChangeGoal(goal_id=near.id, expected_version=1, title="Lulus", due=FAR)
    async with refused(DueAfterService, "due", **beyond):
        await change_goal(as_("staff"), change)
    async with refused(DueAfterService, "due", **beyond):
        of = {"kind": StepKind.OTHER, "what": "Magang", "due": FAR}
        await add_step(as_("staff"), AddStep(goal_id=far.id, **of))
    for goal in (near, far):
        await a_step(session, goal)
    asked = seen(plan)
    async with refused(DueAfterService, "planId", **beyond):
        await submit(as_("staff"), asked)


async def test_who_leaves_within_the_year_plans_for_that(
    session: AsyncSession, office: Office, as_: As
) -> None:
    person = await session.get_one(Employee, ("surakarta", office.people["staff"]))
    person.retires_on = NEAR + timedelta(days=1)
    plan = await a_plan(session, office.people["staff"], TODAY, PlanState.DRAFT)
    await a_step(session, await a_goal(session, plan, NEAR))
    assert (await submit(as_("staff"), seen(plan))).state == PlanState.SUBMITTED


async def test_a_goal_is_changed_and_removed_with_its_steps(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    plan = await whole(session, office, PlanState.DRAFT)
    goal = await a_goal(session, plan, FAR, "Pindah")
    await a_step(session, goal, due=NEAR)
    wanted = ChangeGoal(goal_id=goal.id, expected_version=1, title=" Menetap ", due=date(2030, 1, 1))
    async with refused(Stale, "expectedVersion"):
        await change_goal(as_("staff"), replace(wanted, expected_version=5))
    async with refused(StepAfterGoal, "due"):
        await change_goal(as_("staff"), replace(wanted, due=date(2027, 1, 1)))
    async with refused(DueTooFar, "due"):
        await change_goal(as_("staff"), replace(wanted, due=date(2060, 1, 1)))
    async with refused(NoText, "title"):
        await change_goal(as_("staff"), replace(wanted, title=""))
    async with refused(NotFound, "goalId"):
        await change_goal(as_("colleague"), wanted)
    changed = await change_goal(as_("staff"), wanted)
    assert (changed.title, changed.due, plan.version) == ("Menetap", date(2030, 1, 1), 2)
    async with refused(NotFound, "goalId"):
        await remove_goal(as_("chief"), RemoveGoal(goal_id=goal.id, expected_version=2))
    await remove_goal(as_("staff"), RemoveGoal(goal_id=goal.id, expected_version=2))
    left = select(CareerStep.id).where(CareerStep.goal_id == goal.id)
    assert (await session.scalars(left)).all() == []


@pytest.mark.parametrize("state", [one for one in PlanState if one not in ("DRAFT", "RETURNED")])
async def test_goals_stay_as_they_are_once_submitted(
    session: AsyncSession, office: Office, as_: As, refused: Refused, state: PlanState
) -> None:
    plan = await a_plan(session, office.people["staff"], TODAY, state)
    goal = await a_goal(session, plan, FAR)
    async with refused(NotBeingMade, "planId", state=state):
        await add_goal(as_("staff"), AddGoal(plan_id=plan.id, title="Lagi", due=NEAR))
    async with refused(NotBeingMade, "goalId"):
        await remove_goal(as_("staff"), RemoveGoal(goal_id=goal.id, expected_version=1))


async def test_a_plan_holds_ten_goals(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    plan = await a_plan(session, office.people["staff"], TODAY, PlanState.DRAFT)
    for _ in range(10):
        await a_goal(session, plan, FAR)
    async with refused(PlanFull, "planId", most=10):
        await add_goal(as_("staff"), AddGoal(plan_id=plan.id, title="Lagi", due=NEAR))


async def test_a_plan_isnt_begun_with_more(as_: As, refused: Refused) -> None:
    goals = tuple(NewGoal(title=f"Tujuan {place}", due=NEAR) for place in range(11))
    async with refused(PlanFull, "goals.10", most=10):
        await begin_with(as_("staff"), BeginPlan(goals=goals))


@given(st.lists(st.sampled_from(PlanState), max_size=12))
def test_whatever_is_tried_a_plan_is_decided_by_a_leader_and_ends_for_good(tried: list[PlanState]) -> None:
    state, way = PlanState.DRAFT, [PlanState.DRAFT]
    for wanted in tried:
        try:
            check_follows(state, wanted)
        except PlanIsElsewhere:
            assert wanted not in LEGAL[state]
            continue
        state = wanted
        way.append(state)
    assert all(b is not PlanState.APPROVED or a is PlanState.SUBMITTED for a, b in pairwise(way))
    ended = [place for place, one in enumerate(way) if one in (PlanState.RENEWED, PlanState.DISCARDED)]
    assert ended in ([], [len(way) - 1])
