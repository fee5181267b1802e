"""The chain in the database: gapless whoever writes at once, and closed to all who serve."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from jenjang.audit.chain import BEGINNING, ChainBroken, Head, Link, verify
from jenjang.audit.content import Deed
from jenjang.audit.reading import extent_of, links, verify_rows
from jenjang.audit.writing import enter
from jenjang.database.engine import bound, engine

CODE = "surakarta"
AT_ONCE = 50
WHOLE = Deed(
    tenant=CODE,
    at=datetime(2026, 11, 22, 5, 0, 0, 120, UTC),
    deed="employeeHire",
    account_id=UUID(int=1),
    employee_id=UUID(int=2),
    roles=["REGIONAL_ADMIN", "STAFF"],
    client="portal",
    about=["RW1wbG95ZWU6MQ=="],
    reason='SK "1"\n\t\\ é 🙂 \x7f',
    rules=["rank_span 2023-1"],
    key_digest=b"\x00key",
    request_id="r-1",
    input_digest=b"\xffinput",
)
BARE = Deed(tenant=CODE, at=datetime(2026, 11, 22, tzinfo=UTC), deed="tenant provision")


@pytest.fixture
async def app(fresh_database) -> AsyncIterator[AsyncEngine]:
    found = engine(fresh_database.app_url, connections=10)
    yield found
    await found.dispose()


async def write(app: AsyncEngine, deed: Deed = WHOLE) -> Head:
    async with bound(app, deed.tenant) as session:
        return await enter(session, deed)


async def chain_of(session: AsyncSession) -> list[Link]:
    return [link async for link in links(session, await extent_of(session))]


async def test_the_database_hashes_as_the_verifier_does(app: AsyncEngine) -> None:
    begun = (await write(app, BARE)).number
    head = await write(app)
    async with bound(app, CODE) as session:
        assert await verify_rows(session, CODE, [head]) == head
        chain = await chain_of(session)
    assert verify(CODE, chain, head) == head
    assert chain[0].previous == BEGINNING
    assert [link.number for link in chain] == list(range(1, begun + 2))
    assert chain[-1].content == {
        "tenant": CODE,
        "at": "2026-11-22T05:00:00.000120Z",
        "account": str(UUID(int=1)),
        "employee": str(UUID(int=2)),
        "roles": ["REGIONAL_ADMIN", "STAFF"],
        "client": "portal",
        "deed": "employeeHire",
        "about": ["RW1wbG95ZWU6MQ=="],
        "reason": 'SK "1"\n\t\\ é 🙂 \x7f',
        "rules": ["rank_span 2023-1"],
        "key": "006b6579",
        "request": "r-1",
        "input": "ff696e707574",
    }


async def test_deeds_at_once_make_one_chain_without_gaps(app: AsyncEngine) -> None:
    before = (await write(app)).number
    queue = asyncio.Semaphore(10)

    async def one() -> int:
        async with queue:
            return (await write(app)).number

    numbers = await asyncio.gather(*(one() for _ in range(AT_ONCE)))
    assert sorted(numbers) == list(range(before + 1, before + AT_ONCE + 1))
    async with bound(app, CODE) as session:
        assert (await verify_rows(session, CODE)).number == before + AT_ONCE


async def test_one_government_waits_for_its_own_deeds_and_for_nobody_else_s(app: AsyncEngine) -> None:
    async with bound(app, CODE) as session:
        await enter(session, WHOLE)
        await write(app, Deed(tenant="plaju", at=WHOLE.at, deed="employeeHire"))
        with pytest.raises(asyncpg.LockNotAvailableError, match="lock timeout"):
            async with bound(app, CODE, lock_timeout=50) as other:
                await enter(other, WHOLE)


async def test_what_is_rolled_back_leaves_no_gap(app: AsyncEngine) -> None:
    before = await write(app)
    async with AsyncSession(app) as session:
        await session.execute(text("SELECT set_config('app.tenant_id', 'surakarta', true)"))
        assert (await enter(session, WHOLE)).number == before.number + 1
        await session.rollback()
    after = await write(app)
    assert after.number == before.number + 1
    async with bound(app, CODE) as session:
        assert await verify_rows(session, CODE, [before]) == after


@pytest.mark.parametrize("role", ["app_url", "worker_url"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entries SET reason = 'another'",
        "UPDATE audit_entries SET reason = reason",
        "DELETE FROM audit_entries",
        "TRUNCATE audit_entries",
        "DELETE FROM audit_heads",
        "TRUNCATE audit_heads",
        "ALTER TABLE audit_entries DISABLE ROW LEVEL SECURITY",
    ],
)
async def test_no_role_that_serves_changes_or_removes_an_entry(database, role: str, statement: str) -> None:
    serving = engine(getattr(database, role), connections=1)
    with pytest.raises(DBAPIError, match=r"permission denied|must be owner"):
        async with bound(serving, CODE) as session:
            await session.execute(text(statement))
    await serving.dispose()


LENGTH = 6
"""Entries that the chains below have, those of provisioning included."""


@pytest.fixture
async def owner(fresh_database) -> AsyncIterator[AsyncSession]:
    """The tables' owner, who can change what the house can't; bound to a government with a chain."""
    found = engine(fresh_database.owner_url, connections=1)
    async with bound(found, CODE) as session:
        while (await enter(session, WHOLE)).number < LENGTH:
            continue
        yield session
    await found.dispose()


async def broken(session: AsyncSession) -> str:
    with pytest.raises(ChainBroken) as found:
        await verify_rows(session, CODE)
    return str(found.value)


@pytest.mark.parametrize(
    "change",
    [
        "at = at + interval '1 microsecond'",
        "account_id = uuidv7()",
        "employee_id = NULL",
        "roles = '{AUDITOR}'",
        "client = NULL",
        "deed = 'employeeHires'",
        "about = about || '{x}'",
        "reason = ''",
        "rules = '{}'",
        "key_digest = NULL",
        "request_id = '-'",
        "input_digest = 'x'",
        "hash = sha256(hash)",
    ],
)
async def test_a_change_of_any_column_is_found(owner: AsyncSession, change: str) -> None:
    await owner.execute(text(f"UPDATE audit_entries SET {change} WHERE number = 4"))
    assert await broken(owner) == "surakarta: broken at entry 4: its content was changed."


@pytest.mark.parametrize(
    ("touch", "told"),
    [
        ("DELETE FROM audit_entries WHERE number = 4", "4: it is missing; entry 5 follows on 3"),
        ("DELETE FROM audit_entries WHERE number = 1", "1: it is missing; entry 2 follows on 0"),
        ("DELETE FROM audit_entries WHERE number > 4", "5: it is missing; the head says 6 entries"),
        ("DELETE FROM audit_entries", "1: it is missing; the head says 6 entries"),
        ("UPDATE audit_entries SET previous = hash WHERE number = 4", "4: it doesn't continue the entry"),
        (
            "UPDATE audit_entries SET number = CASE number WHEN 4 THEN 104 ELSE 4 END WHERE number IN (4, 5);"
            " UPDATE audit_entries SET number = 5 WHERE number = 104",
            "4: it doesn't continue the entry",
        ),
        (
            "UPDATE audit_entries SET number = number + 100 WHERE number > 3;"
            " UPDATE audit_entries SET number = number - 99 WHERE number > 100;"
            ' INSERT INTO audit_entries SELECT (jsonb_populate_record(e, \'{"number": 4, "id":'
            ' "00000000-0000-7000-8000-000000000001"}\')).* FROM audit_entries e WHERE number = 5',
            "5: it doesn't continue the entry",
        ),
        ("UPDATE audit_heads SET hash = sha256(hash)", "6: the head has another hash"),
        ("UPDATE audit_heads SET number = 4", "5: it lies beyond the head"),
        ("UPDATE audit_heads SET number = 9", "7: it is missing; the head says 9 entries"),
        ("DELETE FROM audit_heads", "1: it lies beyond the head"),
    ],
)
async def test_whatever_the_owner_does_to_rows_is_found(owner: AsyncSession, touch: str, told: str) -> None:
    for statement in touch.split(";"):
        await owner.execute(text(statement.replace(":", "\\:")))
    assert f"surakarta: broken at entry {told}" in await broken(owner)


async def test_a_chain_whose_head_was_taken_grows_no_second_beginning(owner: AsyncSession) -> None:
    await owner.execute(text("DELETE FROM audit_heads"))
    with pytest.raises(asyncpg.UniqueViolationError, match="uq_audit_entries_tenant_id_number"):
        async with owner.begin_nested():
            await enter(owner, WHOLE)
