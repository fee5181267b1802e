"""One government's authorization server: Authlib's, with our clients, grants and tokens."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from authlib.common.urls import add_params_to_uri
from authlib.oauth2.rfc6749 import AuthorizationServer, InvalidClientError, InvalidScopeError, OAuth2Request
from starlette.responses import Response

from jenjang.core import clock
from jenjang.identity.issue import LONGEST, issue_token
from jenjang.identity.models import Account
from jenjang.identity.server import bridge, clients, opaque
from jenjang.identity.server.bridge import SESSION, ServerRequest
from jenjang.identity.server.clients import Client
from jenjang.identity.server.devices import DeviceEndpoint, DeviceGrant
from jenjang.identity.server.grants import CodeGrant, OwnGrant, Pkce, RefreshGrant, Tokens
from jenjang.identity.server.issuer import KNOWN_SCOPES, OwnIssuer
from jenjang.identity.server.models import RefreshToken
from jenjang.identity.server.openid import IdToken
from jenjang.identity.server.withdrawal import Introspection, Revocation
from jenjang.identity.tokens import Fault, Genuine, Verifier

REFRESH_LIVES = timedelta(days=30)


class Server(AuthorizationServer):  # type: ignore[misc]  # Authlib ships no types.
    """Answers an issuer's requests, each inside a transaction that is bound to its government."""

    def __init__(self, issuer: OwnIssuer, verifier: Verifier) -> None:
        super().__init__(scopes_supported=KNOWN_SCOPES)
        self.issuer = issuer
        self._verifier = verifier
        id_token = IdToken(issuer)
        self.register_grant(CodeGrant, [Pkce(required=True), id_token])
        self.register_grant(RefreshGrant, [id_token])
        self.register_grant(OwnGrant)
        self.register_grant(DeviceGrant, [id_token])
        self.register_endpoint(DeviceEndpoint)
        self.register_endpoint(Revocation)
        self.register_endpoint(Introspection)

    def query_client(self, client_id: str) -> Client | None:
        return clients.find(SESSION.get(), client_id) if client_id.isprintable() else None

    def authenticate_client(
        self, request: OAuth2Request, methods: Sequence[str], endpoint: str = "token"
    ) -> Client:
        """Raises InvalidClientError, for an unreadable Authorization header, too: Authlib would fail."""
        try:
            client: Client = super().authenticate_client(request, methods, endpoint)
        except ValueError:
            raise InvalidClientError(status_code=401, description="Unreadable Authorization.") from None
        return client

    def create_oauth2_request(self, request: ServerRequest) -> ServerRequest:
        return request

    def handle_response(self, status: int, body: object, headers: list[tuple[str, str]]) -> Response:
        return bridge.response(status, body, [(name, self._named(name, value)) for name, value in headers])

    def _named(self, name: str, value: str) -> str:
        """An answer by redirection names its issuer (RFC 9207): no other server's can be mistaken for it."""
        return add_params_to_uri(value, [("iss", self.issuer.url)]) if name == "Location" else value

    def send_signal(self, name: str, *args: object, **more: object) -> None:
        """Nobody listens: what is worth a record is recorded where it happens."""

    def genuine(self, token: str) -> Genuine | None:
        """What an access token of this issuer says; None when it isn't one, or no longer."""
        try:
            found = self._verifier.verify(token)
        except Fault:
            return None
        return found if found.issuer == self.issuer.url else None

    def validate_requested_scope(self, scope: str | None) -> None:
        if scope and not set(scope.split()) <= set(KNOWN_SCOPES):
            raise InvalidScopeError

    def save_token(self, token: Tokens, request: OAuth2Request) -> None:
        """Access tokens are kept nowhere; a refresh token was when it was made."""

    def issue(self, request: OAuth2Request, account: Account, scope: str, *, refresh: bool) -> Tokens:
        """Tokens of the request's grant: a JWT (RFC 9068), and if wished a refresh token."""
        access_token = issue_token(
            self.issuer.ring,
            self.issuer.url,
            self.issuer.audience,
            account.called_by(self.issuer.url),
            request.client.get_client_id(),
            scope.split(),
            grant=request.grant.id,
        )
        told: Tokens = {
            "access_token": access_token,
            "token_type": "Bearer",
            "expires_in": int(LONGEST.total_seconds()),
            "scope": scope,
        }
        if refresh:
            told["refresh_token"] = self._refresh_token(request.grant.id)
        return told

    def _refresh_token(self, grant: UUID) -> str:
        token = opaque.new_secret()
        made = RefreshToken(
            token_hash=opaque.fingerprint(token), grant_id=grant, expires_at=clock.now() + REFRESH_LIVES
        )
        SESSION.get().add(made)
        return token
