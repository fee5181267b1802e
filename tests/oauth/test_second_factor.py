"""The second factor: set up, asked for, good for once, and nothing is open before it was shown."""

import asyncio
import re
from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path

import httpx2
import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from factories.browser import Asking, Browser, came_back, redeem, registered, with_password
from factories.governments import subject
from factories.identity import grant
from factories.served import Served, governments_in, settling
from joserfc import jwt
from joserfc.jwk import KeySet
from sqlalchemy import delete, select, text, update

from jenjang.core import clock
from jenjang.core.permission import Role
from jenjang.database.engine import bound
from jenjang.identity.models import Account, RoleGrant
from jenjang.identity.server import factor_rows, one_time
from jenjang.identity.server.events import MOST_OF_ONE
from jenjang.identity.server.models import Login, RecoveryCode, SecondFactor, SecurityEvent

ADMINS, ALL, NONE = "surakarta", "plaju", "pontianak"
POLICIES = {ADMINS: "required_for_admins", ALL: "required", NONE: "off"}
SECRET = re.compile(r'<code class="secret">([A-Z2-7-]+)</code>')
CODES = re.compile(r"<li><code>([A-Z2-7-]+)</code></li>")


def wish(file: Path, policy: str) -> None:
    file.write_text(f'{file.read_text()}\n[sign_in]\nsecond_factor = "{policy}"\n')


