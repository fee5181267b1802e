"""Two change at once what is counted together: the counts know both."""

from collections.abc import Awaitable, Callable
from datetime import date
from itertools import permutations

import pytest
from competence.counted import check_counts
from factories.appraisal.office import Office, an_office
from factories.racing import Race
from sqlalchemy import delete, select, update

from jenjang.competence.actions.assessing import Assess, assess
from jenjang.competence.actions.standards import RequiredLevel, SetStandard, set_standard
from jenjang.competence.terms import AssessmentSource
from jenjang.core.context import Context
from jenjang.organisation.models import Placement, UnitAncestry

TODAY = date(2026, 7, 1)
Deed = Callable[[Context, Office], Awaitable[None]]


async def moves(context: Context, office: Office) -> None:
    whose = Placement.employee_id == office.people["staff"]
    await context.session.execute(update(Placement).where(whose).values(unit_id=office.units["badan"]))


async def assesses(context: Context, office: Office) -> None:
    asked = Assess(
        employee_id=office.people["staff"],
        competency="M.01",
        level=2,
        source=AssessmentSource.LEADER,
        assessed_on=date(2026, 5, 1),
    )
    await assess(context, asked)


async def asks(context: Context, office: Office) -> None:
    held = select(Placement.position_id).where(Placement.employee_id == office.people["staff"])
    position = (await context.session.scalars(held)).one()
    asked = (RequiredLevel(competency="M.01", level=4),)
    await set_standard(context, SetStandard(position_id=position, on=TODAY, levels=asked, reason="Perwali"))


async def reorganises(context: Context, office: Office) -> None:
    own, above = office.units["bidang"], office.units["government"]
    step = UnitAncestry
    await context.session.execute(delete(step).where(step.unit_id == own, step.ancestor_id == above))


@pytest.mark.parametrize(
    ("first", "second"),
    list(permutations((moves, assesses, asks, reorganises), 2)),
    ids=lambda one: one.__name__,
)
async def test_of_two_at_once_each_counts_what_the_other_brings(
    race: Race, first: Deed, second: Deed
) -> None:
    async def begin(context: Context) -> Office:
        office = await an_office(context.session, TODAY)
        for deed in {asks, assesses} - {first, second}:
            await deed(context, office)
        return office

    office: Office = await race.alone(begin)

    async def check(context: Context) -> int:
        return await check_counts(context.session)

    found = await race.second_of(lambda one: first(one, office), lambda one: second(one, office))
    assert found is None
    assert await race.alone(check)
