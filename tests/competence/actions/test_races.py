"""Two deeds at once about one person or position: what counts is made of both, and nothing is done twice."""

from datetime import date
from typing import Any
from uuid import UUID

from factories.appraisal.office import Office, an_office
from factories.racing import Race
from sqlalchemy import select

from jenjang.competence.actions.assessing import Assess, Withdraw, WithdrawnBefore, assess, withdraw
from jenjang.competence.actions.standards import RequiredLevel, SetStandard, set_standard
from jenjang.competence.models import CompetencyAssessment, CompetencyLevel, CompetencyStandard
from jenjang.competence.terms import AssessmentSource as Source
from jenjang.core.context import Context
from jenjang.core.errors import Stale
from jenjang.organisation.models import Placement

TODAY, MAY, JUNE = date(2026, 7, 1), date(2026, 5, 1), date(2026, 6, 1)


async def an_office_in(race: Race) -> Office:
    async def found(context: Context) -> Office:
        return await an_office(context.session, TODAY)

    office: Office = await race.alone(found)
    return office


async def rows(race: Race, *columns: Any) -> list[tuple[object, ...]]:
    """What stands in a table after both."""

    async def read(context: Context) -> list[tuple[object, ...]]:
        found = await context.session.execute(select(*columns).order_by(*columns))
        return [tuple(row) for row in found]

    found: list[tuple[object, ...]] = await race.alone(read)
    return found


def assessing(employee_id: UUID, level: int, source: Source, on: date) -> Any:
    asked = Assess(employee_id=employee_id, competency="M.01", level=level, source=source, assessed_on=on)

    async def do(context: Context) -> UUID:
        return (await assess(context, asked)).id

    return do


async def test_two_who_assess_one_person_at_once_are_both_counted(race: Race) -> None:
    staff = (await an_office_in(race)).people["staff"]
    learned = assessing(staff, 4, Source.TRAINING, JUNE)
    found = await race.second_of(learned, assessing(staff, 2, Source.LEADER, MAY))
    assert isinstance(found, UUID)
    of = CompetencyLevel
    assert await rows(race, of.valid_from, of.valid_to, of.level) == [
        (MAY, JUNE, 2),
        (JUNE, date(2029, 6, 1), 4),
    ]


async def test_of_two_who_withdraw_one_assessment_at_once_one_does_it(race: Race) -> None:
    staff = (await an_office_in(race)).people["staff"]
    wrong = await race.alone(assessing(staff, 2, Source.LEADER, MAY))

    async def take_back(context: Context) -> None:
        await withdraw(context, Withdraw(assessment_id=wrong, reason="Salah orang"))

    assert isinstance(await race.second_of(take_back, take_back), WithdrawnBefore)
    assert await rows(race, CompetencyAssessment.withdrawn_reason) == [("Salah orang",)]
    assert await rows(race, CompetencyLevel.level) == []


async def test_of_two_standards_set_at_once_the_second_is_told_of_the_first(race: Race) -> None:
    staff = (await an_office_in(race)).people["staff"]
    ((position,),) = [
        one[:1] for one in await rows(race, Placement.position_id, Placement.employee_id) if one[1] == staff
    ]

    def setting(level: int) -> Any:
        async def do(context: Context) -> None:
            asked = (RequiredLevel(competency="M.01", level=level, expected_version=0),)
            given = SetStandard(position_id=position, on=TODAY, levels=asked, reason="Perwali")  # type: ignore[arg-type]  # a key
            await set_standard(context, given)

        return do

    assert isinstance(await race.second_of(setting(2), setting(4)), Stale)
    of = CompetencyStandard
    assert await rows(race, of.level, of.valid_from) == [(2, TODAY)]
