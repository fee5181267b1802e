"""A transaction is bound to one government; what isn't bound sees and writes nothing."""

from typing import Any

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.database.roles import ROLES, create_roles_and_database
from jenjang.operations.doctor import tenant_tables
from jenjang.tables import metadata


async def test_a_session_sees_its_own_government_only(session: AsyncSession) -> None:
    tenants = (await session.execute(text("SELECT tenant_id FROM tenants"))).scalars().all()
    assert tenants == ["surakarta"]


@pytest.mark.parametrize("table", tenant_tables())
@pytest.mark.parametrize("binding", [None, "", "nobody", "SURAKARTA", "surakarta' OR '1'='1"])
async def test_without_a_known_binding_no_table_has_rows(
    database: Any, table: str, binding: str | None
) -> None:
    app = await asyncpg.connect(database.app_url)
    async with app.transaction():
        if binding is not None:
            await app.execute("SELECT set_config('app.tenant_id', $1, true)", binding)
        assert await app.fetchval(f"SELECT count(*) FROM {table}") == 0
    await app.close()


async def test_the_owner_is_bound_too(database: Any) -> None:
    owner = await asyncpg.connect(database.owner_url)
    assert await owner.fetchval("SELECT count(*) FROM tenants") == 0
    await owner.close()


async def test_a_row_of_another_government_is_not_written(database: Any) -> None:
    app = await asyncpg.connect(database.app_url)
    transaction = app.transaction()
    await transaction.start()
    await app.execute("SELECT set_config('app.tenant_id', 'surakarta', true)")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await app.execute("INSERT INTO units (tenant_id) VALUES ('plaju')")
    await transaction.rollback()
    await app.close()


async def test_a_binding_ends_with_its_transaction(database: Any) -> None:
    app = await asyncpg.connect(database.app_url)
    async with app.transaction():
        await app.execute("SELECT set_config('app.tenant_id', 'surakarta', true)")
    assert await app.fetchval("SELECT count(*) FROM tenants") == 0
    await app.close()


@pytest.mark.parametrize("table", tenant_tables())
def test_keys_of_a_tenant_table_begin_with_the_tenant(table: str) -> None:
    owned = metadata.tables[table]
    assert owned.primary_key.columns[0].name == "tenant_id"
    assert all(index.columns[0].name == "tenant_id" for index in owned.indexes)
    for key in owned.foreign_key_constraints:
        if "tenant_id" in key.referred_table.columns:
            assert next(iter(key.columns)).name == "tenant_id"


async def test_no_role_is_above_the_policies(database: Any) -> None:
    superuser = await asyncpg.connect(database.superuser_url)
    found = await superuser.fetch(
        "SELECT rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles"
        " WHERE rolname = ANY($1)",
        list(ROLES),
    )
    assert {row["rolname"] for row in found} == set(ROLES)
    assert not any(value for row in found for value in list(row)[1:])
    await superuser.close()


async def test_creating_roles_and_database_again_changes_nothing(database: Any) -> None:
    await create_roles_and_database(database.superuser_url, database.name)
    app = await asyncpg.connect(database.app_url)
    assert await app.fetchval("SELECT current_user") == "jenjang_app"
    await app.close()
