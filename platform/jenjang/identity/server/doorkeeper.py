"""Between a person's browser and the server: who has signed in, and what an application may do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from authlib.common.urls import add_params_to_uri
from authlib.oauth2.rfc6749 import InvalidRequestError, OAuth2Error
from authlib.oidc.core.errors import ConsentRequiredError, LoginRequiredError
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.responses import Response

from jenjang.core import clock
from jenjang.core.errors import Refusal
from jenjang.database.engine import bound
from jenjang.identity.server import bridge, logins, opaque, passwords
from jenjang.identity.server.bridge import SESSION, Pairs, ServerRequest
from jenjang.identity.server.clients import Client
from jenjang.identity.server.events import event
from jenjang.identity.server.kinds import EventKind
from jenjang.identity.server.logins import SignedIn
from jenjang.identity.server.openid import id_token_hint
from jenjang.identity.server.server import Server
from jenjang.identity.server.throttle import Throttle

LONGEST_NAME = 254
"""Characters of the longest e-mail address."""
LONGEST_AGE = 10
"""Digits of a `max_age` beyond which every login is young."""


class RequestUnfit(Refusal):
    """The application asked wrongly, and where it can be told so is not known: {problem}"""


class SignInFirst(Exception):
    """Nobody has signed in in this browser yet, or too long ago for what is asked."""


class ChangePasswordFirst(Exception):
    """Who has signed in still has the password of the first time."""


class WrongNameOrPassword(Refusal):
    """Name and password don't belong together."""


class TooManyTries(Refusal):
    """Too many tries in vain: wait a minute."""


class PasswordUnfit(Refusal):
    """A password has {shortest} to {longest} characters, and is another one than before."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """Who wants a login to end. `vouched`: an application shows by an id token that it is its own."""

    vouched: bool
    address: str
    """Where the browser goes then; empty when the application registered no such address."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What an application asks a person to allow."""

    client: str
    scopes: tuple[str, ...]
    redirect_uri: str
    person: SignedIn


