"""The front door: settings become database, Redis, issuers and graph, and these one Starlette app."""

import asyncio
import gc
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import monotonic
from uuid import UUID

import asyncpg
import orjson
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from jenjang.core import logs
from jenjang.core.sealing import Vault
from jenjang.core.settings import Settings
from jenjang.database.engine import engine
from jenjang.database.pool import BIND, Shelf
from jenjang.database.redis import Away, SharedMemory
from jenjang.demo.people.cast import cast
from jenjang.graph import errors
from jenjang.graph.documents import Library
from jenjang.graph.endpoint import GraphQLView
from jenjang.graph.operate import Operator
from jenjang.graph.quota import Quota, Rate
from jenjang.graph.transact import Deeds
from jenjang.graph.turns import Turns
from jenjang.identity.accounts import Accounts
from jenjang.identity.arrivals import Arrivals
from jenjang.identity.federation import Federation
from jenjang.identity.gate import Gate
from jenjang.identity.issuers import Issuers, issuers_of
from jenjang.identity.personas import issue_to
from jenjang.identity.server.consent import Consent
from jenjang.identity.server.cors import open_to_browsers
from jenjang.identity.server.device_consent import DeviceConsent
from jenjang.identity.server.doorkeeper import Doorkeeper
from jenjang.identity.server.endpoints import ABOUT_RESOURCE, Endpoints
from jenjang.identity.server.opening import servers_of
from jenjang.identity.server.second_factors import SecondFactors
from jenjang.identity.server.server import Server
from jenjang.identity.server.throttle import Throttle
from jenjang.organisation.actions.leading import LED_UNITS, UNITS_BELOW
from jenjang.organisation.actions.superiors import NAMED
from jenjang.schema import schema
from jenjang.tenancy.catalogue import Government, catalogue
from jenjang.training.rules.certificate import Certified, hash_of
from jenjang.web.certificate_pdf import PATH as CERTIFICATE_PDF
from jenjang.web.certificate_pdf import CertificatePdf
from jenjang.web.face import Certificate, Demo, Face, Health, Persona, State
from jenjang.web.pages import not_found, published, routes, unavailable
from jenjang.web.signing.routes import routes as sign_in_routes

AWAY = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError)
"""What a question to a database that is away ends in."""
HEADCOUNT = f"SELECT (SELECT count(*) FROM employees e WHERE e.tenant_id = ctx.tenant) AS count FROM {BIND}"
CERTIFICATE = (
    "SELECT (SELECT row_to_json(said) FROM (SELECT c.number, c.hash, c.course, c.hours, c.begins_on,"
    " c.ends_on, c.issued_on, c.form, c.employee_id FROM training_certificates c"
    f" WHERE c.tenant_id = ctx.tenant AND c.code = $2) said) AS said FROM {BIND}"
)
"""What a certificate says, as JSON; of the person only the key, for the hash: no page shows it."""
CERTIFICATE_KEY = (
    "SELECT (SELECT c.id FROM training_certificates c WHERE c.tenant_id = ctx.tenant AND c.code = $2) AS key"
    f" FROM {BIND}"
)
RARELY = (2_000, 20, 50)
"""Allocations before a young collection; young ones before a middle one; middle ones before a whole one."""
COUNTS_HOLD = 10.0
"""Seconds for which the first page shows the same headcounts."""


