"""Where an official is named to evaluate, what is late, or objected to, goes on as elsewhere."""

from dataclasses import replace
from datetime import date

import pytest
from appraisal.actions.test_delegating import TODAY, named
from appraisal.conftest import As, Refused
from factories.appraisal.after import heard, objected, published
from factories.appraisal.cycles import a_cycle, appraisal_of, evaluated, evaluates
from factories.appraisal.office import Office, an_office
from factories.organisation import a_leadership
from factories.racing import Race
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.appraisal.actions.colleagues import Person
from jenjang.appraisal.actions.deciding import Decide, decide
from jenjang.appraisal.actions.delegating import (
    EvaluatesInACircle,
    OwnDelegation,
    delegate_evaluator,
)
from jenjang.appraisal.actions.judges import judge_today, remind_judges
from jenjang.appraisal.actions.ratings import InviteRaters, invite
from jenjang.appraisal.actions.reach import LATE as IS_LATE
from jenjang.appraisal.actions.reach import reaches, reaches_part
from jenjang.appraisal.actions.reminding import remind
from jenjang.appraisal.actions.withdrawing import WithdrawDelegation, withdraw_delegation
from jenjang.appraisal.models.cycle import Appraisal
from jenjang.appraisal.rules.raters import NotLed
from jenjang.appraisal.terms import ObjectionOutcome, ObjectionState
from jenjang.core.context import Context
from jenjang.core.errors import NotFound
from jenjang.organisation.actions.superiors import leaders_above, line_above, superiors_of_all
from jenjang.organisation.models import Employee, Leadership, Notice, Placement, Unit
from jenjang.organisation.terms import NoticeKind

BEFORE, LATE = date(2026, 6, 1), date(2026, 7, 27)
READ = "appraisal:read"


async def entrusted(context: Context, row: Appraisal) -> bool:
    """Whether somebody reaches that appraisal, as the superior of who is late."""
    return await reaches_part(context, READ, row.employee_id, IS_LATE, row.id)


async def test_what_went_to_the_superior_of_who_was_named_is_evaluated_by_that_one(
    as_: As, office: Office, session: AsyncSession, refused: Refused
) -> None:
    cycle, before = await a_cycle(as_("admin")), await a_cycle(as_("admin"), number=5)
    await delegate_evaluator(as_("admin"), named(office, "staff", "clerk"))
    await evaluated(session, await appraisal_of(session, before, office.people["staff"]), as_("admin").now)
    await remind(as_("admin", on=LATE))
    await office.look_again(session, LATE)
    row = await appraisal_of(session, cycle, office.people["staff"])
    assert row.escalated_to_employee_id == office.people["stranger"]
    late, other = as_("stranger", on=LATE), await appraisal_of(session, before, office.people["staff"])
    assert await entrusted(late, row)
    assert not await entrusted(late, other)
    assert not await reaches(late, READ, row.employee_id)
    async with refused(NotFound, "appraisalId"):
        await evaluates(late, other)
    async with refused(NotFound, "appraisalId"):
        await evaluates(late, await appraisal_of(session, cycle, office.people["colleague"]))
    await evaluates(late, row)


async def test_what_went_to_the_superior_of_who_was_named_comes_back_with_the_delegation(
    as_: As, office: Office, session: AsyncSession, refused: Refused
) -> None:
    cycle = await a_cycle(as_("admin"))
    made = await delegate_evaluator(as_("admin"), named(office, "leader", "clerk"))
    await remind(as_("admin", on=LATE))
    assert (
        await appraisal_of(session, cycle, office.people["leader"])
    ).escalated_to_employee_id == office.people["stranger"]
    back = WithdrawDelegation(delegation_id=made.id, reason="Keliru.")
    await withdraw_delegation(as_("admin", on=LATE), back)
    await office.look_again(session, LATE)
    row = await appraisal_of(session, cycle, office.people["leader"])
    assert (row.evaluator_employee_id, row.escalated_to_employee_id) == (office.people["head"], None)
    assert not await entrusted(as_("stranger", on=LATE), row)
    async with refused(NotFound, "appraisalId"):
        await evaluates(as_("stranger", on=LATE), row)


@pytest.mark.parametrize("is_evaluated", [False, True])
async def test_whoever_is_above_the_evaluator_no_more_evaluates_there_no_more(
    as_: As, office: Office, session: AsyncSession, refused: Refused, is_evaluated: bool
) -> None:
    cycle = await a_cycle(as_("admin"))
    await remind(as_("admin", on=LATE))
    row = await appraisal_of(session, cycle, office.people["staff"])
    assert row.escalated_to_employee_id == office.people["leader"]
    if is_evaluated:
        await evaluated(session, row, as_("admin", on=LATE).now)
    for unit, leader in {"dinas": "stranger", "badan": "leader"}.items():
        led = update(Leadership).where(Leadership.unit_id == office.units[unit])
        await session.execute(led.values(valid_to=LATE))
        there = await session.get_one(Unit, ("surakarta", office.units[unit]))
        who = await session.get_one(Employee, ("surakarta", office.people[leader]))
        await a_leadership(session, there, who, since=LATE)
    await office.look_again(session, LATE)
    await remind(as_("admin", on=LATE))
    row = await appraisal_of(session, cycle, office.people["staff"])
    assert row.escalated_to_employee_id == (None if is_evaluated else office.people["stranger"])
    assert not await entrusted(as_("leader", on=LATE), row)
    async with refused(NotFound, "appraisalId"):
        await evaluates(as_("leader", on=LATE), row)


