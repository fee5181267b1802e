"""Placing and transferring."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from factories.organisation import a_leadership, a_placement, a_position, a_unit, an_employee, led_units
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core.context import Context
from jenjang.core.errors import NotFound, Refusal, Stale
from jenjang.organisation.actions.placements import Place, Transfer, place_employee, transfer_employee
from jenjang.organisation.models import Placement, Position, RankHolding
from jenjang.organisation.rules.life import NotInService
from jenjang.organisation.rules.placement import NoSeatLeft, NotPlaced, PositionNotOpen, SamePosition
from jenjang.organisation.rules.span import EndsBeforeItBegins, LaterFact
from jenjang.organisation.rules.tree import UnitNotOpen
from jenjang.organisation.terms import EmployeeKind, LeadershipKind, ServiceState

ON = date(2026, 3, 1)
PLACE = Place(employee_id=UUID(int=7), position_id=UUID(int=8), on=ON)


async def placements(session: AsyncSession) -> list[tuple[UUID, UUID, date, date | None]]:
    rows = await session.scalars(select(Placement).order_by(Placement.valid_from, Placement.id))
    return [(row.employee_id, row.position_id, row.valid_from, row.valid_to) for row in rows]


async def test_a_placement_ends_the_one_before_and_tells_fit_and_retirement(context: Context) -> None:
    session = context.session
    siti, unit = await an_employee(session), await a_unit(session)
    old, new = await a_position(session, unit), await a_position(session, unit, retirement_age=60)
    await a_placement(session, siti, old)
    place = Place(
        employee_id=siti.id,
        position_id=new.id,
        on=ON,
        reason="Rotasi",
        decree_number="821/3/2026",
        decree_date=date(2026, 2, 20),
        expected_version=1,
    )
    placement = await place_employee(context, place)
    assert (placement.unit_id, placement.reason, placement.decree_number) == (unit.id, "Rotasi", "821/3/2026")
    assert (placement.fits, placement.misfit) == (True, None)
    assert placement.fit_rule == "rank_span 2000, retirement_age 2023"
    assert (siti.retires_on, siti.retirement_rule) == (date(2040, 6, 1), "retirement_age 2023")
    assert siti.version == 2
    assert await placements(session) == [
        (siti.id, old.id, date(2020, 1, 1), ON),
        (siti.id, new.id, ON, None),
    ]


@pytest.mark.parametrize(
    ("ranks", "birth_date", "fits", "misfit", "rule"),
    [
        (("III/c", "IV/a"), date(1980, 5, 17), True, None, "rank_span 2000, retirement_age 2023"),
        ((None, None), date(1980, 5, 17), True, None, "rank_span 2000, retirement_age 2023"),
        (("III/d", "IV/b"), date(1980, 5, 17), False, "RANK_TOO_LOW", "position, retirement_age 2023"),
        (("II/a", "III/b"), date(1980, 5, 17), False, "RANK_TOO_HIGH", "position, retirement_age 2023"),
        (
            ("III/d", None),
            date(1968, 2, 17),
            False,
            "RANK_TOO_LOW, PAST_RETIREMENT_AGE",
            "position, retirement_age 2023",
        ),
    ],
)
async def test_a_misfit_is_recorded_not_refused(
    context: Context,
    ranks: tuple[str | None, str | None],
    birth_date: date,
    fits: bool | None,
    misfit: str | None,
    rule: str,
) -> None:
    siti = await an_employee(context.session, birth_date=birth_date, appointed_on=date(2005, 1, 1))
    position = await a_position(context.session, await a_unit(context.session), ranks=ranks)
    placement = await place_employee(context, replace(PLACE, employee_id=siti.id, position_id=position.id))
    assert (placement.fits, placement.misfit, placement.fit_rule) == (fits, misfit, rule)


async def test_the_ranks_usual_for_pns_ask_nothing_of_a_pppk(context: Context) -> None:
    budi = await an_employee(context.session, kind=EmployeeKind.PPPK, rank="PPPK-IX")
    unit = await a_unit(context.session)
    usual = await a_position(context.session, unit)
    own = await a_position(context.session, unit, ranks=("III/a", "III/b"))
    placement = await place_employee(context, replace(PLACE, employee_id=budi.id, position_id=usual.id))
    assert (placement.fits, placement.misfit) == (True, None)
    moved = replace(PLACE, employee_id=budi.id, position_id=own.id, on=date(2026, 4, 1))
    placement = await place_employee(context, moved)
    assert (placement.fits, placement.misfit) == (None, "OTHER_RANK_SCHEME")


async def test_the_next_functional_level_takes_the_top_rank_of_the_one_below(context: Context) -> None:
    session = context.session
    siti, unit = await an_employee(session, rank="III/b"), await a_unit(session)
    goal = await a_position(session, unit, level="AHLI_MUDA", echelon=None, ranks=(None, None), seats=2)
    place = replace(PLACE, employee_id=siti.id, position_id=goal.id)
    assert (await place_employee(context, place)).misfit == "RANK_TOO_LOW"
    below = await a_position(session, unit, level="AHLI_PERTAMA", echelon=None, ranks=(None, None))
    await place_employee(context, replace(place, position_id=below.id, on=date(2026, 4, 1)))
    risen = await place_employee(context, replace(place, on=date(2026, 5, 1)))
    assert (risen.fits, risen.misfit) == (True, None)


async def test_the_rank_of_that_date_counts(context: Context) -> None:
    siti = await an_employee(context.session, rank="III/b", rank_since=date(2018, 4, 1))
    (held,) = await context.session.scalars(select(RankHolding))
    held.valid_to = date(2026, 4, 1)
    await context.session.flush()
    context.session.add(RankHolding(employee_id=siti.id, rank="III/c", valid_from=date(2026, 4, 1)))
    position = await a_position(context.session, await a_unit(context.session))
    placement = await place_employee(context, replace(PLACE, employee_id=siti.id, position_id=position.id))
    assert placement.misfit == "RANK_TOO_LOW"


async def test_a_transfer_needs_a_place_to_come_from(context: Context, refused) -> None:
    session = context.session
    siti = await an_employee(session)
    here, there = await a_unit(session), await a_unit(session, "Dinas Kesehatan")
    old, new = await a_position(session, here), await a_position(session, there)
    move = Transfer(employee_id=siti.id, position_id=new.id, on=ON, reason="Mutasi atas permintaan sendiri")
    async with refused(NotPlaced, "employeeId", on=ON):
        await transfer_employee(context, move)
    await a_placement(session, siti, old)
    async with refused(SamePosition, "positionId"):
        await transfer_employee(context, replace(move, position_id=old.id))
    async with refused(Stale, "expectedVersion", current=1):
        await transfer_employee(context, replace(move, expected_version=2))
    placement = await transfer_employee(context, move)
    assert (placement.unit_id, placement.reason) == (there.id, "Mutasi atas permintaan sendiri")
    assert await placements(session) == [
        (siti.id, old.id, date(2020, 1, 1), ON),
        (siti.id, new.id, ON, None),
    ]


async def test_who_leaves_a_unit_leads_it_no_more(context: Context) -> None:
    session = context.session
    siti, budi = await an_employee(session), await an_employee(session)
    dinas, lain = await a_unit(session), await a_unit(session, "Dinas Kesehatan")
    bidang = await a_unit(session, "Bidang", parent=dinas)
    old, same = await a_position(session, dinas), await a_position(session, dinas)
    below = await a_position(session, bidang)
    await a_placement(session, siti, old)
    leads = await a_leadership(session, dinas, siti)
    daily = await a_leadership(session, dinas, budi, kind=LeadershipKind.PLH, until=date(2027, 1, 1))
    acts = await a_leadership(session, lain, siti, kind=LeadershipKind.PLT, until=date(2027, 1, 1))
    new = await a_leadership(session, bidang, siti, since=date(2026, 4, 1))
    within = Transfer(employee_id=siti.id, position_id=same.id, on=ON, reason="Rotasi")
    await transfer_employee(context, within)
    assert leads.valid_to is None
    on = date(2026, 4, 1)
    await transfer_employee(context, replace(within, position_id=below.id, on=on))
    assert (leads.valid_to, daily.valid_to, acts.valid_to, new.valid_to) == (on, on, on, None)
    assert set(await led_units(session, siti.id, date(2026, 3, 31))) == {dinas.id, bidang.id, lain.id}
    assert await led_units(session, siti.id, on) == (bidang.id,)


@pytest.mark.parametrize(
    ("change", "error", "field"),
    [
        ({"employee_id": UUID(int=9)}, NotFound, "employeeId"),
        ({"position_id": UUID(int=9)}, NotFound, "positionId"),
        ({"expected_version": 3}, Stale, "expectedVersion"),
        ({"until": ON}, EndsBeforeItBegins, "until"),
        ({"on": date(2019, 12, 31)}, PositionNotOpen, "positionId"),
        ({"on": date(2009, 12, 31)}, NotInService, "employeeId"),
    ],
)
async def test_a_placement_that_cannot_be_is_refused(
    context: Context, refused, change: dict[str, object], error: type[Refusal], field: str
) -> None:
    siti = await an_employee(context.session)
    position = await a_position(context.session, await a_unit(context.session))
    right = {"employee_id": siti.id, "position_id": position.id}
    async with refused(error, field):
        await place_employee(context, replace(PLACE, **(right | change)))


async def test_a_position_or_unit_that_shuts_meanwhile_is_refused(context: Context, refused) -> None:
    session = context.session
    siti, unit = await an_employee(session), await a_unit(session)
    shutting = await a_unit(session, "Dinas Pasar", until=date(2030, 1, 1))
    soon_gone = await a_position(session, unit, until=date(2028, 1, 1))
    orphan = await a_position(session, shutting)
    place = replace(PLACE, employee_id=siti.id)
    async with refused(PositionNotOpen, "positionId"):
        await place_employee(context, replace(place, position_id=soon_gone.id))
    async with refused(UnitNotOpen, "positionId"):
        await place_employee(context, replace(place, position_id=orphan.id))
    placement = await place_employee(
        context, replace(place, position_id=soon_gone.id, until=date(2028, 1, 1))
    )
    assert placement.valid_to == date(2028, 1, 1)


async def test_a_placement_before_a_later_one_is_refused(context: Context, refused) -> None:
    session = context.session
    siti, unit = await an_employee(session), await a_unit(session)
    old, new = await a_position(session, unit), await a_position(session, unit)
    await a_placement(session, siti, old, since=date(2026, 3, 1))
    for on in (date(2026, 3, 1), date(2026, 2, 1)):
        async with refused(LaterFact, "on", begins=date(2026, 3, 1)):
            await place_employee(context, replace(PLACE, employee_id=siti.id, position_id=new.id, on=on))


async def test_nobody_gets_a_seat_that_is_taken(context: Context, refused) -> None:
    session = context.session
    unit = await a_unit(session)
    position = await a_position(session, unit, seats=2)
    siti, budi, ani = [await an_employee(session) for _ in range(3)]
    await a_placement(session, siti, position)
    await a_placement(session, budi, position, since=date(2027, 1, 1))
    place = replace(PLACE, employee_id=ani.id, position_id=position.id)
    async with refused(NoSeatLeft, "positionId", seats=2, on=ON):
        await place_employee(context, place)
    placement = await place_employee(context, replace(place, until=date(2027, 1, 1)))
    assert placement.valid_to == date(2027, 1, 1)


@pytest.mark.parametrize("state", [ServiceState.RETIRED, ServiceState.DECEASED, ServiceState.RESIGNED])
async def test_who_serves_no_more_is_not_placed(context: Context, refused, state: ServiceState) -> None:
    gone = await an_employee(context.session, state=state)
    position = await a_position(context.session, await a_unit(context.session))
    async with refused(NotInService, "employeeId", on=ON):
        await place_employee(context, replace(PLACE, employee_id=gone.id, position_id=position.id))


async def test_of_two_who_ask_for_the_last_seat_at_once_one_gets_it(race) -> None:
    async def last_seat(context: Context) -> Position:
        return await a_position(context.session, await a_unit(context.session))

    position = await race.alone(last_seat)
    siti, budi = [await race.alone(lambda c: an_employee(c.session)) for _ in range(2)]
    place = replace(PLACE, position_id=position.id)
    answer = await race.second_of(
        lambda c: place_employee(c, replace(place, employee_id=siti.id)),
        lambda c: place_employee(c, replace(place, employee_id=budi.id)),
    )
    assert type(answer) is NoSeatLeft
    assert await race.alone(lambda c: placements(c.session)) == [(siti.id, position.id, ON, None)]


async def test_of_two_placements_of_one_person_at_once_one_stands(race) -> None:
    unit = await race.alone(lambda c: a_unit(c.session))
    one, other = [await race.alone(lambda c: a_position(c.session, unit)) for _ in range(2)]
    siti = await race.alone(lambda c: an_employee(c.session))
    place = replace(PLACE, employee_id=siti.id, expected_version=1)
    answer = await race.second_of(
        lambda c: place_employee(c, replace(place, position_id=one.id)),
        lambda c: place_employee(c, replace(place, position_id=other.id)),
    )
    assert type(answer) is Stale
    assert await race.alone(lambda c: placements(c.session)) == [(siti.id, one.id, ON, None)]
