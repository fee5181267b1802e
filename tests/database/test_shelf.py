"""Reads by prepared statements, planned once."""

from typing import Any

from jenjang.database.pool import Shelf

KEPT = "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE statement LIKE 'SELECT $1::int%'"


async def test_a_statement_is_planned_once_for_all_requests(database: Any) -> None:
    shelf = Shelf(database.app_url, 1, 5000)
    for number in range(3):
        row = await shelf.fetchrow("SELECT $1::int + 1 AS found", number)
        assert row is not None
        assert row["found"] == number + 1
    kept = await shelf.fetchrow(KEPT)
    await shelf.close()
    assert kept is not None
    assert tuple(kept) == (3, 0)
