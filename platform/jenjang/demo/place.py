"""Where a demo runs: its port and its folder, each refused in one sentence if it can't be used."""

import socket
from pathlib import Path

import typer

from jenjang.core.errors import Refusal

HOST = "127.0.0.1"
"""The demo hands out tokens: it listens to its own machine only."""
OURS = frozenset({"data", "keys", "people.json", "lock", "valkey", "env"})


class PortInUse(Refusal):
    """Port {port} is in use: stop what listens there, or choose another with --port."""


class PortNotAllowed(Refusal):
    """Port {port} can't be opened ({why}): choose one from 1024 to 65535 with --port."""


class FolderNotWritable(Refusal):
    """{folder} can't be written ({why}): choose another folder with --data."""


class FolderNotOurs(Refusal):
    """{folder} holds {found}, which no demo made: choose another folder with --data."""


def port_of(text: str | int) -> int:
    """The port that a command line names."""
    try:
        port = int(text)
    except ValueError:
        port = 0
    if not 0 < port < 65536:
        raise typer.BadParameter(f"{text} is no port: choose a number from 1024 to 65535.")
    return port


def listening(port: int) -> socket.socket:
    """A socket that listens on the port, from this machine only. Raises PortInUse, PortNotAllowed."""
    wanted = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    wanted.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        wanted.bind((HOST, port))
        wanted.listen(2048)
    except (OSError, OverflowError) as error:
        wanted.close()
        if isinstance(error, PermissionError | OverflowError):
            raise PortNotAllowed(port=port, why=error) from None
        raise PortInUse(port=port) from None
    return wanted


def folder_for(data: Path) -> Path:
    """The folder of the demo's files, made where it is missing. Raises FolderNotWritable, FolderNotOurs."""
    folder = data.resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        found = {path.name for path in folder.iterdir()}
        if others := {name for name in found - OURS if not name.endswith((".log", ".pid"))}:
            raise FolderNotOurs(folder=folder, found=min(others))
        (folder / "lock").touch()
    except OSError as error:
        raise FolderNotWritable(folder=folder, why=error.strerror) from None
    return folder
