"""Every bad token that we could think of is refused, and all of them with the same answer."""

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from factories.gatehouse import House
from factories.identity import account, encoded, person, signed
from joserfc.jwk import ECKey
from sqlalchemy import Update, update
from structlog.testing import capture_logs

from jenjang.core import clock
from jenjang.core.errors import Unauthenticated
from jenjang.identity.models import Account
from jenjang.identity.server.models import OAuthClient, OAuthGrant
from jenjang.organisation.models import Employee

Forgery = Callable[["Forger"], list[str]]


class Forger:
    """Makes tokens of Surakarta that are right in all but what is asked for."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.key = house.ring().current
        self.now = int(house.time.now().timestamp())

    def header(self, **changes: Any) -> dict[str, Any]:  # Any: whatever is wrong.
        header = {"alg": "ES256", "kid": self.key.kid, "typ": "at+jwt", **changes}
        return {name: value for name, value in header.items() if value is not ...}

    def claims(self, **changes: Any) -> dict[str, Any]:  # Any: whatever is wrong.
        claims = {
            "iss": self.house.issuer(),
            "aud": self.house.audience,
            "sub": "somebody",
            "client_id": "app",
            "iat": self.now,
            "exp": self.now + 300,
            "jti": "1",
            **changes,
        }
        return {name: value for name, value in claims.items() if value is not ...}

    def __call__(self, head: dict[str, Any] | None = None, **claims: Any) -> list[str]:  # Any: as above.
        return bearer(signed(self.header(**(head or {})), self.claims(**claims), self.key, "ES256"))

    def raw(self, head: object = None, body: object = None) -> list[str]:
        return bearer(signed(head or self.header(), body or self.claims(), self.key, "ES256"))

    def parts(self) -> list[str]:
        return self()[0].removeprefix("Bearer ").split(".")

    def shared_secret(self, secret: bytes, **head: Any) -> list[str]:  # Any: as above.
        message = f"{encoded(self.header(alg='HS256', **head))}.{encoded(self.claims())}"
        signature = urlsafe_b64encode(hmac.digest(secret, message.encode(), "sha256")).rstrip(b"=")
        return bearer(f"{message}.{signature.decode()}")

    def with_own_key(self, **head: Any) -> list[str]:  # Any: as above.
        own = ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256"}, auto_kid=True)
        told = {name: own.as_dict() if value is True else value for name, value in head.items()}
        return bearer(signed(self.header(**told), self.claims(), own, "ES256"))


def bearer(token: str) -> list[str]:
    return [f"Bearer {token}"]


def flipped(signature: str) -> str:
    return ("A" if signature[0] != "A" else "B") + signature[1:]


NOT_THREE = "not three parts of base64url"
NO_JSON = "not base64url of JSON"
UNTYPED = "not typed as an access token"
NAMELESS = "no algorithm or key named"
NOT_ITS_ALGORITHM = "algorithm not of this issuer"
NOT_ITS_KEY = "key not of this issuer"
UNKNOWN = "unknown issuer"
AUDIENCE = "for another audience"
SIGNATURE = "bad signature"
FUTURE = "from the future"
TWICE = "a name twice in a JSON object"

TABLE: dict[str, tuple[str, Forgery]] = {
    "no header": ("no Authorization", lambda _: []),
    "two headers": ("more than one Authorization", lambda f: f() * 2),
    "basic scheme": ("not a bearer token", lambda f: [f()[0].replace("Bearer", "Basic")]),
    "token alone": ("not a bearer token", lambda f: [f()[0].removeprefix("Bearer ")]),
    "nothing after the scheme": (NOT_THREE, lambda _: ["Bearer "]),
    "two spaces": (NOT_THREE, lambda f: [f()[0].replace(" ", "  ")]),
    "two tokens in one header": (NOT_THREE, lambda f: [f"{f()[0]}, {f()[0]}"]),
    "one megabyte": ("larger than 8 KB", lambda _: bearer("a" * 1_000_000)),
    "just too large, well signed": ("larger than 8 KB", lambda f: f(pad="x" * 6200)),
    "two parts": (NOT_THREE, lambda f: bearer(".".join(f.parts()[:2]))),
    "five parts, as encrypted": (NOT_THREE, lambda f: bearer(".".join([*f.parts(), "a", "b"]))),
    "padding": (NOT_THREE, lambda f: bearer(f()[0].removeprefix("Bearer ") + "=")),
    "letters of another script": (NOT_THREE, lambda f: bearer(f()[0].removeprefix("Bearer ") + "é")),
    "line break at the end": (NOT_THREE, lambda f: [f()[0] + "\n"]),
    "no typ": (UNTYPED, lambda f: f({"typ": ...})),
    "typ JWT": (UNTYPED, lambda f: f({"typ": "JWT"})),
    "typ a number": (UNTYPED, lambda f: f({"typ": 1})),
    "id token": (UNTYPED, lambda f: f({"typ": "JWT"}, aud="app", nonce="n", client_id=...)),
    "logout token": (UNTYPED, lambda f: f({"typ": "logout+jwt"})),
    "alg none, no signature": (
        NOT_THREE,
        lambda f: bearer(f"{encoded(f.header(alg='none'))}.{encoded(f.claims())}."),
    ),
    "alg none, some signature": (NOT_ITS_ALGORITHM, lambda f: f({"alg": "none"})),
    "alg None": (NOT_ITS_ALGORITHM, lambda f: f({"alg": "None"})),
    "alg missing": (NAMELESS, lambda f: f({"alg": ...})),
    "alg a list": (NAMELESS, lambda f: f({"alg": ["ES256"]})),
    "alg in small letters": (NOT_ITS_ALGORITHM, lambda f: f({"alg": "es256"})),
    "alg of another kind of key": (NOT_ITS_ALGORITHM, lambda f: f({"alg": "RS256"})),
    "alg of another curve": (NOT_ITS_ALGORITHM, lambda f: f({"alg": "ES384"})),
    "HS256 with the public key's PEM": (
        NOT_ITS_ALGORITHM,
        lambda f: f.shared_secret(f.key.as_pem(private=False)),
    ),
    "HS256 with the public key's JSON": (
        NOT_ITS_ALGORITHM,
        lambda f: f.shared_secret(json.dumps(f.key.as_dict(private=False)).encode()),
    ),
    "kid missing": (NAMELESS, lambda f: f({"kid": ...})),
    "kid unknown": (NOT_ITS_KEY, lambda f: f({"kid": "unknown"})),
    "kid empty": (NOT_ITS_KEY, lambda f: f({"kid": ""})),
    "kid a path": (NOT_ITS_KEY, lambda f: f({"kid": "../../../dev/null"})),
    "kid of the next key, signed by the current": (
        SIGNATURE,
        lambda f: f({"kid": list(f.house.ring().keys)[1]}),
    ),
    "kid of another tenant": (
        NOT_ITS_KEY,
        lambda f: f({"kid": f.house.ring("plaju").current.kid}),
    ),
    "key and kid of another tenant": (
        NOT_ITS_KEY,
        lambda f: bearer(
            signed(
                f.header(kid=f.house.ring("plaju").current.kid),
                f.claims(),
                f.house.ring("plaju").current,
                "ES256",
            )
        ),
    ),
    "brings its key in jwk": ("forbidden header jwk", lambda f: f.with_own_key(jwk=True)),
    "names its key in jku": (
        "forbidden header jku",
        lambda f: f.with_own_key(jku="https://attacker.example/jwks"),
    ),
    "names its key in x5u": (
        "forbidden header x5u",
        lambda f: f.with_own_key(x5u="https://attacker.example/x5u"),
    ),
    "brings its key in x5c": ("forbidden header x5c", lambda f: f.with_own_key(x5c=["MIIB"])),
    "signed by its own key": (SIGNATURE, lambda f: f.with_own_key()),
    "crit": ("forbidden header crit", lambda f: f({"crit": ["exp"], "exp": 1})),
    "payload not encoded (b64)": ("forbidden header b64", lambda f: f({"b64": False})),
    "compressed": ("forbidden header zip", lambda f: f({"zip": "DEF"})),
    "a header twice": (
        TWICE,
        lambda f: f.raw(json.dumps(f.header())[:-1] + ', "alg": "none"}'),
    ),
    "a claim twice": (
        TWICE,
        lambda f: f.raw(body=json.dumps(f.claims())[:-1] + ', "sub": "admin"}'),
    ),
    "header no JSON": (NO_JSON, lambda f: f.raw("{alg: ES256}")),
    "claims no JSON": (NO_JSON, lambda f: f.raw(body="{")),
    "claims no text": (NO_JSON, lambda f: bearer(".".join([f.parts()[0], "_____w", f.parts()[2]]))),
    "claims a list": ("not a JSON object", lambda f: f.raw(body=[f.claims()])),
    "claims nested a thousand deep": (NO_JSON, lambda f: f.raw(body="[" * 4000)),
    "length of no base64": (NO_JSON, lambda f: bearer(".".join([f.parts()[0], "a", f.parts()[2]]))),
    "truncated": (SIGNATURE, lambda f: bearer(f()[0].removeprefix("Bearer ")[:-9])),
    "signature changed": (
        SIGNATURE,
        lambda f: bearer(".".join([*f.parts()[:2], flipped(f.parts()[2])])),
    ),
    "signature of zeros": (SIGNATURE, lambda f: bearer(".".join([*f.parts()[:2], "A" * 86]))),
    "claims changed after signing": (
        SIGNATURE,
        lambda f: bearer(".".join([f.parts()[0], encoded(f.claims(sub="admin")), f.parts()[2]])),
    ),
    "iss missing": (UNKNOWN, lambda f: f(iss=...)),
    "iss a list": (UNKNOWN, lambda f: f(iss=[f.house.issuer()])),
    "iss with a slash": (UNKNOWN, lambda f: f(iss=f.house.issuer() + "/")),
    "iss in capitals": (UNKNOWN, lambda f: f(iss=f.house.issuer().replace("surakarta", "Surakarta"))),
    "iss in look-alike letters": (
        UNKNOWN,
        lambda f: f(iss=f.house.issuer().replace("surakarta", "surak\u0430rta")),
    ),
    "iss with a port": (UNKNOWN, lambda f: f(iss=f.house.issuer().replace(".example", ".example:443"))),
    "iss over http": (UNKNOWN, lambda f: f(iss=f.house.issuer().replace("https:", "http:"))),
    "iss of another tenant, our key": (NOT_ITS_KEY, lambda f: f(iss=f.house.issuer("plaju"))),
    "aud missing": (AUDIENCE, lambda f: f(aud=...)),
    "aud wrong": (AUDIENCE, lambda f: f(aud="https://elsewhere.example/graphql")),
    "aud with a slash": (AUDIENCE, lambda f: f(aud=f.house.audience + "/")),
    "aud in capitals": (AUDIENCE, lambda f: f(aud=f.house.audience.upper())),
    "aud in look-alike letters": (
        AUDIENCE,
        lambda f: f(aud=f.house.audience.replace("graphql", "gr\u0430phql")),
    ),
    "aud in letters that only normalize to ours": (
        AUDIENCE,
        lambda f: f(aud=f.house.audience.replace("g", "\uff47")),
    ),
    "iss in letters that only normalize to ours": (
        UNKNOWN,
        lambda f: f(iss=f.house.issuer().replace("s", "\uff53")),
    ),
    "signed with a key that stands in the header by its kid": (
        NOT_ITS_KEY,
        lambda f: f.with_own_key(kid=ECKey.generate_key("P-256").thumbprint()),
    ),
    "aud a list without us": (AUDIENCE, lambda f: f(aud=["a", "b"])),
    "aud an object": (AUDIENCE, lambda f: f(aud={f.house.audience: True})),
    "expired beyond the leeway": ("expired", lambda f: f(iat=f.now - 400, exp=f.now - 60)),
    "no exp": ("no exp or iat", lambda f: f(exp=...)),
    "no iat": ("no exp or iat", lambda f: f(iat=...)),
    "exp a text": ("exp is no time", lambda f: f(exp=str(f.now + 300))),
    "exp true": ("exp is no time", lambda f: f(exp=True)),
    "exp beyond all calendars": ("exp is no time", lambda f: f(exp=10**400)),
    "exp infinite": ("Infinity in JSON", lambda f: f(exp=float("inf"))),
    "exp not a number": ("NaN in JSON", lambda f: f(exp=float("nan"))),
    "exp before iat": ("expires before it was issued", lambda f: f(iat=f.now, exp=f.now - 1)),
    "iat in the future": (FUTURE, lambda f: f(iat=f.now + 61)),
    "nbf in the future": (FUTURE, lambda f: f(nbf=f.now + 61)),
    "nbf a text": ("nbf is no time", lambda f: f(nbf="0")),
    "no sub": ("no usable sub", lambda f: f(sub=...)),
    "sub empty": ("no usable sub", lambda f: f(sub="")),
    "sub a number": ("no usable sub", lambda f: f(sub=1)),
    "sub endless": ("no usable sub", lambda f: f(sub="a" * 256)),
    "sub with a zero byte": ("no usable sub", lambda f: f(sub="admin\0")),
    "sub half a character": ("no usable sub", lambda f: f(sub="\ud800")),
    "no client_id": ("no usable client_id", lambda f: f(client_id=...)),
    "no jti": ("no usable jti", lambda f: f(jti=...)),
    "scope a list": ("scope is no text", lambda f: f(scope=["employee:read"])),
    "nobody's account": ("unknown account", lambda f: f(sub="nobody")),
}


@pytest.mark.parametrize("kind", TABLE)
async def test_a_bad_token_is_refused_with_the_one_answer(house: House, kind: str) -> None:
    reason, forge = TABLE[kind]
    forged = forge(Forger(house))
    with capture_logs() as lines, pytest.raises(Unauthenticated) as refused:
        await house.gate().viewer(forged)
    assert str(refused.value) == "Sign in: this request bears no token that is valid here."
    assert (refused.value.field, refused.value.facts, refused.value.__cause__) == ((), {}, None)
    assert lines == [{"event": "refused at the gate", "reason": reason, "log_level": "info"}]


async def ended_grant(house: House, client: OAuthClient, known: Account) -> dict[str, object]:
    return {"grant": await granted(house, client, known, ended_at=clock.now())}


async def revoked_client(house: House, client: OAuthClient, known: Account) -> dict[str, object]:
    await change(house, update(OAuthClient).where(OAuthClient.id == client.id).values(revoked_at=clock.now()))
    return {"grant": await granted(house, client, known)}


async def disabled(house: House, client: OAuthClient, known: Account) -> dict[str, object]:
    await change(house, update(Account).where(Account.id == known.id).values(disabled_at=house.time.now()))
    return {}


async def retired(house: House, client: OAuthClient, known: Account) -> dict[str, object]:
    gone = update(Employee).where(Employee.id == known.employee_id).values(state="RETIRED")
    await change(house, gone)
    return {}


async def bound_to_another(house: House, client: OAuthClient, known: Account) -> dict[str, object]:
    await change(house, update(Account).where(Account.id == known.id).values(client="another"))
    return {}


TAKEN_BACK = {
    "revoked: its grant ended": ("taken back", ended_grant),
    "revoked: its application": ("taken back", revoked_client),
    "of a disabled account": ("account disabled", disabled),
    "of somebody who has retired": ("no longer in service", retired),
    "of a program, by another program": ("another client's account", bound_to_another),
}


@pytest.mark.parametrize("kind", TAKEN_BACK)
async def test_a_token_that_was_good_is_refused_with_the_same_answer(house: House, kind: str) -> None:
    reason, happen = TAKEN_BACK[kind]
    async with house.of() as session:
        known = await account(session, house.issuer(), await person(session))
        name = known.subject
        client = OAuthClient(client_id=name, name="App", redirect_uris=[], scopes=[], grant_types=[])
        session.add(client)
    assert await house.gate().viewer(house.bearer(known.subject, client=name))
    claims = await happen(house, client, known)
    with capture_logs() as lines, pytest.raises(Unauthenticated) as refused:
        await house.gate().viewer(house.bearer(known.subject, client=name, **claims))
    assert str(refused.value) == "Sign in: this request bears no token that is valid here."
    assert (refused.value.field, refused.value.facts, refused.value.__cause__) == ((), {}, None)
    assert lines == [{"event": "refused at the gate", "reason": reason, "log_level": "info"}]


async def granted(house: House, client: OAuthClient, known: Account, **more: object) -> UUID:
    values = {"client_key": client.id, "account_id": known.id, "scope": "", "authenticated_at": clock.now()}
    async with house.of() as session:
        given = OAuthGrant(**values, **more)
        session.add(given)
        await session.flush()
        return given.id


async def change(house: House, statement: Update) -> None:
    async with house.of() as session:
        await session.execute(statement)


async def test_the_log_never_has_the_token(house: House) -> None:
    forged = Forger(house)(sub="nobody")
    with capture_logs() as lines, pytest.raises(Unauthenticated):
        await house.gate().viewer(forged)
    assert forged[0].split()[1] not in str(lines)


def test_the_table_is_long_enough() -> None:
    assert len(TABLE) >= 40
