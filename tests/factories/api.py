"""The whole house in this process: a government with a few people, and a client that bears their tokens."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
from factories.identity import account, grant
from factories.organisation import a_leadership, a_placement, a_position, a_unit, an_employee
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.applications import Starlette

from jenjang.app import create_app
from jenjang.core.permission import Role
from jenjang.core.settings import HOUSE, Settings
from jenjang.database.engine import bound, engine
from jenjang.graph.scalars import encode_id
from jenjang.identity.issuers import embedded_url
from jenjang.identity.personas import PERSONAS, issue_to, personas_of, subject
from jenjang.tenancy.catalogue import catalogue

GRAPHQL = "application/graphql-response+json"
PUBLIC = "https://jenjang.example"
PEOPLED = ("surakarta", "plaju")
MANY = 6
"""People of each government, of whom the first leads the rest."""


@dataclass
class Cast:
    """Who is in the database: tokens by `tenant/persona`, people and units by tenant."""

    tokens: dict[str, str] = field(default_factory=dict)
    people: dict[str, list[UUID]] = field(default_factory=dict)
    units: dict[str, list[UUID]] = field(default_factory=dict)

    def headers(self, who: str = "admin", more: Mapping[str, str] | None = None) -> dict[str, str]:
        """What a persona of Surakarta sends (`tenant/persona` for another government's)."""
        token = self.tokens[who if "/" in who else f"surakarta/{who}"]
        return {"Authorization": f"Bearer {token}", "Accept": GRAPHQL, **(more or {})}

    def person(self, index: int = 1, tenant: str = "surakarta") -> str:
        """The global id of a person; 0 leads the unit."""
        return encode_id("Employee", self.people[tenant][index])

    def unit(self, index: int = 0, tenant: str = "surakarta") -> str:
        """The global id of a unit."""
        return encode_id("Unit", self.units[tenant][index])


@dataclass
class Api:
    """A client of the running house."""

    app: Starlette
    http: httpx2.AsyncClient
    settings: Settings
    cast: Cast

    async def send(
        self,
        query: str | None = None,
        variables: Mapping[str, Any] | None = None,  # Any: JSON.
        *,
        who: str = "admin",
        headers: Mapping[str, str] | None = None,
        **more: Any,  # Any: JSON.
    ) -> httpx2.Response:
        """A POST by a persona."""
        asked = {"query": query, "variables": variables, **more}
        body = {name: value for name, value in asked.items() if value is not None}
        return await self.http.post("/graphql", json=body, headers=self.cast.headers(who, headers))

    async def ask(
        self,
        query: str,
        variables: Mapping[str, Any] | None = None,  # Any: JSON.
        who: str = "admin",
    ) -> Any:  # Any: JSON.
        """The body of the answer to a POST."""
        return (await self.send(query, variables, who=who)).json()

    async def straight(self, body: bytes, who: str = "admin") -> tuple[int, bytes]:
        """Status and body of the answer to a POST, without a client that takes its own time."""
        headers = self.cast.headers(who) | {"Content-Type": "application/json"}
        scope = {
            "type": "http",
            "method": "POST",
            "path": "/graphql",
            "query_string": b"",
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        }
        sent: list[dict[str, Any]] = []  # Any: ASGI messages.

        async def receive() -> dict[str, Any]:  # Any: as above.
            return {"type": "http.request", "body": body}

        async def send(message: Any) -> None:  # Any: as above.
            sent.append(message)

        await self.app(scope, receive, send)
        return sent[0]["status"], sent[1]["body"]


@asynccontextmanager
async def opened(database_url: str, keys: Path, **more: Any) -> AsyncIterator[Api]:  # Any: settings.
    """The house on that database, with the people of two governments and a token for each persona."""
    settings = Settings(database_url=database_url, keys=keys, public_url=PUBLIC, **more)
    async with served(settings, await peopled(settings)) as api:
        yield api


@asynccontextmanager
async def beside(api: Api, **more: Any) -> AsyncIterator[Api]:  # Any: settings.
    """Another house on the same database, with some settings of its own."""
    async with served(api.settings.model_copy(update=more), api.cast) as other:
        yield other


@asynccontextmanager
async def served(settings: Settings, cast: Cast) -> AsyncIterator[Api]:
    app = create_app(settings)
    transport = httpx2.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(transport=transport, base_url=PUBLIC) as http,
    ):
        yield Api(app, http, settings, cast)


def governments(folder: Path, code: str, *, first: str = "", last: str = "") -> Path:
    """A copy of the catalogue in which one government's file begins or ends with more."""
    for path in (HOUSE / "tenants").glob("*.toml"):
        text = path.read_text("utf-8")
        own = path.stem == code
        (folder / path.name).write_text(f"{first}\n{text}\n{last}" if own else text, "utf-8")
    return folder


async def peopled(settings: Settings) -> Cast:
    """Take people in, with an account and a token for each persona."""
    governments = catalogue(settings.tenants)
    cast = Cast()
    app = engine(settings.database_url)
    for code in PEOPLED:
        for persona in personas_of(governments[code]):
            cast.tokens[f"{code}/{persona}"] = issue_to(settings, governments[code], persona)
        async with bound(app, code) as session:
            cast.units[code], cast.people[code] = await department(session)
            await accounts(session, embedded_url(settings.public_url, code), cast.people[code])
    await app.dispose()
    return cast


async def department(session: AsyncSession) -> tuple[list[UUID], list[UUID]]:
    """A department and its section, whose first person leads it."""
    office = await a_unit(session, "Dinas Pendidikan")
    section = await a_unit(session, "Bidang Guru", parent=office)
    post = await a_position(session, section, "Pengelola Data", level="PELAKSANA", seats=MANY)
    people = []
    for number in range(MANY):
        people.append(await an_employee(session, f"Pegawai {number}"))
        await a_placement(session, people[-1], post)
    await a_leadership(session, office, people[0])
    return [office.id, section.id], [person.id for person in people]


async def accounts(session: AsyncSession, issuer: str, people: list[UUID]) -> None:
    """An account for each persona; who is a person is one of these."""
    persons = dict(zip(("leader", "staff", "mentor", "admin"), people, strict=False))
    for name, persona in PERSONAS.items():
        client = None if name in persons else persona.client
        made = await account(session, issuer, persons.get(name), client, subject(name))
        if persona.role:
            await grant(session, made.id, Role(persona.role))
