"""Measuring: equal answers first, then turn by turn, and the best turn of each."""

import asyncio
import http.client
import json
import statistics
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bench import month
from bench.load import HEADERS, Asked, Load, filled, load
from bench.operations import OPERATIONS, PROFILE, Operation, never_seen
from bench.seed import World
from bench.servers import Server, postgres_time, processor_time

VIEWERS = 200
"""How many people ask by turns, of as many governments as there are."""


@dataclass(frozen=True)
class Turn:
    """What a server did in one turn. Processor time in milliseconds a request."""

    load: Load
    server_ms: float
    postgres_ms: float


def check_equal(servers: Iterable[Server], viewers: int = 20) -> None:
    """Raises AssertionError unless all servers of a world give the same data to the same viewers."""
    first, *others = servers
    for operation in OPERATIONS:
        if operation.writes:
            continue
        for token in first.world.tokens(operation.persona, viewers):
            wanted = understood(first.ask(operation.body(), token))
            assert "errors" not in wanted, f"{first.name}: {operation.name}: {wanted}"
            for other in others:
                found = understood(other.ask(operation.body(), token))
                assert found["data"] == wanted["data"], f"{other.name} answers {operation.name} otherwise"


def check_same_done(servers: Sequence[Server], number: int = 20) -> None:
    """Raises AssertionError unless all servers of a world do the same: answers, rows, once for each key."""
    wanted: tuple[object, str] | None = None
    for server in servers:
        asyncio.run(month.forget(server.world))
        asked = asyncio.run(month.evaluations(server.world, 5))[:number]
        told = [did(server, token, body, f"{place:016}") for place, (token, body) in enumerate(asked)]
        found = told, asyncio.run(month.written(server.world, number))
        wanted = wanted or found
        assert found == wanted, f"{server.name} evaluates otherwise: {found} instead of {wanted}"


def did(server: Server, token: str, body: bytes, key: str) -> object:
    """What a server answers to a mutation, once and again under the same key."""
    asked = filled(body, key, 1)
    answer, again = (json.loads(server.ask(asked, token, key)) for _ in range(2))
    assert not answer.get("errors"), f"{server.name}: {answer}"
    assert all(not payload["userErrors"] for payload in answer["data"].values()), f"{server.name}: {answer}"
    assert again["data"] == answer["data"], f"{server.name} does twice what has one key"
    return answer["data"]


def understood(answer: bytes) -> dict[str, object]:
    """An answer's JSON; each server has cursors of its own, of which only the presence counts."""
    found: dict[str, object] = json.loads(answer, object_hook=without_cursor)
    return found


def without_cursor(part: dict[str, object]) -> dict[str, object]:
    return {**part, "endCursor": bool(part["endCursor"])} if "endCursor" in part else part


def measure(servers: list[Server], rounds: int, seconds: float) -> dict[tuple[str, str], Turn]:
    """The best turn of each server at each operation, by the operation's and the server's name."""
    best: dict[tuple[str, str], Turn] = {}
    asked = {
        (server, operation): asked_of(server.world, operation)
        for server in servers
        for operation in OPERATIONS
    }
    for number in range(rounds + 1):
        for operation in OPERATIONS:
            for server in servers:
                length = seconds if number else 2
                turn = take_turn(server, asked[server, operation], length)
                say(
                    f"{number or 'warming'} {operation.name} {server.name} {turn.load.rate:.0f}/s "
                    f"{turn.server_ms:.2f} {turn.postgres_ms:.2f}"
                )
                key = operation.name, server.name
                if number and (key not in best or turn.load.rate > best[key].load.rate):
                    best[key] = turn
    return best


def asked_of(world: World, operation: Operation) -> Asked:
    """What of an operation is asked by turns."""
    if operation.writes:
        return Asked(asyncio.run(month.evaluations(world, VIEWERS)), writes=True)
    return Asked([(token, operation.body()) for token in world.tokens(operation.persona, VIEWERS)])


def take_turn(server: Server, asked: Asked, seconds: float) -> Turn:
    """One turn; raises AssertionError where less was done than answered."""
    if asked.writes:
        asyncio.run(month.forget(server.world))
    before = processor_time(server.process), postgres_time(server.world)
    made = load(server.port, asked, seconds)
    after = processor_time(server.process), postgres_time(server.world)
    if asked.writes:
        done = asyncio.run(month.done(server.world))
        assert done >= made.requests, f"{server.name} did {done} of {made.requests}"
    own, database = ((end - begin) * 1e3 / made.requests for begin, end in zip(before, after, strict=True))
    return Turn(made, own, database)


def cold(server: Server, number: int = 300) -> tuple[float, float]:
    """Milliseconds, median and 95th percentile, that a document takes which was never seen before."""
    (token,) = server.world.tokens(PROFILE.persona, 1)
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    took = []
    for once in range(number):
        start = time.perf_counter()
        connection.request(
            "POST", "/graphql", never_seen(once), HEADERS | {"Authorization": f"Bearer {token}"}
        )
        answer = connection.getresponse()
        assert answer.status == 200, answer.read()
        answer.read()
        took.append((time.perf_counter() - start) * 1e3)
    connection.close()
    return statistics.median(took), statistics.quantiles(took, n=20)[18]


def say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)
