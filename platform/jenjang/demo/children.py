"""Servers as children of this process: they own their folder, and end when this process ends."""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psutil

from jenjang.core.errors import Refusal

LONGEST_SOCKET = 100
"""Bytes that a Unix socket's path may have: the strictest system allows 104, its end included."""
PATIENCE = 30.0
"""Seconds that a server may take to start or to stop."""
PARENT_DEATH_SIGNAL = 1
"""Linux's prctl option: the signal that the kernel sends a child when its parent is gone."""

Process = subprocess.Popen[bytes]


class EngineNotInstalled(Refusal):
    """{package} is not installed: run `make .venv`, or use docker compose."""


class EngineFailed(Refusal):
    """{program} did not start: {said}; more in {log}."""


class NoUserForServers(Refusal):
    """There is no user `nobody` to run PostgreSQL as: start as an ordinary user."""


@contextmanager
def child(folder: Path, command: Sequence[str], end: signal.Signals) -> Iterator[Process]:
    """Run a server that logs into the folder, and end it by that signal.

    It has a session of its own, so that Ctrl-C reaches us first and we end it in order;
    on Linux the kernel ends it should we be killed, elsewhere our next start does.
    """
    name = Path(command[0]).name
    with (folder / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603  The command is ours, from the wheel.
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            start_new_session=True,
            preexec_fn=lambda: _end_with_parent(end),
            **as_server_user(),
        )
    pid_file = folder / f"{name}.pid"
    pid_file.write_text(f"{process.pid}\n")
    try:
        yield process
    finally:
        _end(process, end)
        pid_file.unlink(missing_ok=True)


def end_leftover(folder: Path, name: str, end: signal.Signals) -> None:
    """End the server of an earlier run that was killed before it could do so itself."""
    pid_file = folder / f"{name}.pid"
    if not pid_file.exists():
        return
    try:
        process = psutil.Process(int(pid_file.read_text()))
        # A number given to another program meanwhile is spared.
        if str(folder) in " ".join(process.cmdline()):
            process.send_signal(end)
            process.wait(PATIENCE)
    except (ValueError, psutil.NoSuchProcess):
        pass
    pid_file.unlink()


def wait_until(ready: Callable[[], bool], process: Process, log: Path) -> None:
    """Wait until a server says it is ready. Raises EngineFailed if it ends first or takes too long."""
    give_up = time.monotonic() + PATIENCE
    while not ready():
        if process.poll() is not None or time.monotonic() > give_up:
            raise EngineFailed(program=log.stem, said=_last_line(log), log=log)
        time.sleep(0.02)


def owned_folder(folder: Path) -> Path:
    """Make the folder, open to the servers' own user only."""
    folder.mkdir(parents=True, exist_ok=True)
    if user := _server_user():
        os.chown(folder, user.pw_uid, user.pw_gid)
        _let_through(folder)
    folder.chmod(0o700)
    return folder


@contextmanager
def socket_folder(preferred: Path, name: str) -> Iterator[Path]:
    """The preferred folder, or a temporary one where its path is too long for a socket."""
    if len(os.fsencode(preferred / name)) <= LONGEST_SOCKET:
        yield preferred
        return
    folder = Path(tempfile.mkdtemp(prefix="jenjang-"))
    try:
        yield owned_folder(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def wheel(package: str) -> Path:
    """The folder of an installed wheel, without running its code. Raises EngineNotInstalled."""
    found = find_spec(package)
    if found is None or found.origin is None:
        raise EngineNotInstalled(package=package)
    folder = Path(found.origin).resolve().parent
    if _server_user():
        _let_through(folder)
    return folder


def as_server_user() -> dict[str, Any]:  # Any: keyword arguments of subprocess.
    """PostgreSQL refuses to run as root; started by root, servers run as `nobody`."""
    user = _server_user()
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}


def _server_user() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("nobody")
    except KeyError:
        raise NoUserForServers from None


def _let_through(folder: Path) -> None:
    """Let other users pass the folder's parents, without letting them list what is there."""
    for parent in folder.parents:
        mode = parent.stat().st_mode
        if not mode & 0o001:
            parent.chmod(mode | 0o001)


def _end_with_parent(end: signal.Signals) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, end)


def _end(process: Process, end: signal.Signals) -> None:
    process.send_signal(end)
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _last_line(log: Path) -> str:
    lines = log.read_text(errors="replace").strip().splitlines() if log.exists() else []
    return lines[-1] if lines else "it said nothing"
