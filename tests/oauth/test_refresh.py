"""Refresh tokens: each used once, and what happens when one is used again."""

import asyncio
from collections.abc import Awaitable, Callable

import httpx2
from factories.browser import Application, Asking, Browser, ask_token, redeem, registered
from factories.served import OURS, Served

from jenjang.database.engine import bound
from jenjang.identity.server import registry


async def tokens(served: Served, application: Application, nip: str) -> dict[str, str]:
    asking = Asking(application)
    got = await Browser(served).allow(asking, nip)
    return (await redeem(served, asking, got["code"])).json()


async def refresh(served: Served, application: Application, token: str, **more: str) -> httpx2.Response:
    return await ask_token(served, application, grant_type="refresh_token", refresh_token=token, **more)


async def status(served: Served, token: str) -> int:
    asked = {"query": "{ viewer { roles } }"}
    bearer = {"authorization": f"Bearer {token}"}
    return (await served.client.post("/graphql", json=asked, headers=bearer)).status_code


async def test_a_refresh_token_is_changed_for_a_new_pair(served: Served, app: Application, nip: str) -> None:
    first = await tokens(served, app, nip)
    second = (await refresh(served, app, first["refresh_token"])).json()
    assert second["refresh_token"] != first["refresh_token"]
    assert await status(served, second["access_token"]) == 200
    third = await refresh(served, app, second["refresh_token"])
    assert third.status_code == 200


async def test_a_token_may_be_narrowed_but_not_widened(served: Served, app: Application, nip: str) -> None:
    first = await tokens(served, app, nip)
    wider = await refresh(served, app, first["refresh_token"], scope="openid email")
    assert (wider.status_code, wider.json()["error"]) == (400, "invalid_scope")
    narrower = await refresh(served, app, first["refresh_token"], scope="openid")
    assert set(narrower.json()["scope"].split()) == {"openid", "employee:read", "unit:read"}


async def test_a_refresh_token_used_again_ends_all_that_came_of_it(
    served: Served, app: Application, nip: str, patient: Callable[[], Awaitable[None]]
) -> None:
    """RFC 9700 §4.14.2: thief or owner, nobody can tell."""
    first = await tokens(served, app, nip)
    second = (await refresh(served, app, first["refresh_token"])).json()
    again = await refresh(served, app, first["refresh_token"])
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    assert (await refresh(served, app, second["refresh_token"])).status_code == 400
    await patient()
    assert await status(served, second["access_token"]) == 401


async def test_of_twenty_at_once_one_refreshes(served: Served, app: Application, nip: str) -> None:
    first = await tokens(served, app, nip)
    answers = await asyncio.gather(*(refresh(served, app, first["refresh_token"]) for _ in range(20)))
    assert [answer.status_code for answer in answers].count(200) == 1


async def test_a_refresh_token_is_of_no_use_to_another_application(
    served: Served, app: Application, nip: str
) -> None:
    first = await tokens(served, app, nip)
    answer = await refresh(served, await registered(served, OURS), first["refresh_token"])
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
    assert (await refresh(served, app, first["refresh_token"])).status_code == 200


async def test_a_refresh_token_is_of_no_use_at_another_government(
    served: Served, app: Application, other: Application, nip: str
) -> None:
    first = await tokens(served, app, nip)
    assert (await refresh(served, other, first["refresh_token"])).status_code == 400


async def test_a_revoked_application_is_dead(
    served: Served, nip: str, patient: Callable[[], Awaitable[None]]
) -> None:
    application = await registered(served, OURS)
    first = await tokens(served, application, nip)
    async with bound(served.app.state.house.engine, OURS) as session:
        await registry.revoke(session, application.client_id)
    assert (await refresh(served, application, first["refresh_token"])).status_code == 401
    await patient()
    assert await status(served, first["access_token"]) == 401
    page = await served.client.get(Asking(application).address())
    assert page.status_code == 400
