"""The issuers that we believe, each for one government: what a token's `iss` is looked up in."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from jenjang.core.errors import Refusal
from jenjang.core.settings import Settings
from jenjang.identity.foreign.fetching import Fetcher, Guarded, Unfetched, tls
from jenjang.identity.foreign.introspection import Introspector
from jenjang.identity.foreign.keyset import RemoteKeys, verifying
from jenjang.identity.foreign.provider import Provider
from jenjang.identity.foreign.secret import secret_of
from jenjang.identity.keys import Key, LiveKeys, PublicKeys
from jenjang.tenancy.catalogue import Government
from jenjang.tenancy.providers import Issuer as Told
from jenjang.tenancy.providers import PersonMapping, ProviderLogin

ALGORITHMS = frozenset({"ES256", "RS256"})
"""Signatures with a public key only: a shared secret could be forged by whoever verifies."""
BY_SUBJECT = PersonMapping()


class IssuerTwice(Refusal):
    """The issuer {issuer} is named by two governments ({first}, {second}): each needs its own."""


class KeysUnreadable(Refusal):
    """The keys of the issuer {issuer} can't be read from {path}: put its JWKS there, as JSON."""


class UnfitAlgorithm(Refusal):
    """The issuer {issuer} may not sign with {algorithms}: allowed are ES256 and RS256."""


class ProviderNearby(Refusal):
    """The issuer {issuer} is reached without TLS: that is for development only, on this machine, with
    JENJANG_NEARBY_PROVIDERS=true."""


@dataclass(frozen=True, slots=True)
class SignInThere:
    """How our sign-in page leads to a provider."""

    told: ProviderLogin
    secret: str | None


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who vouches for the people of one government, and how its tokens are told from others."""

    url: str
    tenant: str
    audience: str
    algorithms: frozenset[str]
    keys: Mapping[str, Key]
    live: LiveKeys | None = None
    """What it signs with, too, where it is ours."""
    profile: Literal["rfc9068", "keycloak"] = "rfc9068"
    client_claim: str = "client_id"
    person: PersonMapping = BY_SUBJECT
    first_login: Literal["refuse", "link", "pending"] = "refuse"
    provider: Provider | None = None
    """Where it is asked, if it is a government's own."""
    introspector: Introspector | None = None
    sign_in: SignInThere | None = None

    def __post_init__(self) -> None:
        if unfit := self.algorithms - ALGORITHMS:
            raise UnfitAlgorithm(issuer=self.url, algorithms=", ".join(sorted(unfit)))

    async def ready(self, kid: str) -> None:
        """Have its keys read where that is due: of a provider elsewhere they come over the network."""
        if isinstance(self.keys, RemoteKeys):
            await self.keys.prepare(kid)

    async def aclose(self) -> None:
        """End what its provider is being asked, and the connections to it."""
        if self.introspector:
            await self.introspector.aclose()
        if isinstance(self.keys, RemoteKeys):
            await self.keys.aclose()
        if self.provider:
            await self.provider.aclose()


class Issuers:
    """All issuers by their exact address."""

    def __init__(self, issuers: Iterable[Issuer]) -> None:
        self._by_url: dict[str, Issuer] = {}
        for issuer in issuers:
            first = self._by_url.setdefault(issuer.url, issuer)
            if first is not issuer:
                raise IssuerTwice(issuer=issuer.url, first=first.tenant, second=issuer.tenant)

    def find(self, url: object) -> Issuer | None:
        """The issuer with exactly this address: no slash, case or letter may differ."""
        return self._by_url.get(url) if isinstance(url, str) else None

    def introspecting(self, tenant: str) -> Issuer | None:
        """The government's issuer that is asked about tokens which only it can read."""
        return next((one for one in self if one.tenant == tenant and one.introspector), None)

    def __iter__(self) -> Iterator[Issuer]:
        return iter(self._by_url.values())

    async def aclose(self) -> None:
        """End the connections to all providers."""
        for one in self:
            await one.aclose()


def embedded_url(public_url: str, tenant: str) -> str:
    """The address of the issuer that this installation runs for a government."""
    return f"{public_url.rstrip('/')}/t/{tenant}"


def audience(public_url: str) -> str:
    """What tokens for this installation's API are made for (RFC 9068 `aud`)."""
    return f"{public_url.rstrip('/')}/graphql"


def embedded(public_url: str, tenant: str, keys: LiveKeys) -> Issuer:
    """The issuer that this installation runs for a government, with its public keys."""
    return Issuer(
        url=embedded_url(public_url, tenant),
        tenant=tenant,
        audience=audience(public_url),
        algorithms=frozenset(str(key.alg) for key in keys.public.keys.values()),
        keys=PublicKeys(keys),
        live=keys,
    )


def issuers_of(governments: Iterable[Government], settings: Settings) -> Issuers:
    """All issuers of the catalogue. Keys of our own are made on demand; nothing is fetched yet."""
    return Issuers(
        _own(government, told, settings) if told.own else foreign(government.code, told, settings)
        for government in governments
        for told in government.issuers
    )


def _own(government: Government, told: Told, settings: Settings) -> Issuer:
    keys = LiveKeys(settings.keys, government.code, told.algorithms[0])
    return embedded(settings.public_url, government.code, keys)


def foreign(tenant: str, told: Told, settings: Settings) -> Issuer:
    """A provider of a government's own. Raises ProviderNearby, KeysUnreadable, SecretMissing."""
    url = str(told.url)
    asked = (url, told.keys, told.introspection.url if told.introspection else None)
    if not settings.nearby_providers and any(one and one.startswith("http://") for one in asked):
        raise ProviderNearby(issuer=url)
    provider = Provider(url, Fetcher(Guarded(tls(), nearby=settings.nearby_providers)))
    return Issuer(
        url=url,
        tenant=tenant,
        audience=str(told.audience),
        algorithms=frozenset(told.algorithms),
        keys=_keys(provider, told, settings.tenants),
        profile=told.profile,
        client_claim=told.client_claim,
        person=told.person,
        first_login=told.first_login,
        provider=provider,
        introspector=_introspector(provider, told, settings.tenants),
        sign_in=_sign_in(told, settings.tenants),
    )


def _keys(provider: Provider, told: Told, folder: Path) -> Mapping[str, Key]:
    algorithms = frozenset(told.algorithms)
    if not told.fetched:
        return _keys_in(folder / told.keys, provider.issuer, algorithms)

    async def fetch() -> Mapping[str, Key]:
        try:
            discovered = told.keys == "discovery"
            url = await provider.endpoint("jwks_uri") if discovered else told.keys
            return verifying(await provider.fetcher.get(url), algorithms)
        except Unfetched:
            provider.forget()
            raise

    return RemoteKeys(provider.issuer, fetch)


def _keys_in(path: Path, issuer: str, algorithms: frozenset[str]) -> Mapping[str, Key]:
    try:
        found = verifying(json.loads(path.read_bytes()), algorithms)
    except (OSError, ValueError, AttributeError, RecursionError, Unfetched) as error:
        raise KeysUnreadable(path=path, issuer=issuer) from error
    if not found:
        raise KeysUnreadable(path=path, issuer=issuer)
    return found


def _introspector(provider: Provider, told: Told, folder: Path) -> Introspector | None:
    if not (there := told.introspection):
        return None
    secret = secret_of(there.secret, folder, provider.issuer)
    return Introspector(provider, there.client_id, secret, there.url)


def _sign_in(told: Told, folder: Path) -> SignInThere | None:
    if not told.login:
        return None
    place = told.login.secret
    return SignInThere(told.login, secret_of(place, folder, str(told.url)) if place else None)
