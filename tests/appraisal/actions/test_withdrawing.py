"""A delegation that was named today is taken back: whom it replaced is named again, and all sides know."""

from datetime import date

import pytest
from appraisal.conftest import As, Refused
from factories.appraisal.cycles import a_cycle, appraisal_of, evaluates
from factories.appraisal.office import Office
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.appraisal.actions.delegating import DelegateEvaluator, delegate_evaluator
from jenjang.appraisal.actions.withdrawing import WithdrawDelegation, withdraw_delegation
from jenjang.core.errors import NotFound
from jenjang.organisation.actions.superiors import standing_of
from jenjang.organisation.models import EvaluatorDelegation, Notice, Placement

BEFORE, TODAY, LATER = date(2026, 6, 1), date(2026, 7, 1), date(2026, 9, 1)


async def name(
    as_: As, office: Office, evaluator: str, who: str = "staff", on: date = TODAY, until: date | None = None
) -> EvaluatorDelegation:
    people = {"employee_id": office.people[who], "evaluator_employee_id": office.people[evaluator]}
    asked = DelegateEvaluator(**people, until=until, reason="SK 800/7")
    return await delegate_evaluator(as_("admin", on=on), asked)


async def take_back(as_: As, made: EvaluatorDelegation, by: str = "admin") -> EvaluatorDelegation | None:
    _, restored = await withdraw_delegation(
        as_(by), WithdrawDelegation(delegation_id=made.id, reason="Keliru.")
    )
    return restored


async def evaluator(as_: As, office: Office, who: str = "staff", on: date = TODAY) -> str | None:
    standing = await standing_of(as_("admin"), office.people[who], on)
    assert standing
    names = {person: name for name, person in office.people.items()}
    return names[standing.superior_employee_id] if standing.superior_employee_id else None


@pytest.mark.parametrize("between", [(), ("head",)])
async def test_whom_the_one_named_today_replaced_is_named_again_until_the_same_day(
    as_: As, office: Office, session: AsyncSession, refused: Refused, between: tuple[str, ...]
) -> None:
    """However often another was named the same day."""
    first = await name(as_, office, "clerk", on=BEFORE, until=LATER)
    cycle = await a_cycle(as_("admin"))
    for other in between:
        await name(as_, office, other)
    made = await name(as_, office, "stranger")
    assert (first.valid_to, await evaluator(as_, office)) == (TODAY, "stranger")
    assert await take_back(as_, made) is first
    assert first.valid_to == LATER
    assert [await evaluator(as_, office, on=on) for on in (TODAY, LATER)] == ["clerk", "chief"]
    staff = await appraisal_of(session, cycle, office.people["staff"])
    await session.refresh(staff)
    assert staff.evaluator_employee_id == office.people["clerk"]
    await office.look_again(session, TODAY)
    await evaluates(as_("clerk"), staff)
    async with refused(NotFound, "appraisalId"):
        await evaluates(as_("stranger"), staff)


async def test_one_that_was_taken_back_before_is_not_named_again(as_: As, office: Office) -> None:
    first = await name(as_, office, "clerk", on=BEFORE)
    assert await take_back(as_, first) is None
    made = await name(as_, office, "stranger")
    assert await take_back(as_, made) is None
    assert (first.valid_to, await evaluator(as_, office)) == (TODAY, "chief")


async def test_one_that_was_replaced_on_an_earlier_day_has_ended_for_good(as_: As, office: Office) -> None:
    await name(as_, office, "clerk", on=BEFORE)
    made = await name(as_, office, "stranger", on=date(2026, 6, 30))
    assert await take_back(as_, made) is None
    assert await evaluator(as_, office) == "chief"


async def test_nobody_is_named_again_who_holds_no_office_any_more(
    as_: As, office: Office, session: AsyncSession
) -> None:
    first = await name(as_, office, "clerk", on=BEFORE)
    made = await name(as_, office, "stranger")
    left = update(Placement).where(Placement.employee_id == office.people["clerk"])
    await session.execute(left.values(valid_to=TODAY))
    assert await take_back(as_, made) is None
    assert (first.valid_to, await evaluator(as_, office)) == (TODAY, "chief")


async def test_nobody_is_named_again_whom_the_person_evaluates_by_now(as_: As, office: Office) -> None:
    await name(as_, office, "clerk", on=BEFORE)
    made = await name(as_, office, "stranger")
    await name(as_, office, "staff", "clerk")
    assert await take_back(as_, made) is None
    assert [await evaluator(as_, office, who) for who in ("staff", "clerk")] == ["chief", "staff"]


async def test_nobody_names_themselves_again_by_taking_another_back(as_: As, office: Office) -> None:
    people = {"employee_id": office.people["staff"], "evaluator_employee_id": office.people["admin"]}
    asked = DelegateEvaluator(**people, reason="SK 800/7")
    first = await delegate_evaluator(as_("second admin", on=BEFORE), asked)
    made = await name(as_, office, "stranger")
    assert await take_back(as_, made) is None
    assert (first.valid_to, await evaluator(as_, office)) == (TODAY, "chief")


async def told(session: AsyncSession, office: Office) -> set[tuple[str, str]]:
    """Who was told what of the staff, all of which is read by now."""
    new = select(Notice).where(Notice.read_at.is_(None)).execution_options(populate_existing=True)
    rows = (await session.scalars(new)).all()
    names = {person: name for name, person in office.people.items()}
    for row in rows:
        assert (row.about_type, row.about_id) == ("Employee", office.people["staff"])
        row.read_at = row.made_at
    await session.flush()
    return {(names[row.employee_id], row.kind) for row in rows}


async def test_the_person_and_who_evaluated_before_and_does_now_are_told(
    as_: As, office: Office, session: AsyncSession
) -> None:
    await name(as_, office, "clerk", on=BEFORE)
    named, withdrawn = "EVALUATOR_NAMED", "EVALUATOR_WITHDRAWN"
    assert await told(session, office) == {("staff", named), ("chief", named), ("clerk", named)}
    made = await name(as_, office, "stranger")
    assert await told(session, office) == {("staff", named), ("clerk", named), ("stranger", named)}
    again = await take_back(as_, made)
    assert again
    assert await told(session, office) == {("staff", named), ("clerk", named), ("stranger", named)}
    assert await take_back(as_, again) is None
    assert await told(session, office) == {("staff", withdrawn), ("clerk", withdrawn), ("chief", withdrawn)}
