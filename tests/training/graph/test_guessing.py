"""Who guesses codes is stopped after ten, whichever process is asked; others aren't."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from factories.appraisal.office import an_office
from factories.served import OURS, PUBLIC, Served, governments_in, opened, settings_of

from jenjang.core import clock
from jenjang.database.engine import bound, engine
from jenjang.identity.issuers import embedded_url
from jenjang.identity.server.throttle import TRIES

ATTEND = """mutation ($input: TrainingAttendInput!) {
  trainingAttend(input: $input) { userErrors { code field } } }"""
WRONG = {"code": "NO_SUCH_CODE", "field": ["input", "code"]}
STOPPED = {"code": "TOO_MANY_WRONG_CODES", "field": ["input", "code"]}


async def processes(database, folder: Path, redis_url: str | None) -> AsyncIterator[tuple[Served, Served]]:
    """Two applications of one installation, each with its own memory."""
    app = engine(database.app_url, connections=1)
    async with bound(app, OURS) as session:
        office = await an_office(session, clock.today("Asia/Jakarta"), embedded_url(PUBLIC, OURS))
    await app.dispose()
    settings = settings_of(database, governments_in(folder, OURS), redis_url=redis_url)
    settled = {OURS: office.settled}
    async with opened(settings, settled) as one, opened(settings, settled) as other:
        yield one, other


@pytest.fixture
async def together(
    fresh_database, tmp_path: Path, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Served, Served]]:
    """Valkey is waited for here: on a busy machine it may take longer than a request would wait."""
    monkeypatch.setattr("jenjang.database.redis.PATIENCE", 5.0)
    async for both in processes(fresh_database, tmp_path, redis_url):
        yield both


@pytest.fixture
async def apart(fresh_database, tmp_path: Path) -> AsyncIterator[tuple[Served, Served]]:
    async for both in processes(fresh_database, tmp_path, None):
        yield both


async def said(served: Served, who: str) -> list[dict[str, object]]:
    given = {"input": {"code": "22222222"}}
    found: list[dict[str, object]] = (await served.data(ATTEND, given, subject=who))["trainingAttend"][
        "userErrors"
    ]
    return found


async def test_wrong_codes_are_counted_by_all_processes_together(together: tuple[Served, Served]) -> None:
    one, other = together
    for _ in range(TRIES // 2):
        for each in together:
            assert await said(each, "staff") == [WRONG]
    assert await said(one, "staff") == [STOPPED]
    assert await said(other, "staff") == [STOPPED]
    assert await said(other, "colleague") == [WRONG]


async def test_without_valkey_each_process_counts_for_itself(apart: tuple[Served, Served]) -> None:
    one, other = apart
    for _ in range(TRIES):
        assert await said(one, "staff") == [WRONG]
    assert await said(one, "staff") == [STOPPED]
    assert await said(other, "staff") == [WRONG]
