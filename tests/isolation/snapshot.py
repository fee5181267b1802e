"""A government's rows as they were, to go back to; and the rows of all others as one hash a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import asyncpg
from factories.governments import owned_tables
from isolation.changes import Change, change

from jenjang.tables import metadata

Marks = dict[str, tuple[int, int]]
"""By table, how many rows a government has there and the last transaction that wrote any of them."""


@dataclass
class Snapshot:
    """Rows of one government, kept aside in the database itself."""

    superuser: asyncpg.Connection
    tenant: str
    statements: Mapping[str, str]
    """By table, SQL that puts its rows back."""
    marks: Marks
    staged: tuple[Change, ...] = ()
    """What is otherwise at the moment."""

    @classmethod
    async def take(cls, superuser: asyncpg.Connection, tenant: str) -> "Snapshot":
        """Keep them now. Restoring needs no order of tables: the superuser's session checks no keys."""
        quoted = await superuser.fetchval("SELECT quote_literal($1::text)", tenant)
        steps = {}
        await superuser.execute("DROP SCHEMA IF EXISTS kept CASCADE; CREATE SCHEMA kept")
        for table in owned_tables():
            name = table.name
            await superuser.execute(
                f"CREATE TABLE kept.{name} AS SELECT * FROM {name} WHERE tenant_id = {quoted}"
            )
            columns = ", ".join(f'"{column.name}"' for column in table.c if not column.computed)
            steps[name] = (
                f"DELETE FROM {name} WHERE tenant_id = {quoted};"
                f"INSERT INTO {name} ({columns}) SELECT {columns} FROM kept.{name};"
            )
        return cls(superuser, tenant, steps, await marks(superuser, tenant))

    async def entered(self) -> list[str]:
        """The deeds that were written into the chain since."""
        rows = await self.superuser.fetch(
            "SELECT deed FROM audit_entries e WHERE tenant_id = $1"
            " AND NOT EXISTS (SELECT FROM kept.audit_entries k WHERE k.id = e.id) ORDER BY number",
            self.tenant,
        )
        return [row["deed"] for row in rows]

    async def stage(self, changes: Sequence[Change]) -> bool:
        """Let these rows be otherwise, and no others; False where a table doesn't take it."""
        if self.staged == tuple(changes):
            return True
        if self.staged:
            await self.restore()
        self.staged = tuple(changes)
        taken = [await change(self.superuser, one) for one in changes]
        if not all(taken):
            await self.restore()
        return all(taken)

    async def restore(self) -> None:
        """Put back what was written since, by whomever."""
        now = await marks(self.superuser, self.tenant)
        changed = [table for table in self.statements if now[table] != self.marks[table]]
        if changed:
            async with self.superuser.transaction():
                await self.superuser.execute("SET LOCAL session_replication_role = replica")
                await self.superuser.execute("".join(map(self.statements.__getitem__, changed)))
                number = await self.superuser.fetchval("SELECT pg_current_xact_id()::xid::text::bigint")
            for table in changed:
                count, _ = self.marks[table]
                self.marks[table] = (count, number if count else 0)
        self.staged = ()


async def marks(superuser: asyncpg.Connection, tenant: str) -> Marks:
    """What tells whether a table was written to: each insert and update bears its transaction's number."""
    return {name: (count, last) for name, count, last in await superuser.fetch(marking(), tenant)}


@cache
def marking() -> str:
    """SQL of the marks of the government $1; the same text each time, so that it is planned a few times."""
    return " UNION ALL ".join(
        f"SELECT '{table.name}', count(*), coalesce(max(xmin::text::bigint), 0) FROM {table.name}"
        " WHERE tenant_id = $1"
        for table in owned_tables()
    )


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
