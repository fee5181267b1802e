"""A government's own identity provider, twice: one as anybody may run, one that does what a test wants."""

import asyncio
import itertools
import json
import re
import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit
from uuid import uuid4

import anyio
import httpx2
from factories.identity import signed
from factories.node import NODE, install
from factories.server import free_port, listens
from joserfc.jwk import ECKey, RSAKey

from jenjang.identity.foreign.fetching import Fetcher, Guarded, IpAddress, tls
from jenjang.identity.foreign.provider import DISCOVERY, Provider
from jenjang.identity.keys import Key

HERE = Path(__file__).parents[1] / "oauth" / "provider"
SECRET = "kunci-rahasia-yang-panjang-sekali-untuk-uji"
AUDIENCE = "jenjang"
APPLICATION_BACK = "https://app.example/back"
FORM = re.compile(r'<form[^>]* action="(?P<action>[^"]+)"[^>]*>(?P<inside>.*?)</form>', re.DOTALL)
HIDDEN = re.compile(r'<input type="hidden" name="(?P<name>\w+)" value="(?P<value>[^"]*)"')

Answer = Callable[["Twin"], bytes]


TURNS = itertools.cycle(range(12))
"""Which of so many keys is next: making one takes a tenth of a second, and no test needs more at once."""


def rsa(kid: str = "first", **about: str) -> RSAKey:
    """A key to sign with, as Keycloak has them; another one than the eleven before."""
    return made_once(next(TURNS), kid, *about.items())


@cache
def made_once(_turn: int, kid: str, *about: tuple[str, str]) -> RSAKey:
    made = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256", "kid": kid, **dict(about)})
    return RSAKey.import_key(made.as_dict(private=True))


def ec(kid: str = "second") -> ECKey:
    return ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256", "kid": kid})


