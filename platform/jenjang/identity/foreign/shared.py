"""Work that many wait for, and that is done once."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Shared(Generic[T]):
    """One piece of work at a time; whoever asks meanwhile gets its outcome."""

    def __init__(self) -> None:
        self._running: asyncio.Task[T] | None = None

    @property
    def running(self) -> bool:
        return self._running is not None and not self._running.done()

    def begin(self, work: Callable[[], Coroutine[Any, Any, T]]) -> asyncio.Task[T]:  # Any: asyncio's own.
        """Let it be done beside, unless it is being done."""
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(work())
            self._running.add_done_callback(_look_at)
        return self._running

    async def outcome(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:  # Any: as above.
        """Wait for it; who stops waiting ends it for nobody else."""
        return await asyncio.shield(self.begin(work))

    async def aclose(self) -> None:
        """End the work that is under way, and wait until it has ended."""
        if self._running:
            self._running.cancel()
            await asyncio.wait([self._running])


def _look_at(task: asyncio.Task[T]) -> None:
    """Take notice of how it failed, though nobody may be waiting any more."""
    if not task.cancelled():
        task.exception()
