"""Signing out: at our own page, and from an application."""

from urllib.parse import parse_qs, urlsplit

from factories.browser import (
    BACK,
    Application,
    Asking,
    Browser,
    redeem,
)
from factories.served import OURS, Served
from sqlalchemy import update

from jenjang.database.engine import bound
from jenjang.identity.server.models import OAuthClient

LOGIN = f"/t/{OURS}/login"


async def test_who_leaves_is_asked_and_then_unknown(served: Served, app: Application, nip: str) -> None:
    browser = Browser(served)
    await browser.sign_in(await browser.open(LOGIN), nip)
    page = await browser.open(f"/t/{OURS}/logout?post_logout_redirect_uri=https://evil.example/")
    assert page.status_code == 200
    assert (await browser.open(f"/t/{OURS}/signed-in")).url.path == f"/t/{OURS}/signed-in"
    gone = await browser.send(page)
    assert gone.status_code == 200
    assert "location" not in gone.headers
    assert (await browser.open(f"/t/{OURS}/signed-in")).url.path == LOGIN


async def test_an_application_ends_the_login_by_its_id_token(
    served: Served, app: Application, nip: str
) -> None:
    async with bound(served.app.state.house.engine, OURS) as session:
        one = OAuthClient.client_id == app.client_id
        await session.execute(update(OAuthClient).where(one).values(post_logout_uris=[BACK]))
    browser, asking = Browser(served), Asking(app)
    got = await browser.allow(asking, nip)
    told = (await redeem(served, asking, got["code"])).json()
    asked = {"id_token_hint": told["id_token"], "post_logout_redirect_uri": BACK, "state": "s"}
    answer = await browser.client.get(f"/t/{OURS}/logout", params=asked)
    assert answer.headers["location"] == f"{BACK}?state=s"
    assert parse_qs(urlsplit(answer.headers["location"]).query) == {"state": ["s"]}
    assert (await browser.open(f"/t/{OURS}/signed-in")).url.path == LOGIN