@dataclass
class House:
    """What a running server holds open."""

    settings: Settings
    governments: Mapping[str, Government]
    engine: AsyncEngine
    shelf: Shelf
    redis: SharedMemory | None
    view: GraphQLView = field(init=False)
    issuers: Issuers = field(init=False)
    servers: Mapping[str, Server] = field(init=False)
    second_factors: SecondFactors = field(init=False)
    doorkeeper: Doorkeeper = field(init=False)
    federation: Federation = field(init=False)
    consent: Consent = field(init=False)
    devices: DeviceConsent = field(init=False)
    people: Mapping[str, int] = field(default_factory=dict)
    counted_until: float = 0.0

    def __post_init__(self) -> None:
        """Make the view. Nothing connects before it is asked: a server may start before its database."""
        settings = self.settings
        zones = {one.code: one.time_zone for one in self.governments.values()}
        rates = {
            one.code: Rate.of(one.rate_limit.cost_per_minute, one.rate_limit.burst)
            for one in self.governments.values()
        }
        accounts = Accounts(self.shelf, LED_UNITS, UNITS_BELOW, NAMED)
        self.issuers = issuers_of(self.governments.values(), settings)
        arrivals = Arrivals(self.engine)
        gate = Gate(self.issuers, accounts, zones, arrivals)
        self.federation = Federation(self.issuers, self.engine, arrivals)
        self.servers = servers_of(self.issuers)
        vault = Vault(settings.keys)
        self.second_factors = SecondFactors(self.engine, vault, self.governments)
        throttle = Throttle(self.redis)
        self.doorkeeper = Doorkeeper(self.servers, self.engine, throttle, self.second_factors)
        self.consent = Consent(self.engine, self.second_factors)
        self.devices = DeviceConsent(self.consent, throttle)
        turns = Turns(settings.deed_patience)
        timeouts = settings.statement_timeout, settings.lock_timeout
        deeds = Deeds(self.engine, *timeouts, vault, settings.public_url, turns, throttle)
        library = Library(schema._schema, operations(settings.contract))  # noqa: SLF001  # Strawberry's only way to graphql-core's schema.
        operator = Operator(library, self.shelf, deeds, Quota(self.redis, rates), vault)
        registered = frozenset(one.code for one in self.governments.values() if one.documents == "registered")
        about = f"{settings.public_url.rstrip('/')}{ABOUT_RESOURCE}"
        self.view = GraphQLView(gate, operator, zones, registered, about)

    async def close(self) -> None:
        await self.shelf.close()
        await self.engine.dispose()
        await self.issuers.aclose()
        if self.redis:
            await self.redis.aclose()

    async def health(self) -> Health:
        """How database and Redis do; asks each for at most a second."""
        database, redis = await asyncio.gather(self._database(), self._redis())
        return Health(database, redis)

    async def _database(self) -> State:
        try:
            async with asyncio.timeout(1):
                await self.shelf.fetchrow("SELECT 1")
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
        """People by government, each counted in its own bound transaction.

        They are counted once in some seconds, however many ask: who comes meanwhile is told the last ones.
        """
        if monotonic() >= self.counted_until:
            self.counted_until = monotonic() + COUNTS_HOLD
            with suppress(*AWAY):
                async with asyncio.timeout(1):
                    self.people = await self._count()
        return self.people

    async def certificate(self, tenant: str, code: str) -> Certificate | None:
        """What a government's certificate of that code says."""
        row = await self.shelf.fetchrow(CERTIFICATE, tenant, code)
        if row is None or row["said"] is None:
            return None
        said = orjson.loads(row["said"])
        kept, person = said.pop("hash"), UUID(said.pop("employee_id"))
        for day in ("begins_on", "ends_on", "issued_on"):
            said[day] = date.fromisoformat(said[day])
        agrees = hash_of(Certified(tenant=tenant, code=code, employee_id=person, **said)) == kept
        del said["form"]
        return Certificate(hash=kept, agrees=agrees, **said)

    async def certificate_key(self, tenant: str, code: str) -> UUID | None:
        """The key of a government's certificate of that code."""
        row = await self.shelf.fetchrow(CERTIFICATE_KEY, tenant, code)
        return row["key"] if row else None

    async def _count(self) -> Mapping[str, int]:
        found: dict[str, int] = {}
        for code in self.governments:
            row = await self.shelf.fetchrow(HEADCOUNT, code)
            found[code] = row["count"] if row else 0
        return found


def operations(contract: Path) -> list[str]:
    """The published operations, which every client may name by their sha256."""
    return [path.read_text("utf-8") for path in sorted(contract.glob("operations/*/*.graphql"))]


def create_app(settings: Settings | None = None) -> Starlette:
    """One server: the pages, the probes and `/graphql`."""
    logs.configure()
    settings = settings or Settings()
    governments = catalogue(settings.tenants)
    redis = SharedMemory(settings.redis_url) if settings.redis_url else None
    shelf = Shelf(settings.database_url, settings.reader_connections, settings.statement_timeout)
    patience = settings.statement_timeout / 1000 + 1
    # Who waits for a lock keeps the connection until then: to give up earlier would refuse what comes free.
    turn = settings.lock_timeout / 1000
    deeds = engine(settings.database_url, settings.deed_connections, patience, turn)
    house = House(settings, governments, deeds, shelf, redis)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        # What was loaded at start stays: no collection need look at it again. What is kept later (documents,
        # plans) refers to itself nowhere, so that whole collections, which take long, can be rare.
        gc.collect()
        gc.freeze()
        gc.set_threshold(*RARELY)
        yield
        await house.close()

    names = {one.code: one.name for one in governments.values()}
    certificate_pdf = CertificatePdf(house.view, house.certificate_key, names, settings.public_url)
    face = Face(
        governments=tuple(governments.values()),
        health=house.health,
        contract=published(settings.contract),
        people=house.headcounts if settings.demo else None,
        demo=demo_of(settings, governments) if settings.demo else None,
        certificate=house.certificate,
    )
    app = Starlette(
        routes=[
            Route("/graphql", open_to_browsers(house.view, "GET", "POST")),
            Route("/t/{tenant}/graphql", open_to_browsers(house.view, "GET", "POST")),
            Route(CERTIFICATE_PDF, open_to_browsers(certificate_pdf, "GET")),
            *Endpoints(house.servers, house.issuers, house.engine, settings.public_url).routes(),
            *sign_in_routes(
                house.doorkeeper,
                house.consent,
                house.second_factors,
                house.devices,
                house.federation,
                face,
            ),
            *routes(face),
        ],
        exception_handlers={404: not_found, **dict.fromkeys((*errors.AWAY, DBAPIError), away)},
        lifespan=lifespan,
    )
    app.state.house = house
    return app


async def away(request: Request, failure: Exception) -> Response:
    """503 while the database is away, too busy or locked; anything else stays what it is."""
    if isinstance(errors.told(failure, ""), errors.Timeout | errors.Locked):
        return await unavailable(request, failure)
    raise failure


def demo_of(settings: Settings, governments: Mapping[str, Government]) -> Demo:
    """The personas to try a demo as."""
    personas = [Persona(code, name) for code, government in governments.items() for name in cast(government)]

    def token(persona: Persona) -> str:
        return issue_to(settings, governments[persona.place], persona.key)

    return Demo(personas, token)
