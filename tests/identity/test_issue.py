"""Tokens that we make: RFC 9068 to the letter, and short-lived."""

import json
from base64 import urlsafe_b64decode
from datetime import timedelta
from functools import partial

import pytest
from anyio import to_thread
from factories.gatehouse import House
from typer.testing import CliRunner

from jenjang.identity.commands import TenantUnknown, app
from jenjang.identity.issue import LivesTooLong
from jenjang.identity.issuers import issuers_of
from jenjang.identity.keys import key_ring
from jenjang.identity.personas import PERSONAS, NotOurTokens, PersonaUnknown, issue_to
from jenjang.identity.tokens import Verifier
from jenjang.tenancy.catalogue import Issuer


def part(token: str, number: int) -> dict[str, object]:
    return json.loads(urlsafe_b64decode(token.split(".")[number] + "=="))


async def test_a_token_says_all_that_the_standard_asks_for(house: House) -> None:
    token = house.token("somebody", scopes=("openid", "employee:read"), client="app")
    now = int(house.time.now().timestamp())
    kid = house.ring().current.kid
    claims = part(token, 1)
    assert part(token, 0) == {"alg": "ES256", "kid": kid, "typ": "at+jwt"}
    assert claims.pop("jti") != part(house.token("somebody"), 1)["jti"]
    assert claims == {
        "iss": "https://jenjang.example/t/surakarta",
        "aud": "https://jenjang.example/graphql",
        "sub": "somebody",
        "client_id": "app",
        "iat": now,
        "exp": now + 300,
        "scope": "openid employee:read",
    }


@pytest.mark.parametrize("lifetime", [timedelta(minutes=5, seconds=1), timedelta(), timedelta(days=-1)])
async def test_no_token_lives_longer_than_five_minutes(house: House, lifetime: timedelta) -> None:
    with pytest.raises(LivesTooLong):
        house.token("somebody", lifetime=lifetime)


@pytest.mark.parametrize("persona", PERSONAS)
async def test_a_personas_token_is_good_for_a_day_and_no_longer(house: House, persona: str) -> None:
    government = house.governments["surakarta"]
    token = issue_to(house.settings, government, persona)
    assert Verifier(house.issuers).verify(token).subject == f"demo-{persona}"
    assert part(token, 1)["exp"] - part(token, 1)["iat"] == 24 * 60 * 60
    with pytest.raises(LivesTooLong):
        issue_to(house.settings, government, persona, timedelta(hours=24, seconds=1))


async def test_a_persona_that_is_none_is_refused_with_those_there_are(house: House) -> None:
    with pytest.raises(PersonaUnknown) as refused:
        issue_to(house.settings, house.governments["surakarta"], "king")
    assert str(refused.value) == (
        "There is no persona king in surakarta: try staff, leader, superior, mentor, admin, client."
    )


async def test_no_token_is_made_that_nobody_would_take(house: House) -> None:
    provider = Issuer(url="https://sso.example", audience="jenjang", keys="sso.json")
    theirs = house.governments["surakarta"].model_copy(update={"issuers": (provider,)})
    with pytest.raises(NotOurTokens) as refused:
        issue_to(house.settings, theirs, "staff")
    assert str(refused.value).startswith("surakarta takes no tokens of ours: add [[issuers]]")


async def test_a_personas_token_is_signed_as_the_government_s_file_says(house: House) -> None:
    strict = house.governments["surakarta"].model_copy(
        update={"code": "strict", "issuers": (Issuer(algorithms=("RS256",)),)}
    )
    token = issue_to(house.settings, strict, "staff")
    assert part(token, 0)["alg"] == "RS256"
    assert Verifier(issuers_of([strict], house.settings)).verify(token).tenant == "strict"


NO_DATABASE = "postgresql://jenjang_app@127.0.0.1:1/jenjang"


async def command(house: House, *words: str) -> str:
    """What it prints, in a thread of its own: it has an event loop of its own."""
    told = {
        "JENJANG_KEYS": str(house.settings.keys),
        "JENJANG_PUBLIC_URL": house.settings.public_url,
        "JENJANG_DATABASE_URL": NO_DATABASE,
    }
    asked = partial(CliRunner().invoke, app, list(words), env=told, catch_exceptions=False)
    done = await to_thread.run_sync(asked)
    assert done.exit_code == 0
    return done.stdout


async def test_the_command_prints_the_token_alone(house: House) -> None:
    printed = await command(house, "token", "--tenant", "surakarta", "--as", "leader", "--hours", "2")
    assert printed.count("\n") == 1
    claims = part(printed.strip(), 1)
    assert (claims["sub"], claims["exp"] - claims["iat"]) == ("demo-leader", 7200)
    assert part(printed.strip(), 0)["kid"] == key_ring(house.settings.keys, "surakarta").current.kid


async def test_the_command_knows_no_government_outside_the_catalogue(house: House) -> None:
    with pytest.raises(TenantUnknown):
        await command(house, "token", "--tenant", "atlantis", "--as", "leader")
