"""Tokens that were taken back before their time."""

from collections.abc import Callable
from datetime import datetime
from time import monotonic

from jenjang.core import clock
from jenjang.database.redis import Away, SharedMemory, key
from jenjang.identity.recent import Recent, Ticking
from jenjang.identity.tokens import LEEWAY, Genuine

ROOM = 100_000


class DenyList:
    """Tokens taken back: in Redis for all processes, and in this process whatever becomes of Redis."""

    def __init__(
        self,
        shared: SharedMemory | None = None,
        now: Callable[[], datetime] = clock.now,
        ticking: Ticking = monotonic,
    ) -> None:
        self._shared = shared
        self._now = now
        self._own: Recent[tuple[str, str, str], bool] = Recent(ROOM, ticking)

    async def deny(self, token: Genuine) -> bool:
        """Take a token back until it would have expired; whether all processes were told."""
        seconds = int(token.expires - self._now().timestamp()) + LEEWAY + 1
        self._own.put(_name(token), True, seconds)
        if self._shared is None or seconds <= 0:
            return False
        try:
            await self._shared.ask(lambda redis: redis.set(_key(token), b"1", ex=seconds))
        except Away:
            return False
        return True

    async def denies(self, token: Genuine) -> bool:
        """Whether a token was taken back; without Redis, whether this process did."""
        if self._own.get(_name(token)):
            return True
        if self._shared is None:
            return False
        try:
            return bool(await self._shared.ask(lambda redis: redis.exists(_key(token))))
        except Away:
            return False


def _name(token: Genuine) -> tuple[str, str, str]:
    return (token.tenant, token.issuer, token.token_id)


def _key(token: Genuine) -> str:
    """The issuer is part of the name: another issuer of the same government may use the same `jti`."""
    return key(token.tenant, "denied", token.issuer, token.token_id)
