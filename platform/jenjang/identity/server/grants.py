"""The three ways to a token: a code, a refresh token, a client's own secret."""

from datetime import datetime, timedelta
from typing import Any

from authlib.oauth2.rfc6749 import InvalidGrantError, InvalidRequestError, InvalidScopeError, OAuth2Request
from authlib.oauth2.rfc6749.grants import (
    AuthorizationCodeGrant,
    ClientCredentialsGrant,
    RefreshTokenGrant,
)
from authlib.oauth2.rfc7636 import CodeChallenge
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.orm import Session

from jenjang.core import clock
from jenjang.identity.models import Account
from jenjang.identity.server import opaque
from jenjang.identity.server.bridge import SESSION, ServerRequest
from jenjang.identity.server.clients import Client
from jenjang.identity.server.events import event
from jenjang.identity.server.issuer import scopes_within
from jenjang.identity.server.kinds import EventKind
from jenjang.identity.server.models import OAuthClient, OAuthCode, OAuthGrant, RefreshToken
from jenjang.identity.server.standing import IN_ORDER, IN_SERVICE

CODE_LIVES = timedelta(seconds=60)
METHODS = ("client_secret_basic", "client_secret_post", "none")
Tokens = dict[str, Any]  # Any: the JSON of a token response (RFC 6749 §5.1).


class Pkce(CodeChallenge):  # type: ignore[misc]  # Authlib ships no types.
    """PKCE for every client, S256 only (RFC 9700 §2.1.1): Authlib would take `plain`, or none at all."""

    DEFAULT_CODE_CHALLENGE_METHOD = "S256"
    SUPPORTED_CODE_CHALLENGE_METHOD = ("S256",)

    def validate_code_challenge(self, grant: "CodeGrant", redirect_uri: str) -> None:
        asked = grant.request.payload.data
        if not asked.get("code_challenge") or asked.get("code_challenge_method") != "S256":
            raise InvalidRequestError("PKCE is needed: send code_challenge and code_challenge_method=S256.")
        super().validate_code_challenge(grant, redirect_uri)

    def get_authorization_code_challenge(self, authorization_code: "Code") -> str:
        return authorization_code.row.challenge

    def get_authorization_code_challenge_method(self, authorization_code: "Code") -> str:  # noqa: ARG002  Authlib's.
        return "S256"


class Code:
    """A code that was just taken, as Authlib asks about it."""

    def __init__(self, row: OAuthCode) -> None:
        self.row = row

    def get_redirect_uri(self) -> str:
        return self.row.redirect_uri

    def get_scope(self) -> str:
        return self.row.scope


class CodeGrant(AuthorizationCodeGrant):  # type: ignore[misc]
    """Authorization code (RFC 6749 §4.1): redeemed once, by the client that asked for it."""

    TOKEN_ENDPOINT_AUTH_METHODS = METHODS

    def generate_token(self, user: Account, scope: str, *, include_refresh_token: bool) -> Tokens:
        row = self.request.authorization_code.row
        grant = begin(row.client_key, user.id, scope, row.authenticated_at, row.code_hash)
        grant.methods = row.methods
        self.request.grant = grant
        issued: Tokens = self.server.issue(self.request, user, scope, refresh=include_refresh_token)
        return issued

    def generate_authorization_code(self) -> str:
        return opaque.new_secret()

    def save_authorization_code(self, code: str, request: OAuth2Request) -> None:
        login = request.user
        asked = request.payload.data
        _session().execute(
            insert(OAuthCode).values(
                code_hash=opaque.fingerprint(code),
                client_key=request.client.row.id,
                account_id=login.account_id,
                redirect_uri=asked["redirect_uri"],
                scope=request.scope,
                nonce=asked.get("nonce"),
                challenge=asked["code_challenge"],
                authenticated_at=login.authenticated_at,
                methods=list(login.methods),
                expires_at=clock.now() + CODE_LIVES,
            )
        )

    def query_authorization_code(self, code: str, client: Client) -> Code | None:
        """Take the code: whoever deletes it has it. Taken already, what came of it ends (RFC 9700 §4.5)."""
        kept = opaque.fingerprint(code)
        taken = _session().scalar(delete(OAuthCode).where(OAuthCode.code_hash == kept).returning(OAuthCode))
        if taken is None:
            end(OAuthGrant.code_hash == kept, EventKind.CODE_USED_TWICE, self.request)
            return None
        in_order = taken.client_key == client.row.id and taken.expires_at > clock.now()
        return Code(taken) if in_order else None

    def delete_authorization_code(self, authorization_code: Code) -> None:
        """It went when it was taken."""

    def authenticate_user(self, authorization_code: Code) -> Account | None:
        return alive(authorization_code.row.account_id)


