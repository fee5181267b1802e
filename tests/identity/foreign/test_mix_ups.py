"""Tokens of other makes, keys, governments and kinds, crossed in all ways we could think of: none gets in."""

import json
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID, uuid4

import pytest
from factories.identity import account, person, signed
from factories.provider import Twin, ec, rsa
from joserfc.jwk import OctKey
from sqlalchemy import Select, select
from structlog.testing import capture_logs

from jenjang.core.errors import Unauthenticated
from jenjang.identity.gate import Gate
from jenjang.identity.models import Account
from jenjang.organisation.models import Employee

KEYCLOAK: Mapping[str, Any] = {
    "typ": "Bearer",
    "azp": "portal",
    "client_id": ...,
    "aud": ["account", "jenjang"],
    "scope": "openid profile",
    "sid": "s",
}
"""What an access token of Keycloak 26 has, and has not."""


async def known(world: Any, there: Twin, tenant: str = "surakarta") -> Account:
    """Somebody with an account of that provider."""
    async with world.house.of(tenant) as session:
        return await account(session, there.url, await person(session), subject=f"sub-{uuid4()}")


def number_of(person: UUID) -> Select[tuple[str]]:
    return select(Employee.number).where(Employee.id == person)


async def refusal(gate: Gate, token: str, place: str | None = None) -> str:
    """Why a token is refused, from our log; its bearer is always told the same."""
    with capture_logs() as lines, pytest.raises(Unauthenticated) as refused:
        await gate.viewer([f"Bearer {token}"], place)
    assert str(refused.value) == "Sign in: this request bears no token that is valid here."
    return str(lines[-1]["reason"])


async def test_each_providers_own_tokens_are_let_in(world: Any) -> None:
    gate = world.house.gate()
    for there, tenant, more in (
        (world.plain, "surakarta", {}),
        (world.keycloak, "surakarta", {"typ_": "JWT", **KEYCLOAK}),
        (world.other, "plaju", {}),
    ):
        made = await known(world, there, tenant)
        typ = more.pop("typ_", "at+jwt")
        kind = more.pop("typ", None)
        token = signed_by(there, {"typ": typ}, sub=made.subject, **more, **({"typ": kind} if kind else {}))
        viewer = await gate.viewer([f"Bearer {token}"])
        assert (viewer.tenant, viewer.account_id, viewer.client) == (tenant, made.id, "portal")


def signed_by(there: Twin, head: Mapping[str, Any], key: Any = None, **claims: Any) -> str:
    """Signed by the provider, with this header and these claims changed; `...` leaves one out."""
    key = key or there.keys[0]
    header = {"alg": str(key.alg), "kid": str(key.kid), "typ": "at+jwt", **head}
    told = {name: value for name, value in header.items() if value is not ...}
    return signed(told, there.claims(**claims), key, str(key.alg))


Forge = Callable[[Any, str], str]
"""Of the world and a subject that all providers know."""

