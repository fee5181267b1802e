"""What a person is asked who enters the code of a device, and what the device is answered."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select

from jenjang.core import clock
from jenjang.core.errors import Refusal
from jenjang.identity.server import opaque
from jenjang.identity.server.bridge import SESSION
from jenjang.identity.server.consent import ChangePasswordFirst, Consent, SignInFirst
from jenjang.identity.server.devices import as_entered
from jenjang.identity.server.doorkeeper import TooManyTries
from jenjang.identity.server.events import event
from jenjang.identity.server.kinds import EventKind
from jenjang.identity.server.logins import SignedIn
from jenjang.identity.server.models import DeviceCode, OAuthClient
from jenjang.identity.server.server import Server
from jenjang.identity.server.throttle import Throttle

T = TypeVar("T")


class DeviceUnknown(Refusal):
    """No device waits with this code, or no longer: look at the device again, or begin anew on it."""


@dataclass(frozen=True, slots=True)
class DeviceAsks:
    """What an application on a device asks a person to allow."""

    client: str
    scopes: tuple[str, ...]
    person: SignedIn


class DeviceConsent:
    """Lets devices act for people who have signed in elsewhere."""

    def __init__(self, consent: Consent, throttle: Throttle) -> None:
        self._consent = consent
        self._throttle = throttle

    async def person(self, server: Server, cookie: str) -> SignedIn:
        """Who has signed in, far enough to allow something. Raises SignInFirst, ChangePasswordFirst."""
        return await self._consent.considered(server, cookie, _admitted)

    async def asked(self, server: Server, user_code: str, cookie: str, address: str) -> DeviceAsks:
        """What the device with this code asks for.

        Raises SignInFirst, ChangePasswordFirst, DeviceUnknown, and TooManyTries of codes that nobody has
        (RFC 8628 §5.1).
        """

        def consider(person: SignedIn | None) -> DeviceAsks:
            admitted = _admitted(person)
            row, client = _waiting(user_code)
            return DeviceAsks(client.name, tuple(row.scope.split()), admitted)

        return await self._tried(server, cookie, address, consider)

    async def answer(self, server: Server, user_code: str, cookie: str, address: str, *, allow: bool) -> None:
        """Let the device know. Raises as `asked`: who guesses codes need not look first."""

        def respond(person: SignedIn | None) -> None:
            admitted = _admitted(person)
            row, client = _waiting(user_code)
            row.allowed, row.account_id = allow, admitted.account_id
            row.authenticated_at, row.methods = admitted.authenticated_at, list(admitted.methods)
            if allow:
                account = admitted.account_id
                told = event(
                    EventKind.CLIENT_ALLOWED, account=account, client=client.client_id, address=address
                )
                SESSION.get().execute(told)

        await self._tried(server, cookie, address, respond)

    async def _tried(
        self, server: Server, cookie: str, address: str, work: Callable[[SignedIn | None], T]
    ) -> T:
        """Do it, and count it as a try in vain unless the code is somebody's. Raises TooManyTries."""
        tenant, here = server.issuer.tenant, f"device of {opaque.fingerprint(cookie).hex()}"
        if not await self._throttle.take(tenant, here, address):
            raise TooManyTries
        found = await self._consent.considered(server, cookie, work)
        await self._throttle.give_back(tenant, here, address)
        return found


def _admitted(person: SignedIn | None) -> SignedIn:
    if person is None:
        raise SignInFirst
    if person.must_change:
        raise ChangePasswordFirst
    return person


def _waiting(user_code: str) -> tuple[DeviceCode, OAuthClient]:
    """The device that waits with this code, and its application. Raises DeviceUnknown."""
    asked = (
        select(DeviceCode, OAuthClient)
        .join(OAuthClient, OAuthClient.id == DeviceCode.client_key)
        .where(
            DeviceCode.user_hash == opaque.fingerprint(as_entered(user_code)),
            DeviceCode.expires_at > clock.now(),
            DeviceCode.allowed.is_(None),
            OAuthClient.revoked_at.is_(None),
        )
        .with_for_update(of=DeviceCode)
    )
    found = SESSION.get().execute(asked).one_or_none()
    if found is None:
        raise DeviceUnknown
    return found[0], found[1]
