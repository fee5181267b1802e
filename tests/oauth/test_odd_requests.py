"""Requests that no honest application sends: refused as what they are, by no fault of ours."""

import asyncio
from base64 import b64encode
from urllib.parse import quote

import pytest
from factories.browser import BACK, PASSWORD, Application, Asking, Browser, ask_token, redeem, with_password
from factories.served import OURS, Served
from sqlalchemy import text, update

from jenjang.database.engine import bound
from jenjang.identity.server import passwords, registry
from jenjang.identity.server.models import OAuthClient
from jenjang.identity.server.throttle import TRIES

LOGIN = f"/t/{OURS}/login"
LOGOUT = f"/t/{OURS}/logout"


@pytest.fixture(autouse=True)
def forgiven(served: Served) -> None:
    served.app.state.house.doorkeeper._throttle._own._kept.clear()


@pytest.mark.parametrize(
    "changed",
    [
        {"redirect_uri": 'https://app.example/"x'},
        {"redirect_uri": "https://app.example/\\x"},
        {"redirect_uri": "https://bücher.example/"},
        {"response_type": 'a"b'},
        {"client_id": "a\0b"},
        {"client_id": 'a"b'},
        {"nonce": "a\0b"},
        {"state": "a\0b"},
        {"state": "a\r\nb"},
        {"max_age": "9" * 5000},
    ],
)
async def test_an_odd_request_is_refused(
    served: Served, app: Application, nip: str, changed: dict[str, str]
) -> None:
    browser = Browser(served)
    await browser.sign_in(await browser.open(LOGIN), nip)
    answer = await browser.client.get(Asking(app).address(**changed))
    assert answer.status_code == (200 if "max_age" in changed else 400)
    assert "location" not in answer.headers


async def test_an_odd_name_twice_is_refused(served: Served) -> None:
    assert (await served.client.get(f"/t/{OURS}/authorize?%C3%A9=1&%C3%A9=2")).status_code == 400
    form = {"content-type": "application/x-www-form-urlencoded"}
    answer = await served.client.post(f"/t/{OURS}/token", content="%C3%A9=1&%C3%A9=2", headers=form)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


@pytest.mark.parametrize("shown", [b"\xff\xfe:x", b"a%00b:x", b"a", b"", b"nobody:x"])
async def test_who_shows_no_readable_secret_is_no_client(served: Served, shown: bytes) -> None:
    headers = {"authorization": f"Basic {b64encode(shown).decode()}"}
    for name in ("token", "revoke", "introspect"):
        sent = {"grant_type": "client_credentials", "token": "x"}
        answer = await served.client.post(f"/t/{OURS}/{name}", data=sent, headers=headers)
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
        assert answer.headers["www-authenticate"].startswith("Basic")
    broken = await served.client.post(
        f"/t/{OURS}/token",
        data={"grant_type": "client_credentials"},
        headers={b"authorization": b"Basic \xe9"},
    )
    assert broken.status_code == 401


async def test_an_odd_name_is_an_unknown_one(served: Served) -> None:
    browser = Browser(served)
    assert (await browser.sign_in(await browser.open(LOGIN), "a\0b", "x")).status_code == 400


@pytest.mark.parametrize("address", ["https://x;script-src 'unsafe-inline'", "http://[", "https://é.example"])
async def test_no_stranger_writes_into_a_page_s_policy(served: Served, address: str) -> None:
    plain = await served.client.get(LOGOUT)
    answer = await served.client.get(f"{LOGOUT}?post_logout_redirect_uri={quote(address)}")
    policy = "content-security-policy"
    assert (answer.status_code, answer.headers[policy]) == (200, plain.headers[policy])


@pytest.mark.parametrize("hint", ["x", "W10.e30.AA", "eyJhbGciOiJFUzI1NiIsImNyaXQiOjF9.e30.AA"])
async def test_an_odd_hint_is_none(served: Served, hint: str) -> None:
    assert (await served.client.get(LOGOUT, params={"id_token_hint": hint})).status_code == 200


async def test_nobody_is_signed_out_by_another_person_s_id_token(
    served: Served, app: Application, nip: str
) -> None:
    """OpenID RP-Initiated Logout §2: then the person is asked."""
    stranger, asking = await with_password(served, OURS, "leader"), Asking(app)
    got = await Browser(served).allow(asking, stranger)
    hint = (await redeem(served, asking, got["code"])).json()["id_token"]
    async with bound(served.app.state.house.engine, OURS) as session:
        one = OAuthClient.client_id == app.client_id
        await session.execute(update(OAuthClient).where(one).values(post_logout_uris=[BACK]))
    browser = Browser(served)
    await browser.sign_in(await browser.open(LOGIN), nip)
    asked = {"id_token_hint": hint, "post_logout_redirect_uri": BACK}
    page = await browser.client.get(LOGOUT, params=asked)
    assert page.status_code == 200
    assert (await browser.open(f"/t/{OURS}/signed-in")).url.path == f"/t/{OURS}/signed-in"
    assert (await browser.send(page)).headers["location"] == BACK
    assert (await browser.open(f"/t/{OURS}/signed-in")).url.path == LOGIN


