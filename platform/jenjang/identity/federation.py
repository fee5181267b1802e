"""Signing in at a government's own provider: our sign-in page is an application of it (OpenID Connect)."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import httpx2
import structlog
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.starlette_client import StarletteIntegration, StarletteOAuth2App
from joserfc.errors import JoseError
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from starlette.requests import Request

from jenjang.core.errors import Refusal
from jenjang.database.engine import bound
from jenjang.identity.arrivals import Arrivals
from jenjang.identity.foreign.fetching import Unfetched
from jenjang.identity.foreign.person import named
from jenjang.identity.foreign.provider import Metadata, Provider
from jenjang.identity.issuers import Issuer, Issuers, SignInThere
from jenjang.identity.models import Account
from jenjang.identity.server import logins
from jenjang.identity.server.events import event, failure
from jenjang.identity.server.kinds import EventKind
from jenjang.identity.server.standing import IN_ORDER, IN_SERVICE
from jenjang.tenancy.providers import ProviderLogin

log = structlog.get_logger(__name__)

LEEWAY = 60
"""Seconds that a provider's clock may be off."""
LONGEST_SUBJECT = 255
TAKEN = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint")
"""All of a provider's discovery that Authlib is told: other names it might take for settings of its own."""
ONCE = ("code", "state", "iss", "error")
FAILURES = (
    AuthlibBaseError,
    JoseError,
    Unfetched,
    httpx2.HTTPError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What Authlib raises on answers of any shape."""


class NotSignedInThere(Refusal):
    """The provider did not vouch for you, or it took too long: begin anew."""


class NoAccountHere(Refusal):
    """The provider knows you, but you have no account here: ask your personnel office."""


class WaitsToBeAdmitted(Refusal):
    """Your account is there, and waits until your personnel office admits it."""


class Application(StarletteOAuth2App):  # type: ignore[misc]  # Authlib ships no types.
    """Authlib's client of one provider: it asks on our guarded way, and believes our keys and algorithms."""

    def __init__(self, issuer: Issuer, way: SignInThere, provider: Provider, told: Metadata) -> None:
        super().__init__(
            StarletteIntegration(f"{issuer.tenant}-{way.told.name}"),
            client_id=way.told.client_id,
            client_secret=way.secret,
            client_kwargs={
                "transport": provider.fetcher.transport,
                "trust_env": False,
                "scope": " ".join(way.told.scopes),
                "code_challenge_method": "S256",
            },
            id_token_signing_alg_values_supported=sorted(issuer.algorithms),
            **{name: told[name] for name in TAKEN if isinstance(told.get(name), str)},
        )
        self._issuer = issuer

    async def fetch_jwk_set(self, force: bool = False) -> Mapping[str, object]:
        """The provider's keys as the gate has them; `force`: one was named that isn't among them."""
        keys = self._issuer.keys
        await self._issuer.ready("" if force else next(iter(keys), ""))
        return {"keys": [{**key.as_dict(private=False), "kid": kid} for kid, key in keys.items()]}

    async def claims(self, request: Request) -> Mapping[str, object]:
        """What the provider says of whoever came back here; userinfo tells what the id token doesn't."""
        options = {
            "iss": {"essential": True, "value": self._issuer.url},
            "aud": {"essential": True, "value": self.client_id},
        }
        token = await self.authorize_access_token(request, claims_options=options, leeway=LEEWAY)
        claims: Mapping[str, object] = token["userinfo"]
        mapped = self._issuer.person
        if mapped.claim in claims or "userinfo_endpoint" not in self.server_metadata:
            return claims
        more: Mapping[str, object] = await self.userinfo(token=token)
        if more["sub"] != claims["sub"]:
            raise ValueError("userinfo about somebody else")  # OpenID Connect Core §5.3.2.
        return {**more, **claims}


class Federation:
    """Leads browsers to providers, and signs in who comes back."""

    def __init__(self, issuers: Issuers, engine: AsyncEngine, arrivals: Arrivals) -> None:
        self._issuers = issuers
        self._engine = engine
        self._arrivals = arrivals

    def ways(self, tenant: str) -> Sequence[ProviderLogin]:
        """The providers where a government's people can sign in."""
        return [one.sign_in.told for one in self._issuers if one.tenant == tenant and one.sign_in]

    def issuer(self, tenant: str, name: str) -> Issuer | None:
        """The government's provider of that name."""
        return next(
            (
                one
                for one in self._issuers
                if one.tenant == tenant and one.sign_in and one.sign_in.told.name == name
            ),
            None,
        )

    async def begin(self, issuer: Issuer, request: Request, callback: str) -> str:
        """Where the browser goes; what is to be remembered is in the request's session then.

        Raises NotSignedInThere when the provider can't be asked.
        """
        try:
            application, _ = await _application(issuer)
            leading = await application.authorize_redirect(request, callback)
        except FAILURES as failure:
            raise _failed(issuer, failure) from None
        return str(leading.headers["location"])

    async def come_back(self, issuer: Issuer, request: Request, address: str) -> str:
        """The cookie of a new login. `address`: where the request came from.

        Raises NotSignedInThere, NoAccountHere, WaitsToBeAdmitted.
        """
        try:
            application, told = await _application(issuer)
            _check_answer(issuer, request, told)
            claims = await application.claims(request)
            subject = _subject(claims)
        except FAILURES as fault:
            raise _failed(issuer, fault) from None
        await self._arrivals.arrive(issuer, subject, named(issuer.person, claims))
        async with bound(self._engine, issuer.tenant) as session:
            account = await _account(session, issuer, subject)
            if account and await _in_order(session, account.id):
                await session.execute(event(EventKind.SIGNED_IN, account=account.id, address=address))
                return await logins.sign_in(session, account.id, methods=())
            whose = account.id if account else None
            await session.execute(failure(issuer.tenant, EventKind.SIGN_IN_FAILED, whose, address))
        raise WaitsToBeAdmitted if account and account.admitted_at is None else NoAccountHere


async def _application(issuer: Issuer) -> tuple[Application, Metadata]:
    """A client, made anew from what discovery says now. Raises Unfetched."""
    if issuer.sign_in is None or issuer.provider is None:
        raise Unfetched("nobody signs in there")
    told = await issuer.provider.about()
    return Application(issuer, issuer.sign_in, issuer.provider, told), told


def _check_answer(issuer: Issuer, request: Request, told: Metadata) -> None:
    """Whether the answer is of this provider (RFC 9207), which must say so if it announced that it does."""
    for name in ONCE:
        if len(request.query_params.getlist(name)) > 1:
            raise ValueError(f"{name} twice")
    announced = told.get("authorization_response_iss_parameter_supported") is True
    if request.query_params.get("iss", None if announced else issuer.url) != issuer.url:
        raise ValueError("an answer of another provider")


def _subject(claims: Mapping[str, object]) -> str:
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT or not subject.isprintable():
        raise ValueError("no usable sub")
    return subject


def _failed(issuer: Issuer, failure: Exception) -> NotSignedInThere:
    log.info("not signed in at a provider", issuer=issuer.url, why=f"{type(failure).__name__}: {failure}")
    return NotSignedInThere()


async def _account(session: AsyncSession, issuer: Issuer, subject: str) -> Account | None:
    here = select(Account).where(Account.issuer == issuer.url, Account.subject == subject)
    return await session.scalar(here)


async def _in_order(session: AsyncSession, account: UUID) -> bool:
    in_order = text(IN_ORDER).bindparams(in_service=IN_SERVICE)
    return bool(await session.scalar(select(Account.id).where(Account.id == account, in_order)))
