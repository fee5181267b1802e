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
TYPES = frozenset({"at+jwt", "application/at+jwt"})
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
        return self._kept.get(mark) or self._check(token, mark)

    def _check(self, token: str, mark: bytes) -> Genuine:
        if not THREE_PARTS.fullmatch(token):
            raise Fault("not three parts of base64url")
        head, body, _ = token.split(".")
        header = _header(_object(head))
        claims = _object(body)
        issuer = self._issuers.find(claims.get("iss"))
        if issuer is None:
            raise Fault("unknown issuer")
        _check_signature(token, header, issuer)
        now = self._now().timestamp()
        genuine = _genuine(claims, issuer, now, mark)
        self._kept.put(mark, genuine, min(genuine.expires - now, KEPT_FOR))
        return genuine


def _genuine(claims: Claims, issuer: Issuer, now: float, mark: bytes) -> Genuine:
    """The claims of a token whose signature is good; `iss` is how the issuer was found."""
    if issuer.audience not in _audiences(claims.get("aud")):
        raise Fault("for another audience")
    return Genuine(
        tenant=issuer.tenant,
        issuer=issuer.url,
        issued=_number(claims, "iat") or 0.0,
        expires=_time(claims, now),
        grant=_grant(claims),
        client=_name(claims, "client_id"),
        subject=_name(claims, "sub"),
        token_id=_name(claims, "jti"),
        scopes=_scopes(claims.get("scope", "")),
        mark=mark,
    )


def _header(header: Claims) -> Claims:
    if forbidden := FORBIDDEN_HEADERS & header.keys():
        raise Fault(f"forbidden header {', '.join(sorted(forbidden))}")
    kind = header.get("typ")
    if not isinstance(kind, str) or kind.lower() not in TYPES:
        raise Fault("not typed as an access token")
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