PLAIN: dict[str, tuple[str, Forge]] = {
    "signed by another provider of the same government": (
        "bad signature",
        lambda w, sub: signed_by(w.plain, {}, w.keycloak.keys[0], sub=sub),
    ),
    "signed by a provider of another government": (
        "bad signature",
        lambda w, sub: signed_by(w.plain, {}, w.other.keys[0], sub=sub),
    ),
    "signed by our own issuer in its name": (
        "algorithm not of this issuer",
        lambda w, sub: signed_by(w.plain, {}, w.house.ring().current, sub=sub),
    ),
    "in our issuer's name, signed by a provider": (
        "algorithm not of this issuer",
        lambda w, sub: signed_by(w.plain, {}, sub=sub, iss=w.house.issuer(), aud=w.house.audience),
    ),
    "in another provider's name": (
        "another kind of token",
        lambda w, sub: signed_by(w.plain, {}, sub=sub, iss=w.keycloak.url),
    ),
    "in the name of another government's provider": (
        "bad signature",
        lambda w, sub: signed_by(w.plain, {}, sub=sub, iss=w.other.url),
    ),
    "in an unknown name": (
        "unknown issuer",
        lambda w, sub: signed_by(w.plain, {}, sub=sub, iss=w.plain.url + "/"),
    ),
    "for our API's own address": (
        "for another audience",
        lambda w, sub: signed_by(w.plain, {}, sub=sub, aud=w.house.audience),
    ),
    "for another audience": (
        "for another audience",
        lambda w, sub: signed_by(w.plain, {}, sub=sub, aud="account"),
    ),
    "for nobody": ("for another audience", lambda w, sub: signed_by(w.plain, {}, sub=sub, aud=...)),
    "another algorithm than told": (
        "algorithm not of this issuer",
        lambda w, sub: signed_by(w.plain, {}, ec("first"), sub=sub),
    ),
    "an unknown kid": (
        "key not of this issuer",
        lambda w, sub: signed_by(w.plain, {"kid": "second"}, sub=sub),
    ),
    "a key of the same name": ("bad signature", lambda w, sub: signed_by(w.plain, {}, rsa("first"), sub=sub)),
    "a shared secret out of the public key": (
        "algorithm not of this issuer",
        lambda w, sub: signed_by(
            w.plain,
            {"kid": "first"},
            OctKey.import_key(
                {
                    "kty": "oct",
                    "k": w.plain.keys[0].as_dict(private=False)["n"],
                    "alg": "HS256",
                    "kid": "first",
                }
            ),
            sub=sub,
        ),
    ),
    "brings its key": (
        "forbidden header jwk",
        lambda w, sub: signed_by(w.plain, {"jwk": w.plain.keys[0].as_dict(private=False)}, sub=sub),
    ),
    "an id token": (
        "not typed as an access token",
        lambda w, sub: signed_by(w.plain, {"typ": "JWT"}, sub=sub),
    ),
    "an id token without a type": (
        "not typed as an access token",
        lambda w, sub: signed_by(w.plain, {"typ": ...}, sub=sub),
    ),
    "an id token typed as an access token": (
        "another kind of token",
        lambda w, sub: signed_by(w.plain, {}, sub=sub, at_hash="x"),
    ),
    "Keycloak's make, of a provider that makes others": (
        "not typed as an access token",
        lambda w, sub: signed_by(w.plain, {"typ": "JWT"}, sub=sub, typ="Bearer", azp="portal"),
    ),
    "two applications": (
        "two applications named",
        lambda w, sub: signed_by(w.plain, {}, sub=sub, azp="another"),
    ),
    "no application": (
        "no usable client_id",
        lambda w, sub: signed_by(w.plain, {}, sub=sub, client_id=..., azp="portal"),
    ),
    "bound to a key": (
        "bound to a key that was not shown",
        lambda w, sub: signed_by(w.plain, {}, sub=sub, cnf={"jkt": "x"}),
    ),
    "expired": (
        "expired",
        lambda w, sub: signed_by(w.plain, {}, sub=sub, iat=1_795_200_000, exp=1_795_229_940),
    ),
    "another person's subject": ("unknown account", lambda w, sub: signed_by(w.plain, {}, sub=sub + "x")),
    "known to another provider only": (
        "unknown account",
        lambda w, sub: signed_by(w.plain, {}, sub=sub.replace("all", "keycloak")),
    ),
    "the claim of a person who serves elsewhere": (
        "unknown account",
        lambda w, sub: signed_by(w.plain, {}, sub=f"new-{sub}", nip=w.elsewhere),
    ),
}
REALM: dict[str, tuple[str, Mapping[str, Any], Mapping[str, Any]]] = {
    "an id token": ("another kind of token", {"typ": "JWT"}, {"typ": "ID", "nonce": "n", "at_hash": "h"}),
    "an id token for our audience": ("another kind of token", {"typ": "JWT"}, {"typ": "ID"}),
    "an id token that says Bearer": ("another kind of token", {"typ": "JWT"}, {"at_hash": "h"}),
    "a refresh token": ("another kind of token", {"typ": "JWT"}, {"typ": "Refresh"}),
    "an offline token": ("another kind of token", {"typ": "JWT"}, {"typ": "Offline"}),
    "a logout token": ("not typed as an access token", {"typ": "logout+jwt"}, {"typ": "Logout"}),
    "a type in small letters": ("another kind of token", {"typ": "JWT"}, {"typ": "bearer"}),
    "a type that is a list": ("another kind of token", {"typ": "JWT"}, {"typ": ["Bearer"]}),
    "no type": ("another kind of token", {"typ": "JWT"}, {"typ": ...}),
    "only a header's type": ("another kind of token", {"typ": "at+jwt"}, {"typ": ...}),
    "no header's type": ("not typed as an access token", {"typ": ...}, {}),
    "bound to a key": ("another kind of token", {"typ": "JWT"}, {"typ": "DPoP", "cnf": {"jkt": "x"}}),
    "no azp": ("no usable azp", {"typ": "JWT"}, {"azp": ...}),
    "azp and client_id differ": ("two applications named", {"typ": "JWT"}, {"client_id": "other"}),
    "for the realm's own console": ("for another audience", {"typ": "JWT"}, {"aud": "account"}),
    "for nobody": ("for another audience", {"typ": "JWT"}, {"aud": ...}),
    "no sub, as of a lightweight token": ("no usable sub", {"typ": "JWT"}, {"sub": ...}),
}


