"""Many at once: nobody asks twice, and the quota isn't passed."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID

from factories.appraisal.office import Office, an_office
from factories.racing import Race
from sqlalchemy import select
from study.going import TWO_SEATS, a_master, approving, performed

from jenjang.core.context import Context
from jenjang.core.errors import Refusal
from jenjang.study.actions.deciding import approve
from jenjang.study.actions.quotas import set_quota
from jenjang.study.actions.requesting import request
from jenjang.study.models import StudyLeave, StudyQuota

TODAY = date(2026, 7, 1)
PEOPLE = ("staff", "colleague", "functional", "chief", "leader", "stranger")


async def an_office_that_studies(race: Race) -> Office:
    async def make(context: Context) -> Office:
        office = await an_office(context.session, TODAY)
        await performed(context.session, *(office.people[name] for name in PEOPLE))
        await set_quota(office.as_(context, "admin", TODAY), TWO_SEATS)
        return office

    found: Office = await race.alone(make)
    return found


async def outcome(race: Race, deed: Any) -> str:
    """What a deed came to: the state, or the code of the refusal."""
    try:
        return str(await race.alone(deed))
    except Refusal as refusal:
        return refusal.code


async def test_however_many_are_let_go_at_once_no_more_go_than_the_quota(race: Race) -> None:
    office = await an_office_that_studies(race)

    async def ask(context: Context) -> list[UUID]:
        return [(await request(office.as_(context, name, TODAY), a_master())).id for name in PEOPLE]

    asked = await race.alone(ask)

    def letting_go(leave_id: UUID) -> Any:
        async def do(context: Context) -> str:
            admin = office.as_(context, "admin", TODAY)
            return (await approve(admin, approving(await admin.get(StudyLeave, leave_id)))).state

        return outcome(race, do)

    came_to = await asyncio.gather(*map(letting_go, asked))
    assert sorted(came_to) == ["APPROVED"] * 2 + ["QUOTA_USED_UP"] * 4

    async def taken(context: Context) -> int:
        return (await context.session.scalars(select(StudyQuota.taken))).one()

    assert await race.alone(taken) == 2


async def test_who_asks_twice_at_once_has_asked_once(race: Race) -> None:
    office = await an_office_that_studies(race)

    async def do(context: Context) -> str:
        return (await request(office.as_(context, "staff", TODAY), a_master())).state

    came_to = await asyncio.gather(*(outcome(race, do) for _ in range(4)))
    assert sorted(came_to) == ["REQUESTED", *["REQUIREMENTS_MISSING"] * 3]
