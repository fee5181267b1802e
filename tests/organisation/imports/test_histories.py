"""Files of ranks and positions held fill the past, and leave what is known as it is."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from factories.imports import (
    BIDANG,
    SEKSI,
    bring,
    dump,
    establish,
    held_position,
    held_rank,
    person,
    refusals,
)
from sqlalchemy import select

from jenjang.core.context import Context
from jenjang.organisation.actions.service import ChangeState, end_service
from jenjang.organisation.imports.history import Fact, join
from jenjang.organisation.models import Employee, Placement, RankHolding
from jenjang.organisation.terms import ImportKind, ServiceState

pytestmark = pytest.mark.anyio
NIP = "198609262015051001"
TEACHER, ANALYST = "Guru Ahli Pertama", "Analis Kebijakan Ahli Pertama"


@pytest.fixture(autouse=True)
async def hired(context: Context) -> None:
    await establish(context)
    await bring(context, ImportKind.PEOPLE, [person()])


async def ranks(context: Context) -> list[tuple[Any, ...]]:
    of = RankHolding
    rows = await context.session.execute(
        select(of.rank, of.valid_from, of.valid_to, of.decree_number).order_by(of.valid_from)
    )
    return [tuple(row) for row in rows]


async def test_ranks_before_the_present_one_end_where_the_next_begins(context: Context) -> None:
    rows = [held_rank(NIP, "31", "01-05-2015"), held_rank(NIP, "32", "01-10-2019")]
    batch = await bring(context, ImportKind.RANKS, rows)
    assert (batch.state, batch.created_count, batch.changed_count) == ("APPLIED", 1, 1)
    assert await ranks(context) == [
        ("III/a", date(2015, 5, 1), date(2019, 10, 1), "823/1"),
        ("III/b", date(2019, 10, 1), None, "823/1"),
    ]
    before = await dump(context.session)
    again = await bring(context, ImportKind.RANKS, rows)
    assert (again.created_count, again.changed_count) == (0, 0)
    assert await dump(context.session) == before


async def test_a_placement_whose_rank_was_unknown_is_judged_when_the_rank_comes(context: Context) -> None:
    early = person(2, **{"TMT JABATAN": "01-02-2018", "TMT GOLONGAN": "01-10-2019"})
    await bring(context, ImportKind.PEOPLE, [early])
    of = Placement
    fitting = select(of.fits, of.misfit).where(of.valid_from == date(2018, 2, 1))
    assert (await context.session.execute(fitting)).one() == (None, "RANK_UNKNOWN")
    await bring(context, ImportKind.RANKS, [held_rank(early["NIP BARU"], "31", "01-05-2015")])
    assert (await context.session.execute(fitting)).one() == (True, None)


async def test_positions_before_the_present_one_are_kept_with_their_fit(context: Context) -> None:
    await bring(context, ImportKind.RANKS, [held_rank(NIP, "31", "01-05-2015")])
    rows = [held_position(NIP, ANALYST, BIDANG, "01-06-2018")]
    batch = await bring(context, ImportKind.PLACEMENTS, rows)
    assert (batch.created_count, batch.changed_count) == (1, 0)
    found = await context.session.scalars(select(Placement).order_by(Placement.valid_from))
    assert [(row.valid_from, row.valid_to, row.fits, row.decree_number) for row in found] == [
        (date(2018, 6, 1), date(2020, 2, 1), True, "824/1"),
        (date(2020, 2, 1), None, True, None),
    ]


async def test_a_later_position_becomes_the_present_one_and_moves_the_retirement(context: Context) -> None:
    await bring(context, ImportKind.PLACEMENTS, [held_position(NIP, ANALYST, BIDANG, "01-06-2022")])
    who = (await context.session.scalars(select(Employee))).one()
    await context.session.refresh(who)
    assert (who.retires_on, who.version) == (date(2044, 10, 1), 2)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (held_rank("198609262015051009", "31", "01-05-2015"), ("NIP BARU", "PERSON_UNKNOWN")),
        (held_rank("1", "31", "01-05-2015"), ("NIP BARU", "NOT_EIGHTEEN_DIGITS")),
        (held_rank(NIP, "99", "01-05-2015"), ("GOLONGAN ID", "RANK_UNKNOWN")),
        (held_rank(NIP, "09", "01-05-2015"), ("GOLONGAN ID", "RANK_UNKNOWN")),
        (held_rank(NIP, "31", "01-04-2015"), ("TMT GOLONGAN", "BEFORE_SERVICE")),
        (held_rank(NIP, "31", "01-04-2199"), ("TMT GOLONGAN", "NOT_YET")),
        (held_rank(NIP, "31", "kapan"), ("TMT GOLONGAN", "DATE_UNREADABLE")),
        (held_rank(NIP, "31", "01-05-2015", **{"JENIS KP": "HADIAH"}), ("JENIS KP", "RANK_REASON_UNKNOWN")),
        (held_rank(NIP, "31", "01-10-2019"), ("TMT GOLONGAN", "FACT_TWICE")),
    ],
)
async def test_a_fault_in_a_file_of_ranks_is_told_and_nothing_applied(context, row, expected) -> None:
    before = await dump(context.session)
    batch = await bring(context, ImportKind.RANKS, [held_rank(NIP, "32", "01-10-2019"), row])
    assert batch.state == "REFUSED"
    assert await refusals(context.session, batch) == [(3, *expected)]
    assert await dump(context.session) == before


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (held_position("198609262015051009", TEACHER, SEKSI, "01-06-2018"), ("NIP BARU", "PERSON_UNKNOWN")),
        (held_position(NIP, TEACHER, "NOWHERE", "01-06-2018"), ("UNOR ID", "UNIT_UNKNOWN")),
        (held_position(NIP, TEACHER, BIDANG, "01-06-2018"), ("JABATAN NAMA", "POSITION_UNKNOWN")),
        (held_position(NIP, TEACHER, SEKSI, "01-06-2016"), ("TMT JABATAN", "POSITION_NOT_OPEN")),
        (held_position(NIP, TEACHER, SEKSI, "01-04-2015"), ("TMT JABATAN", "BEFORE_SERVICE")),
    ],
)
async def test_a_fault_in_a_file_of_positions_held_is_told_and_nothing_applied(
    context, row, expected
) -> None:
    before = await dump(context.session)
    batch = await bring(context, ImportKind.PLACEMENTS, [row])
    assert batch.state == "REFUSED"
    assert expected in {fault[1:] for fault in await refusals(context.session, batch)}
    assert await dump(context.session) == before


async def test_the_past_too_has_no_more_holders_than_seats(context: Context) -> None:
    await bring(context, ImportKind.PEOPLE, [person(serial) for serial in (2, 3)])
    numbers = [person(serial)["NIP BARU"] for serial in (1, 2, 3)]
    rows = [held_position(number, ANALYST, BIDANG, "01-06-2018") for number in numbers]
    batch = await bring(context, ImportKind.PLACEMENTS, rows)
    assert await refusals(context.session, batch) == [(4, "TMT JABATAN", "NO_SEAT_LEFT")]


async def test_the_past_of_who_left_ends_when_the_service_did(context: Context) -> None:
    who = (await context.session.scalars(select(Employee))).one()
    left = ChangeState(employee_id=who.id, state=ServiceState.RESIGNED, on=date(2024, 1, 1))
    await end_service(context, left)
    assert (await bring(context, ImportKind.RANKS, [held_rank(NIP, "33", "01-10-2022")])).state == "APPLIED"
    assert [row[:3] for row in await ranks(context)] == [
        ("III/b", date(2019, 10, 1), date(2022, 10, 1)),
        ("III/c", date(2022, 10, 1), date(2024, 1, 1)),
    ]
    row = held_position(NIP, ANALYST, BIDANG, "01-06-2022")
    assert (await bring(context, ImportKind.PLACEMENTS, [row])).state == "APPLIED"
    held = await context.session.scalars(select(Placement).order_by(Placement.valid_from))
    assert [each.valid_to for each in held] == [date(2022, 6, 1), date(2024, 1, 1)]
    await context.session.refresh(who)
    assert who.retires_on is None
    batch = await bring(context, ImportKind.RANKS, [held_rank(NIP, "34", "01-01-2024")])
    assert await refusals(context.session, batch) == [(2, "TMT GOLONGAN", "NOT_IN_SERVICE")]
    batch = await bring(context, ImportKind.PLACEMENTS, [row | {"TMT JABATAN": "01-01-2024"}])
    assert await refusals(context.session, batch) == [(2, "TMT JABATAN", "NOT_IN_SERVICE")]


async def test_a_gap_that_was_recorded_is_not_filled_by_what_comes_before_it() -> None:
    kept = [
        Fact(date(2017, 6, 1), date(2019, 1, 1), {}, UUID(int=1)),
        Fact(date(2020, 2, 1), None, {}, UUID(int=2)),
    ]
    joined = join(kept, [Fact(date(2018, 1, 1), None, {}), Fact(date(2019, 6, 1), None, {})])
    assert [(fact.begins, fact.ends) for fact in joined.history] == [
        (date(2017, 6, 1), date(2018, 1, 1)),
        (date(2018, 1, 1), date(2019, 1, 1)),
        (date(2019, 6, 1), date(2020, 2, 1)),
        (date(2020, 2, 1), None),
    ]
