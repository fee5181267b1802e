"""What an installation needs, examined one by one, each with what to do if it is amiss."""

import asyncio
import platform
import sys
from collections.abc import AsyncIterator, Coroutine, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg
from redis.asyncio import Redis
from redis.exceptions import RedisError

from jenjang.core.errors import Refusal
from jenjang.core.sealing import Vault
from jenjang.core.settings import Settings
from jenjang.core.terminal import counted
from jenjang.database.resealing import sealed_tables
from jenjang.database.roles import ROLES
from jenjang.events.models import WAITS
from jenjang.events.taken_up import TAKEN_UP
from jenjang.identity.foreign.fetching import Unfetched
from jenjang.identity.foreign.keyset import RemoteKeys
from jenjang.identity.issuers import foreign
from jenjang.tables import metadata
from jenjang.tenancy.catalogue import Government, catalogue
from jenjang.tenancy.providers import Issuer

PATIENCE = 3.0
"""Seconds that a server may take to answer."""
SERVES = "jenjang_app"
"""The role that the API is served as."""
BIND = "SELECT set_config('app.tenant_id', $1, true)"
PLACE = "SELECT regions.code FROM tenants JOIN regions ON regions.code = tenants.region_code"
ROLES_TOO_STRONG = (
    "SELECT rolname FROM pg_roles WHERE rolname = ANY($1) AND (rolsuper OR rolbypassrls) ORDER BY 1"
)
TABLES_OPEN = """
    SELECT c.relname FROM pg_class c
     WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY($1)
       AND NOT (c.relrowsecurity AND c.relforcerowsecurity
                AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid))
     ORDER BY 1
"""
KEYS_USED = " UNION ".join(  # The ids of all keys with which something of the bound government is sealed.
    f"SELECT substr({column}, 2, 4) FROM {rows.name} WHERE {column} IS NOT NULL"
    for rows in sealed_tables(metadata)
    for column in rows.columns
)
UNDELIVERED = f"""
    SELECT (SELECT count(*) FROM events WHERE failed_at IS NOT NULL) AS aside,
           EXISTS (SELECT FROM events WHERE name = ANY($1::text[]) AND {WAITS}
                      AND coalesce(due_at, made_at) < now() - interval '1 hour') AS late
"""
REACH_IT = "see that this server reaches it over https, and `url`, `keys`, `algorithms` in its file"
TABLES_THERE = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing examined: whether it is well, what was seen, and what to do if it isn't."""

    thing: str
    well: bool
    seen: str
    remedy: str = ""


async def examine(settings: Settings) -> AsyncIterator[Finding]:
    """Examine what the settings name, in the order in which things depend on each other."""
    yield python()
    governments = list[Government]()
    try:
        governments += catalogue(settings.tenants).values()
        yield Finding("tenants", True, f"{counted(len(governments), 'file')} in {settings.tenants}")
    except Refusal as refusal:
        yield Finding("tenants", False, str(refusal))
    # All are asked at once, and told in order: what is away takes its time to be away.
    others = [asyncio.ensure_future(one) for one in _others(settings, governments)]
    async for finding in database(settings, governments):
        yield finding
    for other in others:
        yield await other


def _others(
    settings: Settings, governments: Sequence[Government]
) -> Iterator[Coroutine[Any, Any, Finding]]:  # Any: what a coroutine is sent and yields.
    """What is examined beside the serving role's database, none depending on another."""
    yield address(settings, "owner_url", "jenjang_owner", "`jenjang migrate` and `tenant provision`")
    yield address(settings, "worker_url", "jenjang_worker", "`jenjang worker`")
    yield redis(settings)
    yield keys(settings, governments)
    for one in governments:
        for told in one.issuers:
            if not told.own:
                yield provider(settings, one.code, told)


def python() -> Finding:
    """Whether this Python is new enough."""
    return Finding("python", sys.version_info >= (3, 11), platform.python_version(), "install Python 3.11")


