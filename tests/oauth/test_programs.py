"""What programs ask: their own tokens, discovery, keys, userinfo; taking tokens back."""

from collections.abc import Awaitable, Callable

import httpx2
import pytest
from factories.browser import Application, Asking, Browser, ask_token, redeem, registered, with_password
from factories.served import OURS, PUBLIC, Served
from joserfc import jwt
from joserfc.jwk import KeySet
from sqlalchemy import text

from jenjang.database.engine import bound
from jenjang.identity.server import registry

KEPT = ("oauth_clients", "oauth_codes", "oauth_grants", "refresh_tokens", "logins", "passwords")


@pytest.fixture(scope="module")
async def told(served: Served, app: Application) -> dict[str, str]:
    """Tokens of a person, with an id token."""
    nip = await with_password(served, OURS, "staff")
    return await tokens(served, app, nip)


async def tokens(served: Served, app: Application, nip: str) -> dict[str, str]:
    asking = Asking(app)
    got = await Browser(served).allow(asking, nip)
    told = (await redeem(served, asking, got["code"])).json()
    return {**told, "nonce": asking.nonce}


async def posted(served: Served, app: Application, name: str, **form: str) -> httpx2.Response:
    return await served.client.post(f"/t/{app.tenant}/{name}", data=form, auth=app.basic)


async def status(served: Served, token: str) -> int:
    asked = {"query": "{ viewer { roles } }"}
    bearer = {"authorization": f"Bearer {token}"}
    return (await served.client.post("/graphql", json=asked, headers=bearer)).status_code


async def test_a_program_asks_under_its_own_account(served: Served, app: Application) -> None:
    answer = await ask_token(served, app, grant_type="client_credentials", scope="employee:read")
    told = answer.json()
    assert answer.status_code == 200
    assert "refresh_token" not in told
    asked = {"query": "{ viewer { roles client person { nip } } employees(first: 1) { totalCount } }"}
    bearer = {"authorization": f"Bearer {told['access_token']}"}
    data = (await served.client.post("/graphql", json=asked, headers=bearer)).json()["data"]
    assert data["viewer"] == {"roles": ["INTEGRATION_CLIENT"], "client": app.client_id, "person": None}
    assert data["employees"]["totalCount"] > 1


async def test_a_program_gets_no_more_than_it_is_registered_for(served: Served, app: Application) -> None:
    answer = await ask_token(served, app, grant_type="client_credentials", scope="employee:write")
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_scope")


@pytest.mark.parametrize("public", [True, False])
async def test_without_an_account_of_its_own_an_application_asks_for_people_only(
    served: Served, public: bool
) -> None:
    application = await registered(served, OURS, public=public, by_itself=False)
    answer = await ask_token(served, application, grant_type="client_credentials")
    assert answer.status_code in (400, 401)
    assert answer.json()["error"] in ("unauthorized_client", "invalid_client")


@pytest.mark.parametrize(
    "path",
    [
        f"/t/{OURS}/.well-known/openid-configuration",
        f"/t/{OURS}/.well-known/oauth-authorization-server",
        f"/.well-known/oauth-authorization-server/t/{OURS}",
        f"/.well-known/openid-configuration/t/{OURS}",
    ],
)
async def test_an_issuer_tells_where_everything_is(served: Served, path: str) -> None:
    told = (await served.client.get(path)).json()
    assert told["issuer"] == f"{PUBLIC}/t/{OURS}"
    for name, address in told.items():
        if name.endswith(("_endpoint", "_uri")):
            assert address.startswith(f"{PUBLIC}/t/{OURS}/")
            found = await served.client.request("OPTIONS", address.removeprefix(PUBLIC))
            assert found.status_code != 404, name


async def test_there_is_no_issuer_of_nobody(served: Served) -> None:
    for name in ("token", "authorize", "jwks", ".well-known/openid-configuration"):
        assert (await served.client.get(f"/t/nobody/{name}")).status_code in (404, 405)


async def test_the_api_tells_whose_tokens_it_takes(served: Served) -> None:
    told = (await served.client.get("/.well-known/oauth-protected-resource/graphql")).json()
    assert told["resource"] == f"{PUBLIC}/graphql"
    assert f"{PUBLIC}/t/{OURS}" in told["authorization_servers"]
    for sent in ({}, {"authorization": "Bearer x"}):
        refused = await served.client.post("/graphql", json={"query": "{ viewer { roles } }"}, headers=sent)
        challenge = refused.headers["www-authenticate"]
        assert f'resource_metadata="{PUBLIC}/.well-known/oauth-protected-resource/graphql"' in challenge


