"""A government's rows as they were, to go back to; and the rows of all others as one hash a table."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg
from factories.governments import owned_tables
from isolation.changes import Change, change

from jenjang.tables import metadata

KEEP = """
DROP SCHEMA IF EXISTS kept CASCADE;
CREATE SCHEMA kept;
CREATE TABLE kept.written (name text NOT NULL);
CREATE FUNCTION kept.note_written() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    INSERT INTO kept.written VALUES (TG_TABLE_NAME);
    RETURN NULL;
END $$;
"""
"""Each statement that writes to a table notes its name, until the schema is dropped."""


@dataclass
class Snapshot:
    """Rows of one government, kept aside in the database itself."""

    superuser: asyncpg.Connection
    tenant: str
    statements: Mapping[str, str]
    """By table, SQL that puts its rows back."""
    staged: tuple[Change, ...] = ()
    """What is otherwise at the moment."""

    @classmethod
    @asynccontextmanager
    async def taken(cls, superuser: asyncpg.Connection, tenant: str) -> AsyncIterator["Snapshot"]:
        """Keep them now. Restoring needs no order of tables: the superuser's session checks no keys."""
        quoted = await superuser.fetchval("SELECT quote_literal($1::text)", tenant)
        steps = {}
        await superuser.execute(KEEP)
        for table in owned_tables():
            name = table.name
            await superuser.execute(
                f"CREATE TABLE kept.{name} AS SELECT * FROM {name} WHERE tenant_id = {quoted};"
                f"CREATE TRIGGER noted AFTER INSERT OR UPDATE OR DELETE ON {name}"
                " EXECUTE FUNCTION kept.note_written();"
            )
            columns = ", ".join(f'"{column.name}"' for column in table.c if not column.computed)
            steps[name] = (
                f"DELETE FROM {name} WHERE tenant_id = {quoted};"
                f"INSERT INTO {name} ({columns}) SELECT {columns} FROM kept.{name};"
            )
        try:
            yield cls(superuser, tenant, steps)
        finally:
            await superuser.execute("DROP SCHEMA kept CASCADE")

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
        noted = await self.superuser.fetch("DELETE FROM kept.written RETURNING name")
        written = {row["name"] for row in noted} | {one.table for one in self.staged}
        if written:
            async with self.superuser.transaction():
                await self.superuser.execute("SET LOCAL session_replication_role = replica")
                await self.superuser.execute("".join(map(self.statements.__getitem__, sorted(written))))
        self.staged = ()


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
