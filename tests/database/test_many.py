"""Many rows are written by one statement, as they would be one by one."""

from datetime import date

from sqlalchemy import select

from jenjang.appraisal.models.policy import LocalHoliday
from jenjang.database.many import given, insertion, upsertion

FIRST, SECOND, THIRD = date(2026, 3, 2), date(2026, 5, 4), date(2026, 7, 6)


def days(**named: date) -> list[dict[str, object]]:
    return [{"name": name, "day": day} for name, day in named.items()]


async def kept(session):
    rows = await session.execute(select(LocalHoliday.id, LocalHoliday.day, LocalHoliday.name))
    return {row.day: (row.id, row.name) for row in rows}


async def test_every_row_is_written_and_the_database_fills_in_what_is_left_out(session):
    await session.execute(insertion(LocalHoliday, days(A=FIRST, B=SECOND)))
    found = await kept(session)
    assert {day: name for day, (_, name) in found.items()} == {FIRST: "A", SECOND: "B"}
    assert len({key for key, _ in found.values()}) == 2


async def test_what_is_there_by_its_key_stays_the_same_row_with_new_values(session):
    await session.execute(insertion(LocalHoliday, days(A=FIRST, B=SECOND)))
    before = await kept(session)
    await session.execute(upsertion(LocalHoliday, days(C=SECOND, D=THIRD), ["day"]))
    after = await kept(session)
    assert after[FIRST] == before[FIRST]
    assert after[SECOND] == (before[SECOND][0], "C")
    assert after[THIRD][1] == "D"


async def test_rows_are_selected_from_as_a_table_and_none_are_an_empty_one(session):
    told = given(LocalHoliday, ["day"], days(A=FIRST, B=THIRD))
    assert (await session.scalars(select(told.columns.day))).all() == [FIRST, THIRD]
    nothing = given(LocalHoliday, ["day"], [])
    assert (await session.scalars(select(nothing.columns.day))).all() == []
