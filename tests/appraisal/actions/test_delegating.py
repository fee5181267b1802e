"""An official named to evaluate somebody stands in the superior's place, until that is taken back."""

from datetime import date

import pytest
from appraisal.conftest import As, Refused
from factories.appraisal.cycles import a_cycle, appraisal_of, evaluated, evaluates
from factories.appraisal.office import Office
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.appraisal.actions.delegating import (
    DelegateEvaluator,
    NamesThemselves,
    NotPlacedToday,
    OwnEvaluator,
    delegate_evaluator,
)
from jenjang.appraisal.actions.evaluators import refresh_evaluators
from jenjang.appraisal.actions.judges import judge_today
from jenjang.appraisal.actions.people import NotTheEvaluator
from jenjang.appraisal.actions.withdrawing import DelegationOver, WithdrawDelegation, withdraw_delegation
from jenjang.core.errors import NotFound
from jenjang.organisation.actions.superiors import standing_of
from jenjang.organisation.models import EvaluatorDelegation, Placement
from jenjang.organisation.rules.span import EndsBeforeItBegins

TODAY, LATER = date(2026, 7, 1), date(2026, 9, 1)


def named(office: Office, who: str, evaluator: str, **more: object) -> DelegateEvaluator:
    people = {"employee_id": office.people[who], "evaluator_employee_id": office.people[evaluator]}
    return DelegateEvaluator(**people, **{"reason": "SK 800/7", **more})


async def test_whom_nobody_leads_is_evaluated_by_who_was_named(
    as_: As, office: Office, session: AsyncSession
) -> None:
    cycle = await a_cycle(as_("admin"))
    head = await appraisal_of(session, cycle, office.people["head"])
    assert head.evaluator_employee_id is None
    await delegate_evaluator(as_("admin"), named(office, "head", "clerk"))
    await session.refresh(head)
    assert head.evaluator_employee_id == office.people["clerk"]
    await office.look_again(session, TODAY)
    await refresh_evaluators(as_("admin"))
    await session.refresh(head)
    await evaluates(as_("clerk"), head)
    await evaluated(session, head, as_("admin").now)
    await evaluates(as_("clerk"), head)


async def test_who_was_named_evaluates_nobody_else(
    as_: As, office: Office, session: AsyncSession, refused: Refused
) -> None:
    cycle = await a_cycle(as_("admin"))
    await delegate_evaluator(as_("admin"), named(office, "head", "clerk"))
    await office.look_again(session, TODAY)
    for name in ("leader", "stranger", "admin"):
        other = await appraisal_of(session, cycle, office.people[name])
        async with refused(NotFound, "appraisalId"):
            await evaluates(as_("clerk"), other)


async def test_taken_back_the_superior_evaluates_again(
    as_: As, office: Office, session: AsyncSession, refused: Refused
) -> None:
    cycle = await a_cycle(as_("admin"))
    staff = await appraisal_of(session, cycle, office.people["staff"])
    made = await delegate_evaluator(as_("admin", on=date(2026, 6, 30)), named(office, "staff", "stranger"))
    await refresh_evaluators(as_("admin"))
    await session.refresh(staff)
    assert staff.evaluator_employee_id == office.people["stranger"]
    async with refused(NotTheEvaluator, "appraisalId"):
        await evaluates(as_("chief"), staff)
    back = WithdrawDelegation(delegation_id=made.id, reason="Atasan kembali bertugas.")
    assert await withdraw_delegation(as_("admin"), back) == (office.people["staff"], None)
    await session.refresh(staff)
    assert (staff.evaluator_employee_id, made.valid_to) == (office.people["chief"], TODAY)
    await office.look_again(session, TODAY)
    async with refused(NotFound, "appraisalId"):
        await evaluates(as_("clerk"), staff)
    async with refused(DelegationOver, "delegationId", ended=TODAY):
        await withdraw_delegation(as_("admin"), back)


async def test_what_was_named_today_and_taken_back_never_was(
    as_: As, office: Office, session: AsyncSession
) -> None:
    made = await delegate_evaluator(as_("admin"), named(office, "head", "clerk"))
    await withdraw_delegation(as_("admin"), WithdrawDelegation(delegation_id=made.id, reason="Keliru."))
    assert await session.scalar(select(func.count()).select_from(EvaluatorDelegation)) == 0


