"""What comes back from a provider is believed for no more than it proves."""

import json
import shutil
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from factories.browser import Browser
from factories.identity import signed
from factories.provider import SECRET, Twin, as_json, rsa, twin
from factories.served import OURS, PUBLIC, THEIRS, Served, governments_in, opened, settings_of
from joserfc.jwk import OctKey
from sqlalchemy import select

from jenjang.core import clock
from jenjang.database.engine import bound
from jenjang.identity.issuers import embedded_url
from jenjang.identity.models import Account
from jenjang.organisation.models import Employee

CALLBACK = f"{PUBLIC}/t/{OURS}/federated/sso"
BLOCK = """
[[issuers]]
keys = "own"

[[issuers]]
url = "{url}"
audience = "jenjang"
algorithms = ["RS256"]
keys = "discovery"
first_login = "{first}"
person = {{ claim = "nip", names = "NUMBER" }}
login = {{ name = "{name}", label = "{name}", client_id = "ours", secret = "env:OF_A_TEST" }}
"""


@dataclass
class World:
    """Both governments with the same provider's make, each its own; Plaju's lets newcomers wait."""

    served: Served
    there: Twin
    other: Twin
    number: str

    async def begun(self, browser: Browser, **query: str) -> dict[str, str]:
        """What the browser takes along to the provider."""
        away = await browser.client.get(f"/t/{OURS}/federated/sso/begin", params=query)
        assert away.status_code == 303, away.text
        asked = parse_qs(urlsplit(away.headers["location"]).query)
        return {name: values[0] for name, values in asked.items()}

    def says(self, nonce: str, key: Any = None, head: dict[str, Any] | None = None, **claims: Any) -> None:
        """What the provider answers when the code is redeemed; `...` leaves a claim out."""
        key = key or self.there.keys[0]
        now = int(clock.now().timestamp())
        right = {
            "aud": "ours",
            "nonce": nonce,
            "sub": "sub-1",
            "nip": self.number,
            "iat": now,
            "exp": now + 60,
        }
        told = self.there.claims(**{**right, **claims})
        header = {"alg": str(key.alg), "kid": str(key.kid), "typ": "JWT", **(head or {})}
        tokens = {"access_token": "opaque", "token_type": "Bearer"}
        token = signed(header, told, key, str(key.alg))
        self.there.paths["/token"] = lambda _: as_json({**tokens, "id_token": token})

    async def back(self, browser: Browser, asked: dict[str, str], **changed: str) -> httpx2.Response:
        answer = {"code": "c", "state": asked["state"], **changed}
        return await browser.client.get(CALLBACK, params=answer)