async def test_an_id_token_is_signed_by_a_published_key(
    served: Served, app: Application, told: dict[str, str]
) -> None:
    keys = KeySet.import_key_set((await served.client.get(f"/t/{OURS}/jwks")).json())
    assert len(keys.keys) == 2
    assert not any(key.is_private for key in keys.keys)
    token = jwt.decode(told["id_token"], keys, algorithms=["ES256"])
    assert token.claims["iss"] == app.issuer
    assert token.claims["aud"] == app.client_id
    assert token.claims["nonce"] == told["nonce"]
    assert token.claims["name"].startswith("Pegawai")


async def test_an_id_token_opens_nothing(served: Served, told: dict[str, str]) -> None:
    assert await status(served, told["id_token"]) == 401


async def test_userinfo_tells_who_it_is(served: Served, told: dict[str, str]) -> None:
    bearer = {"authorization": f"Bearer {told['access_token']}"}
    answer = await served.client.get(f"/t/{OURS}/userinfo", headers=bearer)
    assert answer.status_code == 200
    assert set(answer.json()) == {"sub", "name", "preferred_username"}
    elsewhere = await served.client.get("/t/plaju/userinfo", headers=bearer)
    nobody = await served.client.get(f"/t/{OURS}/userinfo")
    assert (elsewhere.status_code, elsewhere.headers["www-authenticate"]) == (
        401,
        'Bearer error="invalid_token"',
    )
    assert (nobody.status_code, nobody.headers["www-authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
async def test_who_takes_one_token_back_takes_all(
    served: Served, app: Application, kind: str, patient: Callable[[], Awaitable[None]]
) -> None:
    nip = await with_password(served, OURS, "colleague")
    told = await tokens(served, app, nip)
    assert (await posted(served, app, "introspect", token=told[kind])).json()["active"] is True
    assert (await posted(served, app, "revoke", token=told[kind])).status_code == 200
    await patient()
    assert await status(served, told["access_token"]) == 401
    again = await ask_token(served, app, grant_type="refresh_token", refresh_token=told["refresh_token"])
    assert again.status_code == 400
    for token in (told["access_token"], told["refresh_token"]):
        assert (await posted(served, app, "introspect", token=token)).json() == {"active": False}


async def test_an_unknown_token_is_taken_back_without_a_word(served: Served, app: Application) -> None:
    """RFC 7009 §2.2."""
    assert (await posted(served, app, "revoke", token="unknown")).status_code == 200


async def test_nobody_takes_back_or_sees_another_application_s_token(
    served: Served, app: Application, told: dict[str, str]
) -> None:
    stranger = await registered(served, OURS)
    seen = await posted(served, stranger, "introspect", token=told["access_token"])
    assert seen.json() == {"active": False}
    assert (await posted(served, stranger, "revoke", token=told["access_token"])).status_code == 400
    assert await status(served, told["access_token"]) == 200


async def test_what_is_asked_about_a_token_needs_a_secret(served: Served, told: dict[str, str]) -> None:
    public = await registered(served, OURS, public=True)
    form = {"token": told["access_token"], "client_id": public.client_id}
    assert (await served.client.post(f"/t/{OURS}/introspect", data=form)).status_code == 401


async def test_a_secret_may_be_changed(served: Served) -> None:
    application = await registered(served, OURS)
    async with bound(served.app.state.house.engine, OURS) as session:
        application.secret, old = (
            await registry.rotate(session, application.client_id),
            application.secret,
        )
    assert (await ask_token(served, application, grant_type="client_credentials")).status_code == 200
    application.secret = old
    assert (await ask_token(served, application, grant_type="client_credentials")).status_code == 401


async def test_a_form_is_needed(served: Served, app: Application) -> None:
    for sent in ({"json": {"grant_type": "client_credentials"}}, {"content": b"\xff=1"}):
        answer = await served.client.post(f"/t/{OURS}/token", auth=app.basic, **sent)
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")
    large = {"grant_type": "client_credentials", "scope": "x" * 40_000}
    answer = await served.client.post(f"/t/{OURS}/token", data=large, auth=app.basic)
    assert answer.status_code == 400


async def test_nothing_secret_is_kept_in_clear(
    served: Served, app: Application, told: dict[str, str]
) -> None:
    """Codes, tokens and secrets stand in no column of any table."""
    secrets = [app.secret or "", told["refresh_token"], told["access_token"]]
    house = served.app.state.house
    async with bound(house.engine, OURS) as session:
        for table in (
            "oauth_clients",
            "oauth_codes",
            "oauth_grants",
            "refresh_tokens",
            "logins",
            "passwords",
        ):
            rows = await session.execute(text(f"SELECT row_to_json(t)::text FROM {table} t"))
            kept = "\n".join(row[0] for row in rows)
            assert not [one for one in secrets if one in kept]
            assert not [one for one in secrets if one.encode().hex() in kept]
