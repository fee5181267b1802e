"""Tokens that only their provider can read: asked about where they belong, seldom, and checked as all are."""

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import pytest
from factories.identity import Time, account, person
from factories.provider import AUDIENCE, SECRET, Twin, as_json, asking, twin
from sqlalchemy import select
from structlog.testing import capture_logs

from jenjang.core.errors import Unauthenticated
from jenjang.core.settings import Settings
from jenjang.identity.foreign.fetching import Unfetched
from jenjang.identity.foreign.introspection import AT_ONCE, Introspector
from jenjang.identity.foreign.secret import SecretMissing
from jenjang.identity.gate import Gate
from jenjang.identity.issuers import Issuers, ProviderNearby, foreign
from jenjang.identity.models import Account
from jenjang.tenancy.providers import Introspection, Issuer

HERE = "surakarta"


def telling(there: Twin, **told: Any) -> None:
    """What the provider answers from now on; `...` leaves a member out."""
    answer = {"active": True, "token_type": "Bearer", **there.claims(), **told}
    there.paths["/introspect"] = lambda _: as_json(
        {name: value for name, value in answer.items() if value is not ...}
    )


async def comes(gate: Gate, token: str, place: str | None = HERE) -> str:
    """Whose token it is; or, after "refused: ", why our log says it was refused."""
    with capture_logs() as lines:
        try:
            return str((await gate.viewer([f"Bearer {token}"], place)).account_id)
        except Unauthenticated:
            return f"refused: {lines[-1]['reason']}"


@pytest.fixture
async def sub(world: Any) -> str:
    async with world.house.of() as session:
        made = await account(session, world.plain.url, await person(session), subject=str(uuid4()))
    return str(made.subject)


async def test_what_the_provider_tells_counts_for_a_while(world: Any, sub: str) -> None:
    telling(world.plain, sub=sub)
    gate, token = world.house.gate(), str(uuid4())
    assert not (await comes(gate, token)).startswith("refused")
    assert world.plain.forms == [{"token": token, "token_type_hint": "access_token"}]
    assert not (await comes(gate, token)).startswith("refused")
    assert world.plain.count("/introspect") == 1


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"active": False}, "told not to hold"),
        ({"active": "true"}, "told not to hold"),
        ({"active": 1}, "told not to hold"),
        ({"active": ...}, "told not to hold"),
        ({"iss": "https://other.example"}, "told to be of another issuer"),
        ({"iss": None}, "told to be of another issuer"),
        ({"aud": "other"}, "for another audience"),
        ({"aud": ...}, "for another audience"),
        ({"client_id": ...}, "no usable client_id"),
        ({"client_id": "a", "azp": "b"}, "two applications named"),
        ({"sub": ...}, "no usable sub"),
        ({"sub": "nobody"}, "unknown account"),
        ({"exp": ...}, "no exp or iat"),
        ({"exp": 1_795_229_940}, "expired"),
        ({"exp": "1795230300"}, "exp is no time"),
        ({"iat": 1_795_230_061}, "from the future"),
        ({"nbf": 1_795_230_061}, "from the future"),
        ({"token_type": "refresh_token"}, "told to be no access token"),
        ({"token_type": "DPoP", "cnf": {"jkt": "x"}}, "told to be no access token"),
        ({"token_type": ...}, "told to be no access token"),
        ({"token_type": ["Bearer"]}, "told to be no access token"),
        ({"cnf": {"jkt": "x"}}, "bound to a key that was not shown"),
        ({"scope": ["openid"]}, "scope is no text"),
    ],
)
async def test_an_answer_is_checked_as_a_tokens_claims_are(
    world: Any, sub: str, told: Mapping[str, Any], why: str
) -> None:
    telling(world.plain, **{"sub": sub, **told})
    assert await comes(world.house.gate(), str(uuid4())) == f"refused: {why}"


