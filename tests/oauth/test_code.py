"""Authorization code with PKCE: from a browser to an answer of the API, and what is refused on the way."""

import asyncio
from collections.abc import Awaitable, Callable

import httpx2
import pytest
from factories.browser import (
    BACK,
    Application,
    Asking,
    Browser,
    came_back,
    redeem,
    registered,
    with_password,
)
from factories.served import OURS, THEIRS, Served


async def viewer(served: Served, token: str) -> httpx2.Response:
    asked = {"query": "{ viewer { roles person { nip } } }"}
    return await served.client.post("/graphql", json=asked, headers={"authorization": f"Bearer {token}"})


@pytest.mark.parametrize("public", [False, True])
async def test_a_person_lets_an_application_ask_for_them(served: Served, nip: str, public: bool) -> None:
    application = await registered(served, OURS, public=public)
    asking = Asking(application)
    got = await Browser(served).allow(asking, nip)
    assert got["state"] == asking.state
    assert got["iss"] == application.issuer
    answer = await redeem(served, asking, got["code"])
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told["token_type"] == "Bearer"
    assert told["expires_in"] <= 300
    assert answer.headers["cache-control"] == "no-store"
    seen = (await viewer(served, told["access_token"])).json()["data"]["viewer"]
    assert seen == {"roles": ["STAFF"], "person": {"nip": nip}}


async def test_a_person_says_no(served: Served, app: Application, nip: str) -> None:
    asking, browser = Asking(app), Browser(served)
    page = await browser.sign_in(await browser.open(asking.address()), nip)
    got = came_back(await browser.send(page, answer="deny"))
    assert got == {
        "error": "access_denied",
        "error_description": got["error_description"],
        "state": asking.state,
        "iss": app.issuer,
    }


@pytest.mark.parametrize(
    "changed",
    [
        {"redirect_uri": f"{BACK}/"},
        {"redirect_uri": f"{BACK}?x=1"},
        {"redirect_uri": f"{BACK}#x"},
        {"redirect_uri": "https://app.example.evil.example/back"},
        {"redirect_uri": "https://app.example@evil.example/back"},
        {"redirect_uri": "https://APP.example/back"},
        {"redirect_uri": "https://app.example/back/../back"},
        {"redirect_uri": "https://app.example/%62ack"},
        {"redirect_uri": "http://app.example/back"},
        {"redirect_uri": "javascript:alert(1)"},
        {"redirect_uri": None},
        {"client_id": "nobody"},
        {"client_id": None},
    ],
)
async def test_nobody_is_sent_to_an_address_that_isn_t_registered(
    served: Served, app: Application, nip: str, changed: dict[str, str | None]
) -> None:
    """RFC 9700 §2.1, §4.1, §4.11: letter by letter, and no redirection when in doubt."""
    browser = Browser(served)
    await browser.sign_in(await browser.open(f"/t/{OURS}/login"), nip)
    answer = await browser.client.get(Asking(app).address(**changed))
    assert answer.status_code == 400
    assert "location" not in answer.headers
    assert "text/html" in answer.headers["content-type"]


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"code_challenge": None, "code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"scope": "openid root"}, "invalid_scope"),
        ({"scope": "employee:write"}, "invalid_scope"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "code token"}, "unsupported_response_type"),
        ({"prompt": "none"}, "consent_required"),
        ({"request": "eyJhbGciOiJub25lIn0.e30."}, "request_not_supported"),
        ({"request_uri": "https://app.example/request.jwt"}, "request_uri_not_supported"),
        ({"registration": "{}"}, "registration_not_supported"),
        ({"prompt": "none", "max_age": "0"}, "login_required"),
    ],
)
async def test_an_application_is_told_what_it_asked_wrongly(
    served: Served, app: Application, nip: str, changed: dict[str, str | None], error: str
) -> None:
    """PKCE for all, S256 only (RFC 9700 §2.1.1); no implicit grant (§2.1.2)."""
    browser, asking = Browser(served), Asking(app)
    await browser.sign_in(await browser.open(f"/t/{OURS}/login"), nip)
    got = came_back(await browser.client.get(asking.address(**changed)))
    assert (got["error"], got["state"], got["iss"]) == (error, asking.state, app.issuer)
    assert "code" not in got