@dataclass
class Twin:
    """A provider in this process: what lies at its paths, and what it was asked."""

    url: str
    keys: list[Key] = field(default_factory=lambda: [rsa()])
    paths: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    forms: list[dict[str, str]] = field(default_factory=list)
    about: dict[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.paths |= {
            DISCOVERY: lambda twin: as_json(
                {"issuer": twin.url, "jwks_uri": f"{twin.url}/jwks", **twin.about}
            ),
            "/jwks": lambda twin: as_json(twin.jwks()),
        }

    def jwks(self) -> dict[str, object]:
        return {"keys": [key.as_dict(private=False) for key in self.keys]}

    def count(self, path: str) -> int:
        return self.asked.count(path)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request, one answer, and good-bye."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            path = head.split(" ", 2)[1]
            self.asked.append(path)
            length = re.search(r"content-length: (\d+)", head, re.IGNORECASE)
            body = (await reader.readexactly(int(length[1]))).decode() if length else ""
            if body:
                self.forms.append({name: values[0] for name, values in parse_qs(body).items()})
            if answer := self.paths.get(path):
                writer.write(answer(self))
                await writer.drain()
            else:
                await reader.read()  # It never answers: until whoever asked hangs up.
        except asyncio.IncompleteReadError:
            pass  # Whoever came hung up.
        finally:
            writer.close()

    def token(
        self, typ: str = "at+jwt", key: Key | None = None, kid: str | None = None, **claims: Any
    ) -> str:
        """A token as this provider makes them, for Surakarta's people; `...` leaves a claim out."""
        key = key or self.keys[0]
        header = {"alg": str(key.alg), "kid": kid or str(key.kid), "typ": typ}
        return signed(header, self.claims(**claims), key, str(key.alg))

    def claims(self, **changed: Any) -> dict[str, Any]:
        told = {
            "iss": self.url,
            "aud": AUDIENCE,
            "sub": "sub-1",
            "client_id": "portal",
            "iat": 1_795_230_000,
            "exp": 1_795_230_300,
            "jti": str(uuid4()),
        } | changed
        return {name: value for name, value in told.items() if value is not ...}


def as_json(value: object, status: str = "200 OK", more: str = "") -> bytes:
    body = json.dumps(value).encode()
    return (
        f"HTTP/1.1 {status}\r\ncontent-type: application/json\r\n{more}"
        f"content-length: {len(body)}\r\nconnection: close\r\n\r\n"
    ).encode() + body


@asynccontextmanager
async def twin(context: ssl.SSLContext | None = None, host: str = "localhost") -> AsyncIterator[Twin]:
    """A twin that listens on this machine."""
    found = Twin("")
    server = await asyncio.start_server(found.answer, "127.0.0.1", 0, ssl=context)
    port = server.sockets[0].getsockname()[1]
    found.url = f"{'https' if context else 'http'}://{host}:{port}"
    try:
        yield found
    finally:
        server.close()


@asynccontextmanager
async def asking(
    url: str, *addresses: IpAddress, nearby: bool = True, context: ssl.SSLContext | None = None
) -> AsyncIterator[tuple[Provider, list[str]]]:
    """A provider as the house asks it, and the names looked up. `addresses`: what each name leads to."""
    looked_up: list[str] = []

    async def resolve(host: str, _port: int) -> list[IpAddress]:
        looked_up.append(host)
        return list(addresses)

    guarded = Guarded(context or tls(), nearby=nearby, resolve=resolve if addresses else None)
    provider = Provider(url, Fetcher(guarded))
    yield provider, looked_up
    await provider.aclose()


@dataclass
class Real:
    """An OpenID-certified provider, running."""

    url: str

    async def sign_in(self, browser: httpx2.AsyncClient, address: str, name: str, until: str) -> str:
        """Sign in and consent there, as a person would; gives the address at which the browser leaves it."""
        answer = await browser.get(address)
        while True:
            while answer.is_redirect:
                onwards = urljoin(str(answer.url), answer.headers["location"])
                if onwards.startswith(until):
                    return onwards
                answer = await browser.get(onwards)
            found = FORM.search(answer.text)
            assert found, answer.text
            filled = {one["name"]: unescape(one["value"]) for one in HIDDEN.finditer(found["inside"])}
            if 'name="login"' in found["inside"]:
                filled |= {"login": name, "password": "apa saja"}
            answer = await browser.post(urljoin(str(answer.url), unescape(found["action"])), data=filled)

    async def token(self, name: str, resource: str, verifier: str = "v" * 43) -> str:
        """An access token of the application there, for somebody who signs in."""
        async with httpx2.AsyncClient() as browser:
            challenge = "7w_YNF9DSfIdPf_pRjSq646_kPr-2-o9NAl16JGghdM"
            query = httpx2.QueryParams(
                response_type="code",
                client_id="application",
                redirect_uri=APPLICATION_BACK,
                scope="openid profile email",
                state="s",
                code_challenge=challenge,
                code_challenge_method="S256",
                resource=resource,
            )
            back = await self.sign_in(browser, f"{self.url}/auth?{query}", name, APPLICATION_BACK)
            form = {
                "grant_type": "authorization_code",
                "code": parse_qs(urlsplit(back).query)["code"][0],
                "redirect_uri": APPLICATION_BACK,
                "code_verifier": verifier,
                "resource": resource,
            }
            answer = await browser.post(f"{self.url}/token", data=form, auth=("application", SECRET))
            return str(answer.json()["access_token"])


@asynccontextmanager
async def real(people: Mapping[str, Mapping[str, object]], callback: str) -> AsyncIterator[Real]:
    """The npm package `oidc-provider`, with these people; `callback`: ours, for its button."""
    await anyio.to_thread.run_sync(install, HERE)
    port = free_port()
    told = {
        "PORT": str(port),
        "AUDIENCE": AUDIENCE,
        "PEOPLE": json.dumps(people),
        "BACK": APPLICATION_BACK,
        "CALLBACK": callback,
        "SECRET": SECRET,
    }
    async with await anyio.open_process([str(NODE), "provider.js"], cwd=HERE, env=told, stderr=-3) as process:
        async for line in process.stdout:
            if b"listens" in line:
                break
        assert listens(port)
        yield Real(f"http://localhost:{port}")
        process.terminate()
