"""A provider as it tells about itself (OpenID Connect Discovery)."""

from collections.abc import Mapping
from time import monotonic

from jenjang.identity.foreign.fetching import Fetcher, Unfetched
from jenjang.identity.foreign.shared import Shared
from jenjang.identity.recent import Recent, Ticking

DISCOVERY = "/.well-known/openid-configuration"
KEPT_FOR = 3600.0
"""Seconds after which a provider is asked again where everything is."""

Metadata = Mapping[str, object]


class Provider:
    """One issuer's address, and where its endpoints are."""

    def __init__(self, issuer: str, fetcher: Fetcher, ticking: Ticking = monotonic) -> None:
        self.issuer = issuer
        self.fetcher = fetcher
        self._told: Recent[str, Metadata] = Recent(1, ticking)
        self._asking: Shared[Metadata] = Shared()

    async def about(self) -> Metadata:
        """What it tells about itself. Raises Unfetched."""
        return self._told.get(self.issuer) or await self._asking.outcome(self._ask)

    async def endpoint(self, name: str) -> str:
        """Where something of it is. Raises Unfetched."""
        found = (await self.about()).get(name)
        if not isinstance(found, str):
            raise Unfetched(f"its discovery names no {name}")
        return found

    def forget(self) -> None:
        """Ask it anew next time: what it told leads nowhere any more."""
        self._told.put(self.issuer, {}, 0)

    async def aclose(self) -> None:
        """End the question that is under way, and the connections."""
        await self._asking.aclose()
        await self.fetcher.aclose()

    async def _ask(self) -> Metadata:
        """Raises Unfetched, too, when it says that it is somebody else (RFC 9207 §2.4: the mix-up)."""
        told = await self.fetcher.get(self.issuer.rstrip("/") + DISCOVERY)
        if told.get("issuer") != self.issuer:
            raise Unfetched("its discovery is of another issuer")
        self._told.put(self.issuer, told, KEPT_FOR)
        return told
