"""A self-check before serving: does each government see its own rows, and only those."""

from collections.abc import Iterable

import asyncpg

from jenjang.core.errors import Refusal
from jenjang.operations.doctor import tenant_tables

BIND = "SELECT set_config('app.tenant_id', $1, true)"


class IsolationBroken(Refusal):
    """{who} sees {rows} row(s) of others in {table}. Nothing is served: run `jenjang doctor`."""


class NotProvisioned(Refusal):
    """{tenant} doesn't see itself: run `jenjang tenant provision {tenant}`."""


async def check_isolation(url: str, tenants: Iterable[str]) -> int:
    """Look at every tenant table as every government, and as none; count the looks.

    `url`: the database as the serving role. Raises IsolationBroken, NotProvisioned.
    """
    connection = await asyncpg.connect(url)
    try:
        looks = await _look(connection, None)
        for tenant in tenants:
            looks += await _look(connection, tenant)
        return looks
    finally:
        await connection.close()


async def _look(connection: asyncpg.Connection, tenant: str | None) -> int:
    """Count, in one transaction, the rows that aren't the tenant's; bound to none, every row is one."""
    tables = tenant_tables()
    others = "WHERE tenant_id <> $1" if tenant else "WHERE $1::text IS NULL"
    looks = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name} {others}" for name in tables)
    async with connection.transaction(readonly=True):
        if tenant:
            await connection.execute(BIND, tenant)
            if not await connection.fetchval("SELECT count(*) FROM tenants"):
                raise NotProvisioned(tenant=tenant)
        for table, rows in await connection.fetch(looks, tenant):
            if rows:
                raise IsolationBroken(who=tenant or "Nobody", table=table, rows=rows)
    return len(tables)
