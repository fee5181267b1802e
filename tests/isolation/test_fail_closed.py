"""Without a binding to a known government the database shows nothing and takes nothing."""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import asyncpg
import pytest
from factories.governments import owned_tables
from sqlalchemy import Table

from jenjang.database.roles import ROLES, as_role
from jenjang.database.security import POLICY
from jenjang.tables import metadata

TENANTS = [table.name for table in metadata.sorted_tables if "tenant_id" in table.c]
OWNED = [table.name for table in owned_tables()]
VIEWS = [table.name for table in metadata.sorted_tables if table.info.get("view")]
GUARDED = [name for name in TENANTS if name not in VIEWS]
BINDINGS: dict[str, str | None] = {
    "none": None,
    "empty": "",
    "a space": " ",
    "unknown": "atlantis",
    "other case": "SURAKARTA",
    "a space behind": "surakarta ",
    "quoted": "'surakarta'",
    "an injection": "' OR '1'='1",
    "a second statement": "x'; RESET ROLE; --",
    "two at once": "surakarta,plaju",
    "an array": "{surakarta,plaju}",
    "a wildcard": "%",
    "a null in words": "NULL",
    "look-alike letters": "surаkarta",
    "very long": "surakarta" * 2_000,
}
BOUND_ROLES = ("jenjang_app", "jenjang_worker", "jenjang_owner")
"""Roles that may touch tenant tables at all: each is bound by row-level security, the owner too."""
NO_RIGHT = (asyncpg.InsufficientPrivilegeError,)
"""What a refused statement raises (SQLSTATE 42501): a missing grant, or a row against the policy."""


@dataclass(frozen=True)
class Row:
    """A row of Surakarta's, as JSON, and what identifies it."""

    table: Table
    content: str

    @property
    def columns(self) -> str:
        return ", ".join(f'"{column.name}"' for column in self.table.c if not column.computed)


@pytest.fixture(scope="module")
async def superuser(settled_database) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(settled_database.superuser_url)
    yield connection
    await connection.close()


@pytest.fixture(scope="module")
async def roles(settled_database, superuser) -> AsyncIterator[dict[str, asyncpg.Connection]]:
    """A connection as each of the house's roles."""
    async with AsyncExitStack() as stack:
        found = {}
        for role in ROLES:
            url = as_role(settled_database.superuser_url, role, settled_database.name)
            found[role] = await asyncpg.connect(url)
            stack.push_async_callback(found[role].close)
        yield found


@asynccontextmanager
async def bound_to(connection: asyncpg.Connection, tenant: str | None) -> AsyncIterator[None]:
    """A transaction bound so; undone at its end."""
    transaction = connection.transaction()
    await transaction.start()
    try:
        if tenant is not None:
            await connection.execute("SELECT set_config('app.tenant_id', $1, true)", tenant)
        yield
    finally:
        await transaction.rollback()


async def a_row(superuser: asyncpg.Connection, name: str) -> Row:
    content = await superuser.fetchval(
        f'SELECT to_jsonb(t) || \'{{"id": "00000000-0000-7000-8000-000000000001"}}\'::jsonb'
        f" FROM {name} t WHERE tenant_id = 'surakarta' LIMIT 1"
    )
    assert content, f"{name} has no row: factories/governments.py fills every table"
    return Row(metadata.tables[name], content)


def insertion(row: Row) -> str:
    return (
        f"INSERT INTO {row.table.name} ({row.columns})"
        f" SELECT {row.columns} FROM jsonb_populate_record(NULL::{row.table.name}, $1::jsonb)"
    )


async def refused(connection: asyncpg.Connection, statement: str, *values: object) -> bool:
    """Whether a statement is refused, or does nothing."""
    point = connection.transaction()
    await point.start()
    try:
        done = await connection.execute(statement, *values)
    except NO_RIGHT:
        return True
    except asyncpg.ForeignKeyViolationError:
        return True  # The default of tenant_id named a government that is not there.
    finally:
        await point.rollback()
    return done.split()[-1] == "0"


def test_every_table_with_a_tenant_is_tried() -> None:
    assert len(GUARDED) >= 19
    assert set(GUARDED) == {*OWNED, "tenants"}


@pytest.mark.parametrize("role", BOUND_ROLES)
@pytest.mark.parametrize("binding", BINDINGS)
async def test_no_row_is_seen(roles, role: str, binding: str) -> None:
    async with bound_to(roles[role], BINDINGS[binding]):
        for name in [*GUARDED, *VIEWS]:
            assert await roles[role].fetch(f"SELECT * FROM {name}") == [], name


