"""Opening and closing positions."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from factories.organisation import a_placement, a_position, a_unit, an_employee

from jenjang.core.context import Context
from jenjang.core.errors import NotFound, Refusal
from jenjang.organisation.actions.positions import OpenPosition, close_position, open_position
from jenjang.organisation.rules.person import NameMissing
from jenjang.organisation.rules.placement import (
    EchelonLevelDiffers,
    PositionHeld,
    PositionNotRunning,
    SeatsMissing,
)
from jenjang.organisation.rules.rank import RankOfOtherScheme, RankSpanUpsideDown
from jenjang.organisation.rules.tree import UnitNotOpen

ON = date(2026, 3, 1)
CAMAT = OpenPosition(
    unit_id=UUID(int=7), name="Camat Laweyan", level="ADMINISTRATOR", echelon="III.a", on=ON, critical=True
)


async def test_a_position_spans_the_usual_ranks_and_retires_by_its_level(context: Context) -> None:
    unit = await a_unit(context.session)
    position = await open_position(context, replace(CAMAT, unit_id=unit.id))
    assert (position.unit_id, position.name, position.level) == (unit.id, "Camat Laweyan", "ADMINISTRATOR")
    assert (position.lowest_rank, position.highest_rank) == ("III/d", "IV/b")
    assert (position.retirement_age, position.retirement_rule) == (58, "retirement_age 2023")
    assert (position.critical, position.seats) == (True, 1)
    assert (position.valid_from, position.valid_to) == (ON, None)


@pytest.mark.parametrize(
    ("level", "name", "age", "span"),
    [
        ("JPT_PRATAMA", "Kepala Dinas", 60, ("IV/a", "IV/d")),
        ("AHLI_UTAMA", "Peneliti Ahli Utama", 65, ("IV/d", "IV/e")),
        ("AHLI_PERTAMA", "Guru Ahli Pertama", 60, ("III/a", "III/b")),
        ("PELAKSANA", "Operator Layanan", 58, ("I/a", "III/d")),
    ],
)
async def test_age_and_ranks_by_level(
    context: Context, level: str, name: str, age: int, span: tuple[str, str]
) -> None:
    unit = await a_unit(context.session)
    position = await open_position(
        context, OpenPosition(unit_id=unit.id, name=name, level=level, on=ON, seats=30)
    )
    assert position.retirement_age == age
    assert (position.lowest_rank, position.highest_rank) == span
    assert position.seats == 30


async def test_a_position_may_have_a_span_of_its_own(context: Context) -> None:
    unit = await a_unit(context.session)
    own = replace(CAMAT, unit_id=unit.id, lowest_rank="III/c")
    position = await open_position(context, own)
    assert (position.lowest_rank, position.highest_rank) == ("III/c", None)


@pytest.mark.parametrize(
    ("change", "error", "field"),
    [
        ({"unit_id": UUID(int=9)}, NotFound, "unitId"),
        ({"on": date(2019, 12, 31)}, UnitNotOpen, "unitId"),
        ({"name": ""}, NameMissing, "name"),
        ({"level": "RAJA"}, NotFound, "level"),
        ({"echelon": "V.a"}, NotFound, "echelon"),
        ({"echelon": "II.b"}, EchelonLevelDiffers, "echelon"),
        ({"lowest_rank": "V/a"}, NotFound, "lowestRank"),
        ({"highest_rank": "V/a"}, NotFound, "highestRank"),
        ({"lowest_rank": "IV/a", "highest_rank": "III/d"}, RankSpanUpsideDown, "highestRank"),
        ({"lowest_rank": "III/a", "highest_rank": "PPPK-IX"}, RankOfOtherScheme, "rank"),
        ({"seats": 0}, SeatsMissing, "seats"),
    ],
)
async def test_a_position_that_cannot_be_is_refused(
    context: Context, refused, change: dict[str, object], error: type[Refusal], field: str
) -> None:
    unit = await a_unit(context.session)
    async with refused(error, field):
        await open_position(context, replace(CAMAT, **{"unit_id": unit.id, **change}))


async def test_an_empty_position_closes(context: Context, refused) -> None:
    session = context.session
    position = await a_position(session, await a_unit(session))
    held = await a_placement(session, await an_employee(session), position, until=date(2026, 4, 1))
    async with refused(PositionHeld, "positionId", on=ON, count=1):
        await close_position(context, position.id, ON)
    closed = await close_position(context, position.id, held.valid_to)
    assert (closed.id, closed.valid_to) == (position.id, date(2026, 4, 1))
    for on in (date(2020, 1, 1), date(2026, 4, 1)):
        async with refused(PositionNotRunning, "on"):
            await close_position(context, position.id, on)
    async with refused(NotFound, "positionId"):
        await close_position(context, UUID(int=9), ON)
