"""Servers under measurement: one process each, started alike, and what processor time they take."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from socket import create_connection, socket
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import psutil

from bench.load import HEADERS
from bench.seed import World

HOUSE = Path(__file__).resolve().parents[1]
FRONT_DOORS = {
    "ours": "jenjang.app:create_app",
    "limit": "bench.limit:create_app",
    "orm": "bench.orm:create_app",
}
UVICORN = ["--factory", "--loop", "uvloop", "--http", "httptools", "--no-access-log", "--no-server-header"]


@dataclass(frozen=True)
class Server:
    """A running server, and whose people it serves."""

    name: str
    world: World
    port: int
    process: psutil.Process

    def ask(self, body: bytes, token: str, key: str | None = None) -> bytes:
        """One answer; raises AssertionError unless it is 200. `key`: of a request that writes."""
        url = f"http://127.0.0.1:{self.port}/graphql"
        headers = HEADERS | {"Authorization": f"Bearer {token}"} | ({"Idempotency-Key": key} if key else {})
        asked = Request(url, body, headers)  # Our own.
        try:
            with urlopen(asked) as answer:  # noqa: S310  # Our own, as above.
                found: bytes = answer.read()
        except HTTPError as refused:
            raise AssertionError(f"{self.name}: {refused}: {refused.read().decode()}") from refused
        return found


@contextmanager
def serving(name: str, world: World, called: str | None = None) -> Iterator[Server]:
    """Run a server until the block ends."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", FRONT_DOORS[name], *UVICORN, "--port", str(port)]
    environment = {**os.environ, **world.environment()}
    with (world.folder / f"{name}-{world.name}.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, cwd=HOUSE, stdout=log, stderr=log)
    try:
        wait_for(process, port)
        yield Server(called or name, world, port, psutil.Process(process.pid))
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    with socket() as one:
        one.bind(("127.0.0.1", 0))
        found: int = one.getsockname()[1]
    return found


def wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < until:
        try:
            create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"The server on port {port} did not start; its log is in the folder of the data.")


def processor_time(process: psutil.Process) -> float:
    """Seconds of processor that a process has had, with its children that are gone; none if it is gone."""
    with suppress(psutil.NoSuchProcess):
        return float(sum(process.cpu_times()[:4]))
    return 0.0


def postgres_time(world: World) -> float:
    """Seconds of processor that PostgreSQL's processes have had."""
    first = psutil.Process(int((world.folder / "data" / "postmaster.pid").read_text().split("\n")[0]))
    return sum(map(processor_time, [first, *first.children()]))
