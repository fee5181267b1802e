"""A government's own provider, an OpenID-certified one from npm: its tokens, and signing in there."""

import re
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from factories.browser import Asking, Browser, came_back, redeem, registered
from factories.node import NODE, NPM
from factories.provider import AUDIENCE, SECRET, Real, real
from factories.served import OURS, PUBLIC, THEIRS, Served, governments_in, opened, settings_of
from sqlalchemy import select, update

from jenjang.database.engine import bound, engine
from jenjang.identity.issuers import embedded_url
from jenjang.identity.models import Account
from jenjang.identity.server.models import SecurityEvent
from jenjang.organisation.models import Employee

pytestmark = pytest.mark.skipif(not (NODE and NPM), reason="oidc-provider needs Node and npm")

CALLBACK = f"{PUBLIC}/t/{OURS}/federated/sso"
BLOCK = f"""
[[issuers]]
keys = "own"

[[issuers]]
url = "{{url}}"
audience = "{AUDIENCE}"
algorithms = ["RS256"]
keys = "discovery"
first_login = "link"

[issuers.person]
claim = "preferred_username"
names = "NUMBER"

[issuers.introspection]
client_id = "jenjang"
secret = "env:OF_A_TEST"

[issuers.login]
name = "sso"
label = "Masuk dengan SSO Surakarta"
client_id = "jenjang-login"
secret = "env:OF_A_TEST"
"""
WHO = {"query": "{ viewer { roles client person { nip } } }"}


@dataclass
class World:
    """Surakarta with its provider, and Plaju without one."""

    served: Served
    provider: Real
    numbers: dict[str, str]

    async def asked(self, token: str, path: str = "/graphql") -> httpx2.Response:
        return await self.served.client.post(path, json=WHO, headers={"authorization": f"Bearer {token}"})


