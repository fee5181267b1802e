"""Between a person's browser and the server: signing in and out, and passwords."""

from collections.abc import Mapping
from dataclasses import dataclass

from authlib.common.urls import add_params_to_uri
from sqlalchemy.ext.asyncio import AsyncEngine

from jenjang.core.errors import Refusal
from jenjang.database.engine import bound
from jenjang.identity.server import bridge, logins, opaque, passwords
from jenjang.identity.server.events import event, failure
from jenjang.identity.server.kinds import EventKind
from jenjang.identity.server.logins import SignedIn
from jenjang.identity.server.openid import id_token_hint
from jenjang.identity.server.second_factors import SecondFactors
from jenjang.identity.server.server import Server
from jenjang.identity.server.throttle import Throttle

LONGEST_NAME = 254
"""Characters of the longest e-mail address."""


class WrongNameOrPassword(Refusal):
    """Name and password don't belong together."""


class FirstPasswordOver(Refusal):
    """The password of the first time held for {days} days: ask for another one."""


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
class Entry:
    """A login that began: its cookie, and whether a second factor is still needed."""

    cookie: str
    pending: bool


class Doorkeeper:
    """Signs people in and out."""

    def __init__(
        self,
        servers: Mapping[str, Server],
        engine: AsyncEngine,
        throttle: Throttle,
        second_factors: SecondFactors,
    ) -> None:
        self._servers = servers
        self._engine = engine
        self._throttle = throttle
        self._second_factors = second_factors

    def server(self, tenant: str) -> Server | None:
        """The server of a government that has one of its own."""
        return self._servers.get(tenant)

    async def sign_in(self, server: Server, name: str, password: str, address: str) -> Entry:
        """A new login, which may still need a second factor.

        Raises WrongNameOrPassword, TooManyTries, TooManyAtOnce.

        `name`: NIP, NI PPPK or work e-mail address. Takes as long, and says the same, whatever is wrong; only
        who knows a password of the first time is told that its time is over, by FirstPasswordOver.
        """
        tenant, known = server.issuer.tenant, _known(name)
        if not await self._throttle.take(tenant, known, address):
            raise TooManyTries
        async with bound(self._engine, tenant) as session:
            found = await logins.enrolled(session, tenant, server.issuer.url, known)
        if not await passwords.fits(password, found.hash if found else None) or found is None:
            async with bound(self._engine, tenant) as session:
                whose = found.id if found else None
                await session.execute(failure(tenant, EventKind.SIGN_IN_FAILED, whose, address))
            raise WrongNameOrPassword
        await self._throttle.give_back(tenant, known, address)
        if found.stale:
            raise FirstPasswordOver(days=logins.FIRST_HOLDS.days)
        async with bound(self._engine, tenant) as session:
            pending = await self._second_factors.due(session, tenant, found.id)
            if not pending:
                await session.execute(event(EventKind.SIGNED_IN, account=found.id, address=address))
            return Entry(await logins.sign_in(session, found.id, pending=pending), pending)

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


def _known(name: str) -> str:
    """A name as it is looked up: a number without the blanks that people group it by, an address in small."""
    short = name.replace("\0", "").strip()[:LONGEST_NAME]
    digits = short.replace(" ", "")
    return digits if digits.isascii() and digits.isdigit() else short.lower()
