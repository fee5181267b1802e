"""Aspirations: stated, changed and taken back by the person alone, one at a time, by consent."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from career.conftest import TODAY, As
from factories.appraisal.office import Office, an_office
from factories.racing import Race
from factories.refusing import Refused, refusing
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.career.actions.aspiring import (
    AspirationIsThere,
    AspirationWithdrawn,
    Change,
    NothingWished,
    State,
    Withdraw,
    change,
    state,
    withdraw,
)
from jenjang.career.aspirations import CareerAspiration
from jenjang.career.terms import Consent
from jenjang.core.context import Context
from jenjang.core.errors import NotFound, Refusal, Stale
from jenjang.core.texts import TextTooLong
from jenjang.organisation.actions.versions import NotAPerson

WISH = State(consent=Consent.SELF_ONLY, is_mobile=False, level="PENGAWAS", words=" Memimpin. ")


@pytest.fixture
def refused(session: AsyncSession) -> Refused:
    return refusing(session, ["career_aspirations"])


@pytest.fixture
async def stated(as_: As) -> CareerAspiration:
    """What the staff wishes."""
    return await state(as_("staff"), WISH)


def again(of: CareerAspiration, **more: Any) -> Change:  # Any: of any field.
    wish = {"consent": Consent(of.consent), "is_mobile": of.is_mobile, "level": of.level, **more}
    return Change(aspiration_id=of.id, expected_version=of.version, **wish)


async def test_it_is_kept_with_the_consent_and_its_moment(stated: CareerAspiration, office: Office) -> None:
    assert stated.employee_id == office.people["staff"]
    assert (stated.level, stated.words, stated.consent) == ("PENGAWAS", "Memimpin.", "SELF_ONLY")
    assert (stated.stated_on, stated.withdrawn_on, stated.version) == (TODAY, None, 1)


async def test_only_another_consent_is_a_new_consent(as_: As, stated: CareerAspiration) -> None:
    first = stated.consented_at
    later = replace(as_("staff"), now=first + timedelta(days=1))
    await change(later, again(stated, skill="Analisis data"))
    assert stated.consented_at == first
    assert (stated.skill, stated.words, stated.version) == ("Analisis data", None, 2)
    await change(later, again(stated, consent=Consent.LEADER))
    assert stated.consented_at == later.now


async def test_taken_back_it_is_over_and_another_may_be_stated(
    as_: As, stated: CareerAspiration, refused: Refused
) -> None:
    await withdraw(as_("staff"), Withdraw(aspiration_id=stated.id, expected_version=1))
    assert stated.withdrawn_on == TODAY
    async with refused(AspirationWithdrawn, "aspirationId", on=TODAY):
        await withdraw(as_("staff"), Withdraw(aspiration_id=stated.id, expected_version=2))
    async with refused(AspirationWithdrawn, "aspirationId"):
        await change(as_("staff"), again(stated))
    assert (await state(as_("staff"), WISH)).id != stated.id


async def test_what_is_refused(as_: As, stated: CareerAspiration, refused: Refused) -> None:
    async with refused(AspirationIsThere, on=TODAY):
        await state(as_("staff"), WISH)
    async with refused(NothingWished):
        await state(as_("colleague"), State(consent=Consent.LEADER, is_mobile=True, words="Apa saja"))
    for field, name, value in (
        ("positionId", "position_id", uuid4()),
        ("unitId", "unit_id", uuid4()),
        ("level", "level", "RAJA"),
    ):
        async with refused(NotFound, field):
            await state(as_("colleague"), State(consent=Consent.LEADER, is_mobile=True, **{name: value}))
    async with refused(TextTooLong, "skill", most=200):
        await state(as_("colleague"), State(consent=Consent.LEADER, is_mobile=True, skill="a" * 201))
    async with refused(NotAPerson):
        await state(as_("program"), WISH)
    async with refused(Stale, "expectedVersion", current=1):
        await withdraw(as_("staff"), Withdraw(aspiration_id=stated.id, expected_version=3))


@pytest.mark.parametrize("who", ["colleague", "chief", "admin"])
async def test_nobody_else_changes_it_or_takes_it_back(
    as_: As, stated: CareerAspiration, refused: Refused, who: str
) -> None:
    async with refused(NotFound, "aspirationId"):
        await change(as_(who), again(stated, consent=Consent.COMMITTEE))
    async with refused(NotFound, "aspirationId"):
        await withdraw(as_(who), Withdraw(aspiration_id=stated.id, expected_version=1))


async def test_two_at_once_leave_one(race: Race) -> None:
    today = date(2026, 7, 1)

    async def make(context: Context) -> Office:
        return await an_office(context.session, today)

    office: Office = await race.alone(make)

    async def once(context: Context) -> str:
        return (await state(office.as_(context, "staff", today), WISH)).consent

    async def outcome() -> str:
        try:
            return str(await race.alone(once))
        except Refusal as refusal:
            return refusal.code

    outcomes = await asyncio.gather(*(outcome() for _ in range(4)))
    assert sorted(outcomes) == [*["ASPIRATION_IS_THERE"] * 3, "SELF_ONLY"]

    async def kept(context: Context) -> int:
        return len((await context.session.scalars(select(CareerAspiration))).all())

    assert await race.alone(kept) == 1
