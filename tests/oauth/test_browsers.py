"""Applications that are pages of other origins: they may ask with a token, and never with our cookies."""

import pytest
from factories.browser import Application, Asking, Browser, ask_token, redeem, registered, with_password
from factories.served import OURS, Served

ELSEWHERE = "https://spa.example"
OPEN = {
    "/graphql": ("POST", "authorization, content-type, idempotency-key"),
    f"/t/{OURS}/token": ("POST", "authorization, content-type"),
    f"/t/{OURS}/revoke": ("POST", "authorization, content-type"),
    f"/t/{OURS}/userinfo": ("GET", "authorization"),
    f"/t/{OURS}/jwks": ("GET", "x-request-id"),
    f"/t/{OURS}/.well-known/openid-configuration": ("GET", "x-request-id"),
    "/.well-known/oauth-protected-resource/graphql": ("GET", "x-request-id"),
}
CLOSED = ("login", "authorize", "password", "second-factor", "logout", "signed-in", "introspect")


def preflight(method: str, headers: str) -> dict[str, str]:
    return {
        "origin": ELSEWHERE,
        "access-control-request-method": method,
        "access-control-request-headers": headers,
    }


@pytest.mark.parametrize("path", OPEN)
async def test_a_browser_is_told_before_that_it_may_ask(served: Served, path: str) -> None:
    """Fetch §3.3: any origin, a bearer token, no cookies."""
    method, headers = OPEN[path]
    told = await served.client.request("OPTIONS", path, headers=preflight(method, headers))
    assert told.status_code == 200
    assert told.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in told.headers
    assert method in told.headers["access-control-allow-methods"]
    allowed = told.headers["access-control-allow-headers"].lower()
    assert all(one in allowed for one in headers.split(", "))


@pytest.mark.parametrize("path", OPEN)
@pytest.mark.parametrize(("method", "headers"), [("DELETE", "authorization"), ("POST", "x-unknown")])
async def test_nothing_else_is_promised(served: Served, path: str, method: str, headers: str) -> None:
    told = await served.client.request("OPTIONS", path, headers=preflight(method, headers))
    assert told.status_code == 400


@pytest.mark.parametrize("page", CLOSED)
async def test_pages_where_cookies_count_are_open_to_nobody(served: Served, page: str) -> None:
    """RFC 9700 §2.6: the authorization endpoint answers no script."""
    path = f"/t/{OURS}/{page}"
    for method, headers in (("OPTIONS", preflight("GET", "authorization")), ("GET", {"origin": ELSEWHERE})):
        answer = await served.client.request(method, path, headers=headers)
        assert "access-control-allow-origin" not in answer.headers


async def test_a_page_of_another_origin_gets_its_tokens_and_its_answer(served: Served) -> None:
    application, nip = await registered(served, OURS, public=True), await with_password(served, OURS, "staff")
    asking, origin = Asking(application), {"origin": ELSEWHERE}
    got = await Browser(served).allow(asking, nip)
    served.client.headers.update(origin)
    try:
        told = await redeem(served, asking, got["code"])
        bearer = {"authorization": f"Bearer {told.json()['access_token']}"}
        seen = await served.client.get(f"/t/{OURS}/userinfo", headers=bearer)
        asked = {"query": "{ viewer { roles } }"}
        answer = await served.client.post("/graphql", json=asked, headers=bearer)
        refused = await served.client.post("/graphql", json=asked)
    finally:
        del served.client.headers["origin"]
    assert [one.status_code for one in (told, seen, answer, refused)] == [200, 200, 200, 401]
    for one in (told, seen, answer, refused):
        assert one.headers["access-control-allow-origin"] == "*"
        shown = one.headers["access-control-expose-headers"].lower()
        assert {"retry-after", "www-authenticate"} <= {*shown.split(", ")}


async def test_who_is_told_to_wait_may_read_it(served: Served, app: Application) -> None:
    """Busy databases answer 503 to browsers' applications, too."""
    engine = served.app.state.house.engine
    held = [await engine.connect() for _ in range(engine.pool.size())]
    try:
        sent = {"grant_type": "client_credentials"}
        headers = {"origin": ELSEWHERE}
        answer = await served.client.post(f"/t/{OURS}/token", data=sent, auth=app.basic, headers=headers)
    finally:
        for connection in held:
            await connection.close()
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert answer.headers["access-control-allow-origin"] == "*"


async def test_a_good_token_without_openid_is_told_what_it_lacks(served: Served, app: Application) -> None:
    """RFC 6750 §3.1: 403 insufficient_scope is not 401 invalid_token."""
    told = await ask_token(served, app, grant_type="client_credentials", scope="employee:read")
    bearer = {"authorization": f"Bearer {told.json()['access_token']}"}
    answer = await served.client.get(f"/t/{OURS}/userinfo", headers=bearer)
    assert (answer.status_code, answer.json()) == (403, {"error": "insufficient_scope"})
    assert answer.headers["www-authenticate"] == 'Bearer error="insufficient_scope", scope="openid"'


async def test_two_authorization_headers_are_none(served: Served, app: Application) -> None:
    """RFC 6750 §2, §3.1: one request, one way to show a token."""
    told = await ask_token(served, app, grant_type="client_credentials", scope="employee:read")
    twice = [("authorization", f"Bearer {told.json()['access_token']}")] * 2
    for name in ("userinfo", "token", "revoke", "introspect"):
        answer = await served.client.post(f"/t/{OURS}/{name}", data={"token": "x"}, headers=twice)
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")
