"""Signing in: by NIP or e-mail, without telling strangers anything, from our own forms only."""

import re
import time
from datetime import timedelta
from html import unescape
from statistics import median
from urllib.parse import urlsplit

import pytest
from factories.browser import (
    PASSWORD,
    Application,
    Asking,
    Browser,
    came_back,
    redeem,
    with_password,
)
from factories.governments import subject
from factories.served import OURS, Served
from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core import clock
from jenjang.core.sealing import Vault
from jenjang.database.engine import bound, engine
from jenjang.identity.models import Account
from jenjang.identity.server import logins
from jenjang.identity.server.events import MOST_OF_NOBODY, MOST_OF_ONE
from jenjang.identity.server.models import Login
from jenjang.identity.server.throttle import TRIES
from jenjang.organisation.models import Employee

LOGIN = f"/t/{OURS}/login"


@pytest.fixture(autouse=True)
def forgiven(served: Served) -> None:
    """Vain tries of other tests don't count."""
    throttle(served)._own._kept.clear()


def throttle(served: Served):
    return served.app.state.house.doorkeeper._throttle


async def test_a_name_may_be_written_in_groups_or_be_an_address(served: Served, nip: str) -> None:
    grouped = f" {nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]} "
    page = await Browser(served).open(LOGIN)
    assert (await Browser(served).open(LOGIN)).status_code == 200
    browser = Browser(served)
    answer = await browser.sign_in(await browser.open(LOGIN), grouped)
    assert answer.url.path == f"/t/{OURS}/signed-in"
    assert page.headers["cache-control"] == "no-store"


async def test_pages_speak_indonesian_or_english(served: Served) -> None:
    for sent, word in (({}, "Kata sandi"), ({"accept-language": "en"}, "Password")):
        assert word in (await served.client.get(LOGIN, headers=sent)).text
    assert "Password" in (await served.client.get(f"{LOGIN}?lang=en")).text


async def test_a_page_can_stand_in_no_frame_and_run_no_script(served: Served) -> None:
    policy = (await served.client.get(LOGIN)).headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


async def test_whatever_is_wrong_is_told_alike(served: Served, nip: str) -> None:
    browser = Browser(served)
    pages = []
    for name, password in (
        (nip, "wrong"),
        ("198001012005011009", PASSWORD),
        ("a@b.example", "x"),
        ("x", "y"),
    ):
        answer = await browser.sign_in(await browser.open(LOGIN), name, password)
        assert answer.status_code == 400
        pages.append(answer.text.replace(f' value="{name}"', ""))
    assert len(set(pages)) == 1


async def test_nobody_can_tell_by_the_time_it_takes_who_is_known(served: Served, nip: str) -> None:
    browser = Browser(served)

    async def taken(name: str) -> float:
        page = await browser.open(LOGIN)
        began = time.perf_counter()
        await browser.sign_in(page, name, "wrong")
        throttle(served)._own._kept.clear()
        return time.perf_counter() - began

    times = {name: [await taken(name) for _ in range(7)] for name in (nip, "198001012005011009")}
    known, unknown = (median(each) for each in times.values())
    assert 0.5 < known / unknown < 2


async def test_after_ten_vain_tries_a_name_rests_here_but_not_elsewhere(served: Served, nip: str) -> None:
    browser = Browser(served)
    for _ in range(TRIES):
        assert (await browser.sign_in(await browser.open(LOGIN), nip, "wrong")).status_code == 400
    assert (await browser.sign_in(await browser.open(LOGIN), nip)).status_code == 429
    server = served.app.state.house.servers[OURS]
    assert await served.app.state.house.doorkeeper.sign_in(server, nip, PASSWORD, "192.0.2.7")


async def test_a_form_of_another_page_is_not_taken(served: Served, nip: str) -> None:
    """Login CSRF: RFC 9700 §4.7."""
    browser = Browser(served)
    await browser.open(LOGIN)
    sent = {"name": nip, "password": PASSWORD}
    assert (await browser.client.post(LOGIN, data=sent)).status_code == 403
    assert (await browser.client.post(LOGIN, data={**sent, "proof": "0" * 64})).status_code == 403
    page = await browser.open(LOGIN)
    browser.client.headers["sec-fetch-site"] = "cross-site"
    assert (await browser.sign_in(page, nip)).status_code == 403


