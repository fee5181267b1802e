"""Connections pass between governments all the time, broken off and failing, and carry nothing along.

`make test` runs 4,000 transactions. As many as you like, such as 20,000, by
`JENJANG_TRANSACTIONS=20000 make test ARGS=tests/isolation/test_pool_leak.py`.
"""

import asyncio
import os
import random
import re
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from uuid import uuid4

import pytest
from factories.governments import settle_in
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.ext.asyncio import AsyncEngine

from jenjang.core.permission import Role, Viewer
from jenjang.core.sealing import Vault
from jenjang.core.settings import HOUSE
from jenjang.database.engine import bound, engine
from jenjang.database.pool import Shelf
from jenjang.graph.documents import Library
from jenjang.graph.operate import Operator, Request
from jenjang.graph.quota import Quota, Rate
from jenjang.graph.transact import Deeds
from jenjang.graph.turns import Turns
from jenjang.identity.permissions import Holding, grants
from jenjang.schema import schema
from jenjang.tenancy.catalogue import catalogue

TRANSACTIONS = int(os.environ.get("JENJANG_TRANSACTIONS", "4000"))
TENANTS = sorted(catalogue(HOUSE / "tenants"))[:8]
WORKERS = 24
"""Transactions that go on at the same time: more than there are connections."""
CONNECTIONS = 6
MARKS = re.compile("⟦(.*?)⟧")
DOCUMENTS = (
    "{ employees(first: 5) { nodes { name workEmail unit { name } } totalCount } }",
    "query($n: Int!) { units(first: $n) { nodes { name employees(first: 2) { nodes { name } } } } }",
    '{ tenant { code } employees(filter: {name: {contains: "pegawai"}}) { nodes { fullName } } }',
)
BOUND = "SELECT current_setting('app.tenant_id', true)"


class Failure(Exception):
    """What goes wrong in the middle of a deed."""