class Doorkeeper:
    """Signs people in, and lets applications act for them."""

    def __init__(self, servers: Mapping[str, Server], engine: AsyncEngine, throttle: Throttle) -> None:
        self._servers = servers
        self._engine = engine
        self._throttle = throttle

    def server(self, tenant: str) -> Server | None:
        """The server of a government that has one of its own."""
        return self._servers.get(tenant)

    async def sign_in(self, server: Server, name: str, password: str, address: str) -> str:
        """The cookie of a new login. Raises WrongNameOrPassword, TooManyTries, TooManyAtOnce.

        `name`: NIP, NI PPPK or e-mail address. Takes as long, and says the same, whatever is wrong.
        """
        tenant, known = server.issuer.tenant, _known(name)
        if not await self._throttle.take(tenant, known, address):
            raise TooManyTries
        async with bound(self._engine, tenant) as session:
            found = await logins.enrolled(session, tenant, server.issuer.url, known)
        if not await passwords.fits(password, found.hash if found else None) or found is None:
            await self._record(server, EventKind.SIGN_IN_FAILED, found.id if found else None, address)
            raise WrongNameOrPassword
        await self._throttle.give_back(tenant, known, address)
        async with bound(self._engine, tenant) as session:
            await session.execute(event(EventKind.SIGNED_IN, account=found.id, address=address))
            return await logins.sign_in(session, found.id)

    async def person(self, server: Server, cookie: str) -> SignedIn | None:
        """Who has signed in in the browser that has this cookie."""
        async with bound(self._engine, server.issuer.tenant) as session:
            return await logins.signed_in(session, cookie)

    async def sign_out(self, server: Server, cookie: str, address: str) -> None:
        async with bound(self._engine, server.issuer.tenant) as session:
            account = await logins.sign_out(session, cookie)
            if account:
                await session.execute(event(EventKind.SIGNED_OUT, account=account, address=address))

    async def change_password(self, server: Server, cookie: str, old: str, new: str, address: str) -> None:
        """Raises WrongNameOrPassword when nobody is signed in or `old` is wrong, and otherwise
        PasswordUnfit, TooManyTries, TooManyAtOnce.
        """
        if not passwords.SHORTEST <= len(new) <= passwords.LONGEST or new == old:
            raise PasswordUnfit(shortest=passwords.SHORTEST, longest=passwords.LONGEST)
        tenant, here = server.issuer.tenant, f"password of {opaque.fingerprint(cookie).hex()}"
        if not await self._throttle.take(tenant, here, address):
            raise TooManyTries
        async with bound(self._engine, tenant) as session:
            kept = await logins.password_of(session, cookie)
        if not await passwords.fits(old, kept):
            raise WrongNameOrPassword
        await self._throttle.give_back(tenant, here, address)
        made = await passwords.hashed(new)
        async with bound(self._engine, server.issuer.tenant) as session:
            account = await logins.set_password(session, cookie, made)
            await session.execute(event(EventKind.PASSWORD_CHANGED, account=account, address=address))

    async def asked(self, server: Server, pairs: Pairs, cookie: str) -> Asked | Response:
        """What an application asks for, to be shown; or the answer to it, when there is nothing to show.

        Raises SignInFirst, and RequestUnfit when the application can't be told.
        """

        def consider(person: SignedIn | None) -> Asked | Response:
            request = _request(server, pairs)
            try:
                grant = server.get_consent_grant(request, end_user=person)
                prompts = request.payload.data.get("prompt", "").split()
                silent = "none" in prompts
                if person is None or "login" in prompts or _too_long_ago(request, person):
                    if silent:
                        raise LoginRequiredError(redirect_uri=grant.redirect_uri)
                    raise SignInFirst
                if person.must_change:
                    raise ChangePasswordFirst
                if silent:
                    raise ConsentRequiredError(redirect_uri=grant.redirect_uri)
            except OAuth2Error as error:
                return _told(server, request, error)
            client: Client = request.client
            return Asked(client.row.name, tuple(request.scope.split()), grant.redirect_uri, person)

        considered: Asked | Response = await self._considered(server, cookie, consider)
        return considered

    async def answer(
        self, server: Server, pairs: Pairs, cookie: str, address: str, *, allow: bool
    ) -> Response:
        """Send the browser back to the application, with a code or with the refusal. Raises as `asked`."""

        def respond(person: SignedIn | None) -> Response:
            if person is None:
                raise SignInFirst
            if person.must_change:
                raise ChangePasswordFirst
            request = _request(server, pairs)
            try:
                grant = server.get_consent_grant(request, end_user=person)
            except OAuth2Error as error:
                return _told(server, request, error)
            if allow:
                client = request.payload.client_id
                SESSION.get().execute(
                    event(EventKind.CLIENT_ALLOWED, account=person.account_id, client=client, address=address)
                )
            made: Response = server.create_authorization_response(
                request, grant_user=person if allow else None, grant=grant
            )
            return made

        given: Response = await self._considered(server, cookie, respond)
        return given

    async def _record(self, server: Server, kind: EventKind, account: UUID | None, address: str) -> None:
        async with bound(self._engine, server.issuer.tenant) as session:
            await session.execute(event(kind, account=account, address=address))

    async def leaving(self, server: Server, asked: Mapping[str, str], cookie: str) -> Leaving:
        """Whether an application may end the login (OpenID RP-Initiated Logout §2), and where to go.

        Its id token must be about whoever has signed in here: else anybody's could sign everybody out.
        """
        hint = id_token_hint(server.issuer, asked.get("id_token_hint", ""))
        client_id = hint.client if hint else asked.get("client_id", "")
        if hint and asked.get("client_id", client_id) != client_id:
            return Leaving(vouched=False, address="")

        async with bound(self._engine, server.issuer.tenant) as session:
            person = await logins.signed_in(session, cookie)
            client = await bridge.inside(session, lambda: server.query_client(client_id))
        wanted = asked.get("post_logout_redirect_uri", "")
        known = client is not None and wanted in client.row.post_logout_uris
        state = [("state", asked["state"])] if "state" in asked else []
        its_own = hint and client and (person is None or person.called_by(server.issuer.url) == hint.subject)
        return Leaving(bool(its_own), add_params_to_uri(wanted, state) if known else "")

    async def _considered(self, server: Server, cookie: str, work: Any) -> Any:  # Any: what `work` gives.
        async with bound(self._engine, server.issuer.tenant) as session:
            person = await logins.signed_in(session, cookie)
            return await bridge.inside(session, lambda: work(person))


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


def _known(name: str) -> str:
    """A name as it is looked up: a number without the blanks that people group it by, an address in small."""
    short = name.replace("\0", "").strip()[:LONGEST_NAME]
    digits = short.replace(" ", "")
    return digits if digits.isascii() and digits.isdigit() else short.lower()