async def test_nothing_is_allowed_by_a_form_of_another_page(
    served: Served, app: Application, nip: str
) -> None:
    """Clickjacking and CSRF at the authorization endpoint: RFC 9700 §4.7, §4.16."""
    browser, asking = Browser(served), Asking(app)
    await browser.sign_in(await browser.open(asking.address()), nip)
    query = urlsplit(asking.address()).query
    sent = {"request": query, "answer": "allow", "proof": "0" * 64}
    answer = await browser.client.post(f"/t/{OURS}/authorize", data=sent)
    assert answer.status_code == 200
    assert "location" not in answer.headers


async def test_a_cookie_from_before_is_not_the_one_after(served: Served, nip: str) -> None:
    """Session fixation: OWASP ASVS 4.0.3 §3.2.1. RFC 9700 §4.7 is about the same, seen from applications."""
    browser = Browser(served)
    page = await browser.open(LOGIN)
    browser.client.cookies.set(f"__Host-jenjang-{OURS}-login", "planted", domain="jenjang.example", path="/")
    await browser.sign_in(page, nip)
    values = {one.value for one in browser.client.cookies.jar if one.name.endswith("-login")}
    assert "planted" not in values


async def test_cookies_are_for_this_host_only_and_for_no_script(served: Served, nip: str) -> None:
    browser = Browser(served)
    page = await browser.open(LOGIN)
    sent = [*page.headers.get_list("set-cookie")]
    assert sent
    for cookie in sent:
        assert cookie.startswith(f"__Host-jenjang-{OURS}-")
        for word in ("HttpOnly", "Secure", "Path=/;", "SameSite=lax"):
            assert word in cookie
        assert "Domain" not in cookie


@pytest.mark.parametrize(
    "afterwards", ["https://evil.example", "//evil.example", "/\\evil.example", "redirect_uri=x", "\r\nX: y"]
)
async def test_after_signing_in_nobody_is_led_away(served: Served, nip: str, afterwards: str) -> None:
    """Open redirects: RFC 9700 §4.11."""
    browser = Browser(served)
    page = await browser.client.get(LOGIN, params={"next": afterwards})
    action = f"/t/{OURS}/login"
    form = await browser.client.get(action, params={"next": afterwards})
    assert form.status_code == page.status_code == 200
    proof = form.text.split('name="proof" value="')[1].split('"')[0]
    sent = {"proof": proof, "next": afterwards, "name": nip, "password": PASSWORD}
    answer = await browser.client.post(action, data=sent)
    where = urlsplit(answer.headers["location"])
    assert (where.scheme, where.netloc, where.path) == ("", "", f"/t/{OURS}/authorize")


async def test_a_work_address_is_a_name_and_a_private_one_is_none(served: Served, nip: str) -> None:
    work, private = "Kerja@surakarta.example", "pribadi@surel.example"
    async with bound(served.app.state.house.engine, OURS) as session:
        person = (await session.scalars(select(Employee).where(Employee.number == nip))).one()
        person.work_email = work
        person.email = Vault(served.settings.keys).of(OURS).seal("employees", "email", person.id, private)
    browser = Browser(served)
    answer = await browser.sign_in(await browser.open(LOGIN), work.swapcase())
    assert answer.url.path == f"/t/{OURS}/signed-in"
    again = Browser(served)
    assert (await again.sign_in(await again.open(LOGIN), private)).status_code == 400


async def test_whoever_signs_in_is_found_by_indexes_among_thousands(database) -> None:
    asked = {"tenant": OURS, "issuer": "i", "name": "p9@dinas.example"}
    more = {"in_service": logins.IN_SERVICE, "first_since": clock.now()}
    superuser = engine(database.superuser_url)
    async with superuser.connect() as connection:
        await connection.execute(text(MANY), {"tenant": OURS})
        await connection.execute(text("ANALYZE employees"))
        explained = await connection.execute(text(f"EXPLAIN {logins.FIND.text}"), {**asked, **more})
        plan = "\n".join(row[0] for row in explained)
        await connection.rollback()
    await superuser.dispose()
    assert "ix_employees_tenant_id_work_email" in plan
    assert "uq_employees_tenant_id_number" in plan
    assert "Seq Scan on employees" not in plan


MANY = """
    INSERT INTO employees (tenant_id, number, kind, name, sex, birth_date, appointed_on, state, work_email)
    SELECT :tenant, 'P' || n, 'PNS', 'P ' || n, 'MALE', '1980-01-01', '2010-01-01', 'ACTIVE',
           'p' || n || '@dinas.example'
      FROM generate_series(1, 3000) n
"""


