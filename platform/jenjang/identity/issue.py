"""Making access tokens (RFC 9068) with an issuer's own key."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from joserfc import jwt

from jenjang.core import clock
from jenjang.core.errors import Refusal
from jenjang.identity.keys import KeyRing

LONGEST = timedelta(minutes=5)
LONGEST_FOR_A_PERSONA = timedelta(hours=24)


class LivesTooLong(Refusal):
    """A token may live {longest} (hours:minutes:seconds) at most, and some time: {asked} was asked for."""


def issue_token(
    ring: KeyRing,
    issuer: str,
    audience: str,
    subject: str,
    client_id: str,
    scopes: Iterable[str] = (),
    lifetime: timedelta = LONGEST,
    *,
    longest: timedelta = LONGEST,
    grant: UUID | None = None,
    now: datetime | None = None,
) -> str:
    """A signed access token, good from now for its lifetime; raises LivesTooLong beyond the longest.

    `grant`: what it comes of, which ends it early when it ends.
    """
    if not timedelta() < lifetime <= longest:
        raise LivesTooLong(longest=longest, asked=lifetime)
    issued = int((now or clock.now()).timestamp())
    claims: dict[str, object] = {
        "iss": issuer,
        "aud": audience,
        "sub": subject,
        "client_id": client_id,
        "iat": issued,
        "exp": issued + int(lifetime.total_seconds()),
        "jti": str(uuid4()),
    }
    if scope := " ".join(scopes):
        claims["scope"] = scope
    if grant:
        claims["grant"] = str(grant)
    key = ring.current
    header = {"alg": key.alg, "kid": key.kid, "typ": "at+jwt"}
    return jwt.encode(header, claims, key, algorithms=[str(key.alg)])