@pytest.mark.parametrize("left_out", ["iss", "iat", "jti"])
async def test_what_the_standard_lets_a_provider_leave_out_may_be(
    world: Any, sub: str, left_out: str
) -> None:
    telling(world.plain, **{"sub": sub, left_out: ...})
    assert not (await comes(world.house.gate(), str(uuid4()))).startswith("refused")


async def test_one_token_at_two_governments_at_once_is_somebody_at_each(world: Any, sub: str) -> None:
    """Two providers may have made the same one, or be the same: nobody gets the other's answer."""
    asking = Introspection(client_id="jenjang", secret="env:OF_A_TEST")
    told = Issuer(
        url=world.other.url,
        audience=AUDIENCE,
        algorithms=("RS256",),
        keys="discovery",
        introspection=asking,
    )
    theirs = foreign("plaju", told, world.house.settings)
    others = [one for one in world.house.issuers if one.url != world.other.url]
    world.house.issuers = Issuers([*others, theirs])
    async with world.house.of() as session:
        ours = await session.scalar(select(Account.id).where(Account.subject == sub))
    async with world.house.of("plaju") as session:
        elsewhere = (await account(session, world.other.url, await person(session), subject=sub)).id
    telling(world.plain, sub=sub)
    telling(world.other, sub=sub)
    gate, token = world.house.gate(), str(uuid4())
    found = await asyncio.gather(*(comes(gate, token, place) for place in (HERE, "plaju")))
    assert found == [str(ours), str(elsewhere)]
    await theirs.aclose()


async def test_it_is_asked_about_at_its_own_governments_address_only(world: Any, sub: str) -> None:
    telling(world.plain, sub=sub)
    gate, token = world.house.gate(), str(uuid4())
    for place in (None, "plaju", "nowhere", ""):
        assert (await comes(gate, token, place)).startswith("refused")
    assert world.plain.asked == []
    assert world.other.asked == []


@pytest.mark.parametrize("token", ["", " ", "a b", "é", "a\n", "x" * 8193, "{}", "a.b.c"])
async def test_what_is_no_opaque_token_is_not_asked_about(world: Any, sub: str, token: str) -> None:
    telling(world.plain, sub=sub)
    assert (await comes(world.house.gate(), token)).startswith("refused")
    assert world.plain.count("/introspect") == 0


async def test_a_jwt_is_never_asked_about(world: Any, sub: str) -> None:
    """Else a provider could vouch for another issuer's tokens."""
    telling(world.plain, sub=sub)
    theirs = world.other.token(sub=sub)
    assert await comes(world.house.gate(), theirs) in (
        "refused: unknown account",
        "refused: of another government than the address",
    )
    assert world.plain.count("/introspect") == 0


@pytest.fixture
def time() -> Time:
    return Time()


async def test_answers_are_asked_for_anew_after_25_seconds_and_refusals_after_ten_seconds(
    time: Time,
) -> None:
    async with twin() as there, asking(there.url) as (provider, _):
        asked = Introspector(provider, "jenjang", SECRET, f"{there.url}/introspect", time.ticking)
        telling(there)
        assert await asked.claims("good", b"good")
        time.pass_by(seconds=24.9)
        assert await asked.claims("good", b"good")
        assert there.count("/introspect") == 1
        time.pass_by(seconds=0.1)
        telling(there, active=False)
        assert await asked.claims("good", b"good") is None
        time.pass_by(seconds=9.9)
        assert await asked.claims("good", b"good") is None
        assert there.count("/introspect") == 2
        telling(there)
        time.pass_by(seconds=0.1)
        assert await asked.claims("good", b"good")


async def test_a_hundred_at_once_with_one_token_are_one_question() -> None:
    async with twin() as there, asking(there.url) as (provider, _):
        telling(there)
        asked = Introspector(provider, "jenjang", SECRET, f"{there.url}/introspect")
        await asyncio.gather(*(asked.claims("one", b"one") for _ in range(100)))
        assert there.count("/introspect") == 1


