"""The limit: a server that knows six operations, each one hand-written statement that makes the JSON.

Row-level security holds here as in the product, and a viewer sees the same people.
"""

import asyncio
from base64 import b64encode
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import date
from functools import partial
from typing import Any

import asyncpg
import orjson
from asyncpg.prepared_stmt import PreparedStatement
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bench import limit_career, limit_record
from bench.door import ZONE, Door, answer, body_of, opened
from jenjang.core import clock
from jenjang.core.permission import Reach, Viewer
from jenjang.core.sealing import Vault
from jenjang.core.settings import Settings
from jenjang.database.pool import SESSION

CONTEXT = "(SELECT set_config('app.tenant_id', $1, true) AS tenant OFFSET 0) ctx"
HOLDS = "{0}.valid_from <= $2 AND ({0}.valid_to IS NULL OR {0}.valid_to > $2)"
LEADS = f"""(SELECT $3::uuid UNION ALL SELECT p.employee_id FROM placements p WHERE p.tenant_id = ctx.tenant
    AND p.unit_id = ANY($4::uuid[]) AND {HOLDS.format("p")})"""


def text(column: str) -> str:
    """A text column that may be null or hold anything, as JSON."""
    return f"coalesce(to_json({column})::text, 'null')"


def key(kind: str, column: str) -> str:
    """A global id; short enough that PostgreSQL breaks no line."""
    return f"'\"' || encode(('{kind}:' || {column})::bytea, 'base64') || '\"'"


FULL_NAME = "to_json(concat_ws(' ', e.front_title, e.name) || coalesce(', ' || e.back_title, ''))::text"
OF_PERSON = "{0}.tenant_id = ctx.tenant AND {0}.employee_id = e.id AND " + HOLDS
RANK = f"""LEFT JOIN rank_holdings h ON {OF_PERSON.format("h")} LEFT JOIN ranks r ON r.code = h.rank"""
PLACED = f"""LEFT JOIN placements p ON {OF_PERSON.format("p")}
             LEFT JOIN positions o ON o.tenant_id = ctx.tenant AND o.id = p.position_id"""
UNIT = f"""LEFT JOIN unit_versions u
                  ON u.tenant_id = ctx.tenant AND u.unit_id = p.unit_id AND {HOLDS.format("u")}"""
RANK_JSON = """coalesce('{"code":"' || r.code || '","name":' || to_json(r.name) || '}', 'null')"""

PROFILE = f"""
SELECT (
  SELECT '{{"id":' || {key("Employee", "e.id")} || ',"nip":"' || e.number || '","name":' || to_json(e.name)
         || ',"fullName":' || {FULL_NAME} || ',"kind":"' || e.kind || '","state":"' || e.state
         || '","rank":' || {RANK_JSON} || ',"position":'
         || coalesce('{{"id":' || {key("Position", "o.id")} || ',"name":' || to_json(o.name) || '}}', 'null')
         || ',"unit":' || coalesce('{{"id":' || {key("Unit", "u.unit_id")} || ',"name":' || to_json(u.name)
         || ',"kind":"' || u.kind || '"}}', 'null') || ',"educations":[' || coalesce((
           SELECT string_agg(j, ',') FROM (
             SELECT '{{"school":' || {text("d.school")} || ',"programme":' || {text("d.programme")}
                    || ',"graduatedIn":' || d.graduated_in || '}}' AS j
               FROM educations d WHERE d.tenant_id = ctx.tenant AND d.employee_id = e.id
              ORDER BY d.graduated_in DESC, d.id LIMIT 100) q), '') || ']}}'
    FROM employees e {RANK} {PLACED} {UNIT}
   WHERE e.tenant_id = ctx.tenant AND e.id = $3)
  FROM {CONTEXT}
"""

TEAM = f"""
SELECT (SELECT string_agg(j, ',') FROM (
  SELECT '{{"id":' || {key("Employee", "e.id")} || ',"nip":"' || e.number || '","name":' || to_json(e.name)
         || ',"position":' || coalesce('{{"name":' || to_json(o.name) || '}}', 'null')
         || ',"rank":' || {RANK_JSON} || ',"placements":{{"nodes":[' || coalesce((
           SELECT string_agg(j, ',') FROM (
             SELECT '{{"validFrom":"' || p.valid_from || '","validTo":'
                    || coalesce('"' || p.valid_to || '"', 'null')
                    || ',"decreeNumber":' || {text("p.decree_number")} || '}}' AS j
               FROM placements p WHERE p.tenant_id = ctx.tenant AND p.employee_id = e.id
              ORDER BY p.valid_from DESC, p.id DESC LIMIT 5) q), '') || ']}}}}' AS j
    FROM (SELECT * FROM employees e WHERE e.tenant_id = ctx.tenant AND e.id IN {LEADS}
           ORDER BY e.name_key, e.id LIMIT 50) e {PLACED} {RANK}
   ORDER BY e.name_key, e.id) q)
  FROM {CONTEXT}
"""

