"""The attacks of RFC 9700 (OAuth 2.0 Security Best Current Practice), each by its section."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from factories.browser import (
    BACK,
    PASSWORD,
    Application,
    Asking,
    Browser,
    ask_token,
    came_back,
    redeem,
    registered,
    with_password,
)
from factories.served import OURS, THEIRS, Served
from joserfc import jwt
from joserfc.jwk import KeySet
from sqlalchemy import text

from jenjang.database.engine import bound

LOGIN = f"/t/{OURS}/login"


@pytest.mark.parametrize(
    "changed",
    [
        {"code_challenge": None, "code_challenge_method": None},
        {"code_challenge_method": "plain"},
        {"code_challenge_method": "s256"},
        {"code_challenge_method": ""},
        {"code_challenge": ""},
    ],
)
async def test_4_8_a_request_without_pkce_is_refused(
    served: Served, app: Application, nip: str, changed: dict[str, str | None]
) -> None:
    """RFC 9700 §4.8.2: the challenge can't be taken out, nor made weaker, on the way."""
    browser = Browser(served)
    await browser.sign_in(await browser.open(LOGIN), nip)
    got = came_back(await browser.client.get(Asking(app).address(**changed)))
    assert got["error"] == "invalid_request"
    assert "code" not in got


async def test_4_8_a_code_asked_for_with_a_challenge_is_of_no_use_without_the_verifier(
    served: Served, app: Application, nip: str
) -> None:
    """RFC 9700 §4.8.2: for clients with a secret, too."""
    for verifier in ("", "B" * 43):
        asking = Asking(app)
        got = await Browser(served).allow(asking, nip)
        assert (await redeem(served, asking, got["code"], code_verifier=verifier)).status_code == 400


async def test_4_5_a_code_injected_into_another_person_s_session_is_refused(
    served: Served, app: Application, nip: str
) -> None:
    """RFC 9700 §4.5: the attacker's code in the victim's browser has another challenge and another nonce."""
    attacker, victim = Asking(app), Asking(app)
    stolen = await Browser(served).allow(attacker, nip)
    answer = await redeem(served, victim, stolen["code"])
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")


async def test_4_5_the_id_token_bears_the_nonce_of_its_own_request(
    served: Served, app: Application, nip: str
) -> None:
    """RFC 9700 §4.5.3.2."""
    first, second = Asking(app), Asking(app)
    keys = KeySet.import_key_set((await served.client.get(f"/t/{OURS}/jwks")).json())
    for asking in (first, second):
        got = await Browser(served).allow(asking, nip)
        told = (await redeem(served, asking, got["code"])).json()
        assert jwt.decode(told["id_token"], keys, algorithms=["ES256"]).claims["nonce"] == asking.nonce
    assert first.nonce != second.nonce


async def test_4_4_an_answer_names_its_issuer_whatever_it_says(
    served: Served, app: Application, nip: str
) -> None:
    """Mix-up: RFC 9700 §4.4.2, RFC 9207."""
    browser = Browser(served)
    page = await browser.sign_in(await browser.open(Asking(app).address()), nip)
    assert came_back(await browser.send(page, answer="deny"))["iss"] == app.issuer
    page = await browser.open(Asking(app).address())
    assert came_back(await browser.send(page, answer="allow"))["iss"] == app.issuer
    assert came_back(await browser.client.get(Asking(app).address(scope="root")))["iss"] == app.issuer


async def test_4_2_pages_give_their_addresses_to_no_other_server(served: Served, app: Application) -> None:
    """RFC 9700 §4.2.4: no Referer leaves, and nothing is loaded from elsewhere."""
    for path in (LOGIN, Asking(app).address(), f"/t/{OURS}/device"):
        page = await Browser(served).open(path)
        assert page.headers["referrer-policy"] in ("same-origin", "no-referrer")
        assert "default-src 'none'" in page.headers["content-security-policy"]
        loaded = re.findall(r'(?:src|href)="(https?:[^"]+)"', page.text)
        assert loaded == []


async def test_4_11_the_end_of_a_login_leads_to_registered_addresses_only(
    served: Served, app: Application, nip: str
) -> None:
    """RFC 9700 §4.11.2: the server is no open redirector, at /logout neither."""
    browser, asking = Browser(served), Asking(app)
    got = await browser.allow(asking, nip)
    hint = (await redeem(served, asking, got["code"])).json()["id_token"]
    asked = {"id_token_hint": hint, "post_logout_redirect_uri": "https://evil.example/"}
    answer = await browser.client.get(f"/t/{OURS}/logout", params=asked)
    assert (answer.status_code, answer.headers.get("location")) == (200, None)


@pytest.mark.parametrize("afterwards", ["user_code=x//evil.example", "user_code=&next=https://evil.example"])
async def test_4_11_what_goes_on_after_signing_in_stays_here(
    served: Served, nip: str, afterwards: str
) -> None:
    """RFC 9700 §4.11.2."""
    browser = Browser(served)
    page = await browser.client.get(LOGIN, params={"next": afterwards})
    proof = unescape(re.search(r'name="proof" value="([^"]+)"', page.text)[1])
    sent = {"proof": proof, "next": afterwards, "name": nip, "password": PASSWORD}
    where = urlsplit((await browser.client.post(LOGIN, data=sent)).headers["location"])
    assert (where.scheme, where.netloc, where.path) == ("", "", f"/t/{OURS}/device")


