"""Whether a bearer token (RFC 9068) is genuine, for us and in time: checked in one fixed order."""

import binascii
import json
import re
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from time import monotonic
from uuid import UUID

from joserfc import jws
from joserfc.errors import JoseError

from jenjang.core import clock
from jenjang.identity.foreign.fetching import Unfetched
from jenjang.identity.foreign.person import named
from jenjang.identity.issuers import Issuer, Issuers
from jenjang.identity.recent import Recent, Ticking

LARGEST = 8 * 1024
KEPT_FOR = 60.0
"""Seconds that a token found genuine needn't be checked again."""
ROOM = 20_000
LEEWAY = 60
END_OF_TIME = 253_402_300_800
"""The year 10000, in seconds since 1970: what a calendar date can't hold any more."""
LONGEST_NAME = 255
THREE_PARTS = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+", re.ASCII)
OPAQUE = re.compile(r"[A-Za-z0-9._~+/-]+=*", re.ASCII)
"""What a bearer token consists of (RFC 6750 §2.1)."""
TYPES = frozenset({"at+jwt", "application/at+jwt"})
KEYCLOAK_TYPES = TYPES | {"jwt"}
"""Keycloak's access tokens don't say so in their header: their payload's own `typ` does."""
OF_ID_TOKENS = frozenset({"at_hash", "c_hash", "s_hash"})
"""Claims that only an id token has (OpenID Connect Core §3.3.2.11)."""
FORBIDDEN_HEADERS = frozenset({"jwk", "jku", "x5u", "x5c", "crit", "b64", "zip", "enc"})
"""A token may not bring its own key, nor ask for rules of reading that we don't know."""

Claims = Mapping[str, object]


class Fault(Exception):
    """What is wrong with a token: for our log, never for its bearer."""


@dataclass(frozen=True, slots=True)
class Genuine:
    """What a genuine token says, and for which government its issuer may say it."""

    tenant: str
    issuer: str
    subject: str
    client: str
    token_id: str
    scopes: frozenset[str]
    issued: float
    expires: float
    grant: UUID | None
    """Of our own issuer's tokens: what it came of, which may have ended."""
    named: str | None
    """Whom a provider's token names besides its subject: a NIP, a SIASN id, a verified e-mail address."""
    mark: bytes
    """The SHA-256 of the token: its name in our caches, from which it can't be made again."""


class Verifier:
    """Checks tokens against the issuers that we believe."""

    def __init__(
        self, issuers: Issuers, now: Callable[[], datetime] = clock.now, ticking: Ticking = monotonic
    ) -> None:
        self._issuers = issuers
        self._now = now
        self._kept: Recent[bytes, Genuine] = Recent(ROOM, ticking)

    def verify(self, token: str) -> Genuine:
        """What the token says; raises Fault with the true reason when it isn't to be believed."""
        if len(token) > LARGEST:
            raise Fault("larger than 8 KB")
        mark = sha256(token.encode()).digest()
        return self._kept.get(mark) or self._check(self._read(token), mark)

    async def believed(self, token: str) -> Genuine:
        """As `verify`; where its issuer's keys are due, they are read first."""
        if len(token) > LARGEST:
            raise Fault("larger than 8 KB")
        mark = sha256(token.encode()).digest()
        if kept := self._kept.get(mark):
            return kept
        read = self._read(token)
        await read.issuer.ready(str(read.header["kid"]))
        return self._check(read, mark)

    async def told(self, token: str, tenant: str) -> Genuine:
        """What the government's provider tells of a token that only it can read (RFC 7662). Raises Fault."""
        issuer = self._issuers.introspecting(tenant)
        if len(token) > LARGEST or not OPAQUE.fullmatch(token) or not issuer or not issuer.introspector:
            raise Fault("not three parts of base64url")
        mark = sha256(token.encode()).digest()
        try:
            claims = await issuer.introspector.claims(token, mark)
        except Unfetched as why:
            raise Fault(f"its provider was not asked: {why}") from None
        if claims is None:
            raise Fault("told not to hold")
        return _genuine(_as_told(claims, issuer), issuer, self._now().timestamp(), mark)

    def _read(self, token: str) -> "Read":
        """A token taken apart, and who it says has made it: nothing of it is believed yet."""
        if not THREE_PARTS.fullmatch(token):
            raise Fault("not three parts of base64url")
        head, body, _ = token.split(".")
        header = _header(_object(head))
        claims = _object(body)
        issuer = self._issuers.find(claims.get("iss"))
        if issuer is None:
            raise Fault("unknown issuer")
        _check_kind(header, claims, issuer)
        return Read(token, header, claims, issuer)

    def _check(self, read: "Read", mark: bytes) -> Genuine:
        _check_signature(read.token, read.header, read.issuer)
        now = self._now().timestamp()
        genuine = _genuine(read.claims, read.issuer, now, mark)
        self._kept.put(mark, genuine, min(genuine.expires - now, KEPT_FOR))
        return genuine


@dataclass(frozen=True, slots=True)
class Read:
    """A token's parts, as yet without proof."""

    token: str
    header: Claims
    claims: Claims
    issuer: Issuer


