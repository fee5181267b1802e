"""The front door: settings become database, Redis, issuers and graph, and these one Starlette app."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic

import asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from jenjang.core.settings import Settings
from jenjang.database.engine import engine
from jenjang.database.pool import reader_pool
from jenjang.database.redis import Away, SharedMemory
from jenjang.graph.documents import Library
from jenjang.graph.endpoint import GraphQLView
from jenjang.graph.operate import Operator
from jenjang.graph.quota import Quota, Rate
from jenjang.graph.transact import Deeds
from jenjang.identity.gate import Gate
from jenjang.identity.issuers import issuers_of
from jenjang.identity.personas import issue_to, personas_of
from jenjang.organisation.actions.leading import led_units
from jenjang.schema import schema
from jenjang.tenancy.catalogue import Government, catalogue
from jenjang.web.face import Demo, Face, Health, Persona, State
from jenjang.web.pages import not_found, published, routes

AWAY = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError)
"""What a question to a database that is away ends in."""
COUNTS_HOLD = 10.0
"""Seconds for which the first page shows the same headcounts."""


@dataclass
class House:
    """What a running server holds open."""

    settings: Settings
    governments: Mapping[str, Government]
    engine: AsyncEngine
    redis: SharedMemory | None
    view: GraphQLView | None = None
    pool: asyncpg.Pool | None = None
    people: Mapping[str, int] = field(default_factory=dict)
    counted_until: float = 0.0

    async def open(self) -> None:
        """Connect, and make the view. The database may still be away: then /ready says so."""
        settings = self.settings
        self.pool = await reader_pool(
            settings.database_url, settings.reader_connections, settings.statement_timeout
        )
        zones = {one.code: one.time_zone for one in self.governments.values()}
        rates = {
            one.code: Rate.of(one.rate_limit.cost_per_minute, one.rate_limit.burst)
            for one in self.governments.values()
        }
        gate = Gate(
            issuers_of(self.governments.values(), settings), self.engine, led_units, zones, self.redis
        )
        deeds = Deeds(self.engine, settings.statement_timeout, settings.lock_timeout)
        operator = Operator(Library(schema._schema), self.pool, deeds, Quota(self.redis, rates))  # noqa: SLF001  # Strawberry's only way to graphql-core's schema.
        metadata = f"{settings.public_url.rstrip('/')}/.well-known/oauth-protected-resource"
        self.view = GraphQLView(gate, operator, zones, metadata)

    async def close(self) -> None:
        if self.pool:
            await self.pool.close()
        await self.engine.dispose()
        if self.redis:
            await self.redis.aclose()

    async def graphql(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self.view  # noqa: S101  # The server answers only after open().
        await self.view(scope, receive, send)

    async def health(self) -> Health:
        """How database and Redis do; asks each for at most a second."""
        database, redis = await asyncio.gather(self._database(), self._redis())
        return Health(database, redis)

    async def _database(self) -> State:
        assert self.pool  # noqa: S101  # As above.
        try:
            async with asyncio.timeout(1), self.pool.acquire() as connection:
                await connection.fetchval("SELECT 1")
        except AWAY:
            return State.AWAY
        return State.UP

    async def _redis(self) -> State:
        if not self.redis:
            return State.UNUSED
        try:
            await self.redis.ask(lambda redis: redis.ping())
        except Away:
            return State.AWAY
        return State.UP

    async def headcounts(self) -> Mapping[str, int]:
        """People by government, each counted in its own bound transaction; known for some seconds."""
        if monotonic() >= self.counted_until:
            try:
                async with asyncio.timeout(1):
                    self.people = await self._count()
            except AWAY:
                return self.people
            self.counted_until = monotonic() + COUNTS_HOLD
        return self.people

    async def _count(self) -> Mapping[str, int]:
        assert self.pool  # noqa: S101  # As above.
        found: dict[str, int] = {}
        async with self.pool.acquire() as connection:
            for code in self.governments:
                async with connection.transaction():
                    await connection.execute("SELECT set_config('app.tenant_id', $1, true)", code)
                    found[code] = await connection.fetchval("SELECT count(*) FROM employees")
        return found


def create_app(settings: Settings | None = None) -> Starlette:
    """One server: the pages, the probes and `/graphql`."""
    settings = settings or Settings()
    governments = catalogue(settings.tenants)
    redis = SharedMemory(settings.redis_url) if settings.redis_url else None
    house = House(settings, governments, engine(settings.database_url, settings.deed_connections), redis)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        await house.open()
        try:
            yield
        finally:
            await house.close()

    face = Face(
        governments=tuple(governments.values()),
        health=house.health,
        people=house.headcounts,
        contract=published(settings.contract),
        demo=demo_of(settings, governments) if settings.demo else None,
    )
    app = Starlette(
        routes=[Route("/graphql", _Graphql(house), methods=None), *routes(face)],
        exception_handlers={404: not_found},
        lifespan=lifespan,
    )
    app.state.house = house
    return app


@dataclass
class _Graphql:
    """An ASGI application (not a function), so that Starlette passes every method on as it came."""

    house: House

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.house.graphql(scope, receive, send)


def demo_of(settings: Settings, governments: Mapping[str, Government]) -> Demo:
    """The personas to try a demo as."""
    personas = [
        Persona(code, name) for code, government in governments.items() for name in personas_of(government)
    ]

    def token(persona: Persona) -> str:
        return issue_to(settings, governments[persona.place], persona.key)

    return Demo(personas, token)