async def test_tries_at_once_are_counted_as_well(served: Served, nip: str) -> None:
    """RFC 6749 §10.10: whoever sends many together gets no more of them."""
    browser = Browser(served)
    page = await browser.open(LOGIN)
    answers = await asyncio.gather(*(browser.sign_in(page, nip, "wrong") for _ in range(3 * TRIES)))
    assert [answer.status_code for answer in answers].count(400) == TRIES
    assert {answer.status_code for answer in answers} == {400, 429}


async def test_who_gets_in_has_tried_nothing_in_vain(served: Served, nip: str) -> None:
    for _ in range(2 * TRIES):
        browser = Browser(served)
        page = await browser.sign_in(await browser.open(LOGIN), nip)
        assert page.url.path == f"/t/{OURS}/signed-in"


async def test_one_house_of_ipv6_addresses_is_one(served: Served) -> None:
    keeper, server = served.app.state.house.doorkeeper, served.app.state.house.servers[OURS]
    kinds = set()
    for number in range(TRIES + 1):
        try:
            await keeper.sign_in(server, "nobody", PASSWORD, f"2001:db8:1:2::{number:x}")
        except Exception as refusal:  # Its kind is what is asked for.
            kinds.add(type(refusal).__name__)
    assert kinds == {"WrongNameOrPassword", "TooManyTries"}


async def test_the_old_password_can_t_be_guessed_in_a_borrowed_browser(served: Served) -> None:
    nip = await with_password(served, OURS, "colleague")
    browser = Browser(served)
    await browser.sign_in(await browser.open(LOGIN), nip)
    page = await browser.open(f"/t/{OURS}/password")
    for _ in range(TRIES):
        assert (await browser.send(page, old="wrong", new="sapi putih makan rumput")).status_code == 400
    assert (await browser.send(page, old=PASSWORD, new="sapi putih makan rumput")).status_code == 429


async def test_a_crowd_is_told_to_wait_and_not_let_wait(
    served: Served, nip: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each hash takes 64 MiB and a part of a core: no more than a few may wait for their turn."""
    monkeypatch.setattr(passwords, "WAITING", 2)
    browser = Browser(served)
    page = await browser.open(LOGIN)
    answers = await asyncio.gather(*(browser.sign_in(page, f"nobody{one}", "wrong") for one in range(8)))
    assert {answer.status_code for answer in answers} == {400, 429}
    assert not passwords._waiting


async def test_without_a_free_connection_one_is_told_to_come_again(served: Served, app: Application) -> None:
    engine = served.app.state.house.engine
    held = [await engine.connect() for _ in range(engine.pool.size())]
    try:
        sent = {"grant_type": "client_credentials"}
        answers = [
            await served.client.post(f"/t/{OURS}/token", data=sent, auth=app.basic),
            await served.client.get(Asking(app).address()),
        ]
    finally:
        for connection in held:
            await connection.close()
    for answer in answers:
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")


@pytest.mark.parametrize(
    "uri",
    [
        "https://app.example;script-src/back",
        "https://app.example,x/back",
        "https://app.example:x/back",
        "https://a@app.example/back",
        "https://*.app.example/back",
        "http://app.example/back",
        "https://app.example/back#x",
        "javascript:alert(1)",
    ],
)
async def test_no_such_address_is_registered(served: Served, uri: str) -> None:
    async with bound(served.app.state.house.engine, OURS) as session:
        with pytest.raises(registry.RedirectUnfit):
            await registry.register(session, "issuer", registry.Application("Uji", (uri,)), "tests")


async def test_a_locked_token_is_to_be_tried_again(served: Served, app: Application, nip: str) -> None:
    asking = Asking(app)
    got = await Browser(served).allow(asking, nip)
    token = (await redeem(served, asking, got["code"])).json()["refresh_token"]
    sent = {"grant_type": "refresh_token", "refresh_token": token}
    async with bound(served.app.state.house.engine, OURS) as session:
        await session.execute(text("SELECT FROM refresh_tokens FOR UPDATE"))
        answer = await ask_token(served, app, **sent)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert (await ask_token(served, app, **sent)).status_code == 200


async def test_an_unknown_hint_about_a_token_is_only_a_hint(served: Served, app: Application) -> None:
    """RFC 7662 §2.1, RFC 7009 §2.1."""
    for name in ("introspect", "revoke"):
        sent = {"token": "x", "token_type_hint": "id_token"}
        answer = await served.client.post(f"/t/{OURS}/{name}", data=sent, auth=app.basic)
        assert answer.status_code == 200


async def test_who_signs_in_again_leaves_no_login_behind(served: Served, nip: str) -> None:
    browser, old = Browser(served), Browser(served)
    await browser.sign_in(await browser.open(LOGIN), nip)
    for one in browser.client.cookies.jar:
        old.client.cookies.jar.set_cookie(one)
    assert (await old.open(f"/t/{OURS}/signed-in")).url.path == f"/t/{OURS}/signed-in"
    await browser.sign_in(await browser.open(LOGIN), nip)
    assert (await browser.open(f"/t/{OURS}/signed-in")).url.path == f"/t/{OURS}/signed-in"
    assert (await old.open(f"/t/{OURS}/signed-in")).url.path == LOGIN