async def database(settings: Settings, governments: Sequence[Government] = ()) -> AsyncIterator[Finding]:
    """Whether the serving role gets in, and finds tables that no role here can see past."""
    try:
        connection = await asyncpg.connect(settings.database_url, timeout=PATIENCE)
    except (OSError, TimeoutError, asyncpg.PostgresError) as error:
        remedy = "start PostgreSQL and set JENJANG_DATABASE_URL, then run `jenjang migrate`"
        yield Finding("database", False, f"not reached: {error or type(error).__name__}", remedy)
        return
    try:
        version = await connection.fetchval("SHOW server_version")
        new_enough = connection.get_server_version().major >= 18
        yield Finding("database", new_enough, f"PostgreSQL {version}", "jenjang needs PostgreSQL 18")
        yield await roles(connection)
        shut = await tables(connection)
        yield shut
        if shut.seen.startswith("missing"):
            return
        yield await provisioned(connection, governments)
        yield await data_keys(connection, settings, governments)
        yield await events(connection, governments)
    finally:
        await connection.close()


async def roles(connection: asyncpg.Connection) -> Finding:
    """Whether every role is bound by row-level security, the one we came in as too."""
    serving = await connection.fetchval("SELECT current_user")
    names = {*ROLES, serving}
    strong = [row[0] for row in await connection.fetch(ROLES_TOO_STRONG, sorted(names))]
    remedy = "ALTER ROLE … NOSUPERUSER NOBYPASSRLS; serve as jenjang_app"
    if not strong and serving != SERVES:
        named = f"JENJANG_DATABASE_URL should name the role {SERVES}"
        return Finding("roles", False, f"serves as {serving}", named)
    seen = f"sees all rows: {', '.join(strong)}" if strong else "none is superuser or BYPASSRLS"
    return Finding("roles", not strong, seen, remedy)


