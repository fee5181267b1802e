"""A provider's public keys: those that may verify, read again when it is time, kept while it is away."""

from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping
from time import monotonic

import structlog
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from jenjang.identity.foreign.fetching import Unfetched
from jenjang.identity.foreign.shared import Shared
from jenjang.identity.keys import KINDS, Key
from jenjang.identity.recent import Ticking

log = structlog.get_logger(__name__)

EVERY = 30.0
"""Seconds between two tries at least, whatever tokens name."""
FRESH = 300.0
"""Seconds after which keys are read again beside, while they still serve."""
OLD = 600.0
"""Seconds after which a token waits until they are read: a withdrawn key is dead by then."""
WEAKEST, STRONGEST = 2048, 8192
"""Bits of an RSA key; a longer one would only keep us busy."""

Keys = Mapping[str, Key]
Fetch = Callable[[], Awaitable[Keys]]


class RemoteKeys(Mapping[str, Key]):
    """The keys of one provider by `kid`, as they were last read."""

    def __init__(self, issuer: str, fetch: Fetch, ticking: Ticking = monotonic) -> None:
        self._issuer = issuer
        self._fetch = fetch
        self._ticking = ticking
        self._keys: Keys = {}
        self._reading: Shared[None] = Shared()
        self._read_at = self._tried_at = float("-inf")
        self.trouble: Unfetched | None = None
        """Why the last reading failed, if it did."""

    def __getitem__(self, kid: str) -> Key:
        return self._keys[kid]

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    async def prepare(self, kid: str) -> None:
        """Have the keys read if this one is unknown or they are old; never more often than EVERY."""
        age = self._ticking() - self._read_at
        known = kid in self._keys
        if known and age < FRESH:
            return
        if not self._reading.running:
            if self._ticking() - self._tried_at < EVERY:
                return
            self._tried_at = self._ticking()
        if not known or (age >= OLD and not self.trouble):
            await self._reading.outcome(self._read)
        else:
            self._reading.begin(self._read)

    async def aclose(self) -> None:
        """End the reading that is under way."""
        await self._reading.aclose()

    async def _read(self) -> None:
        try:
            self._keys = await self._fetch()
        except Unfetched as why:
            self.trouble = why
            log.warning("keys of a provider not read", issuer=self._issuer, why=str(why))
        else:
            self.trouble = None
            self._read_at = self._ticking()


def verifying(jwks: Mapping[str, object], algorithms: Collection[str]) -> Keys:
    """The keys of a JWK set that may verify an issuer's tokens: each fit for one of its algorithms.

    Keys to encrypt with, shared secrets, weak ones and those without a name are left out, and so are two of
    one name: nobody knows which is meant. Raises Unfetched when it is no JWK set.
    """
    listed = jwks.get("keys")
    if not isinstance(listed, list):
        raise Unfetched("no JWK set")
    fit = [key for one in listed if (key := _fit(one, algorithms))]
    names = Counter(str(key.kid) for key in fit)
    return {str(key.kid): key for key in fit if names[str(key.kid)] == 1}


def _fit(told: object, algorithms: Collection[str]) -> Key | None:
    if not isinstance(told, dict) or str(told.get("kty")) not in KINDS or told.get("use", "sig") != "sig":
        return None
    if not isinstance(told.get("kid"), str) or not told["kid"] or "verify" not in _operations(told):
        return None
    # Before it is read: joserfc warns about a weak one, and a long one takes time.
    if told["kty"] == "RSA" and not WEAKEST <= len(str(told.get("n"))) * 6 <= STRONGEST + 8:
        return None
    public = {name: value for name, value in told.items() if name not in ("d", "p", "q", "dp", "dq", "qi")}
    try:
        key = KINDS[str(told["kty"])].import_key(public)
        algorithm = _algorithm(key)
    except (JoseError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return key if algorithm in algorithms and told.get("alg", algorithm) == algorithm else None


def _operations(told: Mapping[str, object]) -> Collection[str]:
    operations = told.get("key_ops", ["verify"])
    return operations if isinstance(operations, list) else ()


def _algorithm(key: Key) -> str | None:
    """The one algorithm that we know for a key; None for none."""
    if isinstance(key, ECKey):
        return "ES256" if key.curve_name == "P-256" else None
    assert isinstance(key, RSAKey)  # noqa: S101  KINDS has no third kind.
    return "RS256" if WEAKEST <= key.raw_value.key_size <= STRONGEST else None
