"""Whatever is asked in whatever order, the organisation stays in order."""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from factories.organisation import a_position, a_unit, an_employee
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from jenjang.core.context import Context
from jenjang.core.errors import Refusal
from jenjang.organisation.actions.leading import Appoint, appoint_leader
from jenjang.organisation.actions.placements import Place, Transfer, place_employee, transfer_employee
from jenjang.organisation.actions.positions import close_position
from jenjang.organisation.actions.service import ChangeState, end_service
from jenjang.organisation.actions.units import (
    ChangeUnit,
    OpenUnit,
    close_unit,
    open_unit,
    rename_or_move_unit,
)
from jenjang.organisation.models import Leadership, Placement, Position, UnitAncestry, UnitVersion
from jenjang.organisation.terms import LeadershipKind, ServiceState, UnitKind

START = date(2026, 1, 1)
DATES = [START + timedelta(7 * week) for week in range(-1, 20)]


@dataclass(frozen=True)
class Ask:
    """One deed: of which kind, about which of the things, to which other, on which day."""

    deed: str
    one: int
    other: int
    on: date


@dataclass
class World:
    """The things that deeds are asked about."""

    units: list[UUID]
    positions: list[UUID]
    people: list[UUID]


async def place(context: Context, world: World, ask: Ask) -> None:
    position, person = at(world.positions, ask.other), at(world.people, ask.one)
    until = ask.on + timedelta(20) if ask.other % 3 == 0 else None
    await place_employee(context, Place(employee_id=person, position_id=position, on=ask.on, until=until))


async def transfer(context: Context, world: World, ask: Ask) -> None:
    position, person = at(world.positions, ask.other), at(world.people, ask.one)
    await transfer_employee(
        context, Transfer(employee_id=person, position_id=position, on=ask.on, reason="Rotasi")
    )


async def retire(context: Context, world: World, ask: Ask) -> None:
    person = at(world.people, ask.one)
    await end_service(context, ChangeState(employee_id=person, state=ServiceState.RETIRED, on=ask.on))


async def appoint(context: Context, world: World, ask: Ask) -> None:
    unit, person = at(world.units, ask.other), at(world.people, ask.one)
    until = ask.on + timedelta(20)
    await appoint_leader(
        context,
        Appoint(unit_id=unit, employee_id=person, kind=LeadershipKind.PLT, on=ask.on, until=until),
    )


async def rename(context: Context, world: World, ask: Ask) -> None:
    unit, name = at(world.units, ask.one), f"Unit {ask.other}"
    await rename_or_move_unit(context, ChangeUnit(unit_id=unit, on=ask.on, name=name))


async def move(context: Context, world: World, ask: Ask) -> None:
    unit, parent = at(world.units, ask.one), at(world.units, ask.other)
    await rename_or_move_unit(context, ChangeUnit(unit_id=unit, on=ask.on, parent_id=parent))


async def open_below(context: Context, world: World, ask: Ask) -> None:
    opening = OpenUnit(name="Baru", kind=UnitKind.SEKSI, on=ask.on, parent_id=at(world.units, ask.one))
    world.units.append((await open_unit(context, opening)).id)


async def shut_unit(context: Context, world: World, ask: Ask) -> None:
    await close_unit(context, at(world.units, ask.one), ask.on)


async def shut_position(context: Context, world: World, ask: Ask) -> None:
    await close_position(context, at(world.positions, ask.one), ask.on)


DEEDS: dict[str, Callable[[Context, World, Ask], Awaitable[None]]] = {
    deed.__name__: deed
    for deed in (
        place,
        transfer,
        retire,
        appoint,
        rename,
        move,
        open_below,
        shut_unit,
        shut_position,
    )
}
ASKS = st.builds(
    Ask, st.sampled_from(sorted(DEEDS)), st.integers(0, 7), st.integers(0, 7), st.sampled_from(DATES[1:-2])
)


def at(things: Sequence[UUID], which: int) -> UUID:
    return things[which % len(things)]


async def a_world(context: Context) -> World:
    """A tree of five units, three positions with four seats, four people."""
    session, since = context.session, START
    city = await a_unit(session, "Kota", since=since)
    dinas = [await a_unit(session, f"Dinas {n}", parent=city, since=since) for n in range(2)]
    bidang = [await a_unit(session, f"Bidang {n}", parent=unit, since=since) for n, unit in enumerate(dinas)]
    positions = [
        await a_position(session, unit, seats=seats, since=since)
        for unit, seats in ((dinas[0], 1), (bidang[0], 2), (bidang[1], 1))
    ]
    people = [await an_employee(session) for _ in range(4)]
    units = [unit.id for unit in (city, *dinas, *bidang)]
    return World(units, [position.id for position in positions], [person.id for person in people])


def holds(fact: Placement | Leadership | UnitVersion | UnitAncestry | Position, on: date) -> bool:
    return fact.valid_from <= on and (fact.valid_to is None or on < fact.valid_to)


async def check_order(context: Context) -> None:
    session = context.session
    session.expire_all()
    placements = (await session.scalars(select(Placement))).all()
    leaderships = (await session.scalars(select(Leadership))).all()
    positions = (await session.scalars(select(Position))).all()
    versions = (await session.scalars(select(UnitVersion))).all()
    steps = (await session.scalars(select(UnitAncestry))).all()
    for on in DATES:
        held = [placement for placement in placements if holds(placement, on)]
        assert max(Counter(placement.employee_id for placement in held).values(), default=0) <= 1
        seats = Counter(placement.position_id for placement in held)
        open_positions = {position.id: position for position in positions if holds(position, on)}
        assert all(open_positions[position].seats >= taken for position, taken in seats.items())
        standing = {version.unit_id: version for version in versions if holds(version, on)}
        assert len(standing) == sum(holds(version, on) for version in versions)
        assert {position.unit_id for position in open_positions.values()} <= standing.keys()
        led = [leadership.unit_id for leadership in leaderships if holds(leadership, on)]
        assert len(led) == len(set(led))
        assert set(led) <= standing.keys()
        found = [(step.unit_id, step.depth, step.ancestor_id) for step in steps if holds(step, on)]
        assert len(found) == len(set(found))
        # Not `==`: pytest's comparison of long lists takes minutes.
        assert not set(found) ^ set(walked(standing))


def walked(standing: dict[UUID, UnitVersion]) -> list[tuple[UUID, int, UUID]]:
    """Unit, depth and ancestor, by going from parent to parent on one day."""
    steps = []
    for unit in standing:
        at_unit, depth = unit, 0
        while at_unit:
            steps.append((unit, depth, at_unit))
            at_unit, depth = standing[at_unit].parent_id, depth + 1
            assert depth <= len(standing)
    return steps


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asks=st.lists(ASKS, min_size=4, max_size=16))
async def test_the_organisation_stays_in_order(context: Context, asks: list[Ask]) -> None:
    session = context.session
    all_of_it = await session.begin_nested()
    try:
        world = await a_world(context)
        for ask in asks:
            try:
                async with session.begin_nested():
                    await DEEDS[ask.deed](context, world, ask)
            except Refusal:
                continue
            await check_order(context)
    finally:
        await all_of_it.rollback()
        session.expunge_all()
