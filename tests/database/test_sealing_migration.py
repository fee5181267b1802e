"""A database of the release before comes over: every private value is sealed, and none is lost."""

import asyncio
import hashlib
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from alembic import command
from isolation.test_dump import dumped, told_in
from sqlalchemy import select

from jenjang.core import clock
from jenjang.core.context import Context
from jenjang.core.permission import Role, Viewer
from jenjang.core.sealing import Vault
from jenjang.database.engine import bound, engine
from jenjang.database.migrate import configuration, migrate
from jenjang.database.model import opened_row, sealed_columns, table_of
from jenjang.graph.models import IdempotencyKey
from jenjang.organisation.imports.batches import ORDER
from jenjang.organisation.imports.models import ImportRefusal
from jenjang.organisation.imports.undoing import ChangedSince, undo_batch
from jenjang.organisation.models import Employee

BEFORE = "2026_11_22_roles"
TENANTS = ("surakarta", "plaju")
HASH = hashlib.sha256(b"asked").digest()
FIRST, SECOND = UUID(int=1), UUID(int=2)
PRIVATE = ("nik", "phone", "email", "address", "birth_place")
EMPLOYEE = """
    INSERT INTO employees (id, number, kind, name, sex, birth_date, appointed_on, state,
                           nik, phone, email, address, birth_place)
    VALUES ($1, $2, 'PNS', 'Siti', 'FEMALE', '1986-09-26', '2015-05-01', 'ACTIVE', $3, $4, $5, $6, $7)
"""
CHANGED = """
    WITH changed AS (UPDATE employees SET phone = $3, version = version + 1 WHERE id = $2
                     RETURNING id, to_jsonb(old) AS before,
                               md5(jsonb_strip_nulls(to_jsonb(new))::text) AS after_hash)
    INSERT INTO import_changes (batch_id, table_name, row_ids, before, after_hashes)
    SELECT $1, 'employees', array_agg(id), jsonb_agg(before), array_agg(after_hash) FROM changed
"""
BATCH = """
    INSERT INTO import_batches (id, kind, state, file_name, file_hash, row_count, created_count,
                                changed_count, refused_count)
    VALUES ($1, 'PEOPLE', 'APPLIED', 'pegawai.csv', '-', 1, 0, 1, 0)
"""
REFUSAL = """
    INSERT INTO import_refusals (batch_id, row, code, facts, messages, content)
    VALUES ($1, 2, 'NUMBER_ROUNDED', $2, $3, $4)
"""
ANSWER = """
    INSERT INTO idempotency_keys (account_id, key, request_hash, answer) VALUES ($1, 'key', $2, $3)
"""


def planted(tenant: str) -> Mapping[str, str]:
    """The private values of a government, each there once in the world."""
    names = (*PRIVATE, "later phone", "last phone", "refused", "answered")
    return {name: f"{name} of {tenant} 'quoted\" \\x01" for name in names}


def refused(tenant: str) -> dict[str, dict[str, str]]:
    found = planted(tenant)["refused"]
    return {"facts": {"found": found}, "messages": {"id": found, "en": found}, "content": {"NIK": found}}


async def plant(url: str, tenant: str) -> None:
    """As the release before kept them: one person whose telephone two files changed, one without any."""
    values = planted(tenant)
    connection = await asyncpg.connect(url)
    async with connection.transaction():
        await connection.execute("SELECT set_config('app.tenant_id', $1, true)", tenant)
        number = "198609262015052001"
        await connection.execute(EMPLOYEE, FIRST, number, *(values[name] for name in PRIVATE))
        await connection.execute(EMPLOYEE, SECOND, "198609262015052002", *(None for _ in PRIVATE))
        for batch, phone in ((FIRST, "later phone"), (SECOND, "last phone")):
            await connection.execute(BATCH, batch)
            await connection.execute(CHANGED, batch, FIRST, values[phone])
        await connection.execute(REFUSAL, FIRST, *map(json.dumps, refused(tenant).values()))
        answer = json.dumps({"data": {"nik": values["answered"]}}).encode()
        await connection.execute(ANSWER, FIRST, HASH, answer)
    await connection.close()


@pytest.fixture
def of_before(fresh_database: Any) -> Any:
    """A database of the release before, with private values of two governments."""
    command.downgrade(configuration(fresh_database.owner_url), BEFORE)
    for tenant in TENANTS:
        asyncio.run(plant(fresh_database.app_url, tenant))
    return fresh_database


def everything() -> list[str]:
    """As they stand in SQL and in JSON inside it."""
    plain = [value for tenant in TENANTS for value in planted(tenant).values()]
    return [value.partition("'")[0] for value in plain]