@pytest.fixture(scope="module")
async def world(settled_database, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    folders = governments_in(tmp_path_factory.mktemp("served"))
    shutil.copytree(settled_database.keys, folders.keys)
    settled = settled_database.governments
    async with twin() as there, twin() as other:
        for place, one, first, name in ((OURS, there, "link", "sso"), (THEIRS, other, "pending", "sso")):
            one.about |= {"authorization_endpoint": f"{one.url}/auth", "token_endpoint": f"{one.url}/token"}
            file = folders.tenants / f"{place}.toml"
            file.write_text(file.read_text() + BLOCK.format(url=one.url, first=first, name=name))
        settings = settings_of(settled_database, folders, nearby_providers=True)
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("OF_A_TEST", SECRET)
            async with opened(settings, settled) as served:
                async with bound(served.app.state.house.engine, OURS) as session:
                    staff = await session.get(Employee, (OURS, settled[OURS].people["staff"]))
                    number = staff.number
                yield World(served, there, other, number)


def signed_in(browser: Browser) -> bool:
    return any(name.endswith("-login") for name in browser.client.cookies)


async def test_a_right_answer_signs_in_and_what_was_remembered_is_forgotten(world: World) -> None:
    browser = Browser(world.served)
    asked = await world.begun(browser, next="client_id=x&scope=openid")
    assert asked["redirect_uri"] == CALLBACK
    assert (asked["code_challenge_method"], asked["response_type"]) == ("S256", "code")
    world.says(asked["nonce"])
    answer = await world.back(browser, asked)
    assert answer.headers["location"] == f"/t/{OURS}/authorize?client_id=x&scope=openid"
    assert signed_in(browser)
    assert not any("federated" in name for name in browser.client.cookies)
    (sent,) = [form for form in world.there.forms if form.get("code") == "c"]
    assert len(sent["code_verifier"]) >= 43
    assert sent["redirect_uri"] == CALLBACK
    set_cookies = answer.headers.get_list("set-cookie")
    login = next(one for one in set_cookies if "-login=" in one)
    assert all(
        word in login for word in ("__Host-", f"-{OURS}-", "HttpOnly", "Secure", "SameSite=lax", "Path=/")
    )
    before = dict(browser.client.cookies)
    again = await world.begun(browser)
    world.says(again["nonce"])
    await world.back(browser, again)
    assert dict(browser.client.cookies) != before, "each login has a cookie of its own (RFC 9700 §4.15)"


def shared(secret: bytes) -> OctKey:
    """A key that whoever verifies has, too."""
    kept = urlsafe_b64encode(secret).rstrip(b"=").decode()
    return OctKey.import_key({"kty": "oct", "k": kept, "alg": "HS256", "kid": "first"})


Change = Callable[[World], dict[str, Any]]
FORGED: dict[str, Change] = {
    "another nonce": lambda _: {"nonce": "another"},
    "no nonce": lambda _: {"nonce": ...},
    "another issuer": lambda w: {"iss": w.other.url},
    "our own issuer": lambda _: {"iss": embedded_url(PUBLIC, OURS)},
    "no issuer": lambda _: {"iss": ...},
    "for another application": lambda _: {"aud": "another"},
    "for several, without saying for whom": lambda _: {"aud": ["ours", "another"]},
    "for several, for another": lambda _: {"aud": ["ours", "another"], "azp": "another"},
    "for nobody": lambda _: {"aud": ...},
    "expired": lambda _: {"iat": 1, "exp": 2},
    "without an end": lambda _: {"exp": ...},
    "without a subject": lambda _: {"sub": ...},
    "a subject that is none": lambda _: {"sub": ["sub-1"]},
    "an empty subject": lambda _: {"sub": ""},
    "a subject without an end": lambda _: {"sub": "x" * 256},
    "another's key": lambda w: {"key": w.other.keys[0]},
    "a key of the same name": lambda _: {"key": rsa("first")},
    "a key that it names itself": lambda _: {"head": {"kid": "unknown"}},
    "our client's secret": lambda _: {"key": shared(SECRET.encode())},
    "the public key as a secret": lambda w: {
        "key": shared(w.there.keys[0].as_dict(private=False)["n"].encode())
    },
    "another access token's hash": lambda _: {"at_hash": "AAAA"},
}


async def test_who_signed_in_there_is_offered_no_second_factor_here(world: World) -> None:
    """The second factor is the provider's to ask for: one added here would say more than was shown."""
    browser = Browser(world.served)
    asked = await world.begun(browser)
    world.says(asked["nonce"])
    await world.back(browser, asked)
    page = await browser.client.get(f"/t/{OURS}/second-factor")
    assert (page.status_code, page.headers.get("location")) == (303, f"/t/{OURS}/signed-in")


@pytest.mark.parametrize("kind", FORGED)
async def test_an_id_token_that_is_not_for_this_login_signs_nobody_in(world: World, kind: str) -> None:
    browser = Browser(world.served)
    asked = await world.begun(browser)
    world.says(**{"nonce": asked["nonce"], **FORGED[kind](world)})
    answer = await world.back(browser, asked)
    assert (answer.status_code, signed_in(browser)) == (400, False)
    assert "tidak dapat memastikan siapa Anda" in answer.text


@pytest.mark.parametrize(
    "answer",
    [
        as_json({"access_token": "x", "token_type": "Bearer"}),
        as_json({"error": "invalid_grant"}, "400 Bad Request"),
        as_json([]),
        as_json({"id_token": 7, "access_token": "x"}),
        as_json({"id_token": "a.b.c", "access_token": "x"}),
        as_json({}, "302 Found", "location: https://elsewhere.example\r\n"),
        as_json({"x": "y" * 70_000}),
        b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n{]x",
        b"nonsense\r\n\r\n",
    ],
)
async def test_an_answer_of_any_other_shape_signs_nobody_in(world: World, answer: bytes) -> None:
    browser = Browser(world.served)
    asked = await world.begun(browser)
    world.there.paths["/token"] = lambda _: answer
    refused = await world.back(browser, asked)
    assert (refused.status_code, signed_in(browser)) == (400, False)


async def test_a_state_of_another_login_or_none_signs_nobody_in(world: World) -> None:
    for changed in ({"state": "another"}, {"state": ""}, {"error": "access_denied"}):
        browser = Browser(world.served)
        asked = await world.begun(browser)
        world.says(asked["nonce"])
        refused = await world.back(browser, asked, **changed)
        assert (refused.status_code, signed_in(browser)) == (400, False)


async def test_a_parameter_that_is_there_twice_signs_nobody_in(world: World) -> None:
    browser = Browser(world.served)
    asked = await world.begun(browser)
    world.says(asked["nonce"])
    refused = await browser.client.get(f"{CALLBACK}?code=c&code=d&state={asked['state']}")
    assert (refused.status_code, signed_in(browser)) == (400, False)


@pytest.mark.parametrize("kept", ["", "%%%", "bnVsbA==", "W10=", "eyJfc3RhdGVfeCI6IDd9", "e30="])
async def test_a_cookie_that_we_never_wrote_signs_nobody_in(world: World, kept: str) -> None:
    browser = Browser(world.served)
    asked = await world.begun(browser)
    world.says(asked["nonce"])
    (name,) = [one for one in browser.client.cookies if "federated" in one]
    browser.client.cookies.clear()
    refused = await browser.client.get(
        CALLBACK, params={"code": "c", "state": asked["state"]}, headers={"cookie": f"{name}={kept}"}
    )
    assert (refused.status_code, signed_in(browser)) == (400, False)


async def test_a_cookie_that_was_changed_into_any_shape_signs_nobody_in(world: World) -> None:
    key = f"_state_{OURS}-sso_s"
    for data in (None, 7, [], {}, {"data": None}, {"data": 7}, {"data": {"nonce": 7}}, {"data": {}}):
        text = urlsafe_b64encode(json.dumps({key: data}).encode()).decode()
        cookie = f"__Secure-jenjang-{OURS}-federated-sso={text}"
        world.says("n")
        query = {"code": "c", "state": "s"}
        refused = await Browser(world.served).client.get(CALLBACK, params=query, headers={"cookie": cookie})
        assert refused.status_code == 400


async def test_where_there_is_no_such_provider_there_is_no_page(world: World) -> None:
    for path in ("nowhere/federated/sso", f"{OURS}/federated/other", f"{OURS}/federated/other/begin"):
        assert (await world.served.client.get(f"/t/{path}")).status_code == 404


async def test_what_a_person_came_for_can_lead_nowhere_else(world: World) -> None:
    browser = Browser(world.served)
    asked = await world.begun(browser, next="//elsewhere.example/\r\nx: y")
    world.says(asked["nonce"])
    onwards = (await world.back(browser, asked)).headers["location"]
    assert onwards.startswith(f"/t/{OURS}/authorize?")
    assert "\n" not in onwards


async def test_a_request_too_long_for_a_cookie_is_let_go_and_the_person_signed_in(world: World) -> None:
    browser = Browser(world.served)
    asked = await world.begun(browser, next="x" * 4000)
    world.says(asked["nonce"])
    assert (await world.back(browser, asked)).headers["location"] == f"/t/{OURS}/signed-in"


async def test_who_waits_is_told_so_in_the_language_of_the_browser(world: World) -> None:
    browser = Browser(world.served)
    away = await browser.client.get(f"/t/{THEIRS}/federated/sso/begin")
    asked = {name: one[0] for name, one in parse_qs(urlsplit(away.headers["location"]).query).items()}
    here, world.there = world.there, world.other
    world.says(asked["nonce"], sub="sub-9")
    world.there = here
    callback = f"{PUBLIC}/t/{THEIRS}/federated/sso"
    query = {"code": "c", "state": asked["state"]}
    refused = await browser.client.get(callback, params=query, headers={"accept-language": "en"})
    assert (refused.status_code, signed_in(browser)) == (403, False)
    assert "waits until your personnel office admits it" in refused.text
    async with bound(world.served.app.state.house.engine, THEIRS) as session:
        made = await session.scalar(select(Account).where(Account.subject == "sub-9"))
        assert (made.issuer, made.admitted_at) == (world.other.url, None)


async def test_a_provider_that_can_not_be_asked_is_told_at_once(world: World) -> None:
    world.served.app.state.house.federation.issuer(OURS, "sso").provider.forget()
    told = world.there.about.pop("authorization_endpoint")
    browser = Browser(world.served)
    refused = await browser.client.get(f"/t/{OURS}/federated/sso/begin")
    world.there.about["authorization_endpoint"] = told
    world.served.app.state.house.federation.issuer(OURS, "sso").provider.forget()
    assert (refused.status_code, signed_in(browser)) == (502, False)
    assert "Kembali ke halaman masuk" in refused.text
