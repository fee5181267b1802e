"""A registered application, as Authlib asks about it."""

from collections.abc import Mapping

from authlib.oauth2.rfc6749 import ClientMixin
from sqlalchemy import select
from sqlalchemy.orm import Session

from jenjang.identity.server import opaque
from jenjang.identity.server.issuer import scopes_within
from jenjang.identity.server.models import OAuthClient

SECRET_METHODS = ("client_secret_basic", "client_secret_post")


class Client(ClientMixin):  # type: ignore[misc]  # Authlib ships no types.
    """One row of `oauth_clients`."""

    def __init__(self, row: OAuthClient) -> None:
        self.row = row

    @property
    def public(self) -> bool:
        """Whether it can keep no secret, so that anybody may say it is this client."""
        return self.row.secret_hash is None

    def get_client_id(self) -> str:
        return self.row.client_id

    def get_default_redirect_uri(self) -> None:
        """There is none: a request names its own, always (OAuth 2.1 §2.3)."""

    def get_allowed_scope(self, scope: str | None) -> str | None:
        """What was asked for, when all of it may be; nothing asked for is all that the client may."""
        asked, may = (scope or "").split() or self.row.scopes, self.row.scopes
        return " ".join(scopes_within(asked, may)) if set(asked) <= set(may) else None

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        """Letter by letter (RFC 9700 §2.1); the port of a loopback address may differ (RFC 8252 §7.3)."""
        return redirect_uri in self.row.redirect_uris or _without_port(redirect_uri) in self.row.redirect_uris

    def check_client_secret(self, client_secret: str) -> bool:
        return opaque.same(client_secret, self.row.secret_hash)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:  # noqa: ARG002  Authlib's signature.
        return method == "none" if self.public else method in SECRET_METHODS

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code" and self.check_grant_type("authorization_code")

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type in self.row.grant_types

    @property
    def client_metadata(self) -> Mapping[str, str]:
        return {}


def find(session: Session, client_id: str) -> Client | None:
    """The client of that id that wasn't revoked, in the government that the session is bound to."""
    asked = select(OAuthClient).where(OAuthClient.client_id == client_id, OAuthClient.revoked_at.is_(None))
    row = session.scalar(asked)
    return Client(row) if row else None


def _without_port(uri: str) -> str:
    """A loopback address of a native app without its port, which the system gives anew each time."""
    for host in ("http://127.0.0.1", "http://[::1]"):
        if uri.startswith(f"{host}:"):
            port, slash, path = uri.removeprefix(f"{host}:").partition("/")
            return f"{host}{slash}{path}" if port.isascii() and port.isdigit() else uri
    return uri
