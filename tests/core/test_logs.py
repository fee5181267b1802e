"""Logs tell what went wrong and where, never whom it was about."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from jenjang.core.logs import configure
from jenjang.database.engine import bound, engine
from jenjang.graph.errors import told

Logged = Callable[[], str]
NIK = "3372010101900001"


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Logged]:
    """What is logged from now on, each time what came since the last."""
    before = structlog.get_config()
    configure()
    monkeypatch.setattr("jenjang.graph.errors.log", structlog.get_logger())
    yield lambda: capsys.readouterr().err
    structlog.configure(**before)


def entry(lines: str) -> Any:  # Any: JSON.
    (line,) = lines.splitlines()
    return json.loads(line)


def test_an_exception_is_logged_by_kind_and_place_without_its_words(logged: Logged) -> None:
    try:
        try:
            int(NIK + "x")
        except ValueError as cause:
            cause.add_note(f"of {NIK}")
            raise KeyError(NIK) from cause
    except KeyError as error:
        told(ExceptionGroup(NIK, [error]), "r1")
    told_lines = logged()
    found = entry(told_lines)
    assert (found["event"], found["request_id"]) == ("unexpected", "r1")
    (group,) = found["exception"]
    (inside,) = group["exceptions"]
    assert [one["exc_type"] for one in (group, *inside)] == ["ExceptionGroup", "KeyError", "ValueError"]
    assert inside[0]["frames"][-1]["filename"].endswith("test_logs.py")
    assert NIK not in told_lines


async def test_what_the_database_refuses_is_logged_by_its_code_without_the_row(
    logged: Logged, database: Any
) -> None:
    """PostgreSQL repeats the row that it refuses, SQLAlchemy the parameters, asyncpg what it can't send."""
    app = engine(database.app_url)
    states = []
    for statement, value in (
        ("INSERT INTO employees (number, name) VALUES ('1', :value)", NIK),
        ("SELECT CAST(:value AS date)", NIK),
        ("SELECT CAST(CAST(:value AS text) AS int)", NIK),
    ):
        with pytest.raises(DBAPIError) as failed:
            async with bound(app, "surakarta") as session:
                await session.execute(text(statement), {"value": value})
        told(failed.value, "r1")
        told_lines = logged()
        states.append(entry(told_lines)["sqlstate"])
        assert NIK not in told_lines
    await app.dispose()
    assert states == ["23502", "22000", "22003"]


async def test_an_error_of_the_database_doesn_t_carry_the_parameters(database: Any) -> None:
    """So that what prints or logs it elsewhere doesn't either."""
    app = engine(database.app_url)
    with pytest.raises(DBAPIError) as failed:
        async with bound(app, "surakarta") as session:
            await session.execute(text("SELECT 1 / CAST(:value AS int)"), {"value": 0, "nik": NIK})
    await app.dispose()
    assert "[SQL parameters hidden due to hide_parameters=True]" in str(failed.value)
