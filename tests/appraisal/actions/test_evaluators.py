"""Who evaluates is the direct superior of today, or the one above once it is late; nobody else."""

from datetime import date
from uuid import UUID

import pytest
from appraisal.conftest import As, Refused
from factories.appraisal.cycles import a_cycle, appraisal_of, evaluated, evaluates
from factories.appraisal.office import Office
from factories.organisation import a_leadership, a_position
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.appraisal.actions.evaluators import evaluator_of, refresh_evaluators
from jenjang.appraisal.actions.people import NotTheEvaluator
from jenjang.appraisal.models.cycle import Appraisal
from jenjang.core.context import Context
from jenjang.core.errors import NotFound
from jenjang.organisation.actions.superiors import standing_of
from jenjang.organisation.actions.versions import NotAPerson
from jenjang.organisation.models import Employee, Leadership, Placement, Unit
from jenjang.organisation.terms import LeadershipKind

YESTERDAY = date(2026, 6, 30)


async def unled(session: AsyncSession, unit: object) -> None:
    """Nobody leads the unit since yesterday."""
    of_unit = update(Leadership).where(Leadership.unit_id == unit)
    await session.execute(of_unit.values(valid_to=YESTERDAY))


async def evaluator(context: Context, appraisal: Appraisal) -> UUID | None:
    """Who evaluates, as the person stands today."""
    return evaluator_of(appraisal, await standing_of(context, appraisal.employee_id, context.today))


async def test_a_new_leader_evaluates_whoever_waits(as_: As, office: Office, session: AsyncSession) -> None:
    cycle = await a_cycle(as_("admin"))
    done = await appraisal_of(session, cycle, office.people["functional"])
    await evaluated(session, done, as_("admin").now)
    await unled(session, office.units["bidang"])
    bidang = await session.get_one(Unit, ("surakarta", office.units["bidang"]))
    new = await session.get_one(Employee, ("surakarta", office.people["clerk"]))
    await a_leadership(session, bidang, new, kind=LeadershipKind.PLT, since=YESTERDAY, until=date(2026, 9, 1))
    await refresh_evaluators(as_("admin"))
    expected = {"staff": "clerk", "chief": "clerk", "functional": "chief", "clerk": "stranger"}
    for name, evaluator in expected.items():
        found = await appraisal_of(session, cycle, office.people[name])
        assert found.evaluator_employee_id == office.people[evaluator], name
        assert found.version == 1, "a change of evaluator is no deed"


async def test_where_nobody_leads_the_next_above_evaluates(
    as_: As, office: Office, session: AsyncSession
) -> None:
    cycle = await a_cycle(as_("admin"))
    await unled(session, office.units["bidang"])
    await unled(session, office.units["dinas"])
    staff = await appraisal_of(session, cycle, office.people["staff"])
    assert await evaluator(as_("head"), staff) == office.people["head"]
    await unled(session, office.units["government"])
    await refresh_evaluators(as_("admin"))
    assert (await appraisal_of(session, cycle, office.people["staff"])).evaluator_employee_id is None


async def test_whoever_moved_has_the_leader_there_and_whoever_left_keeps_the_last_one(
    as_: As, office: Office, session: AsyncSession
) -> None:
    cycle = await a_cycle(as_("admin"))
    badan = await session.get_one(Unit, ("surakarta", office.units["badan"]))
    there = await a_position(session, badan)
    moved = update(Placement).where(Placement.employee_id == office.people["staff"])
    await session.execute(moved.values(unit_id=badan.id, position_id=there.id))
    left = update(Placement).where(Placement.employee_id == office.people["colleague"])
    await session.execute(left.values(valid_to=YESTERDAY))
    await refresh_evaluators(as_("admin"))
    staff = await appraisal_of(session, cycle, office.people["staff"])
    assert staff.evaluator_employee_id == office.people["stranger"]
    colleague = await appraisal_of(session, cycle, office.people["colleague"])
    assert await evaluator(as_("chief"), colleague) == office.people["chief"]


async def test_the_evaluator_of_what_is_evaluated_stays(
    as_: As, office: Office, session: AsyncSession
) -> None:
    cycle = await a_cycle(as_("admin"))
    staff = await appraisal_of(session, cycle, office.people["staff"])
    await evaluated(session, staff, as_("admin").now)
    await unled(session, office.units["bidang"])
    assert await evaluator(as_("leader"), staff) == office.people["chief"]


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("leader", NotTheEvaluator),
        ("head", NotTheEvaluator),
        ("admin", NotTheEvaluator),
        ("staff", NotTheEvaluator),
        ("colleague", NotFound),
        ("stranger", NotFound),
        ("auditor", NotTheEvaluator),
    ],
)
async def test_nobody_else_evaluates(
    as_: As, office: Office, session: AsyncSession, refused: Refused, name: str, error: type[NotFound]
) -> None:
    cycle = await a_cycle(as_("admin"))
    staff = await appraisal_of(session, cycle, office.people["staff"])
    async with refused(error, "appraisalId"):
        await evaluates(as_(name), staff)
    await evaluates(as_("chief"), staff)


async def test_a_program_evaluates_nobody(
    as_: As, office: Office, session: AsyncSession, refused: Refused
) -> None:
    staff = await appraisal_of(session, await a_cycle(as_("admin")), office.people["staff"])
    async with refused(NotAPerson):
        await evaluates(as_("program"), staff)


async def test_the_one_above_evaluates_once_it_went_there(
    as_: As, office: Office, session: AsyncSession, refused: Refused
) -> None:
    cycle = await a_cycle(as_("admin"))
    staff = await appraisal_of(session, cycle, office.people["staff"])
    staff.escalated_to_employee_id, staff.escalated_at = office.people["leader"], as_("admin").now
    for name in ("chief", "leader"):
        await evaluates(as_(name), staff)
    async with refused(NotTheEvaluator, "appraisalId"):
        await evaluates(as_("head"), staff)


async def test_a_program_with_every_permission_evaluates_nobody(as_: As, context, office, session) -> None:
    cycle = await a_cycle(as_("admin"))
    with pytest.raises(NotAPerson):
        await evaluates(context, await appraisal_of(session, cycle, office.people["staff"]))