@pytest.fixture(scope="module")
async def served(database, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    """Three governments, each with another policy."""
    folders = governments_in(tmp_path_factory.mktemp("served"), *POLICIES)
    for code, policy in POLICIES.items():
        wish(folders.tenants / f"{code}.toml", policy)
    async with settling(database, folders) as found:
        yield found


@pytest.fixture(autouse=True)
async def afresh(served: Served) -> None:
    """Nobody has a second factor, and no try counts."""
    served.app.state.house.doorkeeper._throttle._own._kept.clear()
    for tenant in POLICIES:
        async with bound(served.app.state.house.engine, tenant) as session:
            for table in (SecondFactor, RecoveryCode, Login):
                await session.execute(delete(table))


def code_of(secret: str, later: int = 0) -> str:
    """The code that an authenticator app shows, or will show some half minutes later."""
    at = int(clock.now().timestamp()) // 30 + later
    key = one_time.b32decode(secret.replace("-", ""))
    return TOTP(key, 6, SHA1(), 30).generate(at * 30).decode()  # noqa: S303  As apps do.


def cookie_of(browser: Browser) -> str:
    return next(one.value for one in browser.client.cookies.jar if one.name.endswith("-login"))


async def at_the_door(served: Served, tenant: str, name: str) -> tuple[Browser, httpx2.Response]:
    """A browser in which somebody has given their password."""
    nip, browser = await with_password(served, tenant, name), Browser(served)
    return browser, await browser.sign_in(await browser.open(f"/t/{tenant}/login"), nip)


async def set_up(served: Served, tenant: str, name: str) -> tuple[Browser, str, list[str]]:
    """Somebody who has just set it up: browser, secret, recovery codes."""
    browser, page = await at_the_door(served, tenant, name)
    if "second-factor" not in page.url.path:
        page = await browser.open(f"/t/{tenant}/second-factor")
    secret = SECRET.search(page.text)[1]
    done = await browser.send(page, code=code_of(secret))
    assert done.status_code == 200, done.text
    return browser, secret, CODES.findall(done.text)


async def is_in(browser: Browser, tenant: str) -> bool:
    return (await browser.open(f"/t/{tenant}/signed-in")).url.path == f"/t/{tenant}/signed-in"


async def change(served: Served, tenant: str, statement: object) -> None:
    async with bound(served.app.state.house.engine, tenant) as session:
        await session.execute(statement)


async def test_who_needs_one_sets_it_up_and_the_application_learns_of_it(served: Served) -> None:
    """RFC 8176: pwd, otp, mfa."""
    asking = Asking(await registered(served, ALL))
    nip, browser = await with_password(served, ALL, "staff"), Browser(served)
    page = await browser.sign_in(await browser.open(asking.address()), nip)
    assert page.url.path == f"/t/{ALL}/second-factor"
    wrong = await browser.send(page, code="000000")
    assert wrong.status_code == 400
    assert SECRET.search(wrong.text)[1] == SECRET.search(page.text)[1], "the app has it already"
    done = await browser.send(wrong, code=code_of(SECRET.search(page.text)[1]))
    codes = CODES.findall(done.text)
    assert len(codes) == 10
    assert 'hreflang="en"' not in done.text, "the other language would show no codes"
    assert 'hreflang="en"' in page.text
    consent = await browser.open(unescape(re.search(r'<a href="([^"]+)" class="onward"', done.text)[1]))
    got = came_back(await browser.send(consent, answer="allow"))
    told = (await redeem(served, asking, got["code"])).json()
    keys = KeySet.import_key_set((await served.client.get(f"/t/{ALL}/jwks")).json())
    claims = jwt.decode(told["id_token"], keys, algorithms=["ES256"]).claims
    assert (claims["amr"], claims["acr"]) == (["pwd", "otp", "mfa"], "2")
    sent = {"grant_type": "refresh_token", "refresh_token": told["refresh_token"]}
    again = await served.client.post(f"/t/{ALL}/token", data=sent, auth=asking.application.basic)
    assert jwt.decode(again.json()["id_token"], keys, algorithms=["ES256"]).claims["acr"] == "2"


async def test_a_password_alone_opens_nothing_once_there_is_a_second_factor(served: Served) -> None:
    """Session fixation (OWASP ASVS 4.0.3 §3.2.1): the login of before ends, a new cookie follows."""
    _, secret, _ = await set_up(served, ALL, "staff")
    application = await registered(served, ALL)
    browser, page = await at_the_door(served, ALL, "staff")
    assert page.url.path == f"/t/{ALL}/second-factor"
    before = cookie_of(browser)
    for path in (f"/t/{ALL}/signed-in", f"/t/{ALL}/password", Asking(application).address()):
        assert (await browser.open(path)).url.path == f"/t/{ALL}/login"
    silent = await browser.client.get(Asking(application).address(prompt="none"))
    assert came_back(silent)["error"] == "login_required"
    after = await browser.send(page, code=code_of(secret, 1))
    assert after.url.path == f"/t/{ALL}/signed-in"
    assert cookie_of(browser) != before
    thief = Browser(served)
    thief.client.cookies.set(f"__Host-jenjang-{ALL}-login", before, domain="jenjang.example", path="/")
    assert not await is_in(thief, ALL)
    assert (await thief.open(f"/t/{ALL}/second-factor")).url.path == f"/t/{ALL}/login"


async def test_a_code_is_good_for_once(served: Served) -> None:
    """RFC 6238 §5.2: the code that set it up, and each one shown."""
    begun = int(clock.now().timestamp()) // 30
    _, secret, _ = await set_up(served, ALL, "staff")
    browser, page = await at_the_door(served, ALL, "staff")
    turned = int(clock.now().timestamp()) // 30 - begun  # A half minute may be over since.
    assert (await browser.send(page, code=code_of(secret, -turned))).status_code == 400
    code = code_of(secret, 1)
    assert (await browser.send(page, code=code)).status_code == 200
    other, page = await at_the_door(served, ALL, "staff")
    assert (await other.send(page, code=code)).status_code == 400
    assert not await is_in(other, ALL)


async def test_of_eight_at_once_one_gets_in_by_a_code(served: Served) -> None:
    _, secret, _ = await set_up(served, ALL, "staff")
    there = [await at_the_door(served, ALL, "staff") for _ in range(8)]
    code = code_of(secret, 1)
    answers = await asyncio.gather(*(browser.send(page, code=code) for browser, page in there))
    assert sum(answer.url.path.endswith("signed-in") for answer in answers) == 1


async def test_a_recovery_code_is_good_for_once(served: Served) -> None:
    _, _, codes = await set_up(served, ALL, "staff")
    browser, page = await at_the_door(served, ALL, "staff")
    assert (await browser.send(page, code=f" {codes[0].lower()} ")).status_code == 200
    assert await is_in(browser, ALL)
    other, page = await at_the_door(served, ALL, "staff")
    assert (await other.send(page, code=codes[0])).status_code == 400
    assert (await other.send(page, code=codes[1])).status_code == 200
    async with bound(served.app.state.house.engine, ALL) as session:
        methods = [*await session.scalars(select(Login.methods).where(Login.pending.is_(False)))]
        assert len([*await session.scalars(select(RecoveryCode.id))]) == 8
    assert ["pwd", "mfa"] in methods


async def test_after_ten_wrong_codes_none_is_looked_at_for_an_hour(served: Served) -> None:
    """From wherever they come: who sends them knows the password."""
    _, secret, codes = await set_up(served, ALL, "staff")
    browser, page = await at_the_door(served, ALL, "staff")
    for number in range(factor_rows.TRIES):
        assert (await browser.send(page, code=f"{number:06}")).status_code == 400
    other, page = await at_the_door(served, ALL, "staff")
    for code in (code_of(secret, 1), codes[0]):
        assert (await other.send(page, code=code)).status_code == 429
    earlier = clock.now() - factor_rows.HOUR
    await change(served, ALL, update(SecondFactor).values(failing_since=earlier))
    assert (await other.send(page, code=code_of(secret, 1))).status_code == 200
    async with bound(served.app.state.house.engine, ALL) as session:
        kinds = [*await session.scalars(select(SecurityEvent.kind))]
    assert kinds.count("SECOND_FACTOR_FAILED") == MOST_OF_ONE
    assert {"SECOND_FACTOR_ADDED", "SIGNED_IN"} <= {*kinds}


async def test_only_admins_need_one_where_it_is_so_wished(served: Served) -> None:
    _, page = await at_the_door(served, ADMINS, "admin")
    assert page.url.path == f"/t/{ADMINS}/second-factor"
    _, page = await at_the_door(served, ADMINS, "staff")
    assert page.url.path == f"/t/{ADMINS}/signed-in"
    assert f"/t/{ADMINS}/second-factor" in page.text, "they may, if they like"


async def test_whoever_has_set_one_up_is_asked_for_it_and_signed_out_elsewhere(served: Served) -> None:
    elsewhere, _ = await at_the_door(served, ADMINS, "staff")
    browser, _, _ = await set_up(served, ADMINS, "staff")
    assert await is_in(browser, ADMINS)
    assert not await is_in(elsewhere, ADMINS)
    _, page = await at_the_door(served, ADMINS, "staff")
    assert page.url.path == f"/t/{ADMINS}/second-factor"
    assert not SECRET.search(page.text)


async def test_who_becomes_an_admin_shows_one_before_anything_more_is_allowed(served: Served) -> None:
    application = await registered(served, ADMINS)
    browser, _ = await at_the_door(served, ADMINS, "colleague")
    page = await browser.open(Asking(application).address())
    assert page.url.path == f"/t/{ADMINS}/authorize"
    async with bound(served.app.state.house.engine, ADMINS) as session:
        mine = Account.subject == subject("colleague", ADMINS)
        account = (await session.execute(select(Account.id).where(mine))).scalar_one()
        given = await grant(session, account, Role.REGIONAL_ADMIN)
    try:
        assert (await browser.send(page, answer="allow")).url.path == f"/t/{ADMINS}/login"
        assert (await browser.open(Asking(application).address())).url.path == f"/t/{ADMINS}/login"
    finally:
        await change(served, ADMINS, delete(RoleGrant).where(RoleGrant.id == given.id))


async def test_where_it_is_off_nobody_is_asked_nor_offered_one(served: Served) -> None:
    browser, page = await at_the_door(served, NONE, "admin")
    assert page.url.path == f"/t/{NONE}/signed-in"
    assert "second-factor" not in page.text
    assert (await browser.open(f"/t/{NONE}/second-factor")).url.path == f"/t/{NONE}/signed-in"


async def test_of_two_browsers_at_once_one_sets_it_up(served: Served) -> None:
    there = [await at_the_door(served, ALL, "staff") for _ in range(2)]
    codes = [code_of(SECRET.search(page.text)[1]) for _, page in there]
    answers = await asyncio.gather(
        *(browser.send(page, code=code) for (browser, page), code in zip(there, codes, strict=True))
    )
    assert sorted(answer.status_code for answer in answers) in ([200, 200], [200, 400])
    assert sum(bool(CODES.search(answer.text)) for answer in answers) == 1
    async with bound(served.app.state.house.engine, ALL) as session:
        assert len([*await session.scalars(select(SecondFactor.id))]) == 1


async def test_each_browser_is_offered_a_secret_of_its_own(served: Served) -> None:
    """Who knew only the password must not know what the owner takes into use later."""
    thief, offered = await at_the_door(served, ALL, "staff")
    secret = SECRET.search(offered.text)[1]
    _, owners, _ = await set_up(served, ALL, "staff")
    assert owners != secret
    assert (await thief.send(offered, code=code_of(secret, 1))).url.path == f"/t/{ALL}/login"


async def test_no_form_of_another_page_sets_one_up_or_shows_one(served: Served) -> None:
    """Login CSRF: RFC 9700 §4.7."""
    browser, page = await at_the_door(served, ALL, "staff")
    sent = {"code": code_of(SECRET.search(page.text)[1]), "proof": "0" * 64}
    assert (await browser.client.post(f"/t/{ALL}/second-factor", data=sent)).status_code == 403
    _, secret, _ = await set_up(served, ALL, "staff")
    browser, page = await at_the_door(served, ALL, "staff")
    sent = {"code": code_of(secret, 1), "proof": "0" * 64}
    assert (await browser.client.post(f"/t/{ALL}/second-factor", data=sent)).status_code == 403
    browser.client.headers["origin"] = "https://evil.example"
    assert (await browser.send(page, code=code_of(secret, 1))).status_code == 403


async def test_the_page_needs_no_script_and_shows_the_secret_as_picture_text_and_link(
    served: Served,
) -> None:
    _, page = await at_the_door(served, ALL, "staff")
    assert "<script" not in page.text
    assert " style=" not in page.text
    assert "script-src" not in page.headers["content-security-policy"]
    assert "<svg " in page.text
    secret = SECRET.search(page.text)[1].replace("-", "")
    link = unescape(re.search(r'href="(otpauth://[^"]+)"', page.text)[1])
    assert f"secret={secret}" in link
    assert page.headers["cache-control"] == "no-store"


async def test_secrets_and_recovery_codes_stand_nowhere_in_clear(served: Served) -> None:
    _, offered = await at_the_door(served, ALL, "colleague")
    _, secret, codes = await set_up(served, ALL, "staff")
    shown = [one.replace("-", "") for one in (SECRET.search(offered.text)[1], secret, *codes)]
    async with bound(served.app.state.house.engine, ALL) as session:
        kept = ""
        for table in ("second_factors", "recovery_codes", "logins", "security_events"):
            rows = await session.execute(text(f"SELECT row_to_json(t)::text FROM {table} t"))
            kept += "\n".join(row[0] for row in rows)
    assert kept.count("account_id") > 12
    for one in shown:
        assert one not in kept
        assert one.encode().hex() not in kept
        assert one_time.b32decode(one).hex() not in kept


async def test_who_lost_it_is_let_in_anew_after_a_reset_and_is_signed_out_till_then(served: Served) -> None:
    browser, secret, codes = await set_up(served, ALL, "staff")
    async with bound(served.app.state.house.engine, ALL) as session:
        mine = Account.subject == subject("staff", ALL)
        account = (await session.execute(select(Account.id).where(mine))).scalar_one()
        assert await factor_rows.reset(session, account)
        assert not await factor_rows.reset(session, account)
    assert not await is_in(browser, ALL)
    other, page = await at_the_door(served, ALL, "staff")
    assert SECRET.search(page.text), "to be set up again"
    for code in (code_of(secret, 1), codes[0]):
        assert (await other.send(page, code=code)).status_code == 400
