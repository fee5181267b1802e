"""Devices without a browser (RFC 8628): they show a code, which their person enters elsewhere."""

from collections.abc import Mapping
from datetime import timedelta

from authlib.oauth2.rfc6749 import (
    AccessDeniedError,
    InvalidGrantError,
    InvalidScopeError,
    OAuth2Error,
    UnauthorizedClientError,
)
from authlib.oauth2.rfc8628 import (
    DEVICE_CODE_GRANT_TYPE,
    AuthorizationPendingError,
    DeviceAuthorizationEndpoint,
    DeviceCodeGrant,
    ExpiredTokenError,
    SlowDownError,
)
from sqlalchemy import func, select

from jenjang.core import clock
from jenjang.identity.models import Account
from jenjang.identity.server import opaque
from jenjang.identity.server.bridge import SESSION, ServerRequest
from jenjang.identity.server.clients import Client
from jenjang.identity.server.grants import METHODS, Tokens, alive, begin
from jenjang.identity.server.models import DeviceCode, OAuthClient

BY_DEVICE = DEVICE_CODE_GRANT_TYPE
LIVES = timedelta(minutes=10)
"""How long a device's code waits for its person."""
SECONDS, MORE_SECONDS = 5, 5
"""Between two questions of a device; more after each that came too early (RFC 8628 §3.5)."""
MOST_WAITING = 1000
"""Devices of one application that may wait at a time: anybody can say to be one, and each is a row."""


class TooManyWaiting(OAuth2Error):  # type: ignore[misc]  # Authlib ships no types.
    """Too many devices of this application are waiting: try again in some minutes."""

    error = "temporarily_unavailable"
    status_code = 503


class DeviceEndpoint(DeviceAuthorizationEndpoint):  # type: ignore[misc]  # Authlib ships no types.
    """Gives a device its two codes (RFC 8628 §3.2)."""

    CLIENT_AUTH_METHODS = METHODS

    def create_endpoint_response(
        self, request: ServerRequest
    ) -> tuple[int, Mapping[str, object], list[tuple[str, str]]]:
        client: Client = self.authenticate_client(request)
        if not client.check_grant_type(BY_DEVICE):
            raise UnauthorizedClientError("This application isn't registered for devices.")
        scope = client.get_allowed_scope(request.payload.scope)
        if scope is None:
            raise InvalidScopeError
        if _count_of(client) >= MOST_WAITING:
            raise TooManyWaiting
        device, user = opaque.new_secret(), self.generate_user_code()
        SESSION.get().add(
            DeviceCode(
                device_hash=opaque.fingerprint(device),
                user_hash=opaque.fingerprint(as_entered(user)),
                client_key=client.row.id,
                scope=scope,
                every=SECONDS,
                expires_at=clock.now() + LIVES,
            )
        )
        page = f"{self.server.issuer.url}/device"
        told = {
            "device_code": device,
            "user_code": user,
            "verification_uri": page,
            "verification_uri_complete": f"{page}?user_code={user}",
            "expires_in": int(LIVES.total_seconds()),
            "interval": SECONDS,
        }
        return 200, told, []


class Waiting:
    """A device's code, as Authlib asks about it."""

    def __init__(self, row: DeviceCode) -> None:
        self.row = row

    def get_client_id(self) -> str | None:
        asked = select(OAuthClient.client_id).where(OAuthClient.id == self.row.client_key)
        return SESSION.get().scalar(asked)

    def get_scope(self) -> str:
        return self.row.scope


class DeviceGrant(DeviceCodeGrant):  # type: ignore[misc]  # Authlib ships no types.
    """A device's code for tokens, once its person has allowed it (RFC 8628 §3.4)."""

    TOKEN_ENDPOINT_AUTH_METHODS = METHODS

    def query_device_credential(self, device_code: str) -> Waiting:
        """The code, locked: who asks by it meanwhile waits, and finds it gone. Raises InvalidGrantError."""
        kept = DeviceCode.device_hash == opaque.fingerprint(device_code)
        row = SESSION.get().scalar(select(DeviceCode).where(kept).with_for_update())
        if row is None:
            raise InvalidGrantError
        return Waiting(row)

    def validate_device_credential(self, credential: Waiting) -> Account:
        """Whom the device may act for. Raises what RFC 8628 §3.5 lists."""
        row = credential.row
        if row.expires_at <= clock.now():
            raise ExpiredTokenError
        if row.allowed is None:
            raise SlowDownError if _too_early(row) else AuthorizationPendingError
        account = alive(row.account_id) if row.allowed else None
        if account is None:
            raise AccessDeniedError
        return account

    def generate_token(self, user: Account, scope: str, *, include_refresh_token: bool) -> Tokens:
        row = self.request.credential.row
        grant = begin(row.client_key, user.id, scope, row.authenticated_at)
        grant.methods = row.methods
        self.request.grant = grant
        SESSION.get().delete(row)
        issued: Tokens = self.server.issue(self.request, user, scope, refresh=include_refresh_token)
        return issued


def _count_of(client: Client) -> int:
    """How many devices of an application wait."""
    mine = (DeviceCode.client_key == client.row.id, DeviceCode.expires_at > clock.now())
    return SESSION.get().scalar(select(func.count()).select_from(DeviceCode).where(*mine)) or 0


def as_entered(user_code: str) -> str:
    """A code as it is compared: people leave the dash out, and write it small (RFC 8628 §6.1)."""
    return "".join(one for one in user_code[:40] if one.isascii() and one.isalpha()).upper()


def _too_early(row: DeviceCode) -> bool:
    """Whether the device asks before its time; then it waits longer from now on."""
    now = clock.now()
    early = row.polled_at is not None and now < row.polled_at + timedelta(seconds=row.every)
    row.polled_at = now
    if early:
        row.every += MORE_SECONDS
    return early