async def test_a_parameter_twice_is_refused(served: Served, app: Application) -> None:
    """RFC 6749 §3.1."""
    answer = await served.client.get(Asking(app).address() + "&scope=openid")
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"code_verifier": ""}, "invalid_request"),
        ({"code_verifier": "A" * 43}, "invalid_grant"),
        ({"redirect_uri": "https://app.example/other"}, "invalid_grant"),
        ({"redirect_uri": ""}, "invalid_grant"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": ""}, "unsupported_grant_type"),
    ],
)
async def test_a_code_is_of_no_use_without_all_that_belongs_to_it(
    served: Served, app: Application, nip: str, changed: dict[str, str], error: str
) -> None:
    """Stolen codes: RFC 9700 §4.5."""
    asking = Asking(app)
    got = await Browser(served).allow(asking, nip)
    answer = await redeem(served, asking, got["code"], **changed)
    assert (answer.status_code, answer.json()["error"]) == (400, error)


async def test_a_code_is_of_no_use_to_another_application(served: Served, app: Application, nip: str) -> None:
    """Code injection: RFC 9700 §4.5."""
    asking = Asking(app)
    got = await Browser(served).allow(asking, nip)
    asking.application = await registered(served, OURS)
    answer = await redeem(served, asking, got["code"])
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")


async def test_a_code_is_of_no_use_at_another_government(
    served: Served, app: Application, other: Application, nip: str
) -> None:
    asking = Asking(app)
    got = await Browser(served).allow(asking, nip)
    asking.application = other
    answer = await redeem(served, asking, got["code"])
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
    asking.application = app
    assert (await redeem(served, asking, got["code"])).status_code == 200


async def test_who_redeems_a_code_again_ends_what_came_of_it(
    served: Served, app: Application, nip: str, patient: Callable[[], Awaitable[None]]
) -> None:
    """RFC 9700 §4.5: the code was seen by somebody else."""
    asking = Asking(app)
    got = await Browser(served).allow(asking, nip)
    told = (await redeem(served, asking, got["code"])).json()
    again = await redeem(served, asking, got["code"])
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    await patient()
    assert (await viewer(served, told["access_token"])).status_code == 401


async def test_of_twenty_at_once_one_redeems_the_code(served: Served, app: Application, nip: str) -> None:
    asking = Asking(app)
    got = await Browser(served).allow(asking, nip)
    answers = await asyncio.gather(*(redeem(served, asking, got["code"]) for _ in range(20)))
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses.count(200) == 1
    assert set(statuses) <= {200, 400, 503}


async def test_a_client_must_show_its_secret(served: Served, app: Application, nip: str) -> None:
    asking = Asking(Application(OURS, app.client_id, None))
    got = await Browser(served).allow(asking, nip)
    answer = await redeem(served, asking, got["code"])
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    asking.application = Application(OURS, app.client_id, "wrong")
    answer = await redeem(served, asking, got["code"])
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


async def test_another_government_s_cookie_opens_nothing_here(served: Served, app: Application) -> None:
    """Names, paths and rows are each government's own."""
    theirs = await with_password(served, THEIRS, "staff")
    browser = Browser(served)
    await browser.sign_in(await browser.open(f"/t/{THEIRS}/login"), theirs)
    value = next(one.value for one in browser.client.cookies.jar if one.name.endswith("-login"))
    cookie = f"__Host-jenjang-{OURS}-login={value}"
    answer = await served.client.get(Asking(app).address(), headers={"cookie": cookie})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"/t/{OURS}/login?")