@pytest.fixture(scope="module")
async def world(settled_database, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    folders = governments_in(tmp_path_factory.mktemp("served"))
    shutil.copytree(settled_database.keys, folders.keys)
    settled = settled_database.governments
    app = engine(settled_database.app_url)
    async with bound(app, OURS) as session:
        found = (await session.execute(select(Employee.id, Employee.number))).all()
    await app.dispose()
    by_id = dict(found)
    numbers = {name: by_id[key] for name, key in settled[OURS].people.items()}
    people = {f"sub-{name}": {"preferred_username": number} for name, number in numbers.items()}
    people["sub-nobody"] = {"preferred_username": "199001012015051999"}
    people["sub-double"] = {"preferred_username": numbers["leader"]}
    async with real(people, CALLBACK) as provider:
        file = folders.tenants / f"{OURS}.toml"
        file.write_text(file.read_text() + BLOCK.format(url=provider.url))
        settings = settings_of(settled_database, folders, nearby_providers=True)
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("OF_A_TEST", SECRET)
            async with opened(settings, settled) as served:
                yield World(served, provider, numbers)


async def events(world: World, kind: str) -> int:
    async with bound(world.served.app.state.house.engine, OURS) as session:
        return len(list(await session.scalars(select(SecurityEvent).where(SecurityEvent.kind == kind))))


async def test_its_token_opens_the_api_as_the_person_whose_nip_it_names(world: World) -> None:
    token = await world.provider.token("sub-staff", "urn:jenjang:jwt")
    assert token.count(".") == 2
    answer = await world.asked(token)
    person = {"nip": world.numbers["staff"]}
    assert answer.json()["data"]["viewer"] == {"roles": ["STAFF"], "client": "application", "person": person}
    assert (await world.asked(token)).status_code == 200
    assert await events(world, "ACCOUNT_LINKED") == 1
    assert (await world.asked(token, f"/t/{OURS}/graphql")).status_code == 200


async def test_who_is_nobody_here_is_refused(world: World) -> None:
    token = await world.provider.token("sub-nobody", "urn:jenjang:jwt")
    assert (await world.asked(token)).status_code == 401


async def test_its_opaque_token_opens_the_api_at_the_governments_own_address_only(world: World) -> None:
    token = await world.provider.token("sub-mentor", "urn:jenjang:opaque")
    assert "." not in token
    answer = await world.asked(token, f"/t/{OURS}/graphql")
    assert answer.json()["data"]["viewer"]["person"] == {"nip": world.numbers["mentor"]}
    for elsewhere in ("/graphql", f"/t/{THEIRS}/graphql", "/t/nowhere/graphql"):
        assert (await world.asked(token, elsewhere)).status_code == 401


async def test_a_token_can_not_be_taken_to_another_governments_address(world: World) -> None:
    token = await world.provider.token("sub-staff", "urn:jenjang:jwt")
    assert (await world.asked(token, f"/t/{THEIRS}/graphql")).status_code == 401
    ours = world.served.token(OURS, "admin")
    assert (await world.asked(ours, f"/t/{OURS}/graphql")).status_code == 200
    assert (await world.asked(ours, f"/t/{THEIRS}/graphql")).status_code == 401


async def test_whose_tokens_are_taken_is_told_for_each_address(world: World) -> None:
    about = f"{PUBLIC}/.well-known/oauth-protected-resource"
    told = (await world.served.client.get(f"{about}/t/{OURS}/graphql")).json()
    assert told["resource"] == f"{PUBLIC}/t/{OURS}/graphql"
    assert told["authorization_servers"] == [embedded_url(PUBLIC, OURS), world.provider.url]
    refused = await world.asked("x", f"/t/{OURS}/graphql")
    assert f'resource_metadata="{about}/t/{OURS}/graphql"' in refused.headers["www-authenticate"]
    assert (await world.served.client.get(f"{about}/t/nowhere/graphql")).status_code == 404


async def returned(world: World, browser: Browser, name: str, asking: Asking) -> httpx2.Response:
    """From an application's request over our page to the provider and back to us."""
    page = await browser.open(asking.address())
    assert "Masuk dengan SSO Surakarta" in page.text
    link = re.search(r'href="(?P<way>[^"]+/federated/sso/begin[^"]*)"', page.text)
    away = await browser.client.get(unescape(link["way"]))
    assert away.status_code == 303
    assert away.headers["location"].startswith(f"{world.provider.url}/auth?")
    async with httpx2.AsyncClient() as there:
        back = await world.provider.sign_in(there, away.headers["location"], name, CALLBACK)
    return await browser.open(back)


async def test_signing_in_there_leads_back_to_the_application_with_our_tokens(world: World) -> None:
    asking = Asking(await registered(world.served, OURS))
    browser = Browser(world.served)
    consent = await returned(world, browser, "sub-colleague", asking)
    back = came_back(await browser.send(consent, answer="allow"))
    assert back["iss"] == embedded_url(PUBLIC, OURS)
    tokens = (await redeem(world.served, asking, back["code"])).json()
    viewer = (await world.asked(tokens["access_token"])).json()["data"]["viewer"]
    assert viewer["person"] == {"nip": world.numbers["colleague"]}
    bearer = {"authorization": f"Bearer {tokens['access_token']}"}
    told = (await world.served.client.get(f"/t/{OURS}/userinfo", headers=bearer)).json()
    assert told["preferred_username"] == world.numbers["colleague"]
    assert told["sub"] != "sub-colleague", "our issuer has a name of its own for it"
    async with bound(world.served.app.state.house.engine, OURS) as session:
        await session.execute(
            update(Account).where(Account.subject == "sub-colleague").values(disabled_at=Account.created_at)
        )
    world.served.app.state.house.view.door._viewers._kept.clear()
    assert (await world.asked(tokens["access_token"])).status_code == 401


async def test_who_is_nobody_here_is_told_so_after_signing_in_there(world: World) -> None:
    asking = Asking(await registered(world.served, OURS))
    refused = await returned(world, Browser(world.served), "sub-nobody", asking)
    assert refused.status_code == 403
    assert "belum punya akun" in refused.text


async def test_an_answer_that_another_browser_began_is_refused(world: World) -> None:
    """Else somebody could be signed in as somebody else (RFC 9700 §4.7)."""
    begun, other = Browser(world.served), Browser(world.served)
    away = await begun.client.get(f"/t/{OURS}/federated/sso/begin")
    async with httpx2.AsyncClient() as there:
        back = await world.provider.sign_in(there, away.headers["location"], "sub-staff", CALLBACK)
    refused = await other.client.get(back)
    assert refused.status_code == 400
    assert not any("login" in name for name in other.client.cookies)
    assert (await begun.client.get(back)).status_code == 303
    assert (await begun.client.get(back)).status_code == 400, "and no answer is good for twice"


@pytest.mark.parametrize("iss", [None, "https://other.example", embedded_url(PUBLIC, OURS)])
async def test_an_answer_that_does_not_name_the_provider_is_refused(world: World, iss: str | None) -> None:
    """It announced that it does so (RFC 9207)."""
    browser = Browser(world.served)
    away = await browser.client.get(f"/t/{OURS}/federated/sso/begin")
    async with httpx2.AsyncClient() as there:
        back = await world.provider.sign_in(there, away.headers["location"], "sub-staff", CALLBACK)
    told = {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()}
    assert told.pop("iss") == world.provider.url
    answer = await browser.client.get(CALLBACK, params=told | ({"iss": iss} if iss else {}))
    assert answer.status_code == 400


async def test_a_person_is_linked_to_one_subject_only(world: World) -> None:
    token = await world.provider.token("sub-leader", "urn:jenjang:jwt")
    assert (await world.asked(token)).status_code == 200
    second = await world.provider.token("sub-double", "urn:jenjang:jwt")
    assert (await world.asked(second)).status_code == 401
