"""Rows of careers with plausible values, as if they had been recorded long ago."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.career.aspirations import CareerAspiration
from jenjang.career.models import CareerGoal, CareerPath, CareerPlan, CareerStep
from jenjang.career.stagnation import StagnationCase
from jenjang.career.terms import Horizon, MoveKind, PlanState, StepKind
from jenjang.organisation.models import Position

LONG_AGO = date(2020, 1, 1)


async def a_path(
    session: AsyncSession, origin: Position, goal: Position, *, since: date = LONG_AGO
) -> CareerPath:
    made = CareerPath(
        from_position_id=origin.id,
        to_position_id=goal.id,
        move=MoveKind.HORIZONTAL,
        rule="career_pattern 2021",
        reason="Pola karier",
        valid_from=since,
    )
    session.add(made)
    await session.flush()
    return made


async def a_plan(
    session: AsyncSession,
    employee_id: UUID,
    begins: date,
    state: PlanState = PlanState.APPROVED,
    **more: object,
) -> CareerPlan:
    """A plan without goals; an approved one was approved on the day on which it begins."""
    approved = state in (PlanState.APPROVED, PlanState.RENEWED)
    of: dict[str, object] = {"employee_id": employee_id, "begins_on": begins, "state": state, "version": 1}
    if approved:
        stands = {"approved_on": begins, "stands_until": begins + timedelta(days=365)}
        of |= {"rule": "career_plan 2026", **stands}
    if state is PlanState.RETURNED:
        of["comment"] = "Perjelas tujuan"
    made = CareerPlan(**{**of, **more})
    session.add(made)
    await session.flush()
    return made


async def a_goal(
    session: AsyncSession, plan: CareerPlan, due: date, title: str = "Menjadi pengawas"
) -> CareerGoal:
    near = (due - plan.begins_on).days <= 365
    horizon = Horizon.SHORT if near else Horizon.LONG
    of = {"plan_id": plan.id, "employee_id": plan.employee_id}
    made = CareerGoal(title=title, due=due, horizon=horizon, **of)
    session.add(made)
    await session.flush()
    return made


async def a_step(
    session: AsyncSession, goal: CareerGoal, kind: StepKind = StepKind.OTHER, **more: object
) -> CareerStep:
    of = {"goal_id": goal.id, "plan_id": goal.plan_id, "employee_id": goal.employee_id, "due": goal.due}
    made = CareerStep(kind=kind, **{"what": "Membaca pedoman", **of, **more})
    session.add(made)
    await session.flush()
    return made


async def an_aspiration(
    session: AsyncSession, employee_id: UUID, consent: str = "COMMITTEE", **more: object
) -> CareerAspiration:
    """Somebody wishes to become pengawas."""
    wish = {"level": "PENGAWAS", "is_mobile": True, "stated_on": date(2026, 3, 2), **more}
    moment = datetime(2026, 3, 2, 3, tzinfo=UTC)
    made = CareerAspiration(employee_id=employee_id, consent=consent, consented_at=moment, **wish)
    session.add(made)
    await session.flush()
    return made


async def a_case(
    session: AsyncSession, employee_id: UUID, opened_on: date = LONG_AGO, **more: object
) -> StagnationCase:
    """A career that stands still in all but moves, not answered yet."""
    usual = {"signs": ["PLAN", "TRAINING", "DIALOGUE"], "rule": "stagnation 2026", "version": 1}
    made = StagnationCase(employee_id=employee_id, opened_on=opened_on, **{**usual, **more})
    session.add(made)
    await session.flush()
    return made
