"""Devices without a browser (RFC 8628): a code is shown, entered elsewhere, and good for once."""

import asyncio
from datetime import timedelta

import httpx2
import pytest
from factories.browser import Application, Browser, ask_token, registered
from factories.served import OURS, THEIRS, Served
from joserfc import jwt
from joserfc.jwk import KeySet
from sqlalchemy import delete, select, text, update

from jenjang.core import clock
from jenjang.database.engine import bound
from jenjang.identity.server import registry
from jenjang.identity.server.devices import BY_DEVICE, MOST_WAITING
from jenjang.identity.server.models import DeviceCode
from jenjang.identity.server.throttle import TRIES

PAGE = f"/t/{OURS}/device"


@pytest.fixture(scope="module")
async def screen(served: Served) -> Application:
    """An application on a device, which can keep no secret."""
    return await registered(served, OURS, public=True, device=True)


@pytest.fixture(autouse=True)
async def afresh(served: Served) -> None:
    served.app.state.house.doorkeeper._throttle._own._kept.clear()
    async with bound(served.app.state.house.engine, OURS) as session:
        await session.execute(delete(DeviceCode))


async def begun(served: Served, screen: Application, **more: str) -> dict[str, str]:
    sent = {"client_id": screen.client_id, **more}
    answer = await served.client.post(f"/t/{screen.tenant}/device_authorization", data=sent)
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    return answer.json()


async def polled(served: Served, screen: Application, code: str) -> httpx2.Response:
    return await ask_token(served, screen, grant_type=BY_DEVICE, device_code=code)


async def passed(served: Served, seconds: float) -> None:
    """Let time go by for a device that waits."""
    async with bound(served.app.state.house.engine, OURS) as session:
        earlier = clock.now() - timedelta(seconds=seconds)
        await session.execute(update(DeviceCode).values(polled_at=earlier))


async def answered(served: Served, nip: str, code: str, answer: str) -> httpx2.Response:
    """Somebody signs in elsewhere, enters the code and answers."""
    browser = Browser(served)
    page = await browser.sign_in(await browser.open(f"{PAGE}?user_code={code}"), nip)
    assert page.url.path == PAGE
    page = await browser.send(page, user_code=code)
    assert "Aplikasi Uji" in page.text
    assert f"NIP …{nip[-4:]}" in page.text
    return await browser.send(page, answer=answer)


async def test_a_device_gets_its_tokens_once_its_person_has_allowed_it(
    served: Served, screen: Application, nip: str
) -> None:
    told = await begun(served, screen, scope="openid profile")
    assert told["verification_uri"] == f"{screen.issuer}/device"
    waiting = await polled(served, screen, told["device_code"])
    assert (waiting.status_code, waiting.json()["error"]) == (400, "authorization_pending")
    assert (await answered(served, nip, told["user_code"], "allow")).status_code == 200
    answer = await polled(served, screen, told["device_code"])
    assert answer.status_code == 200, answer.text
    tokens = answer.json()
    keys = KeySet.import_key_set((await served.client.get(f"/t/{OURS}/jwks")).json())
    claims = jwt.decode(tokens["id_token"], keys, algorithms=["ES256"]).claims
    assert (claims["preferred_username"], claims["amr"]) == (nip, ["pwd"])
    bearer = {"authorization": f"Bearer {tokens['access_token']}"}
    asked = {"query": "{ viewer { person { nip } } }"}
    seen = await served.client.post("/graphql", json=asked, headers=bearer)
    assert seen.json()["data"]["viewer"]["person"]["nip"] == nip
    sent = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
    assert (await ask_token(served, screen, **sent)).status_code == 200


async def test_a_device_s_code_is_good_for_once(served: Served, screen: Application, nip: str) -> None:
    told = await begun(served, screen)
    await answered(served, nip, told["user_code"], "allow")
    answers = await asyncio.gather(*(polled(served, screen, told["device_code"]) for _ in range(8)))
    assert [answer.status_code for answer in answers].count(200) == 1
    again = await polled(served, screen, told["device_code"])
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")


async def test_a_person_says_no(served: Served, screen: Application, nip: str) -> None:
    told = await begun(served, screen)
    await answered(served, nip, told["user_code"], "deny")
    answer = await polled(served, screen, told["device_code"])
    assert (answer.status_code, answer.json()["error"]) == (400, "access_denied")


async def test_who_asks_too_often_waits_longer(served: Served, screen: Application) -> None:
    """RFC 8628 §3.5: five seconds more from then on."""
    code = (await begun(served, screen))["device_code"]
    errors = []
    for seconds in (0, 0, 6, 16):
        if seconds:
            await passed(served, seconds)
        errors.append((await polled(served, screen, code)).json()["error"])
    assert errors == ["authorization_pending", "slow_down", "slow_down", "authorization_pending"]


async def test_after_ten_minutes_a_code_is_over(served: Served, screen: Application, nip: str) -> None:
    told = await begun(served, screen)
    async with bound(served.app.state.house.engine, OURS) as session:
        await session.execute(update(DeviceCode).values(expires_at=clock.now()))
    answer = await polled(served, screen, told["device_code"])
    assert (answer.status_code, answer.json()["error"]) == (400, "expired_token")
    browser = Browser(served)
    page = await browser.sign_in(await browser.open(PAGE), nip)
    assert (await browser.send(page, user_code=told["user_code"])).status_code == 400


