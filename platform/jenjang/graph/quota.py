"""What a client application may still spend: points of query cost in a sliding window."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import ceil, floor
from time import monotonic

from limits import RateLimitItem, RateLimitItemPerSecond
from limits.aio.storage import MemoryStorage, RedisStorage

from jenjang.database.redis import Away, SharedMemory

PORTION = 100
"""A process takes a hundredth of the quota at a time: most requests needn't ask Redis at all."""
CLIENTS = 50_000
"""Applications whose portions a process remembers at once."""
Store = MemoryStorage | RedisStorage


@dataclass(frozen=True, slots=True)
class Rate:
    """So many points in so many seconds."""

    points: int
    seconds: int

    @classmethod
    def of(cls, cost_per_minute: int, burst: int) -> "Rate":
        """`burst` points, in as many seconds as `cost_per_minute` takes to earn them."""
        return cls(burst, max(1, round(60 * burst / cost_per_minute)))


DEFAULT = Rate(100_000, 60)


@dataclass(frozen=True, slots=True)
class Allowance:
    """Whether a cost may be spent, and what is left. `reset_seconds`: refused, until this cost fits;
    allowed, until the whole quota is there again. `window`: the seconds that the limit is for."""

    allowed: bool
    limit: int
    remaining: int
    reset_seconds: int
    window: int


@dataclass(frozen=True, slots=True)
class Window:
    """Points spent in the period before and in this one; the seconds until each is quite forgotten."""

    before: int
    before_fades: float
    now: int
    now_fades: float

    def spent(self, rate: Rate) -> int:
        return floor(self.before * self.before_fades / rate.seconds) + self.now

    def wait(self, rate: Rate, cost: int) -> float:
        """Seconds until the cost fits, if nothing else is spent meanwhile. Cost: at most the rate's."""
        free = rate.points - cost - self.now
        if free < 0:
            return self.now_fades - (rate.points - cost) * rate.seconds / self.now
        if not self.before:
            return 0.0
        return max(0.0, self.before_fades - free * rate.seconds / self.before)


@dataclass(slots=True)
class Portion:
    """Points that this process took and hasn't spent, and what it knew of the rest then."""

    points: int
    elsewhere: int
    full_at: float
    until: float


class Quota:
    """A sliding window for each (tenant, client application): in Redis, or here while Redis is away."""

    def __init__(
        self,
        shared: SharedMemory | None = None,
        rates: Mapping[str, Rate] | None = None,
        otherwise: Rate = DEFAULT,
        ticking: Callable[[], float] = monotonic,
    ) -> None:
        self._shared = shared
        self._rates = rates or {}
        self._otherwise = otherwise
        self._ticking = ticking
        self._own = MemoryStorage()
        self._stores: dict[str, RedisStorage] = {}
        self._portions: dict[tuple[str, str], Portion] = {}

    async def take(self, tenant: str, client: str, cost: int) -> Allowance:
        """Spend `cost` points if they are there, all there are at the most; a refusal spends nothing."""
        rate = self._rates.get(tenant, self._otherwise)
        cost = min(cost, rate.points)
        portion = self._portion(tenant, client)
        if portion.until and portion.points >= cost:
            return self._spend(portion, rate, cost)
        wanted = max(cost, rate.points // PORTION)
        granted, window = await self._acquire(tenant, client, rate, wanted)
        if not granted:
            wanted = max(0, cost - portion.points)
            granted, window = await self._acquire(tenant, client, rate, wanted)
        return self._settle(portion, rate, cost, wanted if granted else 0, window)

    def _portion(self, tenant: str, client: str) -> Portion:
        """What is left of the application's portion; an old one is forgotten."""
        portion = self._portions.get((tenant, client))
        if portion is None or self._ticking() >= portion.until:
            while len(self._portions) >= CLIENTS:
                del self._portions[next(iter(self._portions))]
            portion = self._portions[tenant, client] = Portion(0, 0, 0.0, 0.0)
        return portion

    def _settle(self, portion: Portion, rate: Rate, cost: int, taken: int, window: Window) -> Allowance:
        now = self._ticking()
        portion.points += taken
        portion.elsewhere = max(0, rate.points - window.spent(rate))
        portion.full_at = now + window.wait(rate, rate.points)
        portion.until = now + rate.seconds
        if portion.points >= cost:
            return self._spend(portion, rate, cost)
        wait = max(1, ceil(window.wait(rate, cost)))
        return Allowance(False, rate.points, portion.points + portion.elsewhere, wait, rate.seconds)

    def _spend(self, portion: Portion, rate: Rate, cost: int) -> Allowance:
        portion.points -= cost
        left = portion.points + portion.elsewhere
        full_in = max(0, ceil(portion.full_at - self._ticking()))
        return Allowance(True, rate.points, left, full_in, rate.seconds)

    async def _acquire(self, tenant: str, client: str, rate: Rate, points: int) -> tuple[bool, Window]:
        item = RateLimitItemPerSecond(rate.points, rate.seconds, "quota")
        if self._shared is not None:
            store = self._stores.get(tenant) or self._store(tenant, self._shared)
            try:
                return await self._shared.ask(lambda _: _acquire(store, item, client, points))
            except Away:
                pass
        return await _acquire(self._own, item, f"{tenant}/{client}", points)

    def _store(self, tenant: str, shared: SharedMemory) -> RedisStorage:
        """A store whose keys are the tenant's (`t:{tenant}:…`), on the house's own connections."""
        pool = shared.client.connection_pool
        store = RedisStorage(
            "async+redis://",
            implementation="redispy",
            key_prefix=f"t:{tenant}",
            connection_pool=pool,  # type: ignore[arg-type]  # It hands redis-py what it can't type itself.
        )
        self._stores[tenant] = store
        return store


async def _acquire(store: Store, item: RateLimitItem, client: str, points: int) -> tuple[bool, Window]:
    """Take the points, all or none; and the window as it is afterwards."""
    key, period = item.key_for(client), item.get_expiry()
    granted = await store.acquire_sliding_window_entry(key, item.amount, period, points)
    return granted, Window(*await store.get_sliding_window(key, period))
