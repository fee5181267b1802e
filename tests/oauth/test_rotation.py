"""Signing keys are changed under a running server: nobody is signed out, and old keys go in time."""

import json
from base64 import urlsafe_b64decode

from factories.browser import Application, ask_token
from factories.served import OURS, THEIRS, Served

from jenjang.identity.keys import rotate


async def token(served: Served, app: Application) -> str:
    return (await ask_token(served, app, grant_type="client_credentials")).json()["access_token"]


def kid(token: str) -> str:
    head = token.split(".")[0]
    return json.loads(urlsafe_b64decode(head + "=" * (-len(head) % 4)))["kid"]


async def published(served: Served, tenant: str = OURS) -> list[str]:
    return [key["kid"] for key in (await served.client.get(f"/t/{tenant}/jwks")).json()["keys"]]


async def status(served: Served, token: str) -> int:
    bearer = {"authorization": f"Bearer {token}"}
    return (
        await served.client.post("/graphql", json={"query": "{ viewer { roles } }"}, headers=bearer)
    ).status_code


async def test_the_next_key_signs_and_the_last_one_is_still_believed(
    served: Served, app: Application
) -> None:
    current, following = await published(served)
    theirs = await published(served, THEIRS)
    before = await token(served, app)
    assert kid(before) == current
    rotate(served.settings.keys, OURS)
    after = await token(served, app)
    assert kid(after) == following
    signing, coming, last = await published(served)
    assert (signing, last) == (following, current)
    assert coming not in (current, following)
    assert [await status(served, one) for one in (before, after)] == [200, 200]
    assert await published(served, THEIRS) == theirs


async def test_a_key_of_two_rotations_ago_is_believed_no_more(served: Served, app: Application) -> None:
    old = await token(served, app)
    rotate(served.settings.keys, OURS)
    rotate(served.settings.keys, OURS)
    assert kid(old) not in await published(served)
    assert await status(served, old) == 401
