"""A Python library that others wrote, unmodified: from a browser to an answer of the API."""

import httpx2
from authlib.integrations.httpx_client import AsyncOAuth2Client
from factories.browser import BACK, Application, Browser, with_password
from factories.served import OURS, PUBLIC, Served

ASKED = {"query": "{ viewer { roles person { nip } } }"}


async def test_a_python_library_needs_nothing_special(served: Served, app: Application) -> None:
    nip = await with_password(served, OURS, "staff")
    told = (await served.client.get(f"/t/{OURS}/.well-known/openid-configuration")).json()
    async with AsyncOAuth2Client(
        *app.basic,
        scope="openid profile",
        redirect_uri=BACK,
        code_challenge_method="S256",
        transport=httpx2.ASGITransport(app=served.app),
        base_url=PUBLIC,
    ) as library:
        verifier = "v" * 64
        address, state = library.create_authorization_url(
            told["authorization_endpoint"], code_verifier=verifier
        )
        browser = Browser(served)
        page = await browser.sign_in(await browser.open(address), nip)
        back = await browser.send(page, answer="allow")
        token = await library.fetch_token(
            told["token_endpoint"],
            authorization_response=back.headers["location"],
            code_verifier=verifier,
            state=state,
        )
        answer = await library.post("/graphql", json=ASKED)
        assert answer.json()["data"]["viewer"] == {"roles": ["STAFF"], "person": {"nip": nip}}
        again = await library.refresh_token(told["token_endpoint"], token["refresh_token"])
        assert again["access_token"] != token["access_token"]
        await library.revoke_token(told["revocation_endpoint"], again["refresh_token"])
        assert await _active(library, told, again["access_token"]) is False


async def _active(library: AsyncOAuth2Client, told: dict[str, str], token: str) -> bool:
    answer = await library.introspect_token(told["introspection_endpoint"], token)
    return bool(answer.json()["active"])
