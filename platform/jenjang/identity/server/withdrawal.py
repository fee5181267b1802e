"""Taking tokens back (RFC 7009), and asking whether one still holds (RFC 7662)."""

from dataclasses import dataclass

from authlib.oauth2.rfc6749 import InvalidRequestError, OAuth2Request
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7662 import IntrospectionEndpoint
from sqlalchemy import select

from jenjang.core import clock
from jenjang.identity.server.bridge import SESSION, ServerRequest
from jenjang.identity.server.clients import Client
from jenjang.identity.server.grants import METHODS, end, find_refresh, holder
from jenjang.identity.server.kinds import EventKind
from jenjang.identity.server.models import OAuthGrant


@dataclass(slots=True)
class Held:
    """A token that somebody showed: what it is of, and until when it would hold."""

    kind: str
    grant: OAuthGrant
    expires: float
    issued: float
    scope: str
    holds: bool
    client: str = ""
    """Whose it is: its own `client_id`, once it has been compared."""

    def check_client(self, client: Client) -> bool:
        return self.grant.client_key == client.row.id

    def is_expired(self) -> bool:
        return self.expires <= clock.now().timestamp()

    def is_revoked(self) -> bool:
        return not self.holds or self.grant.ended_at is not None


class Finding:
    """Finds a token whatever kind it is: the hint is only a hint (RFC 7009 §2.1)."""

    def check_params(self, request: OAuth2Request, client: Client) -> None:  # noqa: ARG002  Authlib's.
        if "token" not in request.form:
            raise InvalidRequestError("Send the token that is meant as `token`.")

    def query_token(self, token: str, token_type_hint: str | None) -> Held | None:  # noqa: ARG002
        found = find_refresh(token)
        if found:
            row = found.token
            return Held(
                "refresh_token",
                found.grant,
                row.expires_at.timestamp(),
                row.made_at.timestamp(),
                found.grant.scope,
                row.used_at is None,
            )
        return self._access_token(token)

    def _access_token(self, token: str) -> Held | None:
        genuine = self.server.genuine(token)  # type: ignore[attr-defined]  # Authlib's endpoint has it.
        if genuine is None or genuine.grant is None:
            return None
        grant = SESSION.get().scalar(select(OAuthGrant).where(OAuthGrant.id == genuine.grant))
        if grant is None:
            return None
        scope = " ".join(sorted(genuine.scopes))
        return Held("access_token", grant, genuine.expires, genuine.issued, scope, holds=True)


class Revocation(Finding, RevocationEndpoint):  # type: ignore[misc]  # Authlib ships no types.
    """Whoever takes back one token of a grant ends the grant: both tokens and their descendants."""

    CLIENT_AUTH_METHODS = METHODS

    def revoke_token(self, token: Held, request: ServerRequest) -> None:
        end(OAuthGrant.id == token.grant.id, EventKind.TOKEN_REVOKED, request)


class Introspection(Finding, IntrospectionEndpoint):  # type: ignore[misc]
    """For clients with a secret, about their own tokens; of others they learn nothing."""

    CLIENT_AUTH_METHODS = METHODS[:2]

    def check_permission(self, token: Held, client: Client, request: OAuth2Request) -> bool:  # noqa: ARG002
        token.client = client.get_client_id()
        return token.check_client(client)

    def introspect_token(self, token: Held) -> dict[str, object]:
        account = holder(token.grant)
        if account is None:
            return {"active": False}
        issuer = self.server.issuer
        return {
            "active": True,
            "iss": issuer.url,
            "sub": account.called_by(issuer.url),
            "client_id": token.client,
            "scope": token.scope,
            "token_type": "Bearer" if token.kind == "access_token" else token.kind,
            "iat": int(token.issued),
            "exp": int(token.expires),
            **({"aud": issuer.audience} if token.kind == "access_token" else {}),
        }