async def test_4_12_after_a_password_the_browser_never_posts_it_on(
    served: Served, app: Application, nip: str
) -> None:
    """RFC 9700 §4.12: 303, not 307."""
    browser = Browser(served)
    page = await browser.open(Asking(app).address())
    action = unescape(re.search(r'<form method="post" action="([^"]+)"', page.text)[1])
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    sent = {**{name: unescape(value) for name, value in hidden.items()}, "name": nip, "password": PASSWORD}
    assert (await browser.client.post(action, data=sent)).status_code == 303
    consent = await browser.open(Asking(app).address())
    assert (await browser.send(consent, answer="allow")).status_code == 303


async def test_4_14_a_refresh_token_is_bound_to_its_application(
    served: Served, app: Application, nip: str
) -> None:
    """RFC 9700 §4.14.2."""
    asking = Asking(app)
    got = await Browser(served).allow(asking, nip)
    token = (await redeem(served, asking, got["code"])).json()["refresh_token"]
    public = await registered(served, OURS, public=True)
    answer = await ask_token(served, public, grant_type="refresh_token", refresh_token=token)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")


async def test_4_15_no_application_can_be_taken_for_a_person(served: Served) -> None:
    """RFC 9700 §4.15: its `sub` is its own random id, which it can't choose, and no account has another's."""
    one = await registered(served, OURS)
    told = (await ask_token(served, one, grant_type="client_credentials")).json()
    keys = KeySet.import_key_set((await served.client.get(f"/t/{OURS}/jwks")).json())
    assert jwt.decode(told["access_token"], keys, algorithms=["ES256"]).claims["sub"] == one.client_id
    async with bound(served.app.state.house.engine, OURS) as session:
        shared = text("SELECT count(*) FROM accounts WHERE subject = :sub AND client IS DISTINCT FROM :sub")
        assert (await session.execute(shared, {"sub": one.client_id})).scalar_one() == 0


async def test_4_16_no_page_of_ours_stands_in_another_s_frame(
    served: Served, app: Application, nip: str
) -> None:
    """RFC 9700 §4.16."""
    browser = Browser(served)
    await browser.sign_in(await browser.open(LOGIN), nip)
    for path in (LOGIN, Asking(app).address(), f"/t/{OURS}/password", f"/t/{OURS}/device"):
        page = await browser.open(path)
        assert "frame-ancestors 'none'" in page.headers["content-security-policy"]


async def test_4_3_no_token_ever_stands_in_an_address(served: Served, app: Application, nip: str) -> None:
    """RFC 9700 §4.3.2, §2.1.2: codes come by the address, tokens never, and none is taken from there."""
    asking = Asking(app)
    got = await Browser(served).allow(asking, nip)
    assert {"access_token", "id_token", "refresh_token"} & {*got} == set()
    told = (await redeem(served, asking, got["code"])).json()
    asked = {"query": "{ viewer { roles } }", "access_token": told["access_token"]}
    assert (await served.client.get("/graphql", params=asked)).status_code == 401


async def test_4_5_a_code_is_gone_after_a_vain_try(served: Served, app: Application, nip: str) -> None:
    """Replay: RFC 9700 §4.5.3.1; whoever tries with a wrong verifier has spent it."""
    asking = Asking(app)
    got = await Browser(served).allow(asking, nip)
    assert (await redeem(served, asking, got["code"], code_verifier="C" * 43)).status_code == 400
    assert (await redeem(served, asking, got["code"])).status_code == 400


@pytest.mark.parametrize("kind", ["login", "form"])
async def test_cookies_of_one_government_are_worth_nothing_at_another(
    served: Served, app: Application, nip: str, kind: str
) -> None:
    """Cross-tenant cookies (OWASP ASVS 4.0.3 §3.4.4, §4.1.2): not even sent under the other's name."""
    browser, theirs = Browser(served), await with_password(served, THEIRS, "staff")
    await browser.sign_in(await browser.open(f"/t/{THEIRS}/login"), theirs)
    value = next(one.value for one in browser.client.cookies.jar if one.name.endswith(f"-{kind}"))
    thief = Browser(served)
    thief.client.cookies.set(f"__Host-jenjang-{OURS}-{kind}", value, domain="jenjang.example", path="/")
    page = await thief.open(Asking(app).address())
    assert page.url.path == LOGIN
    proof = re.search(r'name="proof" value="([^"]+)"', (await browser.open(f"/t/{THEIRS}/login")).text)[1]
    sent = {"proof": unescape(proof), "name": nip, "password": PASSWORD}
    assert (await thief.client.post(LOGIN, data=sent)).status_code == 403


async def test_state_comes_back_as_it_was_sent(served: Served, app: Application, nip: str) -> None:
    """CSRF at the application: RFC 9700 §4.7.1 needs it untouched."""
    browser, asking = Browser(served), Asking(app)
    asking.state = 'a b&c=d?"<%>~é'.encode().decode("latin-1") + "+/=%2F"
    page = await browser.sign_in(await browser.open(asking.address()), nip)
    answer = await browser.send(page, answer="allow")
    assert answer.headers["location"].startswith(f"{BACK}?")
    assert parse_qs(urlsplit(answer.headers["location"]).query)["state"] == [asking.state]
