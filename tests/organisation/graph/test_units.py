"""What the contract tells of units and their establishment."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest
from factories.api import Api, opened
from factories.organisation import a_position, a_unit

from jenjang.database.engine import bound, engine
from jenjang.graph.scalars import encode_id

pytestmark = pytest.mark.anyio
BOTH = (
    "query($unit: ID!, $on: Date) { positions(asOf: $on, filter: {unit: {eq: $unit}}) { nodes { name } }"
    " unit(id: $unit, asOf: $on) { positions { totalCount nodes { name } } } }"
)


@pytest.fixture(scope="module")
async def api(database: Any, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Api]:
    async with opened(database.app_url, tmp_path_factory.mktemp("keys")) as api:
        yield api


@pytest.fixture(scope="module")
async def unit_id(api: Api) -> str:
    """A unit with a position that is open, one that is closed, and one yet to open."""
    app = engine(api.settings.database_url, connections=1)
    async with bound(app, "surakarta") as session:
        unit = await a_unit(session, "Dinas Pasar")
        await a_position(session, unit, "Open")
        await a_position(session, unit, "Closed", until=date(2024, 1, 1))
        await a_position(session, unit, "Yet to open", since=date(2999, 1, 1))
    await app.dispose()
    return encode_id("Unit", unit.id)


@pytest.mark.parametrize(
    ("on", "names"),
    [
        (None, ["Open"]),
        ("2024-01-01", ["Open"]),
        ("2023-12-31", ["Closed", "Open"]),
        ("2999-01-01", ["Open", "Yet to open"]),
    ],
)
async def test_a_unit_lists_the_same_positions_as_the_establishment_of_that_date(
    api: Api, unit_id: str, on: str | None, names: list[str]
) -> None:
    answer = (await api.ask(BOTH, {"unit": unit_id, "on": on}))["data"]
    assert [node["name"] for node in answer["positions"]["nodes"]] == names
    assert [node["name"] for node in answer["unit"]["positions"]["nodes"]] == names
    assert answer["unit"]["positions"]["totalCount"] == len(names)
