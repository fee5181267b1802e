"""What a position asks for is set from a day on; whose gap changes is told; the usual levels are adopted."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from competence.conftest import As, Refused
from factories.appraisal.office import Office
from factories.competence import a_standard, a_technical_competency, an_assessment
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.competence.actions.adopting import Adopted, AdoptStandards, adopt_standards
from jenjang.competence.actions.standards import RequiredLevel, SetStandard, set_standard
from jenjang.competence.actions.subjects import NameOneCompetency
from jenjang.competence.models import CompetencyStandard
from jenjang.competence.rules.levels import NoSuchLevel
from jenjang.competence.rules.standards import AskedForTwice, NoCompetencyNamed, PositionNotThere
from jenjang.core.errors import NotFound, Refusal, Stale
from jenjang.core.texts import NoText, TextTooLong
from jenjang.organisation.models import Notice, Placement, Position
from jenjang.organisation.rules.span import LaterFact

JULY, AUGUST = date(2026, 7, 1), date(2026, 8, 1)
LONG_AGO = date(2020, 1, 1)


async def position_of(session: AsyncSession, office: Office, who: str) -> UUID:
    held = select(Placement.position_id).where(Placement.employee_id == office.people[who])
    return (await session.scalars(held)).one()


async def standards(session: AsyncSession, position: UUID) -> list[tuple[str, int, date, date | None]]:
    one = CompetencyStandard
    rows = select(one.subject, one.level, one.valid_from, one.valid_to).where(one.position_id == position)
    return [tuple(row) for row in await session.execute(rows.order_by(one.subject, one.valid_from))]


def asking(position: UUID, *levels: RequiredLevel, on: date = JULY, **more: object) -> SetStandard:
    asked = levels or (RequiredLevel(competency="M.01", level=3),)
    return SetStandard(position_id=position, on=on, levels=asked, **{"reason": "Perwali 5/2026", **more})


async def told(session: AsyncSession) -> list[tuple[UUID, UUID]]:
    rows = select(Notice.employee_id, Notice.about_id).where(Notice.kind == "STANDARD_CHANGED")
    return [tuple(row) for row in await session.execute(rows)]


async def test_a_standard_holds_from_its_day_and_ends_the_one_before(
    session: AsyncSession, office: Office, as_: As
) -> None:
    position = await position_of(session, office, "staff")
    await a_standard(session, position, "M.01", 2)
    await a_standard(session, position, "M.02", 2)
    own = await a_technical_competency(session)
    new = (
        RequiredLevel(competency="M.01", level=3),
        RequiredLevel(competency="M.02"),
        RequiredLevel(technical_competency_id=own.id, level=4),
    )
    await set_standard(as_("admin"), asking(position, *new, decree_number="5/2026"))
    assert await standards(session, position) == sorted(
        [
            (str(own.id), 4, JULY, None),
            ("M.01", 2, LONG_AGO, JULY),
            ("M.01", 3, JULY, None),
            ("M.02", 2, LONG_AGO, JULY),
        ]
    )


async def test_set_twice_on_one_day_the_second_stands_and_the_same_level_goes_on(
    session: AsyncSession, office: Office, as_: As
) -> None:
    position = await position_of(session, office, "staff")
    admin = as_("admin")
    await set_standard(admin, asking(position))
    await set_standard(admin, asking(position, RequiredLevel(competency="M.01", level=5)))
    assert await standards(session, position) == [("M.01", 5, JULY, None)]
    await set_standard(admin, asking(position, RequiredLevel(competency="M.01", level=5), on=AUGUST))
    assert await standards(session, position) == [("M.01", 5, JULY, None)]


async def test_whose_gap_changes_is_named_and_told_each_time(
    session: AsyncSession, office: Office, as_: As
) -> None:
    position, staff = await position_of(session, office, "staff"), office.people["staff"]
    admin = as_("admin")
    _, first = await set_standard(admin, asking(position))
    assert first == [staff]
    assert await told(session) == [(staff, position)]
    _, unassessed = await set_standard(admin, asking(position, RequiredLevel(competency="M.01", level=4)))
    assert unassessed == []
    await an_assessment(session, staff, "M.01", 2)
    _, assessed = await set_standard(admin, asking(position, RequiredLevel(competency="M.01", level=5)))
    assert assessed == [staff]
    assert await told(session) == [(staff, position)]


async def test_who_holds_another_position_is_not_affected(
    session: AsyncSession, office: Office, as_: As
) -> None:
    position = await position_of(session, office, "clerk")
    _, found = await set_standard(as_("admin"), asking(position))
    assert found == [office.people["clerk"]]


@pytest.mark.parametrize(
    ("levels", "error", "field"),
    [
        ([], NoCompetencyNamed, ("levels",)),
        ([RequiredLevel(competency="M.01", level=6)], NoSuchLevel, ("levels", "0", "level")),
        ([RequiredLevel(level=3)], NameOneCompetency, ("levels", "0", "competency")),
        ([RequiredLevel(competency="M.99", level=3)], NotFound, ("levels", "0", "competency")),
        (
            [RequiredLevel(technical_competency_id=uuid4(), level=3)],
            NotFound,
            ("levels", "0", "technicalCompetencyId"),
        ),
        (
            [RequiredLevel(competency="M.01", level=3), RequiredLevel(competency="M.01", level=2)],
            AskedForTwice,
            ("levels", "1"),
        ),
    ],
)
async def test_levels_that_make_no_sense_are_refused(
    session: AsyncSession,
    office: Office,
    as_: As,
    refused: Refused,
    levels: list[RequiredLevel],
    error: type[Exception],
    field: tuple[str, ...],
) -> None:
    position = await position_of(session, office, "staff")
    asked = SetStandard(position_id=position, on=JULY, levels=tuple(levels), reason="Perwali")
    async with refused(error, *field):
        await set_standard(as_("admin"), asked)


async def test_a_day_that_doesnt_fit_is_refused(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    position = await position_of(session, office, "staff")
    await a_standard(session, position, "M.01", 2, since=AUGUST)
    async with refused(LaterFact, "on", begins=AUGUST):
        await set_standard(as_("admin"), asking(position))
    opened = (await session.get(Position, ("surakarta", position))).valid_from
    before = date.fromordinal(opened.toordinal() - 1)
    async with refused(PositionNotThere, "on", on=before):
        await set_standard(as_("admin"), asking(position, on=before))
    async with refused(NoText, "reason"):
        await set_standard(as_("admin"), asking(position, on=AUGUST, reason=" "))
    async with refused(NotFound, "positionId"):
        await set_standard(as_("admin"), asking(uuid4()))


async def test_the_usual_levels_are_adopted_where_nothing_was_set(
    session: AsyncSession, office: Office, as_: As
) -> None:
    set_before = await position_of(session, office, "staff")
    await a_standard(session, set_before, "M.01", 5)
    chief = await position_of(session, office, "chief")
    asked = AdoptStandards(on=JULY, reason="Perwali 5/2026", unit_id=office.units["bidang"])
    done = await adopt_standards(as_("admin"), asked)
    assert await standards(session, set_before) == [("M.01", 5, LONG_AGO, None)]
    adopted = await standards(session, chief)
    assert {level for _, level, _, _ in adopted} == {3}
    assert [subject for subject, _, _, _ in adopted] == [*(f"M.0{place}" for place in range(1, 9)), "S.01"]
    assert done.standards == done.positions * 9
    outside = await position_of(session, office, "clerk")
    assert await standards(session, outside) == []
    assert await adopt_standards(as_("admin"), asked) == Adopted(0, 0)


async def test_the_usual_levels_are_adopted_for_one_level_of_position(
    session: AsyncSession, office: Office, as_: As
) -> None:
    asked = AdoptStandards(on=JULY, reason="Perwali 5/2026", level="AHLI_MUDA")
    assert await adopt_standards(as_("admin"), asked) == Adopted(1, 9)
    functional = await standards(session, await position_of(session, office, "functional"))
    assert {level for _, level, _, _ in functional} == {3}


@pytest.mark.parametrize(
    ("more", "error", "field"),
    [
        ({"unit_id": uuid4()}, NotFound, "unitId"),
        ({"level": "TUKANG"}, NotFound, "level"),
        ({"reason": ""}, NoText, "reason"),
    ],
)
async def test_what_cant_be_adopted_is_refused(
    office: Office,
    as_: As,
    refused: Refused,
    more: dict[str, object],
    error: type[Exception],
    field: str,
) -> None:
    async with refused(error, field):
        await adopt_standards(as_("admin"), AdoptStandards(**{"on": JULY, "reason": "Perwali", **more}))


async def test_another_decree_for_the_same_level_is_kept(
    session: AsyncSession, office: Office, as_: As
) -> None:
    position = await position_of(session, office, "staff")
    one = CompetencyStandard
    rows = select(one.valid_from, one.level, one.decree_number, one.version).order_by(one.valid_from)
    for on, decree in ((JULY, "SK 1"), (JULY, "SK 2"), (AUGUST, "SK 3"), (AUGUST, "SK 3")):
        await set_standard(as_("admin"), asking(position, on=on, decree_number=decree))
    found = [tuple(row) for row in await session.execute(rows)]
    assert found == [(JULY, 3, "SK 2", 2), (AUGUST, 3, "SK 3", 3)]
    assert len(await told(session)) == 1, "nobody's gap changed by another decree"


async def test_a_level_that_others_set_meanwhile_isnt_overwritten(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    position = await position_of(session, office, "staff")

    def seen(version: int, level: int | None = 2) -> SetStandard:
        other = RequiredLevel(competency="M.02", level=2)
        return asking(
            position, other, RequiredLevel(competency="M.01", level=level, expected_version=version)
        )

    await set_standard(as_("admin"), seen(0))
    async with refused(Stale, "levels.1.expectedVersion", current=1):
        await set_standard(as_("admin"), seen(0, 4))
    await set_standard(as_("admin"), seen(1, 4))
    async with refused(Stale, "levels.1.expectedVersion", current=2):
        await set_standard(as_("admin"), seen(1, None))
    assert [one[:2] for one in await standards(session, position)] == [("M.01", 4), ("M.02", 2)]


@pytest.mark.parametrize(("number", "error"), [(" ", NoText), ("9" * 201, TextTooLong)])
async def test_a_decree_that_is_named_has_a_number_that_can_be_read(
    session: AsyncSession, office: Office, as_: As, refused: Refused, number: str, error: type[Refusal]
) -> None:
    position = await position_of(session, office, "staff")
    async with refused(error, "decreeNumber"):
        await set_standard(as_("admin"), asking(position, decree_number=number))
    async with refused(error, "decreeNumber"):
        await adopt_standards(as_("admin"), AdoptStandards(on=JULY, reason="Perwali", decree_number=number))
