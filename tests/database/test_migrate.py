"""Migrations go up, down and up again, one process at a time, and try again behind a lock."""

import asyncio
import json
import os
import re
import subprocess
import sys
import time
from typing import Any

import asyncpg
import pytest
from alembic import command
from sqlalchemy import CheckConstraint
from sqlalchemy.exc import DBAPIError

from jenjang.database.migrate import configuration, migrate
from jenjang.tables import metadata

TABLES = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"


def ask(url: str, statement: str) -> Any:
    async def answer() -> Any:
        connection = await asyncpg.connect(url)
        try:
            return await connection.fetchval(statement)
        finally:
            await connection.close()

    return asyncio.run(answer())


def test_down_leaves_nothing_and_up_again_leaves_no_drift(fresh_database: Any) -> None:
    config = configuration(fresh_database.owner_url)
    command.downgrade(config, "base")
    assert ask(fresh_database.owner_url, TABLES) == 0
    migrate(fresh_database.owner_url)
    tables = [table for table in metadata.sorted_tables if not table.info.get("view")]
    assert ask(fresh_database.owner_url, TABLES) == len(tables)
    command.check(config)


CLOSED_LISTS = (
    "SELECT json_object_agg(c.conname, pg_get_constraintdef(c.oid)) FROM pg_constraint c"
    " WHERE c.contype = 'c' AND c.conname LIKE '%\\_known'"
)


def test_a_closed_list_holds_the_words_of_its_model_whatever_order_migrations_came_in(database: Any) -> None:
    kept = json.loads(ask(database.owner_url, CLOSED_LISTS))
    ours = {
        str(constraint.name): str(constraint.sqltext)
        for table in metadata.sorted_tables
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint) and str(constraint.name).endswith("_known")
    }
    assert ours
    assert {name: words(said) for name, said in kept.items()} == {
        name: words(said) for name, said in ours.items()
    }


def words(check: str) -> set[str]:
    """The quoted words of a constraint."""
    return set(re.findall(r"'(\w+)'", check))


def test_at_the_newest_shape_nothing_is_done(database: Any) -> None:
    first = migrate(database.owner_url)
    assert migrate(database.owner_url) == first
    assert ask(database.owner_url, "SELECT version_num FROM alembic_version") == first


@pytest.fixture
def behind_a_lock(fresh_database: Any) -> Any:
    """An empty database whose table of versions somebody holds for 3 seconds."""
    command.downgrade(configuration(fresh_database.owner_url), "base")
    with asyncio.Runner() as runner:
        holder = runner.run(asyncpg.connect(fresh_database.owner_url))
        runner.run(holder.execute("SET idle_in_transaction_session_timeout = '3s'"))
        runner.run(holder.execute("BEGIN; LOCK TABLE alembic_version IN ACCESS EXCLUSIVE MODE"))
        yield fresh_database
        holder.terminate()
        runner.run(asyncio.sleep(0))  # The loop closes what was ended.


def test_behind_a_lock_it_gives_up_after_its_timeout(behind_a_lock: Any) -> None:
    began = time.monotonic()
    with pytest.raises(DBAPIError, match="lock timeout"):
        migrate(behind_a_lock.owner_url, retries=0)
    assert 1.9 < time.monotonic() - began < 3
    assert ask(behind_a_lock.owner_url, TABLES) == 0


def test_behind_a_lock_it_tries_again(behind_a_lock: Any) -> None:
    assert migrate(behind_a_lock.owner_url, retries=5, pause=0.1)
    assert ask(behind_a_lock.owner_url, TABLES) > 0


def test_two_processes_at_once_migrate_once(fresh_database: Any) -> None:
    command.downgrade(configuration(fresh_database.owner_url), "base")
    environment = os.environ | {"JENJANG_OWNER_URL": fresh_database.owner_url}
    both = [
        subprocess.Popen(
            [sys.executable, "-m", "jenjang", "migrate"], env=environment, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    told = [process.communicate(timeout=60)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    revision = ask(fresh_database.owner_url, "SELECT version_num FROM alembic_version")
    assert all(f"The tables are at {revision}." in one for one in told)