def test_values_in_clear_are_there_before(of_before: Any) -> None:
    assert set(told_in(asyncio.run(dumped(of_before.superuser_url)), everything())) == set(everything())


def test_no_value_is_left_in_clear_and_none_is_lost(of_before: Any, tmp_path: Path) -> None:
    migrate(of_before.owner_url, keys=tmp_path)
    assert told_in(asyncio.run(dumped(of_before.superuser_url)), everything()) == []
    command.check(configuration(of_before.owner_url))
    for tenant in TENANTS:
        asyncio.run(check_kept(of_before.app_url, Vault(tmp_path), tenant))


async def check_kept(url: str, vault: Vault, tenant: str) -> None:
    """Every value is in its place, and opens."""
    values, seals = planted(tenant), vault.of(tenant)
    app = engine(url, 1)
    async with bound(app, tenant) as session:

        async def rows(table: Any) -> list[dict[str, Any]]:
            found = (await session.execute(select(table.__table__).order_by(table.id))).mappings()
            return [opened_row(seals, table, dict(row)) for row in found]

        first, second = await rows(Employee)
        assert {name: first[name] for name in PRIVATE} == {
            **{name: values[name] for name in PRIVATE},
            "phone": values["last phone"],
        }
        assert [second[name] for name in PRIVATE] == [None] * 5
        (refusal,) = await rows(ImportRefusal)
        assert {name: json.loads(refusal[name]) for name in refused(tenant)} == refused(tenant)
        (kept,) = await rows(IdempotencyKey)
        asked, _, answer = kept["answer"].partition(" ")
        assert (asked, json.loads(answer)) == (HASH.hex(), {"data": {"nik": values["answered"]}})
    await app.dispose()


async def undone(url: str, vault: Vault, batch: UUID) -> str:
    """The telephone after a batch was undone."""
    app = engine(url, 1)
    try:
        async with bound(app, "surakarta") as session:
            now = clock.now()
            viewer = Viewer("surakarta", UUID(int=9), (Role.REGIONAL_ADMIN,), {})
            context = Context(viewer, session, now, now.date(), vault.of("surakarta"))
            await undo_batch(context, batch)
            phone = await session.scalar(select(Employee.phone).where(Employee.id == FIRST))
            return context.seals.unseal("employees", "phone", FIRST, phone)
    finally:
        await app.dispose()


def test_files_brought_in_before_can_be_undone_one_after_the_other(of_before: Any, tmp_path: Path) -> None:
    migrate(of_before.owner_url, keys=tmp_path)
    vault = Vault(tmp_path)
    for batch, phone in ((SECOND, "later phone"), (FIRST, "phone")):
        assert asyncio.run(undone(of_before.app_url, vault, batch)) == planted("surakarta")[phone]


def test_what_was_changed_since_still_can_t_be_undone(of_before: Any, tmp_path: Path) -> None:
    async def change() -> None:
        connection = await asyncpg.connect(of_before.superuser_url)
        await connection.execute("UPDATE employees SET version = 9, name = 'Lain'")
        await connection.close()

    asyncio.run(change())
    migrate(of_before.owner_url, keys=tmp_path)
    with pytest.raises(ChangedSince):
        asyncio.run(undone(of_before.app_url, Vault(tmp_path), SECOND))


def test_a_script_of_the_migrations_refuses_to_turn_values_in_clear_into_bytes(of_before: Any) -> None:
    """SQL alone can't seal: what it would leave is no value any more."""
    config = configuration(of_before.owner_url)
    config.output_buffer = io.StringIO()
    command.upgrade(config, f"{BEFORE}:head", sql=True)
    script = config.output_buffer.getvalue()

    async def run() -> None:
        connection = await asyncpg.connect(of_before.owner_url)
        try:
            await connection.execute(script)
        finally:
            await connection.close()

    with pytest.raises(asyncpg.RaiseError, match="employees holds values in clear"):
        asyncio.run(run())
    assert told_in(asyncio.run(dumped(of_before.superuser_url)), everything())


def test_going_back_is_refused_while_anything_is_sealed(of_before: Any, tmp_path: Path) -> None:
    migrate(of_before.owner_url, keys=tmp_path)
    with pytest.raises(Exception, match="employees holds sealed values"):
        command.downgrade(configuration(of_before.owner_url), BEFORE)
    asyncio.run(check_kept(of_before.app_url, Vault(tmp_path), "plaju"))


def test_every_table_that_files_change_and_has_sealed_columns_has_a_version() -> None:
    """Undoing a file leaves what is sealed out of its comparison: a change of it shows in the version."""
    touched = [table_of(model) for model in ORDER if sealed_columns(table_of(model))]
    assert [table.name for table in touched if "version" in table.c] == ["employees"]
    assert len(touched) == 1
