"""Who no longer serves, is disabled, or asks through a revoked application: nothing is told at any door."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from factories.browser import Application, Asking, Browser, ask_token, redeem, registered, with_password
from factories.served import OURS, Served
from sqlalchemy import text

from jenjang.database.engine import bound
from jenjang.identity.server import logins, registry

DISABLE = "UPDATE accounts SET disabled_at = now() WHERE subject = :who"
ENABLE = "UPDATE accounts SET disabled_at = NULL WHERE subject = :who"
BEHIND = "(SELECT employee_id FROM accounts WHERE subject = :who)"
RETIRE = f"UPDATE service_periods SET state = 'RETIRED' WHERE employee_id = {BEHIND}"
RETURN = f"UPDATE service_periods SET state = 'ACTIVE' WHERE employee_id = {BEHIND}"
ENDS = pytest.mark.parametrize(
    ("end", "back"), [(DISABLE, ENABLE), (RETIRE, RETURN)], ids=["disabled", "retired"]
)


@asynccontextmanager
async def ended(served: Served, end: str, back: str) -> AsyncIterator[None]:
    engine, who = served.app.state.house.engine, {"who": f"staff@{OURS}.example"}
    async with bound(engine, OURS) as session:
        assert (await session.execute(text(end), who)).rowcount
    try:
        yield
    finally:
        async with bound(engine, OURS) as session:
            await session.execute(text(back), who)


async def tokens(served: Served, app: Application, nip: str) -> dict[str, str]:
    asking = Asking(app)
    got = await Browser(served).allow(asking, nip)
    return (await redeem(served, asking, got["code"])).json()


async def userinfo(served: Served, told: dict[str, str]) -> int:
    bearer = {"authorization": f"Bearer {told['access_token']}"}
    return (await served.client.get(f"/t/{OURS}/userinfo", headers=bearer)).status_code


@ENDS
async def test_a_code_and_a_refresh_token_of_theirs_are_worth_nothing(
    served: Served, app: Application, nip: str, end: str, back: str
) -> None:
    asking = Asking(app)
    got = await Browser(served).allow(asking, nip)
    told = await tokens(served, app, nip)
    async with ended(served, end, back):
        assert (await redeem(served, asking, got["code"])).status_code == 400
        sent = {"grant_type": "refresh_token", "refresh_token": told["refresh_token"]}
        refused = await ask_token(served, app, **sent)
        assert (refused.status_code, refused.json()["error"]) == (400, "invalid_grant")


@ENDS
async def test_userinfo_and_introspection_tell_nothing_of_them(
    served: Served, app: Application, nip: str, end: str, back: str
) -> None:
    told = await tokens(served, app, nip)
    assert await userinfo(served, told) == 200
    async with ended(served, end, back):
        assert await userinfo(served, told) == 401
        for kind in ("access_token", "refresh_token"):
            sent = {"token": told[kind]}
            answer = await served.client.post(f"/t/{OURS}/introspect", data=sent, auth=app.basic)
            assert answer.json() == {"active": False}


@ENDS
async def test_their_login_of_this_morning_and_their_password_open_nothing(
    served: Served, app: Application, nip: str, end: str, back: str
) -> None:
    browser = Browser(served)
    await browser.sign_in(await browser.open(f"/t/{OURS}/login"), nip)
    consent = await browser.open(Asking(app).address())
    async with ended(served, end, back):
        assert (await browser.open(Asking(app).address())).url.path == f"/t/{OURS}/login"
        assert (await browser.send(consent, answer="allow")).url.path == f"/t/{OURS}/login"
        again = Browser(served)
        page = await again.sign_in(await again.open(f"/t/{OURS}/login"), nip)
        assert page.status_code == 400


async def test_userinfo_tells_a_revoked_application_nothing(served: Served, nip: str) -> None:
    app = await registered(served, OURS)
    told = await tokens(served, app, nip)
    async with bound(served.app.state.house.engine, OURS) as session:
        await registry.revoke(session, app.client_id)
    assert await userinfo(served, told) == 401


async def test_a_password_given_anew_ends_what_the_old_one_opened(
    served: Served, app: Application, patient: Callable[[], Awaitable[None]]
) -> None:
    """RFC 9700 §4.14.2: whoever had the old password may have let an application in."""
    nip = await with_password(served, OURS, "colleague")
    told = await tokens(served, app, nip)
    asking = Asking(app)
    got = await Browser(served).allow(asking, nip)
    async with bound(served.app.state.house.engine, OURS) as session:
        found = text("SELECT id FROM accounts WHERE subject = :who")
        account = (await session.execute(found, {"who": f"colleague@{OURS}.example"})).scalar_one()
        await logins.give_password(session, account, "-")
    sent = {"grant_type": "refresh_token", "refresh_token": told["refresh_token"]}
    assert (await ask_token(served, app, **sent)).status_code == 400
    assert (await redeem(served, asking, got["code"])).status_code == 400
    assert await userinfo(served, told) == 401
