"""The whole application, with real tokens, asked over HTTP semantics within the process."""

import itertools
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import httpx2
from factories.governments import Settled, settle_in
from factories.governments import subject as named
from factories.posting import post
from starlette.applications import Starlette

from jenjang.app import create_app
from jenjang.core.sealing import Seals, Vault
from jenjang.core.settings import HOUSE, Settings
from jenjang.identity.issue import LONGEST_FOR_A_PERSONA, issue_token
from jenjang.identity.issuers import audience, embedded_url
from jenjang.identity.keys import key_ring

PUBLIC = "https://jenjang.example"
OURS, THEIRS = "surakarta", "plaju"
PLENTY = "\n[rate_limit]\ncost_per_minute = 1000000000\nburst = 1000000000\n"
REQUESTS = itertools.count(1)


class Reached(Protocol):
    """Where a database is, for the roles that a server and its tests need."""

    app_url: str
    superuser_url: str


@dataclass(frozen=True)
class Folders:
    """Where a test's server finds governments and keys."""

    tenants: Path
    keys: Path


def governments_in(folder: Path, *codes: str) -> Folders:
    """A folder of governments who may ask as much as they like."""
    tenants = folder / "tenants"
    tenants.mkdir()
    for code in codes or (OURS, THEIRS):
        text = (HOUSE / "tenants" / f"{code}.toml").read_text()
        (tenants / f"{code}.toml").write_text(text + PLENTY)
    return Folders(tenants, folder / "keys")


@dataclass
class Served:
    """A running application, its governments, and a way to ask it as any of their accounts."""

    app: Starlette
    settings: Settings
    client: httpx2.AsyncClient
    governments: Mapping[str, Settled]
    tokens: dict[tuple[str, str, tuple[str, ...]], str] = field(default_factory=dict)

    def token(self, tenant: str, subject: str, scopes: tuple[str, ...] = ()) -> str:
        """A real token of the government's own issuer."""
        asked = (tenant, subject, scopes)
        if asked not in self.tokens:
            self.tokens[asked] = issue_token(
                key_ring(self.settings.keys, tenant),
                embedded_url(self.settings.public_url, tenant),
                audience(self.settings.public_url),
                named(subject, tenant),
                named(subject, tenant),
                scopes,
                LONGEST_FOR_A_PERSONA,
                longest=LONGEST_FOR_A_PERSONA,
            )
        return self.tokens[asked]

    def seals(self, tenant: str) -> Seals:
        """A government's seals, as the application has them."""
        return Vault(self.settings.keys).of(tenant)

    async def ask(
        self,
        document: str,
        variables: Mapping[str, object] | None = None,
        *,
        tenant: str = OURS,
        subject: str = "admin",
        scopes: tuple[str, ...] = (),
        headers: Mapping[str, str] | None = None,
    ) -> httpx2.Response:
        """POST a GraphQL operation as an account of a government."""
        sent = {"authorization": f"Bearer {self.token(tenant, subject, scopes)}", **(headers or {})}
        body = {"query": document, "variables": variables or {}}
        return await post(self.app, self.client, "/graphql", body, sent)

    async def data(self, document: str, *args: Any, **more: Any) -> Any:  # Any: as ask(); the JSON.
        """The data of an answer that is without errors."""
        answer = (await self.ask(document, *args, **more)).json()
        assert "errors" not in answer, answer["errors"]
        return answer["data"]


def settings_of(
    database: Reached,
    folders: Folders,
    public_url: str = PUBLIC,
    *,
    nearby_providers: bool = False,
    redis_url: str | None = None,
) -> Settings:
    return Settings(
        database_url=database.app_url,
        tenants=folders.tenants,
        keys=folders.keys,
        public_url=public_url,
        redis_url=redis_url,
        nearby_providers=nearby_providers,
    )


@asynccontextmanager
async def opened(settings: Settings, governments: Mapping[str, Settled]) -> AsyncIterator[Served]:
    """The application with its lifespan run, and a client of it."""
    app = create_app(settings)
    transport = httpx2.ASGITransport(app=app)
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(transport=transport, base_url=settings.public_url) as client,
    ):
        yield Served(app, settings, client, governments)


@asynccontextmanager
async def settling(database: Reached, folders: Folders, public_url: str = PUBLIC) -> AsyncIterator[Served]:
    """Settle the folder's governments, where the sample isn't what is needed, and serve them."""
    codes = sorted(path.stem for path in folders.tenants.iterdir())
    issuers = {code: embedded_url(public_url, code) for code in codes}
    governments = await settle_in(database.app_url, database.superuser_url, issuers, Vault(folders.keys))
    async with opened(settings_of(database, folders, public_url), governments) as found:
        yield found
