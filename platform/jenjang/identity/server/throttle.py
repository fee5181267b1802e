"""How often somebody may try in vain: counted in Redis, or in this process while Redis is away."""

from collections.abc import Callable
from hashlib import sha256
from ipaddress import IPv4Address, ip_address, ip_network
from time import monotonic

from redis.asyncio import Redis

from jenjang.database.redis import Away, SharedMemory, key
from jenjang.identity.recent import Recent

TRIES = 10
"""Vain tries a minute, of one name from one address: the same name stays open from all others."""
TRIES_FROM = 100
"""Vain tries a minute from one address, behind which a whole office may sit."""
WINDOW = 60
ROOM = 50_000


class Throttle:
    """Counts vain tries by name and address, while they are made."""

    def __init__(self, shared: SharedMemory | None = None, ticking: Callable[[], float] = monotonic) -> None:
        self._shared = shared
        self._own: Recent[str, int] = Recent(ROOM, ticking)

    async def take(self, tenant: str, name: str, address: str) -> bool:
        """Take one of the tries of this name from this address; False when none is left.

        It counts from here on, so that tries at the same time are counted as well: what was not in vain is
        given back.
        """
        both, whole = _counted(name, address)
        return await self._taken(tenant, both, TRIES) and await self._taken(tenant, whole, TRIES_FROM)

    async def give_back(self, tenant: str, name: str, address: str) -> None:
        """Count a try as none: it was not in vain."""
        for what in _counted(name, address):
            named = f"{tenant}/{what}"
            self._own.put(named, max((self._own.get(named) or 0) - 1, 0), WINDOW)
            await self._count(tenant, what, -1)

    async def _taken(self, tenant: str, what: str, most: int) -> bool:
        own = (self._own.get(f"{tenant}/{what}") or 0) + 1
        if own > most:
            return False  # Uncounted: a minute after the last one that counted it is open again.
        self._own.put(f"{tenant}/{what}", own, WINDOW)
        return await self._count(tenant, what, 1) <= most

    async def _count(self, tenant: str, what: str, more: int) -> int:
        """How many there are in Redis then; 0 without it. In one step: no count outlives its minute."""
        if self._shared is None:
            return 0
        named = key(tenant, "vain", what)

        async def counted(redis: Redis) -> int:
            steps = redis.pipeline(transaction=True)
            steps.incrby(named, more)
            steps.expire(named, WINDOW, nx=True)
            return int((await steps.execute())[0])

        try:
            return await self._shared.ask(counted)
        except Away:
            return 0


def _counted(name: str, address: str) -> tuple[str, str]:
    """What is counted, as hashes: names and addresses are nobody's to read in Redis."""
    place = _place(address)
    return _hash(f"{name}\0{place}"), _hash(place)


def _place(address: str) -> str:
    """Where somebody is: of IPv6 the network, of whose addresses one house has all (RFC 6177)."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv4Address):
        return address
    return str(found.ipv4_mapped or ip_network((found, 64), strict=False))


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:32]