async def test_who_tries_without_end_leaves_a_few_records_only(served: Served, nip: str) -> None:
    browser = Browser(served)
    page = await browser.open(LOGIN)
    nobody = "199912312020121009"
    async with bound(served.app.state.house.engine, OURS) as session:
        # Nearly as many as are kept, without hashing for each.
        row = "INSERT INTO security_events (kind) SELECT 'SIGN_IN_FAILED' FROM generate_series(1, :n)"
        await session.execute(text(row), {"n": MOST_OF_NOBODY - 2 - await failures(session, None)})
    for name, tries in ((nip, MOST_OF_ONE + 3), (nobody, 5)):
        for _ in range(tries):
            throttle(served)._own._kept.clear()
            assert (await browser.sign_in(page, name, "wrong")).status_code == 400
    async with bound(served.app.state.house.engine, OURS) as session:
        assert await failures(session, subject("staff", OURS)) == MOST_OF_ONE
        assert await failures(session, None) == MOST_OF_NOBODY


async def failures(session: AsyncSession, whose: str | None) -> int:
    """How many are recorded of an account; None: of names that nobody has."""
    asked = text(
        "SELECT count(*) FROM security_events e"
        " LEFT JOIN accounts a ON a.tenant_id = e.tenant_id AND a.id = e.account_id"
        " WHERE e.kind = 'SIGN_IN_FAILED' AND a.subject IS NOT DISTINCT FROM CAST(:whose AS text)"
    )
    return (await session.execute(asked, {"whose": whose})).scalar_one()


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("https://jenjang.example", 303),
        (None, 303),
        ("https://evil.example", 403),
        ("https://jenjang.example.evil.example", 403),
        ("https://jenjang.example:444", 403),
        ("http://jenjang.example", 403),
        ("null", 403),
    ],
)
async def test_a_form_says_where_it_comes_from(
    served: Served, nip: str, origin: str | None, status: int
) -> None:
    """CSRF: RFC 9700 §4.7. Browsers say `null` of our own pages, too, were it not for their policy."""
    browser = Browser(served)
    page = await browser.open(LOGIN)
    assert page.headers["referrer-policy"] == "same-origin"
    proof = page.text.split('name="proof" value="')[1].split('"')[0]
    sent = {"proof": proof, "next": "", "name": nip, "password": PASSWORD}
    headers = {"origin": origin} if origin else {}
    assert (await browser.client.post(LOGIN, data=sent, headers=headers)).status_code == status


async def test_the_page_of_consent_tells_whose_account_it_is(
    served: Served, app: Application, nip: str
) -> None:
    browser, asking = Browser(served), Asking(app)
    page = await browser.sign_in(await browser.open(asking.address()), nip)
    assert f"NIP …{nip[-4:]}" in page.text
    assert nip not in page.text
    other = await with_password(served, OURS, "leader")
    switch = unescape(re.search(r'<a href="([^"]+login[^"]*)">Bukan Anda', page.text)[1])
    page = await browser.sign_in(await browser.open(switch), other)
    assert f"NIP …{other[-4:]}" in page.text
    got = came_back(await browser.send(page, answer="allow"))
    assert (await redeem(served, asking, got["code"])).status_code == 200


async def test_a_disabled_account_can_t_sign_in(served: Served) -> None:
    nip = await with_password(served, OURS, "mentor")
    async with bound(served.app.state.house.engine, OURS) as session:
        found = select(Account.id).where(Account.subject == f"mentor@{OURS}.example").scalar_subquery()
        await session.execute(update(Account).where(Account.id == found).values(disabled_at=clock.now()))
    browser = Browser(served)
    assert (await browser.sign_in(await browser.open(LOGIN), nip)).status_code == 400


async def test_an_application_may_ask_for_a_fresh_login(served: Served, app: Application, nip: str) -> None:
    browser = Browser(served)
    await browser.sign_in(await browser.open(LOGIN), nip)
    for changed in ({"prompt": "login"}, {"max_age": "0"}):
        asking = Asking(app)
        page = await browser.open(asking.address(**changed))
        assert page.url.path == LOGIN
        consent = await browser.sign_in(page, nip)
        got = came_back(await browser.send(consent, answer="allow"))
        assert (await redeem(served, asking, got["code"])).status_code == 200


async def test_a_page_left_open_allows_no_more_than_a_fresh_one(
    served: Served, app: Application, nip: str
) -> None:
    """`max_age` is asked about again when the answer is given."""
    browser = Browser(served)
    page = await browser.sign_in(await browser.open(LOGIN), nip)
    page = await browser.open(Asking(app).address(max_age="3600"))
    assert page.url.path == f"/t/{OURS}/authorize"
    async with bound(served.app.state.house.engine, OURS) as session:
        earlier = clock.now() - timedelta(seconds=3700)
        await session.execute(update(Login).values(authenticated_at=earlier))
    assert (await browser.send(page, answer="allow")).url.path == LOGIN