@pytest.mark.parametrize("role", BOUND_ROLES)
@pytest.mark.parametrize("binding", BINDINGS)
async def test_no_row_is_written(roles, superuser, role: str, binding: str) -> None:
    connection = roles[role]
    for name in GUARDED:
        row = await a_row(superuser, name)
        whole = f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {name} t"
        before = await superuser.fetchval(whole)
        async with bound_to(connection, BINDINGS[binding]):
            assert await refused(connection, insertion(row), row.content), name
            assert await refused(connection, f"UPDATE {name} SET tenant_id = tenant_id"), name
            assert await refused(connection, f"UPDATE {name} SET tenant_id = 'plaju'"), name
            assert await refused(connection, f"DELETE FROM {name}"), name
        assert await superuser.fetchval(whole) == before


@pytest.mark.parametrize("role", BOUND_ROLES)
async def test_a_row_of_the_bound_government_is_seen_and_no_other(roles, superuser, role: str) -> None:
    """Else the tests above would prove nothing."""
    async with bound_to(roles[role], "surakarta"):
        for name in GUARDED:
            found = await roles[role].fetch(f"SELECT tenant_id FROM {name}")
            expected = await superuser.fetchval(f"SELECT count(*) FROM {name} WHERE tenant_id = 'surakarta'")
            assert [row["tenant_id"] for row in found] == ["surakarta"] * expected, name
            assert expected > 0, name


@pytest.mark.parametrize("role", BOUND_ROLES)
async def test_a_bound_role_writes_nothing_into_another_government(roles, superuser, role: str) -> None:
    connection = roles[role]
    for name in GUARDED:
        row = await a_row(superuser, name)
        async with bound_to(connection, "plaju"):
            assert await refused(connection, insertion(row), row.content), name
            assert await refused(connection, f"UPDATE {name} SET tenant_id = 'surakarta'"), name
            assert await refused(connection, f"DELETE FROM {name} WHERE tenant_id = 'surakarta'"), name


async def test_a_row_points_at_nothing_of_another_government(roles, superuser) -> None:
    """Foreign keys are checked past row-level security: only composite ones keep governments apart."""
    theirs = await superuser.fetchval("SELECT id FROM employees WHERE tenant_id = 'plaju' LIMIT 1")
    async with bound_to(roles["jenjang_app"], "surakarta"):
        row = json.loads((await a_row(superuser, "educations")).content) | {"employee_id": str(theirs)}
        with pytest.raises(asyncpg.ForeignKeyViolationError):
            await roles["jenjang_app"].execute(
                insertion(Row(metadata.tables["educations"], "")), json.dumps(row)
            )


