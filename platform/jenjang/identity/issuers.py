"""The issuers that we believe, each for one government: what a token's `iss` is looked up in."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import structlog
from joserfc.errors import JoseError

from jenjang.core.errors import Refusal
from jenjang.core.settings import Settings
from jenjang.identity.keys import Key, LiveKeys, PublicKeys, ring_of
from jenjang.tenancy.catalogue import Government, PersonMapping

log = structlog.get_logger(__name__)

ALGORITHMS = frozenset({"ES256", "RS256"})
"""Signatures with a public key only: a shared secret could be forged by whoever verifies."""


class IssuerTwice(Refusal):
    """The issuer {issuer} is named by two governments ({first}, {second}): each needs its own."""


class KeysUnreadable(Refusal):
    """The keys of the issuer {issuer} can't be read from {path}: put its JWKS there, as JSON."""


class UnfitAlgorithm(Refusal):
    """The issuer {issuer} may not sign with {algorithms}: allowed are ES256 and RS256."""


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

    def __post_init__(self) -> None:
        if unfit := self.algorithms - ALGORITHMS:
            raise UnfitAlgorithm(issuer=self.url, algorithms=", ".join(sorted(unfit)))


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

    def __iter__(self) -> Iterator[Issuer]:
        return iter(self._by_url.values())


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
    """All issuers of the catalogue. Keys of our own are made on demand; others' are read from files."""
    return Issuers(issuer for government in governments for issuer in _issuers_of(government, settings))


def _issuers_of(government: Government, settings: Settings) -> Iterator[Issuer]:
    for told in government.issuers:
        if told.own:
            keys = LiveKeys(settings.keys, government.code, told.algorithms[0])
            yield embedded(settings.public_url, government.code, keys)
        elif told.keys.startswith("https://"):
            log.warning("issuer left out: fetching keys comes later", issuer=told.url)
        elif told.person != PersonMapping():
            log.warning("issuer left out: mapping its persons comes later", issuer=told.url)
        else:
            known = _keys_in(settings.tenants / told.keys, str(told.url))
            algorithms = frozenset(told.algorithms)
            yield Issuer(str(told.url), government.code, str(told.audience), algorithms, known)


def _keys_in(path: Path, issuer: str) -> Mapping[str, Key]:
    try:
        found = ring_of(json.loads(path.read_bytes())).keys
    except (OSError, ValueError, TypeError, LookupError, AttributeError, JoseError) as error:
        raise KeysUnreadable(path=path, issuer=issuer) from error
    if not found:
        raise KeysUnreadable(path=path, issuer=issuer)
    return found
