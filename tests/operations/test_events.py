"""`jenjang events`: what couldn't be delivered is seen, and tried again, by an operator."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from factories.command_line import Run
from factories.events import TAKING, Office, office_in
from operations.test_doctor import findings, settings

from jenjang.core.sealing import Vault
from jenjang.events.taken_up import TAKEN_UP
from jenjang.handlers import HANDLERS
from jenjang.operations import doctor, events

OURS, THEIRS = "surakarta", "plaju"
ASIDE = """
    UPDATE events SET failed_at = now(), due_at = now(), tries = 8, error = 'Poisoned' WHERE about_id = $1
"""
A_UUID = "00000000-0000-7000-8000-000000000000"


@pytest.fixture
def database(fresh_database: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What is told stays so: each test has a database of its own."""
    monkeypatch.setenv("JENJANG_WORKER_URL", fresh_database.worker_url)
    return fresh_database


def done(database: Any, tmp_path: Path, deed: Any) -> Any:  # Any: whatever an office is asked for, and gives.
    async def within() -> Any:  # Any: the same.
        async with office_in(database, Vault(tmp_path / "keys")) as office:
            return await deed(office)

    return asyncio.run(within())


async def set_aside(office: Office) -> list[str]:
    """Three events of ours, the first two of them set aside; the ids of all."""
    await office.tell(OURS, 1, 2, 3)
    for about in (await office.events())[:2]:
        await office.watch.execute(ASIDE, about)
    return [str(one) for one in await office.events("id")]


def test_what_was_set_aside_is_listed(
    installed: Run, database: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = done(database, tmp_path, set_aside)
    monkeypatch.setattr(events, "HANDLERS", TAKING)
    said = installed("events", "list", "--failed", COLUMNS="300")
    assert said.code == 0
    assert first in said.out
    assert second in said.out
    assert "Poisoned" in said.out
    assert third not in said.out
    assert all(one in installed("events", "list", OURS, COLUMNS="300").out for one in (first, second, third))
    assert third not in installed("events", "list", THEIRS, COLUMNS="300").out


def test_it_is_tried_again_and_the_chain_says_who_wanted_it(
    installed: Run, database: Any, tmp_path: Path
) -> None:
    first, *_ = done(database, tmp_path, set_aside)
    said = installed("events", "retry", OURS, first)
    assert (said.code, said.out) == (0, "1 will be tried again.\n")
    said = installed("events", "retry", OURS, first)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(f"surakarta has no event {first} that was set aside")
    assert installed("events", "retry", THEIRS, first).code == 2
    assert installed("events", "retry", OURS).out == "1 will be tried again.\n"
    assert installed("events", "retry", OURS).out == "0 will be tried again.\n"
    kept = [json.loads(line) for line in installed("audit", "export", OURS).out.splitlines()]
    assert [len(one["about"]) for one in kept if one["deed"] == "events retry"] == [1, 1]


def test_one_that_isnt_there_leaves_the_others_set_aside(
    installed: Run, database: Any, tmp_path: Path
) -> None:
    first, *_ = done(database, tmp_path, set_aside)
    assert installed("events", "retry", OURS, first, A_UUID).code == 2
    assert installed("events", "retry", OURS).out == "2 will be tried again.\n"


def test_what_is_taken_up_is_told_where_no_domain_is_loaded() -> None:
    assert HANDLERS.keys() == TAKEN_UP


async def test_the_doctor_tells_what_was_set_aside(
    fresh_database: Any, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with office_in(fresh_database, vault) as office:
        await set_aside(office)
        found = (await findings(settings(fresh_database, None)))["events"]
        assert (found.well, found.seen) == (False, "set aside: surakarta (2)")
        assert "jenjang events list --failed" in found.remedy
        await office.watch.execute("UPDATE events SET failed_at = NULL, made_at = now() - interval '2 hours'")
        monkeypatch.setattr(doctor, "TAKEN_UP", frozenset())
        assert (await findings(settings(fresh_database, None)))["events"].well
        await office.watch.execute("UPDATE events SET due_at = NULL")
        assert (await findings(settings(fresh_database, None)))["events"].well, "nobody takes them up"
        monkeypatch.setattr(doctor, "TAKEN_UP", TAKING.keys())
        found = (await findings(settings(fresh_database, None)))["events"]
        assert (found.well, found.seen) == (False, "wait for an hour: surakarta")