@pytest.mark.parametrize("name", [*GUARDED, *VIEWS])
async def test_a_province_reads_no_table_of_a_government(roles, name: str) -> None:
    async with bound_to(roles["jenjang_province"], "surakarta"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await roles["jenjang_province"].fetch(f"SELECT * FROM {name}")


async def test_every_table_of_the_database_is_in_the_metadata(superuser) -> None:
    found = await superuser.fetch(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        " AND relkind IN ('r', 'p', 'f')"
    )
    known = {table.name for table in metadata.sorted_tables if not table.info.get("view")}
    assert {row[0] for row in found} == {*known, "alembic_version"}


async def test_every_tenant_table_has_the_one_policy_in_the_house_spelling(superuser) -> None:
    spelling = await spelt(superuser, POLICY)
    found = await superuser.fetch(
        "SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity, p.polname, p.polcmd, p.polpermissive,"
        " p.polroles, pg_get_expr(p.polqual, c.oid) AS using, pg_get_expr(p.polwithcheck, c.oid) AS checked"
        " FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid AND p.polpermissive"
        " WHERE c.relname = ANY($1)",  # A restrictive policy beside it only takes away.
        GUARDED,
    )
    assert sorted(row["relname"] for row in found) == sorted(GUARDED)
    for row in found:
        assert tuple(row)[1:] == (True, True, "tenant", b"*", True, [0], spelling, spelling), row["relname"]


async def spelt(superuser: asyncpg.Connection, policy: str) -> str:
    """A policy's text as PostgreSQL keeps it."""
    async with bound_to(superuser, None):
        await superuser.execute('CREATE TABLE like_this (tenant_id text COLLATE "C")')
        await superuser.execute(f"CREATE POLICY one ON like_this USING ({policy})")
        return await superuser.fetchval(
            "SELECT pg_get_expr(polqual, polrelid) FROM pg_policy WHERE polname = 'one'"
        )


KEYS = r"""
    SELECT i.relname AS "index",
           regexp_replace(pg_get_indexdef(x.indexrelid, 1, true), '^(hashtextextended)?\(*', '') AS "first"
      FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
     WHERE t.relname = ANY($1)
"""


async def test_every_key_and_index_of_a_tenant_table_begins_with_the_tenant(superuser) -> None:
    """An exclusion constraint compares the hash of a text, which begins with the tenant, too."""
    found = await superuser.fetch(KEYS, GUARDED)
    assert len(found) > 2 * len(GUARDED)
    first_words = {row["index"]: row["first"].split()[0] for row in found}
    assert {index: word for index, word in first_words.items() if word != "tenant_id"} == {}


REFERENCES = """
    SELECT c.conname, c.conrelid::regclass::text AS "from", c.confrelid::regclass::text AS "to",
           ARRAY(SELECT attname::text FROM unnest(c.conkey) WITH ORDINALITY k(n, o)
                   JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.n ORDER BY o) AS ours,
           ARRAY(SELECT attname::text FROM unnest(c.confkey) WITH ORDINALITY k(n, o)
                   JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.n ORDER BY o) AS theirs
      FROM pg_constraint c WHERE c.contype = 'f'
"""


async def test_a_foreign_key_to_a_tenant_table_holds_the_tenant_on_both_sides(superuser) -> None:
    found = [row for row in await superuser.fetch(REFERENCES) if row["to"] in GUARDED]
    assert len(found) > len(OWNED)
    assert [
        row["conname"] for row in found if (row["ours"][0], row["theirs"][0]) != ("tenant_id", "tenant_id")
    ] == []


async def test_no_view_sees_more_than_whoever_looks_through_it(superuser) -> None:
    found = await superuser.fetch(
        "SELECT relname, relkind::text, coalesce('security_invoker=true' = ANY(reloptions), false) AS theirs"
        " FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm')"
    )
    assert sorted(tuple(row) for row in found) == [(name, "v", True) for name in sorted(VIEWS)]


LEAKS: dict[str, str] = {
    "functions that run as their owner": """
        SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace <> 'pg_catalog'::regnamespace
           AND pronamespace <> 'information_schema'::regnamespace
    """,
    "triggers of our own, but those that count (decision 13), as whoever writes": """
        SELECT tgrelid::regclass || ' ' || tgname FROM pg_trigger
         WHERE NOT tgisinternal AND (tgfoid::regproc::text <> 'count_' || tgrelid::regclass
            OR tgrelid::regclass::text NOT IN (
               'placements', 'unit_ancestry', 'competency_standards', 'competency_levels'))
    """,
    "rules besides those of views": "SELECT rulename FROM pg_rules WHERE schemaname = 'public'",
    "sequences, which a government could watch": "SELECT relname FROM pg_class WHERE relkind = 'S'",
    "event triggers": "SELECT evtname FROM pg_event_trigger",
    "tables that other sessions could read from outside": "SELECT pubname FROM pg_publication",
    "rights of everybody on a table": """
        SELECT table_name FROM information_schema.role_table_grants
         WHERE grantee = 'PUBLIC' AND table_schema = 'public'
    """,
    "rights that go further than reading and writing": """
        SELECT grantee || ' ' || privilege_type || ' ' || table_name
          FROM information_schema.role_table_grants
         WHERE grantee IN ('jenjang_app', 'jenjang_worker', 'jenjang_province')
           AND privilege_type NOT IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
    """,
    "tables that the app or a province owns": """
        SELECT relname FROM pg_class WHERE pg_get_userbyid(relowner) IN
            ('jenjang_app', 'jenjang_worker', 'jenjang_province')
    """,
    "roles that see past row-level security": """
        SELECT rolname FROM pg_roles WHERE rolname LIKE 'jenjang%'
           AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)
    """,
    "roles that may become others": """
        SELECT m.member::regrole::text FROM pg_auth_members m
         WHERE m.member::regrole::text LIKE 'jenjang%'
    """,
    "settings that bind a role for longer than a transaction": """
        SELECT setrole::regrole::text FROM pg_db_role_setting
         WHERE array_to_string(setconfig, ' ') LIKE '%tenant%'
    """,
}


@pytest.mark.parametrize("leak", LEAKS)
async def test_there_are_none_of(superuser, leak: str) -> None:
    assert [row[0] for row in await superuser.fetch(LEAKS[leak])] == []
