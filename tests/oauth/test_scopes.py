"""An application gets the permissions that it is registered for and was allowed, by no detour more."""

import pytest
from factories.browser import Application, Asking, Browser, ask_token, redeem, registered
from factories.served import OURS, Served


async def tokens(served: Served, app: Application, nip: str, scope: str | None) -> dict[str, str]:
    asking = Asking(app)
    got = await Browser(served).allow(asking, nip, scope=scope)
    return (await redeem(served, asking, got["code"])).json()


async def permissions(served: Served, token: str) -> set[str]:
    asked = {"query": "{ viewer { permissions } }"}
    bearer = {"authorization": f"Bearer {token}"}
    told = (await served.client.post("/graphql", json=asked, headers=bearer)).json()
    return {one.split()[0] for one in told["data"]["viewer"]["permissions"]}


REGISTERED = {"employee:read", "unit:read", "viewer:read"}


@pytest.mark.parametrize("scope", ["openid", " ", None, "openid profile"])
async def test_naming_no_permission_asks_for_those_registered_only(
    served: Served, app: Application, nip: str, scope: str | None
) -> None:
    """A token without any permission would open all that its person may do."""
    told = await tokens(served, app, nip, scope)
    assert await permissions(served, told["access_token"]) == REGISTERED


@pytest.mark.parametrize("scope", ["openid", " ", ""])
async def test_refreshing_without_permissions_gets_no_more_than_was_allowed(
    served: Served, app: Application, nip: str, scope: str
) -> None:
    """RFC 6749 §6."""
    told = await tokens(served, app, nip, "openid unit:read")
    sent = {"grant_type": "refresh_token", "refresh_token": told["refresh_token"], "scope": scope}
    again = (await ask_token(served, app, **sent)).json()
    assert await permissions(served, again["access_token"]) == {"unit:read", "viewer:read"}


@pytest.mark.parametrize("scope", ["openid", " ", ""])
async def test_a_program_without_permissions_named_gets_those_registered_only(
    served: Served, app: Application, scope: str
) -> None:
    told = (await ask_token(served, app, grant_type="client_credentials", scope=scope)).json()
    assert await permissions(served, told["access_token"]) == REGISTERED


async def test_what_is_allowed_is_shown_before(served: Served, app: Application, nip: str) -> None:
    browser = Browser(served)
    page = await browser.sign_in(await browser.open(Asking(app).address(scope="openid")), nip)
    assert "data kepegawaian" in page.text
    assert "semua yang boleh" not in page.text


async def test_a_fresh_login_may_be_asked_for_without_openid(served: Served, nip: str) -> None:
    browser, app = Browser(served), await registered(served, OURS)
    await browser.sign_in(await browser.open(f"/t/{OURS}/login"), nip)
    page = await browser.open(Asking(app).address(scope=None, prompt="login"))
    assert page.url.path == f"/t/{OURS}/login"
