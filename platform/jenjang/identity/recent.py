"""What was found out lately, kept for a set time and in a set room."""

from collections.abc import Callable, Hashable
from time import monotonic
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
Ticking = Callable[[], float]


class Recent(Generic[K, V]):
    """Values by key until their time is over; in need of room the oldest goes first."""

    def __init__(self, room: int, ticking: Ticking = monotonic) -> None:
        self._room = room
        self._ticking = ticking
        self._kept: dict[K, tuple[float, V]] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: K) -> V | None:
        """The value, or None when there is none or its time is over."""
        kept = self._kept.get(key)
        if kept is None or self._ticking() >= kept[0]:
            return None
        return kept[1]

    def put(self, key: K, value: V, seconds: float) -> None:
        """Keep a value for so many seconds (not at all for none)."""
        self._kept.pop(key, None)
        if seconds <= 0:
            return
        while len(self._kept) >= self._room:
            del self._kept[next(iter(self._kept))]
        self._kept[key] = (self._ticking() + seconds, value)
