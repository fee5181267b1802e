"""The prover's verdict on every policy: what it can't decide counts as a leak."""

import asyncio
import json
import sys
from pathlib import Path

import asyncpg
import pytest
from factories.governments import owned_tables

MODES = {
    "anon": "nobody reads a row without a government",
    "cross-tenant": "no government reads a row of another",
    "write": "no government writes a row of another",
}


async def verify(url: str, mode: str) -> tuple[int, dict[str, str]]:
    """pgrls's exit code and its verdict on each table ("isolated" is what it prints as PROVEN).

    With --strict an UNVERIFIED table is a failure.
    """
    pgrls = Path(sys.executable).with_name("pgrls")
    options = ["--database-url", url, "--schemas", "public", "--mode", mode, "--strict", "--format", "json"]
    process = await asyncio.create_subprocess_exec(
        pgrls, "verify", *options, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    told, _ = await process.communicate()
    verdicts = {one["table"].removeprefix("public."): one["verdict"] for one in json.loads(told)["tables"]}
    return process.returncode or 0, verdicts


@pytest.mark.parametrize("mode", MODES)
async def test_every_policy_is_proven(database, mode: str) -> None:
    code, verdicts = await verify(database.superuser_url, mode)
    tables = ["tenants", *(table.name for table in owned_tables())]
    assert verdicts == dict.fromkeys(tables, "isolated")
    assert code == 0


DOORS = {
    "anon": "CREATE POLICY door ON units USING (true)",
    "cross-tenant": "CREATE POLICY door ON units USING (current_setting('app.tenant_id', true) IS NOT NULL)",
    "write": "CREATE POLICY door ON units WITH CHECK (current_setting('app.tenant_id', true) IS NOT NULL)",
}


@pytest.mark.parametrize("mode", MODES)
async def test_one_door_left_open_is_found(fresh_database, mode: str) -> None:
    connection = await asyncpg.connect(fresh_database.superuser_url)
    await connection.execute(DOORS[mode])
    await connection.close()
    code, verdicts = await verify(fresh_database.superuser_url, mode)
    assert {table for table, verdict in verdicts.items() if verdict != "isolated"} == {"units"}
    assert code != 0
