"""Asking a provider about a token that only it can read (RFC 7662), and not twice in half a minute."""

from collections.abc import Mapping
from time import monotonic

from jenjang.identity.foreign.fetching import Unfetched
from jenjang.identity.foreign.provider import Provider
from jenjang.identity.foreign.shared import Shared
from jenjang.identity.recent import Recent, Ticking

KEPT_FOR = 25.0
"""Seconds that an answer counts: with the viewer's five a revoked token is dead within thirty."""
REFUSED_FOR = 10.0
"""Seconds that a token counts as bad that was told to be."""
REST = 1.0
"""Seconds for which a provider that failed to answer is left alone."""
AT_ONCE = 64
"""Questions that wait for one provider at most."""
ROOM = 10_000
"""Answers remembered at most."""

Claims = Mapping[str, object]


class Introspector:
    """Asks one provider, under our name there."""

    def __init__(
        self, provider: Provider, name: str, secret: str, url: str | None, ticking: Ticking = monotonic
    ) -> None:
        self._provider = provider
        self._name, self._secret = name, secret
        self._url = url
        self._ticking = ticking
        self._kept: Recent[bytes, Claims] = Recent(ROOM, ticking)
        self._refused: Recent[bytes, bool] = Recent(ROOM, ticking)
        self._asking: dict[bytes, Shared[Claims | None]] = {}
        self._rests_until = float("-inf")

    async def claims(self, token: str, mark: bytes) -> Claims | None:
        """What the provider says of a token, by its hash; None when it doesn't hold. Raises Unfetched."""
        kept = self._kept.get(mark)
        if kept or self._refused.get(mark):
            return kept
        if mark not in self._asking and len(self._asking) >= AT_ONCE:
            raise Unfetched("too many questions at once")
        asking = self._asking.setdefault(mark, Shared())
        return await asking.outcome(lambda: self._asked(token, mark))

    async def aclose(self) -> None:
        """End the questions that are under way: who asked may have gone long since."""
        for one in list(self._asking.values()):
            await one.aclose()

    async def _asked(self, token: str, mark: bytes) -> Claims | None:
        try:
            return await self._ask(token, mark)
        finally:
            del self._asking[mark]

    async def _ask(self, token: str, mark: bytes) -> Claims | None:
        if self._ticking() < self._rests_until:
            raise Unfetched("left alone for a moment")
        try:
            url = self._url or await self._provider.endpoint("introspection_endpoint")
            form = {"token": token, "token_type_hint": "access_token"}
            told = await self._provider.fetcher.ask(url, form, self._name, self._secret)
        except Unfetched:
            self._rests_until = self._ticking() + REST
            raise
        if told.get("active") is not True:
            self._refused.put(mark, True, REFUSED_FOR)
            return None
        self._kept.put(mark, told, KEPT_FOR)
        return told
