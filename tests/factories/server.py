"""A real server on a port of this machine, for judges that speak HTTP."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from factories.api import Cast

from jenjang.demo.children import wait_until


@dataclass(frozen=True)
class Server:
    """Where it listens, and who may ask."""

    url: str
    cast: Cast


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def running(
    arguments: list[str], told: dict[str, str], port: int, log: Path, module: str = "jenjang"
) -> Iterator[None]:
    """The command, from when it listens until the block ends."""
    command = [sys.executable, "-m", module, *arguments]
    with log.open("wb") as file:
        process = subprocess.Popen(command, env=os.environ | told, stdout=file, stderr=file)
    try:
        wait_until(lambda: listens(port), process, log)
        yield
    finally:
        process.terminate()
        process.wait(10)


def listens(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0