async def test_who_stops_waiting_leaves_no_question_behind() -> None:
    async with twin() as there, asking(there.url) as (provider, _):
        telling(there)
        asked = Introspector(provider, "jenjang", SECRET, f"{there.url}/introspect")
        for one in range(AT_ONCE + 1):
            gone = asyncio.create_task(asked.claims(str(one), str(one).encode()))
            await asyncio.sleep(0)
            gone.cancel()
            await asked.claims(str(one), str(one).encode())
        assert there.count("/introspect") == AT_ONCE + 1


def under_way() -> list[str]:
    names = [getattr(task.get_coro(), "__qualname__", "") for task in asyncio.all_tasks()]
    return [name for name in names if name == "Introspector._asked"]


async def test_more_than_a_provider_can_be_asked_at_once_is_refused_at_once() -> None:
    async with twin() as there, asking(there.url) as (provider, _):
        asked = Introspector(provider, "jenjang", SECRET, f"{there.url}/never")
        many = [asyncio.create_task(asked.claims(str(one), str(one).encode())) for one in range(AT_ONCE)]
        await asyncio.sleep(0)
        with pytest.raises(Unfetched, match="too many"):
            await asked.claims("more", b"more")
        for one in many:
            one.cancel()
        await asyncio.gather(*many, return_exceptions=True)
        assert len(under_way()) == AT_ONCE, "though nobody waits for them any more"
        await asked.aclose()
        assert under_way() == []


async def test_a_provider_that_failed_is_left_alone_for_a_second(time: Time) -> None:
    async with twin() as there, asking(there.url) as (provider, _):
        there.paths["/introspect"] = lambda _: as_json({}, "503 Unavailable")
        asked = Introspector(provider, "jenjang", SECRET, f"{there.url}/introspect", time.ticking)
        for token in (b"a", b"b", b"c"):
            with pytest.raises(Unfetched):
                await asked.claims("x", token)
        assert there.count("/introspect") == 1
        telling(there)
        time.pass_by(seconds=1)
        assert await asked.claims("x", b"a")


@pytest.mark.parametrize("place", ["env:NOT_SET_ANYWHERE", "file:no/such/file", "file:empty", "file:."])
def test_a_secret_that_is_not_where_it_should_be_is_told_by_its_place(
    settings: Settings, tmp_path: Any, place: str
) -> None:
    (tmp_path / "empty").write_text(" \n")
    here = settings.model_copy(update={"tenants": tmp_path})
    asks = Introspection(client_id="jenjang", secret=place)
    told = Issuer(url="https://sso.example", audience="a", keys="discovery", introspection=asks)
    with pytest.raises(SecretMissing) as refused:
        foreign("surakarta", told, here)
    assert str(refused.value) == f"The secret for https://sso.example isn't in {place}: put it there, alone."


def test_a_secret_in_a_file_beside_the_governments_is_found(settings: Settings, tmp_path: Any) -> None:
    (tmp_path / "sso.secret").write_text("rahasia\n")
    here = settings.model_copy(update={"tenants": tmp_path})
    asks = Introspection(client_id="jenjang", secret="file:sso.secret")
    told = Issuer(url="https://sso.example", audience="a", keys="discovery", introspection=asks)
    found = foreign("surakarta", told, here)
    assert found.introspector
    assert found.introspector._secret == "rahasia"


@pytest.mark.parametrize(
    "told",
    [
        {"url": "http://localhost:9000", "keys": "discovery"},
        {"url": "https://sso.example", "keys": "http://localhost:9000/jwks"},
        {"url": "http://127.0.0.1/realms/x", "keys": "https://sso.example/jwks"},
    ],
)
def test_plain_http_is_refused_at_the_start_unless_development_allows_it(
    settings: Settings, told: dict[str, str]
) -> None:
    issuer = Issuer(audience="a", **told)
    assert foreign("surakarta", issuer, settings).url == told["url"]
    with pytest.raises(ProviderNearby):
        foreign("surakarta", issuer, settings.model_copy(update={"nearby_providers": False}))
