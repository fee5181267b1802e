"""Passwords: the first one is for once and a week; another one ends what was allowed before."""

from datetime import timedelta

from factories.browser import (
    PASSWORD,
    Application,
    Asking,
    Browser,
    came_back,
    redeem,
    with_password,
)
from factories.served import OURS, Served
from sqlalchemy import update

from jenjang.core import clock
from jenjang.database.engine import bound
from jenjang.identity.server.models import Password

LOGIN = f"/t/{OURS}/login"
NEW = "sapi putih makan rumput"


async def test_a_first_password_holds_for_a_week(served: Served) -> None:
    nip = await with_password(served, OURS, "colleague", must_change=True)
    for days, status in ((6, 200), (8, 400)):
        async with bound(served.app.state.house.engine, OURS) as session:
            earlier = clock.now() - timedelta(days=days)
            await session.execute(update(Password).where(Password.must_change).values(changed_at=earlier))
        browser = Browser(served)
        answer = await browser.sign_in(await browser.open(f"{LOGIN}?lang=en"), nip)
        assert answer.status_code == status
    assert "no longer holds" in answer.text
    wrong = await browser.sign_in(await browser.open(f"{LOGIN}?lang=en"), nip, "wrong")
    assert "no longer holds" not in wrong.text, "a stranger learns nothing of it"


async def test_the_first_password_is_changed_before_anything_else(served: Served, app: Application) -> None:
    nip = await with_password(served, OURS, "colleague", must_change=True)
    browser, asking = Browser(served), Asking(app)
    page = await browser.sign_in(await browser.open(asking.address()), nip)
    assert page.url.path == f"/t/{OURS}/password"
    short = await browser.send(page, old=PASSWORD, new="short")
    same = await browser.send(short, old=PASSWORD, new=PASSWORD)
    wrong = await browser.send(same, old="wrong", new=NEW)
    assert {short.status_code, same.status_code, wrong.status_code} == {400}
    consent = await browser.send(wrong, old=PASSWORD, new=NEW)
    got = came_back(await browser.send(consent, answer="allow"))
    assert (await redeem(served, asking, got["code"])).status_code == 200
    again = Browser(served)
    assert (await again.sign_in(await again.open(LOGIN), nip)).status_code == 400
    assert (await again.sign_in(await again.open(LOGIN), nip, NEW)).status_code == 200


async def test_who_changes_the_password_takes_back_what_applications_were_allowed(
    served: Served, app: Application
) -> None:
    nip = await with_password(served, OURS, "leader")
    browser, asking = Browser(served), Asking(app)
    got = await browser.allow(asking, nip)
    told = (await redeem(served, asking, got["code"])).json()
    page = await browser.open(f"/t/{OURS}/password")
    assert (await browser.send(page, old=PASSWORD, new=NEW)).status_code == 200
    sent = {"grant_type": "refresh_token", "refresh_token": told["refresh_token"]}
    answer = await served.client.post(f"/t/{OURS}/token", data=sent, auth=app.basic)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