async def test_of_two_who_close_a_circle_at_once_the_second_is_refused(race: Race, context: Context) -> None:
    office = await race.alone(lambda own: an_office(own.session, TODAY))
    as_admin = lambda own: replace(office.as_(own, "admin"), session=own.session, today=TODAY)  # noqa: E731
    second = await race.second_of(
        lambda own: delegate_evaluator(as_admin(own), named(office, "staff", "clerk")),
        lambda own: delegate_evaluator(as_admin(own), named(office, "clerk", "staff")),
    )
    assert isinstance(second, EvaluatesInACircle)


async def test_an_objection_is_decided_by_who_comes_to_lead_whom_was_named(
    context: Context, as_: As, office: Office, session: AsyncSession, refused: Refused
) -> None:
    await delegate_evaluator(as_("admin", on=BEFORE), named(office, "staff", "clerk"))
    await office.look_again(session, TODAY)
    objection = await objected(context, office, await published(context, office, "staff", by="clerk"))
    assert objection.judge_employee_id == office.people["stranger"]
    await heard(context, office, objection, "staff", "clerk")
    of_badan = update(Leadership).where(Leadership.unit_id == office.units["badan"])
    await session.execute(of_badan.values(valid_to=TODAY))
    unit = await session.get_one(Unit, ("surakarta", office.units["badan"]))
    await a_leadership(
        session, unit, await session.get_one(Employee, ("surakarta", office.people["colleague"])), since=TODAY
    )
    await office.look_again(session, TODAY)
    for _ in range(2):
        await remind_judges(as_("admin"))
    assert objection.judge_employee_id == office.people["colleague"]
    told = select(func.count()).where(
        Notice.employee_id == office.people["colleague"], Notice.kind == NoticeKind.OBJECTION_FILED
    )
    assert await session.scalar(told) == 1
    verdict = Decide(
        objection_id=objection.id,
        expected_version=objection.version,
        outcome=ObjectionOutcome.UPHELD,
        reason="Penilaian sesuai bukti.",
    )
    async with refused(NotFound, "objectionId"):
        await decide(as_("stranger"), verdict)
    decided = await decide(as_("colleague"), verdict)
    assert decided.state == ObjectionState.DECIDED


async def test_who_was_named_to_evaluate_leads_nobody(
    as_: As, office: Office, session: AsyncSession, refused: Refused
) -> None:
    cycle = await a_cycle(as_("admin"))
    await delegate_evaluator(as_("admin"), named(office, "head", "stranger"))
    await office.look_again(session, TODAY)
    staff, stranger = office.people["staff"], office.people["stranger"]
    assert stranger in line_above(await superiors_of_all(as_("admin"), [staff], TODAY), staff)
    assert stranger not in await leaders_above(as_("admin"), staff, TODAY)
    rated = await appraisal_of(session, cycle, stranger)
    upward = InviteRaters(appraisal_id=rated.id, upward=(Person(employee_id=staff),))
    async with refused(NotLed, "upward.0"):
        await invite(as_("head"), upward)


@pytest.mark.parametrize(
    ("who", "evaluator"), [("leader", "staff"), ("leader", "chief"), ("stranger", "clerk")]
)
async def test_nobody_is_evaluated_by_whom_they_lead(
    as_: As, office: Office, refused: Refused, who: str, evaluator: str
) -> None:
    async with refused(EvaluatesInACircle, "evaluatorEmployeeId"):
        await delegate_evaluator(as_("admin"), named(office, who, evaluator))


async def test_whom_nobody_leads_is_judged_above_who_was_named_once_somebody_is_named_there(
    as_: As, office: Office, session: AsyncSession
) -> None:
    cycle = await a_cycle(as_("admin"))
    head = await appraisal_of(session, cycle, office.people["head"])
    await delegate_evaluator(as_("admin"), named(office, "head", "stranger"))
    assert await judge_today(as_("admin"), head) is None
    await delegate_evaluator(as_("admin"), named(office, "stranger", "leader"))
    assert await judge_today(as_("admin"), head) == office.people["leader"]


async def test_nobody_chooses_their_own_evaluator(as_: As, office: Office, refused: Refused) -> None:
    async with refused(OwnDelegation, "employeeId"):
        await delegate_evaluator(as_("admin"), named(office, "admin", "clerk"))
    made = await delegate_evaluator(as_("second admin"), named(office, "admin", "clerk"))
    async with refused(OwnDelegation, "delegationId"):
        await withdraw_delegation(as_("admin"), WithdrawDelegation(delegation_id=made.id, reason="Keliru."))


async def test_who_was_named_reaches_nobody_once_they_hold_no_office(
    as_: As, office: Office, session: AsyncSession
) -> None:
    await delegate_evaluator(as_("admin", on=BEFORE), named(office, "staff", "clerk"))
    await office.look_again(session, TODAY)
    clerk = as_("clerk")
    assert await reaches(clerk, READ, office.people["staff"])
    left = update(Placement).where(Placement.employee_id == office.people["clerk"])
    await session.execute(left.values(valid_to=TODAY))
    assert not await reaches(clerk, READ, office.people["staff"])
    await office.look_again(session, TODAY)
    assert not as_("clerk").viewer.reach("appraisal:evaluate")


async def test_what_was_delegated_of_who_left_is_taken_back_by_who_manages_everybody(
    as_: As, office: Office, session: AsyncSession, refused: Refused
) -> None:
    made = await delegate_evaluator(as_("admin", on=BEFORE), named(office, "staff", "clerk"))
    left = update(Placement).where(Placement.employee_id == office.people["staff"])
    await session.execute(left.values(valid_to=TODAY))
    back = WithdrawDelegation(delegation_id=made.id, reason="Pensiun.")
    async with refused(NotFound, "delegationId"):
        await withdraw_delegation(as_("unit admin"), back)
    await withdraw_delegation(as_("admin"), back)
    assert made.valid_to == TODAY
