"""What the running house shows to whoever comes to its door without a token."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from factories.api import Api, beside, opened


@pytest.fixture(scope="module")
async def api(database, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Api]:
    async with opened(database.app_url, tmp_path_factory.mktemp("keys")) as api:
        yield api


def counting(api: Api, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The governments whose people are counted from now on."""
    shelf, counted = api.app.state.house.shelf, []
    ask = shelf.fetchrow

    async def noting(sql: str, *args: str) -> object:
        if args:  # The health of the database is asked without.
            counted.extend(args)
        return await ask(sql, *args)

    monkeypatch.setattr(shelf, "fetchrow", noting)
    return counted


async def test_strangers_are_not_told_how_many_people_a_government_has(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = counting(api, monkeypatch)
    answer = await api.http.get("/")
    assert answer.status_code == 200
    assert counted == []


async def test_in_a_demo_people_are_counted_once_for_all_who_come_meanwhile(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with beside(api, demo=True) as demo:
        counted = counting(demo, monkeypatch)
        await asyncio.gather(*(demo.http.get("/") for _ in range(20)))
        assert '<td class="number">6</td>' in (await demo.http.get("/")).text
        assert sorted(counted) == sorted(demo.app.state.house.governments)


async def test_people_who_can_t_be_counted_are_not_tried_again_by_each_visitor(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with beside(api, demo=True) as demo:
        counted = counting(demo, monkeypatch)
        monkeypatch.setattr("jenjang.app.HEADCOUNT", "SELECT 1 / 0 AS count, $1::text")
        for _ in range(3):
            assert (await demo.http.get("/")).status_code == 200
        assert len(counted) == 1
