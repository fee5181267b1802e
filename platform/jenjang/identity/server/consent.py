"""What an application asks a person to allow, and what it is answered (RFC 6749 §4.1)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from authlib.oauth2.rfc6749 import InvalidRequestError, OAuth2Error
from authlib.oidc.core.errors import (
    ConsentRequiredError,
    LoginRequiredError,
    RegistrationNotSupportedError,
    RequestNotSupportedError,
    RequestURINotSupportedError,
)
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from starlette.responses import Response

from jenjang.core import clock
from jenjang.core.errors import Refusal
from jenjang.database.engine import bound
from jenjang.identity.server import bridge, logins
from jenjang.identity.server.bridge import SESSION, Pairs, ServerRequest
from jenjang.identity.server.clients import Client
from jenjang.identity.server.events import event
from jenjang.identity.server.grants import CodeGrant
from jenjang.identity.server.kinds import EventKind
from jenjang.identity.server.logins import SignedIn
from jenjang.identity.server.second_factors import SecondFactors
from jenjang.identity.server.server import Server

T = TypeVar("T")
LONGEST_AGE = 10
"""Digits of a `max_age` beyond which every login is young."""
UNSUPPORTED: Mapping[str, type[OAuth2Error]] = {
    "request": RequestNotSupportedError,
    "request_uri": RequestURINotSupportedError,
    "registration": RegistrationNotSupportedError,
}
"""Parameters that would change what is asked, and that we don't read (OpenID Connect Core §6, §7.2.1)."""


class RequestUnfit(Refusal):
    """The application asked wrongly, and where it can be told so is not known: {problem}"""


class SignInFirst(Exception):
    """Nobody has signed in in this browser yet, too long ago for what is asked, or with too little."""


class ChangePasswordFirst(Exception):
    """Who has signed in still has the password of the first time."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What an application asks a person to allow."""

    client: str
    scopes: tuple[str, ...]
    redirect_uri: str
    person: SignedIn


class Consent:
    """Lets applications act for people who have signed in."""

    def __init__(self, engine: AsyncEngine, second_factors: SecondFactors) -> None:
        self._engine = engine
        self._second_factors = second_factors

    async def asked(self, server: Server, pairs: Pairs, cookie: str) -> Asked | Response:
        """What an application asks for, to be shown; or the answer to it, when there is nothing to show.

        Raises SignInFirst, ChangePasswordFirst, and RequestUnfit when the application can't be told.
        """

        def consider(person: SignedIn | None) -> Asked | Response:
            request = _request(server, pairs)
            try:
                grant, admitted = _admitted(server, request, person)
            except OAuth2Error as error:
                return _told(server, request, error)
            client: Client = request.client
            return Asked(client.row.name, tuple(request.scope.split()), grant.redirect_uri, admitted)

        return await self.considered(server, cookie, consider)

    async def answer(
        self, server: Server, pairs: Pairs, cookie: str, address: str, *, allow: bool
    ) -> Response:
        """Send the browser back to the application, with a code or with the refusal. Raises as `asked`.

        The page may have been open for hours: all that was asked is looked at again.
        """

        def respond(person: SignedIn | None) -> Response:
            request = _request(server, pairs)
            try:
                grant, admitted = _admitted(server, request, person)
            except OAuth2Error as error:
                return _told(server, request, error)
            if allow:
                client, account = request.payload.client_id, admitted.account_id
                SESSION.get().execute(
                    event(EventKind.CLIENT_ALLOWED, account=account, client=client, address=address)
                )
            made: Response = server.create_authorization_response(
                request, grant_user=admitted if allow else None, grant=grant
            )
            return made

        return await self.considered(server, cookie, respond)

    async def considered(self, server: Server, cookie: str, work: Callable[[SignedIn | None], T]) -> T:
        """Do it in one transaction, told who has signed in in the browser with this cookie, far enough."""
        async with bound(self._engine, server.issuer.tenant) as session:
            person = await logins.signed_in(session, cookie)
            if person and await self._too_little(session, server.issuer.tenant, person):
                person = None
            return await bridge.inside(session, lambda: work(person))

    async def _too_little(self, session: AsyncSession, tenant: str, person: SignedIn) -> bool:
        """Whether somebody has to show a second factor who was let in by a password: they may have become an
        admin since, or their government stricter. Who came by another way shows it there.
        """
        by_password_only = "pwd" in person.methods and "mfa" not in person.methods
        return by_password_only and await self._second_factors.due(session, tenant, person.account_id)


def _admitted(server: Server, request: ServerRequest, person: SignedIn | None) -> tuple[CodeGrant, SignedIn]:
    """Who may be asked, by a request in order. Raises OAuth2Error, SignInFirst, ChangePasswordFirst."""
    grant: CodeGrant = server.get_consent_grant(request, end_user=person)
    for name, error in UNSUPPORTED.items():
        if name in request.payload.data:
            raise error(redirect_uri=grant.redirect_uri)
    prompts = request.payload.data.get("prompt", "").split()
    silent = "none" in prompts
    if person is None or "login" in prompts or _too_long_ago(request, person):
        if silent:
            raise LoginRequiredError(redirect_uri=grant.redirect_uri)
        raise SignInFirst
    if person.must_change and not silent:
        raise ChangePasswordFirst
    if silent:
        raise ConsentRequiredError(redirect_uri=grant.redirect_uri)
    return grant, person


def _request(server: Server, pairs: Pairs) -> ServerRequest:
    try:
        return ServerRequest("GET", f"/t/{server.issuer.tenant}/authorize", {}, pairs)
    except InvalidRequestError as error:
        raise RequestUnfit(problem=error.description) from None


def _told(server: Server, request: ServerRequest, error: OAuth2Error) -> Response:
    """Tell the application of an error, at its address; raises RequestUnfit when that isn't to be trusted."""
    if not error.redirect_uri:
        raise RequestUnfit(problem=error.get_error_description() or error.error)
    error.state = request.payload.state
    told: Response = server.handle_error_response(request, error)
    return told


def _too_long_ago(request: ServerRequest, person: SignedIn) -> bool:
    """Whether the application wants a fresher login (`max_age`, in seconds)."""
    wanted = request.payload.data.get("max_age", "")
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < LONGEST_AGE):
        return False
    return (clock.now() - person.authenticated_at).total_seconds() > int(wanted)