class RefreshGrant(RefreshTokenGrant):  # type: ignore[misc]
    """Refresh (RFC 6749 §6) with rotation: used again, it ends the whole grant (RFC 9700 §4.14)."""

    TOKEN_ENDPOINT_AUTH_METHODS = METHODS
    INCLUDE_NEW_REFRESH_TOKEN = True

    def generate_token(self, user: Account, scope: str, *, include_refresh_token: bool) -> Tokens:
        allowed = self.request.grant.scope.split()
        narrowed = " ".join(scopes_within(scope.split() or allowed, allowed))
        issued: Tokens = self.server.issue(self.request, user, narrowed, refresh=include_refresh_token)
        return issued

    def authenticate_refresh_token(self, refresh_token: str) -> "Refresh | None":
        found = find_refresh(refresh_token, lock=True)
        if found is None or found.grant.client_key != self.request.client.row.id:
            return None
        if found.token.used_at:
            end(OAuthGrant.id == found.grant.id, EventKind.REFRESH_TOKEN_USED_TWICE, self.request)
            return None
        if found.token.expires_at <= clock.now() or holder(found.grant) is None:
            return None
        self.request.grant = found.grant
        return found

    def authenticate_user(self, refresh_token: "Refresh") -> Account | None:
        return alive(refresh_token.grant.account_id)

    def revoke_old_credential(self, refresh_token: "Refresh") -> None:
        refresh_token.token.used_at = clock.now()


class OwnGrant(ClientCredentialsGrant):  # type: ignore[misc]
    """Client credentials (RFC 6749 §4.4): a program of the regional IT, under its own account."""

    TOKEN_ENDPOINT_AUTH_METHODS = METHODS[:2]

    def validate_requested_scope(self) -> None:
        scope = self.request.client.get_allowed_scope(self.request.payload.scope)
        if scope is None:
            raise InvalidScopeError
        self.request.scope = scope

    def create_token_response(self) -> tuple[int, Tokens, list[tuple[str, str]]]:
        row = self.request.client.row
        account = alive(row.account_id)
        if account is None:
            raise InvalidGrantError("The client has no account of its own.")
        self.request.user = account
        self.request.grant = begin(row.id, account.id, self.request.scope, clock.now())
        token = self.server.issue(self.request, account, self.request.scope, refresh=False)
        return 200, token, self.TOKEN_RESPONSE_HEADER


class Refresh:
    """A refresh token with its grant, as Authlib asks about it."""

    def __init__(self, token: RefreshToken, grant: OAuthGrant) -> None:
        self.token = token
        self.grant = grant

    def check_client(self, client: Client) -> bool:
        return self.grant.client_key == client.row.id

    def get_scope(self) -> str:
        return self.grant.scope


def find_refresh(token: str, *, lock: bool = False) -> Refresh | None:
    """The refresh token and its grant; locked, others who come with the same one wait."""
    kept = opaque.fingerprint(token)
    asked = select(RefreshToken).where(RefreshToken.token_hash == kept)
    row = _session().scalar(asked.with_for_update() if lock else asked)
    if row is None:
        return None
    grant = _session().scalar(select(OAuthGrant).where(OAuthGrant.id == row.grant_id))
    return Refresh(row, grant) if grant else None


def begin(
    client_key: object, account_id: object, scope: str, at: datetime, code_hash: bytes | None = None
) -> OAuthGrant:
    """Note that a client may act for an account from now on."""
    grant = OAuthGrant(
        client_key=client_key, account_id=account_id, scope=scope, authenticated_at=at, code_hash=code_hash
    )
    _session().add(grant)
    _session().flush()
    return grant


def end(which: Any, why: EventKind, request: ServerRequest) -> None:  # Any: a condition of SQLAlchemy.
    """End grants, and with them every token that came of them; each is recorded."""
    ended = _session().scalars(
        update(OAuthGrant)
        .where(which, OAuthGrant.ended_at.is_(None))
        .values(ended_at=clock.now(), ended_by=why)
        .returning(OAuthGrant.account_id)
    )
    for account in ended.all():
        client = request.client.get_client_id() if request.client else request.payload.client_id
        _session().execute(event(why, account=account, client=client, address=request.address))


def alive(account_id: object) -> Account | None:
    """The account, unless it is disabled or its person no longer serves."""
    in_order = text(IN_ORDER).bindparams(in_service=IN_SERVICE)
    return _session().scalar(select(Account).where(Account.id == account_id, in_order))


def holder(grant: OAuthGrant) -> Account | None:
    """For whom a grant still holds: not ended, its application not revoked, its account in order."""
    client = select(OAuthClient.revoked_at).where(OAuthClient.id == grant.client_key)
    return alive(grant.account_id) if not (grant.ended_at or _session().scalar(client)) else None


def _session() -> Session:
    return SESSION.get()
