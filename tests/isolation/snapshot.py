"""A government's rows as they were, to go back to; and the rows of all others as one hash a table."""

from collections.abc import Mapping
from dataclasses import dataclass

import asyncpg
from factories.governments import owned_tables

from jenjang.tables import metadata


@dataclass(frozen=True)
class Snapshot:
    """Rows of one government, kept aside in the database itself."""

    superuser: asyncpg.Connection
    tenant: str
    statements: str

    @classmethod
    async def take(cls, superuser: asyncpg.Connection, tenant: str) -> "Snapshot":
        """Keep them now. Restoring needs no order of tables: the superuser's session checks no keys."""
        quoted = await superuser.fetchval("SELECT quote_literal($1::text)", tenant)
        steps = ["SET LOCAL session_replication_role = replica"]
        await superuser.execute("CREATE SCHEMA kept")
        for table in owned_tables():
            name = table.name
            await superuser.execute(
                f"CREATE TABLE kept.{name} AS SELECT * FROM {name} WHERE tenant_id = {quoted}"
            )
            columns = ", ".join(f'"{column.name}"' for column in table.c if not column.computed)
            steps.append(f"DELETE FROM {name} WHERE tenant_id = {quoted}")
            steps.append(f"INSERT INTO {name} ({columns}) SELECT {columns} FROM kept.{name}")
        return cls(superuser, tenant, ";".join(steps))

    async def entered(self) -> list[str]:
        """The deeds that were written into the chain since."""
        rows = await self.superuser.fetch(
            "SELECT deed FROM audit_entries e WHERE tenant_id = $1"
            " AND NOT EXISTS (SELECT FROM kept.audit_entries k WHERE k.id = e.id) ORDER BY number",
            self.tenant,
        )
        return [row["deed"] for row in rows]

    async def restore(self) -> None:
        async with self.superuser.transaction():
            await self.superuser.execute(self.statements)


async def hashes(superuser: asyncpg.Connection, besides: str) -> Mapping[str, str]:
    """What every table holds of all governments but one, and of what belongs to none."""
    found = {}
    for table in metadata.sorted_tables:
        if table.info.get("view"):
            continue
        others = f"WHERE tenant_id <> '{besides}'" if "tenant_id" in table.c else ""
        rows = "string_agg(t::text, '|' ORDER BY t::text)"
        found[table.name] = await superuser.fetchval(
            f"SELECT md5(coalesce({rows}, '')) FROM {table.name} t {others}"
        )
    return found