async def test_another_name_takes_the_place_of_the_first_and_may_end_by_itself(
    as_: As, office: Office, session: AsyncSession
) -> None:
    first = await delegate_evaluator(as_("admin", on=date(2026, 6, 1)), named(office, "head", "clerk"))
    await delegate_evaluator(as_("admin"), named(office, "head", "stranger", until=LATER))
    assert first.valid_to == TODAY
    for on, who in ((TODAY, "stranger"), (date(2026, 8, 31), "stranger"), (LATER, None)):
        standing = await standing_of(as_("admin"), office.people["head"], on)
        assert standing
        assert standing.superior_employee_id == (office.people[who] if who else None)
        assert standing.is_delegated is (who is not None)


async def test_who_holds_no_office_any_more_stands_above_nobody(
    as_: As, office: Office, session: AsyncSession
) -> None:
    await delegate_evaluator(as_("admin"), named(office, "staff", "clerk"))
    left = update(Placement).where(Placement.employee_id == office.people["clerk"])
    await session.execute(left.values(valid_to=TODAY))
    standing = await standing_of(as_("admin"), office.people["staff"], TODAY)
    assert standing
    assert (standing.superior_employee_id, standing.is_delegated) == (office.people["chief"], False)


async def test_an_objection_to_a_result_of_the_topmost_is_decided_by_who_was_named(
    as_: As, office: Office, session: AsyncSession
) -> None:
    cycle = await a_cycle(as_("admin"))
    leader = await appraisal_of(session, cycle, office.people["leader"])
    assert await judge_today(as_("admin"), leader) is None
    await delegate_evaluator(as_("admin"), named(office, "head", "stranger"))
    assert await judge_today(as_("admin"), leader) == office.people["stranger"]
    own = await appraisal_of(session, cycle, office.people["stranger"])
    assert await judge_today(as_("admin"), own) is None


@pytest.mark.parametrize(
    ("who", "evaluator", "more", "error", "field"),
    [
        ("head", "head", {}, OwnEvaluator, "evaluatorEmployeeId"),
        ("head", "admin", {}, NamesThemselves, "evaluatorEmployeeId"),
        ("head", "clerk", {"until": TODAY}, EndsBeforeItBegins, "until"),
    ],
)
async def test_what_names_nobody_who_may_is_refused(
    as_: As,
    office: Office,
    refused: Refused,
    who: str,
    evaluator: str,
    more: dict[str, object],
    error: type[NotFound],
    field: str,
) -> None:
    async with refused(error, field):
        await delegate_evaluator(as_("admin"), named(office, who, evaluator, **more))


async def test_whoever_holds_no_office_is_neither_named_nor_evaluated(
    as_: As, office: Office, session: AsyncSession, refused: Refused
) -> None:
    left = update(Placement).where(Placement.employee_id == office.people["clerk"])
    await session.execute(left.values(valid_to=TODAY))
    async with refused(NotPlacedToday, "evaluatorEmployeeId"):
        await delegate_evaluator(as_("admin"), named(office, "head", "clerk"))
    async with refused(NotPlacedToday, "employeeId"):
        await delegate_evaluator(as_("admin"), named(office, "clerk", "head"))


async def test_who_manages_some_units_names_evaluators_of_their_people_only(
    as_: As, office: Office, session: AsyncSession, refused: Refused
) -> None:
    made = await delegate_evaluator(as_("unit admin"), named(office, "staff", "clerk"))
    assert made.evaluator_employee_id == office.people["clerk"]
    async with refused(NotFound, "employeeId"):
        await delegate_evaluator(as_("unit admin"), named(office, "head", "clerk"))
    other = await delegate_evaluator(as_("admin"), named(office, "head", "clerk"))
    async with refused(NotFound, "delegationId"):
        await withdraw_delegation(
            as_("unit admin"), WithdrawDelegation(delegation_id=other.id, reason="Bukan wewenang.")
        )
