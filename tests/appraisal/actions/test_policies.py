"""A government sets what the law leaves open: proposed by one person, published by another, then fixed."""

from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

import pytest
from factories.appraisal.office import Office, an_office
from factories.racing import Race
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.appraisal.actions.local_holidays import HolidayIsPast, SetHoliday, drop_holiday, set_holiday
from jenjang.appraisal.actions.policies import (
    BeginsInThePast,
    DayTaken,
    PolicySettled,
    ProposePolicy,
    SamePerson,
    propose,
    publish,
    withdraw,
)
from jenjang.appraisal.actions.settings import settings_on
from jenjang.appraisal.models.policy import LocalHoliday
from jenjang.appraisal.policy import DecisionBeforeStatements, OutOfBounds, Settings
from jenjang.appraisal.terms import PolicyState
from jenjang.core.context import Context
from jenjang.core.errors import NotFound
from jenjang.core.texts import NoText
from jenjang.identity.models import Account
from jenjang.organisation.actions.versions import NotAPerson

AUGUST = date(2026, 8, 1)


def settings(**changes: Any) -> ProposePolicy:
    told = {
        "valid_from": AUGUST,
        "delivery_days": 10,
        "answer_days": 14,
        "objection_days": 20,
        "statement_days": 5,
        "decision_days": 14,
        "escalation_days": 5,
        "reminder_days": 3,
        "fewest_raters": 4,
        "six_day_week": False,
        "reason": "SK Wali Kota 12/2026",
    }
    return ProposePolicy(**{**told, **changes})


async def test_one_proposes_and_another_publishes_and_from_then_on_it_holds(as_, office: Office) -> None:
    before = await settings_on(as_("admin"), AUGUST)
    policy = await propose(as_("admin"), settings())
    assert (policy.number, policy.state) == (1, PolicyState.PROPOSED)
    assert await settings_on(as_("admin"), AUGUST) == before
    await publish(as_("second admin"), policy.id)
    assert (policy.state, policy.published_at) == (PolicyState.PUBLISHED, as_("admin").now)
    assert policy.published_by_account_id == as_("second admin").viewer.account_id
    held = await settings_on(as_("admin"), AUGUST)
    assert held == Settings(**{one.name: getattr(settings(), one.name) for one in fields(Settings)})
    assert await settings_on(as_("admin"), AUGUST - timedelta(days=1)) == before


async def test_two_accounts_of_one_person_are_one_person(as_, office: Office, session, refused) -> None:
    policy = await propose(as_("admin"), settings())
    async with refused(SamePerson, "policyId"):
        await publish(as_("admin"), policy.id)
    second = Account(issuer="https://issuer.example", subject="again", employee_id=office.people["admin"])
    session.add(second)
    await session.flush()
    context = as_("admin")
    context = replace(context, viewer=replace(context.viewer, account_id=second.id))
    async with refused(SamePerson, "policyId"):
        await publish(context, policy.id)


async def test_an_account_without_a_person_neither_proposes_nor_publishes(as_, office, refused) -> None:
    """Else somebody with such an account besides would be two."""
    async with refused(NotAPerson):
        await propose(as_("program"), settings())
    policy = await propose(as_("admin"), settings())
    for deed in (publish, withdraw):
        async with refused(NotAPerson):
            await deed(as_("program"), policy.id)


@pytest.mark.parametrize(
    ("changes", "error", "field"),
    [
        ({"delivery_days": 15}, OutOfBounds, "deliveryDays"),
        ({"answer_days": 13}, OutOfBounds, "answerDays"),
        ({"objection_days": 13}, OutOfBounds, "objectionDays"),
        ({"objection_days": 31}, OutOfBounds, "objectionDays"),
        ({"fewest_raters": 2}, OutOfBounds, "fewestRaters"),
        ({"statement_days": 10, "decision_days": 9}, DecisionBeforeStatements, "decisionDays"),
        ({"valid_from": date(2026, 6, 30)}, BeginsInThePast, "validFrom"),
        ({"reason": " "}, NoText, "reason"),
    ],
)
async def test_what_the_law_doesn_t_leave_open_is_refused(
    as_, office: Office, refused, changes: dict[str, Any], error: Any, field: str
) -> None:
    async with refused(error, field):
        await propose(as_("admin"), settings(**changes))


async def test_a_refusal_names_the_range_and_the_law(as_, office: Office, refused) -> None:
    told = {"value": 2, "least": 3, "most": 10, "law": "appraisal_deadlines 2019 [M]"}
    async with refused(OutOfBounds, "fewestRaters", **told):
        await propose(as_("admin"), settings(fewest_raters=2))


async def test_what_is_settled_stays(as_, office: Office, refused) -> None:
    published = await propose(as_("admin"), settings())
    await publish(as_("second admin"), published.id)
    withdrawn = await propose(as_("admin"), settings())
    assert (await withdraw(as_("admin"), withdrawn.id)).state == PolicyState.WITHDRAWN
    for policy in (published, withdrawn):
        for deed in (publish, withdraw):
            async with refused(PolicySettled, "policyId", state=policy.state):
                await deed(as_("second admin"), policy.id)
    again = await propose(as_("admin"), settings())
    assert again.number == 3
    async with refused(DayTaken, "policyId", day=AUGUST):
        await publish(as_("second admin"), again.id)


async def test_what_waited_until_its_first_day_was_past_is_not_published(as_, office, refused) -> None:
    policy = await propose(as_("admin"), settings())
    async with refused(BeginsInThePast, "validFrom"):
        await publish(as_("second admin", on=AUGUST + timedelta(days=1)), policy.id)
    assert await publish(as_("second admin", on=AUGUST), policy.id)


async def test_proposals_at_once_are_numbered_one_after_another(race: Race) -> None:
    async def settled(context: Context) -> Office:
        return await an_office(context.session, context.today)

    office = await race.alone(settled)

    async def proposes(context: Context) -> int:
        return (await propose(office.as_(context, "admin"), settings())).number

    assert await race.second_of(proposes, proposes) == 2


async def test_holidays_are_set_renamed_and_dropped(as_, office: Office, session: AsyncSession) -> None:
    await set_holiday(as_("admin"), SetHoliday(day=AUGUST, name="Hari jadi"))
    renamed = await set_holiday(as_("admin"), SetHoliday(day=AUGUST, name=" Hari jadi kota "))
    assert renamed.name == "Hari jadi kota"
    assert (await session.scalars(select(LocalHoliday.day))).all() == [AUGUST]
    assert await drop_holiday(as_("admin"), AUGUST) == AUGUST
    assert (await session.scalars(select(LocalHoliday.day))).all() == []


async def test_a_past_day_is_neither_set_nor_dropped(as_, office: Office, refused) -> None:
    past = date(2026, 6, 30)
    async with refused(HolidayIsPast, "day", day=past):
        await set_holiday(as_("admin"), SetHoliday(day=past, name="Hari jadi"))
    async with refused(HolidayIsPast, "day", day=past):
        await drop_holiday(as_("admin"), past)
    async with refused(NotFound, "day"):
        await drop_holiday(as_("admin"), AUGUST)
    async with refused(NoText, "name"):
        await set_holiday(as_("admin"), SetHoliday(day=AUGUST, name=""))
