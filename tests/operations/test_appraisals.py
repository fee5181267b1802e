"""`jenjang appraisal close`: the worker's work in the foreground."""

import asyncio
import json
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from factories.appraisal.months import Months, months_in
from factories.command_line import Run

from jenjang.core.sealing import Vault
from jenjang.graph.scalars import encode_id

OURS = "surakarta"


@pytest.fixture
def database(fresh_database: Any) -> Any:
    """What is closed stays so: each test has a database of its own."""
    return fresh_database


def done(database: Any, tmp_path: Path, deed: Any) -> Any:  # Any: whatever is done with months, and gives.
    async def within() -> Any:  # Any: the same.
        async with months_in(database.app_url, Vault(tmp_path / "keys")) as months:
            return await deed(months)

    return asyncio.run(within())


def test_a_cycle_is_closed_and_a_closed_one_is_refused(installed: Run, database: Any, tmp_path: Path) -> None:
    cycle: UUID = done(database, tmp_path, lambda months: months.month(OURS, people=3))
    shown = encode_id("AppraisalCycle", cycle)
    said = installed("appraisal", "close", OURS, shown)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("Not evaluated, and missed for good, would be 2 of 5 people.")
    said = installed("appraisal", "close", OURS, shown, "--missed", "2")
    assert (said.code, said.out) == (0, "Closed, and published: 3 results.\n")
    assert done(database, tmp_path, lambda months: months.published(OURS)) == (3, 3, 3)
    kept = [json.loads(line) for line in installed("audit", "export", OURS).out.splitlines()]
    assert [(one["deed"], one["about"]) for one in kept if "appraisal" in one["deed"]] == [
        ("appraisal close", [shown])
    ]
    said = installed("appraisal", "close", OURS, shown)
    assert (said.code, said.out) == (2, "")
    assert said.err == "This cycle is CLOSED: nothing in it can be changed any more.\n"


def test_what_was_begun_is_gone_on_with(installed: Run, database: Any, tmp_path: Path) -> None:
    async def begun(months: Months) -> UUID:
        cycle = await months.month(OURS, people=2)
        await months.asked_to_close(OURS, cycle)
        return cycle

    shown = encode_id("AppraisalCycle", done(database, tmp_path, begun))
    assert installed("appraisal", "close", OURS, shown).out == "Closed, and published: 2 results.\n"


def test_what_is_no_cycle_is_refused_by_name(installed: Run) -> None:
    for shown in ("June", encode_id("AppraisalCycle", uuid4())):
        said = installed("appraisal", "close", OURS, shown)
        assert (said.code, said.out) == (2, "")
        assert said.err.startswith(f"{OURS} has no cycle ")
    assert installed("appraisal", "close", "nowhere", "June").code == 2