async def address(settings: Settings, name: str, role: str, needed_by: str) -> Finding:
    """Whether the address of a role that doesn't serve leads in, and as that role."""
    thing, variable = name.removesuffix("_url"), f"JENJANG_{name.upper()}"
    if name not in settings.model_fields_set and "database_url" in settings.model_fields_set:
        return Finding(thing, True, f"{variable} isn't set here: it is for {needed_by}")
    try:
        connection = await asyncpg.connect(getattr(settings, name), timeout=PATIENCE)
    except (OSError, TimeoutError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        return Finding(thing, False, f"not reached: {error or type(error).__name__}", f"correct {variable}")
    try:
        found = await connection.fetchval("SELECT current_user")
    finally:
        await connection.close()
    return Finding(thing, found == role, f"comes in as {found}", f"{variable} should name the role {role}")


async def provisioned(connection: asyncpg.Connection, governments: Iterable[Government]) -> Finding:
    """Whether every government of the catalogue is in, at the place that its file says."""
    behind, count = list[str](), 0
    for one in governments:
        count += 1
        async with connection.transaction(readonly=True):
            await connection.execute(BIND, one.code)
            if await connection.fetchval(PLACE) != one.region_code:
                behind.append(one.code)
    seen = f"not in, or at another place than their files say: {', '.join(behind)}" if behind else ""
    remedy = f"run `jenjang tenant provision {' '.join(behind)}`"
    return Finding("provisioned", not behind, seen or f"all {count}, each at its place", remedy)


async def data_keys(
    connection: asyncpg.Connection, settings: Settings, governments: Iterable[Government]
) -> Finding:
    """Whether every key is there with which a personal column is sealed: without it that column is lost."""
    lost = list[str]()
    for one in governments:
        async with connection.transaction(readonly=True):
            await connection.execute(BIND, one.code)
            used = {bytes(row[0]) for row in await connection.fetch(KEYS_USED)}
        try:
            missing = used - Vault(settings.keys).of(one.code).ring().keys()
        except Refusal as refusal:
            return Finding("data keys", False, str(refusal), "put the keys' backup back")
        lost += [f"{one.code} ({key.hex()})" for key in sorted(missing)]
    remedy = f"put the keys' backup back into {settings.keys}: without them those columns are lost"
    return Finding("data keys", not lost, f"missing: {', '.join(lost)}" if lost else "all are there", remedy)


async def events(connection: asyncpg.Connection, governments: Iterable[Government]) -> Finding:
    """Whether what domains tell each other is delivered: none was set aside, none waits for a worker."""
    aside, late = list[str](), list[str]()
    for one in governments:
        async with connection.transaction(readonly=True):
            await connection.execute(BIND, one.code)
            row = await connection.fetchrow(UNDELIVERED, list(TAKEN_UP))
        if row["aside"]:
            aside.append(f"{one.code} ({row['aside']})")
        if row["late"]:
            late.append(one.code)
    if aside:
        remedy = "see why: `jenjang events list --failed`; then `jenjang events retry CODE`"
        return Finding("events", False, f"set aside: {', '.join(aside)}", remedy)
    if late:
        return Finding("events", False, f"wait for an hour: {', '.join(late)}", "run `jenjang worker`")
    return Finding("events", True, "all are delivered, or soon will be")


async def tables(connection: asyncpg.Connection) -> Finding:
    """Whether every tenant table is there and forces row-level security."""
    owned = tenant_tables()
    there = {row[0] for row in await connection.fetch(TABLES_THERE)}
    if missing := [name for name in owned if name not in there]:
        return Finding("tables", False, f"missing: {', '.join(missing)}", "run `jenjang migrate`")
    unshut = [row[0] for row in await connection.fetch(TABLES_OPEN, owned)]
    seen = f"open: {', '.join(unshut)}" if unshut else f"{len(owned)} force row-level security"
    return Finding(
        "tables", not unshut, seen, "ALTER TABLE … FORCE ROW LEVEL SECURITY, and find out who undid it"
    )


def tenant_tables() -> list[str]:
    """The names of all tables whose rows belong to a government."""
    found: Iterable[str] = (
        table.name
        for table in metadata.sorted_tables
        if "tenant_id" in table.columns and not table.info.get("view")
    )
    return sorted(found)


async def redis(settings: Settings) -> Finding:
    """Whether Redis answers; without it the installation works, each process on its own."""
    if not settings.redis_url:
        return Finding("redis", True, "none set: each process is on its own")
    client = Redis.from_url(settings.redis_url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)
    try:
        about = await client.info("server")
        return Finding(
            "redis",
            True,
            f"{about.get('server_name', 'redis')} {about.get('valkey_version', about['redis_version'])}",
        )
    except (RedisError, OSError) as error:
        remedy = "start it, correct JENJANG_REDIS_URL, or leave that out"
        return Finding("redis", False, f"not reached: {error}", remedy)
    finally:
        await client.aclose()


async def provider(settings: Settings, tenant: str, told: Issuer) -> Finding:
    """Whether a government's own provider answers, over TLS, and with keys that can verify its tokens."""
    thing = f"provider of {tenant}"
    try:
        issuer = foreign(tenant, told, settings)
    except Refusal as refusal:
        return Finding(thing, False, str(refusal))
    try:
        await issuer.ready("")
        if isinstance(issuer.keys, RemoteKeys) and issuer.keys.trouble:
            raise issuer.keys.trouble
        if issuer.provider and (issuer.introspector or issuer.sign_in):
            await issuer.provider.about()
    except Unfetched as why:
        return Finding(thing, False, f"{told.url}: {why}", REACH_IT)
    finally:
        await issuer.aclose()
    seen = f"{told.url}: {counted(len(issuer.keys), 'key')} for {', '.join(sorted(issuer.algorithms))}"
    return Finding(thing, bool(issuer.keys), seen, REACH_IT)


async def keys(settings: Settings, governments: Iterable[Government]) -> Finding:
    """Whether the keys of our own issuers are there and their owner's alone."""
    own = [one.code for one in governments if one.own_issuer]
    files = {code: settings.keys / f"{code}.json" for code in own}
    loose = [code for code, path in files.items() if path.exists() and path.stat().st_mode & 0o077]
    if loose:
        return Finding(
            "keys", False, f"others can read those of {', '.join(loose)}", "chmod 600; make new ones"
        )
    made = sum(path.exists() for path in files.values())
    return Finding("keys", True, f"{made} of {len(own)} made; the others are, at the first start")