@dataclass
class Traffic:
    """Governments' transactions through the reader's shelf and the deeds' engine, all at once."""

    shelf: Shelf
    engine: AsyncEngine
    vault: Vault
    seed: int = 1
    done: Counter[str] = field(default_factory=Counter)
    foreign: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)  # noqa: S311  # Nothing secret.
        deeds = Deeds(self.engine, 5000, 2000, self.vault, "", Turns(30))
        quota = Quota(None, {}, Rate(10**9, 60))
        self.operator = Operator(Library(schema._schema), self.shelf, deeds, quota, self.vault)

    async def run(self, transactions: int) -> None:
        share = [transactions // WORKERS + (one < transactions % WORKERS) for one in range(WORKERS)]
        async with asyncio.TaskGroup() as group:
            for many in share:
                group.create_task(self.work(many))

    async def work(self, many: int) -> None:
        kinds: list[Callable[[str], Awaitable[None]]] = [
            self.read,
            self.read,
            self.deed,
            self.failing_deed,
            self.failing_read,
            self.look_at_the_shelf,
            self.look_at_the_engine,
        ]
        for _ in range(many):
            kind, tenant = self.random.choice(kinds), self.random.choice(TENANTS)
            task = asyncio.create_task(kind(tenant))  # type: ignore[arg-type]  # each is a coroutine
            if self.random.random() < 0.3:
                delay = self.random.random() * 0.01
                asyncio.get_running_loop().call_later(delay, task.cancel)
            try:
                await task
                self.done[kind.__name__] += 1
            except asyncio.CancelledError:
                self.done["cancelled"] += 1
            except (Failure, DBAPIError):
                self.done["failed"] += 1
            except NoConnection:
                self.done["turned away"] += 1

    def saw(self, tenant: str, words: str) -> None:
        """Whatever is marked as another government's is foreign."""
        self.foreign += [f"{tenant}: {one}" for one in MARKS.findall(words) if one != tenant]

    async def read(self, tenant: str) -> None:
        document = self.random.choice(DOCUMENTS)
        viewer = Viewer(tenant, uuid4(), ADMIN, grants((Holding(Role.REGIONAL_ADMIN),), frozenset()))
        variables = {"n": 3} if "$n" in document else {}
        answer = await self.operator.answer(
            Request(viewer, document, variables, None, "id", "-", "Asia/Jakarta")
        )
        words = answer.body().decode()
        assert answer.code in (None, "UNAVAILABLE"), words
        assert answer.code or f"⟦{tenant}⟧" in words
        self.saw(tenant, words)

    async def failing_read(self, tenant: str) -> None:
        """A bound statement that PostgreSQL gives up in the middle."""
        failing = "SELECT set_config('app.tenant_id', $1, true), (SELECT 1 / count(*) FROM units WHERE false)"
        with pytest.raises(Exception, match=r"division by zero|no connection came free"):
            await self.shelf.fetchrow(failing, tenant)

    async def deed(self, tenant: str) -> None:
        """What a deed does: it reads, writes, and reads what it wrote."""
        async with bound(self.engine, tenant) as session:
            mine = text(
                "INSERT INTO import_batches (kind, state, file_name, file_hash, row_count, created_count,"
                " changed_count, refused_count) VALUES ('UNITS', 'TRIED', :name, '-', 0, 0, 0, 0)"
            )
            await session.execute(mine, {"name": f"⟦{tenant}⟧"})
            await asyncio.sleep(0)
            found = await session.scalars(
                text("SELECT file_name FROM import_batches UNION SELECT name FROM employees")
            )
            self.saw(tenant, " ".join(found))

    async def failing_deed(self, tenant: str) -> None:
        async with bound(self.engine, tenant) as session:
            found = await session.scalars(text("SELECT name FROM employees"))
            self.saw(tenant, " ".join(found))
            if self.random.random() < 0.5:
                await session.execute(text("SELECT 1 / 0"))
            raise Failure

    async def look_at_the_shelf(self, _: str) -> None:
        """A connection that was just put back is bound to nobody."""
        try:
            row = await self.shelf.fetchrow(f"{BOUND}, (SELECT count(*) FROM employees)")
        except TimeoutError:
            return
        assert row
        if row[0] or row[1]:
            self.left.append(f"the shelf: {row[0]!r}, {row[1]} rows")

    async def look_at_the_engine(self, _: str) -> None:
        async with self.engine.connect() as connection:
            setting = await connection.scalar(text(BOUND))
            rows = await connection.scalar(text("SELECT count(*) FROM employees"))
            if setting or rows:
                self.left.append(f"the engine: {setting!r}, {rows} rows")


ADMIN = (Role.REGIONAL_ADMIN,)


@pytest.fixture(scope="module")
async def traffic(database, vault: Vault) -> AsyncIterator[Traffic]:
    issuers = {one: f"https://{one}.example" for one in TENANTS}
    await settle_in(database.app_url, database.superuser_url, issuers, vault)
    shelf = Shelf(database.app_url, CONNECTIONS, 5000)
    deeds = engine(database.app_url, CONNECTIONS)
    yield Traffic(shelf, deeds, vault)
    await shelf.close()
    await deeds.dispose()


async def test_no_row_and_no_binding_passes_from_one_government_to_the_next(traffic: Traffic) -> None:
    await traffic.run(TRANSACTIONS)
    assert traffic.foreign == []
    assert traffic.left == []
    assert traffic.done.total() == TRANSACTIONS
    for kind in (
        "read",
        "failing_read",
        "deed",
        "failed",
        "cancelled",
        "look_at_the_shelf",
        "look_at_the_engine",
    ):
        assert traffic.done[kind] > TRANSACTIONS / 100, traffic.done
    assert traffic.done["turned away"] < TRANSACTIONS / 10, traffic.done


async def test_every_connection_is_bound_to_nobody_afterwards(traffic: Traffic) -> None:
    await traffic.run(TRANSACTIONS // 20)
    readers = [one.connection for one in traffic.shelf._readers if one.connection]
    assert readers
    for connection in readers:
        assert not connection.is_in_transaction()
        assert not await connection.fetchval(BOUND)
    for _ in range(CONNECTIONS):
        async with traffic.engine.connect() as connection:
            assert not await connection.scalar(text(BOUND))


async def test_a_binding_that_outlives_its_transaction_is_noticed(database, vault: Vault) -> None:
    """Else the tests above would prove nothing."""
    shelf, deeds = Shelf(database.app_url, 1, 5000), engine(database.app_url, 1)
    traffic = Traffic(shelf, deeds, vault)
    await shelf.fetchrow("SELECT set_config('app.tenant_id', $1, false)", TENANTS[0])
    async with deeds.begin() as connection:
        await connection.execute(
            text("SELECT set_config('app.tenant_id', :tenant, false)"), {"tenant": TENANTS[0]}
        )
    await traffic.look_at_the_shelf("")
    await traffic.look_at_the_engine("")
    await shelf.close()
    await deeds.dispose()
    assert len(traffic.left) == 2
