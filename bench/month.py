"""A month that is appraised in every government of a world: opened, evaluated in a turn, as if never."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from itertools import islice

import asyncpg
from sqlalchemy import text

from bench.operations import RECORD, evaluation
from bench.seed import World, vacuumed
from jenjang.appraisal.actions.cycles import OpenCycle, open_cycle
from jenjang.appraisal.terms import CycleKind
from jenjang.core import clock
from jenjang.core.sealing import Vault
from jenjang.database.engine import engine
from jenjang.database.roles import as_role
from jenjang.graph.scalars import encode_id
from jenjang.identity.personas import issue_to
from jenjang.operations.house import as_house
from jenjang.tenancy.catalogue import catalogue

SKPS = text("""
    INSERT INTO skps (employee_id, evaluator_employee_id, unit_id, year, edition, model, state, begins_on,
                      applies_from, applies_rule, acknowledged_at)
    SELECT a.employee_id, coalesce(a.evaluator_employee_id, a.employee_id), a.unit_id, CAST(:year AS int), 1,
           'QUALITATIVE', 'ACKNOWLEDGED', make_date(CAST(:year AS int), 1, 1),
           make_date(CAST(:year AS int), 1, 1),
           'appraisal_periods 2022', now()
      FROM appraisals a
""")
"""Where nobody leads nobody offered one; how large the table is counts here, not who did."""
TEAMS = """
    SELECT tenant_id, array_agg(id ORDER BY id) AS appraisals FROM appraisals
     WHERE evaluator_employee_id IS NOT NULL GROUP BY tenant_id
"""
FORGET = """
    TRUNCATE evaluations, evaluation_points, idempotency_keys CASCADE;
    UPDATE appraisals SET state = 'OPEN', version = 1, skp_id = NULL WHERE version > 1
"""
BUSY = """
    SELECT EXISTS (SELECT FROM pg_stat_activity
                    WHERE datname = current_database() AND usename = 'jenjang_app' AND xact_start IS NOT NULL)
"""
QUIET = 5
"""Looks in a row at which no transaction is under way, and so none waits for another."""
DONE = "SELECT coalesce(sum(version - 1), 0) FROM appraisals"
WRITTEN = """
    SELECT json_build_object(
        'appraisals', (SELECT json_agg(json_build_array(tenant_id, id, state, version, skp_id)
                                       ORDER BY tenant_id, id) FROM appraisals WHERE version > 1),
        'evaluations', (SELECT json_agg(to_jsonb(e) - 'id' - 'made_at' ORDER BY appraisal_id, number)
                          FROM evaluations e),
        'points', (SELECT json_agg(to_jsonb(p) - 'id' ORDER BY appraisal_id, kind) FROM evaluation_points p),
        'keys', (SELECT json_agg(json_build_array(tenant_id, account_id, key) ORDER BY tenant_id, key)
                   FROM idempotency_keys),
        'chain', (SELECT json_agg(entry) FROM (
             SELECT json_build_array(tenant_id, account_id, employee_id, roles, client, deed, about[2],
                                     reason, rules, key_digest, input_digest) entry
               FROM audit_entries ORDER BY at DESC, id DESC LIMIT $1) last))
"""
"""All that the last so many evaluations have written, but for keys and times."""


def last_month(today: date) -> date:
    """The first day of the month before."""
    return (today.replace(day=1) - timedelta(1)).replace(day=1)


async def open_month(world: World) -> None:
    """Open last month for everybody, each with an SKP, unless a month is open."""
    async with superuser(world) as server:
        if await server.fetchval("SELECT EXISTS (SELECT FROM appraisal_cycles)"):
            return
    month = last_month(clock.today("Asia/Jakarta"))
    database, vault = engine(world.settings.database_url, connections=1), Vault(world.settings.keys)
    for government in catalogue(world.settings.tenants).values():
        async with as_house(database, government.code, vault) as context:
            assert context, f"{government.code} isn't there"
            asked = OpenCycle(kind=CycleKind.MONTHLY, year=month.year, number=month.month)
            await open_cycle(context, asked)
            await context.session.execute(SKPS, {"year": month.year})
    await database.dispose()
    await vacuumed(world)


async def evaluations(world: World, governments: int) -> list[tuple[str, bytes]]:
    """A token and a body for each person whom the leaders of so many governments evaluate, by turns."""
    async with superuser(world) as server:
        teams = {row["tenant_id"]: row["appraisals"] for row in await server.fetch(TEAMS)}
    asking = list(islice(catalogue(world.settings.tenants).values(), governments))
    tokens = {one.code: issue_to(world.settings, one, RECORD.persona) for one in asking}
    longest = max(len(teams[code]) for code in tokens)
    return [
        (token, RECORD.body(input=evaluation(encode_id("Appraisal", teams[code][number]), number)))
        for number in range(longest)
        for code, token in tokens.items()
        if number < len(teams[code])
    ]


async def forget(world: World) -> None:
    """Let nobody be evaluated: each turn finds the same."""
    async with superuser(world) as server:
        await settled(server)
        await server.execute(FORGET)
        await server.execute("VACUUM ANALYZE appraisals")


async def settled(server: asyncpg.Connection) -> None:
    """Wait until what the load generator has left behind is done too: a server may still be at it."""
    quiet = 0
    while quiet < QUIET:
        await asyncio.sleep(0.05)
        quiet = 0 if await server.fetchval(BUSY) else quiet + 1


async def done(world: World) -> int:
    """How many evaluations were made since."""
    async with superuser(world) as server:
        await settled(server)
        return int(await server.fetchval(DONE))


async def written(world: World, entries: int) -> str:
    """What evaluations have written, to be compared."""
    async with superuser(world) as server:
        return re.sub(r"\s+", " ", await server.fetchval(WRITTEN, entries))


@asynccontextmanager
async def superuser(world: World) -> AsyncIterator[asyncpg.Connection]:
    """A connection that sees every government."""
    url = as_role(world.superuser_url, "postgres", world.name)
    # Waits for what a turn left under way, not for ever.
    server = await asyncpg.connect(url, server_settings={"lock_timeout": "20s"})
    try:
        yield server
    finally:
        await server.close()
