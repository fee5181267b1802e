"""Deeds of one government come by turn; who waits too long is told, and other governments don't wait."""

import asyncio

import pytest

from jenjang.graph.turns import AT_ONCE, NoTurn, Turns


class Deed:
    """Something that is done in its turn until it is let go."""

    def __init__(self, turns: Turns, tenant: str, log: list[str], name: str) -> None:
        self.over = asyncio.Event()
        self.task = asyncio.ensure_future(self.run(turns, tenant, log, name))

    async def run(self, turns: Turns, tenant: str, log: list[str], name: str) -> None:
        async with turns.of(tenant):
            log.append(name)
            await self.over.wait()

    async def end(self) -> None:
        self.over.set()
        await self.task


async def settled() -> None:
    """Let everything go on that can."""
    for _ in range(10):
        await asyncio.sleep(0)


async def test_so_many_are_done_at_once_and_the_others_in_the_order_in_which_they_came() -> None:
    turns, log = Turns(60), list[str]()
    deeds = [Deed(turns, "surakarta", log, str(place)) for place in range(AT_ONCE + 3)]
    for done in range(len(deeds)):
        await settled()
        assert log == [str(place) for place in range(min(len(deeds), AT_ONCE + done))]
        await deeds[done].end()


async def test_a_government_doesnt_wait_for_another() -> None:
    turns, log = Turns(60), list[str]()
    crowd = [Deed(turns, "surakarta", log, "crowd") for _ in range(AT_ONCE + 1)]
    other = Deed(turns, "plaju", log, "other")
    await settled()
    assert log == ["crowd"] * AT_ONCE + ["other"]
    for one in (other, *crowd):
        await one.end()


async def test_who_waits_too_long_is_told_to_come_again_and_holds_up_nobody() -> None:
    turns, log = Turns(0.01), list[str]()
    busy = [Deed(turns, "surakarta", log, "busy") for _ in range(AT_ONCE)]
    await settled()
    with pytest.raises(NoTurn) as refused:
        async with turns.of("surakarta"):
            log.append("in between")
    assert refused.value.facts == {"seconds": 1}
    for one in busy:
        await one.end()
    async with turns.of("surakarta"), turns.of("surakarta"):
        log.append("after")
    assert log == ["busy"] * AT_ONCE + ["after"]


async def test_who_goes_away_or_fails_leaves_the_turn_to_the_next() -> None:
    turns, log = Turns(60), list[str]()
    busy = [Deed(turns, "surakarta", log, "busy") for _ in range(AT_ONCE)]
    gone, following = (Deed(turns, "surakarta", log, name) for name in ("gone", "next"))
    await settled()
    gone.task.cancel()
    busy[0].task.cancel()
    await settled()
    assert log == ["busy"] * AT_ONCE + ["next"]
    for one in (busy[1], following):
        await one.end()