def is_readable(token: str) -> bool:
    """Whether it looks like a JWT, which anybody can read; what doesn't is its provider's to tell about."""
    return THREE_PARTS.fullmatch(token) is not None


def _genuine(claims: Claims, issuer: Issuer, now: float, mark: bytes) -> Genuine:
    """The claims of a token whose signature is good; `iss` is how the issuer was found."""
    if issuer.audience not in _audiences(claims.get("aud")):
        raise Fault("for another audience")
    if "cnf" in claims:  # RFC 7800: whoever only bears it may have stolen it.
        raise Fault("bound to a key that was not shown")
    return Genuine(
        tenant=issuer.tenant,
        issuer=issuer.url,
        issued=_number(claims, "iat") or 0.0,
        expires=_time(claims, now),
        grant=_grant(claims) if issuer.live else None,
        client=_client(claims, issuer),
        subject=_name(claims, "sub"),
        token_id=_name(claims, "jti"),
        scopes=_scopes(claims.get("scope", "")),
        named=named(issuer.person, claims),
        mark=mark,
    )


def _client(claims: Claims, issuer: Issuer) -> str:
    """Which application asks; where a token names it twice, both must be the same."""
    client = _name(claims, issuer.client_claim)
    if not {client}.issuperset(str(claims[name]) for name in ("client_id", "azp") if name in claims):
        raise Fault("two applications named")
    return client


def _as_told(claims: Claims, issuer: Issuer) -> Claims:
    """A provider's answer (RFC 7662 §2.2) as a token's claims; what the standard leaves out is filled in."""
    if claims.get("iss", issuer.url) != issuer.url:
        raise Fault("told to be of another issuer")
    kind = claims.get("token_type", claims.get("typ"))
    if not isinstance(kind, str) or kind.lower() != "bearer":
        raise Fault("told to be no access token")
    return {"iat": 0, "jti": "-", **claims}


def _check_kind(header: Claims, claims: Claims, issuer: Issuer) -> None:
    """Whether it is an access token: never an id token, which applications have for other purposes."""
    keycloak = issuer.profile == "keycloak"
    kind = header.get("typ")
    if not isinstance(kind, str) or kind.lower() not in (KEYCLOAK_TYPES if keycloak else TYPES):
        raise Fault("not typed as an access token")
    if (keycloak and claims.get("typ") != "Bearer") or OF_ID_TOKENS & claims.keys():
        raise Fault("another kind of token")


def _header(header: Claims) -> Claims:
    if forbidden := FORBIDDEN_HEADERS & header.keys():
        raise Fault(f"forbidden header {', '.join(sorted(forbidden))}")
    if not isinstance(header.get("alg"), str) or not isinstance(header.get("kid"), str):
        raise Fault("no algorithm or key named")
    return header


def _check_signature(token: str, header: Claims, issuer: Issuer) -> None:
    algorithm, key = str(header["alg"]), issuer.keys.get(str(header["kid"]))
    if algorithm not in issuer.algorithms:
        raise Fault("algorithm not of this issuer")
    if key is None:
        raise Fault("key not of this issuer")
    reading = jws.JWSRegistry(algorithms=[algorithm], strict_check_header=False)
    try:
        jws.deserialize_compact(token, key, registry=reading)
    except (JoseError, ValueError) as fault:
        raise Fault("bad signature") from fault


def _time(claims: Claims, now: float) -> float:
    """When the token expires, in seconds since 1970; it must be in time, give or take the leeway."""
    expires, issued, begins = (_number(claims, name) for name in ("exp", "iat", "nbf"))
    if expires is None or issued is None:
        raise Fault("no exp or iat")
    if now >= expires + LEEWAY:
        raise Fault("expired")
    if issued > now + LEEWAY or (begins is not None and begins > now + LEEWAY):
        raise Fault("from the future")
    if expires <= issued:
        raise Fault("expires before it was issued")
    return expires


def _number(claims: Claims, name: str) -> float | None:
    value = claims.get(name)
    if name not in claims:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < END_OF_TIME:
        raise Fault(f"{name} is no time")
    return float(value)


def _audiences(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _name(claims: Claims, name: str) -> str:
    value = claims.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_NAME or not value.isprintable():
        raise Fault(f"no usable {name}")
    return value


def _scopes(value: object) -> frozenset[str]:
    if not isinstance(value, str):
        raise Fault("scope is no text")
    return frozenset(value.split())


def _grant(claims: Claims) -> UUID | None:
    """What a token of our own issuer came of; another issuer may mean something else by the name."""
    try:
        return UUID(str(claims.get("grant")))
    except ValueError:
        return None


def _object(part: str) -> Claims:
    """The JSON object in a part of a token, in which no name may come twice."""
    try:
        padded = part + "=" * (-len(part) % 4)
        value = json.loads(urlsafe_b64decode(padded), object_pairs_hook=_once, parse_constant=_constant)
    except (ValueError, binascii.Error, RecursionError) as fault:
        raise Fault("not base64url of JSON") from fault
    if not isinstance(value, dict):
        raise Fault("not a JSON object")
    return value


def _once(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
    listed = list(pairs)
    found = dict(listed)
    if len(found) != len(listed):
        raise Fault("a name twice in a JSON object")
    return found


def _constant(word: str) -> object:
    raise Fault(f"{word} in JSON")
