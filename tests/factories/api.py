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
from jenjang.core.settings import Settings
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
class Api:
    """A client of the running house."""

    app: Starlette
    http: httpx2.AsyncClient
    settings: Settings
    tokens: dict[str, str] = field(default_factory=dict)
    people: dict[str, list[UUID]] = field(default_factory=dict)
    units: dict[str, list[UUID]] = field(default_factory=dict)

    async def send(
        self,
        query: str | None = None,
        variables: Mapping[str, Any] | None = None,  # Any: JSON.
        *,
        who: str = "admin",
        headers: Mapping[str, str] | None = None,
        **more: Any,  # Any: JSON.
    ) -> httpx2.Response:
        """A POST by a persona of Surakarta (`tenant/persona` for another government's)."""
        asked = {"query": query, "variables": variables, **more}
        body = {name: value for name, value in asked.items() if value is not None}
        return await self.http.post("/graphql", json=body, headers=self.headers(who, headers))

    async def ask(
        self,
        query: str,
        variables: Mapping[str, Any] | None = None,  # Any: JSON.
        who: str = "admin",
    ) -> Any:  # Any: JSON.
        """The body of the answer to a POST."""
        return (await self.send(query, variables, who=who)).json()

    def headers(self, who: str = "admin", more: Mapping[str, str] | None = None) -> dict[str, str]:
        token = self.tokens[who if "/" in who else f"surakarta/{who}"]
        return {"Authorization": f"Bearer {token}", "Accept": GRAPHQL, **(more or {})}

    def person(self, index: int = 1, tenant: str = "surakarta") -> str:
        """The global id of a person; 0 leads the unit."""
        return encode_id("Employee", self.people[tenant][index])

    def unit(self, index: int = 0, tenant: str = "surakarta") -> str:
        """The global id of a unit."""
        return encode_id("Unit", self.units[tenant][index])


@asynccontextmanager
async def opened(database_url: str, keys: Path, **settings: Any) -> AsyncIterator[Api]:  # Any: settings.
    """The house on that database, with the people of two governments and a token for each persona."""
    told = Settings(database_url=database_url, keys=keys, public_url=PUBLIC, **settings)
    app = create_app(told)
    transport = httpx2.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(transport=transport, base_url=PUBLIC) as http,
    ):
        api = Api(app, http, told)
        await people(api, database_url)
        yield api


async def people(api: Api, database_url: str) -> None:
    """Take people in, with an account for each persona, unless the database has them."""
    governments = catalogue(api.settings.tenants)
    app = engine(database_url)
    for code in PEOPLED:
        for persona in personas_of(governments[code]):
            api.tokens[f"{code}/{persona}"] = issue_to(api.settings, governments[code], persona)
        async with bound(app, code) as session:
            await peopled(api, session, code)
    await app.dispose()


async def peopled(api: Api, session: AsyncSession, code: str) -> None:
    """A department with its head and staff; the head, the first of the staff and others have accounts."""
    head_office = await a_unit(session, "Dinas Pendidikan")
    section = await a_unit(session, "Bidang Guru", parent=head_office)
    post = await a_position(session, section, "Pengelola Data", level="PELAKSANA", seats=MANY)
    found = []
    for number in range(MANY):
        person = await an_employee(session, f"Pegawai {number}")
        await a_placement(session, person, post)
        found.append(person)
    await a_leadership(session, head_office, found[0])
    api.people[code] = [person.id for person in found]
    api.units[code] = [head_office.id, section.id]
    persons = dict(zip(("leader", "staff", "mentor", "admin"), api.people[code], strict=False))
    issuer = embedded_url(api.settings.public_url, code)
    for name, persona in PERSONAS.items():
        made = await account(
            session, issuer, persons.get(name), None if name in persons else persona.client, subject(name)
        )
        if persona.role:
            await grant(session, made.id, Role(persona.role))
