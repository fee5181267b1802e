"""What files tell others: the same letters as the deeds, one a person, and none of what moved nobody."""

from collections import Counter
from uuid import UUID

import pytest
from factories.imports import BIDANG, bring, establish, held_position, held_rank, person
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core.context import Context
from jenjang.events.models import OutboxEvent
from jenjang.organisation.imports.undoing import undo_batch
from jenjang.organisation.models import Employee
from jenjang.organisation.terms import ImportKind

pytestmark = pytest.mark.anyio
NIP = person()["NIP BARU"]
ANALYST = "Analis Kebijakan Ahli Pertama"
PLACED, RANK_CHANGED = "organisation.placed", "organisation.rank_changed"


@pytest.fixture(autouse=True)
async def hired(context: Context) -> None:
    await establish(context)
    await bring(context, ImportKind.PEOPLE, [person(1), person(2)])


async def told(session: AsyncSession, seen: set[UUID]) -> Counter[str]:
    """How many letters there are by name that weren't seen yet, of people who are there."""
    people = set(await session.scalars(select(Employee.id)))
    letters = [one for one in await session.scalars(select(OutboxEvent)) if one.id not in seen]
    seen |= {one.id for one in letters}
    assert all(one.about_type == "Employee" and one.about_id in people for one in letters)
    return Counter(one.name for one in letters)


@pytest.fixture
def seen() -> set[UUID]:
    """Ids of the letters that a test has looked at."""
    return set()


async def test_who_is_brought_in_is_told_of_by_position_and_by_rank(
    context: Context, seen: set[UUID]
) -> None:
    assert await told(context.session, seen) == {PLACED: 2, RANK_CHANGED: 2}


async def test_of_many_rows_about_one_person_there_is_one_letter(context: Context, seen: set[UUID]) -> None:
    await told(context.session, seen)
    ranks = [held_rank(NIP, "31", "01-05-2015"), held_rank(NIP, "32", "01-10-2019")]
    await bring(context, ImportKind.RANKS, ranks)
    assert await told(context.session, seen) == {RANK_CHANGED: 1}
    places = [held_position(NIP, ANALYST, BIDANG, "01-06-2022")]
    await bring(context, ImportKind.PLACEMENTS, places)
    assert await told(context.session, seen) == {PLACED: 1}


async def test_the_same_file_again_and_another_decree_tell_nothing(context: Context, seen: set[UUID]) -> None:
    row = held_rank(NIP, "32", "01-10-2019")
    await bring(context, ImportKind.RANKS, [row])
    await told(context.session, seen)
    again = await bring(context, ImportKind.RANKS, [row])
    other = await bring(context, ImportKind.RANKS, [row | {"NOMOR SK": "823/9"}])
    assert (again.changed_count, other.changed_count) == (0, 1)
    assert await told(context.session, seen) == {}


async def test_a_file_that_is_tried_or_refused_tells_nothing(context: Context, seen: set[UUID]) -> None:
    await told(context.session, seen)
    row = held_rank(NIP, "31", "01-05-2015")
    await bring(context, ImportKind.RANKS, [row], dry_run=True)
    refused = await bring(context, ImportKind.RANKS, [row, held_rank("1", "31", "01-05-2015")])
    assert refused.state == "REFUSED"
    assert await told(context.session, seen) == {}


async def test_what_is_undone_is_told_but_not_of_who_is_gone(context: Context, seen: set[UUID]) -> None:
    placed = await bring(context, ImportKind.PLACEMENTS, [held_position(NIP, ANALYST, BIDANG, "01-06-2022")])
    third = await bring(context, ImportKind.PEOPLE, [person(3)])
    await told(context.session, seen)
    await undo_batch(context, third.id)
    assert await told(context.session, seen) == {}
    await undo_batch(context, placed.id)
    assert await told(context.session, seen) == {PLACED: 1}
