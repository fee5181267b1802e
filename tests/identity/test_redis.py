"""Redis frozen, absent, back: nobody waits for it longer than 50 ms, and only once."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from time import monotonic

import pytest
from factories.identity import Time

from jenjang.database.redis import Away, SharedMemory, key
from jenjang.demo.engines import valkey
from jenjang.graph.quota import Quota, Rate
from jenjang.identity.server.throttle import TRIES, WINDOW, Throttle

ONE_WAIT = 0.050
SCHEDULING = 0.050
"""What a busy machine may add to a wait of 50 ms before its end is noticed."""


@pytest.fixture(scope="module")
def own_valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Valkey that may be frozen without stopping anybody else's."""
    with valkey(Path(tmp_path_factory.mktemp("valkey"))) as url:
        yield url


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
async def shared(own_valkey: str, time: Time) -> AsyncIterator[SharedMemory]:
    memory = SharedMemory(own_valkey, time.ticking)
    await memory.client.flushall()
    yield memory
    await memory.aclose()


@pytest.fixture
async def frozen(shared: SharedMemory) -> AsyncIterator[int]:
    """The process of the Valkey, which no longer answers."""
    process = (await shared.client.info("server"))["process_id"]
    os.kill(process, signal.SIGSTOP)
    yield process
    os.kill(process, signal.SIGCONT)


async def back(shared: SharedMemory) -> None:
    """Until the knock in the background has been answered."""
    while shared._knocking:
        await shared._knocking


async def ping(shared: SharedMemory) -> bool:
    return bool(await shared.ask(lambda redis: redis.ping()))


async def took(shared: SharedMemory, times: int = 1) -> float:
    begun = monotonic()
    for _ in range(times):
        with pytest.raises(Away):
            await ping(shared)
    return monotonic() - begun


async def test_a_frozen_redis_costs_fifty_milliseconds_once_and_then_nothing(
    shared: SharedMemory, frozen: int
) -> None:
    assert ONE_WAIT * 0.9 <= await took(shared) <= ONE_WAIT + SCHEDULING
    assert await took(shared, 1000) <= SCHEDULING
    assert shared.away


async def test_many_who_ask_a_frozen_redis_at_once_wait_together(shared: SharedMemory, frozen: int) -> None:
    begun = monotonic()
    answers = await asyncio.gather(*(ping(shared) for _ in range(50)), return_exceptions=True)
    assert {type(answer) for answer in answers} == {Away}
    assert monotonic() - begun <= ONE_WAIT + 2 * SCHEDULING


async def test_a_redis_that_is_back_is_used_again_after_a_second(
    shared: SharedMemory, frozen: int, time: Time
) -> None:
    await took(shared)
    os.kill(frozen, signal.SIGCONT)
    time.pass_by(seconds=0.999)
    await took(shared)
    assert shared._knocking is None
    time.pass_by(seconds=0.001)
    await took(shared)
    await back(shared)
    assert await ping(shared)


async def test_knocking_at_a_redis_still_frozen_holds_up_no_request(
    shared: SharedMemory, frozen: int, time: Time
) -> None:
    await took(shared)
    time.pass_by(seconds=1)
    assert await took(shared, 1000) <= SCHEDULING
    await back(shared)
    assert shared.away
    assert await took(shared, 1000) <= SCHEDULING
    assert shared._knocking is None


async def test_an_absent_redis_costs_nothing_worth_mention(tmp_path: Path) -> None:
    shared = SharedMemory(f"unix://{tmp_path}/nothing.sock")
    assert await took(shared) <= ONE_WAIT + SCHEDULING
    await shared.aclose()


async def test_an_answer_that_comes_too_late_is_nobody_elses(
    shared: SharedMemory, frozen: int, time: Time
) -> None:
    await asyncio.gather(*(took(shared) for _ in range(5)))
    os.kill(frozen, signal.SIGCONT)
    time.pass_by(seconds=1)
    await took(shared)
    await back(shared)
    for number in range(20):
        name = key("surakarta", "echo", str(number))
        assert await shared.ask(lambda redis, name=name: redis.echo(name)) == name.encode()


RATE = Rate(1000, 60)


async def test_what_one_process_spent_another_does_not_have(shared: SharedMemory) -> None:
    here, there = (Quota(shared, otherwise=RATE) for _ in range(2))
    spent = await here.take("surakarta", "app", 990)
    assert (spent.allowed, spent.limit, spent.remaining) == (True, 1000, 10)
    refused = await there.take("surakarta", "app", 11)
    assert (refused.allowed, refused.remaining) == (False, 10)
    assert (await there.take("surakarta", "app", 10)).allowed
    assert (await there.take("surakarta", "another", 1000)).allowed
    assert (await there.take("plaju", "app", 1000)).allowed


async def test_quotas_keep_to_their_governments_keys(shared: SharedMemory) -> None:
    quota = Quota(shared, otherwise=RATE)
    await quota.take("surakarta", "app", 1)
    await quota.take("plaju", "app", 1)
    names = sorted(await shared.client.keys())
    assert [name.split(b"{")[0] for name in names] == [b"t:plaju:", b"t:surakarta:"]


async def test_small_costs_ask_redis_once_in_a_hundredth_of_the_quota(shared: SharedMemory) -> None:
    quota = Quota(shared, otherwise=RATE)
    begun = (await shared.client.info("stats"))["total_commands_processed"]
    for left in range(999, 989, -1):
        assert (await quota.take("surakarta", "app", 1)).remaining == left
    told = (await shared.client.info("stats"))["total_commands_processed"] - begun
    assert told <= 20


async def test_a_frozen_redis_leaves_each_process_its_own_count(shared: SharedMemory, frozen: int) -> None:
    quota = Quota(shared, otherwise=RATE)
    begun = monotonic()
    assert [(await quota.take("surakarta", "app", 500)).allowed for _ in range(3)] == [True, True, False]
    assert monotonic() - begun <= ONE_WAIT + SCHEDULING


async def test_processes_count_tries_to_sign_in_together(shared: SharedMemory) -> None:
    """And no count outlives its minute, whatever happens between two steps."""
    one, other = Throttle(shared), Throttle(shared)
    who = ("surakarta", "198001012005011009", "192.0.2.1")
    taken = [await each.take(*who) for _ in range(TRIES // 2) for each in (one, other)]
    assert taken == [True] * TRIES
    assert not await one.take(*who)
    assert not await other.take(*who)
    assert await other.take("plaju", *who[1:])
    for name in [name async for name in shared.client.scan_iter()]:
        assert 0 < await shared.client.ttl(name) <= WINDOW
