"""The chain itself: how an entry is hashed with all before it, and what a chain that was touched tells.

An entry's content is its members that hold something, as canonical JSON (RFC 8785). Its hash is SHA-256 of
the hash before it (32 bytes), its number (8 bytes, the highest first) and the SHA-256 of its content
(docs/audit.md). Nothing here knows a database: an export is checked by the same lines.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from jenjang.core.errors import Refusal

BEGINNING = bytes(32)
"""What the first entry continues."""
Content = Mapping[str, Any]
"""What an entry says. Any: JSON."""


class ChainBroken(Refusal):
    """{tenant}: broken at entry {number}: {what}."""


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain ends, or ended once."""

    number: int
    hash: bytes

    def __str__(self) -> str:
        return f"{self.number}:{self.hash.hex()}"


START = Head(0, BEGINNING)


@dataclass(frozen=True, slots=True)
class Link:
    """An entry in its place."""

    number: int
    content: Content
    previous: bytes
    hash: bytes


def canonical(content: Content) -> bytes:
    """What an entry says, as it is hashed: members by name, those without a value left out."""
    held = {name: value for name, value in content.items() if value is not None}
    return json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(content: Content) -> bytes:
    """SHA-256 of what an entry says."""
    return sha256(canonical(content)).digest()


def chained(previous: bytes, number: int, content: Content) -> bytes:
    """The hash of an entry."""
    return sha256(previous + number.to_bytes(8, "big") + digest(content)).digest()


@dataclass(slots=True)
class Follower:
    """Follows one government's chain from its first entry on.

    `kept`: heads of this chain that somebody kept elsewhere; it must lead through each of them.
    """

    tenant: str
    kept: Iterable[Head] = ()
    at: Head = field(default=START)

    def follow(self, link: Link) -> None:
        """Go on to the next entry. Raises ChainBroken."""
        wanted = self.at.number + 1
        if link.number > wanted:
            raise self._broken(wanted, f"it is missing; entry {link.number} follows on {self.at.number}")
        if link.number < wanted:
            raise self._broken(link.number, f"it stands again after entry {self.at.number}")
        if link.content.get("tenant") != self.tenant:
            raise self._broken(link.number, "it is another government's")
        if link.previous != self.at.hash:
            raise self._broken(link.number, "it doesn't continue the entry before it")
        if link.hash != chained(link.previous, link.number, link.content):
            raise self._broken(link.number, "its content was changed")
        self.at = Head(link.number, link.hash)
        for head in self.kept:
            if head.number == link.number and head.hash != link.hash:
                raise self._broken(link.number, "it isn't the one that was there when its hash was kept")

    def end(self, head: Head | None = None) -> Head:
        """The chain has no more; where it ended. `head`: where it should have. Raises ChainBroken."""
        for told, one in (("the head", head), *(("what was kept", one) for one in self.kept)):
            if one and one.number > self.at.number:
                raise self._broken(self.at.number + 1, f"it is missing; {told} says {one.number} entries")
        if head and head.number < self.at.number:
            raise self._broken(head.number + 1, "it lies beyond the head")
        if head and head.hash != self.at.hash:
            raise self._broken(self.at.number, "the head has another hash")
        return self.at

    def _broken(self, number: int, what: str) -> ChainBroken:
        return ChainBroken(tenant=self.tenant, number=number, what=what)


def verify(tenant: str, links: Iterable[Link], head: Head | None = None, kept: Iterable[Head] = ()) -> Head:
    """Follow a whole chain; where it ends. Raises ChainBroken."""
    follower = Follower(tenant, tuple(kept))
    for link in links:
        follower.follow(link)
    return follower.end(head)
