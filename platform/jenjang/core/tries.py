"""Tries in vain, as a deed counts them: who guesses is stopped."""

from typing import Protocol


class Tries(Protocol):
    """Counts what is tried in vain, by name and by where from; shared by all processes if it can be."""

    async def take(self, tenant: str, name: str, address: str, /) -> bool:
        """Take one try; False when none is left for now."""
        ...

    async def give_back(self, tenant: str, name: str, address: str, /) -> None:
        """Count a try as none: it was not in vain."""
        ...


class Uncounted:
    """For the house's own deeds, which guess nothing."""

    async def take(self, *_: str) -> bool:
        return True

    async def give_back(self, *_: str) -> None:
        return None