async def test_codes_can_t_be_guessed(served: Served, screen: Application, nip: str) -> None:
    """RFC 8628 §5.1."""
    told, browser = await begun(served, screen), Browser(served)
    page = await browser.sign_in(await browser.open(PAGE), nip)
    for _ in range(TRIES):
        assert (await browser.send(page, user_code="BBBB-BBBB")).status_code == 400
    assert (await browser.send(page, user_code=told["user_code"])).status_code == 429


async def test_codes_can_t_be_guessed_by_answers_either(
    served: Served, screen: Application, nip: str
) -> None:
    told, browser = await begun(served, screen), Browser(served)
    page = await browser.sign_in(await browser.open(PAGE), nip)
    for _ in range(TRIES):
        assert (await browser.send(page, user_code="BBBB-BBBB", answer="allow")).status_code == 400
    assert (await browser.send(page, user_code=told["user_code"], answer="allow")).status_code == 429
    assert (await polled(served, screen, told["device_code"])).json()["error"] == "authorization_pending"


async def test_a_code_may_be_entered_as_people_write(served: Served, screen: Application, nip: str) -> None:
    """RFC 8628 §6.1."""
    told, browser = await begun(served, screen), Browser(served)
    page = await browser.sign_in(await browser.open(PAGE), nip)
    code = told["user_code"].lower().replace("-", " ")
    assert (await browser.send(page, user_code=code)).status_code == 200


async def test_nothing_is_allowed_by_a_form_of_another_page(
    served: Served, screen: Application, nip: str
) -> None:
    """CSRF: RFC 9700 §4.7; RFC 8628 §5.4 has the person look first."""
    told, browser = await begun(served, screen), Browser(served)
    await browser.sign_in(await browser.open(PAGE), nip)
    sent = {"user_code": told["user_code"], "answer": "allow", "proof": "0" * 64}
    assert (await browser.client.post(PAGE, data=sent)).status_code == 403
    assert (await polled(served, screen, told["device_code"])).json()["error"] == "authorization_pending"


async def test_a_device_s_code_is_of_no_use_to_others(served: Served, screen: Application, nip: str) -> None:
    told = await begun(served, screen)
    await answered(served, nip, told["user_code"], "allow")
    stranger = await registered(served, OURS, public=True, device=True)
    elsewhere = await registered(served, THEIRS, public=True, device=True)
    for application in (stranger, elsewhere):
        answer = await polled(served, application, told["device_code"])
        assert answer.status_code in (400, 401)
        assert answer.json()["error"] in ("unauthorized_client", "invalid_grant")
    assert (await polled(served, screen, told["device_code"])).status_code == 200


async def test_only_who_is_registered_for_devices_gets_codes(served: Served, app: Application) -> None:
    sent = {"client_id": app.client_id}
    answer = await served.client.post(f"/t/{OURS}/device_authorization", data=sent, auth=app.basic)
    assert (answer.status_code, answer.json()["error"]) == (400, "unauthorized_client")


async def test_a_device_gets_no_more_than_it_is_registered_for(served: Served, screen: Application) -> None:
    sent = {"client_id": screen.client_id, "scope": "employee:write"}
    answer = await served.client.post(f"/t/{OURS}/device_authorization", data=sent)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_scope")


async def test_a_revoked_application_s_device_gets_nothing(served: Served, nip: str) -> None:
    application = await registered(served, OURS, public=True, device=True)
    told = await begun(served, application)
    await answered(served, nip, told["user_code"], "allow")
    async with bound(served.app.state.house.engine, OURS) as session:
        await registry.revoke(session, application.client_id)
    answer = await polled(served, application, told["device_code"])
    assert answer.json()["error"] == "invalid_client"


async def test_nobody_fills_the_disk_with_waiting_devices(served: Served, screen: Application) -> None:
    await begun(served, screen)
    more = """
        INSERT INTO device_codes (device_hash, user_hash, client_key, scope, every, expires_at)
        SELECT n::text::bytea, n::text::bytea, client_key, scope, every, expires_at
          FROM device_codes, generate_series(1, :many) n
    """
    async with bound(served.app.state.house.engine, OURS) as session:
        await session.execute(text(more), {"many": MOST_WAITING - 1})
    sent = {"client_id": screen.client_id}
    answer = await served.client.post(f"/t/{OURS}/device_authorization", data=sent)
    assert (answer.status_code, answer.json()["error"]) == (503, "temporarily_unavailable")
    async with bound(served.app.state.house.engine, OURS) as session:
        await session.execute(update(DeviceCode).values(expires_at=clock.now()))
    await begun(served, screen)


async def test_no_code_is_kept_in_clear(served: Served, screen: Application) -> None:
    told = await begun(served, screen)
    async with bound(served.app.state.house.engine, OURS) as session:
        assert await session.scalar(select(DeviceCode.id))
        rows = await session.execute(text("SELECT row_to_json(t)::text FROM device_codes t"))
        kept = "\n".join(row[0] for row in rows)
    for code in (told["device_code"], told["user_code"], told["user_code"].replace("-", "")):
        assert code not in kept
        assert code.encode().hex() not in kept