PAGE = f"""
SELECT q.* FROM {CONTEXT}, LATERAL (
  SELECT array_to_string((array_agg(j))[:100], ','), count(*) > 100,
         (array_agg(name_key))[least(count(*), 100)], (array_agg(id))[least(count(*), 100)]::text FROM (
    SELECT '{{"id":' || {key("Employee", "e.id")} || ',"nip":"' || e.number || '","name":' || to_json(e.name)
           || ',"fullName":' || {FULL_NAME} || ',"kind":"' || e.kind || '","state":"' || e.state
           || '","sex":"' || e.sex || '","appointedOn":"' || e.appointed_on || '","retiresOn":'
           || coalesce('"' || e.retires_on || '"', 'null') || ',"workEmail":' || {text("e.work_email")}
           || '}}' AS j, e.name_key, e.id
      FROM employees e WHERE e.tenant_id = ctx.tenant ORDER BY e.name_key, e.id LIMIT 101) e) q
"""

CAREER = limit_career.career(
    key("Employee", "e.id"), key("Position", "o.id"), key("CareerPlan", "c.id"), PLACED, CONTEXT
)
GROWTH = limit_career.growth(key("Employee", "e.id"), LEADS, PLACED, CONTEXT)
STATEMENTS = (PROFILE, TEAM, CAREER, GROWTH, PAGE)


class Limit:
    """The ASGI application: a few connections, each with the statements prepared."""

    def __init__(self) -> None:
        self.operations: dict[str, Callable[[Viewer, date], Awaitable[str]]] = {
            "Profile": partial(self.person, PROFILE),
            "Career": partial(self.person, CAREER),
            "Team": partial(self.team, TEAM),
            "Growth": partial(self.team, GROWTH),
            "Page": self.page,
        }
        self.door: Door
        self.free: asyncio.LifoQueue[dict[str, PreparedStatement]] = asyncio.LifoQueue()
        self.writing: asyncio.LifoQueue[limit_record.Writing] = asyncio.LifoQueue()
        self.recorder: limit_record.Recorder

    @asynccontextmanager
    async def lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        settings = Settings()
        for _ in range(settings.reader_connections):
            connection = await asyncpg.connect(settings.database_url, server_settings=SESSION)
            self.free.put_nowait({sql: await connection.prepare(sql) for sql in STATEMENTS})
            # What is prepared holds locks until something is run.
            await connection.execute("SELECT 1")
        for _ in range(settings.deed_connections):
            self.writing.put_nowait(await limit_record.writing(settings.database_url))
        self.recorder = limit_record.Recorder(Vault(settings.keys), clock.today(ZONE))
        async with opened(settings) as self.door:
            yield

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        viewer = await self.door.viewer(scope)
        asked = orjson.loads(await body_of(receive))
        if asked["operationName"] == "Record":
            key = next(value for name, value in scope["headers"] if name == b"idempotency-key")
            data = await self.record(viewer, asked, key.decode())
        else:
            data = await self.operations[asked["operationName"]](viewer, clock.today(ZONE))
        await answer(send, b'{"data":{%s}}' % data.encode())

    async def fetch(self, sql: str, *values: object) -> list[asyncpg.Record]:
        prepared = await self.free.get()
        try:
            rows: list[asyncpg.Record] = await prepared[sql].fetch(*values)
        finally:
            self.free.put_nowait(prepared)
        return rows

    async def person(self, statement: str, viewer: Viewer, today: date) -> str:
        ((person,),) = await self.fetch(statement, viewer.tenant, today, viewer.employee_id)
        return f'"viewer":{{"person":{person}}}'

    async def team(self, statement: str, viewer: Viewer, today: date) -> str:
        mine = (viewer.tenant, today, viewer.employee_id, viewer.units_of("employee:read"))
        ((found,),) = await self.fetch(statement, *mine)
        return f'"employees":{{"nodes":[{found}]}}'

    async def page(self, viewer: Viewer, _today: date) -> str:
        assert viewer.reach("employee:read") == {Reach.TENANT}
        ((nodes, more, *last),) = await self.fetch(PAGE, viewer.tenant)
        cursor, more = b64encode(orjson.dumps(last)).decode(), "true" if more else "false"
        return f'"employees":{{"nodes":[{nodes}],"pageInfo":{{"hasNextPage":{more},"endCursor":"{cursor}"}}}}'

    async def record(self, viewer: Viewer, asked: dict[str, Any], key: str) -> str:  # Any: the client's JSON.
        connection = await self.writing.get()
        try:
            return await self.recorder.record(connection, viewer, clock.today(ZONE), asked, key)
        finally:
            self.writing.put_nowait(connection)


def create_app() -> Starlette:
    limit = Limit()
    return Starlette(routes=[Route("/graphql", limit, methods=None)], lifespan=limit.lifespan)
