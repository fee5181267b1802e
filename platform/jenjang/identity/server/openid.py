"""OpenID Connect on top of the code and refresh grants: id tokens, and what userinfo tells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from authlib.oauth2.rfc6749 import OAuth2Request
from authlib.oidc.core import OpenIDCode
from authlib.oidc.core.grants.util import create_half_hash
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from sqlalchemy import text

from jenjang.core import clock
from jenjang.identity.issuers import ALGORITHMS
from jenjang.identity.models import Account
from jenjang.identity.server.bridge import SESSION
from jenjang.identity.server.issuer import OwnIssuer

LIVES = timedelta(minutes=5)
PERSON = text("SELECT name, number, work_email FROM employees WHERE tenant_id = :tenant AND id = :id")
"""Of the organisation's table, as the gate reads it: who a person is to an application."""


class IdToken(OpenIDCode):  # type: ignore[misc]  # Authlib ships no types.
    """An id token (OpenID Connect Core §2) beside the access token, when `openid` was asked for."""

    def __init__(self, issuer: OwnIssuer) -> None:
        super().__init__(require_nonce=False)
        self._issuer = issuer

    def exists_nonce(self, nonce: str, request: OAuth2Request) -> bool:  # noqa: ARG002  Authlib's signature.
        """The client compares it; a code, which carries it, is good for once."""
        return False

    def encode_id_token(self, token: dict[str, Any], request: OAuth2Request) -> str:  # Any: JSON.
        now = int(clock.now().timestamp())
        key = self._issuer.ring.current
        claims = {
            "iss": self._issuer.url,
            "aud": request.client.get_client_id(),
            "iat": now,
            "exp": now + int(LIVES.total_seconds()),
            "auth_time": int(request.grant.authenticated_at.timestamp()),
            **how(request.grant.methods),
            "at_hash": create_half_hash(token["access_token"], key.alg).decode(),
            **about(self._issuer, request.user, token["scope"]),
        }
        if request.authorization_code and (nonce := request.authorization_code.row.nonce):
            claims["nonce"] = nonce
        return jwt.encode({"alg": key.alg, "kid": key.kid}, claims, key, algorithms=[str(key.alg)])


def how(methods: Sequence[str]) -> dict[str, object]:
    """How somebody signed in (RFC 8176), and `acr`: by how many factors. Nothing where we don't know."""
    if not methods:
        return {}
    return {"amr": list(methods), "acr": "2" if "mfa" in methods else "1"}


def about(issuer: OwnIssuer, account: Account, scope: str) -> dict[str, object]:
    """What an application is told of an account under these scopes (OpenID Connect Core §5.4)."""
    told: dict[str, object] = {"sub": account.called_by(issuer.url)}
    scopes = set(scope.split())
    if account.employee_id is None or not scopes & {"profile", "email"}:
        return told
    person = SESSION.get().execute(PERSON, {"tenant": issuer.tenant, "id": account.employee_id}).one_or_none()
    if person and "profile" in scopes:
        told |= {"name": person.name, "preferred_username": person.number}
    if person and "email" in scopes and person.work_email:
        told |= {"email": person.work_email, "email_verified": False}
    return told


@dataclass(frozen=True, slots=True)
class Hint:
    """For which application an id token was made, and about whom."""

    client: str
    subject: str


def id_token_hint(issuer: OwnIssuer, token: str) -> Hint | None:
    """What an id token of ours says, however long ago it was made; None when it is none."""
    try:
        found = jwt.decode(token, KeySet(list(issuer.ring.keys.values())), algorithms=sorted(ALGORITHMS))
    except (JoseError, ValueError, TypeError):  # TypeError: of a header that only looks like one.
        return None
    claims = found.claims
    ours = claims.get("iss") == issuer.url and found.header.get("typ") != "at+jwt"
    return Hint(str(claims.get("aud", "")), str(claims.get("sub", ""))) if ours else None