@pytest.fixture
async def everywhere(world: Any) -> str:
    """A subject whom every provider knows, each as somebody else."""
    sub = f"all-{uuid4()}"
    for there, tenant in ((world.plain, "surakarta"), (world.keycloak, "surakarta"), (world.other, "plaju")):
        async with world.house.of(tenant) as session:
            await account(session, there.url, await person(session), subject=sub)
    async with world.house.of() as session:
        await account(session, world.house.issuer(), await person(session), subject=sub)
        await account(session, world.keycloak.url, None, subject=sub.replace("all", "keycloak"))
    async with world.house.of("plaju") as session:
        who = await person(session)
        world.elsewhere = await session.scalar(number_of(who))
    return sub


@pytest.mark.parametrize("kind", PLAIN)
async def test_a_crossed_token_is_refused(world: Any, everywhere: str, kind: str) -> None:
    why, forge = PLAIN[kind]
    gate = world.house.gate()
    right = signed_by(world.plain, {}, sub=everywhere)
    assert (await gate.viewer([f"Bearer {right}"])).tenant == "surakarta"
    assert await refusal(gate, forge(world, everywhere)) == why


@pytest.mark.parametrize("kind", REALM)
async def test_what_a_realm_makes_besides_access_tokens_is_refused(
    world: Any, everywhere: str, kind: str
) -> None:
    why, head, changed = REALM[kind]
    gate = world.house.gate()
    right = signed_by(world.keycloak, {"typ": "JWT"}, **{**KEYCLOAK, "sub": everywhere})
    assert (await gate.viewer([f"Bearer {right}"])).client == "portal"
    claims = {**KEYCLOAK, "sub": everywhere, **changed}
    assert await refusal(gate, signed_by(world.keycloak, head, **claims)) == why


async def test_every_issuers_token_under_every_others_name_and_key_is_refused(
    world: Any, everywhere: str
) -> None:
    """Key, `iss` and the address's government crosswise: only the three straight ones get in."""
    gate, let_in = world.house.gate(), []
    places = {world.plain.url: "surakarta", world.keycloak.url: "surakarta", world.other.url: "plaju"}
    twins = (world.plain, world.keycloak, world.other)
    for name in twins:
        for key in twins:
            for place in (None, "surakarta", "plaju", "nowhere"):
                more = {**KEYCLOAK, "client_id": "portal"} if name is world.keycloak else {}
                token = signed_by(name, {}, key.keys[0], **{**more, "sub": everywhere})
                try:
                    await gate.viewer([f"Bearer {token}"], place)
                except Unauthenticated:
                    continue
                let_in.append((name is key, place in (None, places[name.url])))
    assert let_in == [(True, True)] * 6


async def test_a_provider_can_not_name_a_grant_of_ours(world: Any, everywhere: str) -> None:
    """Else its tokens would be taken for whoever signed in here."""
    token = signed_by(world.plain, {}, sub=everywhere, grant=str(uuid4()))
    assert (await world.house.gate().viewer([f"Bearer {token}"])).tenant == "surakarta"
    found = await world.house.gate()._verifier.believed(token)
    assert found.grant is None


async def test_a_thousand_tokens_of_unknown_kids_ask_the_provider_once(world: Any, everywhere: str) -> None:
    gate = world.house.gate()
    good = signed_by(world.plain, {}, sub=everywhere)
    await gate.viewer([f"Bearer {good}"])
    before = len(world.plain.asked)
    header = {"alg": "RS256", "typ": "at+jwt"}
    body = json.dumps(world.plain.claims(sub=everywhere))
    key = world.plain.keys[0]
    for one in range(1000):
        forged = signed({**header, "kid": f"kid-{one}"}, body, key, "RS256")
        with pytest.raises(Unauthenticated):
            await gate.viewer([f"Bearer {forged}"])
    assert len(world.plain.asked) - before <= 1
    assert await gate.viewer([f"Bearer {good}"])


async def test_tokens_are_let_in_while_their_provider_is_away(world: Any, everywhere: str) -> None:
    gate = world.house.gate()
    await gate.viewer([f"Bearer {signed_by(world.plain, {}, sub=everywhere)}"])
    world.plain.paths.clear()
    later = signed_by(world.plain, {}, sub=everywhere, jti="another")
    assert await gate.viewer([f"Bearer {later}"])
